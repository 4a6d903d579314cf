"""A mechanism as JSON: the row of a list, and the whole."""

from collections.abc import Iterator
from typing import Any

from lifecycle.views.mechanism import Mechanism
from lifecycle.views.status import last_on_record, status_of


def summary(mechanism: Mechanism) -> dict[str, Any]:
    """Return what a list shows of *mechanism*."""
    dated = [fact.occurred.text for fact in mechanism.history if fact.occurred is not None]
    return {
        "id": mechanism.id,
        "name": mechanism.name,
        "parties": list(mechanism.parties),
        "kind": mechanism.kind,
        "tracks": dict(mechanism.tracks),
        "facts": len(mechanism.history),
        "last": dated[-1] if dated else None,
        "anomalies": len(mechanism.anomalies),
    }


def described(mechanism: Mechanism) -> dict[str, Any]:
    """Return all that is on record of *mechanism*, and the state that follows."""
    registration, definition = mechanism.registration, mechanism.state.rules.definition
    return {
        **summary(mechanism),
        "version": mechanism.version,
        "status": status_of(mechanism),
        "last_on_record": last_on_record(mechanism),
        "subject": registration.subject,
        "policy": registration.policy,
        "definition": {
            "name": definition.name,
            "version": definition.version,
            "hash": definition.digest,
        },
        "history": list(_history(mechanism)),
        "retracted": [fact.event_id for fact in mechanism.retracted],
        "undetermined": [fact.event_id for fact in mechanism.undetermined],
        "anomalies": [anomaly.to_dict() for anomaly in mechanism.anomalies],
    }


def _history(mechanism: Mechanism) -> Iterator[dict[str, Any]]:
    for fact, step in zip(mechanism.history, mechanism.steps, strict=True):
        after = {"outcome": step.outcome.value, "tracks": list(step.state.tracks)}
        yield {**fact.to_dict(), **after}
