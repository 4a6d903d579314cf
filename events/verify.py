"""Checks a whole log against its own rules, and reports everything that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from events.errors import (
    CannotOpenError,
    EventsError,
    GuardsMissingError,
    NeedsRecoveryError,
    NewerSchemaError,
    StoreBusyError,
    StoreClosedError,
    StoreError,
    StoreMissingError,
)
from events.merkle import Frontier, leaf_hash
from events.model import COLUMNS, Leaf, RecordedEvent, StoredRow, StreamRange
from events.record import read_foreign_record
from events.stamping import latest_instant
from events.store import EventStore

_Item = TypeVar("_Item")

UNDETECTABLE: Mapping[str, str] = MappingProxyType(
    {
        "end_cut": "events removed from the end of the log",
        "stream_end_cut": "the last events of a stream removed and later positions renumbered",
        "moved": "events moved past events of other streams with the same recorded_at",
        "added": "events added at the end of a stream",
        "rewritten": "events rewritten together with their hashes and columns",
    }
)
"""What leaves a log that agrees with itself: only a size and root kept elsewhere show it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    position: int | None
    """Where in the log; None if it concerns the log as a whole."""
    stream: str | None
    code: str
    """A stable word; ``docs/log-format.md`` explains each."""
    message: str


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a verification found."""

    size: int
    """How many events the log had when the verification began."""
    root: bytes
    """Root of the Merkle tree over the stored leaf hashes."""
    findings: tuple[Finding, ...]
    """Everything that is wrong, in position order; empty if the log is sound."""


class SoundRows(NamedTuple):
    """What was seen of rows, in each of which and in whose order nothing is wrong."""

    log: str | None
    """Name of the log that they belong to; None if there are none."""
    ids: set[str]
    """Their event ids."""
    hashes: dict[int, bytes]
    """The leaf hashes of their bytes, by position."""


def verify_log(
    store: EventStore,
    *,
    visit: Callable[[RecordedEvent], None] | None = None,
    now: datetime | None = None,
    rows: Callable[[int], SoundRows | None] | None = None,
) -> LogReport:
    """Check every row of *store*, and that together they make a log.

    Keeps all event ids and leaf hashes in memory, some 250 bytes for each event. `UNDETECTABLE`
    lists what it cannot find.

    Args:
        store: The log.
        visit: Called with each event whose bytes can be read, in stream order.
        now: The time by the auditor's clock, aware of its time zone. Given, an event recorded later
            than that is a finding.
        rows: Checks all rows in place of this pass, as `sound_rows` of ranges and `merged_rows` do,
            at the size that it is given. Only where it says None are they checked and visited here.

    Raises:
        StoreBusyError: If another program holds the database.
        StoreClosedError: If the store was closed.
    """
    findings: list[Finding] = []
    guards = list(_reading(store.guards, findings))
    findings += [Finding(None, None, "guard", sentence) for sentence in guards]
    has_sound_indexes = not findings
    size = next(_reading(lambda: [store.head()], findings), 0)
    sound = rows(size) if rows is not None and has_sound_indexes else None
    if sound is None or len(sound.hashes) != size:
        sound, (count, hashes) = None, _check_rows(store, size, findings, visit)
    else:
        count, hashes = size, sound.hashes
    log = _LogOrder(findings, hashes, now)
    for leaf in _reading(partial(store.leaves, size=size), findings, size):
        log.add(leaf)
    if sound is not None and log.disagrees:  # another file has taken the place of this one
        return verify_log(store, visit=visit, now=now)
    if has_sound_indexes:  # else they may be missing, or so damaged that a scan never ends
        for position in _reading(partial(store.unfound, size=size), findings, size):
            message = "an index does not find it: readers may leave it out"
            findings.append(Finding(position, None, "index", message))
    if not count == log.count == size:
        message = f"{size} events, {log.count} rows, {count} in stream order"
        findings.append(Finding(None, None, "rows", message))
    findings.sort(key=lambda finding: -1 if finding.position is None else finding.position)
    return LogReport(size, log.tree.root(), tuple(findings))


def _check_rows(
    store: EventStore,
    size: int,
    findings: list[Finding],
    visit: Callable[[RecordedEvent], None] | None,
) -> tuple[int, Mapping[int, bytes]]:
    """Return how many rows there are and the leaf hashes of their bytes, by position."""
    streams = _StreamOrder(findings)
    for row in _reading(partial(store.rows, size=size), findings, size):
        event = streams.add(row)
        if event is not None and visit is not None:
            visit(event)
    return streams.count, streams.hashes


def sound_rows(
    store: EventStore, streams: StreamRange, size: int, visit: Callable[[RecordedEvent], None]
) -> SoundRows | None:
    """Check the rows of *streams* as `verify_log` does; None as soon as anything is wrong.

    Raises:
        EventsError: If the store cannot read them.
    """
    findings: list[Finding] = []
    order = _StreamOrder(findings)
    for row in store.rows(size=size, streams=streams):
        event = order.add(row)
        if event is None or findings:
            return None
        visit(event)
    return SoundRows(order.log, order.ids, order.hashes)


def merged_rows(parts: Iterable[SoundRows | None]) -> SoundRows | None:
    """Return what was seen of all *parts* of a log; None if together they are not sound."""
    whole = SoundRows(None, set(), {})
    for part in parts:
        if part is None or not whole.ids.isdisjoint(part.ids):
            return None
        if whole.log is not None and part.log not in {None, whole.log}:
            return None
        whole.ids.update(part.ids)
        whole.hashes.update(part.hashes)
        whole = whole._replace(log=whole.log or part.log)
    return whole


_NOT_ABOUT_THE_LOG = (
    CannotOpenError,
    NeedsRecoveryError,
    NewerSchemaError,
    StoreBusyError,
    StoreMissingError,
)


def unopened(error: StoreError) -> LogReport:
    """Return the report on a file that is there, but that failed to open as a log with *error*.

    Raises:
        StoreError: *error* itself, if it says nothing about the log: there is no file, it may not
            be opened, another program holds or interrupted it, or it is too new for this one.
    """
    if isinstance(error, _NOT_ABOUT_THE_LOG):
        raise error
    if isinstance(error, GuardsMissingError):
        findings = [Finding(None, None, "guard", sentence) for sentence in error.guards]
    else:
        findings = [Finding(None, None, "unreadable", str(error))]
    return LogReport(0, Frontier().root(), tuple(findings))


def _reading(
    read: Callable[[], Iterable[_Item]], findings: list[Finding], size: int | None = None
) -> Iterator[_Item]:
    """Yield what *read* returns as far as the store can read it; one too many of *size* at most."""
    try:
        for count, item in enumerate(read()):
            yield item
            if count == size:
                return
    except (StoreBusyError, StoreClosedError):
        raise
    except EventsError as error:
        findings.append(Finding(None, None, "unreadable", str(error)))


class _StreamOrder:
    """The pass in stream order: each row by itself, and its place in its stream."""

    def __init__(self, findings: list[Finding]) -> None:
        self.count = 0
        self._findings = findings
        self.log: str | None = None
        self.ids: set[str] = set()
        self._last: tuple[object, int, int] = (None, -1, -1)
        """Stream, version and position of the row before."""
        self.hashes: dict[int, bytes] = {}
        """Leaf hashes of the bytes themselves, by position."""

    def add(self, row: StoredRow) -> RecordedEvent | None:
        """Check *row*; return its event if it can be read."""
        self.count += 1
        self._check_place(row)
        if type(row.position) is not int or type(row.canonical) is not bytes:
            self._note(row, "columns", f"not a position and bytes: {row!r:.200}")
            return None
        self.hashes[row.position] = leaf_hash(row.canonical)
        sound = self.hashes[row.position] == row.leaf_hash
        if not sound:
            self._note(row, "leaf_hash", "the bytes do not have the leaf hash stored with them")
        try:
            event = read_foreign_record(row.position, row.canonical)
        except EventsError as error:
            self._note(row, "bytes", str(error))
            return None
        self._check_columns(row, event)
        self._check_log(row, event, sound=sound)
        return event

    def _check_place(self, row: StoredRow) -> None:
        self._check_id(row, row.columns[0])
        stream, version = row.columns[1:3]
        last_stream, last_version, last_position = self._last
        if stream != last_stream:
            if isinstance(stream, str) and isinstance(last_stream, str) and stream < last_stream:
                self._note(row, "index", f"found after {last_stream} in the order of streams")
            last_version = last_position = -1
        expected, position = last_version + 1, row.position
        if not _is_same(version, expected):
            self._note(row, "version", f"has version {version!r}, expected {expected}")
        if type(position) is not int:
            position = last_position
        elif position <= last_position:
            self._note(row, "order", f"the event before it in its stream is at {last_position}")
        self._last = (stream, version if type(version) is int else expected, position)

    def _check_id(self, row: StoredRow, event_id: object) -> None:
        if not isinstance(event_id, str):
            return  # the comparison with the bytes reports it
        if event_id in self.ids:
            self._note(row, "event_id", f"the event id {event_id!r} stands twice")
        self.ids.add(event_id)

    def _check_columns(self, row: StoredRow, event: RecordedEvent) -> None:
        values = event.record.columns()
        if row.columns == values and [*map(type, row.columns)] == [*map(type, values)]:
            return
        for name, column, value in zip(COLUMNS, row.columns, values, strict=True):
            if not _is_same(column, value):
                self._note(row, "columns", f"{name} is {value!r}, its column holds {column!r}")

    def _check_log(self, row: StoredRow, event: RecordedEvent, *, sound: bool) -> None:
        if row.position == 0 and event.log != event.event_id:
            self._note(row, "log", f"the first event, but the log is called {event.log!r}")
        if self.log is None:
            # Not from a damaged row: it would make all others look foreign.
            self.log = event.log if sound else None
        elif event.log != self.log:
            self._note(row, "log", f"belongs to the log {event.log!r}, not {self.log!r}")

    def _note(self, row: StoredRow, code: str, message: str) -> None:
        stream = row.columns[1]
        position = row.position if isinstance(row.position, int) else None
        name = stream if isinstance(stream, str) else None
        self._findings.append(Finding(position, name, code, message))


def _is_same(stored: object, value: object) -> bool:
    """Return whether *stored* is *value*, of the same type too: ``1.0`` and ``True`` are not 1."""
    return type(stored) is type(value) and stored == value


_LEAF_TYPES = (int, str, bytes)


class _LogOrder:
    """The pass in position order: no gap, no step back in time, and the tree over all bytes."""

    def __init__(
        self, findings: list[Finding], hashes: Mapping[int, bytes], now: datetime | None
    ) -> None:
        self.count = 0
        self.tree = Frontier()
        self.disagrees = False
        """Whether a hash that lies in the store is not that of the bytes."""
        self._hashes = hashes
        self._findings = findings
        self._next = 0
        self._recorded_at = ""
        self._latest = None if now is None else latest_instant(now)

    def add(self, leaf: Leaf) -> None:
        """Check *leaf* and add it to the tree."""
        self.count += 1
        if tuple(map(type, leaf)) != _LEAF_TYPES:
            self._note(None, "columns", f"not a position, an instant and a hash: {leaf!r:.200}")
            return
        position, recorded_at, hash_ = leaf
        if position != self._next:
            self._note(position, "position", f"expected position {self._next}")
        self._next = position + 1
        if recorded_at < self._recorded_at:
            self._note(position, "recorded_at", f"recorded before {self._recorded_at}")
        self._recorded_at = recorded_at
        if self._latest is not None and recorded_at > self._latest:
            self._note(position, "future", f"recorded at {recorded_at}, later than it is now")
            self._latest = None  # whatever follows is no earlier
        own = self._hashes.get(position, hash_)
        self.disagrees |= own != hash_
        self.tree.add(own)

    def _note(self, position: int | None, code: str, message: str) -> None:
        self._findings.append(Finding(position, None, code, message))
