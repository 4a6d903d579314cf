"""What a judgement on activity looks at, and the verdict that it comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from lifecycle.analysis.assessment.schedule import Schedule, schedule_of
from lifecycle.analysis.assessment.signs import (
    ABOUT_THE_RECORD,
    last_meeting_bounds,
    last_scheduled,
    last_sign,
    last_sign_bounds,
)
from lifecycle.cached import cached
from lifecycle.dates.bounds import UNKNOWN, Bounds
from lifecycle.dates.periods import Period
from lifecycle.facts.fact import Fact
from lifecycle.views.view import View

Status = Literal["never_met", "active", "overdue", "dormant", "suspended", "lapsed", "ended"]
Confidence = Literal["certain", "possible", "asserted"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a mechanism counts as late: parameters of the view, not of the record.

    `overdue` and `dormant` are multiples of the agreed period; `dormant_min_days` is the silence,
    in days, that counts where how often to meet is not on record: three years.
    """

    overdue: float = 1.0
    dormant: float = 2.0
    dormant_min_days: int = 1096


class Verdict(NamedTuple):
    """What a rule says; `Activity` tells what the words mean."""

    status: Status
    since: str | None
    basis: Callable[[], str]
    """Tells the words: most verdicts of a long list are never asked for them."""
    confidence: Confidence


class Case:
    """A mechanism before the judge, as seen on a day."""

    def __init__(self, mechanism: View, day: int | None, thresholds: Thresholds) -> None:
        self.mechanism, self.day, self.thresholds = mechanism, day, thresholds
        self.last_fact: Fact | None = last_sign(mechanism.history)
        self.last_meeting: Fact | None = last_scheduled(mechanism.history)
        self.schedule: Schedule = schedule_of(mechanism)

    @cached
    def due(self) -> Bounds:
        """Between which days the next meeting of the schedule is due; unknown without a rule."""
        if self.last_meeting is None or self.schedule.months is None:
            return UNKNOWN
        met = last_meeting_bounds(self.last_meeting, self.mechanism.history)
        period = Period.of_months(self.schedule.months * self.thresholds.overdue)
        return self.schedule.runs_from(met).plus(period)

    @cached
    def dormant_from(self) -> Bounds:
        """Between which days it begins to count as dormant, if nothing happens."""
        if self.last_fact is None:
            return UNKNOWN
        silence = Period(0, self.thresholds.dormant_min_days)
        if self.schedule.months is not None:
            silence = Period.of_months(self.schedule.months * self.thresholds.dormant)
        return last_sign_bounds(self.last_fact, self.mechanism.history).plus(silence)

    def may_have_gone_on(self) -> bool:
        """Return whether a fact on record may have happened by the day, but not surely."""
        return any(f.type not in ABOUT_THE_RECORD for f in self.mechanism.undetermined)
