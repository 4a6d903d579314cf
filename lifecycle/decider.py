"""Decide a command against the history: a fact to record, or a refusal that says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from lifecycle.amending import AMENDING, subject_of, target_of
from lifecycle.checks import check_fact, check_hints, check_reading
from lifecycle.commands import Command
from lifecycle.definition import ENDED
from lifecycle.domain_events import NoteRecorded
from lifecycle.facts import Fact
from lifecycle.guards import GUARDS, GuardContext
from lifecycle.history import History, hint_contradiction, order_is_open
from lifecycle.machine import TrackRules
from lifecycle.mechanism import Outcome, State, Step


@dataclass(frozen=True, slots=True)
class FailedGuard:
    """A guard that did not hold, and what to do about it."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not accepted, and what would be."""

    trigger: str
    state: tuple[str, ...]
    """State of each track at the place in the history where the fact belongs."""
    reason: str
    failed_guards: tuple[FailedGuard, ...] = ()
    allowed: tuple[str, ...] = ()
    """Triggers that are legal there."""
    later: tuple[str, ...] = ()
    """Ids of later facts that the new one would make illegal."""

    @override
    def __str__(self) -> str:
        where = f"{self.trigger} is refused in state {' / '.join(self.state)}"
        if self.failed_guards:
            reasons = "; ".join(f"{guard.reason} ({guard.name})" for guard in self.failed_guards)
            return f"{where}: {reasons}"
        parts = [f"{where}: {self.reason}"]
        if self.later:
            parts.append(f"later facts that would become illegal: {', '.join(self.later)}")
        parts.append(f"allowed there: {', '.join(self.allowed) or 'nothing'}")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A fact to be appended, and the state that it leads to as known now."""

    fact: Fact
    step: Step
    history: History
    """The history with the fact in it."""


def decide(history: History, command: Command) -> Accepted | Refusal:
    """Return the fact to record for *command*, or why it is refused. Pure.

    Raises:
        InvalidFactError: If the fact cannot be recorded under any policy.
    """
    check_fact(history, command)
    if command.event.type in AMENDING:
        return _decide_amendment(history, command)
    fact = _with_hint(command, history.ordered)
    check_hints(history.amended.facts, fact)
    later = history.with_fact(fact)
    index = later.ordered.index(fact)
    step = later.steps[index]
    if history.registration.policy == "enforce":
        refusal = _refusal(fact, later.steps[index - 1].state, step)
        if refusal is None and later.ordered[:-1] != history.ordered:
            refusal = _later_refusal(history, later, fact)
        if refusal is not None:
            return refusal
    return Accepted(fact, step, later)


def _decide_amendment(history: History, command: Command) -> Accepted | Refusal:
    """Decide a fact about another fact: it has no place in the life, but changes how it reads."""
    target = next(fact for fact in history.facts if fact.event_id == target_of(command.fact))
    subject = subject_of(command.fact, target)
    said_before = history.amended.amendments.get(subject, ())[-1:] if command.live else ()
    hints = dict.fromkeys((*command.envelope.after, *(fact.event_id for fact in said_before)))
    fact = command.fact_with(command.envelope.model_copy(update={"after": tuple(hints)}))
    later = history.with_fact(fact)
    check_reading(later, subject)
    if history.registration.policy == "enforce":
        refusal = _later_refusal(history, later, fact)
        if refusal is not None:
            return refusal
    return Accepted(fact, Step(later.steps[-1].state, Outcome.NEUTRAL), later)


def _with_hint(command: Command, ordered: Sequence[Fact]) -> Fact:
    """Return the proposed fact; recorded live, it comes after the newest known fact if it can."""
    fact = command.fact
    newest = ordered[-1]
    if not command.live or len(ordered) == 1 or not order_is_open(newest, fact):
        return fact
    if newest.event_id in fact.after:
        return fact
    hints = (*command.envelope.after, newest.event_id)
    hinted = command.fact_with(command.envelope.model_copy(update={"after": hints}))
    return fact if hint_contradiction(ordered, hinted) else hinted


def _refusal(fact: Fact, state: State, step: Step) -> Refusal | None:
    """Return why the fact itself is refused under `enforce`, or None."""
    act = fact.act
    if act is None or step.outcome is Outcome.NEUTRAL:
        return None
    rules = state.rules
    context = GuardContext(fact.event, fact.envelope.occurred, ENDED in state.tracks)
    failed: list[FailedGuard] = []
    for track, name in zip(rules.tracks, state.tracks, strict=True):
        if act.trigger not in track.consents:
            continue
        answer = track.ask(name, act.trigger, context, consented=True)
        failed += [FailedGuard(guard, GUARDS[guard].reason) for guard in answer.failed_guards]
        if answer.to is None and not answer.failed_guards:
            return Refusal(
                act.trigger,
                state.tracks,
                f"no transition leads from {name} on {act.trigger}, but from"
                f" {', '.join(_sources(track, act.trigger))}",
                allowed=allowed_in(state),
            )
    if not failed:
        return None
    return Refusal(
        act.trigger,
        state.tracks,
        "its conditions do not hold",
        failed_guards=tuple(failed),
        allowed=allowed_in(state),
    )


def allowed_in(state: State) -> tuple[str, ...]:
    """Return the triggers that can succeed in *state*, given the right details."""
    ended = ENDED in state.tracks
    context = GuardContext(NoteRecorded(text="?"), None, ended=ended)
    return tuple(
        dict.fromkeys(
            trigger
            for track, name in zip(state.rules.tracks, state.tracks, strict=True)
            for trigger in track.allowed(name)
            if all(
                GUARDS[guard].holds(context)
                for guard in track.guards(name, trigger)
                if GUARDS[guard].of_state
            )
        )
    )


def _sources(track: TrackRules, trigger: str) -> list[str]:
    """Return the states of *track* from which *trigger* is legal, in rank order."""
    return [state for state in track.rank if (state, trigger) in track.table]


def _later_refusal(history: History, later: History, new: Fact) -> Refusal | None:
    """Return a refusal if facts that were legal become illegal with the new one."""
    was = {
        fact.event_id: step.outcome.legal
        for fact, step in zip(history.ordered, history.steps, strict=True)
    }
    broken = tuple(
        fact.event_id
        for fact, step in zip(later.ordered, later.steps, strict=True)
        if was.get(fact.event_id) and not step.outcome.legal
    )
    if not broken:
        return None
    first = new.event_id if new in later.ordered else broken[0]
    index = next(i for i, fact in enumerate(later.ordered) if fact.event_id == first)
    state = later.steps[index - 1].state
    return Refusal(
        new.act.trigger if new.act else new.type,
        state.tracks,
        "facts recorded as later would become illegal",
        allowed=allowed_in(state),
        later=broken,
    )
