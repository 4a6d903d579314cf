"""Read TOML text, and find the line on which a value stands."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from lifecycle.errors import LifecycleError

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
    best: int | None = None
    best_depth = 0
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        if header:
            table = _table(header[2].split("."), counts, array=header[1] == "[[")
            here = table
        elif key := _KEY.match(line):
            here = (*table, key[1])
        else:
            continue
        depth = len(here)
        if tuple(place[:depth]) == here and depth > best_depth:
            best, best_depth = number, depth
    return best


def _table(
    names: list[str], counts: dict[tuple[str | int, ...], int], *, array: bool
) -> tuple[str | int, ...]:
    """Return the path of a header, counting the elements of arrays of tables."""
    path: tuple[str | int, ...] = ()
    for index, name in enumerate(names):
        path = (*path, name)
        last = index == len(names) - 1
        if last and array:
            counts[path] = counts.get(path, -1) + 1
            for longer in [p for p in counts if p[: len(path)] == path and len(p) > len(path)]:
                del counts[longer]
        if path in counts:
            path = (*path, counts[path])
    return path
