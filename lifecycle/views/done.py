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
from lifecycle.views.order import Order
from lifecycle.views.reading import text_of, told

ROADMAP_OVER = frozenset({"superseded", "completed", "expired", "abandoned"})
"""How a roadmap stands of whose items nothing is expected any more."""

_Request = tuple[Fact, RequestMade]
_FOUNDING = frozenset({"hold_meeting", "sign_tor", "conclude_instrument"})
_ASKS_TO_MEET = re.compile(
    r"\b(?:hold|convene|host)\b.*\b(?:meeting|session|round|consultations)\b", re.IGNORECASE
)


def carried_out(agreement: Fact, facts: Sequence[Fact], order: Order) -> list[Fact]:
    """Return the facts that show that an *agreement* to establish or to resume was carried out."""
    shows = _SHOWING[agreement.type]
    return [fact for fact in facts if shows(fact) and not order.before(fact, agreement)]


def _establishes(fact: Fact) -> bool:
    return fact.act is not None and fact.act.trigger in _FOUNDING


def _resumes(fact: Fact) -> bool:
    return fact.type in {MeetingHeld.type, Resumed.type}


_SHOWING = {EstablishmentAgreed.type: _establishes, ResumptionAgreed.type: _resumes}


def caused_by(deadline: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that name *deadline* as their cause."""
    return [fact for fact in facts if fact.envelope.causation_id == deadline.event_id]


def drafted(mandate: Fact, facts: Sequence[Fact], order: Order) -> list[Fact]:
    """Return the facts that show that the roadmap of a *mandate* was drafted."""
    name = text_of(mandate, "roadmap")
    return [
        fact
        for fact in facts
        if fact.type in _DRAFTING
        and _may_be_one(name, text_of(fact, "roadmap"))
        and not order.before(fact, mandate)
    ]


_DRAFTING = frozenset({RoadmapActivated.type, RoadmapRefreshed.type})


def answers(
    request: _Request, facts: Sequence[Fact], meetings: Sequence[Fact], order: Order
) -> list[Fact]:
    """Return the facts that may answer *request*; without a name, an answer may be to any.

    Args:
        request: The request.
        facts: All facts that count.
        meetings: Those of the schedule: to meet answers the request to meet.
        order: What is certain about their order.
    """
    asked, event = request
    given = [fact for fact, answer in _answers(facts) if _may_be_one(event.request, answer.request)]
    if _ASKS_TO_MEET.search(event.what):
        given += meetings
    return [fact for fact in given if not order.before(fact, asked)]


def unanswered(
    facts: Sequence[Fact], meetings: Sequence[Fact], order: Order
) -> tuple[_Request, ...]:
    """Return the requests that wait for an answer; arguments as for `answers`.

    Each answer is to one request: to the last of its name, else to the last without a name; one
    without a name, where there is none, to the last at all.
    """
    waiting = list(told(facts, RequestMade))
    for fact, answer in _answers(facts):
        open_by_then = [one for one in waiting if not order.before(fact, one[0])]
        ranked = sorted(open_by_then, key=lambda one: _nearness(one[1].request, answer.request))
        if ranked and _may_be_one(ranked[-1][1].request, answer.request):
            waiting.remove(ranked[-1])
    return tuple(
        one
        for one in waiting
        if not _ASKS_TO_MEET.search(one[1].what)
        or all(order.before(meeting, one[0]) for meeting in meetings)
    )


def _answers(facts: Sequence[Fact]) -> Iterator[tuple[Fact, RequestAnswered]]:
    """Yield the answers; that there was none is not one."""
    pairs = told(facts, RequestAnswered)
    yield from ((fact, event) for fact, event in pairs if event.answer != "unanswered")


def _nearness(asked: str | None, answered: str | None) -> int:
    return 2 if asked == answered else 1 if asked is None else 0


def _may_be_one(name: str | None, other: str | None) -> bool:
    """Return whether two facts may be about one thing: by one name, or without one."""
    return None in {name, other} or name == other
