"""What is refused under every policy: facts that cannot be true, or point to nothing."""

from lifecycle.deciding.checks.amendments import check_changes, check_preference, check_target
from lifecycle.deciding.checks.content import check_milestone, check_said
from lifecycle.deciding.checks.definitions import check_migration
from lifecycle.deciding.commands import Command
from lifecycle.errors import InvalidFactError
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    AssertionPreferred,
    DefinitionMigrated,
    EventCorrected,
    EventRetracted,
    MilestoneReached,
)
from lifecycle.history.history import History


def check_fact(history: History, command: Command) -> None:
    """Check what *command* says, by itself and against what is on record.

    Raises:
        InvalidFactError: With the place of the fault, and what to do about it.
    """
    check_said(history, command)
    event = command.event
    if isinstance(event, EventCorrected | EventRetracted | AssertionPreferred):
        check_target(history, event)
    if isinstance(event, EventCorrected):
        check_changes(history, event.event, event.changes)
    elif isinstance(event, AssertionPreferred):
        check_preference(history, event)
    elif isinstance(event, DefinitionMigrated) and command.turn is None:
        raise InvalidFactError("the rules that it brings are not at hand; migrate it by command")


def check_placed(history: History, fact: Fact) -> None:
    """Check what a *fact* of `History.ordered` says against the rules at its place.

    Raises:
        InvalidFactError: With the place of the fault, and what to do about it.
    """
    if fact.type not in _BY_PLACE:
        return
    event, before = fact.event, history.state_before(fact)
    if isinstance(event, MilestoneReached):
        check_milestone(before.rules.definition, event)
    elif isinstance(event, DefinitionMigrated):
        check_migration(before, event, fact.turn)


_BY_PLACE = frozenset({MilestoneReached.type, DefinitionMigrated.type})
