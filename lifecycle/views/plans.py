"""Meetings planned, and not on record as held or given up: awaited, or passed by."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lifecycle.dates.edtf import precedes
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import Suspended
from lifecycle.views.meetings import Meeting


class Plans(NamedTuple):
    """The plans of which nothing on record tells what became of them."""

    awaited: tuple[Meeting, ...]
    passed_by: tuple[Meeting, ...]
    """Those that the life went on without: whether they were held is not known."""


def plans_of(meetings: Sequence[Meeting], history: Sequence[Fact]) -> Plans:
    """Return the plans among *meetings*, those of *history*, that are open.

    A plan is passed by if, since its date, a meeting of its series or of the mechanism's own was
    held, another of its series was planned, or something was suspended; or if, since it was last
    spoken of, its series met. A plan without a date goes by when it was last spoken of.
    """
    passing = _Passing(meetings, history)
    plans = [meeting for meeting in meetings if meeting.is_open]
    gone = [passing.passed_by(plan) for plan in plans]
    return Plans(
        tuple(plan for plan, is_gone in zip(plans, gone, strict=True) if not is_gone),
        tuple(plan for plan, is_gone in zip(plans, gone, strict=True) if is_gone),
    )


class _Passing:
    """What a plan can be passed by."""

    def __init__(self, meetings: Sequence[Meeting], history: Sequence[Fact]) -> None:
        self.meetings = meetings
        self.suspended = [fact for fact in history if fact.type == Suspended.type]
        self.place: Mapping[str, int] = {fact.event_id: at for at, fact in enumerate(history)}

    def passed_by(self, plan: Meeting) -> bool:
        others = [meeting for meeting in self.meetings if meeting is not plan]
        return any(self._since(fact, plan) for fact in self.suspended) or any(
            self._is_passed(plan, other) for other in others
        )

    def _is_passed(self, plan: Meeting, other: Meeting) -> bool:
        last = other.facts[-1]
        own = other.series == plan.series
        if other.is_held:
            spoken_of = own and self._behind(last, plan)
            return spoken_of or ((own or other.series is None) and self._since(last, plan))
        return own and self._behind(last, plan) and self._since(last, plan)

    def _behind(self, fact: Fact, plan: Meeting) -> bool:
        return self.place[fact.event_id] > self.place[plan.facts[-1].event_id]

    def _since(self, fact: Fact, plan: Meeting) -> bool:
        """Return whether *fact* came after the day of *plan*, if it has one, else behind it."""
        if plan.planned is None or plan.planned.latest is None:
            return self._behind(fact, plan)
        return precedes(plan.planned, fact.occurred) is True
