"""Where labels go: no two overlap, and no leader line runs through a label of another mark."""

from collections.abc import Sequence
from typing import NamedTuple

from lifecycle.render.measure import text_width
from lifecycle.render.text_safety import visible
from lifecycle.render.wording import date_words
from lifecycle.timeline import Mark

TEXT_SIZE = 12
_LABEL_WIDTH_MAX = 330
_ROWS_MAX = 12
_GLYPH_ROOM = 9
_WARNING_ROOM = 16
_GAP, _NUMBER_GAP = 14, 6
"""From the end of a label to the mark after it in the same row."""


class Label(NamedTuple):
    """The label of one mark."""

    x: int
    row: int
    """0 is nearest to the lane's bar; a higher row is above it."""
    width: int
    number: int | None
    """The number that stands for date and title, which are then in the list below the lane."""


def stack_rows(extents: Sequence[tuple[int, int]]) -> list[int]:
    """Return a row for each (start, end), of which *starts ascend*, so that nothing is crossed.

    A label sits right of its leader line. Whoever starts within it must sit in a lower row, or
    its line would cross the label. So each label takes the row above the highest that starts
    within it, and labels read from top to bottom in order. Linear: the stack holds only those
    labels, nearest first, that are higher than all before them.
    """
    rows = [0] * len(extents)
    higher: list[tuple[int, int]] = []
    for index in reversed(range(len(extents))):
        start, end = extents[index]
        row = 0
        while higher and higher[-1][0] <= end:
            row = higher.pop()[1] + 1
        while higher and higher[-1][1] <= row:
            higher.pop()
        higher.append((start, row))
        rows[index] = row
    return rows


def first_free_rows(extents: Sequence[tuple[int, int]]) -> list[int]:
    """Return the lowest row for each (start, end) where it overlaps none before it."""
    ends: list[int] = []
    rows = []
    for start, end in extents:
        row = next((row for row, taken in enumerate(ends) if taken < start), len(ends))
        ends[row : row + 1] = [end]
        rows.append(row)
    return rows


def label_marks(marks: Sequence[Mark], places: Sequence[int]) -> list[Label]:
    """Return a label for each of *marks*, drawn at its x in *places*.

    A label that is too long is a number; all are numbers where they would pile up too high.
    """
    widths = [
        text_width(visible(f"{date_words(mark)} {mark.title}"), TEXT_SIZE) + 5 for mark in marks
    ]
    numbered = [width > _LABEL_WIDTH_MAX for width in widths]
    labels = _placed(marks, places, widths, numbered)
    if any(label.row >= _ROWS_MAX for label in labels):
        labels = _placed(marks, places, widths, [True] * len(marks))
    return labels


def _placed(
    marks: Sequence[Mark], places: Sequence[int], widths: Sequence[int], numbered: Sequence[bool]
) -> list[Label]:
    rooms = [
        (text_width(str(index + 1), TEXT_SIZE) if numbered[index] else widths[index])
        + (_WARNING_ROOM if mark.flags or mark.order_conflict else 0)
        + _GLYPH_ROOM
        for index, mark in enumerate(marks)
    ]
    by_place = sorted(range(len(marks)), key=places.__getitem__)
    gaps = [_NUMBER_GAP if is_number else _GAP for is_number in numbered]
    rows = stack_rows(
        [(places[index], places[index] + rooms[index] + gaps[index]) for index in by_place]
    )
    labels: list[Label] = [Label(0, 0, 0, None)] * len(marks)
    for index, row in zip(by_place, rows, strict=True):
        number = index + 1 if numbered[index] else None
        labels[index] = Label(places[index], row, rooms[index], number)
    return labels
