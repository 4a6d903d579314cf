"""What can be said about a recorded fact: whether it can be amended, and be read so then."""

from collections.abc import Mapping

from pydantic import JsonValue

from lifecycle.deciding.checks.content import check_hints, check_said
from lifecycle.deciding.checks.definitions import check_registration
from lifecycle.deciding.commands import Command
from lifecycle.errors import InvalidFactError, UnreadableFactError
from lifecycle.facts.entries import ENVELOPE_KEYS, check_keys, entry_of, read_as
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    EVENT_TYPES,
    AssertionPreferred,
    DefinitionMigrated,
    EventCorrected,
    EventDisputed,
    EventRetracted,
    MechanismRegistered,
)
from lifecycle.history.amendments import AMENDING, claim_of, target_of
from lifecycle.history.history import History
from lifecycle.history.partial_order import PartialOrder

NEVER_CORRECTED = frozenset({"actor", "correlation_id", "causation_id"})
"""Who recorded a fact, and what with: no part of what it tells."""
REGISTERED_FOR_GOOD = frozenset({"mechanism", "parties", "definition", "policy"})
"""What of a registration cannot be corrected."""
_NO_PLACE_IN_TIME = frozenset({"on", "after", "follows"})
"""What a registration, the log's own act, does not have."""
_FIXED: Mapping[str, frozenset[str]] = {
    MechanismRegistered.type: REGISTERED_FOR_GOOD | _NO_PLACE_IN_TIME,
    EventDisputed.type: frozenset({"event"}),  # preferences of its claim bear on that fact
}
NOT_CORRECTED: Mapping[str, str] = {
    **dict.fromkeys(AMENDING, "about a fact"),
    DefinitionMigrated.type: "that moved it to another definition",
}
"""Types that cannot be corrected, with what they are."""


def check_target(
    history: History, event: EventCorrected | EventRetracted | AssertionPreferred
) -> None:
    """Check that an amendment's target can be amended so.

    A correction of a retracted fact holds once that counts again.
    """
    target = next(fact for fact in history.facts if fact.event_id == event.event)
    reason, corrects = "", isinstance(event, EventCorrected)
    if target is history.facts[0] and isinstance(event, EventRetracted):
        reason = "a registration cannot be retracted; record that the mechanism is concluded"
    elif target.event_id in history.amended.gone and not corrects:
        reason = "is retracted already; retract the retraction if it counts after all"
    elif corrects and target.type in NOT_CORRECTED:
        reason = _replaceable(target)
    elif isinstance(event, AssertionPreferred) and target.type in AMENDING:
        reason = "is an amendment; prefer a dispute's claim, or the disputed fact"
    elif isinstance(event, AssertionPreferred) and not _is_contested(history, target):
        reason = "is disputed by nobody; record the dispute first"
    if reason:
        raise InvalidFactError(f"{target.event_id} {reason}", place="event")


def _replaceable(fact: Fact) -> str:
    return f"is a fact {NOT_CORRECTED[fact.type]}; retract it and record the right one"


def _is_contested(history: History, target: Fact) -> bool:
    """Return whether *target* is a dispute, or has one."""
    disputes = [fact for fact in history.amended.facts if fact.type == EventDisputed.type]
    return any(target.event_id in (fact.event_id, target_of(fact)) for fact in disputes)


def check_preference(history: History, event: AssertionPreferred) -> None:
    """Check that the fact can be read with the claim that is preferred."""
    about = next(f for f in history.amended.facts if f.event_id == event.event).event
    if isinstance(about, EventDisputed):
        disputed = next(fact for fact in history.facts if fact.event_id == about.event)
        reason = ""
        if disputed.event_id in history.amended.gone:
            reason = "is retracted already"
        elif disputed.type in NOT_CORRECTED:
            reason = _replaceable(disputed)
        if reason:
            raise InvalidFactError(f"{disputed.event_id} {reason}", place="event")
        check_changes(history, about.event, claim_of(about))


def check_changes(history: History, event_id: str, changes: Mapping[str, JsonValue]) -> None:
    """Check the changed keys by reading the fact anew with them."""
    read = history.amended
    target = next(f for f in (*read.facts, *read.retracted) if f.event_id == event_id)
    model = EVENT_TYPES[target.type]
    check_keys(changes, {*model.model_fields, *ENVELOPE_KEYS})
    fixed = NEVER_CORRECTED | _FIXED.get(target.type, frozenset())
    for key in changes:
        if key in fixed:
            raise InvalidFactError(f"{key} cannot be corrected", place=f"changes.{key}")
    told = {**entry_of(target), **changes}
    kept = {key: value for key, value in told.items() if value is not None}
    try:
        event, _ = read_as(model, kept)
        if isinstance(event, MechanismRegistered):
            check_registration(event, history.rules.definition)
    except InvalidFactError as error:
        place = ".".join(filter(None, ("changes", error.place)))
        raise InvalidFactError(error.reason, place=place) from error


def _tells(fact: Fact | None) -> object:
    """Return what a fact says by which amendments; hints may only be bridged by retractions."""
    hints = {"after": None, "follows": None}
    return fact and (fact.told.data, {**fact.told.envelope, **hints}, fact.amended_by)


def check_readings(earlier: History, after: History) -> None:
    """Check the facts that read otherwise in *after* than *earlier*, and the order of all.

    Raises:
        InvalidFactError: If one cannot be read so; its `event_id` says which.
    """
    was = {fact.event_id: fact for fact in earlier.amended.facts}
    facts = after.amended.facts
    doubtful = set(PartialOrder(facts).contradicted)
    for fact in facts:
        try:
            if fact.amended_by and _tells(fact) != _tells(was.get(fact.event_id)):
                check_said(after, Command(fact.event_id, fact.event, fact.envelope))
            if fact in doubtful:
                check_hints(after, fact)
        except UnreadableFactError as error:
            raise InvalidFactError(
                f"it cannot be read so: {error.reason}", event_id=fact.event_id
            ) from error
        except InvalidFactError as error:
            reason = f"{fact.type} {fact.event_id}: {error.reason}"
            raise InvalidFactError(reason, place=error.place, event_id=fact.event_id) from error
