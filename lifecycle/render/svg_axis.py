"""Time to pixels: a linear axis on which a crowded day may be drawn wide, and its ticks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lifecycle.dates.edtf import civil, day_number, day_text
from lifecycle.timeline.values import Lane, Mark, Timeline

LEFT, WIDTH = 24, 900
_PADDING = 0.02
_CROWD = 3
"""So many facts of one lane on one day make the day crowded."""
_SLOT_WIDTH_MAX, _SLOT_WIDTH_MIN = 64, 12
_BANDS_SHARE_MAX, _BANDS_SHARE_OF_YEARS = 0.6, 0.2
"""Part of the axis that wide days may take, and where the axis runs over many years."""
_MANY_YEARS = 5

_MONTH_DAYS, _YEAR_DAYS = 30.44, 365.25
_TICK_LABEL_START = {"day": 0, "month": -3, "year": -6}


class Band(NamedTuple):
    """A crowded day that is drawn wide."""

    day: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Which day is where, in whole pixels from the left edge of the picture."""

    first: int
    last: int
    day_width: float
    """Pixels of a day that is not drawn wide."""
    bands: tuple[Band, ...]

    @property
    def right(self) -> int:
        """The right end of the axis."""
        return LEFT + WIDTH

    @property
    def words_right(self) -> int:
        """Where words should end, lest they cross the line of the as-of day."""
        return self.right - round(WIDTH * _PADDING)

    def x(self, day: int) -> int:
        """Return where *day* begins; a day beyond an end of the axis is at that end."""
        x = LEFT + (day - self.first) * self.day_width
        for band in self.bands:
            if band.day < day:
                x += band.width - self.day_width
        return round(min(max(x, LEFT), self.right))

    def end_x(self, day: int) -> int:
        """Return where something stops that lasts until *day*: past the whole of a wide day."""
        return self.x(day + 1) if self.band(day) else self.x(day)

    def band(self, day: int) -> Band | None:
        """Return the band of *day* if it is drawn wide."""
        return next((band for band in self.bands if band.day == day), None)


class Tick(NamedTuple):
    """A labelled day on the axis."""

    x: int
    label: str


def build_axis(timeline: Timeline) -> Axis:
    """Return the axis on which every fact and bar of *timeline* has its place."""
    days = set(_days(timeline))
    spread = max(days) - min(days)
    crowds = _crowds(timeline.lanes)
    padding = max(1, round(spread * _PADDING))
    first = min(days) - (0 if min(days) in crowds else padding)
    last = max(days) + padding
    day_width = WIDTH / (last - first)
    tight = {day: count for day, count in crowds.items() if count * _SLOT_WIDTH_MAX > day_width}
    return _with_bands(first, last, tight) or Axis(first, last, day_width, ())


def _days(timeline: Timeline) -> Iterator[int]:
    yield timeline.as_of
    for lane in timeline.lanes:
        yield from (mark.at for mark in lane.marks)
        for span in lane.spans:
            yield span.start
            yield span.end
        if lane.ended is not None:
            yield lane.ended


def _crowds(lanes: Iterable[Lane]) -> dict[int, int]:
    """Return the crowded days, with the count of facts in the lane that has most.

    Only facts known to the day make a day crowded: a month drawn at one of its days is no day.
    """
    crowds: dict[int, int] = {}
    for lane in lanes:
        exact = Counter(mark.at for mark in lane.marks if _is_exact(mark))
        drawn = Counter(mark.at for mark in lane.marks)
        for day, count in exact.items():
            if count >= _CROWD:
                crowds[day] = max(crowds.get(day, 0), drawn[day])
    return crowds


def _is_exact(mark: Mark) -> bool:
    return mark.earliest == mark.latest == mark.at


def _with_bands(first: int, last: int, crowds: dict[int, int]) -> Axis | None:
    """Return the axis with *crowds* drawn wide, or None if there are none or too many."""
    if not crowds:
        return None
    long = last - first > _MANY_YEARS * _YEAR_DAYS
    share = _BANDS_SHARE_OF_YEARS if long else _BANDS_SHARE_MAX
    slot = min(_SLOT_WIDTH_MAX, int(WIDTH * share / sum(crowds.values())))
    if slot < _SLOT_WIDTH_MIN:
        return None
    plain_width = WIDTH - slot * sum(crowds.values())
    day_width = plain_width / max(1, last - first - len(crowds))
    bands: list[Band] = []
    for day, count in sorted(crowds.items()):
        x = Axis(first, last, day_width, tuple(bands)).x(day)
        bands.append(Band(day, x, slot * count))
    return Axis(first, last, day_width, tuple(bands))


def mark_places(lane: Lane, axis: Axis) -> list[int]:
    """Return the x of each mark of *lane*; on a wide day they stand side by side, in order."""
    places = [axis.x(mark.at) for mark in lane.marks]
    for band in axis.bands:
        inside = [index for index, mark in enumerate(lane.marks) if mark.at == band.day]
        for order, index in enumerate(inside):
            places[index] = band.x + round((order + 0.5) * band.width / len(inside))
    return places


def ticks(axis: Axis) -> list[Tick]:
    """Return ticks that are far enough apart to be read, none of them on a wide day."""
    unit, step = _tick_step(axis.day_width)
    days = _tick_days(axis.first, axis.last, unit, step)
    wide = {band.day for band in axis.bands}
    return [Tick(axis.x(day), _tick_label(day, unit)) for day in days if day not in wide]


def _tick_step(day_width: float) -> tuple[str, int]:
    """Return unit and count of units from one tick to the next."""
    steps = (
        *(("day", days, days, 84) for days in (1, 7)),
        *(("month", months, months * _MONTH_DAYS, 68) for months in (1, 3, 6)),
        *(
            ("year", years, years * _YEAR_DAYS, 52)
            for power in range(12)
            for years in (10**power, 2 * 10**power, 5 * 10**power)
        ),
    )
    return next((unit, count) for unit, count, days, pixels in steps if days * day_width >= pixels)


def _tick_days(first: int, last: int, unit: str, step: int) -> Iterator[int]:
    if unit == "day":
        yield from range(first + -(first - 1) % step, last + 1, step)  # day number 1 is a Monday
        return
    months = step if unit == "month" else 12 * step
    year, month, _ = civil(first)
    ordinal = -(-(year * 12 + month - 1) // months) * months
    while (day := day_number(ordinal // 12, ordinal % 12 + 1, 1)) <= last:
        if day >= first:
            yield day
        ordinal += months


def _tick_label(day: int, unit: str) -> str:
    return day_text(day)[: _TICK_LABEL_START[unit] or None]
