"""What a judgement on activity looks at, and the verdict that it comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from lifecycle.cached import cached
from lifecycle.dates.bounds import UNKNOWN, Bounds
from lifecycle.dates.periods import Period
from lifecycle.views.life import Life
from lifecycle.views.signs import last_meeting_bounds, last_sign_bounds

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
    """A life, judged by thresholds."""

    def __init__(self, life: Life, thresholds: Thresholds) -> None:
        self.life, self.thresholds = life, thresholds

    @cached
    def due(self) -> Bounds:
        """Between which days the next meeting of the schedule is due; unknown without a rule."""
        last, schedule = self.life.last_scheduled, self.life.schedule
        if last is None or schedule.months is None:
            return UNKNOWN
        met = last_meeting_bounds(last, self.life.history)
        period = Period.of_months(schedule.months * self.thresholds.overdue)
        return schedule.runs_from(met).plus(period)

    @cached
    def dormant_from(self) -> Bounds:
        """Between which days it begins to count as dormant, if nothing happens."""
        last, months = self.life.last_sign, self.life.schedule.months
        if last is None:
            return UNKNOWN
        silence = Period(0, self.thresholds.dormant_min_days)
        if months is not None:
            silence = Period.of_months(months * self.thresholds.dormant)
        return last_sign_bounds(last, self.life.history).plus(silence)
