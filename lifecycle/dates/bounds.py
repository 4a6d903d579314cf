"""The first and the last day that a date can mean, and what is certain of such bounds.

Days are day numbers, as in `lifecycle.dates.edtf`.
"""

from math import inf, isinf
from typing import NamedTuple, Protocol, TypeAlias

Answer: TypeAlias = bool | None
"""True: certainly; False: certainly not; None: possibly, for what is known leaves it open."""


class Length(Protocol):
    """A length of time: a `lifecycle.dates.periods.Period`."""

    def after(self, day: int) -> int:
        """Return the day on which it ends that begins on *day*."""
        ...


class Bounds(NamedTuple):
    """Between which days something lies."""

    first: int | None
    """First day that is possible; None: open or unknown."""
    last: int | None
    """Last day that is possible; None: open or unknown."""

    @classmethod
    def on(cls, day: int | None) -> "Bounds":
        """Return the bounds of a *day*."""
        return cls(day, day)

    @classmethod
    def between(cls, low: float, high: float) -> "Bounds":
        """Return the bounds from *low* to *high*; what is infinite is not known."""
        return cls(None if isinf(low) else int(low), None if isinf(high) else int(high))

    @property
    def low(self) -> float:
        """The first day; infinitely early where it is not known."""
        return -inf if self.first is None else self.first

    @property
    def high(self) -> float:
        """The last day; infinitely late where it is not known."""
        return inf if self.last is None else self.last

    def before(self, other: "Bounds") -> Answer:
        """Return whether it is over before *other* begins.

        True if its last day is before the first one of *other*; False if the last day of *other*
        is before its first one or equal to it.
        """
        return is_before(*self, *other)

    def ends_by(self, day: int | None) -> Answer:
        """Return whether it is over at the end of *day*; False if it begins after *day*."""
        first, last = self
        if day is None:
            return None
        if last is not None and last <= day:
            return True
        return False if first is not None and first > day else None

    def is_passed(self, day: int | None) -> Answer:
        """Return whether *day* is later than a limit that lies within these bounds.

        It is not on no day, nor before the last day of a limit whose first day is not known.
        """
        first, last = self
        if day is None:
            return False
        if last is not None and day > last:
            return True
        return None if first is not None and day > first else False

    def days_min(self, until: "Bounds") -> int | None:
        """Return the fewest days from here to a day within *until*; negative if that may be before.

        None where a bound is not known.
        """
        return None if self.last is None or until.first is None else until.first - self.last

    def days_max(self, until: "Bounds") -> int | None:
        """Return the most days from here to a day within *until*; as `days_min` otherwise."""
        return None if self.first is None or until.last is None else until.last - self.first

    def plus(self, length: Length) -> "Bounds":
        """Return between which days a *length* of time ends that begins within these bounds."""
        first = None if self.first is None else length.after(self.first)
        if self.last == self.first:  # as most are
            return Bounds(first, first)
        return Bounds(first, None if self.last is None else length.after(self.last))

    def later(self, other: "Bounds") -> "Bounds":
        """Return between which days the later of the two lies; itself where a bound is unknown."""
        if None in self or None in other:
            return self
        return Bounds.between(max(self.low, other.low), max(self.high, other.high))


UNKNOWN = Bounds(None, None)
"""The bounds of what has no date."""


def is_before(
    first: int | None, last: int | None, other_first: int | None, other_last: int | None
) -> Answer:
    """Return `Bounds.before` of two bounds that are given by their days."""
    if last is not None and other_first is not None and last < other_first:
        return True
    if other_last is not None and first is not None and other_last <= first:
        return False
    return None
