"""The range of a date that is not known to the day: a line with stops, or arrows where open."""

from collections.abc import Sequence
from typing import NamedTuple

from lifecycle.render.svg_axis import Axis
from lifecycle.render.svg_labels import first_free_rows
from lifecycle.timeline import Mark

RANGE_HEIGHT = 8
_STUB = 18
"""Pixels of the dotted line that says: open on this side."""
_WIDTH_MIN = 4
"""A narrower range would be hidden by the mark's own line."""


class DateRange(NamedTuple):
    """Where a date may lie, around the place where its mark is drawn."""

    x: int
    left: int
    right: int
    open_left: bool
    open_right: bool
    stops: tuple[bool, bool]
    """Whether a known bound is on the picture, left and right."""
    row: int = 0


def date_ranges(marks: Sequence[Mark], places: Sequence[int], axis: Axis) -> dict[int, DateRange]:
    """Return the ranges to draw, by index of the mark, in rows so that none overlap."""
    ranges = {
        index: _date_range(mark, x, axis)
        for index, (mark, x) in enumerate(zip(marks, places, strict=True))
        if _is_drawn(mark, axis)
    }
    extents = [(each.left - 3, each.right + 3) for each in ranges.values()]
    return {
        index: each._replace(row=row)
        for (index, each), row in zip(ranges.items(), first_free_rows(extents), strict=True)
    }


def _is_drawn(mark: Mark, axis: Axis) -> bool:
    if mark.earliest is None or mark.latest is None:
        return True
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


def draw_range(date_range: DateRange, top: int) -> str:
    """Return *date_range* drawn in its row below *top*."""
    x, left, right, open_left, open_right, stops, row = date_range
    y = top + RANGE_HEIGHT * row + 3
    known = f"M{x if open_left else left} {y}H{x if open_right else right}"
    ends = f"M{left} {y - 3}v6" if stops[0] else f"M{left + 4} {y - 3}l-4 3l4 3"
    ends += f"M{right} {y - 3}v6" if stops[1] else f"M{right - 4} {y - 3}l4 3l-4 3"
    dotted = (f"M{x} {y}H{left}" if open_left else "") + (f"M{x} {y}H{right}" if open_right else "")
    return f'<path class="range" d="{known}{ends}"/>' + (
        f'<path class="open" d="{dotted}"/>' if dotted else ""
    )
