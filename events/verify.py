"""Checks a whole log against its own rules, and tells everything that is wrong with it.

What it cannot see is a log that was rewritten as a whole, consistently: compare its root with one
that was kept elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from events.errors import EventsError
from events.merkle import Frontier, leaf_hash
from events.model import COLUMNS, Leaf, RecordedEvent, StoredRow
from events.record import decode_record
from events.store import EventStore

_Item = TypeVar("_Item")


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


def verify_log(
    store: EventStore, *, visit: Callable[[RecordedEvent], None] | None = None
) -> LogReport:
    """Check every row of *store*, and that together they make a log.

    Keeps all event ids and leaf hashes in memory, some 250 bytes for each event.

    Args:
        store: The log.
        visit: Called with each event whose bytes can be read, in stream order.

    Raises:
        StoreError: If the database cannot be read at all.
    """
    size = store.head()
    findings: list[Finding] = []
    guards = _reading(_guards(store), findings)
    findings += [Finding(None, None, "guard", sentence) for sentence in guards]
    streams = _StreamOrder(findings)
    for row in _reading(store.rows(size=size), findings):
        event = streams.add(row)
        if event is not None and visit is not None:
            visit(event)
    log = _LogOrder(findings, streams.hashes)
    for leaf in _reading(store.leaves(size=size), findings):
        log.add(leaf)
    if not streams.count == log.count == size:
        message = f"{size} events, {log.count} rows, {streams.count} in stream order"
        findings.append(Finding(None, None, "rows", message))
    findings.sort(key=lambda finding: -1 if finding.position is None else finding.position)
    return LogReport(size, log.tree.root(), tuple(findings))


def _guards(store: EventStore) -> Iterator[str]:
    yield from store.guards()


def _reading(items: Iterator[_Item], findings: list[Finding]) -> Iterator[_Item]:
    """Yield *items* as far as the store can read them."""
    try:
        yield from items
    except EventsError as error:
        findings.append(Finding(None, None, "unreadable", str(error)))


class _StreamOrder:
    """The pass in stream order: each row by itself, and its place in its stream."""

    def __init__(self, findings: list[Finding]) -> None:
        self.count = 0
        self._findings = findings
        self._log: str | None = None
        self._ids: set[object] = set()
        self._next: tuple[object, int] = (None, 0)
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
            fields = decode_record(row.canonical)
        except EventsError as error:
            self._note(row, "bytes", str(error))
            return None
        event = RecordedEvent(row.position, row.canonical, fields)
        self._check_columns(row, event)
        self._check_log(row, event, sound=sound)
        return event

    def _check_place(self, row: StoredRow) -> None:
        event_id, stream, version = row.columns[:3]
        if event_id in self._ids:
            self._note(row, "event_id", f"the event id {event_id!r} stands twice")
        self._ids.add(event_id)
        last_stream, expected = self._next
        if stream != last_stream:
            expected = 0
        if version != expected:
            self._note(row, "version", f"has version {version!r}, expected {expected}")
        self._next = (stream, version + 1 if isinstance(version, int) else expected + 1)

    def _check_columns(self, row: StoredRow, event: RecordedEvent) -> None:
        if row.columns == tuple(map(event.fields.get, COLUMNS)):
            return
        for name, column in zip(COLUMNS, row.columns, strict=True):
            value = event.fields.get(name)
            if column != value:
                self._note(row, "columns", f"{name} is {value!r}, its column holds {column!r}")

    def _check_log(self, row: StoredRow, event: RecordedEvent, *, sound: bool) -> None:
        if row.position == 0 and event.log != event.event_id:
            self._note(row, "log", f"the first event, but the log is called {event.log!r}")
        if self._log is None:
            # Not from a damaged row: it would make all others look foreign.
            self._log = event.log if sound else None
        elif event.log != self._log:
            self._note(row, "log", f"belongs to the log {event.log!r}, not {self._log!r}")

    def _note(self, row: StoredRow, code: str, message: str) -> None:
        stream = row.columns[1]
        position = row.position if isinstance(row.position, int) else None
        name = stream if isinstance(stream, str) else None
        self._findings.append(Finding(position, name, code, message))


_LEAF_TYPES = (int, str, bytes)


class _LogOrder:
    """The pass in position order: no gap, no step back in time, and the tree over all bytes."""

    def __init__(self, findings: list[Finding], hashes: Mapping[int, bytes]) -> None:
        self.count = 0
        self.tree = Frontier()
        self._hashes = hashes
        self._findings = findings
        self._next = 0
        self._recorded_at = ""

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
        self.tree.add(self._hashes.get(position, hash_))

    def _note(self, position: int | None, code: str, message: str) -> None:
        self._findings.append(Finding(position, None, code, message))
