"""One track as a `transitions` machine: it decides what is legal, and all steps are read off it.

This is the only module that touches `transitions`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast

from transitions import EventData, Machine, MachineError, State, Transition
from typing_extensions import override

from lifecycle.definitions.definition import NEEDS_BOTH, Consent, Track
from lifecycle.definitions.guards import GUARDS, GuardContext

_Condition: TypeAlias = str | Callable[..., bool | None]


class TrackStep(NamedTuple):
    """What a trigger does to a track in one of its states."""

    to: str
    """The state after it, where consent is complete; the same state if the act moves nothing."""
    consent: Consent
    guards: tuple[str, ...]
    number: int
    """Which of the definition's transitions of the track says so, from 0."""


class Answer(NamedTuple):
    """What the machine says to a trigger, with consent and guards."""

    to: str | None
    """State after the act; None if it is not allowed."""
    failed_guards: tuple[str, ...] = ()


@dataclass(slots=True)
class _Asked:
    """The throw-away model that a trigger is tried on."""

    state: str
    context: GuardContext
    consented: bool


@dataclass(frozen=True, slots=True)
class _GuardHolds:
    """The condition that a guard holds."""

    name: str

    def __call__(self, event_data: EventData) -> bool:
        return GUARDS[self.name].holds(cast("_Asked", event_data.model).context)


@dataclass(frozen=True, slots=True)
class _ConsentGiven:
    """The condition that all have acted whose consent is needed."""

    consent: Consent

    def __call__(self, event_data: EventData) -> bool:
        return self.consent not in NEEDS_BOTH or cast("_Asked", event_data.model).consented


class _NumberedTransition(Transition):
    def __init__(self, *args: Any, number: int = 0) -> None:  # noqa: ANN401  # as the base
        super().__init__(*args)
        self.number = number


class _SilentState(State):
    """A state without callbacks. The base logs each entry and exit, which are no news to a host."""

    @override
    def enter(self, event_data: EventData) -> None:
        pass

    @override
    def exit(self, event_data: EventData) -> None:
        pass


class _Machine(Machine):
    transition_cls = _NumberedTransition
    state_cls = _SilentState


def build_machine(track: Track) -> Machine:
    """Return the machine of *track*: consent and guards are the conditions of its transitions.

    An act that still lacks the consent of a party is legal too, and moves nothing.
    """
    machine = _Machine(
        model=None,
        states=[{"name": state, "final": state in track.final} for state in track.states],
        initial=track.initial,
        auto_transitions=False,
        send_event=True,
    )
    for number, move in enumerate(track.transitions):
        guards: list[_Condition] = [_GuardHolds(name) for name in move.guards]
        conditions: list[_Condition] = [*guards, _ConsentGiven(move.consent_needed)]
        for source in move.sources:
            machine.add_transition(move.trigger, source, move.to, conditions, number=number)
            if move.consent_needed in NEEDS_BOTH:
                machine.add_transition(move.trigger, source, None, guards, number=number)
    return machine


class TrackMachine:
    """One track, built once and shared between threads: its machine, and what is read off it."""

    def __init__(self, track: Track) -> None:
        self.name = track.name
        self._machine = build_machine(track)
        self.initial = cast("str", self._machine.initial)
        self.rank: Mapping[str, int] = {
            state: rank for rank, state in enumerate(self._machine.states)
        }
        """All states; the furthest ranks highest."""
        self.final = tuple(name for name, state in self._machine.states.items() if state.final)
        self.triggers: tuple[str, ...] = tuple(self._machine.events)
        self.steps: Mapping[tuple[str, str], TrackStep] = _steps(self._machine)
        """By state and trigger, in the definition's order."""
        self.milestones: Mapping[str, str] = {
            trigger: step.to for (state, trigger), step in self.steps.items() if step.to != state
        }
        """For each trigger that moves the track: the state that it is the evidence for."""
        self.consents: Mapping[str, Consent] = {
            trigger: step.consent for (_, trigger), step in self.steps.items()
        }
        """Whose consent each trigger needs."""

    def ask(self, state: str, trigger: str, context: GuardContext, *, consented: bool) -> Answer:
        """Pull *trigger*, which the track knows, from *state*.

        Args:
            state: Where the track is.
            trigger: What is done.
            context: What the guards look at.
            consented: Whether every party has acted whose consent is needed.
        """
        asked = _Asked(state, context, consented)
        try:
            allowed = self._machine.events[trigger].trigger(asked)
        except MachineError:
            return Answer(None)
        return Answer(asked.state) if allowed else Answer(None, self._failing(asked, trigger))

    def _failing(self, asked: _Asked, trigger: str) -> tuple[str, ...]:
        """Return every guard that fails; the machine itself stops at the first."""
        guards = self.steps[asked.state, trigger].guards
        return tuple(name for name in guards if not GUARDS[name].holds(asked.context))

    def sources(self, trigger: str) -> list[str]:
        """Return the states from which *trigger* is legal, in rank order."""
        return [state for state in self.rank if (state, trigger) in self.steps]


def _steps(machine: Machine) -> Mapping[tuple[str, str], TrackStep]:
    """Read off a machine what each trigger does from each state, in the definition's order.

    Of several transitions the first is the one that moves; the next is for acts that lack consent.
    """
    steps: dict[tuple[str, str], TrackStep] = {}
    for trigger in machine.events:
        for transition in machine.get_transitions(trigger):
            steps.setdefault((transition.source, trigger), _step(transition))
    return dict(sorted(steps.items(), key=lambda item: item[1].number))


def _step(transition: Transition) -> TrackStep:
    """Return what *transition* does, with the consent and the guards among its conditions."""
    asked = [condition.func for condition in transition.conditions]
    consents = (one.consent for one in asked if isinstance(one, _ConsentGiven))
    guards = tuple(one.name for one in asked if isinstance(one, _GuardHolds))
    to = transition.source if transition.dest is None else transition.dest
    number = cast("_NumberedTransition", transition).number
    return TrackStep(to, next(consents, "none"), guards, number)
