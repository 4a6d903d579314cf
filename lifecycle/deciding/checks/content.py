"""What a fact says of its mechanism: its parties, its hints, what it refers to."""

from lifecycle.deciding.commands import Command
from lifecycle.definitions.definition import Definition
from lifecycle.errors import InvalidFactError
from lifecycle.facts.entries import did_you_mean
from lifecycle.facts.fact import Fact, hinted_before
from lifecycle.facts.models import (
    DomainEvent,
    EventDisputed,
    MeetingHeld,
    MilestoneReached,
    RoadmapItemAdded,
    RoadmapItemCarriedOver,
    RoadmapItemCompleted,
    RoadmapItemDropped,
    RoadmapItemProgressed,
)
from lifecycle.history.amendments import AMENDING, AboutFact
from lifecycle.history.history import History, hint_contradiction

_ON_ITEMS = (
    RoadmapItemProgressed,
    RoadmapItemCompleted,
    RoadmapItemDropped,
    RoadmapItemCarriedOver,
)
_DATES = frozenset({"on", "occurred"})
"""What a dispute of the date calls it."""


def check_said(history: History, command: Command) -> None:
    """Check what a fact says of the mechanism, whether it is new or reads so by now."""
    event = command.event
    hints = (*command.envelope.after, *command.envelope.follows)
    if hints or isinstance(event, AboutFact):
        _check_references(history, command)
    if isinstance(event, EventDisputed):
        _check_claim(event)
    elif isinstance(event, _ON_ITEMS):
        _check_item(history, event.item)
    _check_parties(history, event, command.envelope.on_behalf_of)


def check_hints(history: History, fact: Fact) -> None:
    """Check that the hints of *fact* contradict neither each other nor the dates of *history*.

    Raises:
        InvalidFactError: If they do; it names the fact that cannot come before.
    """
    if not fact.after:
        return
    facts = history.amended.facts
    if fact in hinted_before(fact, {other.event_id: other for other in facts}):
        raise InvalidFactError("it is said to come after itself, through others", place="after")
    earlier = hint_contradiction(facts, fact)
    if earlier is not None:
        raise InvalidFactError(
            f"it is said to come after {earlier.event_id} ({earlier.occurred}), but its own date"
            f" {fact.occurred} is certainly earlier; correct the date or the order"
            + _way_out(history, fact),
            place="after",
        )


def _way_out(history: History, fact: Fact) -> str:
    """Return the command that takes away the hints of a fact on record, to end an error with."""
    if fact.recorded is None:
        return ""
    return f": lifecycle correct {history.registration.mechanism} {fact.event_id} --unset after"


def _check_references(history: History, command: Command) -> None:
    known = {fact.event_id: fact for fact in history.facts}
    for hint in (*command.envelope.after, *command.envelope.follows):
        if hint not in known:
            place = "after" if hint in command.envelope.after else "follows"
            raise InvalidFactError(f"no fact {hint!r} is on record for it to follow", place=place)
        if command.event.type not in AMENDING:
            _check_place(history, known[hint], live=command.live)
    event = command.event
    if not isinstance(event, AboutFact):
        return
    if event.event not in known:
        raise InvalidFactError(f"no fact {event.event!r} is on record", place="event")
    if event.event == command.event_id:
        raise InvalidFactError("it is about itself; name another fact", place="event")


def _check_place(history: History, hinted: Fact, *, live: bool) -> None:
    """Check that a fact can follow *hinted*, live or as told later.

    What a file tells to follow a retracted fact keeps its place behind what that one followed.
    """
    if hinted.type in AMENDING:
        reason = "is an amendment"
    elif live and hinted.event_id in history.amended.gone:
        reason = "is retracted"
    else:
        return
    raise InvalidFactError(
        f"{hinted.event_id} {reason}, so it has no place in the life; name a fact that counts",
        place="after",
    )


def _check_claim(event: EventDisputed) -> None:
    """Check that what a dispute claims is of what it disputes."""
    if event.occurred_claim is not None and event.field not in _DATES:
        raise InvalidFactError(
            f"another date is claimed, but what is disputed is {event.field!r}; write 'on' there,"
            " or give the claim as claim",
            place="field",
        )


def _check_item(history: History, item: str) -> None:
    items = [f.event.item for f in history.amended.facts if isinstance(f.event, RoadmapItemAdded)]
    if item not in items:
        hint = did_you_mean(item, items) or "; record roadmap_item_added first"
        raise InvalidFactError(f"no item {item!r} is on record{hint}", place="item")


def check_milestone(definition: Definition, event: MilestoneReached) -> None:
    """Check that *definition* declares the milestone; raises `InvalidFactError`."""
    declared = definition.milestones
    if event.name not in declared:
        names = ", ".join(declared) or "none"
        raise InvalidFactError(
            f"{definition.name} declares no milestone {event.name!r}; it declares: {names}",
            place="name",
        )


def _check_parties(history: History, event: DomainEvent, on_behalf_of: str | None) -> None:
    codes = [party.code for party in history.registration.parties]
    host = event.host if isinstance(event, MeetingHeld) else None
    others = filter(None, (on_behalf_of, host))
    for party in (*event.acting_parties(), *others):
        if party not in codes:
            raise InvalidFactError(
                f"{party!r} is not a party of this mechanism; its parties are {' and '.join(codes)}"
            )
