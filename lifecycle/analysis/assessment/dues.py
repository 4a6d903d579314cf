"""What is due besides meetings: deadlines, requests, terms, notices, roadmaps and their items."""

from collections.abc import Iterator

from lifecycle.analysis.assessment.rest import has_ended
from lifecycle.analysis.assessment.signs import scheduled
from lifecycle.analysis.assessment.steps import NextStep
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.models import DeadlineSet, RoadmapMandated
from lifecycle.views.done import ROADMAP_OVER, caused_by, drafted, unanswered
from lifecycle.views.instruments import Instrument, instruments_of
from lifecycle.views.order import Order
from lifecycle.views.reading import date_of, told
from lifecycle.views.roadmaps import Item, Roadmap, roadmaps_of
from lifecycle.views.view import View
from lifecycle.views.wording import named, typed


def dues(mechanism: View) -> Iterator[NextStep]:
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


def _deadlines(mechanism: View) -> Iterator[NextStep]:
    """Yield the deadlines that no fact on record names as its cause."""
    for fact, event in told(mechanism.history, DeadlineSet):
        if caused_by(fact, mechanism.history):
            continue
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


def _requests(mechanism: View) -> Iterator[NextStep]:
    history = mechanism.history
    for fact, event in unanswered(history, scheduled(history), Order(history)):
        earliest, by = bounds_of(date_of(event.until))
        asked = tuple(party for party in mechanism.parties if party not in event.by)
        basis = f"{typed(fact)}; no answer is on record."
        what = f"Answer the request: {event.what}"
        yield NextStep("deadline", what, asked, by, basis, None, fact, earliest)


def _terms(mechanism: View) -> Iterator[NextStep]:
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


def _roadmap(mechanism: View, roadmap: Roadmap) -> Iterator[NextStep]:
    if roadmap.status in ROADMAP_OVER:
        return
    name = roadmap.title or roadmap.name or "the roadmap"
    if roadmap.due is not None:
        yield from _draft(mechanism, roadmap, name)
    if roadmap.term_end is not None:
        end = roadmap.term_end
        told_by = named(roadmap.facts[-1])
        basis = f"It runs for {roadmap.term or roadmap.duration}; the last on it is {told_by}."
        yield NextStep(
            "term",
            f"Term of {name} runs out",
            mechanism.parties,
            end,
            basis,
            None,
            roadmap.facts[-1],
            end,
        )
    for item in open_items(roadmap):
        yield _item(mechanism, item, name)


def _draft(mechanism: View, roadmap: Roadmap, name: str) -> Iterator[NextStep]:
    """Yield that a roadmap is to be drafted, unless that was done since it was ordered last."""
    mandates = [fact for fact in roadmap.facts if fact.type == RoadmapMandated.type]
    fact = mandates[-1]
    if drafted(fact, mechanism.history, Order(mechanism.history)):
        return
    earliest, by = bounds_of(roadmap.due)
    basis = f"It was ordered by {named(fact)}."
    yield NextStep("item", f"Draft {name}", mechanism.parties, by, basis, None, fact, earliest)


def open_items(roadmap: Roadmap) -> tuple[Item, ...]:
    """Return the items that are agreed and not done, unless the roadmap itself has ended."""
    if roadmap.status in ROADMAP_OVER:
        return ()
    return tuple(item for item in roadmap.items if item.status in _OPEN_ITEM)


_OPEN_ITEM = frozenset({"agreed", "in_progress"})


def _item(mechanism: View, item: Item, roadmap: str) -> NextStep:
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
