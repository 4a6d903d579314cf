"""The times between meetings, in months, as far as their dates tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lifecycle.dates.bounds import Answer, Bounds
from lifecycle.dates.edtf import CYCLE_DAYS, CYCLE_MONTHS
from lifecycle.dates.periods import Period
from lifecycle.facts.fact import Fact
from lifecycle.views.meeting_order import Place
from lifecycle.views.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two meetings that follow each other."""

    earlier: Fact
    later: Fact
    begins: Bounds
    """Between which days, whichever of the meetings it is whose order is open."""
    ends: Bounds
    unseen: int
    """How many meetings between the two are not on record, as their numbers show."""

    @property
    def days_min(self) -> int | None:
        """None where a date is missing or open."""
        days = self.begins.days_min(self.ends)
        return None if days is None else max(0, days)

    @property
    def days_max(self) -> int | None:
        """None where a date is missing or open."""
        days = self.begins.days_max(self.ends)
        return None if days is None else max(0, days)

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
        return schedule.runs_from(self.begins).plus(Period.of_months(months))

    def exceeds(self, months: int, schedule: Schedule) -> Answer:
        """Return whether it was longer than *months* under *schedule*; None if that is not told."""
        return None if self.unseen else self.due(months, schedule).before(self.ends)


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
