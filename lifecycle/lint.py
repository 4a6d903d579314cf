"""Check a definition before it is used: every fault and every doubt, with its place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_json
from typing_extensions import override

from lifecycle.definition import Definition, Track, Transition
from lifecycle.domain_events import TRIGGERS
from lifecycle.entries import nearest
from lifecycle.errors import DefinitionError
from lifecycle.guards import GUARDS
from lifecycle.toml_text import TomlError, line_of, read_toml

TEXT_MAX = 200_000
"""Longest definition file, in characters."""

RESERVED = frozenset({"initial", "trigger", "state", "model", "machine", "consented", "final"})
RESERVED_PREFIXES = ("to_", "may_", "is_", "on_enter_", "on_exit_")
"""Names with a meaning inside the state-machine library."""

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault (``error``, the definition is refused) or doubt (``warning``)."""

    severity: Literal["error", "warning"]
    place: Place
    message: str
    line: int | None = None

    @override
    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line else ""
        return f"{self.severity}: {line}{_dotted(self.place)}: {self.message}"


def load_definition(text: str, name: str) -> Definition:
    """Return the definition in TOML *text*; *name* says where it comes from.

    Raises:
        DefinitionError: With all errors; warnings do not stop it.
    """
    definition, problems = lint(text)
    errors = tuple(str(problem) for problem in problems if problem.severity == "error")
    if definition is None or errors:
        raise DefinitionError(name, errors)
    return definition


def lint(text: str) -> tuple[Definition | None, list[Problem]]:
    """Return the definition in *text*, None if it has not even its shape, and all problems."""
    if len(text) > TEXT_MAX:
        return None, [Problem("error", (), f"longer than {TEXT_MAX:,} characters")]
    try:
        data = read_toml(text)
        definition = Definition.model_validate_json(to_json(data))
    except TomlError as error:
        return None, [Problem("error", (), error.reason, error.line)]
    except ValidationError as error:
        return None, list(_shape_problems(error, text))
    except PydanticSerializationError:
        return None, [Problem("error", (), "nested too deeply")]
    found = [*_definition_problems(definition)]
    for index, track in enumerate(definition.tracks):
        at: Place = ("tracks", index)
        for check in (_names, _reserved, _unique_moves, _reach, _milestone, _consent):
            found += [_under(at, problem) for problem in check(track, definition)]
    return definition, [_with_line(problem, text) for problem in found]


def _shape_problems(error: ValidationError, text: str) -> Iterator[Problem]:
    for fault in error.errors(include_url=False, include_context=False):
        place: Place = tuple(fault["loc"])
        message = fault["msg"].replace("Input should", "should").replace("String should", "should")
        if fault["type"] == "extra_forbidden":
            message = _unknown("key", str(place[-1]), _KEYS)
        elif fault["type"] == "missing":
            message = "is missing"
        elif fault["type"] == "string_pattern_mismatch":
            message = f"{fault['input']!r:.80} is not a plain word ({_PLAIN})"
        yield Problem("error", place, message, line_of(text, place))


_PLAIN = "a lower-case letter, then a-z, 0-9, _"

_KEYS = frozenset(
    key
    for model in (Definition, Track, Transition)
    for key in (f.alias or n for n, f in model.model_fields.items())
)


def _definition_problems(definition: Definition) -> Iterator[Problem]:
    for index, milestone in enumerate(definition.milestones):
        place: Place = ("milestones", index)
        if milestone in TRIGGERS:
            yield Problem("error", place, f"{milestone!r} is a trigger of every definition already")
        if milestone not in definition.triggers:
            yield Problem("warning", place, f"no transition uses milestone {milestone!r}")
    yield from _twice(definition.milestones, ("milestones",), "milestone")
    yield from _twice([track.name for track in definition.tracks], ("tracks",), "track")
    states = [state for track in definition.tracks for state in dict.fromkeys(track.states)]
    yield from _twice(states, ("tracks",), "state", "in two tracks")


def _twice(names: Iterable[str], place: Place, what: str, how: str = "twice") -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem("error", place, f"{what} {name!r} stands {how}")


def _names(track: Track, definition: Definition) -> Iterator[Problem]:
    """States, triggers and guards that nobody knows."""
    yield from _twice(track.states, ("states",), "state")
    triggers = TRIGGERS.union(definition.milestones)
    used: list[tuple[Place, str]] = [(("initial",), track.initial)]
    used += [(("final", index), state) for index, state in enumerate(track.final)]
    for index, move in enumerate(track.transitions):
        at = ("transitions", index)
        used += [((*at, "from", place), state) for place, state in enumerate(move.sources)]
        used += [((*at, "to"), move.to)] if move.to is not None else []
        if move.trigger not in triggers:
            yield Problem("error", (*at, "trigger"), _unknown("trigger", move.trigger, triggers))
        for guard in move.guards:
            if guard not in GUARDS:
                yield Problem("error", (*at, "guards"), _unknown("guard", guard, GUARDS))
    for place, state in used:
        if state not in track.states:
            yield Problem("error", place, _unknown("state", state, track.states))


def _reserved(track: Track, _: Definition) -> Iterator[Problem]:
    """Names that mean something to the state-machine library."""
    names: list[tuple[Place, str]] = [
        (("name",), track.name),
        *((("states", i), s) for i, s in enumerate(track.states)),
    ]
    names += [(("transitions", i, "trigger"), m.trigger) for i, m in enumerate(track.transitions)]
    for place, name in names:
        if name in RESERVED or name.startswith(RESERVED_PREFIXES):
            yield Problem("error", place, f"{name!r} is a reserved name; choose another")


def _unique_moves(track: Track, _: Definition) -> Iterator[Problem]:
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


def _reach(track: Track, _: Definition) -> Iterator[Problem]:
    """States that cannot be reached, dead ends that are not final, finals with exits."""
    reached, todo = {track.initial}, [track.initial]
    while todo:
        state = todo.pop()
        ahead = {m.to for m in track.transitions if state in m.sources and m.to} - reached
        reached |= ahead
        todo += sorted(ahead)
    for index, state in enumerate(track.states):
        moves = [m for m in track.transitions if state in m.sources]
        place: Place = ("states", index)
        if state not in reached:
            yield Problem(
                "error", place, f"state {state!r} cannot be reached from {track.initial!r}"
            )
        if not moves and state not in track.final:
            yield Problem("error", place, f"nothing is legal in {state!r}, but it is not final")
        if state in track.final and any(m.to not in (None, state) for m in moves):
            yield Problem("error", place, f"final state {state!r} has an exit")


def _milestone(track: Track, _: Definition) -> Iterator[Problem]:
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


def _consent(track: Track, _: Definition) -> Iterator[Problem]:
    """Transitions that do not say whose consent they need."""
    rules = dict[str, str]()
    for index, move in enumerate(track.transitions):
        place: Place = ("transitions", index)
        if move.consent is None:
            yield Problem("warning", place, f"{move.trigger} says no consent; none is assumed")
        consent = move.consent or "none"
        if rules.setdefault(move.trigger, consent) != consent:
            yield Problem("error", place, f"{move.trigger} needs other consent elsewhere")


def _unknown(what: str, word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"unknown {what} {word[:80]!r}" + (f"; did you mean {near!r}?" if near else "")


def _under(at: Place, problem: Problem) -> Problem:
    return Problem(problem.severity, (*at, *problem.place), problem.message)


def _with_line(problem: Problem, text: str) -> Problem:
    return Problem(problem.severity, problem.place, problem.message, line_of(text, problem.place))


def _dotted(place: Place) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"
