"""Decide a command against the history: a fact to record, or a refusal that says why."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from operator import is_

from lifecycle.deciding.acts import allowed_act
from lifecycle.deciding.checks import check_fact, check_placed
from lifecycle.deciding.checks.amendments import check_readings
from lifecycle.deciding.checks.content import check_hints
from lifecycle.deciding.commands import Command
from lifecycle.definitions.definition import ENDED
from lifecycle.definitions.guards import GUARDS, GuardContext
from lifecycle.errors import InvalidFactError, UnreadableFactError
from lifecycle.facts.fact import Fact
from lifecycle.history.amendments import AMENDING, subject_of, target_of
from lifecycle.history.fold import Outcome, State, Step
from lifecycle.history.history import History, certainly_before, hint_contradiction
from lifecycle.history.partial_order import PartialOrder
from lifecycle.refusal import AllowedAct, FailedGuard, Refusal


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
    """Return the facts to record for *commands*, one at least, or why they are refused. Pure.

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
            accepted.append(Accepted(fact, now.step_of(fact), now.outline))
        except UnreadableFactError as error:
            reason = f"what it is about cannot be read so: {error.reason}"
            raise InvalidFactError(reason, event_id=command.event_id) from error
        except InvalidFactError as error:
            error.event_id = command.event_id
            raise
    accepted[-1] = replace(accepted[-1], history=now)
    facts = [one.fact for one in accepted]
    _check_whole(history, now, facts)
    if history.registration.policy != "enforce":
        return tuple(accepted)
    return _whole_refusal(history, now, facts) or tuple(accepted)


def _check_whole(before: History, after: History, facts: Sequence[Fact]) -> None:
    """Check what holds only once all new *facts* are taken in."""
    new = {fact.event_id for fact in facts}
    if any(fact.type in AMENDING for fact in facts):
        check_readings(before, after)
    elif after.amended.first_days is None:  # hints contradict dates or others
        _check_hints(after, new)
    _check_places(before, after, new)


def _check_hints(after: History, new: AbstractSet[str]) -> None:
    for fact in PartialOrder(after.amended.facts).contradicted:
        try:
            if fact.event_id in new:
                check_hints(after, fact)
        except InvalidFactError as error:
            error.event_id = fact.event_id
            raise


def _check_places(before: History, after: History, new: AbstractSet[str]) -> None:
    """Check the facts that are *new*, corrected or counting again against the rules they meet."""
    known = {fact.event_id: fact for fact in before.ordered}
    for fact in after.ordered:
        if known.get(fact.event_id) is fact:
            continue
        try:
            check_placed(after, fact)
        except InvalidFactError as error:
            about = "" if fact.event_id in new else f"{fact.type} {fact.event_id}: "
            reason = f"{about}{error.reason}"
            raise InvalidFactError(reason, place=error.place, event_id=fact.event_id) from error


def _hinted(command: Command, history: History) -> Fact:
    """Return the proposed fact; recorded live, it follows the newest one if dates allow that."""
    fact = command.fact
    if not command.live:
        return fact
    if fact.type in AMENDING:
        behind = _amended_before(fact, history)
    else:
        newest = history.newest
        behind = None if newest is None or certainly_before(newest, fact) else newest
    if behind is None or behind.event_id in fact.after:
        return fact
    follows = (*command.envelope.follows, behind.event_id)
    hinted = command.fact_with(command.envelope.model_copy(update={"follows": follows}))
    return fact if hint_contradiction(history.ordered, hinted) else hinted


def _amended_before(fact: Fact, history: History) -> Fact | None:
    """Return the last amendment so far of the fact that *fact* amends."""
    target = next(other for other in history.facts if other.event_id == target_of(fact))
    return next(reversed(history.amended.amendments.get(subject_of(fact, target), ())), None)


def _whole_refusal(before: History, after: History, new: Sequence[Fact]) -> Refusal | None:
    """Return why the *new* facts are refused under `enforce`: one of them, or what they break."""
    known = len(before.ordered)
    grows = known <= len(after.ordered) and all(map(is_, before.ordered, after.ordered))
    refused = _refusals(after, known if grows else 1)
    for fact in new:
        if fact.event_id in refused:
            return refused[fact.event_id]
    if not refused:
        return None
    tolerated = _refusals(before, 1)
    broken = [refused[event_id] for event_id in refused if event_id not in tolerated]
    return _breaking(after, new, broken) if broken else None


def _refusals(history: History, first: int) -> dict[str, Refusal]:
    """Return why facts are not allowed where they stand, by event id.

    Those before the *first*, which is 1 or more, are left out: a registration is never refused.
    """
    found: dict[str, Refusal] = {}
    state = history.steps[first - 1].state
    for fact, step in zip(history.ordered[first:], history.steps[first:], strict=True):
        refusal = _refusal(fact, state, step)
        if refusal is not None:
            found[fact.event_id] = refusal
        state = step.state
    return found


def _refusal(fact: Fact, state: State, step: Step) -> Refusal | None:
    """Return why *fact* is not allowed in *state*, or None."""
    act, rules = fact.act, state.rules
    if act is None:
        return None if step.outcome.legal else _misplaced(fact, state)
    if step.outcome is Outcome.NEUTRAL:
        return None
    context = GuardContext(fact.event, fact.envelope.occurred, ENDED in state.tracks)
    failed: list[FailedGuard] = []
    for track, name in zip(rules.tracks, state.tracks, strict=True):
        if act.trigger not in track.consents:
            continue
        consented = step.outcome is not Outcome.AWAITING
        answer = track.ask(name, act.trigger, context, consented=consented)
        failed += [FailedGuard(guard, GUARDS[guard].reason) for guard in answer.failed_guards]
        if answer.to is None and not answer.failed_guards:
            return Refusal(
                act.trigger,
                state.tracks,
                f"no transition leads from {name} on {act.trigger}, but from"
                f" {', '.join(track.sources(act.trigger))}",
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


def _misplaced(fact: Fact, state: State) -> Refusal:
    """Return that the definition that *fact* brings has no place for *state*."""
    reason = f"the new definition has no counterpart of {' / '.join(fact.turn.unplaced(state))}"
    return Refusal(
        fact.type, state.tracks, reason, allowed=allowed_in(state), event_id=fact.event_id
    )


def allowed_in(state: State) -> tuple[AllowedAct, ...]:
    """Return the acts that can succeed in *state*, given the right details."""
    return tuple(allowed_act(step.trigger) for step in state.rules.steps(state.tracks))


def _breaking(after: History, new: Sequence[Fact], broken: Sequence[Refusal]) -> Refusal:
    """Return that the *new* facts make facts illegal that were not, each with its refusal."""
    ids = {fact.event_id for fact in new}
    cause = next((fact for fact in after.ordered if fact.event_id in ids), None)
    state = after.state_before(cause) if cause else State(broken[0].state, after.latest_rules)
    first = cause or new[0]
    reasons = "; ".join(guard.reason for guard in broken[0].failed_guards)
    return Refusal(
        first.act.trigger if first.act else first.type,
        state.tracks,
        "facts recorded as later would become illegal" + (f" ({reasons})" if reasons else ""),
        allowed=allowed_in(state),
        later=tuple(refusal.event_id or "" for refusal in broken),
        event_id=first.event_id,
    )
