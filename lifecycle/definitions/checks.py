"""What can be wrong with a definition that has its shape: every fault and every doubt."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from typing_extensions import override

from lifecycle.definitions.anomaly_codes import ANOMALY_CODES
from lifecycle.definitions.definition import ENDED, Definition, MeetWithin, Track
from lifecycle.definitions.guards import GUARDS
from lifecycle.definitions.machine import Rules, rules_of
from lifecycle.definitions.reach import Edge, edges_of, explore
from lifecycle.definitions.track_machine import TrackMachine
from lifecycle.errors import DefinitionError
from lifecycle.facts.entries import SHOWN_MAX
from lifecycle.facts.models import EVENT_TYPES, TRIGGERS

RESERVED = frozenset({"initial", "trigger", "state", "model", "machine", "consented", "final"})
RESERVED_PREFIXES = ("to_", "may_", "is_", "on_enter_", "on_exit_")
"""Names with a meaning inside the state-machine library."""

STORED_BYTES_MAX = 60_000
"""Largest definition in the event that stores it; the rest of the event has room beside it."""
STATES_MAX, MOVES_MAX, MILESTONES_MAX = 200, 1_000, 64
"""Most states of all tracks together, transitions counted from each state, and milestones: some
twenty times what a real definition has, and few enough that every check of it ends soon."""

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault (``error``, the definition is refused) or doubt (``warning``)."""

    severity: Literal["error", "warning"]
    place: Place
    message: str
    line: int | None = None
    word: str = ""
    """The word that is unknown, if that is the fault."""
    known: Collection[str] = ()
    """What could be meant by it."""

    @override
    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line else ""
        return f"{self.severity}: {line}{_dotted(self.place)}: {self.message}"


def unknown_word(place: Place, what: str, word: str, known: Collection[str]) -> Problem:
    """Return the fault of a word that is none of the *known* ones."""
    message = f"unknown {what} {word[:SHOWN_MAX]!r}"
    return Problem("error", place, message, word=word, known=known)


def check_definition(definition: Definition) -> list[Problem]:
    """Return all faults and doubts of *definition*.

    A check that needs sound names or sound tracks is left out where they are not: what follows
    from a fault is not told as another. Of a definition that is too large nothing else is checked.
    """
    found = [*_size(definition)]
    if found:
        return found
    found = [*_milestones(definition), *_obligations(definition), *_enforces(definition)]
    found += _twice([track.name for track in definition.tracks], ("tracks",), "track")
    states = [state for track in definition.tracks for state in dict.fromkeys(track.states)]
    found += _twice(states, ("tracks",), "state", "in two tracks")
    for index, track in enumerate(definition.tracks):
        at: Place = ("tracks", index)
        found += [replace(p, place=(*at, *p.place)) for p in _track(track, definition)]
    if not any(problem.severity == "error" for problem in found):
        found += _together(rules_of(definition))
    return found


# --- The whole definition ---


def _size(definition: Definition) -> Iterator[Problem]:
    """What is more than is checked, or than a log holds."""
    moves = sum(len(move.sources) for track in definition.tracks for move in track.transitions)
    states = sum(len(track.states) for track in definition.tracks)
    limits: tuple[tuple[Place, str, int, int], ...] = (
        (("tracks", 0), "states", states, STATES_MAX),
        (("tracks", 0), "transitions, counted from each state", moves, MOVES_MAX),
        (("milestones",), "milestones", len(definition.milestones), MILESTONES_MAX),
        ((), "bytes as a log stores it", definition.stored_bytes, STORED_BYTES_MAX),
    )
    for place, what, count, most in limits:
        if count > most:
            yield Problem("error", place, f"{count:,} {what}; at most {most:,} are allowed")


def _milestones(definition: Definition) -> Iterator[Problem]:
    used = {move.trigger for track in definition.tracks for move in track.transitions}
    for index, milestone in enumerate(definition.milestones):
        place: Place = ("milestones", index)
        if milestone in TRIGGERS:
            yield Problem("error", place, f"{milestone!r} is a trigger of every definition already")
        if milestone not in used:
            yield Problem("warning", place, f"no transition uses milestone {milestone!r}")
    yield from _twice(definition.milestones, ("milestones",), "milestone")


_CALLING_FOR_NOTHING = frozenset(
    {"obligation_lapsed", "event_corrected", "event_retracted", "assertion_preferred"}
)
"""Types of facts that tell of others: nothing becomes due by them, lapses least of all."""


def _obligations(definition: Definition) -> Iterator[Problem]:
    known = {*TRIGGERS, *definition.milestones, *EVENT_TYPES} - _CALLING_FOR_NOTHING
    for index, obligation in enumerate(definition.obligations):
        if isinstance(obligation, MeetWithin) and obligation.after not in known:
            place: Place = ("obligations", index, "after")
            yield unknown_word(place, "trigger or event type", obligation.after, known)
    names = [obligation.name for obligation in definition.obligations]
    yield from _twice(names, ("obligations",), "obligation")


def _enforces(definition: Definition) -> Iterator[Problem]:
    for index, code in enumerate(definition.enforces):
        if code not in ANOMALY_CODES:
            yield unknown_word(("enforces", index), "anomaly", code, ANOMALY_CODES)
    yield from _twice(definition.enforces, ("enforces",), "anomaly")


def _twice(names: Iterable[str], place: Place, what: str, how: str = "twice") -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem("error", place, f"{what} {name!r} stands {how}")


# --- Each track ---


def _track(track: Track, definition: Definition) -> Iterator[Problem]:
    misspelt, reserved = [*_states(track)], [*_reserved(track)]
    yield from misspelt
    yield from _words(track, definition)
    yield from reserved
    yield from _unique_moves(track)
    yield from _consent(track)
    if not misspelt and not reserved:
        yield from _reach(TrackMachine(track))
        yield from _milestone(track)


def _states(track: Track) -> Iterator[Problem]:
    """States that nobody knows, or that stand twice."""
    yield from _twice(track.states, ("states",), "state")
    used: list[tuple[Place, str]] = [(("initial",), track.initial)]
    used += [(("final", index), state) for index, state in enumerate(track.final)]
    for index, move in enumerate(track.transitions):
        at = ("transitions", index)
        used += [((*at, "from", place), state) for place, state in enumerate(move.sources)]
        used += [((*at, "to"), move.to)] if move.to is not None else []
    known = frozenset(track.states)
    for place, state in used:
        if state not in known:
            yield unknown_word(place, "state", state, known)


def _words(track: Track, definition: Definition) -> Iterator[Problem]:
    """Triggers and guards that nobody knows, and guards that can never hold."""
    triggers = TRIGGERS.union(definition.milestones)
    for index, move in enumerate(track.transitions):
        at = ("transitions", index)
        if move.trigger not in triggers:
            yield unknown_word((*at, "trigger"), "trigger", move.trigger, triggers)
            continue
        for name in move.guards:
            guard = GUARDS.get(name)
            if guard is None:
                yield unknown_word((*at, "guards"), "guard", name, GUARDS)
            elif guard.triggers is not None and move.trigger not in guard.triggers:
                message = f"{name} can never hold for {move.trigger}"
                yield Problem("error", (*at, "guards"), message)
            elif guard.of_state and ENDED in move.sources:
                yield Problem("error", (*at, "guards"), f"{name} can never hold in {ENDED!r}")


def _reserved(track: Track) -> Iterator[Problem]:
    """Names that mean something to the state-machine library."""
    names: list[tuple[Place, str]] = [
        (("name",), track.name),
        *((("states", i), s) for i, s in enumerate(track.states)),
    ]
    names += [(("transitions", i, "trigger"), m.trigger) for i, m in enumerate(track.transitions)]
    for place, name in names:
        if name in RESERVED or name.startswith(RESERVED_PREFIXES):
            yield Problem("error", place, f"{name!r} is a reserved name; choose another")


def _unique_moves(track: Track) -> Iterator[Problem]:
    """Transitions that a transition before them shadows."""
    seen = set[tuple[str, str]]()
    for index, move in enumerate(track.transitions):
        for source in move.sources:
            if (move.trigger, source) in seen:
                yield Problem(
                    "error",
                    ("transitions", index, "from"),
                    f"{move.trigger} from {source} is shadowed by a transition before it",
                )
            seen.add((move.trigger, source))


def _consent(track: Track) -> Iterator[Problem]:
    """Transitions that do not say whose consent they need."""
    rules = dict[str, str]()
    for index, move in enumerate(track.transitions):
        place: Place = ("transitions", index)
        if move.consent is None:
            yield Problem("warning", place, f"{move.trigger} says no consent; none is assumed")
        if rules.setdefault(move.trigger, move.consent_needed) != move.consent_needed:
            yield Problem("error", place, f"{move.trigger} needs other consent elsewhere")


def _reach(track: TrackMachine) -> Iterator[Problem]:
    """States that cannot be reached, dead ends that are not final, finals with exits."""
    ahead: dict[str, set[str]] = {state: set() for state in track.rank}
    for (state, _), step in track.steps.items():
        ahead[state].add(step.to)  # itself where the act moves nothing
    reached = _reached(track.initial, ahead)
    for index, state in enumerate(track.rank):
        place: Place = ("states", index)
        if state not in reached:
            message = f"state {state!r} cannot be reached from {track.initial!r}"
            yield Problem("error", place, message)
        if not ahead[state] and state not in track.final:
            yield Problem("error", place, f"nothing is legal in {state!r}, but it is not final")
        if state in track.final and ahead[state] - {state}:
            yield Problem("error", place, f"final state {state!r} has an exit")
    if ahead[track.initial] == {track.initial}:
        yield Problem("warning", ("initial",), f"no way leads out of {track.initial!r}")


def _reached(initial: str, ahead: Mapping[str, set[str]]) -> set[str]:
    reached, todo = {initial}, [initial]
    while todo:
        fresh = ahead[todo.pop()] - reached
        reached |= fresh
        todo += fresh
    return reached


def _milestone(track: Track) -> Iterator[Problem]:
    """Triggers that are evidence for more than one state."""
    targets = dict[str, str]()
    for index, move in enumerate(track.transitions):
        if move.to is None:
            continue
        known = targets.setdefault(move.trigger, move.to)
        if known != move.to:
            yield Problem(
                "error",
                ("transitions", index, "to"),
                f"{move.trigger} leads to {known!r} elsewhere; a trigger has one milestone a track",
            )


# --- All tracks together ---


def _together(rules: Rules) -> Iterator[Problem]:
    """What one track allows and another, or the end of the mechanism, always forbids."""
    try:
        reached, taken = _lived(rules)
    except DefinitionError as error:
        yield Problem("warning", ("tracks",), "; ".join(error.problems))
        return
    for number, track in enumerate(rules.tracks):
        for index, state in enumerate(track.rank):
            if state not in reached:
                message = f"no path reaches {state!r}: another track always forbids it"
                yield Problem("error", ("tracks", number, "states", index), message)
    for edge, place in _edges(rules):
        if edge.state in reached and edge not in taken:
            message = f"{edge.trigger} is never legal in {edge.state!r}: another track forbids it"
            yield Problem("error", place, message)


def _lived(rules: Rules) -> tuple[set[str], set[Edge]]:
    """Return the states and the edges that some legal life has."""
    reached, taken = set[str](), set[Edge]()
    for tracks, _ in explore(rules, rules.initial):
        reached.update(tracks)
        for step in rules.steps(tracks):
            taken.update(edges_of(rules, step))
    return reached, taken


def _edges(rules: Rules) -> Iterator[tuple[Edge, Place]]:
    for number, track in enumerate(rules.tracks):
        for (state, trigger), step in track.steps.items():
            place = ("tracks", number, "transitions", step.number)
            yield Edge(number, state, trigger), place


def _dotted(place: Place) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"
