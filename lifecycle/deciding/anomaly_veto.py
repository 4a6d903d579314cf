"""Anomalies that a definition does not allow: under `enforce` they are refusals."""

from collections.abc import Sequence

from lifecycle.analysis.anomalies import Anomaly, find_anomalies
from lifecycle.deciding.decider import Accepted, allowed_in
from lifecycle.facts.models import ObligationLapsed
from lifecycle.history.history import History
from lifecycle.refusal import Refusal
from lifecycle.views.life import Life


def forbidden(history: History, accepted: Sequence[Accepted]) -> Refusal | None:
    """Return a refusal if the facts bring an anomaly that the definition enforces against."""
    later = accepted[-1].history
    codes = later.latest_rules.definition.enforces
    if not codes or later.registration.policy != "enforce":
        return None
    old = {(anomaly.code, anomaly.events) for anomaly in _found(history)}
    lapses = {one.fact.event_id for one in accepted if one.fact.type == ObligationLapsed.type}
    new = [
        anomaly
        for anomaly in _found(later)
        if anomaly.code in codes
        and (anomaly.code, anomaly.events) not in old
        and lapses.isdisjoint(anomaly.events)  # a lapse only says what is late already
    ]
    if not new:
        return None
    concerned = {event_id for anomaly in new for event_id in anomaly.events}
    facts = [one.fact for one in accepted]
    fact = next((fact for fact in facts if fact.event_id in concerned), facts[0])
    state = history.steps[-1].state
    return Refusal(
        fact.act.trigger if fact.act else fact.type,
        state.tracks,
        "; ".join(f"{anomaly.code}: {anomaly.message}" for anomaly in new),
        allowed=allowed_in(state),
        event_id=fact.event_id,
    )


def _found(history: History) -> tuple[Anomaly, ...]:
    return find_anomalies(Life(history.registration.mechanism, history, len(history.facts)))
