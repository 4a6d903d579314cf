"""Rows of which people see fewer columns: lists joined, long texts cut, so that columns stand."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lifecycle.cli.output import Row, say, show_rows
from lifecycle.errors import UnreadableMechanismsError

if TYPE_CHECKING:
    from lifecycle.storage.loader import Unreadable

CELL_MAX = 60
"""Most characters of a cell that is not the last of its line."""


NO_MECHANISM = "no mechanism is on record"


def show(
    rows: Iterable[Row], columns: Sequence[str], people_columns: Sequence[str], style: str | None
) -> None:
    """Print *rows* in *style*: a table has *people_columns*, of which the last is never cut."""
    if style == "table" or (style is None and sys.stdout.isatty()):
        show_rows([_for_people(row, people_columns) for row in rows], people_columns, "table")
    else:
        show_rows(rows, columns, style)


def or_say(nothing: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield *rows*; if there are none, tell people that there is *nothing*."""
    found = False
    for row in rows:
        found = True
        yield row
    if not found:
        say(nothing)


@contextmanager
def telling_unreadable() -> Iterator[list[Unreadable]]:
    """Give a list for the mechanisms of the log that cannot be read.

    Raises:
        UnreadableMechanismsError: If there are any, once all others were shown.
    """
    unreadable: list[Unreadable] = []
    yield unreadable
    if unreadable:
        raise UnreadableMechanismsError(unreadable)


def _for_people(row: Row, columns: Sequence[str]) -> dict[str, str]:
    *others, last = columns
    return {**{column: _cut(_text(row[column])) for column in others}, last: _text(row[last])}


def _text(value: Any) -> str:  # noqa: ANN401  # JSON of any kind
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return " / ".join(map(_text, value.values()))
    return "" if value is None else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= CELL_MAX else f"{text[: CELL_MAX - 1]}…"
