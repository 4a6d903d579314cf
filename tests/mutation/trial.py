"""One mutant before some tests."""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from typing_extensions import override

from tests.mutation.mutants import Mutant
from tests.mutation.session import first_failure, in_session
from tests.mutation.swapping import swap

IMPORT = "the import"


def try_mutant(
    session: pytest.Session, mutant: Mutant, tree: ast.Module, tests: Sequence[str]
) -> str:
    """Return the first of *tests* that notices *mutant*; ``""`` if none does.

    *tree* is its module as it makes it. To be called in a child of *session*; nothing is changed
    on the disk.
    """
    if not tests:
        return ""
    path = mutant.identity.path
    if mutant.body_of is not None and swap(path, tree, mutant.body_of):
        return first_failure(session, tests)
    return _imported_anew(path, tree, tests)


def _imported_anew(path: str, tree: ast.Module, tests: Sequence[str]) -> str:
    for name in [name for name, module in sys.modules.items() if _is_own(module)]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder(path, tree))
    files = sorted({test.partition("::")[0] for test in tests})
    failed = in_session(files, partial(first_failure, tests=tests))
    return IMPORT if failed is None else failed


def _is_own(module: ModuleType) -> bool:
    """Return whether *module* is of the project, and so may hold what the mutant changes."""
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
    paths = [Path(place) for place in places if place is not None]
    root = Path.cwd()
    return any(path.is_relative_to(root) and "site-packages" not in path.parts for path in paths)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the one module that is changed."""

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.path, self.tree = Path(path).resolve(), tree
        parts = Path(path).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @override
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _Loader(fullname, str(self.path))
        loader.tree = self.tree
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    tree: ast.Module

    @override
    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, self.path, "exec", dont_inherit=True)
