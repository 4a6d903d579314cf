"""What is legal: one shared `transitions` machine a track, and the table compiled from it.

This is the only module that touches `transitions`. The machine decides commands, with guards; the
table, compiled from the built machine and proved equal to it, drives every fold.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, cast

from transitions import EventData, Machine, MachineError, State, Transition
from transitions.core import Condition
from typing_extensions import override

from lifecycle.definitions.definition import Consent, Definition, Track
from lifecycle.definitions.guards import GUARDS, GuardContext
from lifecycle.errors import DefinitionError

_Callback: TypeAlias = str | Callable[..., bool | None]


class Row(NamedTuple):
    """Where a trigger leads from a state: at once, or when consent is complete."""

    to: str
    consent: Consent


class Probe:
    """A throw-away model: the state to ask from, the question, and the move that was noted."""

    __slots__ = ("consented", "context", "moved", "state")

    def __init__(self, state: str, context: GuardContext | None, *, consented: bool) -> None:
        self.state, self.context, self.consented = state, context, consented
        self.moved: str | None = None


class _GuardCheck(Condition):
    """A guard by name, asked with what the probe carries."""

    @override
    def check(self, event_data: EventData) -> bool:
        probe = cast("Probe", event_data.model)
        name = str(self.func)
        if name == "consented":
            return probe.consented
        return probe.context is None or GUARDS[name].holds(probe.context)


class _TrackTransition(Transition):
    condition_cls = _GuardCheck
    consent: Consent = "none"


class _TrackState(State):
    """A state without callbacks. The base logs each entry and exit, which are no news to a host."""

    @override
    def enter(self, event_data: EventData) -> None:
        pass

    @override
    def exit(self, event_data: EventData) -> None:
        pass


class _TrackMachine(Machine):
    transition_cls = _TrackTransition
    state_cls = _TrackState

    @override
    def callbacks(self, funcs: Iterable[_Callback], event_data: EventData) -> None:
        for func in funcs:  # as the base does, which logs each
            self.callback(func, event_data)


def _note(event_data: EventData) -> None:
    probe = cast("Probe", event_data.model)
    transition = cast("Transition", event_data.transition)
    probe.moved = transition.dest or transition.source


@dataclass(frozen=True, slots=True)
class Answer:
    """What the machine says to a trigger with its guards."""

    to: str | None
    """State after the act; None if it is not allowed."""
    failed_guards: tuple[str, ...] = ()


class TrackRules:
    """One track, built once and shared between threads: its machine and its compiled table."""

    def __init__(self, track: Track) -> None:
        self.name, self.initial = track.name, track.initial
        self.rank: Mapping[str, int] = {state: rank for rank, state in enumerate(track.states)}
        self.machine = _build(track)
        self.table: Mapping[tuple[str, str], Row] = _compile(self.machine)
        self.milestones, self.consents = _milestones(track)
        self._prove_table()

    def ask(self, state: str, trigger: str, context: GuardContext, *, consented: bool) -> Answer:
        """Pull *trigger* from *state*, with all guards, on a throw-away probe."""
        probe = Probe(state, context, consented=consented)
        try:
            self.machine.events[trigger].trigger(probe)
        except MachineError:
            return Answer(None)
        if probe.moved is not None:
            return Answer(probe.moved)
        return Answer(None, self._failing(state, trigger, context))

    def _failing(self, state: str, trigger: str, context: GuardContext) -> tuple[str, ...]:
        """Return every guard that fails; the machine itself stops at the first."""
        guards = self.guards(state, trigger)
        return tuple(name for name in guards if not GUARDS[name].holds(context))

    def guards(self, state: str, trigger: str) -> tuple[str, ...]:
        """Return the names of the guards of *trigger* from *state*, where it is legal."""
        rows = self.machine.events[trigger].transitions[state]
        names = (str(condition.func) for row in rows for condition in row.conditions)
        return tuple(dict.fromkeys(name for name in names if name in GUARDS))

    def allowed(self, state: str) -> tuple[str, ...]:
        """Return the triggers that are legal from *state*, guards aside."""
        return tuple(name for (source, name) in self.table if source == state)

    def _prove_table(self) -> None:
        """Check that machine and table agree on every (state, trigger, consent)."""
        for state in self.machine.states:
            for trigger in self.machine.events:
                row = self.table.get((state, trigger))
                for consented in (True, False):
                    expected = None if row is None else row.to if consented else state
                    if row is not None and row.consent == "none":
                        expected = row.to
                    if self._fire(state, trigger, consented=consented) != expected:
                        raise DefinitionError(
                            self.name, (f"machine and table disagree on {trigger} from {state}",)
                        )

    def _fire(self, state: str, trigger: str, *, consented: bool) -> str | None:
        probe = Probe(state, None, consented=consented)
        try:
            self.machine.events[trigger].trigger(probe)
        except MachineError:
            return None
        return probe.moved


def _build(track: Track) -> _TrackMachine:
    machine = _TrackMachine(
        model=None,
        states=list(track.states),
        initial=track.initial,
        auto_transitions=False,
        send_event=True,
        after_state_change=[_note],
    )
    for move in track.transitions:
        consent = move.consent or "none"
        for source in move.sources:
            checks: list[_Callback] = [
                *move.guards,
                *(["consented"] if consent != "none" and move.to else []),
            ]
            machine.add_transition(move.trigger, source, move.to, conditions=checks)
            _mark(machine, move.trigger, source, consent)
            if "consented" in checks:
                machine.add_transition(move.trigger, source, None, conditions=list(move.guards))
    return machine


def _mark(machine: Machine, trigger: str, source: str, consent: Consent) -> None:
    rows = cast("list[_TrackTransition]", machine.events[trigger].transitions[source])
    rows[-1].consent = consent


def _compile(machine: Machine) -> dict[tuple[str, str], Row]:
    """Read the table off the built machine: the first row of a source is the one that moves."""
    table: dict[tuple[str, str], Row] = {}
    for name, event in machine.events.items():
        for source, rows in event.transitions.items():
            first = cast("_TrackTransition", rows[0])
            table[source, name] = Row(first.dest or source, first.consent)
    return table


def _milestones(track: Track) -> tuple[dict[str, str], dict[str, Consent]]:
    """Return, for each trigger that moves the track, where it leads and whose consent it needs."""
    milestones: dict[str, str] = {}
    consents: dict[str, Consent] = {}
    for move in track.transitions:
        if move.to is not None and set(move.sources) != {move.to}:
            milestones[move.trigger] = move.to
        consents.setdefault(move.trigger, move.consent or "none")
    return milestones, consents


@lru_cache(maxsize=256)
def rules_of(definition: Definition) -> "Rules":
    """Return the rules of *definition*, built once and shared."""
    return Rules(definition)


class Rules:
    """A definition made ready: its tracks, and the order of its triggers."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.tracks: Sequence[TrackRules] = tuple(TrackRules(track) for track in definition.tracks)
        self.initial: tuple[str, ...] = tuple(track.initial for track in self.tracks)
        self.states: Sequence[str] = tuple(state for track in self.tracks for state in track.rank)
        """All states of all tracks."""
        self.moves: dict[tuple[tuple[str, ...], str], Any] = {}
        """What a trigger does to all tracks together, worked out once by the fold."""
        self._named: dict[tuple[str, ...], Mapping[str, str]] = {}
        self.trigger_rank: Mapping[str, int] = {
            trigger: rank for rank, trigger in enumerate(definition.triggers)
        }

    def named(self, states: tuple[str, ...]) -> Mapping[str, str]:
        """Return the state of each track by the track's name."""
        named = self._named.get(states)
        if named is None:
            names = (track.name for track in self.tracks)
            named = self._named[states] = dict(zip(names, states, strict=True))
        return named

    def knows(self, trigger: str) -> bool:
        """Return whether any track reacts to *trigger*."""
        return trigger in self.trigger_rank
