"""What a registration and a migration say of definitions."""

from lifecycle.definition import Definition
from lifecycle.domain_events import DefinitionMigrated, MechanismRegistered
from lifecycle.entries import nearest
from lifecycle.errors import InvalidFactError
from lifecycle.history import History
from lifecycle.machine import Rules
from lifecycle.mechanism import Turn


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


def check_migration(history: History, event: DefinitionMigrated, turn: Turn | None) -> None:
    """Check that the mechanism lives under the old definition and has a place in the new one.

    Raises:
        InvalidFactError: With the state that has none, and those to choose from.
    """
    if turn is None:
        raise InvalidFactError("the rules that it brings are not at hand; migrate it by command")
    old = history.latest_rules
    if event.definition.hash == old.definition.digest:
        raise InvalidFactError(
            f"it lives under {old.definition.name} version {old.definition.version} already",
            place="definition",
        )
    if event.previously.hash != old.definition.digest:
        raise InvalidFactError(
            f"it lives under {old.definition.name} version {old.definition.version}, not under"
            f" {event.previously.name} version {event.previously.version}",
            place="previously",
        )
    for state, to in event.states.items():
        _check_state(state, old, "old")
        _check_state(to, turn.rules, "new")
    for state in history.steps[-1].state.tracks:
        if event.states.get(state, state) not in turn.rules.states:
            raise InvalidFactError(
                f"the new definition has no state {state!r}; map it to one of"
                f" {', '.join(turn.rules.states)}",
                place=f"states.{state}",
            )


def _check_state(state: str, rules: Rules, which: str) -> None:
    if state not in rules.states:
        near = nearest(state, rules.states)
        hint = f"; did you mean {near!r}?" if near else ""
        raise InvalidFactError(
            f"the {which} definition has no state {state!r}{hint}", place="states"
        )
