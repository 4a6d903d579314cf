"""The record of an event: the object whose canonical bytes are stored and hashed."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from msgspec import MsgspecError, Raw
from msgspec.json import Decoder, Encoder
from pydantic_core import SchemaValidator, ValidationError, to_json
from pydantic_core import core_schema as schema

from events.encoding import (
    MAX_BYTES,
    MAX_DEPTH,
    check_same,
    check_sorted,
    decode,
    encode,
    is_plain,
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
    PlainObject,
    Record,
    RecordedEvent,
    is_id,
    is_stream,
    is_type,
)

FORMAT = 1
"""Version of the record: which keys it has and how it is encoded."""

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


def _text(pattern: str) -> schema.CoreSchema:
    return schema.str_schema(pattern=f"^(?:{pattern})$", max_length=MAX_NAME, strict=True)


def _int(least: int, most: int = MAX_INT) -> schema.CoreSchema:
    return schema.int_schema(ge=least, le=most, strict=True)


_FIELDS: dict[str, schema.CoreSchema] = {
    "actor": _text(ID_PATTERN),
    "causation_id": _text(ID_PATTERN),
    "correlation_id": _text(ID_PATTERN),
    "data": schema.dict_schema(strict=True),
    "event_id": _text(ID_PATTERN),
    "format": _int(FORMAT, FORMAT),
    "log": _text(ID_PATTERN),
    "meta": schema.dict_schema(strict=True),
    "occurred": _text(ID_PATTERN),
    "recorded_at": _text(_INSTANT.pattern),
    "schema_version": _int(1),
    "stream": _text(STREAM_PATTERN),
    "type": _text(TYPE_PATTERN),
    "version": _int(0),
}
"""The keys of a record, in their order, with all that each value must be."""
_OPTIONAL = frozenset({"actor", "causation_id", "correlation_id", "occurred"})


@cache
def _validator() -> SchemaValidator:
    """Return what checks the keys of a record; made only when something is to be judged."""
    keys = {
        name: schema.typed_dict_field(kind, required=name not in _OPTIONAL)
        for name, kind in _FIELDS.items()
    }
    return SchemaValidator(schema.typed_dict_schema(keys, extra_behavior="forbid"))


_COMPACT = Encoder()
_HEAD = Decoder(Record[Raw])
_WHOLE = Decoder(Record[PlainObject])
_SORTED = Encoder(order="deterministic")


def instant(moment: datetime) -> str:
    """Return *moment* as the log writes it: UTC, ``YYYY-MM-DDTHH:MM:SS.ffffffZ``, sortable as text.

    Raises:
        ClockError: If *moment* has no time zone, or is outside the years 1 to 9999 in UTC.
    """
    if moment.tzinfo is None:
        raise ClockError(moment, "aware of its time zone")
    try:
        there = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except OverflowError:
        raise ClockError(moment, "within the years 1 to 9999 in UTC") from None
    return f"{there.isoformat(timespec='microseconds').removesuffix('+00:00')}Z"


def new_record(
    event: NewEvent, *, stream: str, version: int, recorded_at: str, log: str
) -> Record[Raw]:
    """Return the record of *event* in its place: its own copy.

    Raises:
        EncodingError: If its data or meta cannot be encoded.
    """
    return Record(
        actor=event.actor,
        causation_id=event.causation_id,
        correlation_id=event.correlation_id,
        data=_part("data", event.data),
        event_id=event.event_id,
        format=FORMAT,
        log=log,
        meta=_part("meta", event.meta),
        occurred=event.occurred,
        recorded_at=recorded_at,
        schema_version=event.schema_version,
        stream=stream,
        type=event.type,
        version=version,
    )


def encode_record(record: Record[Raw]) -> bytes:
    """Return the canonical bytes of a record made by `new_record`.

    Raises:
        TooLargeError: If there are too many of them.
    """
    canonical = _COMPACT.encode(record)
    if len(canonical) > MAX_BYTES:
        raise TooLargeError(len(canonical), MAX_BYTES)
    return canonical


def _part(name: str, value: Mapping[str, Json]) -> Raw:
    try:
        return Raw(encode(dict(value), MAX_DEPTH - 1))
    except EncodingError as error:
        raise error.within(name) from None


def read_record(position: int, canonical: bytes) -> RecordedEvent:
    """Return the event that *canonical* holds: bytes of our own writing.

    Its keys and the types of their values are checked, and no more: every reader relies on them.

    Raises:
        BrokenRecordError: If it holds none.
    """
    record = _head(canonical)
    if record is None:
        try:
            # Once more, without what JSON leaves open: space between the keys, escapes.
            record = _head(to_json(decode(canonical)))
        except EncodingError as error:
            raise BrokenRecordError(position, str(error)) from None
    if record is None:
        raise BrokenRecordError(position, _fault(canonical))
    return RecordedEvent(position, canonical, record)


def _head(canonical: bytes) -> Record[Raw] | None:
    """Return the record of *canonical*, its parts still JSON; None if this is not certainly one."""
    if len(canonical) > MAX_BYTES:
        return None
    try:
        # What the decoder does not look at in the parts: UTF-8, and halves of surrogate pairs.
        if not canonical.isascii():
            canonical.decode()
        if _BACKSLASH in canonical and b"\\u" in canonical:
            decode(canonical)
        record = _HEAD.decode(canonical)
        if _COMPACT.encode(record) != canonical:
            return None
    except (MsgspecError, UnicodeDecodeError, RecursionError, EncodingError):
        return None
    parts_are_objects = memoryview(record.data)[0] == memoryview(record.meta)[0] == _BRACE
    return record if parts_are_objects else None


_BACKSLASH, _BRACE = b"\\{"


def _is_instant(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _INSTANT.fullmatch(text) is not None


def _fault(canonical: bytes) -> str:
    """Return what keeps *canonical* from being the record of an event."""
    try:
        decode_record(canonical)
    except EncodingError as error:
        return f"not the record of an event: {error}"
    return "not the record of an event"


def read_foreign_record(position: int, canonical: bytes) -> RecordedEvent:
    """Return the event that *canonical* holds, whoever wrote the bytes.

    Raises:
        EncodingError: If they are not exactly the encoding of a record.
    """
    record = _sound(canonical)
    if record is None:
        decode_record(canonical)
        return read_record(position, canonical)
    return RecordedEvent(position, canonical, record)


def _sound(canonical: bytes) -> Record[Any] | None:
    """Return the record of which *canonical* is the encoding; None if it is not certainly one.

    What is plain is decided here, in C; the rest by `decode_record`, which also says what is wrong.
    """
    if len(canonical) > MAX_BYTES:
        return None
    try:
        record = _WHOLE.decode(canonical)
        if _SORTED.encode(record) != canonical:
            return None
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not canonical.isascii() and not all(
        is_plain(part, MAX_DEPTH - 1) for part in (record.data, record.meta)
    ):
        return None  # a key is not ASCII
    return record if _is_lawful(record) else None


def _is_lawful(record: Record[Any]) -> bool:
    """Return whether each value but the parts is what `_FIELDS` says."""
    ids = (record.actor, record.causation_id, record.correlation_id, record.occurred)
    return (
        record.format == FORMAT
        and 0 <= record.version <= MAX_INT
        and 1 <= record.schema_version <= MAX_INT
        and is_id(record.event_id)
        and is_id(record.log)
        and is_stream(record.stream)
        and is_type(record.type)
        and all(value is None or is_id(value) for value in ids)
        and _is_instant(record.recorded_at)
    )


def decode_record(canonical: bytes) -> dict[str, Any]:
    """Return the record that *canonical* holds, whoever wrote the bytes.

    Raises:
        EncodingError: If they are not exactly the encoding of a record.
    """
    if len(canonical) > MAX_BYTES:
        raise TooLargeError(len(canonical), MAX_BYTES)
    try:
        fields: dict[str, Any] = _validator().validate_json(canonical)
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
