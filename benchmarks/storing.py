"""Rows a and b: events through the store, one or ten in a transaction, each commit on the disk."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Protocol
from uuid import UUID

from benchmarks.limit import BareLog
from benchmarks.measuring import rates
from benchmarks.peer import Mechanism, open_peer
from benchmarks.table import Row, rate_row
from benchmarks.workload import EVENTS, Told, meeting
from events.model import Json, NewEvent
from events.stores.sqlite import SQLiteStore

_STREAMS = 20
_ROUNDS = 21
_FACTS = [meeting(index, "2025-12-09") for index in range(EVENTS)]
_META: dict[str, Json] = {"tracks": {"stage": "roadmap_active", "standing": "active"}}


class _Log(Protocol):
    def append(self, stream: int, version: int, facts: list[Told]) -> None: ...


class _Ours:
    def __init__(self, path: Path) -> None:
        self._store = SQLiteStore.open(path)
        self._ids = map("event-{}".format, count())

    def append(self, stream: int, version: int, facts: list[Told]) -> None:
        events = [
            NewEvent(next(self._ids), fact.type, fact.details, _META, occurred=fact.on)
            for fact in facts
        ]
        self._store.append(f"mechanism-{stream}", events, expected_version=version - 1)


class _Limit:
    def __init__(self, path: Path) -> None:
        self._log = BareLog(path)

    def append(self, stream: int, version: int, facts: list[Told]) -> None:
        self._log.append(f"mechanism-{stream}", version, facts)


class _Peer:
    def __init__(self, path: Path) -> None:
        self._app = open_peer(path)

    def append(self, stream: int, version: int, facts: list[Told]) -> None:
        events = [
            Mechanism.MeetingHeld(
                originator_id=UUID(int=stream),
                originator_version=version + index + 1,
                timestamp=datetime.now(UTC),  # noqa: TID251 - the peer stamps its own events
                on=fact.on,
                details=fact.details,
            )
            for index, fact in enumerate(facts)
        ]
        self._app.events.put(events)


def rows(folder: Path) -> Iterator[Row]:
    """Yield rows a and b."""
    logs: dict[str, _Log] = {
        "ours": _Ours(folder / "store.db"),
        "limit": _Limit(folder / "store-limit.db"),
        "peer": _Peer(folder / "store-peer.db"),
    }
    streams = {name: count() for name in logs}
    singly = {name: partial(_singly, log, streams[name]) for name, log in logs.items()}
    found = rates(singly, _ROUNDS)
    yield rate_row("a. append 1 event a commit", found, {"limit": 0.8, "peer": 1.2})
    by_ten = {name: partial(_by_ten, log, streams[name]) for name, log in logs.items()}
    found = rates(by_ten, _ROUNDS)
    yield rate_row("b. append 10 events a commit", found, {"limit": 0.7, "peer": 1.25})


def _singly(log: _Log, streams: Iterator[int]) -> int:
    for _ in range(_STREAMS):
        stream = next(streams)
        for version, fact in enumerate(_FACTS):
            log.append(stream, version, [fact])
    return _STREAMS * EVENTS


def _by_ten(log: _Log, streams: Iterator[int]) -> int:
    for _ in range(4 * _STREAMS):
        log.append(next(streams), 0, _FACTS)
    return 4 * _STREAMS * EVENTS
