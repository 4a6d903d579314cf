"""Read TOML text, and find the line on which a value stands."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from lifecycle.errors import LifecycleError

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys, and places in lists."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
_KEY = re.compile(r"\s*\"?([A-Za-z0-9_\-]+)\"?\s*=")
_LONG_KEY = re.compile(
    r"""(?<![\w."'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}"""
)
"""A key that `tomllib` would need time and memory in the square of."""
_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


class TomlError(LifecycleError):
    """The text is not TOML; mend it at the line."""

    code = "invalid_toml"
    http_status = 422

    def __init__(self, reason: str, line: int | None) -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


def read_toml(text: str) -> dict[str, Any]:
    """Return the tables of *text*.

    Raises:
        TomlError: If it is not TOML, or nested beyond all reason.
    """
    if long_key := _LONG_KEY.search(text):
        raise TomlError("a key has too many parts", text.count("\n", 0, long_key.start()) + 1)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise TomlError(str(error), int(found[1]) if found else None) from error
    except ValueError as error:
        raise TomlError(f"a number is too long: {error}", None) from error
    except RecursionError as error:
        raise TomlError("nested too deeply", None) from error


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """Return the line (from 1) on which the value at *place* stands, or its table begins.

    *place* is a path such as ``("tracks", 0, "transitions", 3, "to")``. Tables under headers are
    found; inside inline tables and arrays the line of the key that holds them is returned.
    """
    return line_in(lines_of(text), place)


def line_in(lines: Mapping[Path, int], place: Sequence[str | int]) -> int | None:
    """Return what `line_of` returns, from the *lines* of a text that `lines_of` gave."""
    starts = (tuple(place[:depth]) for depth in range(len(place), 0, -1))
    return next((lines[start] for start in starts if start in lines), None)


def lines_of(text: str) -> Mapping[Path, int]:
    """Return the line (from 1) of each table header and each key that begins a line of *text*."""
    lines: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        if header:
            table = _table(header[2].split("."), counts, array=header[1] == "[[")
            here = table
        elif key := _KEY.match(line):
            here = (*table, key[1])
        else:
            continue
        lines.setdefault(here, number)
    return lines


def _table(names: list[str], counts: dict[Path, int], *, array: bool) -> Path:
    """Return the path of a header, counting the elements of arrays of tables."""
    path: Path = ()
    for index, name in enumerate(names):
        path = (*path, name)
        last = index == len(names) - 1
        if last and array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
