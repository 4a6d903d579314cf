"""Mutants: the places in a module that can be changed, each known by its content, not its line."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.mutation.operators import Change, changes_of

TEXT_MIN = 30
"""Characters of the code that a mutant is known by, if its statement has as many."""

_UNSEEN_FIELDS = frozenset(
    {"annotation", "returns", "decorator_list", "bases", "keywords_of_class", "type_params"}
)
"""What is no behaviour, or fails at once."""


class Identity(NamedTuple):
    """What a mutant is known by when lines move."""

    path: str
    function: str
    before: str
    after: str
    place: int
    """Which one it is of those that are alike in their function."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    identity: Identity
    operator: str
    line: int
    lines: range
    """The lines that run when it does: of its statement; of all its scope if that is no test's."""
    index: int
    """Its place among the mutants of its module."""
    body_of: str | None
    """The outermost function in whose body it is; None where it takes effect at the import."""

    def draw(self, seed: int) -> bytes:
        """Return its place in the draw of *seed*, which does not change when others do."""
        return sha256(repr((seed, self.identity)).encode()).digest()


class _Site(NamedTuple):
    """A node, and how it hangs in its tree."""

    node: ast.AST
    parent: ast.AST
    field: str
    place: int | None
    """Its index, if the field is a list."""
    around: tuple[ast.AST, ...]
    """The nodes around it, the module first."""

    def put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.place] = node


def mutants_of(path: str, source: str) -> list[Mutant]:
    """Return all mutants of the module at *path*, in the order of its tree."""
    tree, known, found = ast.parse(source), Counter[tuple[str, str, str]](), list[Mutant]()
    for index, (site, change) in enumerate(_possible(tree)):
        function, (before, after) = _function(site.around), _texts(site, change)
        known[function, before, after] += 1
        identity = Identity(path, function, before, after, known[function, before, after])
        lines, body_of = _lines(site, tree), _body_of(site)
        found.append(Mutant(identity, change.operator, _line(site), lines, index, body_of))
    return found


def mutated(source: str, index: int) -> ast.Module:
    """Return the tree of *source* with the mutant of that *index*."""
    tree = ast.parse(source)
    for place, (site, change) in enumerate(_possible(tree)):
        if place == index:
            site.put(change.node)
            return ast.fix_missing_locations(tree)
    raise IndexError(index)


def sources_in(root: Path, patterns: Sequence[str]) -> dict[str, str]:
    """Return the sources of the modules that *patterns* name, by their paths from *root*."""
    paths = {path for pattern in patterns for path in root.glob(pattern)}
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
    }


def _possible(tree: ast.Module) -> Iterator[tuple[_Site, Change]]:
    for site in _sites(tree, (tree,)):
        for change in changes_of(site.node):
            yield site, change


def _sites(node: ast.AST, around: tuple[ast.AST, ...]) -> Iterator[_Site]:
    for field, value in ast.iter_fields(node):
        if _is_unseen(node, field):
            continue
        children = value if isinstance(value, list) else [value]
        for place, child in enumerate(children):
            if isinstance(child, ast.AST) and not _is_passive(child):
                yield _Site(child, node, field, place if isinstance(value, list) else None, around)
                yield from _sites(child, (*around, child))


def _is_unseen(node: ast.AST, field: str) -> bool:
    return field in _UNSEEN_FIELDS or (isinstance(node, ast.ClassDef) and field == "keywords")


def _is_passive(node: ast.AST) -> bool:
    """Return whether nothing in *node* is worth a test: it asserts, or names types."""
    if isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return True
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.FunctionDef):
        return any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list)
    return isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal"


def _function(around: Sequence[ast.AST]) -> str:
    scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return ".".join(node.name for node in around if isinstance(node, scopes))


def _texts(site: _Site, change: Change) -> tuple[str, str]:
    """Return the code around a change, before and after it: as much as tells where it is."""
    shown = [
        node
        for node in (*site.around, site.node)
        if isinstance(node, ast.expr | ast.stmt) and not isinstance(node, ast.FormattedValue)
    ]
    inner = len(shown) - 1
    while inner > 0 and not isinstance(shown[inner], ast.stmt):
        if len(_unparse(shown[inner])) >= TEXT_MIN:
            break
        inner -= 1
    before = _unparse(shown[inner])
    if shown[inner] is site.node:
        return before, _unparse(change.node)
    site.put(change.node)
    after = _unparse(shown[inner])
    site.put(site.node)
    return before, after


def _unparse(node: ast.AST) -> str:
    """Return the code of *node*; of a compound statement the head alone."""
    if isinstance(node, ast.stmt) and hasattr(node, "body"):
        head = copy(node)
        empty: dict[str, list[ast.stmt]] = {
            "body": [ast.Pass()],
            "orelse": [],
            "decorator_list": [],
        }
        for field in empty.keys() & head._fields:
            setattr(head, field, empty[field])
        return ast.unparse(head).removesuffix("\n    pass")
    return ast.unparse(node)


def _statement(site: _Site) -> ast.stmt:
    nodes = (*site.around, site.node)
    return next(node for node in reversed(nodes) if isinstance(node, ast.stmt))


def _line(site: _Site) -> int:
    placed = (node for node in reversed((*site.around, site.node)) if hasattr(node, "lineno"))
    return int(next(placed).lineno)


def _body_of(site: _Site) -> str | None:
    """Return the qualified name of the outermost function, if *site* is in its body."""
    nodes = (*site.around, site.node)
    for place, node in enumerate(nodes[:-1]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return _function(nodes[: place + 1]) if nodes[place + 1] in node.body else None
    return None


def _lines(site: _Site, tree: ast.Module) -> range:
    statement = _statement(site)
    functions = [node for node in site.around if isinstance(node, ast.FunctionDef)]
    if not functions:
        return range(1, max(getattr(node, "end_lineno", 0) for node in tree.body) + 1)
    if isinstance(statement, ast.FunctionDef):  # a default
        return range(statement.body[0].lineno, (statement.end_lineno or 0) + 1)
    body = getattr(statement, "body", None)
    end = body[0].lineno - 1 if body else statement.end_lineno or 0
    return range(statement.lineno, max(end, statement.lineno) + 1)
