"""The values that go into a log and come out of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, NamedTuple, TypeAlias, TypeVar, cast

from msgspec import Meta, MsgspecError, Raw, Struct
from msgspec.json import Decoder
from pydantic_core import from_json
from typing_extensions import override

from events.errors import BrokenRecordError, InvalidEventError

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
"""What event data is made of. There are no floats: write decimals as strings."""

NO_STREAM = -1
"""Expected version of a stream without events."""
ANY_VERSION = -2
"""Expected version of a writer that does not care who wrote before."""

MAX_NAME = 200
"""Longest stream name, type or id, in characters."""
MAX_INT = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly."""

STREAM_PATTERN = r"[a-z0-9]+(-[a-z0-9_.]+)+"
TYPE_PATTERN = r"[a-z][a-z0-9_]*"
ID_PATTERN = r"[ -~]+"

_STREAM = re.compile(STREAM_PATTERN)
_TYPE = re.compile(TYPE_PATTERN)


def is_stream(value: object) -> bool:
    """Return whether *value* is a name of the form ``category-id``."""
    return type(value) is str and len(value) <= MAX_NAME and _STREAM.fullmatch(value) is not None


def is_type(value: object) -> bool:
    """Return whether *value* is a lower-case ASCII word with underscores."""
    return type(value) is str and len(value) <= MAX_NAME and _TYPE.fullmatch(value) is not None


def is_id(value: object) -> bool:
    """Return whether *value* is printable ASCII: what `ID_PATTERN` says, in less time."""
    if type(value) is not str or not 0 < len(value) <= MAX_NAME:
        return False
    return value.isascii() and value.isprintable()


def check_stream(stream: object) -> None:
    """Raise InvalidEventError unless *stream* is a name of the form ``category-id``."""
    if not is_stream(stream):
        raise _refusal("stream", stream, "of the form category-id in lower-case ASCII")


def check_type(event_type: object) -> None:
    """Raise InvalidEventError unless *event_type* is a lower-case ASCII word with underscores."""
    if not is_type(event_type):
        raise _refusal("type", event_type, "a lower-case ASCII word with underscores")


def check_id(what: str, value: object) -> None:
    """Raise InvalidEventError unless *value* is printable ASCII; *what* names it."""
    if not is_id(value):
        raise _refusal(what, value, "printable ASCII")


def _refusal(what: str, value: object, rule: str) -> InvalidEventError:
    return InvalidEventError(what, value, f"{rule}, at most {MAX_NAME} characters")


def check_int(what: str, value: object, least: int) -> None:
    """Raise InvalidEventError unless *value* is an integer from *least* to `MAX_INT`."""
    if type(value) is not int or not least <= value <= MAX_INT:
        raise InvalidEventError(what, value, f"an integer from {least} to {MAX_INT}")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as its writer states it, before the log gave it a place.

    Raises:
        InvalidEventError: If a name or an id breaks the rules.
    """

    event_id: str
    """Made by the writer; the same id twice is the same event."""
    type: str
    """A stable word, e.g. ``door_opened``."""
    data: Mapping[str, Json]
    meta: Mapping[str, Json] = field(default_factory=dict)
    """What is to be kept beside the event itself, e.g. where it was read."""
    schema_version: int = 1
    """Shape of `data`, counted from 1 for each type."""
    occurred: str | None = None
    """When it happened in the world, as told; the log does not interpret it."""
    actor: str | None = None
    """Who recorded it: an id, not a name."""
    correlation_id: str | None = None
    causation_id: str | None = None

    def __post_init__(self) -> None:
        check_id("event_id", self.event_id)
        check_type(self.type)
        check_int("schema_version", self.schema_version, least=1)
        if self.occurred is not None:
            check_id("occurred", self.occurred)
        if self.actor is not None:
            check_id("actor", self.actor)
        if self.correlation_id is not None:
            check_id("correlation_id", self.correlation_id)
        if self.causation_id is not None:
            check_id("causation_id", self.causation_id)


@dataclass(frozen=True, slots=True)
class Append:
    """Events to append to one stream, and what the writer last saw of it.

    Raises:
        InvalidEventError: If the stream name breaks the rules or there are no events.
    """

    stream: str
    events: Sequence[NewEvent]
    expected_version: int
    """Version of the last event that the writer has seen, `NO_STREAM` or `ANY_VERSION`."""

    def __post_init__(self) -> None:
        check_stream(self.stream)
        check_int("expected_version", self.expected_version, least=ANY_VERSION)
        if not self.events:
            raise InvalidEventError("events", self.events, "at least one event")


def _plain_object(levels: int) -> Any:  # noqa: ANN401 - a type, which depends on *levels*
    value: Any = str | Annotated[int, Meta(ge=-MAX_INT, le=MAX_INT)] | bool | None
    atom = value
    for _ in range(1, levels):
        value = atom | list[value] | dict[str, value]
    return dict[str, value]


PlainObject: Any = _plain_object(5)
"""Type of data that nests no deeper than nearly all does, for decoders in C."""
_decode: Callable[[Raw], dict[str, Json]] = Decoder(PlainObject).decode

T = TypeVar("T")


class Record(Struct, Generic[T], kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The keys of a stored record, in their order; None if one is not there."""

    actor: str | None = None
    causation_id: str | None = None
    correlation_id: str | None = None
    data: T
    event_id: str
    format: int
    log: str
    meta: T
    occurred: str | None = None
    recorded_at: str
    schema_version: int
    stream: str
    type: str
    version: int

    def columns(self) -> tuple[object, ...]:
        """Return the values of `COLUMNS`, in that order."""
        return (
            *(self.event_id, self.stream, self.version, self.type, self.schema_version),
            *(self.occurred, self.recorded_at),
        )


@dataclass(slots=True)
class RecordedEvent:
    """An event in its place in the log, read from its canonical bytes.

    Two are equal if they stand at the same position and have the same bytes.
    """

    position: int
    """Place in the log, from 0 without gaps."""
    canonical: bytes
    """The stored bytes: the truth, of which all else is derived."""
    record: Record[Any] = field(compare=False, repr=False)
    """`canonical` decoded, for this reader alone; `data` and `meta` of it only once asked for."""

    @override
    def __hash__(self) -> int:
        return hash((self.position, self.canonical))

    @property
    def fields(self) -> dict[str, Any]:
        """The record as a dict made anew, in the order of its keys; raises as `data`."""
        parts = {"data": self.data, "meta": self.meta}
        values = ((name, getattr(self.record, name)) for name in self.record.__struct_fields__)
        return {name: parts.get(name, value) for name, value in values if value is not None}

    @property
    def event_id(self) -> str:
        """Id given by the writer, unique in the log."""
        return self.record.event_id

    @property
    def log(self) -> str:
        """Name of the log: the id of its first event."""
        return self.record.log

    @property
    def stream(self) -> str:
        """Stream that the event belongs to."""
        return self.record.stream

    @property
    def version(self) -> int:
        """Place in the stream, from 0 without gaps."""
        return self.record.version

    @property
    def type(self) -> str:
        """A stable word that says what happened."""
        return self.record.type

    @property
    def schema_version(self) -> int:
        """Shape of `data`."""
        return self.record.schema_version

    @property
    def occurred(self) -> str | None:
        """When it happened in the world, as told."""
        return self.record.occurred

    @property
    def recorded_at(self) -> str:
        """When the log took it in: UTC, ``YYYY-MM-DDTHH:MM:SS.ffffffZ``."""
        return self.record.recorded_at

    @property
    def actor(self) -> str | None:
        """Who recorded it."""
        return self.record.actor

    @property
    def correlation_id(self) -> str | None:
        """What it belongs together with."""
        return self.record.correlation_id

    @property
    def causation_id(self) -> str | None:
        """What it was caused by."""
        return self.record.causation_id

    @property
    def data(self) -> dict[str, Json]:
        """What happened; decoded when first asked for, and the caller's own.

        Raises:
            BrokenRecordError: If it is JSON beyond what can be read: too deep, or too large a
                number.
        """
        if type(self.record.data) is Raw:
            self.record.data = self._decoded(self.record.data)
        return cast("dict[str, Json]", self.record.data)

    @property
    def meta(self) -> dict[str, Json]:
        """What is kept beside the event itself; else as `data`."""
        if type(self.record.meta) is Raw:
            self.record.meta = self._decoded(self.record.meta)
        return cast("dict[str, Json]", self.record.meta)

    def _decoded(self, raw: Raw) -> dict[str, Json]:
        try:
            return _decode(raw)
        except MsgspecError:
            pass
        try:
            value: dict[str, Json] = from_json(bytes(raw), allow_inf_nan=False)
        except ValueError as error:
            raise BrokenRecordError(self.position, f"$: not JSON: {error}") from None
        return value


class StreamRange(NamedTuple):
    """A run of streams in the order of their names: `first` itself if there is one, `end` not."""

    first: str = ""
    end: str | None = None
    """None: up to the last stream."""

    @override
    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        return self.first <= name and (self.end is None or name < self.end)


ALL_STREAMS = StreamRange()

COLUMNS = ("event_id", "stream", "version", "type", "schema_version", "occurred", "recorded_at")
"""Fields that a store keeps beside the bytes, to find events by."""


class StoredRow(NamedTuple):
    """A row as it lies in a store. It may have been tampered with: nothing in it is certain."""

    position: object
    canonical: object
    leaf_hash: object
    columns: tuple[object, ...]
    """The values of `COLUMNS`, in that order."""


class Leaf(NamedTuple):
    """What binds an event to its place in the log."""

    position: int
    recorded_at: str
    leaf_hash: bytes
