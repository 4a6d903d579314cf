"""What an append writes, decided without I/O: the same for every store."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from events.errors import (
    BrokenRecordError,
    EventIdReusedError,
    EventsError,
    WrongExpectedVersionError,
)
from events.model import ANY_VERSION, MAX_INT, Append, NewEvent, RecordedEvent
from events.record import encode_record, new_record, read_foreign_record


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the next event of a log goes."""

    size: int = 0
    """Count of events recorded; the next position."""
    log: str | None = None
    """Name of the log, None while it is empty."""
    recorded_at: str = ""
    """When the last event was recorded."""


def tail_of(position: int, canonical: bytes, first_id: str | None) -> Tail:
    """Return the end of a stored log, which may have been tampered with.

    Args:
        position: Position of its last event.
        canonical: The bytes of that event.
        first_id: Id of the event at position 0, None if there is none.

    Raises:
        BrokenRecordError: If nothing may be added: the last record is broken, the name of the log
            is uncertain, or there is no further position.
    """
    last = _read(position, canonical)
    if first_id is None:
        raise BrokenRecordError(0, "the event is missing; verify the log")
    if first_id != last.log:
        reason = f"the event has the id {first_id!r}, but the log is called {last.log!r}"
        raise BrokenRecordError(0, f"{reason}; verify the log")
    if position >= MAX_INT:
        raise BrokenRecordError(position, "no log has so many events; verify the log")
    return Tail(position + 1, last.log, last.recorded_at)


def _read(position: int, canonical: bytes) -> RecordedEvent:
    try:
        return read_foreign_record(position, canonical)
    except EventsError as error:
        raise BrokenRecordError(position, str(error)) from None


def batch_ids(appends: Sequence[Append]) -> list[str]:
    """Return the event ids of a batch, in order.

    Raises:
        EventIdReusedError: If an id stands twice.
    """
    ids = [event.event_id for append in appends for event in append.events]
    if len(set(ids)) < len(ids):
        twice = Counter(ids).most_common(1)[0][0]
        raise EventIdReusedError(twice, None, "stands twice in one batch")
    return ids


def first_result(
    appends: Sequence[Append], known: Mapping[str, RecordedEvent]
) -> list[RecordedEvent]:
    """Return what an earlier append of the same batch recorded.

    Args:
        appends: The batch.
        known: Those of its event ids that the log already has; at least one.

    Raises:
        EventIdReusedError: If an id names another event, or only part of the batch is recorded.
    """
    result = []
    for append in appends:
        for event in append.events:
            recorded = known.get(event.event_id)
            if recorded is None:
                first = next(iter(known.values()))
                raise EventIdReusedError(
                    first.event_id, first.position, "is recorded, but not the whole of this batch"
                )
            if not _is_same(event, append.stream, recorded):
                raise EventIdReusedError(
                    event.event_id, recorded.position, "is recorded with other content"
                )
            result.append(recorded)
    return result


def _is_same(event: NewEvent, stream: str, recorded: RecordedEvent) -> bool:
    again = new_record(
        event,
        stream=stream,
        version=recorded.version,
        recorded_at=recorded.recorded_at,
        log=recorded.log,
    )
    return encode_record(again) == recorded.canonical


def record(
    appends: Sequence[Append], tail: Tail, last_version: Callable[[str], int], recorded_at: str
) -> list[RecordedEvent]:
    """Return *appends* in their places after *tail*.

    Args:
        appends: The batch; all of its event ids are new.
        tail: The end of the log.
        last_version: Says the last version of a stream, or `NO_STREAM`.
        recorded_at: The instant of recording, from `events.stamping.Stamps`.

    Raises:
        WrongExpectedVersionError: If a stream is not where the writer last saw it.
        EncodingError: If an event cannot be encoded.
    """
    log = tail.log or appends[0].events[0].event_id
    reached: dict[str, int] = {}
    result: list[RecordedEvent] = []
    for append in appends:
        stream = append.stream
        version = reached[stream] if stream in reached else last_version(stream)
        if append.expected_version not in {version, ANY_VERSION}:
            raise WrongExpectedVersionError(
                stream, expected=append.expected_version, actual=version
            )
        for event in append.events:
            version += 1
            record = new_record(
                event, stream=stream, version=version, recorded_at=recorded_at, log=log
            )
            position = tail.size + len(result)
            result.append(RecordedEvent(position, encode_record(record), record))
        reached[stream] = version
    return result


def resume(canonical: bytes, tail: Tail, last_version: Callable[[str], int]) -> RecordedEvent:
    """Return the event of a record from a copy of this log, which is to stand after *tail*.

    Args:
        canonical: The record.
        tail: The end of the log.
        last_version: Says the last version of a stream, or `NO_STREAM`.

    Raises:
        BrokenRecordError: If the record is broken or does not continue the log.
    """
    event = _read(tail.size, canonical)
    if event.log != (tail.log or event.event_id):
        raise BrokenRecordError(tail.size, f"belongs to another log, {event.log!r}")
    expected = last_version(event.stream) + 1
    if event.version != expected:
        raise BrokenRecordError(tail.size, f"has version {event.version}, expected {expected}")
    if event.recorded_at < tail.recorded_at:
        raise BrokenRecordError(tail.size, "was recorded earlier than the event before it")
    return event
