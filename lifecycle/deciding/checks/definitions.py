"""What a registration and a migration say of definitions."""

from lifecycle.definitions.definition import ENDED, Definition
from lifecycle.definitions.machine import Rules
from lifecycle.errors import InvalidFactError
from lifecycle.facts.entries import did_you_mean
from lifecycle.facts.models import DefinitionMigrated, MechanismRegistered
from lifecycle.history.fold import SUSPENDED, State, Turn


def check_registration(registered: MechanismRegistered, definition: Definition) -> None:
    """Check what a registration says against the definition that it names, and against itself.

    Raises:
        InvalidFactError: If the codes of its parties differ by case only, it is first known in no
            state, or is its own parent.
    """
    one, other = (party.code for party in registered.parties)
    if one.casefold() == other.casefold():
        raise InvalidFactError(
            f"{one!r} and {other!r} differ by capital letters only and name the same party;"
            " give the code of the other party",
            place="parties",
        )
    states = [state for track in definition.tracks for state in track.states]
    if registered.known_from is not None and registered.known_from not in states:
        raise InvalidFactError(
            f"{registered.known_from!r} is not a state of {definition.name}; its states are"
            f" {', '.join(states)}",
            place="known_from",
        )
    if registered.parent == registered.mechanism:
        raise InvalidFactError("a mechanism is no part of itself", place="parent")


def check_migration(state: State, event: DefinitionMigrated, turn: Turn) -> None:
    """Check that a mechanism in *state* lives by the old definition and has a place in the new.

    Raises:
        InvalidFactError: With the state that has none, and those to choose from.
    """
    old = state.rules
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
    for name, to in event.states.items():
        _check_state(name, old, "old")
        _check_state(to, turn.rules, "new")
    for name in turn.unplaced(state):
        raise InvalidFactError(
            f"the new definition has no state {name!r}; map it to one of"
            f" {', '.join(turn.rules.states)}",
            place=f"states.{name}",
        )
    _check_nothing_is_lost(state, turn)


def _check_nothing_is_lost(state: State, turn: Turn) -> None:
    """Check that each track that has left its start is seen where the mechanism stands then.

    A suspension or an end, whose names have a fixed meaning, may hide other tracks, but never
    be lifted.
    """
    after = turn.apply(state)
    told = dict[str, str]()
    for old, track in zip(state.tracks, state.rules.tracks, strict=True):
        name = turn.name_of(old)
        if old in _FIXED and name in turn.rules.initial:
            reason = f"{name!r} is where a track begins: that would lift it"
        elif old == track.initial or (_FIXED & {*state.tracks} & {*after.tracks}):
            continue
        elif name not in after.tracks:
            reason = f"{name!r} would be lost behind {' / '.join(after.tracks)}"
        elif name in told:
            reason = f"{told[name]!r} is called {name!r} too, and one of the two would be lost"
        else:
            told[name] = old
            continue
        raise InvalidFactError(
            f"{reason}; map {old!r} to a state of another track", place=f"states.{old}"
        )


_FIXED = frozenset({SUSPENDED, ENDED})


def _check_state(state: str, rules: Rules, which: str) -> None:
    if state not in rules.states:
        hint = did_you_mean(state, rules.states)
        raise InvalidFactError(
            f"the {which} definition has no state {state!r}{hint}", place="states"
        )
