"""The code stays small, and speaks of nothing but itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
MODULES = sorted(p for package in ("events", "lifecycle") for p in (ROOT / package).rglob("*.py"))
TEXTS = sorted(
    path
    for place in ("events", "lifecycle", "tests", "docs", "examples", "benchmarks", ".ci", ".")
    for path in ((ROOT / place).rglob("*") if place != "." else ROOT.glob("*"))
    if path.is_file()
    and (path.suffix in {".py", ".md", ".toml", ".yaml"} or path.name in {"Makefile", "run"})
    and "__pycache__" not in path.parts
)
FOREIGN = {
    "a path of somebody's machine": r"(?<![\w.])/(?:work|home|root)/\w",
    "the number of an issue": r"(?i)\bissues?\s*(?:#|no\.\s*|number\s*)\d|\bissues/\d",
    "a package registry": r"pypi[.]org|pythonhosted[.]org",
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_keep_their_budget(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in functions(path)
        if node.end_lineno is not None and node.end_lineno - node.lineno >= FUNCTION_LINES_MAX
    ]

    assert lines <= MODULE_LINES_MAX
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_most_modules_and_functions_are_short() -> None:
    modules = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES)
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in MODULES
        for node in functions(path)
    )

    assert modules[len(modules) // 2] <= 150
    assert lengths[len(lengths) // 2] <= 8


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_speaks_of_the_place_where_it_was_written(what: str) -> None:
    pattern = re.compile(FOREIGN[what])

    found = [
        f"{name(path)}: {match[0]}"
        for path in TEXTS
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]

    assert not found
