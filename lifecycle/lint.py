"""Read a definition file and check it before it is used: every problem with its line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from lifecycle.definition import OBLIGATIONS, Definition, Track, Transition
from lifecycle.definition_checks import Place, Problem, check_definition
from lifecycle.domain_events.base import Model
from lifecycle.entries import unknown
from lifecycle.errors import DefinitionError
from lifecycle.toml_text import TomlError, line_of, read_toml

__all__ = ["TEXT_MAX", "Problem", "lint", "load_definition"]

TEXT_MAX = 200_000
"""Longest definition file, in characters."""


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
    except TomlError as error:
        return None, [Problem("error", (), error.reason, error.line)]
    try:
        definition = Definition.model_validate_json(to_json(data))
    except ValidationError as error:
        return None, [*_shape_problems(error, text), *_beside_unknown_keys(error, data, text)]
    except PydanticSerializationError:
        return None, [Problem("error", (), "nested too deeply")]
    return definition, _checked(definition, text)


def _checked(definition: Definition, text: str) -> list[Problem]:
    found = check_definition(definition)
    return [replace(problem, line=line_of(text, problem.place)) for problem in found]


def _beside_unknown_keys(
    error: ValidationError, data: dict[str, Any], text: str
) -> Sequence[Problem]:
    """Return what else is wrong with *data* if all that its shape lacks is to lose some keys."""
    faults = _faults(error)
    if any(fault["type"] != "extra_forbidden" for fault in faults):
        return ()
    for fault in faults:
        *where, key = _place(fault["loc"])
        table: Any = data
        for part in where:
            table = table[part]
        del table[key]
    return _checked(Definition.model_validate_json(to_json(data)), text)


def _faults(error: ValidationError) -> list[ErrorDetails]:
    """Return the faults of form; a list that is short only for want of a sound item is none."""
    faults = error.errors(include_url=False)
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short" or not any(_within(other, fault) for other in faults)
    ]


def _within(one: ErrorDetails, other: ErrorDetails) -> bool:
    place = other["loc"]
    return len(one["loc"]) > len(place) and one["loc"][: len(place)] == place


def _shape_problems(error: ValidationError, text: str) -> Iterator[Problem]:
    for fault in _faults(error):
        place = _place(fault["loc"])
        if fault["type"].startswith("union_tag"):
            place = (*place, "kind")
        yield Problem("error", place, _message(fault, place), line_of(text, place))


def _place(where: Place) -> Place:
    """Return *where* without the kind of obligation that pydantic puts behind its number."""
    if len(where) > 2 and where[0] == "obligations":  # noqa: PLR2004  # the kind is the third
        return (*where[:2], *where[3:])
    return where


def _message(fault: ErrorDetails, place: Place) -> str:
    if fault["type"] == "extra_forbidden":
        return unknown("key", str(place[-1]), _keys_of(_model_at(fault["loc"])))
    if fault["type"] in ("missing", "union_tag_not_found"):
        return "is missing"
    if fault["type"] == "union_tag_invalid":
        return unknown("kind", str(fault["ctx"]["tag"]), OBLIGATIONS)
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


def _keys_of(model: type[Model]) -> Iterator[str]:
    return (field.alias or name for name, field in model.model_fields.items())
