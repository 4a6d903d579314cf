"""Move mechanisms to another definition: checked, tried on all of them, undone by a retraction."""

from collections.abc import Mapping
from dataclasses import dataclass

from lifecycle.commands import Command
from lifecycle.definition import Definition
from lifecycle.domain_events import DefinitionMigrated
from lifecycle.domain_events.founding import DefinitionRef
from lifecycle.entries import nearest
from lifecycle.errors import InvalidFactError
from lifecycle.facts import Envelope
from lifecycle.history import History
from lifecycle.machine import Rules, rules_of
from lifecycle.mechanism import Turn


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
    """Return the command that moves the mechanism with *history*.

    Raises:
        InvalidFactError: If it lives under that definition already, or one of its present states
            has no counterpart there; it names the state and those to choose from.
    """
    try:
        return _command(history, migration, event_id, envelope)
    except InvalidFactError as error:
        reason = f"{history.registration.mechanism}: {error.reason}"
        raise InvalidFactError(reason, place=error.place) from error


def _command(history: History, migration: Migration, event_id: str, envelope: Envelope) -> Command:
    rules, old = rules_of(migration.definition), history.latest_rules
    if rules.definition.digest == old.definition.digest:
        raise InvalidFactError(
            f"it lives under {old.definition.name} version {old.definition.version} already",
            place="definition",
        )
    _check_map(migration, old, rules)
    for state in history.steps[-1].state.tracks:
        if migration.states.get(state, state) not in _states(rules):
            raise InvalidFactError(
                f"the new definition has no state {state!r}; map it to one of"
                f" {', '.join(_states(rules))}",
                place=f"states.{state}",
            )
    event = DefinitionMigrated(
        definition=reference_to(rules.definition),
        previously=reference_to(old.definition),
        states=dict(migration.states),
        reason=migration.reason,
    )
    return Command(event_id, event, envelope, turn=Turn(rules, event.states))


def _check_map(migration: Migration, old: Rules, new: Rules) -> None:
    for state, to in migration.states.items():
        for word, known, which in ((state, _states(old), "old"), (to, _states(new), "new")):
            if word not in known:
                near = nearest(word, known)
                hint = f"; did you mean {near!r}?" if near else ""
                raise InvalidFactError(
                    f"the {which} definition has no state {word!r}{hint}", place="states"
                )


def _states(rules: Rules) -> tuple[str, ...]:
    return tuple(state for track in rules.tracks for state in track.rank)
