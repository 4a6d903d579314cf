"""The values that go into a log and come out of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, cast

from typing_extensions import override

from events.errors import InvalidEventError

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
_ID = re.compile(ID_PATTERN)


def _check(what: str, value: object, pattern: re.Pattern[str], rule: str) -> None:
    if type(value) is not str or len(value) > MAX_NAME or not pattern.fullmatch(value):
        raise InvalidEventError(what, value, f"{rule}, at most {MAX_NAME} characters")


def check_stream(stream: object) -> None:
    """Raise InvalidEventError unless *stream* is a name of the form ``category-id``."""
    _check("stream", stream, _STREAM, "of the form category-id in lower-case ASCII")


def check_type(event_type: object) -> None:
    """Raise InvalidEventError unless *event_type* is a lower-case ASCII word with underscores."""
    _check("type", event_type, _TYPE, "a lower-case ASCII word with underscores")


def check_id(what: str, value: object) -> None:
    """Raise InvalidEventError unless *value* is printable ASCII; *what* names it."""
    _check(what, value, _ID, "printable ASCII")


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
        for what, value in (
            ("occurred", self.occurred),
            ("actor", self.actor),
            ("correlation_id", self.correlation_id),
            ("causation_id", self.causation_id),
        ):
            if value is not None:
                check_id(what, value)


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


@dataclass(slots=True)
class RecordedEvent:
    """An event in its place in the log, read from its canonical bytes.

    Two are equal if they stand at the same position and have the same bytes.
    """

    position: int
    """Place in the log, from 0 without gaps."""
    canonical: bytes
    """The stored bytes: the truth, of which all else is derived."""
    fields: dict[str, Any] = field(compare=False, repr=False)
    """`canonical` decoded, for this reader alone: whoever changes it changes nothing in the log."""

    @override
    def __hash__(self) -> int:
        return hash((self.position, self.canonical))

    @property
    def event_id(self) -> str:
        """Id given by the writer, unique in the log."""
        return cast("str", self.fields["event_id"])

    @property
    def log(self) -> str:
        """Name of the log: the id of its first event."""
        return cast("str", self.fields["log"])

    @property
    def stream(self) -> str:
        """Stream that the event belongs to."""
        return cast("str", self.fields["stream"])

    @property
    def version(self) -> int:
        """Place in the stream, from 0 without gaps."""
        return cast("int", self.fields["version"])

    @property
    def type(self) -> str:
        """A stable word that says what happened."""
        return cast("str", self.fields["type"])

    @property
    def schema_version(self) -> int:
        """Shape of `data`."""
        return cast("int", self.fields["schema_version"])

    @property
    def occurred(self) -> str | None:
        """When it happened in the world, as told."""
        return cast("str | None", self.fields.get("occurred"))

    @property
    def recorded_at(self) -> str:
        """When the log took it in: UTC, ``YYYY-MM-DDTHH:MM:SS.ffffffZ``."""
        return cast("str", self.fields["recorded_at"])

    @property
    def actor(self) -> str | None:
        """Who recorded it."""
        return cast("str | None", self.fields.get("actor"))

    @property
    def correlation_id(self) -> str | None:
        """What it belongs together with."""
        return cast("str | None", self.fields.get("correlation_id"))

    @property
    def causation_id(self) -> str | None:
        """What it was caused by."""
        return cast("str | None", self.fields.get("causation_id"))

    @property
    def data(self) -> dict[str, Json]:
        """What happened."""
        return cast("dict[str, Json]", self.fields["data"])

    @property
    def meta(self) -> dict[str, Json]:
        """What is kept beside the event itself."""
        return cast("dict[str, Json]", self.fields["meta"])


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
