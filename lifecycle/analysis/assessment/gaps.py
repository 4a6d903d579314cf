"""The times between meetings, in months, as far as their dates tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lifecycle.analysis.assessment.limits import months_after
from lifecycle.analysis.assessment.meeting_order import Place
from lifecycle.analysis.assessment.schedule import Schedule, later_of
from lifecycle.dates.edtf import CYCLE_DAYS, CYCLE_MONTHS, Bounds
from lifecycle.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two meetings that follow each other."""

    earlier: Fact
    later: Fact
    begins: Bounds
    """Between which days, whichever of the meetings it is whose order is open."""
    ends: Bounds
    unseen: int = 0
    """How many meetings between the two are not on record, as their numbers show."""

    @property
    def days_min(self) -> int | None:
        """None where a date is missing or open."""
        last, begins = self.begins[1], self.ends[0]
        return None if last is None or begins is None else max(0, begins - last)

    @property
    def days_max(self) -> int | None:
        """None where a date is missing or open."""
        first, ends = self.begins[0], self.ends[1]
        return None if first is None or ends is None else max(0, ends - first)

    @property
    def months(self) -> float | None:
        """The middle of what is possible, in mean months to one digit.

        None if the dates do not tell, or if meetings between the two are not on record.
        """
        if self.unseen or self.days_min is None or self.days_max is None:
            return None
        days = (self.days_min + self.days_max) / 2
        return round(days * CYCLE_MONTHS / CYCLE_DAYS, 1)

    def due(self, months: int, schedule: Schedule) -> Bounds:
        """Return between which days it was to end by *months* under *schedule*."""
        first, last = later_of(self.begins, schedule)
        return (
            None if first is None else months_after(first, months),
            None if last is None else months_after(last, months),
        )

    def exceeds(self, months: int, schedule: Schedule) -> bool | None:
        """Return whether it was longer than *months* under *schedule*; None if that is not told."""
        if self.unseen:
            return None
        (first, last), (begins, ends) = self.due(months, schedule), self.ends
        if last is not None and begins is not None and begins > last:
            return True
        if first is not None and ends is not None and ends <= first:
            return False
        return None


def gaps_of(places: Sequence[Place], unseen: Mapping[str, int]) -> tuple[Gap, ...]:
    """Return the times between the meetings that stand in *places*.

    Args:
        places: Where the meetings stand in their sequence.
        unseen: How many meetings are missing before each, by event id.
    """
    return tuple(
        Gap(
            earlier.fact,
            later.fact,
            earlier.bounds,
            later.bounds,
            max(unseen.get(fact.event_id, 0) for fact in later.among),
        )
        for earlier, later in pairwise(places)
    )


def median_months(gaps: Sequence[Gap]) -> float | None:
    """Return the median of the gaps that can be told, None if there is none."""
    known = [gap.months for gap in gaps if gap.months is not None]
    return round(median(known), 1) if known else None


def longest(gaps: Sequence[Gap]) -> Gap | None:
    """Return the longest of the gaps that can be told, the first of equal ones."""
    known = [gap for gap in gaps if gap.months is not None]
    return max(known, key=lambda gap: gap.months or 0, default=None)
