"""What the definition allows next, whose consent is still missing, and the way to a state."""

from collections.abc import Iterator

from lifecycle.analysis.assessment.steps import NextStep
from lifecycle.dates.bounds import UNKNOWN
from lifecycle.definitions.paths import PathStep, shortest_path
from lifecycle.errors import NotFoundError
from lifecycle.facts.entries import nearest
from lifecycle.facts.fact import Fact
from lifecycle.views.life import Life
from lifecycle.views.titles import words
from lifecycle.views.wording import named

_NEEDED = {
    "none": "no side's consent is asked",
    "either": "one side is enough",
    "both": "both sides must act",
    "initiator+acknowledgement": "one side must act, and the other acknowledge it",
}


def pending(mechanism: Life) -> Iterator[NextStep]:
    """Yield the consents that are still missing, with the party that must act."""
    for trigger, party in sorted(mechanism.state.consents):
        fact = _last_act(mechanism, trigger, party)
        yield NextStep(
            "consent",
            f"Consent to {words(trigger).lower()}",
            tuple(other for other in mechanism.parties if other != party),
            UNKNOWN,
            f"Only {party} is on record for it ({named(fact)}); both sides must act.",
            trigger,
            fact,
        )


def _last_act(mechanism: Life, trigger: str, party: str) -> Fact:
    return next(
        fact
        for fact in reversed(mechanism.history)
        if fact.act is not None and fact.act.trigger == trigger and party in fact.act.parties
    )


def allowed(mechanism: Life) -> Iterator[NextStep]:
    """Yield what the definition allows next and would move it, without what is `pending`."""
    state = mechanism.state
    awaited = {trigger for trigger, _ in state.consents}
    for step in state.rules.steps(state.tracks):
        if step.to != step.frm and step.trigger not in awaited:
            yield _as_next(mechanism, step)


def missing(mechanism: Life, goal_state: str) -> tuple[NextStep, ...] | None:
    """Return the fewest acts that would lead to *goal_state*, with who has yet to act for each.

    Returns:
        Empty if it stands there already; None if its definition knows no way there.

    Raises:
        NotFoundError: If its definition has no such state; it names the nearest.
    """
    rules = mechanism.state.rules
    if goal_state not in rules.states:
        raise NotFoundError("state", goal_state, nearest(goal_state, rules.states))
    path = shortest_path(rules, mechanism.state.tracks, goal_state)
    return None if path is None else tuple(_as_next(mechanism, step) for step in path)


def _as_next(mechanism: Life, step: PathStep) -> NextStep:
    given = {party for trigger, party in mechanism.state.consents if trigger == step.trigger}
    to = (new for old, new in zip(step.frm, step.to, strict=True) if old != new)
    asks = "".join(f"; {words(guard).lower()}" for guard in step.guards)
    return NextStep(
        "allowed",
        f"{words(step.trigger)}: to {' and '.join(words(state) for state in to)}",
        tuple(party for party in mechanism.parties if party not in given),
        UNKNOWN,
        f"By {mechanism.state.rules.definition.name} {_NEEDED[step.consent]}{asks}.",
        step.trigger,
    )
