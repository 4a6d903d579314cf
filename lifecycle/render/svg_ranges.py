"""Where a date may lie: a line with stops, arrows where open, and a ghost where it is disputed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lifecycle.render.svg_axis import Axis
from lifecycle.render.svg_labels import first_free_rows
from lifecycle.render.svg_signs import ghost_sign
from lifecycle.timeline.values import Doubt, Mark

RANGE_HEIGHT = 8
_STUB = 18
"""Pixels of the dotted line that says: open on this side."""
_WIDTH_MIN = 4
"""A narrower range would be hidden by the mark's own line."""
_GHOST_RADIUS = 3


class DateRange(NamedTuple):
    """Where a date may lie, around the place where its mark is drawn."""

    x: int
    left: int
    right: int
    open_left: bool
    open_right: bool
    stops: tuple[bool, bool]
    """Whether a known bound is on the picture, left and right."""

    def draw(self, y: int) -> str:
        """Return the range drawn at the height *y*."""
        x, left, right, open_left, open_right, stops = self
        known = f"M{x if open_left else left} {y}H{x if open_right else right}"
        ends = f"M{left} {y - 3}v6" if stops[0] else f"M{left + 4} {y - 3}l-4 3l4 3"
        ends += f"M{right} {y - 3}v6" if stops[1] else f"M{right - 4} {y - 3}l4 3l-4 3"
        dotted = f"M{x} {y}H{left}" if open_left else ""
        dotted += f"M{x} {y}H{right}" if open_right else ""
        return f'<path class="range" d="{known}{ends}"/>' + (
            f'<path class="open" d="{dotted}"/>' if dotted else ""
        )


class Ghost(NamedTuple):
    """Where a mark would stand by another source, with a dotted line to where it stands."""

    x: int
    ghost: int

    @property
    def left(self) -> int:
        """The left end, as of a range."""
        return min(self.x, self.ghost - _GHOST_RADIUS)

    @property
    def right(self) -> int:
        """The right end, as of a range."""
        return max(self.x, self.ghost + _GHOST_RADIUS)

    def draw(self, y: int) -> str:
        """Return the ghost drawn at the height *y*."""
        edge = self.ghost + (_GHOST_RADIUS if self.ghost < self.x else -_GHOST_RADIUS)
        return f'<path class="open" d="M{self.x} {y}H{edge}"/>{ghost_sign(self.ghost, y)}'


class Placed(NamedTuple):
    """A range or ghost in its row, so that none overlap."""

    mark: int
    """Index of its mark."""
    drawn: DateRange | Ghost
    row: int

    def draw(self, top: int) -> str:
        """Return it drawn in its row below *top*."""
        return self.drawn.draw(top + RANGE_HEIGHT * self.row + 3)


def date_ranges(marks: Sequence[Mark], places: Sequence[int], axis: Axis) -> list[Placed]:
    """Return the ranges and ghosts to draw, in the order of their marks."""
    found = [
        (index, each)
        for index, (mark, x) in enumerate(zip(marks, places, strict=True))
        for each in _of_mark(mark, x, axis)
    ]
    rows = first_free_rows([(each.left - 3, each.right + 3) for _, each in found])
    return [Placed(index, each, row) for (index, each), row in zip(found, rows, strict=True)]


def _of_mark(mark: Mark, x: int, axis: Axis) -> Iterator[DateRange | Ghost]:
    if _is_drawn(mark, axis):
        yield _date_range(mark, x, axis)
    for doubt in mark.doubts:
        ghost = ghost_place(doubt, axis)
        if ghost is not None and abs(ghost - x) > 2 * _GHOST_RADIUS:
            yield Ghost(x, ghost)


def ghost_place(doubt: Doubt, axis: Axis) -> int | None:
    """Return where a mark would stand by *doubt*; None if its date is the same or has no bound."""
    known = [day for day in (doubt.earliest, doubt.latest) if day is not None]
    return axis.x(sum(known) // len(known)) if known else None


def _is_drawn(mark: Mark, axis: Axis) -> bool:
    if mark.earliest is None or mark.latest is None:
        return mark.occurred is not None
    known_to_the_day = mark.earliest == mark.latest
    return not known_to_the_day and axis.x(mark.latest + 1) - axis.x(mark.earliest) >= _WIDTH_MIN


def _date_range(mark: Mark, x: int, axis: Axis) -> DateRange:
    earliest, latest = mark.earliest, mark.latest
    return DateRange(
        x,
        x - _STUB if earliest is None else axis.x(earliest),
        x + _STUB if latest is None else axis.x(latest + 1),
        earliest is None,
        latest is None,
        (
            earliest is not None and earliest >= axis.first,
            latest is not None and latest <= axis.last,
        ),
    )
