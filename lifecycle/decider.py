"""Decide a command against the history: a fact to record, or a refusal that says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from lifecycle.amending import AMENDING, subject_of, target_of
from lifecycle.checks import check_fact
from lifecycle.checks.amendments import check_readings
from lifecycle.checks.saying import check_hints
from lifecycle.commands import Command
from lifecycle.definition import ENDED
from lifecycle.domain_events import NoteRecorded
from lifecycle.errors import InvalidFactError, UnreadableFactError
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
    event_id: str | None = None
    """Id of the new fact that is refused."""

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
    decided = decide_all(history, [command])
    return decided if isinstance(decided, Refusal) else decided[0]


def decide_all(history: History, commands: Sequence[Command]) -> tuple[Accepted, ...] | Refusal:
    """Return the facts to record for *commands*, or why they are refused. Pure.

    They are judged as a whole: what one makes illegal or contradictory, another can mend. Each is
    accepted with the state that it leads to as known then, the ones before it taken in.

    Raises:
        InvalidFactError: If one cannot be recorded under any policy; its `event_id` says which.
    """
    accepted: list[Accepted] = []
    now = history
    for command in commands:
        try:
            check_fact(now, command)
            fact = _hinted(command, now)
            now = now.with_fact(fact)
            accepted.append(Accepted(fact, now.step_of(fact), now))
        except UnreadableFactError as error:
            reason = f"what it is about cannot be read so: {error.reason}"
            raise InvalidFactError(reason, event_id=command.event_id) from error
        except InvalidFactError as error:
            error.event_id = command.event_id
            raise
    facts = [one.fact for one in accepted]
    _check_whole(history, now, facts)
    if history.registration.policy != "enforce":
        return tuple(accepted)
    refusals = (_refusal(now, fact) for fact in facts)
    refusal = next(filter(None, refusals), None) or _later_refusal(history, now, facts)
    return tuple(accepted) if refusal is None else refusal


def _check_whole(before: History, after: History, facts: Sequence[Fact]) -> None:
    """Check what holds only once all new *facts* are taken in."""
    if any(fact.type in AMENDING for fact in facts):
        check_readings(before, after)
        return
    for fact in facts:
        try:
            check_hints(after.amended.facts, fact)
        except InvalidFactError as error:
            error.event_id = fact.event_id
            raise


def _hinted(command: Command, history: History) -> Fact:
    """Return the proposed fact; recorded live, it comes after what it certainly follows."""
    fact = command.fact
    if not command.live:
        return fact
    if fact.type in AMENDING:
        behind = _amended_before(fact, history)
    else:
        behind = _newest(fact, history.ordered)
    if behind is None or behind.event_id in fact.after:
        return fact
    hints = (*command.envelope.after, behind.event_id)
    hinted = command.fact_with(command.envelope.model_copy(update={"after": hints}))
    return fact if hint_contradiction(history.ordered, hinted) else hinted


def _amended_before(fact: Fact, history: History) -> Fact | None:
    """Return the last amendment so far of the fact that *fact* amends."""
    target = next(other for other in history.facts if other.event_id == target_of(fact))
    return next(reversed(history.amended.amendments.get(subject_of(fact, target), ())), None)


def _newest(fact: Fact, ordered: Sequence[Fact]) -> Fact | None:
    """Return the newest known fact, if dates leave open whether *fact* came after it."""
    newest = ordered[-1]
    return newest if len(ordered) > 1 and order_is_open(newest, fact) else None


def _refusal(history: History, fact: Fact) -> Refusal | None:
    """Return why a new fact of *history* is refused under `enforce`, or None."""
    act, step = fact.act, history.step_of(fact)
    if act is None or step.outcome is Outcome.NEUTRAL:
        return None
    state = history.state_before(fact)
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
                event_id=fact.event_id,
            )
    if not failed:
        return None
    return Refusal(
        act.trigger,
        state.tracks,
        "its conditions do not hold",
        failed_guards=tuple(failed),
        allowed=allowed_in(state),
        event_id=fact.event_id,
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


def _later_refusal(history: History, later: History, new: Sequence[Fact]) -> Refusal | None:
    """Return a refusal if facts that were legal become illegal with the *new* ones."""
    if later.ordered[: len(history.ordered)] == history.ordered:
        return None
    was = {
        fact.event_id: step.outcome.legal
        for fact, step in zip(history.ordered, history.steps, strict=True)
    }
    broken = tuple(
        fact
        for fact, step in zip(later.ordered, later.steps, strict=True)
        if was.get(fact.event_id) and not step.outcome.legal
    )
    if not broken:
        return None
    placed = {fact.event_id for fact in later.ordered}
    cause = next((fact for fact in new if fact.event_id in placed), None)
    state = later.state_before(cause or broken[0])
    first = cause or new[0]
    return Refusal(
        first.act.trigger if first.act else first.type,
        state.tracks,
        "facts recorded as later would become illegal",
        allowed=allowed_in(state),
        later=tuple(fact.event_id for fact in broken),
        event_id=first.event_id,
    )
