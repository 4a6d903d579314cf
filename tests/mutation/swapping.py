"""Put a mutant into a process in which everything is imported already."""

import ast
import functools
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any


@functools.cache
def _functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    """Return all functions by path, qualified name and line."""
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    for value in gc.get_objects():
        if isinstance(value, FunctionType):
            found.setdefault(_key(value.__code__), []).append(value)
    return found


@functools.cache
def _caches() -> tuple[Any, ...]:
    modules = [sys.modules[name] for name in sorted(sys.modules)]
    values = (value for module in modules for value in vars(module).values())
    own = {_functions, _caches}
    return tuple(v for v in values if isinstance(v, functools._lru_cache_wrapper) and v not in own)


def remember() -> None:
    """Look for all functions and caches once; what is forked from here on knows them."""
    _functions()
    _caches()
    gc.freeze()  # a collection in a child would copy all of the memory that it shares


def clear_caches() -> None:
    """Empty the caches of all modules: what is in them was worked out by other code."""
    for cache in _caches():
        cache.cache_clear()


def swap(path: str, tree: ast.Module, function: str) -> bool:
    """Give *function* of the module at *path* the body that it has in *tree*; tell if it worked."""
    code = compile(tree, str(Path(path).resolve()), "exec", dont_inherit=True)
    swapped = False
    for new in _codes(code):
        for live in _functions().get(_key(new), ()) if new.co_qualname == function else ():
            if live.__code__.co_freevars != new.co_freevars:
                return False
            live.__code__ = new
            swapped = True
    clear_caches()
    return swapped


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno
