"""Whatever is changed behind the back of the store is found, and where."""
# ruff: noqa: S608 - these are attacks

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc8785
from typing_extensions import override

from events.errors import (
    BrokenRecordError,
    EventsError,
    StoreBusyError,
    StoreError,
    StoreFaultError,
)
from events.merkle import leaf_hash
from events.model import ANY_VERSION, COLUMNS, RecordedEvent, StoredRow
from events.stores.memory import MemoryStore
from events.stores.sqlite import SQLiteStore
from events.stores.sqlite_schema import GUARDS_QUERY
from events.testing.door import NOON, opened
from events.verify import Finding, LogReport, verify_log

TRIGGERS = ("events_no_update", "events_no_delete", "events_in_order")


@pytest.fixture
def attacker(path: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection of somebody who owns the file and has removed its guards."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        yield connection


@pytest.fixture
def auditor(path: Path) -> Iterator[SQLiteStore]:
    with SQLiteStore.open(path, readonly=True) as store:
        yield store


def in_rows(report: LogReport) -> tuple[Finding, ...]:
    """Leave out that the guards are gone."""
    return tuple(finding for finding in report.findings if finding.code != "guard")


def codes(report: LogReport) -> list[tuple[int | None, str]]:
    return [(finding.position, finding.code) for finding in in_rows(report)]


def test_every_flipped_bit_of_an_event_is_found_where_it_is(
    attacker: sqlite3.Connection, auditor: SQLiteStore
) -> None:
    sound = verify_log(auditor).root
    flips = 0
    for column in ("canonical", "leaf_hash"):
        change = f"UPDATE events SET {column} = ? WHERE position = ?"
        for position, true in attacker.execute(f"SELECT position, {column} FROM events").fetchall():
            for bit in range(len(true) * 8):
                forged = bytearray(true)
                forged[bit // 8] ^= 1 << bit % 8
                attacker.execute(change, (bytes(forged), position))

                report = verify_log(auditor)

                assert {finding.position for finding in in_rows(report)} == {position}
                assert (report.root == sound) is (column == "leaf_hash")
                flips += 1
            attacker.execute(change, (true, position))
    query = "SELECT sum(length(canonical) + length(leaf_hash)) * 8 FROM events"
    assert attacker.execute(query).fetchone() == (flips,)
    assert in_rows(verify_log(auditor)) == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event_id", "'x'"),
        ("type", "'door_locked'"),
        ("schema_version", "2"),
        ("occurred", "'2025'"),
        ("recorded_at", "'2026-01-02T12:00:00.000001Z'"),
    ],
)
def test_a_column_that_differs_from_the_bytes_is_found(
    attacker: sqlite3.Connection, auditor: SQLiteStore, column: str, value: str
) -> None:
    attacker.execute(f"UPDATE events SET {column} = {value} WHERE position = 2")

    (finding,) = in_rows(verify_log(auditor))

    assert (finding.position, finding.stream, finding.code) == (2, "door-2", "columns")
    assert finding.message.startswith(column)


def rewrite(attacker: sqlite3.Connection, position: int, changes: dict[str, object]) -> None:
    """Change an event and all that is derived from it, as well as it can be done."""
    query = "SELECT canonical FROM events WHERE position = ?"
    fields = json.loads(attacker.execute(query, (position,)).fetchone()[0]) | changes
    canonical = rfc8785.dumps(fields)
    columns = {name: fields.get(name) for name in COLUMNS}
    columns |= {"canonical": canonical, "leaf_hash": leaf_hash(canonical)}
    settings = ", ".join(f"{name} = :{name}" for name in columns)
    attacker.execute(
        f"UPDATE events SET {settings} WHERE position = :position",
        {**columns, "position": position},
    )


@pytest.mark.parametrize(
    ("position", "changes", "found"),
    [
        (1, {"log": "x"}, [(1, "log")]),
        (1, {"version": 5}, [(1, "version")]),
        (2, {"version": 1}, [(2, "version")]),
        (2, {"stream": "door-3"}, []),
        (2, {"recorded_at": "2026-01-01T00:00:00.000000Z"}, [(2, "recorded_at")]),
        (2, {"data": {"angle": 0.5}}, [(2, "bytes")]),
        (2, {"type": "Door"}, [(2, "bytes")]),
        (2, {"position": 2}, [(2, "bytes")]),
        (2, {"occurred": None}, [(2, "bytes")]),
        (0, {"event_id": "x"}, [(0, "log")]),
    ],
)
def test_a_forger_who_keeps_all_in_step_still_has_to_keep_the_rules(
    attacker: sqlite3.Connection,
    auditor: SQLiteStore,
    position: int,
    changes: dict[str, object],
    found: list[tuple[int, str]],
) -> None:
    before = verify_log(auditor).root
    rewrite(attacker, position, changes)

    report = verify_log(auditor)

    assert codes(report) == found
    assert report.root != before


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM events WHERE position = 1", [(None, "rows"), (2, "position")]),
        (
            "DELETE FROM events WHERE position = 0",
            [(None, "rows"), (1, "version"), (1, "position")],
        ),
        ("UPDATE events SET position = 7 WHERE position = 2", [(None, "rows"), (7, "position")]),
        ("UPDATE events SET version = 4 WHERE position = 1", [(1, "version"), (1, "columns")]),
        ("UPDATE events SET stream = 'door-0' WHERE position = 2", [(2, "columns")]),
        ("UPDATE events SET type = CAST(x'ff' AS TEXT) WHERE position = 2", [(2, "columns")]),
        (
            "UPDATE events SET stream = CAST(x'ff' AS TEXT) WHERE position = 2",
            [(2, "columns")],
        ),
        ("UPDATE events SET canonical = x'' WHERE position = 2", [(2, "leaf_hash"), (2, "bytes")]),
        ("UPDATE events SET leaf_hash = zeroblob(32)", [(n, "leaf_hash") for n in range(3)]),
    ],
)
def test_rows_that_do_not_make_a_log_are_found(
    attacker: sqlite3.Connection,
    auditor: SQLiteStore,
    statement: str,
    found: list[tuple[int | None, str]],
) -> None:
    attacker.execute(statement)

    assert codes(verify_log(auditor)) == found


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE events SET event_id = 'a' WHERE position = 1", (1, "event_id")),
        ("UPDATE events SET stream = NULL WHERE position = 1", (None, "rows")),
        ("UPDATE events SET stream = x'ff' WHERE position = 1", (1, "columns")),
        ("UPDATE events SET version = 'one' WHERE position = 1", (1, "version")),
        ("UPDATE events SET position = 0", (0, "position")),
        ("UPDATE events SET canonical = 'text' WHERE position = 1", (1, "columns")),
        ("UPDATE events SET canonical = NULL WHERE position = 1", (1, "columns")),
        ("UPDATE events SET canonical = zeroblob(70000) WHERE position = 1", (1, "bytes")),
        ("UPDATE events SET leaf_hash = NULL WHERE position = 1", (1, "leaf_hash")),
        ("UPDATE events SET recorded_at = NULL WHERE position = 1", (1, "columns")),
    ],
)
def test_a_table_without_rules_is_verified_all_the_same(
    attacker: sqlite3.Connection,
    auditor: SQLiteStore,
    statement: str,
    found: tuple[int | None, str],
) -> None:
    attacker.executescript(
        "CREATE TABLE loose AS SELECT * FROM events; DROP TABLE events;"
        "ALTER TABLE loose RENAME TO events;"
    )
    attacker.execute(statement)

    report = verify_log(auditor)

    assert found in codes(report)
    assert all(isinstance(finding.stream, str | None) for finding in report.findings)
    assert "events was altered" in [finding.message for finding in report.findings]


def test_a_gap_in_the_versions_of_a_stream_is_found_once(
    attacker: sqlite3.Connection, auditor: SQLiteStore
) -> None:
    attacker.execute("UPDATE events SET stream = 'door-1', version = 5 WHERE position = 2")
    attacker.execute("UPDATE events SET version = 4 WHERE position = 1")

    found = codes(verify_log(auditor))

    assert [position for position, code in found if code == "version"] == [1]


def test_a_row_whose_position_is_no_integer_is_no_event(
    attacker: sqlite3.Connection, auditor: SQLiteStore
) -> None:
    attacker.executescript(
        "CREATE TABLE loose AS SELECT * FROM events; DROP TABLE events;"
        "ALTER TABLE loose RENAME TO events;"
        "UPDATE events SET position = 1.5 WHERE position = 1;"
    )
    visited: list[str] = []

    report = verify_log(auditor, visit=lambda event: visited.append(event.event_id))

    assert visited == ["a", "c"]
    assert (None, "columns") in codes(report)


def test_everything_is_told_not_only_the_first(
    attacker: sqlite3.Connection, auditor: SQLiteStore
) -> None:
    attacker.execute("UPDATE events SET canonical = x'7b7d' WHERE position = 0")
    attacker.execute("UPDATE events SET type = 'x' WHERE position = 1")
    attacker.execute("UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 2")
    visited: list[str] = []

    report = verify_log(auditor, visit=lambda event: visited.append(event.event_id))

    assert [f.message for f in report.findings[:3]] == [f"{name} is missing" for name in TRIGGERS]
    assert codes(report) == [(0, "leaf_hash"), (0, "bytes"), (1, "columns"), (2, "leaf_hash")]
    assert visited == ["b", "c"]


def test_what_a_visitor_raises_is_the_visitors(auditor: SQLiteStore) -> None:
    def refuse(event: RecordedEvent) -> None:
        raise BrokenRecordError(event.position, "not to my taste")

    with pytest.raises(BrokenRecordError, match="taste"):
        verify_log(auditor, visit=refuse)


def read(path: Path) -> object:
    """Return all that the database says of events."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        rows = connection.execute("SELECT * FROM events ORDER BY position").fetchall()
        return rows, sorted(connection.execute(GUARDS_QUERY))


def test_flipped_bits_of_the_file_are_found_or_change_nothing(path: Path) -> None:
    true = path.read_bytes()
    rows = read(path)
    found = 0
    for bit in random.Random(7).sample(range(len(true) * 8), 600):  # noqa: S311 - a fixed sample
        forged = bytearray(true)
        forged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(forged)
        try:
            with SQLiteStore.open(path, readonly=True) as store:
                sound = not verify_log(store).findings
        except EventsError:
            sound = False
        found += not sound

        assert not sound or read(path) == rows, bit
    assert found


class Odd(MemoryStore):
    """A store that returns what no table of ours can hold."""

    changes: dict[int, object]

    @override
    def rows(self, *, size: int | None = None) -> Iterator[StoredRow]:
        for row in super().rows(size=size):
            columns = [self.changes.get(n, column) for n, column in enumerate(row.columns)]
            yield StoredRow(row.position, row.canonical, row.leaf_hash, tuple(columns))


@pytest.mark.parametrize(
    ("column", "value"),
    [(0, ["a"]), (1, None), (2, False), (2, 0.0), (3, b"door_opened"), (4, True), (4, 1.0)],
)
def test_a_value_of_another_type_is_not_the_same(column: int, value: object) -> None:
    """Python takes 1.0 and True for 1."""
    store = Odd(clock=lambda: NOON)
    store.changes = {column: value}
    store.append("door-1", [opened("a")], expected_version=ANY_VERSION)
    visited: list[RecordedEvent] = []

    report = verify_log(store, visit=visited.append)

    assert (0, "columns") in {(finding.position, finding.code) for finding in report.findings}
    assert len(visited) == 1


def test_a_store_without_end_is_read_to_its_size_only() -> None:
    class Endless(Odd):
        @override
        def rows(self, *, size: int | None = None) -> Iterator[StoredRow]:
            while True:
                yield from super().rows(size=size)

    store = Endless(clock=lambda: NOON)
    store.changes = {}
    store.append("door-1", [opened("a")], expected_version=ANY_VERSION)

    assert "rows" in {finding.code for finding in verify_log(store).findings}


def test_a_busy_or_broken_database_is_not_the_same() -> None:
    class Failing(MemoryStore):
        error: StoreError

        @override
        def guards(self) -> list[str]:
            raise self.error

    store = Failing(clock=lambda: NOON)
    store.error = StoreFaultError("broken")
    assert [f.code for f in verify_log(store).findings] == ["unreadable"]
    store.error = StoreBusyError("locked")
    with pytest.raises(StoreBusyError, match="locked"):
        verify_log(store)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (None, []),
        (NOON, []),
        (NOON - timedelta(minutes=10), []),
        (NOON - timedelta(minutes=10, microseconds=1), [(0, "future")]),
        (datetime(1, 1, 1, tzinfo=UTC), [(0, "future")]),
        (datetime.max.replace(tzinfo=UTC), []),
    ],
)
def test_an_event_from_the_future_of_the_auditor_is_found_once(
    auditor: SQLiteStore, now: datetime | None, found: list[tuple[int, str]]
) -> None:
    """The first of them: whatever follows it is recorded no earlier."""
    assert codes(verify_log(auditor, now=now)) == found
