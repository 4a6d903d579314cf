"""Whether the mechanism lives: suspended, resumed, ended, and what happened meanwhile."""

from collections.abc import Iterator, Sequence

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.dates.edtf import Precision, bounds_of, precedes
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    Absorbed,
    Concluded,
    InstrumentActRecorded,
    MeetingHeld,
    Merged,
    Replaced,
    Resumed,
    Split,
    Suspended,
)
from lifecycle.history.fold import SUSPENDED
from lifecycle.views.date_words import on, when
from lifecycle.views.held_meetings import HeldMeeting
from lifecycle.views.life import Life
from lifecycle.views.phrases import time_of
from lifecycle.views.reading import effective_date, is_sitting

INACTIVE_DAYS_MIN = 1096
"""Days without a meeting after which a mechanism is inactive: three years."""
SILENT_DAYS_MIN = 366
"""Days after a resumption by which it should have met."""


def _comes_after(life: Life, fact: Fact, later: Fact) -> bool:
    """Return whether *later* certainly came after *fact* took effect."""
    effective = effective_date(fact)
    if effective is not fact.occurred:
        return precedes(effective, later.occurred) is True
    return life.order.before(fact, later)


def _meetings_under(life: Life, fact: Fact, lifting: Sequence[Fact]) -> list[Fact]:
    """Return the meetings certainly held after *fact* took effect, and before it was lifted."""
    return [
        meeting.fact
        for meeting in life.held
        if _comes_after(life, fact, meeting.fact)
        and not life.order.may_lie_between(fact, lifting, meeting.fact)
    ]


def _suspended_before_first_meeting(life: Life) -> Iterator[Observation]:
    if not life.is_whole or any((m.number or 1) > 1 for m in life.held[:1]):
        return
    if life.may_have_happened(MeetingHeld):
        return
    for fact in life.acts("suspend")[:1]:
        if all(life.order.before(fact, meeting.fact) for meeting in life.held):
            yield observation(
                f"It was suspended {on(fact)} before any meeting that is on record.", fact
            )


def _suspended_while_inactive(life: Life) -> Iterator[Observation]:
    for fact in life.acts("suspend"):
        earlier = [meeting for meeting in life.held if not life.order.before(fact, meeting.fact)]
        if not earlier:
            continue
        last = max(earlier, key=lambda meeting: bounds_of(meeting.last).high)
        days = bounds_of(last.last).days_min(bounds_of(fact.occurred))
        if days is not None and days >= INACTIVE_DAYS_MIN:
            yield observation(
                f"It was suspended {on(fact)} {time_of(days)} after its last meeting on record,"
                f" {when(last.fact)}.",
                fact,
                last.fact,
            )


def _meeting_while_suspended(life: Life) -> Iterator[Observation]:
    lifting = life.acts("resume", "conclude", "reopen")
    for suspension in life.acts("suspend"):
        during = _meetings_under(life, suspension, lifting)
        if during:
            yield observation(
                f"It met {on(during[0])}, although it was suspended {on(suspension)} and"
                " no resumption by then is on record.",
                *during,
                suspension,
            )


def _resumed_without_suspension(life: Life) -> Iterator[Observation]:
    if SUSPENDED in life.recorded.start.tracks:
        return
    acts = life.told(InstrumentActRecorded)
    suspensions = [fact for fact, event in acts if event.step == "suspended"]
    suspensions += life.of(Suspended)
    for fact in life.of(Resumed)[:1]:
        if not any(life.order.may_precede(suspension, fact) for suspension in suspensions):
            yield observation(
                f"It was resumed {on(fact)}, but no suspension before that is on record.", fact
            )


def _resumed_without_meeting(life: Life) -> Iterator[Observation]:
    later = [meeting.fact for meeting in life.held]
    later += life.acts("suspend", "conclude")
    for fact in life.acts("resume")[-1:]:
        days = life.days_since(fact)
        if days is None or days < SILENT_DAYS_MIN or life.may_have_happened(MeetingHeld):
            continue
        if not any(life.order.may_precede(fact, other) for other in later):
            meetings = [meeting.fact for meeting in life.held if _was_held_on(meeting, fact)]
            since = (
                f"that {when(meetings[-1])}, when it was resumed"
                if meetings
                else f"it was resumed {on(fact)}"
            )
            yield observation(
                f"No meeting is on record in the {time_of(days)} since {since}.",
                fact,
                *meetings[-1:],
            )


def _was_held_on(meeting: HeldMeeting, fact: Fact) -> bool:
    """Return whether *fact* certainly falls on the days of *meeting*."""
    first, last, day = meeting.first, meeting.last, fact.occurred
    if first is None or last is None or day is None or day.precision is not Precision.DAY:
        return False
    sat = all(date.precision is Precision.DAY or is_sitting(date) for date in (first, last))
    return sat and precedes(day, first) is not True and precedes(last, day) is not True


def _meeting_after_end(life: Life) -> Iterator[Observation]:
    reopenings = life.acts("reopen")
    for end in life.acts("conclude"):
        late = _meetings_under(life, end, reopenings)
        if late:
            yield observation(
                f"It met {on(late[0])}, although it had ended {on(end)} and no reopening"
                " by then is on record.",
                *late,
                end,
            )


_MEETINGS = frozenset({MeetingHeld.type})
_SUSPENDED = frozenset({Suspended.type})
_RESUMED = frozenset({Resumed.type})
_ENDED = frozenset(model.type for model in (Concluded, Merged, Split, Replaced, Absorbed))

KINDS = (
    Kind(
        "suspended_before_first_meeting",
        "info",
        "Suspended before any known meeting",
        _suspended_before_first_meeting,
        _SUSPENDED,
    ),
    Kind(
        "suspended_while_inactive",
        "info",
        "Suspended when it had long not met",
        _suspended_while_inactive,
        _SUSPENDED,
    ),
    Kind(
        "meeting_while_suspended",
        "warning",
        "It met while suspended",
        _meeting_while_suspended,
        _SUSPENDED,
        misplaced=_MEETINGS,
    ),
    Kind(
        "resumed_without_suspension",
        "info",
        "Resumed, but no suspension is known",
        _resumed_without_suspension,
        _RESUMED,
        misplaced=_RESUMED,
    ),
    Kind(
        "resumed_without_meeting",
        "warning",
        "Resumed, but no meeting since is known",
        _resumed_without_meeting,
        _RESUMED,
    ),
    Kind(
        "meeting_after_end",
        "serious",
        "It met after its end",
        _meeting_after_end,
        _ENDED,
        misplaced=_MEETINGS,
    ),
)
