"""Read a definition file and check it before it is used: every problem with its line."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from lifecycle.definitions.checks import Place, Problem, check_definition, unknown_word
from lifecycle.definitions.definition import OBLIGATIONS, Definition, Track, Transition
from lifecycle.errors import DefinitionError
from lifecycle.facts.entries import did_you_mean
from lifecycle.facts.models.base import Model
from lifecycle.parsing.strict_toml import TomlError, line_in, lines_of, read_toml
from lifecycle.parsing.text_files import NotUtf8Error, decoded

__all__ = ["BYTES_MAX", "PROBLEMS_MAX", "TEXT_MAX", "Problem", "lint", "load_definition"]

TEXT_MAX = 200_000
"""Longest definition file, in characters."""
BYTES_MAX = 4 * TEXT_MAX
"""More bytes than so many characters have."""
PROBLEMS_MAX = 100
"""How many problems of one definition are listed."""


def load_definition(text: str | bytes, name: str) -> Definition:
    """Return the definition in TOML *text*, read as UTF-8; *name* says where it comes from.

    Raises:
        DefinitionError: With all errors; warnings do not stop it.
    """
    definition, problems = lint(text)
    errors = tuple(str(problem) for problem in problems if problem.severity == "error")
    if definition is None or errors:
        raise DefinitionError(name, errors)
    return definition


def lint(text: str | bytes) -> tuple[Definition | None, list[Problem]]:
    """Return the definition in *text*, None if it has not even its shape, and its problems.

    Bytes are read as UTF-8. Of more than `PROBLEMS_MAX` problems the last one tells how many more
    there are.
    """
    if len(text) > (BYTES_MAX if isinstance(text, bytes) else TEXT_MAX):
        return None, [Problem("error", (), f"longer than {TEXT_MAX:,} characters")]
    if isinstance(text, str):
        return _lint(text)
    try:
        return lint(decoded(text))
    except NotUtf8Error as error:
        reason = f"character {error.character}: {error.reason}"
        return None, [Problem("error", (), reason, error.line)]


def _lint(text: str) -> tuple[Definition | None, list[Problem]]:
    try:
        data = read_toml(text)
    except TomlError as error:
        return None, [Problem("error", (), error.reason, error.line)]
    try:
        definition = Definition.model_validate_json(to_json(data))
    except ValidationError as error:
        faults = _faults(error)
        found = [*map(_shape_problem, faults), *_beside_unknown_keys(faults, data)]
        return None, _told(found, text)
    except PydanticSerializationError:
        return None, [Problem("error", (), "nested too deeply")]
    return definition, _told(check_definition(definition), text)


def _told(found: Sequence[Problem], text: str) -> list[Problem]:
    """Return the first of *found*, each with its line and the word nearest to an unknown one."""
    lines = lines_of(text)
    first, more = found[:PROBLEMS_MAX], found[PROBLEMS_MAX:]
    told = [
        replace(
            problem,
            line=line_in(lines, problem.place),
            message=problem.message + did_you_mean(problem.word, problem.known),
        )
        for problem in first
    ]
    if more:
        faulty = any(problem.severity == "error" for problem in more)
        told.append(Problem("error" if faulty else "warning", (), f"{len(more):,} problems more"))
    return told


def _beside_unknown_keys(faults: Sequence[ErrorDetails], data: dict[str, Any]) -> Sequence[Problem]:
    """Return what else is wrong with *data* if all that its shape lacks is to lose some keys."""
    if any(fault["type"] != "extra_forbidden" for fault in faults):
        return ()
    for fault in faults:
        *where, key = _place(fault["loc"])
        table: Any = data
        for part in where:
            table = table[part]
        del table[key]
    return check_definition(Definition.model_validate_json(to_json(data)))


def _faults(error: ValidationError) -> list[ErrorDetails]:
    """Return the faults of form; a list that is short only for want of a sound item is none."""
    faults = error.errors(include_url=False)
    above = {fault["loc"][:depth] for fault in faults for depth in range(len(fault["loc"]))}
    return [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in above]


def _shape_problem(fault: ErrorDetails) -> Problem:
    place = _place(fault["loc"])
    if fault["type"].startswith("union_tag"):
        place = (*place, "kind")
    if fault["type"] == "extra_forbidden":
        return unknown_word(place, "key", str(place[-1]), _keys_of(_model_at(fault["loc"])))
    if fault["type"] == "union_tag_invalid":
        return unknown_word(place, "kind", str(fault["ctx"]["tag"]), OBLIGATIONS)
    return Problem("error", place, _message(fault))


def _place(where: Place) -> Place:
    """Return *where* without the kind of obligation that pydantic puts behind its number."""
    if len(where) > 2 and where[0] == "obligations":  # noqa: PLR2004  # the kind is the third
        return (*where[:2], *where[3:])
    return where


def _message(fault: ErrorDetails) -> str:
    if fault["type"] in ("missing", "union_tag_not_found"):
        return "is missing"
    if fault["type"] == "string_pattern_mismatch":
        return f"{fault['input']!r:.80} is not a plain word ({_PLAIN})"
    message: str = fault["msg"].removeprefix("Value error, ")
    return message.replace("Input should", "should").replace("String should", "should")


_PLAIN = "a lower-case letter, then a-z, 0-9, _"


def _model_at(where: Place) -> type[Model]:
    """Return the model of the table in which the key at *where* stands."""
    if where[0] == "obligations":
        return OBLIGATIONS[str(where[2])]
    if where[0] == "tracks":
        return Transition if "transitions" in where else Track
    return Definition


def _keys_of(model: type[Model]) -> Sequence[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
