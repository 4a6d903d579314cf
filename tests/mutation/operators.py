"""The mistakes that are made on purpose, each as a small change of a syntax tree."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Change(NamedTuple):
    """A node to stand in for another one."""

    operator: str
    node: ast.AST


Operator = Callable[[Any], Iterator[ast.AST]]
"""From a node to the nodes that may stand in for it; it changes none."""

_NEIGHBOUR: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPPOSITE: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
_DROPPED_CALLS = frozenset({"reversed", "abs"})
_DROPPED_METHODS = frozenset({"strip", "casefold", "lower", "upper", "rstrip", "lstrip"})
_DROPPED_KEYWORDS = frozenset({"key", "default", "reverse"})


def _comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for place, kind in enumerate(node.ops):
        ops: list[ast.cmpop] = [*node.ops]
        ops[place] = _NEIGHBOUR[type(kind)]()
        yield ast.Compare(node.left, ops, node.comparators)


def _and_or(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _dropped_operand(node: ast.BoolOp) -> Iterator[ast.AST]:
    for place in range(len(node.values)):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _dropped_not(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _arithmetic(node: ast.BinOp) -> Iterator[ast.AST]:
    opposite = _OPPOSITE.get(type(node.op))
    if opposite is not None:
        yield ast.BinOp(node.left, opposite(), node.right)


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)


def _other_call(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _OTHER_CALL:
        other = _OTHER_CALL[node.func.id]
        keywords = [] if other == "list" else node.keywords
        yield ast.Call(ast.Name(other, ast.Load()), node.args, keywords)


def _dropped_call(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _DROPPED_CALLS:
        yield node.args[0]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _DROPPED_METHODS:
        yield node.func.value


def _dropped_keyword(node: ast.Call) -> Iterator[ast.AST]:
    for keyword in node.keywords:
        if keyword.arg in _DROPPED_KEYWORDS:
            yield ast.Call(node.func, node.args, [k for k in node.keywords if k is not keyword])


def _dropped_element(node: ast.Set) -> Iterator[ast.AST]:
    if len(node.elts) > 1:
        for place in range(len(node.elts)):
            yield ast.Set([*node.elts[:place], *node.elts[place + 1 :]])


def _dropped_entry(node: ast.Dict) -> Iterator[ast.AST]:
    if len(node.keys) > 1:
        for place in range(len(node.keys)):
            yield ast.Dict(
                [*node.keys[:place], *node.keys[place + 1 :]],
                [*node.values[:place], *node.values[place + 1 :]],
            )


def _either_way(node: ast.IfExp) -> Iterator[ast.AST]:
    yield node.body
    yield node.orelse


def _dropped_branch(node: ast.If) -> Iterator[ast.AST]:
    yield ast.If(ast.Constant(value=False), node.body, node.orelse)


def _dropped_filter(node: ast.comprehension) -> Iterator[ast.AST]:
    for place in range(len(node.ifs)):
        ifs = [*node.ifs[:place], *node.ifs[place + 1 :]]
        yield ast.comprehension(node.target, node.iter, ifs, node.is_async)


def _dropped_statement(_: ast.stmt) -> Iterator[ast.AST]:
    yield ast.Pass()


def _dropped_expression(node: ast.Expr) -> Iterator[ast.AST]:
    if not isinstance(node.value, ast.Constant):  # a docstring, or the dots of a protocol
        yield ast.Pass()


def _dropped_store(node: ast.Assign) -> Iterator[ast.AST]:
    """Of an item or an attribute; without a name that is assigned, the rest falls over."""
    if all(isinstance(target, ast.Subscript | ast.Attribute) for target in node.targets):
        yield ast.Pass()


_OPERATORS: Mapping[type[ast.AST], Sequence[tuple[str, Operator]]] = {
    ast.Compare: [("comparison", _comparison)],
    ast.BoolOp: [("and/or", _and_or), ("dropped operand", _dropped_operand)],
    ast.UnaryOp: [("dropped not", _dropped_not)],
    ast.BinOp: [("arithmetic", _arithmetic)],
    ast.Constant: [("constant", _constant)],
    ast.Call: [
        ("other call", _other_call),
        ("dropped call", _dropped_call),
        ("dropped keyword", _dropped_keyword),
    ],
    ast.Set: [("dropped element", _dropped_element)],
    ast.Dict: [("dropped entry", _dropped_entry)],
    ast.IfExp: [("either way", _either_way)],
    ast.If: [("dropped branch", _dropped_branch)],
    ast.comprehension: [("dropped filter", _dropped_filter)],
    ast.Expr: [("dropped statement", _dropped_expression)],
    ast.Assign: [("dropped statement", _dropped_store)],
    ast.AugAssign: [("dropped statement", _dropped_statement)],
    ast.Continue: [("dropped statement", _dropped_statement)],
    ast.Break: [("dropped statement", _dropped_statement)],
    ast.Delete: [("dropped statement", _dropped_statement)],
}


def changes_of(node: ast.AST) -> Iterator[Change]:
    """Yield what may stand in for *node*."""
    for name, operator in _OPERATORS.get(type(node), ()):
        for changed in operator(node):
            yield Change(name, changed)
