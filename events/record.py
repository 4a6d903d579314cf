"""The record of an event: the object whose canonical bytes are stored and hashed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import product
from typing import Any

from pydantic_core import SchemaValidator, ValidationError, to_json
from pydantic_core import core_schema as schema

from events.encoding import (
    MAX_BYTES,
    MAX_DEPTH,
    check_same,
    check_sorted,
    decode,
    sorted_copy,
)
from events.errors import BrokenRecordError, ClockError, EncodingError, TooLargeError
from events.model import (
    ID_PATTERN,
    MAX_INT,
    MAX_NAME,
    STREAM_PATTERN,
    TYPE_PATTERN,
    Json,
    NewEvent,
    RecordedEvent,
)

FORMAT = 1
"""Version of the record: which keys it has and how it is encoded."""

_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"


def _text(pattern: str) -> schema.CoreSchema:
    return schema.str_schema(pattern=f"^(?:{pattern})$", max_length=MAX_NAME, strict=True)


def _int(least: int, most: int = MAX_INT) -> schema.CoreSchema:
    return schema.int_schema(ge=least, le=most, strict=True)


_FIELDS: dict[str, tuple[type, schema.CoreSchema]] = {
    "actor": (str, _text(ID_PATTERN)),
    "causation_id": (str, _text(ID_PATTERN)),
    "correlation_id": (str, _text(ID_PATTERN)),
    "data": (dict, schema.dict_schema(strict=True)),
    "event_id": (str, _text(ID_PATTERN)),
    "format": (int, _int(FORMAT, FORMAT)),
    "log": (str, _text(ID_PATTERN)),
    "meta": (dict, schema.dict_schema(strict=True)),
    "occurred": (str, _text(ID_PATTERN)),
    "recorded_at": (str, _text(_INSTANT)),
    "schema_version": (int, _int(1)),
    "stream": (str, _text(STREAM_PATTERN)),
    "type": (str, _text(TYPE_PATTERN)),
    "version": (int, _int(0)),
}
"""The keys of a record, in their order, with the type of each value and all that it must be."""
_OPTIONAL = frozenset({"actor", "causation_id", "correlation_id", "occurred"})

_VALIDATOR = SchemaValidator(
    schema.typed_dict_schema(
        {
            name: schema.typed_dict_field(kind, required=name not in _OPTIONAL)
            for name, (_, kind) in _FIELDS.items()
        },
        extra_behavior="forbid",
    )
)


_SHAPES = frozenset(
    (*names, *(_FIELDS[name][0] for name in names))
    for absent in product(*((name, None) for name in _OPTIONAL))
    for names in [[name for name in _FIELDS if name not in absent]]
)
"""Every row of keys that a record may have, each followed by the types of the values."""


def instant(moment: datetime) -> str:
    """Return *moment* as the log writes it: UTC, ``YYYY-MM-DDTHH:MM:SS.ffffffZ``, sortable as text.

    Raises:
        ClockError: If *moment* has no time zone, or is outside the years 1 to 9999 in UTC.
    """
    if moment.tzinfo is None:
        raise ClockError(moment, "aware of its time zone")
    try:
        there = moment.astimezone(UTC)
    except OverflowError:
        raise ClockError(moment, "within the years 1 to 9999 in UTC") from None
    return f"{there.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def record_fields(
    event: NewEvent, *, stream: str, version: int, recorded_at: str, log: str
) -> dict[str, Any]:
    """Return the record of *event* in its place: its own copy, in the order of the keys.

    Raises:
        EncodingError: If its data or meta cannot be encoded.
    """
    fields: dict[str, Any] = {}
    if event.actor is not None:
        fields["actor"] = event.actor
    if event.causation_id is not None:
        fields["causation_id"] = event.causation_id
    if event.correlation_id is not None:
        fields["correlation_id"] = event.correlation_id
    fields["data"] = _part("data", event.data)
    fields["event_id"] = event.event_id
    fields["format"] = FORMAT
    fields["log"] = log
    fields["meta"] = _part("meta", event.meta)
    if event.occurred is not None:
        fields["occurred"] = event.occurred
    fields["recorded_at"] = recorded_at
    fields["schema_version"] = event.schema_version
    fields["stream"] = stream
    fields["type"] = event.type
    fields["version"] = version
    return fields


def encode_record(fields: dict[str, Any]) -> bytes:
    """Return the canonical bytes of a record made by `record_fields`.

    Raises:
        TooLargeError: If there are too many of them.
    """
    canonical = to_json(fields)
    if len(canonical) > MAX_BYTES:
        raise TooLargeError(len(canonical), MAX_BYTES)
    return canonical


def _part(name: str, value: Mapping[str, Json]) -> Json:
    try:
        return sorted_copy(dict(value), MAX_DEPTH - 1)
    except EncodingError as error:
        raise error.within(name) from None


def read_record(position: int, canonical: bytes) -> RecordedEvent:
    """Return the event that *canonical* holds: bytes of our own writing.

    Its keys and the types of their values are checked, and no more: every reader relies on them.

    Raises:
        BrokenRecordError: If it holds none.
    """
    try:
        fields = decode(canonical)
    except EncodingError as error:
        raise BrokenRecordError(position, str(error)) from None
    if type(fields) is not dict or (*fields, *map(type, fields.values())) not in _SHAPES:
        raise BrokenRecordError(position, _fault(canonical))
    return RecordedEvent(position, canonical, fields)


def _fault(canonical: bytes) -> str:
    """Return what keeps *canonical* from being the record of an event."""
    try:
        decode_record(canonical)
    except EncodingError as error:
        return f"not the record of an event: {error}"
    return "not the record of an event"


def decode_record(canonical: bytes) -> dict[str, Any]:
    """Return the record that *canonical* holds, whoever wrote the bytes.

    Raises:
        EncodingError: If they are not exactly the encoding of a record.
    """
    if len(canonical) > MAX_BYTES:
        raise TooLargeError(len(canonical), MAX_BYTES)
    try:
        fields: dict[str, Any] = _VALIDATOR.validate_json(canonical)
        datetime.fromisoformat(fields["recorded_at"])
    except ValidationError as error:
        raise _encoding_error(error) from None
    except ValueError as error:
        raise EncodingError(str(error)).within("recorded_at") from None
    check_same(fields, canonical)
    for name in ("data", "meta"):
        try:
            check_sorted(fields[name], MAX_DEPTH - 1)
        except EncodingError as error:
            raise error.within(name) from None
    return fields


def _encoding_error(error: ValidationError) -> EncodingError:
    fault = error.errors(include_url=False, include_input=False)[0]
    translated = EncodingError(fault["msg"])
    for step in reversed(fault["loc"]):
        translated.within(step)
    return translated
