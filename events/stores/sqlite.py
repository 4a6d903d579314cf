"""A log in a SQLite file: one host, many processes, durable when an append returns."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from pydantic_core import to_json
from typing_extensions import override

from events.batch import Tail, batch_ids, first_result, record, resume, tail_of
from events.clock import Clock, utc_now
from events.errors import (
    BrokenRecordError,
    ClockError,
    LogsDivergeError,
    OutOfOrderError,
    StoreFaultError,
    WrongExpectedVersionError,
)
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
from events.stores.sqlite_file import SQLiteFile
from events.stores.sqlite_open import open_for_reading, open_for_writing
from events.stores.sqlite_schema import GUARDS_QUERY, altered_guards

PAGE = 1000
"""How many rows a reader fetches at once; no query stays open between two pages."""
_NO_LIMIT = 2**63 - 1

_INSERT = """\
INSERT INTO events (position, event_id, stream, version, type, schema_version, occurred,
                    recorded_at, canonical, leaf_hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_TAIL = """\
SELECT position, canonical, (SELECT event_id FROM events WHERE position = 0)
FROM events ORDER BY position DESC LIMIT 1"""
_LAST_VERSION = "SELECT max(version) FROM events WHERE stream = ?"
_AT = "SELECT canonical FROM events WHERE position = ?"

_LAST_POSITION = "SELECT coalesce(max(position), -1) FROM events"
_FIND = """\
SELECT position, canonical FROM events WHERE event_id IN (SELECT value FROM json_each(?))"""
# Not quick_check: that does not compare the indexes with the table.
_CHECK = "PRAGMA integrity_check"
_STREAMS = "SELECT DISTINCT stream FROM events WHERE stream > ? AND stream < ? ORDER BY stream"

# Queries of pages: they go on after the key of the last row, which stands in its last columns.
_STREAM = """\
SELECT position, canonical, version FROM events
WHERE version > ? AND stream = ? AND version <= ? AND position < ? ORDER BY version LIMIT ?"""
_ALL = """\
SELECT position, canonical, position FROM events
WHERE position > ? AND position < ? ORDER BY position LIMIT ?"""
_BY_STREAM = """\
SELECT position, canonical, stream, version FROM events
WHERE (stream, version) > (?, ?) AND stream < ? AND position < ? ORDER BY stream, version LIMIT ?"""
# The index gives the order and the join the values: an index may hold what the row does not.
_ROWS = """\
SELECT row.position, row.canonical, row.leaf_hash, row.event_id, row.stream, row.version, row.type,
       row.schema_version, row.occurred, row.recorded_at, place.stream, place.version
FROM events AS place CROSS JOIN events AS row ON row.position = place.position
WHERE (place.stream, place.version) > (?, ?) AND place.position < ?
ORDER BY place.stream, place.version LIMIT ?"""
_ROWS_BEFORE = _ROWS.replace("AND place.position", "AND place.stream < ? AND place.position")
_LEAVES = """\
SELECT position, recorded_at, leaf_hash, position FROM events
WHERE position > ? AND position < ? ORDER BY position LIMIT ?"""
# Each index by its name: without it, this would scan the table for each row.
_UNFOUND = """\
SELECT position FROM events AS row
WHERE position < ?
  AND (position IS NOT (SELECT position FROM events INDEXED BY sqlite_autoindex_events_1
                        WHERE event_id = row.event_id)
    OR position IS NOT (SELECT position FROM events INDEXED BY sqlite_autoindex_events_2
                        WHERE stream = row.stream AND version = row.version))
ORDER BY position"""


class SQLiteStore(EventStore):
    """Keeps a log in one SQLite file, in WAL mode, each commit synchronised to the disk.

    Threads may share a store; processes open one each. Not for network file systems.
    """

    def __init__(self, file: SQLiteFile, clock: Clock) -> None:
        self._file = file
        self._stamps = Stamps(clock)
        self._checked: tuple[tuple[Any, ...] | None, Tail] = (None, Tail())
        """The end of the log as it lay in the file when it was last checked, and what it said."""

    @classmethod
    def open(
        cls,
        path: str | PathLike[str],
        *,
        readonly: bool = False,
        create: bool = True,
        clock: Clock = utc_now,
        busy_timeout: float = 5.0,
    ) -> Self:
        """Open the store at *path*.

        Args:
            path: The database file.
            readonly: For readers and auditors: nothing is made, changed or left beside the file,
                which may lie in a folder that cannot be written. Missing triggers are no error.
            create: Whether to make a store where there is none.
            clock: Says what time it is when something is recorded.
            busy_timeout: How long to wait in all while another program holds a lock, in seconds;
                0 to raise `StoreBusyError` at once.

        Raises:
            NotAnEventStoreError: If there is no store and none is to be made, or it is another
                program's file.
            NewerSchemaError: If a newer program made it.
            GuardsMissingError: If it is to be written, but its guards were altered; or if it has
                no table of events.
            NeedsRecoveryError: If it is to be read only, but what an interrupted program left
                beside it has to be read too.
            StoreError: If the database refused or failed.
        """
        if readonly:
            return cls(open_for_reading(Path(path), busy_timeout=busy_timeout), clock)
        file = open_for_writing(Path(path), create=create, busy_timeout=busy_timeout)
        return cls(file, clock)

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
        try:
            with self._file.transaction() as connection:
                return self._record(connection, appends)
        except (WrongExpectedVersionError, OutOfOrderError, ClockError):
            # Rare, so looked for only now: the batch, or a part of it, is already recorded.
            known = {event.event_id: event for event in self._find(ids)}
            if not known:
                raise
            return first_result(appends, known)

    def _record(
        self, connection: sqlite3.Connection, appends: Sequence[Append]
    ) -> list[RecordedEvent]:
        last_version = partial(_last_version, connection)
        tail = self._tail(connection)
        recorded_at = self._stamps.after(tail.recorded_at)
        recorded = record(appends, tail, last_version, recorded_at)
        connection.executemany(_INSERT, map(_values, recorded))
        last = recorded[-1]
        # If the commit fails, the end in the file is another one, and is checked.
        self._checked = (
            (last.position, last.canonical, last.log),
            Tail(last.position + 1, last.log, last.recorded_at),
        )
        return recorded

    def _tail(self, connection: sqlite3.Connection) -> Tail:
        """Return the end of the log; unless it is the one that was checked last, check it."""
        end = connection.execute(_TAIL).fetchone()
        if end is None:
            return Tail()
        checked, tail = self._checked
        if end != checked:
            tail = tail_of(*end)
            self._checked = end, tail
        return tail

    @override
    def restore(self, records: Iterable[bytes]) -> int:
        with self._file.transaction() as connection:
            tail = self._tail(connection)
            before = tail.size
            for position, canonical in enumerate(records):
                if position < before:
                    if connection.execute(_AT, (position,)).fetchone() != (canonical,):
                        raise LogsDivergeError(position)
                else:
                    event = resume(canonical, tail, partial(_last_version, connection))
                    if self.find(event.event_id):
                        raise BrokenRecordError(position, f"{event.event_id!r} stands twice")
                    connection.execute(_INSERT, _values(event))
                    tail = Tail(position + 1, event.log, event.recorded_at)
        return tail.size - before

    @override
    def read_stream(
        self,
        stream: str,
        *,
        from_version: int = 0,
        to_version: int | None = None,
        size: int | None = None,
    ) -> Iterator[RecordedEvent]:
        last = _NO_LIMIT if to_version is None else to_version
        rest = (stream, last, _limit(size))
        return _events(self._pages(_STREAM, (from_version - 1,), rest))

    @override
    def read_all(
        self, *, after: int = -1, size: int | None = None, batch_size: int = PAGE
    ) -> Iterator[RecordedEvent]:
        check_int("batch_size", batch_size, least=1)
        return _events(self._pages(_ALL, (after,), (_limit(size),), batch_size))

    @override
    def read_by_stream(
        self, category: str, *, size: int | None = None, streams: StreamRange = ALL_STREAMS
    ) -> Iterator[RecordedEvent]:
        first, end = _category(category)
        first = max(first, streams.first)
        end = end if streams.end is None else min(end, streams.end)
        limit = self.head() if size is None else size
        return _events(self._pages(_BY_STREAM, (first, -1), (end, limit)))

    @override
    def rows(
        self, *, size: int | None = None, streams: StreamRange = ALL_STREAMS
    ) -> Iterator[StoredRow]:
        first, end = streams
        if end is None:
            pages = self._pages(_ROWS, (first, -1), (_limit(size),))
        else:
            pages = self._pages(_ROWS_BEFORE, (first, -1), (end, _limit(size)))
        return (StoredRow(row[0], row[1], row[2], row[3:10]) for row in pages)

    @override
    def leaves(self, *, size: int | None = None) -> Iterator[Leaf]:
        return (Leaf(*row[:3]) for row in self._pages(_LEAVES, (-1,), (_limit(size),)))

    @override
    def unfound(self, *, size: int | None = None) -> Iterator[int]:
        return (position for (position,) in self._file.read(_UNFOUND, (_limit(size),)))

    def _pages(
        self, sql: str, key: tuple[Any, ...], rest: tuple[Any, ...], page: int = PAGE
    ) -> Iterator[tuple[Any, ...]]:
        """Yield all rows after *key*, with no query left open while the caller looks at a row.

        Raises:
            StoreFaultError: If a damaged index would lead back to rows that were read before.
        """
        while True:
            rows = self._file.read(sql, (*key, *rest, page))
            yield from rows
            if len(rows) < page:
                return
            before, key = key, rows[-1][-len(key) :]
            if not _rises(before, key):
                raise StoreFaultError(f"{self._file.path}: an index leads from {before} to {key}")

    @override
    def head(self) -> int:
        return cast("int", self._file.read(_LAST_POSITION)[0][0]) + 1

    @override
    def find(self, event_id: str) -> RecordedEvent | None:
        return next(self._find([event_id]), None)

    def _find(self, ids: list[str]) -> Iterator[RecordedEvent]:
        return _events(self._file.read(_FIND, (to_json(ids).decode(),)))

    @override
    def streams(self, category: str) -> list[str]:
        return [stream for (stream,) in self._file.read(_STREAMS, _category(category))]

    @override
    def reopener(self) -> Callable[[], EventStore]:
        path = self._file.path.absolute()
        return partial(type(self).open, path, readonly=True, busy_timeout=self._file.busy_timeout)

    @override
    def guards(self) -> list[str]:
        altered = altered_guards(self._file.read(GUARDS_QUERY))
        return [*altered, *(line for (line,) in self._file.read(_CHECK) if line != "ok")]

    @override
    def close(self) -> None:
        self._file.close()

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


def _limit(size: int | None) -> int:
    return _NO_LIMIT if size is None else min(size, _NO_LIMIT)


def _rises(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    """Return whether *after* follows *before*, as far as the values of a loose table can say."""
    comparable = tuple(map(type, before)) == tuple(map(type, after))
    return not comparable or before < after


def _category(category: str) -> tuple[str, str]:
    """Return the names between which all streams of *category* lie: ``.`` follows ``-``."""
    return f"{category}-", f"{category}."


def _events(rows: Iterable[tuple[Any, ...]]) -> Iterator[RecordedEvent]:
    return (read_record(row[0], row[1]) for row in rows)


def _last_version(connection: sqlite3.Connection, stream: str) -> int:
    (version,) = connection.execute(_LAST_VERSION, (stream,)).fetchone()
    return NO_STREAM if version is None else version


def _values(event: RecordedEvent) -> tuple[Any, ...]:
    leaf = leaf_hash(event.canonical)
    return (event.position, *event.record.columns(), event.canonical, leaf)
