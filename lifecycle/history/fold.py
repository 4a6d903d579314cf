"""The state of a mechanism and the one fold that makes it."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from lifecycle.definitions.definition import NEEDS_BOTH
from lifecycle.definitions.machine import Rules
from lifecycle.definitions.track_machine import TrackMachine
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import Act

SUSPENDED = "suspended"


class Outcome(StrEnum):
    """What a fact did to the tracks."""

    NEUTRAL = "neutral"
    """It sets nothing in motion."""
    MOVED = "moved"
    STAYED = "stayed"
    """Legal, and the state stays."""
    AWAITING = "awaiting consent"
    """Legal, and the state stays until the other party acts."""
    JUMPED = "jumped"
    """Not legal from there; taken as evidence of a further state."""
    OUT_OF_PLACE = "out of place"
    """Not legal from there, and the state stays, or as much of it as has another name by then."""

    @property
    def legal(self) -> bool:
        """Whether the definition allows it."""
        return self not in ILLEGAL


ILLEGAL = (Outcome.JUMPED, Outcome.OUT_OF_PLACE)


class State(NamedTuple):
    """Where each track stands, under which rules, and whose consent is not yet complete."""

    tracks: tuple[str, ...]
    rules: Rules
    consents: frozenset[tuple[str, str]] = frozenset()
    """(trigger, party) of each act that still waits for the other party's."""

    @property
    def named(self) -> Mapping[str, str]:
        """The state of each track by the track's name."""
        return self.rules.named(self.tracks)


class Step(NamedTuple):
    """The state after a fact, and what the fact did."""

    state: State
    outcome: Outcome


class Move(NamedTuple):
    """What a trigger does to all tracks together when consent is complete."""

    step: Step
    needs_consent: bool


class Turn(NamedTuple):
    """A change of definition: the new rules, and what the old states are called there."""

    rules: Rules
    states: Mapping[str, str]
    """New state by old one; states that stand in both need not be named."""

    def apply(self, state: State) -> State:
        """Return where a mechanism in *state* stands under the new rules.

        A track that is new stands at its beginning. For a state without a counterpart stands that
        of the next one below it that has one.
        """
        stood = {
            self._counterpart(old, track)
            for old, track in zip(state.tracks, state.rules.tracks, strict=True)
        }
        tracks = (
            next((new for new in reversed(list(track.rank)) if new in stood), track.initial)
            for track in self.rules.tracks
        )
        consents = (pair for pair in state.consents if self.rules.knows(pair[0]))
        return State(tuple(tracks), self.rules, frozenset(consents))

    def unplaced(self, state: State) -> tuple[str, ...]:
        """Return the states of *state* that have no counterpart under the new rules."""
        return tuple(old for old in state.tracks if self.name_of(old) not in self.rules.states)

    def name_of(self, old: str) -> str:
        """Return what an *old* state is called now."""
        return self.states.get(old, old)

    def _counterpart(self, old: str, track: TrackMachine) -> str | None:
        below = list(track.rank)[track.rank[old] :: -1]
        names = map(self.name_of, below)
        return next((name for name in names if name in self.rules.states), None)


def evolve(state: State, fact: Fact) -> Step:
    """Return the state after *fact*. Never refuses, never asks a guard.

    A trigger that no transition fits takes its track to the state that it is the evidence for, if
    that ranks above the present one; else the track stays.
    """
    act = fact.act
    if act is None:
        return Step(state, Outcome.NEUTRAL) if fact.turn is None else _turned(state, fact.turn)
    move = _move(state.tracks, act.trigger, state.rules)
    if move is None:
        return Step(state, Outcome.NEUTRAL)
    if not state.consents and not (move.needs_consent and len(act.parties) == 1):
        return move.step
    return _with_consents(state, act, move)


def _turned(state: State, turn: Turn) -> Step:
    after = turn.apply(state)
    if turn.unplaced(state):
        return Step(after, Outcome.OUT_OF_PLACE)
    return Step(after, Outcome.STAYED if after.tracks == state.tracks else Outcome.MOVED)


def _with_consents(state: State, act: Act, move: Move) -> Step:
    """Return the step where consents are pending, or one party acts alone."""
    consents, outcome = state.consents, move.step.outcome
    if move.needs_consent:
        given = {party for trigger, party in consents if trigger == act.trigger}
        given.update(act.parties)
        if len(given) == 1 and act.parties:
            consents |= {(act.trigger, party) for party in given}
            outcome = Outcome.AWAITING if outcome.legal else Outcome.OUT_OF_PLACE
            return Step(State(state.tracks, state.rules, consents), outcome)
        consents = frozenset(pair for pair in consents if pair[0] != act.trigger)
    return Step(State(move.step.state.tracks, state.rules, consents), outcome)


def _move(tracks: tuple[str, ...], trigger: str, rules: Rules) -> Move | None:
    """Return what *trigger* does to all *tracks* together; None if no track knows it."""
    try:
        known: Move | None = rules.moves[tracks, trigger]
    except KeyError:
        known = _work_out(tracks, trigger, rules) if rules.knows(trigger) else None
        rules.moves[tracks, trigger] = known
    return known


def _work_out(tracks: tuple[str, ...], trigger: str, rules: Rules) -> Move:
    step = rules.step(tracks, trigger)
    if step is not None:
        outcome = Outcome.STAYED if step.to == tracks else Outcome.MOVED
        return Move(Step(State(step.to, rules), outcome), step.consent in NEEDS_BOTH)
    after = tuple(
        _evident(state, trigger, track) for state, track in zip(tracks, rules.tracks, strict=True)
    )
    outcome = Outcome.OUT_OF_PLACE if after == tracks else Outcome.JUMPED
    needs_both = any(track.consents.get(trigger) in NEEDS_BOTH for track in rules.tracks)
    return Move(Step(State(after, rules), outcome), needs_both)


def _evident(state: str, trigger: str, track: TrackMachine) -> str:
    """Return where a track is after an act that some track does not allow.

    The track that allows it moves; another goes to the state that the act is the evidence for.
    """
    step = track.steps.get((state, trigger))
    if step is not None:
        return step.to
    milestone = track.milestones.get(trigger, state)
    return milestone if track.rank[milestone] > track.rank[state] else state


def fold(facts: Iterable[Fact], start: State) -> Iterator[Step]:
    """Yield the step of each fact, in the order given. This is the only fold there is."""
    state = start
    for fact in facts:
        step = evolve(state, fact)
        state = step.state
        yield step
