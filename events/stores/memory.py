"""A log in memory, for tests and for trying things out."""

from collections.abc import Iterable, Iterator, Sequence
from threading import RLock
from types import TracebackType
from typing import Self

from typing_extensions import override

from events.batch import Tail, batch_ids, first_result, record, resume
from events.clock import Clock, utc_now
from events.errors import BrokenRecordError, LogsDivergeError, StoreClosedError
from events.merkle import leaf_hash
from events.model import (
    COLUMNS,
    NO_STREAM,
    Append,
    Leaf,
    NewEvent,
    RecordedEvent,
    StoredRow,
    check_int,
)
from events.stamping import Stamps
from events.store import EventStore


class _Log:
    """Events in position order, and two ways to find them."""

    def __init__(self, events: Iterable[RecordedEvent] = ()) -> None:
        self.events: list[RecordedEvent] = []
        self.streams: dict[str, list[RecordedEvent]] = {}
        self.by_id: dict[str, RecordedEvent] = {}
        self.add(events)

    def add(self, events: Iterable[RecordedEvent]) -> None:
        for event in events:
            self.streams.setdefault(event.stream, []).append(event)
            self.by_id[event.event_id] = event
            self.events.append(event)

    def tail(self) -> Tail:
        if not self.events:
            return Tail()
        last = self.events[-1]
        return Tail(len(self.events), last.log, last.recorded_at)

    def last_version(self, stream: str) -> int:
        return len(self.streams.get(stream, ())) + NO_STREAM

    def category(self, category: str) -> list[str]:
        return sorted(stream for stream in self.streams if stream.startswith(f"{category}-"))


class MemoryStore(EventStore):
    """Keeps a log for as long as the process lives."""

    def __init__(self, *, clock: Clock = utc_now) -> None:
        self._stamps = Stamps(clock)
        self._lock = RLock()
        self._log: _Log | None = _Log()

    def _opened(self) -> _Log:
        if self._log is None:
            raise StoreClosedError("the store is closed")
        return self._log

    @override
    def append(
        self, stream: str, events: Sequence[NewEvent], *, expected_version: int
    ) -> list[RecordedEvent]:
        return self.append_all([Append(stream, events, expected_version)])

    @override
    def append_all(self, appends: Sequence[Append]) -> list[RecordedEvent]:
        if not appends:
            return []
        ids = batch_ids(appends)
        with self._lock:
            log = self._opened()
            known = {event_id: log.by_id[event_id] for event_id in ids if event_id in log.by_id}
            if known:
                return first_result(appends, known)
            tail = log.tail()
            recorded_at = self._stamps.after(tail.recorded_at)
            recorded = record(appends, tail, log.last_version, recorded_at)
            log.add(recorded)
            return recorded

    @override
    def restore(self, records: Iterable[bytes]) -> int:
        with self._lock:
            here = self._opened()
            # Built aside and put in place at the end: all records or none.
            restored = _Log(here.events)
            for position, canonical in enumerate(records):
                if position >= len(here.events):
                    restored.add([_resumed(canonical, restored)])
                elif here.events[position].canonical != canonical:
                    raise LogsDivergeError(position)
            self._log = restored
            return len(restored.events) - len(here.events)

    @override
    def read_stream(
        self,
        stream: str,
        *,
        from_version: int = 0,
        to_version: int | None = None,
        size: int | None = None,
    ) -> Iterator[RecordedEvent]:
        found = self._opened().streams.get(stream, [])
        last = len(found) if to_version is None else to_version + 1
        return iter(_within(size, found[max(from_version, 0) : max(last, 0)]))

    @override
    def read_all(
        self, *, after: int = -1, size: int | None = None, batch_size: int = 1000
    ) -> Iterator[RecordedEvent]:
        check_int("batch_size", batch_size, least=1)
        return iter(_within(size, self._opened().events[max(after + 1, 0) :]))

    @override
    def read_by_stream(self, category: str, *, size: int | None = None) -> Iterator[RecordedEvent]:
        log = self._opened()
        return iter([e for s in log.category(category) for e in _within(size, log.streams[s])])

    @override
    def rows(self, *, size: int | None = None) -> Iterator[StoredRow]:
        log = self._opened()
        return iter([_row(e) for s in sorted(log.streams) for e in _within(size, log.streams[s])])

    @override
    def leaves(self, *, size: int | None = None) -> Iterator[Leaf]:
        events = _within(size, self._opened().events)
        return iter([Leaf(e.position, e.recorded_at, leaf_hash(e.canonical)) for e in events])

    @override
    def unfound(self, *, size: int | None = None) -> Iterator[int]:
        events = _within(size, self._opened().events)
        return (event.position for event in events if self.find(event.event_id) != event)

    @override
    def head(self) -> int:
        return len(self._opened().events)

    @override
    def find(self, event_id: str) -> RecordedEvent | None:
        return self._opened().by_id.get(event_id)

    @override
    def streams(self, category: str) -> list[str]:
        return self._opened().category(category)

    @override
    def guards(self) -> list[str]:
        return []

    @override
    def close(self) -> None:
        self._log = None

    @override
    def __enter__(self) -> Self:
        return self

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _resumed(canonical: bytes, log: _Log) -> RecordedEvent:
    event = resume(canonical, log.tail(), log.last_version)
    if event.event_id in log.by_id:
        raise BrokenRecordError(event.position, f"{event.event_id!r} stands twice")
    return event


def _within(size: int | None, events: list[RecordedEvent]) -> list[RecordedEvent]:
    return [event for event in events if size is None or event.position < size]


def _row(event: RecordedEvent) -> StoredRow:
    columns = tuple(event.fields.get(name) for name in COLUMNS)
    return StoredRow(event.position, event.canonical, leaf_hash(event.canonical), columns)
