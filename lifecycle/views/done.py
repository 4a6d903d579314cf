"""By which facts on record that was done which was asked for, agreed or due by a date."""

import re
from collections.abc import Iterator, Sequence

from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    EstablishmentAgreed,
    MeetingHeld,
    RequestAnswered,
    RequestMade,
    Resumed,
    ResumptionAgreed,
    RoadmapActivated,
    RoadmapRefreshed,
)
from lifecycle.views.life import Life
from lifecycle.views.reading import text_of

ROADMAP_OVER = frozenset({"superseded", "completed", "expired", "abandoned"})
"""How a roadmap stands of whose items nothing is expected any more."""

_Request = tuple[Fact, RequestMade]
_FOUNDING = frozenset({"hold_meeting", "sign_tor", "conclude_instrument"})
_ASKS_TO_MEET = re.compile(
    r"\b(?:hold|convene|host)\b.*\b(?:meeting|session|round|consultations)\b", re.IGNORECASE
)


def carried_out(life: Life, agreement: Fact) -> list[Fact]:
    """Return the facts that show that an *agreement* to establish or to resume was carried out."""
    shows = _SHOWING[agreement.type]
    return [fact for fact in life.facts if shows(fact) and not life.order.before(fact, agreement)]


def _establishes(fact: Fact) -> bool:
    return fact.act is not None and fact.act.trigger in _FOUNDING


def _resumes(fact: Fact) -> bool:
    return fact.type in {MeetingHeld.type, Resumed.type}


_SHOWING = {EstablishmentAgreed.type: _establishes, ResumptionAgreed.type: _resumes}


def caused_by(life: Life, deadline: Fact) -> list[Fact]:
    """Return the facts that name *deadline* as their cause."""
    return [fact for fact in life.facts if fact.envelope.causation_id == deadline.event_id]


def drafted(life: Life, mandate: Fact) -> list[Fact]:
    """Return the facts that show that the roadmap of a *mandate* was drafted."""
    name = text_of(mandate, "roadmap")
    return [
        fact
        for fact in life.of(RoadmapActivated, RoadmapRefreshed)
        if _may_be_one(name, text_of(fact, "roadmap")) and not life.order.before(fact, mandate)
    ]


def answers(life: Life, request: _Request, meetings: Sequence[Fact]) -> list[Fact]:
    """Return the facts that may answer *request*; without a name, an answer may be to any.

    Of the *meetings* of the schedule, each answers a request to meet.
    """
    asked, event = request
    given = [fact for fact, answer in _answers(life) if _may_be_one(event.request, answer.request)]
    if _ASKS_TO_MEET.search(event.what):
        given += meetings
    return [fact for fact in given if not life.order.before(fact, asked)]


def unanswered(life: Life) -> tuple[_Request, ...]:
    """Return the requests that wait for an answer; a meeting of the schedule answers as above.

    Each answer is to one request: to the last of its name, else to the last without a name; one
    without a name, where there is none, to the last at all.
    """
    order, waiting = life.order, life.told(RequestMade)
    for fact, answer in _answers(life):
        open_by_then = [one for one in waiting if not order.before(fact, one[0])]
        ranked = sorted(open_by_then, key=lambda one: _nearness(one[1].request, answer.request))
        if ranked and _may_be_one(ranked[-1][1].request, answer.request):
            waiting.remove(ranked[-1])
    return tuple(
        one
        for one in waiting
        if not _ASKS_TO_MEET.search(one[1].what)
        or all(order.before(meeting, one[0]) for meeting in life.scheduled)
    )


def _answers(life: Life) -> Iterator[tuple[Fact, RequestAnswered]]:
    """Yield the answers; that there was none is not one."""
    pairs = life.told(RequestAnswered)
    yield from ((fact, event) for fact, event in pairs if event.answer != "unanswered")


def _nearness(asked: str | None, answered: str | None) -> int:
    return 2 if asked == answered else 1 if asked is None else 0


def _may_be_one(name: str | None, other: str | None) -> bool:
    """Return whether two facts may be about one thing: by one name, or without one."""
    return None in {name, other} or name == other
