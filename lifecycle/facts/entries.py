"""Read what a person or a program says of a fact: plain keys and values, checked and placed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from lifecycle.errors import InvalidFactError, NotFoundError
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.models import EVENT_TYPES, DomainEvent
from lifecycle.facts.models.base import Model

M = TypeVar("M", bound=Model)
E = TypeVar("E", bound=DomainEvent)

ENVELOPE_KEYS: Mapping[str, str] = {
    "on": "occurred",
    "after": "after",
    "follows": "follows",
    "sources": "sources",
    "claimed_as": "claimed_as",
    "confidence": "confidence",
    "on_behalf_of": "on_behalf_of",
    "language": "language",
    "visibility": "visibility",
    "act_id": "act_id",
    "actor": "actor",
    "correlation_id": "correlation_id",
    "causation_id": "causation_id",
}
"""Keys of an entry that belong to the envelope, with the names that they have there."""

_KEYS: Mapping[str, str] = {name: key for key, name in ENVELOPE_KEYS.items()}

MISSING = "is missing"

SHOWN_MAX = 80
"""Longest wrong value that an error repeats, in characters."""

NOT_FOR_USERS = frozenset({"mechanism_registered", "definition_registered", "definition_migrated"})
"""Types that the registry records by itself."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like *word*, or None if none does."""
    import difflib  # noqa: PLC0415  # only when somebody mistyped

    found = difflib.get_close_matches(word[:100], sorted(known), n=1, cutoff=0.55)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of an error: ``; did you mean 'x'?``; empty if nothing looks like *word*."""
    near = nearest(word, known)
    return "" if near is None else f"; did you mean {near!r}?"


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """Return the message for a word that nobody knows; it names the nearest."""
    return f"unknown {what} {word[:SHOWN_MAX]!r}{did_you_mean(word, known)}"


def event_model(event_type: str) -> type[DomainEvent]:
    """Return the model of a type name.

    Raises:
        NotFoundError: If there is no such type; it names the nearest.
    """
    known = [name for name in EVENT_TYPES if name not in NOT_FOR_USERS]
    if event_type not in known:
        raise NotFoundError("event type", event_type, nearest(event_type, known))
    return EVENT_TYPES[event_type]


def read_entry(event_type: str, details: Mapping[str, Any]) -> tuple[DomainEvent, Envelope]:
    """Return the domain event and the envelope that *details* tell.

    Raises:
        NotFoundError: If the type is unknown.
        InvalidFactError: If a key or a value is wrong; it names the place and the nearest word.
    """
    return read_as(event_model(event_type), details)


def read_as(model: type[E], details: Mapping[str, Any]) -> tuple[E, Envelope]:
    """Return the event of a *model*, and the envelope, that *details* tell.

    Raises:
        InvalidFactError: If a key or a value is wrong; it names the place and the nearest word.
    """
    check_keys(details, {*model.model_fields, *ENVELOPE_KEYS})
    said = {key: value for key, value in details.items() if key in ENVELOPE_KEYS}
    event = build(model, {key: value for key, value in details.items() if key not in said})
    return event, read_envelope(said)


def entry_of(fact: Fact) -> dict[str, Any]:
    """Return what is told of *fact*, by the keys of an entry; what goes without saying is not."""
    told = fact.event.model_dump(mode="json", exclude_defaults=True)
    said = fact.envelope.model_dump(mode="json", exclude_defaults=True)
    return told | {_KEYS[name]: value for name, value in said.items()}


def read_envelope(details: Mapping[str, Any]) -> Envelope:
    """Return the envelope that *details* tell; raises as `read_entry`."""
    check_keys(details, ENVELOPE_KEYS)
    return build(Envelope, {ENVELOPE_KEYS[key]: value for key, value in details.items()})


def check_keys(details: Mapping[str, Any], known: Iterable[str]) -> None:
    """Check that every key of *details* is known; raises `InvalidFactError` with the nearest."""
    for key in details:
        if key not in known:
            raise InvalidFactError(unknown("key", key, known), place=key)


def build(model: type[M], data: Mapping[str, Any]) -> M:
    """Return the model of plain data (lists, dicts, strings, whole numbers, booleans).

    Raises:
        InvalidFactError: With the place of the first fault, in words.
    """
    try:
        return model.model_validate_json(to_json(data))
    except ValidationError as error:
        place, reason = explain(error, model)
        raise InvalidFactError(reason, place=place) from error
    except (PydanticSerializationError, UnicodeError) as error:
        raise InvalidFactError(f"not plain text, number or list: {error}") from error


def explain(error: ValidationError, model: type[Model]) -> tuple[str, str]:
    """Return (place, reason) of the first fault that pydantic found, in plain words."""
    problem = error.errors(include_url=False)[0]
    place = ".".join("on" if part == "occurred" else str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return place, MISSING
    if problem["type"] == "extra_forbidden":
        return place, unknown("key", str(problem["loc"][-1]), model.model_fields)
    if problem["type"] == "value_error":
        return place, problem["msg"].removeprefix("Value error, ")
    reason = _in_words(problem)
    given = problem["input"]
    short = isinstance(given, str | int | float) and len(str(given)) <= SHOWN_MAX
    return place, f"{reason}, not {given!r}" if short else reason


def _in_words(problem: ErrorDetails) -> str:
    """Return what a value should be, without the words of programmers."""
    if problem["type"] == "string_pattern_mismatch":
        return f"should be {PATTERNS[problem['ctx']['pattern']]}"
    if problem["type"] in _KINDS:
        return f"should be {_KINDS[problem['type']]}"
    return _SUBJECT.sub("", problem["msg"]).replace(" after validation", "")


_SUBJECT = re.compile("^(?:Input|String|Tuple|Dictionary) (?=should)")
_KINDS = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
}
PATTERNS: Mapping[str, str] = {
    r"^[ -~]+$": "printable ASCII",
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$": (
        "a code of at most 32 letters, digits, dots, dashes and underscores"
    ),
    r"^[a-z][a-z0-9_]*$": "small letters, digits and underscores, a letter first",
    r"^[a-z][a-z0-9]*$": "small letters and digits, a letter first",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits, in words joined by dashes",
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": (
        "small letters and digits, in words joined by dashes, a letter first"
    ),
    r"^https?://[^\s]+$": "a web address that begins with http:// or https://",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits in small letters",
}
"""What the patterns of the models say, in words."""


def shown(value: object) -> str:
    """Return *value* as an error repeats it, cut short: text in quotes, the rest as JSON."""
    text = repr(value) if isinstance(value, str) else to_json(value).decode()
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}..."
