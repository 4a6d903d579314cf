"""What is due besides meetings: deadlines, requests, terms, notices, roadmaps and their items."""

import re
from collections.abc import Iterator
from typing import get_args

from lifecycle.assessment.reckoning import bounds_of, named, typed
from lifecycle.assessment.rest import has_ended
from lifecycle.assessment.signs import last_scheduled
from lifecycle.assessment.steps import NextStep
from lifecycle.domain_events import DeadlineSet, RequestAnswered, RequestMade
from lifecycle.facts import Fact
from lifecycle.things.instruments import Instrument, instruments_of
from lifecycle.things.reading import date_of, told
from lifecycle.things.roadmaps import Item, Roadmap, roadmaps_of
from lifecycle.views import Mechanism


def dues(mechanism: Mechanism) -> Iterator[NextStep]:
    """Yield what is due besides meetings, unless it is concluded."""
    if has_ended(mechanism):
        return
    types = {fact.type for fact in mechanism.history}
    yield from _deadlines(mechanism)
    yield from _requests(mechanism)
    if types & _OF_INSTRUMENTS:
        yield from _terms(mechanism)
    for roadmap in roadmaps_of(mechanism.history):
        yield from _roadmap(mechanism, roadmap)


_OF_INSTRUMENTS = frozenset(
    {"terms_of_reference_signed", "instrument_concluded", "instrument_act_recorded"}
)


def _deadlines(mechanism: Mechanism) -> Iterator[NextStep]:
    for fact, event in told(mechanism.history, DeadlineSet):
        earliest, by = bounds_of(date_of(event.due))
        yield NextStep(
            "deadline",
            event.what,
            event.who or mechanism.parties,
            by,
            f"{typed(fact)}; the record does not tell whether it was met.",
            None,
            fact,
            earliest,
        )


_Request = RequestMade | RequestAnswered
_REQUESTS: tuple[type[_Request], ...] = get_args(_Request)


def _requests(mechanism: Mechanism) -> Iterator[NextStep]:
    """Yield the requests that wait for an answer; one without a name answers the last such one.

    To meet answers the request to meet.
    """
    waiting: dict[str | None, tuple[Fact, RequestMade]] = {}
    for fact, event in told(mechanism.history, *_REQUESTS):
        if isinstance(event, RequestMade):
            waiting[event.request] = (fact, event)
        else:
            waiting.pop(event.request, None)
    met = last_scheduled(mechanism.history)
    for fact, event in waiting.values():
        if met is not None and _ASKS_TO_MEET.search(event.what) and _follows(met, fact, mechanism):
            continue
        earliest, by = bounds_of(date_of(event.until))
        asked = tuple(party for party in mechanism.parties if party not in event.by)
        basis = f"{typed(fact)}; no answer is on record."
        what = f"Answer the request: {event.what}"
        yield NextStep("deadline", what, asked, by, basis, None, fact, earliest)


_ASKS_TO_MEET = re.compile(
    r"\b(?:hold|convene|host)\b.*\b(?:meeting|session|round|consultations)\b", re.IGNORECASE
)


def _follows(later: Fact, fact: Fact, mechanism: Mechanism) -> bool:
    return mechanism.history.index(later) > mechanism.history.index(fact)


def _terms(mechanism: Mechanism) -> Iterator[NextStep]:
    for instrument in instruments_of(mechanism.history):
        if instrument.until is None or instrument.status in _OVER:
            continue
        earliest, by = bounds_of(instrument.until)
        notice = instrument.status == "notice_given"
        name = _name(instrument)
        yield NextStep(
            "notice" if notice else "term",
            f"Notice on {name} runs out" if notice else f"Term of {name} runs out",
            mechanism.parties,
            by,
            f"It runs until {instrument.until} by {named(instrument.facts[-1])}.",
            None,
            instrument.facts[-1],
            earliest,
        )


_OVER = frozenset({"expired", "terminated", "superseded"})


def _name(instrument: Instrument) -> str:
    return instrument.title or instrument.name or instrument.kind or "an instrument"


def _roadmap(mechanism: Mechanism, roadmap: Roadmap) -> Iterator[NextStep]:
    if roadmap.status in _ENDED:
        return
    name = roadmap.title or roadmap.name or "the roadmap"
    fact = roadmap.facts[-1]
    if roadmap.status == "mandated" and roadmap.due is not None:
        earliest, by = bounds_of(roadmap.due)
        basis = f"It was ordered by {named(fact)}."
        yield NextStep("item", f"Draft {name}", mechanism.parties, by, basis, None, fact, earliest)
    elif roadmap.term_end is not None:
        end = roadmap.term_end
        basis = f"It runs for {roadmap.term or roadmap.duration}; the last on it is {named(fact)}."
        parties = mechanism.parties
        yield NextStep("term", f"Term of {name} runs out", parties, end, basis, None, fact, end)
    for item in open_items(roadmap):
        yield _item(mechanism, item, name)


def open_items(roadmap: Roadmap) -> tuple[Item, ...]:
    """Return the items that are agreed and not done, unless the roadmap itself has ended."""
    if roadmap.status in _ENDED:
        return ()
    return tuple(item for item in roadmap.items if item.status in _OPEN_ITEM)


_ENDED = frozenset({"superseded", "completed", "abandoned"})
_OPEN_ITEM = frozenset({"agreed", "in_progress"})


def _item(mechanism: Mechanism, item: Item, roadmap: str) -> NextStep:
    earliest, by = bounds_of(item.due)
    owners = dict.fromkeys(owner.party for owner in item.owners)
    return NextStep(
        "item",
        f"{item.name} (of {roadmap})",
        tuple(owners) or mechanism.parties,
        by,
        f"It is {item.status.replace('_', ' ')}; the last on it is {named(item.facts[-1])}.",
        None,
        item.facts[-1],
        earliest,
    )
