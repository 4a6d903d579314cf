"""What is due besides meetings: deadlines, requests, terms, notices, roadmaps and their items."""

from collections.abc import Iterator

from lifecycle.analysis.assessment.steps import NextStep
from lifecycle.dates.bounds import Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.models import DeadlineSet, RoadmapMandated
from lifecycle.views.done import ROADMAP_OVER, caused_by, drafted, unanswered
from lifecycle.views.instruments import Instrument
from lifecycle.views.life import Life
from lifecycle.views.reading import date_of
from lifecycle.views.roadmaps import Item, Roadmap
from lifecycle.views.wording import named, typed


def dues(mechanism: Life) -> Iterator[NextStep]:
    """Yield what is due besides meetings, unless it is concluded."""
    if mechanism.has_ended:
        return
    yield from _deadlines(mechanism)
    yield from _requests(mechanism)
    if mechanism.by_type.keys() & _OF_INSTRUMENTS:
        yield from _terms(mechanism)
    for roadmap in mechanism.all_roadmaps:
        yield from _roadmap(mechanism, roadmap)


_OF_INSTRUMENTS = frozenset(
    {"terms_of_reference_signed", "instrument_concluded", "instrument_act_recorded"}
)


def _deadlines(mechanism: Life) -> Iterator[NextStep]:
    """Yield the deadlines that no fact on record names as its cause."""
    for fact, event in mechanism.told(DeadlineSet):
        if caused_by(mechanism, fact):
            continue
        yield NextStep(
            "deadline",
            event.what,
            event.who or mechanism.parties,
            bounds_of(date_of(event.due)),
            f"{typed(fact)}; the record does not tell whether it was met.",
            fact=fact,
        )


def _requests(mechanism: Life) -> Iterator[NextStep]:
    for fact, event in unanswered(mechanism):
        due = bounds_of(date_of(event.until))
        asked = tuple(party for party in mechanism.parties if party not in event.by)
        basis = f"{typed(fact)}; no answer is on record."
        what = f"Answer the request: {event.what}"
        yield NextStep("deadline", what, asked, due, basis, fact=fact)


def _terms(mechanism: Life) -> Iterator[NextStep]:
    for instrument in mechanism.all_instruments:
        if instrument.until is None or instrument.status in _OVER:
            continue
        notice = instrument.status == "notice_given"
        name = _name(instrument)
        yield NextStep(
            "notice" if notice else "term",
            f"Notice on {name} runs out" if notice else f"Term of {name} runs out",
            mechanism.parties,
            bounds_of(instrument.until),
            f"It runs until {instrument.until} by {named(instrument.facts[-1])}.",
            fact=instrument.facts[-1],
        )


_OVER = frozenset({"expired", "terminated", "superseded"})


def _name(instrument: Instrument) -> str:
    return instrument.title or instrument.name or instrument.kind or "an instrument"


def _roadmap(mechanism: Life, roadmap: Roadmap) -> Iterator[NextStep]:
    if roadmap.status in ROADMAP_OVER:
        return
    name = roadmap.title or roadmap.name or "the roadmap"
    if roadmap.due is not None:
        yield from _draft(mechanism, roadmap, name)
    if roadmap.term_end is not None:
        last = roadmap.facts[-1]
        basis = f"It runs for {roadmap.term or roadmap.duration}; the last on it is {named(last)}."
        what, end = f"Term of {name} runs out", Bounds.on(roadmap.term_end)
        yield NextStep("term", what, mechanism.parties, end, basis, fact=last)
    for item in open_items(roadmap):
        yield _item(mechanism, item, name)


def _draft(mechanism: Life, roadmap: Roadmap, name: str) -> Iterator[NextStep]:
    """Yield that a roadmap is to be drafted, unless that was done since it was ordered last."""
    mandates = [fact for fact in roadmap.facts if fact.type == RoadmapMandated.type]
    fact = mandates[-1]
    if drafted(mechanism, fact):
        return
    due, basis = bounds_of(roadmap.due), f"It was ordered by {named(fact)}."
    yield NextStep("item", f"Draft {name}", mechanism.parties, due, basis, fact=fact)


def open_items(roadmap: Roadmap) -> tuple[Item, ...]:
    """Return the items that are agreed and not done, unless the roadmap itself has ended."""
    if roadmap.status in ROADMAP_OVER:
        return ()
    return tuple(item for item in roadmap.items if item.status in _OPEN_ITEM)


_OPEN_ITEM = frozenset({"agreed", "in_progress"})


def _item(mechanism: Life, item: Item, roadmap: str) -> NextStep:
    owners = dict.fromkeys(owner.party for owner in item.owners)
    return NextStep(
        "item",
        f"{item.name} (of {roadmap})",
        tuple(owners) or mechanism.parties,
        bounds_of(item.due),
        f"It is {item.status.replace('_', ' ')}; the last on it is {named(item.facts[-1])}.",
        fact=item.facts[-1],
    )
