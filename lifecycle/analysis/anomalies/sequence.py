"""Facts that the definition does not allow where they stand."""

from collections.abc import Iterator

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.facts.fact import Fact
from lifecycle.history.fold import ILLEGAL, Outcome, State
from lifecycle.history.history import undetermined_pairs
from lifecycle.views.life import Life


def _out_of_place(life: Life) -> Iterator[Observation]:
    steps = life.steps
    for index, (fact, step) in enumerate(zip(life.facts, steps[1:], strict=True)):
        if step.outcome not in ILLEGAL:
            continue
        before = steps[index].state
        if fact.act is None:
            yield _unplaced(fact, before, step.state)
            continue
        trigger = fact.act.trigger
        known = [
            state
            for state, track in zip(before.tracks, before.rules.tracks, strict=True)
            if trigger in track.consents
        ]
        jumped = step.outcome is Outcome.JUMPED
        effect = "it is evidence of a further state" if jumped else "the state is unchanged"
        yield observation(
            f"Out of sequence: the definition has no {trigger} from {' / '.join(known)}; {effect}.",
            fact,
        )


def _unplaced(fact: Fact, before: State, after: State) -> Observation:
    """Return the observation that another definition has no place for where the mechanism stood."""
    states = " / ".join(fact.turn.unplaced(before))
    return observation(
        f"The new definition has no counterpart of {states}; the state is now"
        f" {' / '.join(after.tracks)}. Retract this, and migrate again with a state for it.",
        fact,
    )


def _consent_pending(life: Life) -> Iterator[Observation]:
    for trigger, party in life.state.consents:
        facts = [f for f in life.acts(trigger) if f.act is not None and party in f.act.parties]
        yield observation(
            f"Only {party} is on record for {trigger}; the other party's act is not.", *facts[-1:]
        )


def _order_undetermined(life: Life) -> Iterator[Observation]:
    if life.recorded.in_sequence:
        return
    for earlier, later in undetermined_pairs(life.history):
        yield observation(
            "Neither dates nor hints say which of these two facts came first.", earlier, later
        )


def _correction_conflict(life: Life) -> Iterator[Observation]:
    amended = life.recorded.amended
    if not amended.unordered:
        return
    counting = {fact.event_id for fact in life.history}
    told = {
        fact for target, group in amended.amendments.items() if target in counting for fact in group
    }
    for earlier, later in amended.unordered:
        if later not in told:  # what it corrects does not count as of the day
            continue
        yield observation(
            "These say different things of one fact, and nothing says which came later;"
            f" {later.event_id} is used.",
            earlier,
            later,
        )


OUT_OF_PLACE = Kind(
    "out_of_place", "warning", "An act that the definition does not allow there", _out_of_place
)

KINDS = (
    OUT_OF_PLACE,
    Kind("consent_pending", "warning", "Only one party has acted", _consent_pending),
    Kind("order_undetermined", "warning", "The order of two acts is open", _order_undetermined),
    Kind(
        "correction_conflict",
        "serious",
        "Corrections without an order contradict each other",
        _correction_conflict,
    ),
)
