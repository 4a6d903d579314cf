"""What is refused under every policy: facts that cannot be true, or point to nothing."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from lifecycle.amending import AMENDING, claim_of, target_of
from lifecycle.commands import Command
from lifecycle.definition import Definition
from lifecycle.domain_events import (
    EVENT_TYPES,
    AssertionPreferred,
    DefinitionMigrated,
    DomainEvent,
    EventCorrected,
    EventDisputed,
    EventRetracted,
    MechanismRegistered,
    MeetingHeld,
    MilestoneReached,
    RoadmapItemAdded,
    RoadmapItemCarriedOver,
    RoadmapItemCompleted,
    RoadmapItemDropped,
    RoadmapItemProgressed,
)
from lifecycle.entries import ENVELOPE_KEYS, check_keys, entry_of, nearest, read_as
from lifecycle.errors import InvalidFactError, UnreadableFactError
from lifecycle.facts import Fact, hinted_before
from lifecycle.history import History, hint_contradiction

_ON_ITEMS = (
    RoadmapItemProgressed,
    RoadmapItemCompleted,
    RoadmapItemDropped,
    RoadmapItemCarriedOver,
)
_ABOUT_EVENTS = (EventDisputed, EventCorrected, EventRetracted, AssertionPreferred)
NEVER_CORRECTED = frozenset({"actor", "correlation_id", "causation_id"})
"""Who recorded a fact, and what with: no part of what it tells."""
REGISTERED_FOR_GOOD = frozenset({"mechanism", "parties", "definition", "policy"})
"""What of a registration cannot be corrected."""
_NO_PLACE_IN_TIME = frozenset({"on", "after"})
"""What a registration, the log's own act, does not have."""


def check_fact(history: History, command: Command) -> None:
    """Check what *command* says, by itself and against what is on record.

    Raises:
        InvalidFactError: With the place of the fault, and what to do about it.
    """
    _check_said(history, command)
    event = command.event
    if isinstance(event, EventCorrected | EventRetracted | AssertionPreferred):
        _check_target(history, event)
    if isinstance(event, EventCorrected):
        _check_changes(history, event.event, event.changes)
    elif isinstance(event, AssertionPreferred):
        _check_preference(history, event)
    elif isinstance(event, MilestoneReached):
        _check_milestone(history, event)


def _check_said(history: History, command: Command) -> None:
    """Check what a fact says of the mechanism, whether it is new or reads so by now."""
    event = command.event
    if command.envelope.after or isinstance(event, _ABOUT_EVENTS):
        _check_references(history, command)
    if isinstance(event, EventDisputed):
        _check_claim(event)
    elif isinstance(event, _ON_ITEMS):
        _check_item(history, event.item)
    _check_parties(history, event, command.envelope.on_behalf_of)


def check_registration(registered: MechanismRegistered, definition: Definition) -> None:
    """Check what a registration says against the definition that it names, and against itself.

    Raises:
        InvalidFactError: If it is first known in no state, or is its own parent.
    """
    states = [state for track in definition.tracks for state in track.states]
    if registered.known_from is not None and registered.known_from not in states:
        raise InvalidFactError(
            f"{registered.known_from!r} is not a state of {definition.name}; its states are"
            f" {', '.join(states)}",
            place="known_from",
        )
    if registered.parent == registered.mechanism:
        raise InvalidFactError("a mechanism is no part of itself", place="parent")


def check_readings(before: History, after: History) -> None:
    """Check the facts that read otherwise in *after* than in *before*, and the order of all.

    Raises:
        InvalidFactError: If one cannot be read so; its `event_id` says which.
    """
    was = {fact.event_id: fact for fact in before.amended.facts}
    facts = after.amended.facts
    for fact in facts:
        try:
            if fact.amended_by and was.get(fact.event_id) is not fact:
                _check_said(after, Command(fact.event_id, fact.event, fact.envelope))
            check_hints(facts, fact)
        except UnreadableFactError as error:
            raise InvalidFactError(
                f"it cannot be read so: {error.reason}", event_id=fact.event_id
            ) from error
        except InvalidFactError as error:
            error.event_id = fact.event_id
            raise


def check_hints(facts: Sequence[Fact], fact: Fact) -> None:
    """Check that the hints of *fact* contradict neither each other nor the dates of *facts*.

    Raises:
        InvalidFactError: If they do; it names the fact that cannot come before.
    """
    if not fact.after:
        return
    if fact in hinted_before(fact, {other.event_id: other for other in facts}):
        raise InvalidFactError("it is said to come after itself, through others", place="after")
    earlier = hint_contradiction(facts, fact)
    if earlier is not None:
        raise InvalidFactError(
            f"it is said to come after {earlier.event_id} ({earlier.occurred}), but its own date"
            f" {fact.occurred} is certainly earlier; correct the date or the order",
            place="after",
        )


def _check_references(history: History, command: Command) -> None:
    known = {fact.event_id: fact for fact in history.facts}
    counting = {fact.event_id for fact in history.amended.facts}
    is_amendment = command.event.type in AMENDING
    for hint in command.envelope.after:
        if hint not in known:
            raise InvalidFactError(f"no fact {hint!r} is on record for it to follow", place="after")
        if hint not in counting and not is_amendment:
            raise InvalidFactError(
                f"{hint} has no place in the life: it is an amendment, or retracted; name a fact"
                " that counts",
                place="after",
            )
    event = command.event
    if not isinstance(event, _ABOUT_EVENTS):
        return
    if event.event not in known:
        raise InvalidFactError(f"no fact {event.event!r} is on record", place="event")
    if event.event == command.event_id:
        raise InvalidFactError("it is about itself; name another fact", place="event")


def _check_claim(event: EventDisputed) -> None:
    """Check that what a dispute claims is of what it disputes."""
    if event.occurred_claim is not None and event.field not in _DATES:
        raise InvalidFactError(
            f"another date is claimed, but what is disputed is {event.field!r}; write 'on' there,"
            " or give the claim as claim",
            place="field",
        )


_DATES = frozenset({"on", "occurred"})
"""What a dispute of the date calls it."""


def _check_target(
    history: History, event: EventCorrected | EventRetracted | AssertionPreferred
) -> None:
    """Check that an amendment's target can be amended so."""
    target = next(fact for fact in history.facts if fact.event_id == event.event)
    reason = ""
    if target is history.facts[0] and isinstance(event, EventRetracted):
        reason = "a registration cannot be retracted; record that the mechanism is concluded"
    elif target.event_id in history.amended.gone:
        reason = "is retracted already; retract the retraction if it counts after all"
    elif isinstance(event, EventCorrected) and target.type in NOT_CORRECTED:
        reason = f"is a fact {NOT_CORRECTED[target.type]}; retract it and record the right one"
    elif isinstance(event, AssertionPreferred) and target.type in AMENDING:
        reason = "is an amendment; prefer a dispute's claim, or the disputed fact"
    elif isinstance(event, AssertionPreferred) and not _is_contested(history, target):
        reason = "is disputed by nobody; record the dispute first"
    if reason:
        raise InvalidFactError(f"{target.event_id} {reason}", place="event")


NOT_CORRECTED: Mapping[str, str] = {
    **dict.fromkeys(AMENDING, "about a fact"),
    DefinitionMigrated.type: "that moved it to another definition",
}
"""Types that cannot be corrected, with what they are."""


def _is_contested(history: History, target: Fact) -> bool:
    """Return whether *target* is a dispute, or has one."""
    disputes = [fact for fact in history.amended.facts if fact.type == EventDisputed.type]
    return any(target.event_id in (fact.event_id, target_of(fact)) for fact in disputes)


def _check_preference(history: History, event: AssertionPreferred) -> None:
    """Check that the fact can be read with the claim that is preferred."""
    about = next(f for f in history.amended.facts if f.event_id == event.event).event
    if isinstance(about, EventDisputed):
        _check_changes(history, about.event, claim_of(about))


def _check_changes(history: History, event_id: str, changes: Mapping[str, JsonValue]) -> None:
    """Check the changed keys by reading the fact anew with them."""
    target = next((f for f in history.amended.facts if f.event_id == event_id), None)
    if target is None:
        raise InvalidFactError(f"{event_id} is retracted already", place="event")
    model = EVENT_TYPES[target.type]
    check_keys(changes, {*model.model_fields, *ENVELOPE_KEYS})
    fixed = NEVER_CORRECTED
    if target.type == MechanismRegistered.type:
        fixed |= REGISTERED_FOR_GOOD | _NO_PLACE_IN_TIME
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
        raise InvalidFactError(error.reason, place=f"changes.{error.place}") from error


def _check_milestone(history: History, event: MilestoneReached) -> None:
    declared = history.latest_rules.definition.milestones
    if event.name not in declared:
        names = ", ".join(declared) or "none"
        raise InvalidFactError(
            f"the definition declares no milestone {event.name!r}; it declares: {names}",
            place="name",
        )


def _check_item(history: History, item: str) -> None:
    items = [f.event.item for f in history.amended.facts if isinstance(f.event, RoadmapItemAdded)]
    if item not in items:
        near = nearest(item, items)
        hint = f"; did you mean {near!r}?" if near else "; record roadmap_item_added first"
        raise InvalidFactError(f"no item {item!r} is on record{hint}", place="item")


def _check_parties(history: History, event: DomainEvent, on_behalf_of: str | None) -> None:
    codes = [party.code for party in history.registration.parties]
    host = event.host if isinstance(event, MeetingHeld) else None
    others = filter(None, (on_behalf_of, host))
    for party in (*event.acting_parties(), *others):
        if party not in codes:
            raise InvalidFactError(
                f"{party!r} is not a party of this mechanism; its parties are {' and '.join(codes)}"
            )
