"""A log in memory, for tests and for trying things out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import starmap
from types import TracebackType
from typing import Self

from typing_extensions import override

from events.batch import Tail, batch_ids, first_result, record, resume
from events.clock import Clock, utc_now
from events.errors import BrokenRecordError, LogsDivergeError, StoreClosedError, StoreError
from events.merkle import leaf_hash
from events.model import (
    ALL_STREAMS,
    NO_STREAM,
    Append,
    Leaf,
    NewEvent,
    RecordedEvent,
    StoredRow,
    StreamRange,
    check_int,
)
from events.record import read_record
from events.stamping import Stamps
from events.store import EventStore
from events.stores.process_lock import ProcessLock


class _Log:
    """Canonical bytes in position order, and two ways to find them."""

    def __init__(self) -> None:
        self.records: list[bytes] = []
        self.streams: dict[str, list[int]] = {}
        """Positions of the events of each stream."""
        self.by_id: dict[str, int] = {}
        self.tail = Tail()

    def copy(self) -> "_Log":
        other = _Log()
        other.records, other.by_id = self.records.copy(), self.by_id.copy()
        other.streams = {name: positions.copy() for name, positions in self.streams.items()}
        other.tail = self.tail
        return other

    def add(self, events: Iterable[RecordedEvent]) -> None:
        for event in events:
            self.streams.setdefault(event.stream, []).append(event.position)
            self.by_id[event.event_id] = event.position
            self.records.append(event.canonical)
            self.tail = Tail(event.position + 1, event.log, event.recorded_at)

    def event(self, position: int) -> RecordedEvent:
        return read_record(position, self.records[position])

    def last_version(self, stream: str) -> int:
        return len(self.streams.get(stream, ())) + NO_STREAM

    def category(self, category: str) -> list[str]:
        return sorted(stream for stream in self.streams if stream.startswith(f"{category}-"))

    def within(self, streams: StreamRange, prefix: str = "") -> Iterator[int]:
        """Yield the positions of all events of *streams* with a name that begins with *prefix*."""
        for name in sorted(self.streams):
            if name.startswith(prefix) and name in streams:
                yield from self.streams[name]


class MemoryStore(EventStore):
    """Keeps a log for as long as the process lives.

    Threads take turns. What is kept are bytes: each reader gets events of its own.
    """

    def __init__(self, *, clock: Clock = utc_now) -> None:
        self._stamps = Stamps(clock)
        self._lock = ProcessLock("the store in memory")
        self._log: _Log | None = _Log()
        self._is_writing = False

    @contextmanager
    def _opened(self) -> Iterator[_Log]:
        """Give the log, to one thread at a time."""
        with self._lock:
            if self._log is None:
                raise StoreClosedError("the store is closed")
            yield self._log

    @contextmanager
    def _writing(self) -> Iterator[_Log]:
        with self._opened() as log:
            if self._is_writing:
                raise StoreError("this thread is already writing")
            self._is_writing = True
            try:
                yield log
            finally:
                self._is_writing = False

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
        with self._writing() as log:
            known = {name: log.event(log.by_id[name]) for name in ids if name in log.by_id}
            if known:
                return first_result(appends, known)
            recorded_at = self._stamps.after(log.tail.recorded_at)
            recorded = record(appends, log.tail, log.last_version, recorded_at)
            log.add(recorded)
            return recorded

    @override
    def restore(self, records: Iterable[bytes]) -> int:
        with self._writing() as here:
            # Built aside and put in place at the end: all records or none.
            restored = here.copy()
            for position, canonical in enumerate(records):
                if position >= len(here.records):
                    restored.add([_resumed(canonical, restored)])
                elif here.records[position] != canonical:
                    raise LogsDivergeError(position)
            self._log = restored
            return len(restored.records) - len(here.records)

    @override
    def read_stream(
        self,
        stream: str,
        *,
        from_version: int = 0,
        to_version: int | None = None,
        size: int | None = None,
    ) -> Iterator[RecordedEvent]:
        def of_stream(log: _Log) -> Iterable[int]:
            positions = log.streams.get(stream, [])
            last = len(positions) if to_version is None else to_version + 1
            return positions[max(from_version, 0) : max(last, 0)]

        return self._events(of_stream, size)

    @override
    def read_all(
        self, *, after: int = -1, size: int | None = None, batch_size: int = 1000
    ) -> Iterator[RecordedEvent]:
        check_int("batch_size", batch_size, least=1)
        return self._events(lambda log: range(max(after + 1, 0), len(log.records)), size)

    @override
    def read_by_stream(
        self, category: str, *, size: int | None = None, streams: StreamRange = ALL_STREAMS
    ) -> Iterator[RecordedEvent]:
        return self._events(lambda log: log.within(streams, f"{category}-"), size)

    @override
    def rows(
        self, *, size: int | None = None, streams: StreamRange = ALL_STREAMS
    ) -> Iterator[StoredRow]:
        return map(_row, self._events(lambda log: log.within(streams), size))

    @override
    def leaves(self, *, size: int | None = None) -> Iterator[Leaf]:
        events = self.read_all(size=size)
        return (Leaf(e.position, e.recorded_at, leaf_hash(e.canonical)) for e in events)

    def _events(
        self, choose: Callable[[_Log], Iterable[int]], size: int | None
    ) -> Iterator[RecordedEvent]:
        """Return the events at the positions that *choose* finds now, decoded one by one."""
        with self._opened() as log:
            chosen = [
                (position, log.records[position])
                for position in choose(log)
                if size is None or position < size
            ]
        return starmap(read_record, chosen)

    @override
    def unfound(self, *, size: int | None = None) -> Iterator[int]:
        events = self.read_all(size=size)
        return (event.position for event in events if self.find(event.event_id) != event)

    @override
    def head(self) -> int:
        with self._opened() as log:
            return log.tail.size

    @override
    def find(self, event_id: str) -> RecordedEvent | None:
        with self._opened() as log:
            return log.event(log.by_id[event_id]) if event_id in log.by_id else None

    @override
    def streams(self, category: str) -> list[str]:
        with self._opened() as log:
            return log.category(category)

    @override
    def reopener(self) -> None:
        return None

    @override
    def guards(self) -> list[str]:
        return []

    @override
    def close(self) -> None:
        if not self._lock.is_ours:
            return
        with self._lock:
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
    event = resume(canonical, log.tail, log.last_version)
    if event.event_id in log.by_id:
        raise BrokenRecordError(event.position, f"{event.event_id!r} stands twice")
    return event


def _row(event: RecordedEvent) -> StoredRow:
    leaf = leaf_hash(event.canonical)
    return StoredRow(event.position, event.canonical, leaf, event.record.columns())
