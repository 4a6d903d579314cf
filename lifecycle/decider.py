"""Decide a command against the history: a fact to record, or a refusal that says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from lifecycle.commands import Command
from lifecycle.domain_events import (
    DomainEvent,
    EventDisputed,
    MechanismRegistered,
    MeetingHeld,
    MilestoneReached,
    NoteRecorded,
)
from lifecycle.errors import InvalidFactError
from lifecycle.facts import Fact
from lifecycle.guards import GUARDS, GuardContext
from lifecycle.history import effective_order, hint_contradiction, order_is_open
from lifecycle.machine import Rules
from lifecycle.mechanism import ENDED, Outcome, State, Step, fold


@dataclass(frozen=True, slots=True)
class History:
    """All that is on record about one mechanism, in recorded order, with the rules it lives by."""

    registration: MechanismRegistered
    facts: tuple[Fact, ...]
    """The first is the registration."""
    rules: Rules

    @property
    def start(self) -> State:
        """The state before the first fact."""
        return start_state(self.registration, self.rules)

    def ordered(self) -> list[Fact]:
        """Return the facts in effective order."""
        return effective_order(self.facts, self.rules, self.start)


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
        parts = [f"{self.trigger} is refused in state {' / '.join(self.state)}: {self.reason}"]
        parts += [f"{guard.name}: {guard.reason}" for guard in self.failed_guards]
        if self.later:
            parts.append(f"later facts that would become illegal: {', '.join(self.later)}")
        parts.append(f"allowed there: {', '.join(self.allowed) or 'nothing'}")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A fact to be appended, and the state that it leads to as known now."""

    fact: Fact
    step: Step


def start_state(registration: MechanismRegistered, rules: Rules) -> State:
    """Return where the tracks stand at first: their initial states, or where it is known from."""
    known = registration.known_from
    if known is None:
        return State(rules.initial)
    return State(tuple(known if known in track.rank else track.initial for track in rules.tracks))


def decide(history: History, command: Command) -> Accepted | Refusal:
    """Return the fact to record for *command*, or why it is refused. Pure.

    Raises:
        InvalidFactError: If the fact cannot be recorded under any policy.
    """
    _check_fact(history, command)
    rules, start = history.rules, history.start
    before = effective_order(history.facts, rules, start)
    fact = _with_hint(command, before)
    earlier = hint_contradiction(history.facts, fact)
    if earlier is not None:
        raise InvalidFactError(
            f"it is said to come after {earlier.event_id} ({earlier.occurred}), but its own date"
            f" {fact.occurred} is certainly earlier; correct the date or the order",
            place="after",
        )
    after = effective_order((*history.facts, fact), rules, start)
    steps = list(fold(after, rules, start))
    index = after.index(fact)
    if history.registration.policy == "enforce":
        refusal = _refusal(history, fact, steps[index - 1].state, steps[index])
        if refusal is None and after[:-1] != before:
            refusal = _later_refusal(history, before, after, steps)
        if refusal is not None:
            return refusal
    return Accepted(fact, steps[index])


def _with_hint(command: Command, ordered: Sequence[Fact]) -> Fact:
    """Return the proposed fact; recorded live, it comes after the newest known fact if it can."""
    fact = Fact.proposed(command.event_id, command.event, command.envelope)
    newest = ordered[-1]
    if not command.live or len(ordered) == 1 or not order_is_open(newest, fact):
        return fact
    if newest.event_id in fact.after:
        return fact
    hints = (*command.envelope.after, newest.event_id)
    envelope = command.envelope.model_copy(update={"after": hints})
    hinted = Fact.proposed(command.event_id, command.event, envelope)
    return fact if hint_contradiction(ordered, hinted) else hinted


def _check_fact(history: History, command: Command) -> None:
    event, hints = command.event, command.envelope.after
    if hints or isinstance(event, EventDisputed):
        _check_references(history, event, hints)
    declared = history.rules.definition.milestones
    if isinstance(event, MilestoneReached) and event.name not in declared:
        names = ", ".join(declared) or "none"
        raise InvalidFactError(
            f"the definition declares no milestone {event.name!r}; it declares: {names}",
            place="name",
        )
    codes = [party.code for party in history.registration.parties]
    host = event.host if isinstance(event, MeetingHeld) else None
    others = filter(None, (command.envelope.on_behalf_of, host))
    for party in (*event.acting_parties(), *others):
        if party not in codes:
            raise InvalidFactError(
                f"{party!r} is not a party of this mechanism; its parties are {' and '.join(codes)}"
            )


def _check_references(history: History, event: DomainEvent, hints: Sequence[str]) -> None:
    known = {fact.event_id for fact in history.facts}
    for hint in hints:
        if hint not in known:
            raise InvalidFactError(f"no fact {hint!r} is on record for it to follow", place="after")
    if isinstance(event, EventDisputed) and event.event not in known:
        raise InvalidFactError(f"no fact {event.event!r} is on record", place="event")


def _refusal(history: History, fact: Fact, state: State, step: Step) -> Refusal | None:
    """Return why the fact itself is refused under `enforce`, or None."""
    act = fact.act
    if act is None or step.outcome is Outcome.NEUTRAL:
        return None
    rules = history.rules
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
                f"no transition leads from {name} on {act.trigger}",
                allowed=_allowed(rules, state),
            )
    if not failed:
        return None
    return Refusal(
        act.trigger,
        state.tracks,
        "its conditions do not hold",
        failed_guards=tuple(failed),
        allowed=_allowed(rules, state),
    )


def _allowed(rules: Rules, state: State) -> tuple[str, ...]:
    """Return the triggers that can succeed in *state*, given the right details."""
    ended = ENDED in state.tracks
    context = GuardContext(NoteRecorded(text="?"), None, ended=ended)
    return tuple(
        dict.fromkeys(
            trigger
            for track, name in zip(rules.tracks, state.tracks, strict=True)
            for trigger in track.allowed(name)
            if all(
                GUARDS[guard].holds(context)
                for guard in track.guards(name, trigger)
                if GUARDS[guard].of_state
            )
        )
    )


def _later_refusal(
    history: History, before: list[Fact], after: list[Fact], steps: list[Step]
) -> Refusal | None:
    """Return a refusal if facts that were legal become illegal behind the new one."""
    was = dict(zip(before, fold(before, history.rules, history.start), strict=True))
    broken = tuple(
        fact.event_id
        for fact, step in zip(after, steps, strict=True)
        if fact in was and was[fact].outcome.legal and not step.outcome.legal
    )
    if not broken:
        return None
    new = next(fact for fact in after if fact not in was)
    state = steps[after.index(new) - 1].state
    return Refusal(
        new.act.trigger if new.act else new.type,
        state.tracks,
        "facts recorded as later would become illegal",
        allowed=_allowed(history.rules, state),
        later=broken,
    )
