"""What was due by a date and, by all that is on record, was not done by then."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.dates.edtf import bounds_of, parse, precedes
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    DeadlineSet,
    EstablishmentAgreed,
    ObligationLapsed,
    RequestMade,
    ResumptionAgreed,
    RoadmapItemAdded,
    RoadmapMandated,
)
from lifecycle.views.date_words import on
from lifecycle.views.done import ROADMAP_OVER, answers, carried_out, caused_by, drafted
from lifecycle.views.held_meetings import of_schedule
from lifecycle.views.life import TARGET, Life


class _Due(NamedTuple):
    """Something due by a date, and the facts that tell that it was done."""

    fact: Fact
    what: str
    due: str
    done: Sequence[Fact]


def _deadline_missed(life: Life) -> Iterator[Observation]:
    for fact, event in life.told(ObligationLapsed):
        yield observation(f"{event.text} was due by {event.due} and was not done.", fact)
    if life.undetermined:
        return
    for due in chain(_asked(life), _agreed(life)):
        if _is_past(life, due.due) and _all_late(due.done, due.due):
            late = due.done[:1]
            rest = (
                f"on record it was done only {on(late[0])}"
                if late
                else "no fact on record says that it was done"
            )
            yield observation(f"{due.what} was due by {due.due}; {rest}.", due.fact, *late)


def _all_late(done: Sequence[Fact], due: str) -> bool:
    return all(precedes(parse(due), fact.occurred) is True for fact in done)


def _is_past(life: Life, due: str) -> bool:
    return bounds_of(parse(due)).is_passed(life.horizon) is True


def _asked(life: Life) -> Iterator[_Due]:
    for fact, deadline in life.told(DeadlineSet):
        yield _Due(fact, repr(deadline.what), deadline.due, caused_by(life, fact))
    meetings = [meeting.fact for meeting in of_schedule(life.held)]
    for fact, request in life.told(RequestMade):
        if request.until is not None:
            given = answers(life, (fact, request), meetings)
            yield _Due(fact, f"An answer to {request.what!r}", request.until, given)
    for fact, mandate in life.told(RoadmapMandated):
        if mandate.due is not None:
            yield _Due(fact, "A roadmap", mandate.due, drafted(life, fact))


def _agreed(life: Life) -> Iterator[_Due]:
    for fact, agreement in life.told(EstablishmentAgreed, ResumptionAgreed, saying=TARGET):
        if agreement.target is not None:
            what = _WHAT[fact.type]
            yield _Due(fact, what, agreement.target, carried_out(life, fact))


_WHAT = {EstablishmentAgreed.type: "The establishment", ResumptionAgreed.type: "The resumption"}


def _item_overdue(life: Life) -> Iterator[Observation]:
    if life.undetermined or life.horizon is None:
        return
    for roadmap in life.all_roadmaps:
        if roadmap.status in ROADMAP_OVER:
            continue
        for item in roadmap.items:
            if item.overdue(life.horizon):
                yield observation(
                    f"The item {item.name!r} was due by {item.due}; nothing on record says that it"
                    " is done, dropped or carried over.",
                    *item.facts,
                )


_DATED = frozenset(
    (TARGET, DeadlineSet.type, ObligationLapsed.type, RequestMade.type, RoadmapMandated.type)
)

KINDS = (
    Kind(
        "deadline_missed",
        "warning",
        "A deadline has passed",
        _deadline_missed,
        _DATED,
    ),
    Kind(
        "item_overdue",
        "warning",
        "A roadmap item is overdue",
        _item_overdue,
        frozenset({RoadmapItemAdded.type}),
    ),
)
