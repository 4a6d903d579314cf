"""Meetings as things with a life: mooted, planned, moved, called off, failed, held."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from lifecycle.dates.edtf import Edtf, parse
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    MeetingCancelled,
    MeetingFailed,
    MeetingHeld,
    MeetingMooted,
    MeetingPostponed,
    MeetingRescheduled,
    MeetingScheduled,
)
from lifecycle.facts.models.meetings import Mode
from lifecycle.views.reading import date_of, may_be_same, told

MeetingStatus = Literal[
    "mooted",
    "scheduled",
    "rescheduled",
    "postponed",
    "held",
    "reported_held",
    "failed",
    "cancelled",
]

OPEN_MAX = 16
"""Count of plans without a name, per series, that a later fact without a name may belong to."""

_Plan = (
    MeetingMooted
    | MeetingScheduled
    | MeetingRescheduled
    | MeetingPostponed
    | MeetingCancelled
    | MeetingFailed
)
_Event = _Plan | MeetingHeld
_MODELS: tuple[type[_Event], ...] = get_args(_Event)
_STATUS: dict[str, MeetingStatus] = {
    MeetingMooted.type: "mooted",
    MeetingScheduled.type: "scheduled",
    MeetingRescheduled.type: "rescheduled",
    MeetingPostponed.type: "postponed",
    MeetingCancelled.type: "cancelled",
    MeetingFailed.type: "failed",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, planned or held, and the facts that tell of it."""

    name: str | None
    """By which facts refer to it."""
    status: MeetingStatus
    """``reported_held``: that it was held is known only from later reports."""
    planned: Edtf | None = None
    """The date planned last; None where there is none, or it was postponed without a date."""
    first_planned: Edtf | None = None
    held: Edtf | None = None
    """The date of the fact that it was held; where that has none, from its start to its end."""
    series: str | None = None
    """None: the mechanism's own."""
    number_claimed: str | None = None
    number: int | None = None
    counted: bool = True
    epoch: str | None = None
    """The name of the count that its number belongs to."""
    place: str | None = None
    mode: Mode | None = None
    host: str | None = None
    event: MeetingHeld | None = None
    """What is told of the meeting as held."""
    facts: tuple[Fact, ...] = ()
    """In effective order."""

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.event is not None

    @property
    def is_open(self) -> bool:
        """Whether it is talked of or planned, and nothing is on record of what became of it."""
        return self.event is None and self.status not in {"failed", "cancelled"}


def meetings_of(history: Sequence[Fact]) -> tuple[Meeting, ...]:
    """Return the meetings that *history* tells of, each at the place of its first fact.

    Facts with the same name are of one meeting, whatever their series. Of two facts that it was
    held, the first tells of it; the second stands among its facts only.

    A fact without a name belongs to the newest open meeting without a name of the same series
    whose planned date its own does not exclude: a date excludes another if one of them is
    certainly over before the other begins, and a missing date excludes nothing. The date of a
    fact is the planned date that it gives (of a rescheduled one, the date planned before); a
    meeting that was held or failed has the fact's own. If there is no such meeting, the fact tells
    of a meeting of its own; so does every meeting held for which nothing was planned. Only the
    newest `OPEN_MAX` plans of a series are looked at.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    book = _Book()
    for fact, event in told(history, *_MODELS):
        book.enter(fact, event)
    return tuple(book.meetings)


_UNKNOWN = Meeting(None, "mooted")
"""A meeting before the first fact."""


class _Book:
    """Meetings as they grow: by name, and the open ones without a name by series."""

    def __init__(self) -> None:
        self.meetings: list[Meeting] = []
        self._named: dict[str, int] = {}
        self._open: dict[str | None, deque[int]] = {}

    def enter(self, fact: Fact, event: _Event) -> None:
        place = self._place(fact, event)
        before = _UNKNOWN if place is None else self.meetings[place]
        if isinstance(event, MeetingHeld):
            after = _held(before, fact, event)
        else:
            after = _planned(before, fact, event)
        if place is None:
            place = len(self.meetings)
            self.meetings.append(after)
        else:
            self.meetings[place] = after
        self._index(place, after)

    def _place(self, fact: Fact, event: _Event) -> int | None:
        if event.meeting is not None:
            return self._named.get(event.meeting)
        date = _date_told(fact, event)
        newest_first = reversed(self._open.get(event.series, ()))
        return next(
            (place for place in newest_first if may_be_same(self.meetings[place].planned, date)),
            None,
        )

    def _index(self, place: int, meeting: Meeting) -> None:
        if meeting.name is not None:
            self._named[meeting.name] = place
            return
        places = self._open.setdefault(meeting.series, deque(maxlen=OPEN_MAX))
        if meeting.is_open and place not in places:
            places.append(place)
        elif not meeting.is_open and place in places:
            places.remove(place)


def _date_told(fact: Fact, event: _Event) -> Edtf | None:
    """Return the date by which a fact without a name finds the plan that it belongs to."""
    if isinstance(event, MeetingHeld):
        return _date_held(fact, event)
    if isinstance(event, MeetingRescheduled):
        return date_of(event.previously)
    if isinstance(event, MeetingPostponed):
        return None
    if isinstance(event, MeetingFailed) and event.planned is None:
        return fact.occurred
    return date_of(event.planned)


def _date_held(fact: Fact, event: MeetingHeld) -> Edtf | None:
    if fact.occurred is not None or event.start is None:
        return fact.occurred
    start = parse(event.start)
    if event.end is None or event.end == event.start:
        return start
    whole = "/" not in event.start and "/" not in event.end
    return parse(f"{event.start}/{event.end}") if whole else start


def _planned(meeting: Meeting, fact: Fact, event: _Plan) -> Meeting:
    date = date_of(event.planned)
    first = date_of(event.previously) if isinstance(event, MeetingRescheduled) else None
    undated = isinstance(event, MeetingPostponed) and date is None
    return replace(
        meeting,
        name=event.meeting,
        status=meeting.status if meeting.is_held else _STATUS[event.type],
        planned=None if undated else date or meeting.planned,
        first_planned=meeting.first_planned or first or date,
        series=meeting.series or event.series,
        number_claimed=event.number_claimed or meeting.number_claimed,
        place=event.place or meeting.place,
        mode=event.mode or meeting.mode,
        facts=(*meeting.facts, fact),
    )


def _held(meeting: Meeting, fact: Fact, event: MeetingHeld) -> Meeting:
    facts = (*meeting.facts, fact)
    if meeting.is_held:
        return replace(meeting, facts=facts)
    return Meeting(  # in full, for it is the commonest step by far
        name=event.meeting,
        status="reported_held" if event.reported == "later" else "held",
        planned=meeting.planned,
        first_planned=meeting.first_planned,
        held=_date_held(fact, event),
        series=event.series or meeting.series,
        number_claimed=event.number_claimed or meeting.number_claimed,
        number=event.number,
        counted=event.counted,
        epoch=event.epoch,
        place=event.place or meeting.place,
        mode=event.mode or meeting.mode,
        host=event.host,
        event=event,
        facts=facts,
    )
