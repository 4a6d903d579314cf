"""Where labels go: no two overlap, and no leader line runs through a label of another mark.

Words stand right of their signs. Where they would pile up, all signs of the lane are numbered
instead and stand close together; date and title are then in the list below the lane.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lifecycle.render.measure import text_width
from lifecycle.render.svg_signs import numbered_half_width, numbered_room
from lifecycle.render.text_safety import visible
from lifecycle.render.wording import date_words, mark_words, warnings
from lifecycle.timeline.values import Mark

TEXT_SIZE = 12
_LABEL_WIDTH_MAX = 400
_GLYPH_ROOM = 9
_WARNING_ROOM = 16
_GAP, _NUMBER_GAP = 14, 2
"""From the end of a label to the mark after it in the same row."""


class Room(NamedTuple):
    """How far the labels of a lane may go."""

    rows: int
    right: int


class Label(NamedTuple):
    """The label of one mark."""

    x: int
    row: int
    """0 is nearest to the lane's bar; a higher row is above it."""
    left: int
    """Where it begins: at the sign's left side."""
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


def label_marks(marks: Sequence[Mark], places: Sequence[int], room: Room) -> list[Label]:
    """Return a label for each of *marks*, drawn at its x in *places*.

    Words are used if all of them fit into *room*, but for some that are too long.
    """
    order = sorted(range(len(marks)), key=places.__getitem__)
    worded = _worded(marks, places, order, room)
    numbers = sum(label.number is not None for label in worded)
    piled = any(label.row >= room.rows for label in worded)
    return _numbered(marks, places, order) if piled or 2 * numbers > len(marks) else worded


def _worded(
    marks: Sequence[Mark], places: Sequence[int], order: Sequence[int], room: Room
) -> list[Label]:
    labels: list[Label] = []
    for index, (mark, x) in enumerate(zip(marks, places, strict=True)):
        width = text_width(visible(f"{date_words(mark)} {mark_words(mark)}"), TEXT_SIZE) + 5
        extra = _GLYPH_ROOM + (_WARNING_ROOM if warnings(mark) else 0)
        if width > _LABEL_WIDTH_MAX or x + width + extra > room.right:
            half = numbered_half_width(index + 1)
            size = numbered_room(mark, index + 1)
            labels.append(Label(x, 0, x - half, size, index + 1))
        else:
            labels.append(Label(x, 0, x - 7, width + extra + 7, None))
    rows = stack_rows(
        [(places[i], labels[i].left + labels[i].width + _gap(labels[i])) for i in order]
    )
    for index, row in zip(order, rows, strict=True):
        labels[index] = labels[index]._replace(row=row)
    return labels


def _gap(label: Label) -> int:
    """Return the room behind a label, for the left half of the sign after it."""
    return _GAP if label.number is None else _GLYPH_ROOM + _NUMBER_GAP


def _numbered(marks: Sequence[Mark], places: Sequence[int], order: Sequence[int]) -> list[Label]:
    """Return signs with numbers, each as low as it fits; leader lines run behind them."""
    labels = [
        Label(x, 0, x - numbered_half_width(n), numbered_room(mark, n), n)
        for n, (mark, x) in enumerate(zip(marks, places, strict=True), start=1)
    ]
    rows = first_free_rows(
        [(labels[i].left, labels[i].left + labels[i].width + _NUMBER_GAP) for i in order]
    )
    for index, row in zip(order, rows, strict=True):
        labels[index] = labels[index]._replace(row=row)
    return labels
