"""The times between meetings, in months, as far as their dates tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lifecycle.assessment.reckoning import bounds_of, months_after
from lifecycle.assessment.schedule import Schedule, later_of
from lifecycle.facts import Fact

_MONTHS_OF_CYCLE, _DAYS_OF_CYCLE = 4_800, 146_097  # the calendar repeats after 400 years


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two meetings that follow each other."""

    earlier: Fact
    later: Fact
    days_min: int | None
    """None where a date is missing or open."""
    days_max: int | None
    unseen: int = 0
    """How many meetings between the two are not on record, as their numbers show."""

    @property
    def months(self) -> float | None:
        """The middle of what is possible, in mean months to one digit.

        None if the dates do not tell, or if meetings between the two are not on record.
        """
        if self.unseen or self.days_min is None or self.days_max is None:
            return None
        days = (self.days_min + self.days_max) / 2
        return round(days * _MONTHS_OF_CYCLE / _DAYS_OF_CYCLE, 1)

    def exceeds(self, months: int, schedule: Schedule) -> bool | None:
        """Tell whether it was longer than *months* under *schedule*; None if that is not told."""
        if self.unseen:
            return None
        first, last = later_of(bounds_of(self.earlier.occurred), schedule)
        begins, ends = bounds_of(self.later.occurred)
        if last is not None and begins is not None and begins > months_after(last, months):
            return True
        if first is not None and ends is not None and ends <= months_after(first, months):
            return False
        return None


def gaps_of(meetings: Sequence[Fact], unseen: Mapping[str, int]) -> tuple[Gap, ...]:
    """Return the times between *meetings*, which are in effective order.

    Args:
        meetings: The facts that they were held.
        unseen: How many meetings are missing before each, by event id.
    """
    pairs = pairwise(meetings)
    return tuple(_gap(earlier, later, unseen.get(later.event_id, 0)) for earlier, later in pairs)


def _gap(earlier: Fact, later: Fact, unseen: int) -> Gap:
    (first, last), (begins, ends) = bounds_of(earlier.occurred), bounds_of(later.occurred)
    days_min = None if last is None or begins is None else max(0, begins - last)
    days_max = None if first is None or ends is None else max(0, ends - first)
    return Gap(earlier, later, days_min, days_max, unseen)


def median_months(gaps: Sequence[Gap]) -> float | None:
    """Return the median of the gaps that can be told, None if there is none."""
    known = [gap.months for gap in gaps if gap.months is not None]
    return round(median(known), 1) if known else None


def longest(gaps: Sequence[Gap]) -> Gap | None:
    """Return the longest of the gaps that can be told, the first of equal ones."""
    known = [gap for gap in gaps if gap.months is not None]
    return max(known, key=lambda gap: gap.months or 0, default=None)
