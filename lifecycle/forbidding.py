"""Anomalies that a definition does not allow: under `enforce` they are refusals."""

from lifecycle.anomalies import find_anomalies
from lifecycle.decider import Accepted, Refusal, allowed_in
from lifecycle.domain_events import ObligationLapsed
from lifecycle.history import History
from lifecycle.views import Anomaly, Mechanism


def forbidden(history: History, accepted: Accepted) -> Refusal | None:
    """Return a refusal if the fact brings an anomaly that the definition enforces against."""
    if accepted.fact.type == ObligationLapsed.type:  # it only says what is late already
        return None
    later = accepted.history
    codes = later.latest_rules.definition.enforces
    if not codes or later.registration.policy != "enforce":
        return None
    old = {(anomaly.code, anomaly.events) for anomaly in _found(history)}
    new = [
        anomaly
        for anomaly in _found(later)
        if anomaly.code in codes and (anomaly.code, anomaly.events) not in old
    ]
    if not new:
        return None
    state, fact = history.steps[-1].state, accepted.fact
    return Refusal(
        fact.act.trigger if fact.act else fact.type,
        state.tracks,
        "; ".join(f"{anomaly.code}: {anomaly.message}" for anomaly in new),
        allowed=allowed_in(state),
    )


def _found(history: History) -> tuple[Anomaly, ...]:
    return find_anomalies(Mechanism(history.registration.mechanism, history, len(history.facts)))
