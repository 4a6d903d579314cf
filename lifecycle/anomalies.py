"""The catalogue of anomalies: small pure functions, each with a code and a sentence."""

from collections.abc import Callable, Iterator

from lifecycle.domain_events import EventDisputed
from lifecycle.history import undetermined_pairs
from lifecycle.mechanism import Outcome
from lifecycle.views import Anomaly, Mechanism


def find_anomalies(mechanism: Mechanism) -> tuple[Anomaly, ...]:
    """Return the anomalies of *mechanism*, ordered by the first fact concerned, then by code."""
    place = {fact.event_id: index for index, fact in enumerate(mechanism.history)}
    found = [anomaly for find in CATALOGUE for anomaly in find(mechanism)]
    return tuple(sorted(found, key=lambda a: (place.get(a.events[0], -1), a.code, a.events)))


def _out_of_place(mechanism: Mechanism) -> Iterator[Anomaly]:
    for index, (fact, step) in enumerate(zip(mechanism.history, mechanism.steps, strict=True)):
        if fact.act is None or step.outcome.legal:
            continue
        before = mechanism.steps[index - 1].state.tracks
        unforeseen = f"{fact.act.trigger} is not foreseen from {' / '.join(before)}"
        yield Anomaly(
            "out_of_place",
            "warning",
            f"Nothing on record leads up to this: {unforeseen}; it is taken as evidence of a"
            " further state."
            if step.outcome is Outcome.JUMPED
            else f"This comes out of turn: {unforeseen}; the state stays.",
            (fact.event_id,),
        )


def _consent_pending(mechanism: Mechanism) -> Iterator[Anomaly]:
    for trigger, party in sorted(mechanism.state.consents):
        facts = [
            fact.event_id
            for fact in mechanism.history
            if fact.act is not None and fact.act.trigger == trigger and party in fact.act.parties
        ]
        yield Anomaly(
            "consent_pending",
            "warning",
            f"Only {party} is on record for {trigger}; the other party's act is not.",
            tuple(facts[-1:]),
        )


def _roadmap_vague(mechanism: Mechanism) -> Iterator[Anomaly]:
    for fact, roadmap in mechanism.roadmaps:
        missing = [
            word
            for word, value in (
                ("document", roadmap.document),
                ("title", roadmap.title),
                ("term", roadmap.term),
            )
            if value is None
        ]
        if missing:
            *some, last = missing
            words = f"{', '.join(some)} or {last}" if some else last
            yield Anomaly(
                "roadmap_vague",
                "warning",
                f"No {words} of the roadmap is on record (basis: {roadmap.basis}).",
                (fact.event_id,),
            )


def _date_conflict(mechanism: Mechanism) -> Iterator[Anomaly]:
    dates = {fact.event_id: fact.occurred for fact in mechanism.history}
    for fact in mechanism.history:
        if fact.type != EventDisputed.type:
            continue
        dispute = fact.event
        if isinstance(dispute, EventDisputed) and dispute.occurred_claim is not None:
            publishers = ", ".join(source.publisher for source in fact.envelope.sources)
            yield Anomaly(
                "date_conflict",
                "warning",
                f"{publishers or 'A source'} gives {dispute.occurred_claim} for a fact dated"
                f" {dates.get(dispute.event) or 'nowhere'}.",
                (dispute.event, fact.event_id),
            )


def _order_undetermined(mechanism: Mechanism) -> Iterator[Anomaly]:
    for earlier, later in undetermined_pairs(mechanism.history):
        yield Anomaly(
            "order_undetermined",
            "warning",
            "Neither dates nor hints say which of these two facts came first.",
            (earlier.event_id, later.event_id),
        )


CATALOGUE: tuple[Callable[[Mechanism], Iterator[Anomaly]], ...] = (
    _out_of_place,
    _consent_pending,
    _roadmap_vague,
    _date_conflict,
    _order_undetermined,
)
"""Every anomaly there is; a new one is a function and a line here."""
