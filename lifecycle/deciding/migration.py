"""What moves mechanisms to another definition. To retract the fact undoes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lifecycle.deciding.commands import Command
from lifecycle.definitions.definition import Definition
from lifecycle.definitions.machine import rules_of
from lifecycle.facts.fact import Envelope
from lifecycle.facts.models import DefinitionMigrated
from lifecycle.facts.models.founding import DefinitionRef
from lifecycle.history.fold import Turn
from lifecycle.history.history import History


@dataclass(frozen=True, slots=True)
class Migration:
    """The new definition, and the old states that have another name in it."""

    definition: Definition
    states: Mapping[str, str]
    reason: str | None = None


def reference_to(definition: Definition) -> DefinitionRef:
    """Return how a fact names *definition*."""
    return DefinitionRef(name=definition.name, version=definition.version, hash=definition.digest)


def migration_command(
    history: History, migration: Migration, *, event_id: str, envelope: Envelope
) -> Command:
    """Return the command that moves the mechanism with *history*."""
    event = DefinitionMigrated(
        definition=reference_to(migration.definition),
        previously=reference_to(history.latest_rules.definition),
        states=dict(migration.states),
        reason=migration.reason,
    )
    turn = Turn(rules_of(migration.definition), event.states)
    return Command(event_id, event, envelope, turn=turn)
