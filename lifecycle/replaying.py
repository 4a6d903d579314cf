"""Replay: derive every state again from the facts, and compare it with what was stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from lifecycle.decider import History
from lifecycle.facts import Fact
from lifecycle.history import effective_order, sequence_length
from lifecycle.mechanism import ILLEGAL, State, fold


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stored state that the facts do not lead to."""

    position: int
    event_id: str
    stored: dict[str, str]
    derived: dict[str, str]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The state that the facts of one mechanism lead to."""

    mechanism_id: str
    parties: tuple[str, ...]
    kind: str
    tracks: dict[str, str]
    """The state of each track by its name."""
    facts: int
    meetings: int
    illegal: int
    """Count of facts that the definition does not allow where they stand."""
    mismatches: tuple[Mismatch, ...]


def replay(history: History) -> Replayed:
    """Fold *history* in effective order, and check the state stored with each of its facts."""
    facts, rules = history.facts, history.rules
    steady = sequence_length(facts)
    steps = list(fold(facts[:steady], rules, history.start))
    states = [step.state for step in steps]
    if steady < len(facts):
        states += [_state_after(history, index) for index in range(steady, len(facts))]
        steps = list(fold(history.ordered(), rules, history.start))
    mismatches = []
    for fact, state in zip(facts, states, strict=True):
        derived = rules.named(state.tracks)
        if fact.recorded is None or fact.recorded.fields["meta"].get("tracks") != derived:
            mismatches.append(_mismatch(fact, derived))
    registration = history.registration
    return Replayed(
        registration.mechanism,
        tuple(party.code for party in registration.parties),
        registration.definition.name,
        dict(rules.named(steps[-1].state.tracks)),
        len(facts),
        sum(fact.type == "meeting_held" for fact in facts),
        sum(step.outcome in ILLEGAL for step in steps),
        tuple(mismatches),
    )


def _state_after(history: History, index: int) -> State:
    """Return the state that the fact at *index* led to, as known when it was recorded."""
    fact, state = history.facts[index], history.start
    known = effective_order(history.facts[: index + 1], history.rules, history.start)
    for other, step in zip(known, fold(known, history.rules, history.start), strict=True):
        state = step.state
        if other is fact:
            break
    return state


def _mismatch(fact: Fact, derived: Mapping[str, str]) -> Mismatch:
    position = -1 if fact.recorded is None else fact.recorded.position
    return Mismatch(position, fact.event_id, fact.stored_tracks, dict(derived))
