"""All that is judged of a mechanism on a day; each part is worked out when it is asked for."""

from dataclasses import dataclass
from typing import Any

from lifecycle.analysis.assessment.activity import Activity, judged
from lifecycle.analysis.assessment.allowed import allowed, pending
from lifecycle.analysis.assessment.as_json import described
from lifecycle.analysis.assessment.case import Case, Thresholds
from lifecycle.analysis.assessment.dues import dues
from lifecycle.analysis.assessment.meetings_due import by_schedule, meetings_due
from lifecycle.analysis.assessment.next_host import Hosting, hosting_of
from lifecycle.analysis.assessment.steps import NextStep, in_order
from lifecycle.cached import cached
from lifecycle.dates.days import as_of_day
from lifecycle.views.life import Life


@dataclass(frozen=True)
class Assessment:
    """What is judged of a mechanism, apart from what is on record of it."""

    mechanism: Life
    """As seen on `day`."""
    day: int | None
    """Day number; None: as of no day, so that nothing is late."""
    thresholds: Thresholds

    def to_dict(self) -> dict[str, Any]:
        """Return what `lifecycle explain` prints for a day, as JSON; docs/json.md has the shape."""
        return described(self.mechanism, self.day, self.activity)

    @cached
    def case(self) -> Case:
        """What the rules judge."""
        return Case(self.mechanism, self.thresholds)

    @cached
    def activity(self) -> Activity:
        """Whether it lives."""
        return judged(self.case)

    @property
    def at_rest(self) -> bool:
        """Whether the record says that it does not meet: suspended, lapsed or ended."""
        return self.activity.status in {"suspended", "lapsed", "ended"}

    @cached
    def hosting(self) -> Hosting:
        """Whose turn it is to host."""
        return hosting_of(self.mechanism)

    @cached
    def next_steps(self) -> tuple[NextStep, ...]:
        """What is expected next, by the day that it is due by; what has no day comes last.

        While it is suspended or has lapsed, no meeting is due by the schedule. Of a term or a
        notice that has run out, nothing is expected any more.
        """
        return in_order(
            (
                *meetings_due(self.mechanism),
                *(() if self.at_rest else by_schedule(self.case)),
                *(step for step in dues(self.mechanism) if not self._is_over(step)),
                *pending(self.mechanism),
                *allowed(self.mechanism),
            )
        )

    def _is_over(self, step: NextStep) -> bool:
        if self.day is None or step.by is None:
            return False
        return step.kind in {"term", "notice"} and step.by < self.day


def assess(
    mechanism: Life, as_of: str | int | None = None, thresholds: Thresholds | None = None
) -> Assessment:
    """Return what is judged of *mechanism* on a day.

    What cannot be read makes the parts raise `UnreadableFactError` when they are asked for.

    Args:
        mechanism: Any mechanism.
        as_of: The day: an EDTF date with an end, or a day number. If not given, that of
            *mechanism*; if it has none either, nothing is late.
        thresholds: When a mechanism counts as late.

    Raises:
        InvalidArgumentError: If *as_of* is no date, or has no end.
    """
    day = as_of_day(as_of) if isinstance(as_of, str) else as_of
    if day is None:
        day = mechanism.as_of
    return Assessment(mechanism.as_seen_on(day), day, thresholds or Thresholds())
