"""What is judged of a mechanism, and why, as JSON."""

from collections.abc import Iterator
from typing import Any

from lifecycle.analysis.assessment.activity import Activity
from lifecycle.analysis.assessment.explanation import Reason, explain
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import EventDisputed
from lifecycle.history.amendments import claims_used
from lifecycle.views.date_words import on_day
from lifecycle.views.life import Life


def described(mechanism: Life, day: int | None, activity: Activity) -> dict[str, Any]:
    """Return what is judged of *mechanism* on a day, and why its state is what it is."""
    last = activity.last_fact
    return {
        "id": mechanism.id,
        "tracks": dict(mechanism.tracks),
        "judged_on": on_day(day),
        "status": activity.status,
        "since": activity.since,
        "basis": activity.basis,
        "confidence": activity.confidence,
        "last_fact": None if last is None else last.reference(),
        "reasons": [_reason(reason) for reason in explain(mechanism)],
        "disputes": [dispute_value(mechanism, *dispute) for dispute in disputes_of(mechanism)],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    legality = reason.legality
    return {
        **reason.fact.reference(),
        "effect": reason.effect,
        "track": reason.track,
        "from": reason.frm,
        "to": reason.to,
        "rule": reason.rule,
        "order": reason.order,
        "legality": None if legality is None else legality.verdict.value,
        "legal_order": None if legality is None else _ids(legality.legal_order),
        "illegal_order": None if legality is None else _ids(legality.illegal_order),
        "sources": [source.to_dict() for source in reason.sources],
        "disputes": [dispute.event_id for dispute in reason.disputes],
    }


def _ids(order: tuple[str, ...] | None) -> list[str] | None:
    return None if order is None else list(order)


def disputes_of(mechanism: Life) -> Iterator[tuple[Fact, EventDisputed, Fact]]:
    """Yield each dispute that counts: the fact of it, what it says, and the fact disputed."""
    by_id = {fact.event_id: fact for fact in mechanism.history}
    for fact, event in mechanism.told(EventDisputed):
        if event.event in by_id:
            yield fact, event, by_id[event.event]


def dispute_value(mechanism: Life, fact: Fact, event: EventDisputed, about: Fact) -> dict[str, Any]:
    """Return what the dispute *fact* says of the fact *about*."""
    return {
        "event_id": fact.event_id,
        "about": about.event_id,
        "field": event.field,
        "claim": event.claim if event.occurred_claim is None else event.occurred_claim,
        "by": list(event.by) or [source.publisher for source in fact.envelope.sources],
        "used": _is_used(mechanism, fact, about),
    }


def _is_used(mechanism: Life, dispute: Fact, about: Fact) -> bool:
    """Return whether what *dispute* claims of the fact *about* is preferred to all else."""
    amended = mechanism.recorded.amended
    by_id = {fact.event_id: fact for fact in amended.facts}
    used = claims_used(about, amended.amendments.get(about.event_id, ()), by_id.__getitem__)
    return any(event_id == dispute.event_id for event_id, _ in used.values())
