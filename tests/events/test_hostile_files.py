"""A file that is no log, or no longer one, is reported as such; nothing in it is run."""
# ruff: noqa: S608 - these are attacks

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from events.errors import (
    BrokenRecordError,
    GuardsMissingError,
    NotAnEventStoreError,
    StoreBusyError,
    StoreError,
    StoreMissingError,
)
from events.model import ANY_VERSION, MAX_INT
from events.stores.sqlite import SQLiteStore
from events.testing.door import NOON, opened
from events.verify import Finding, unopened, verify_log
from tests.events.open_files import open_files

DROPPED = "DROP TABLE events;"
ENDLESS = """
DROP TABLE events;
CREATE VIEW events AS
WITH RECURSIVE n(position) AS (SELECT 0 UNION ALL SELECT position + 1 FROM n)
SELECT position, 'a' AS event_id FROM n;
"""
COMPUTED = """
DROP TABLE events;
CREATE TABLE events (position INTEGER PRIMARY KEY, canonical AS (zeroblob(100000000)));
"""
VIRTUAL = "DROP TABLE events; CREATE VIRTUAL TABLE events USING fts5(position, canonical);"


def altered(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (DROPPED, "events is missing"),
        (ENDLESS, "events is no table of stored rows"),
        (COMPUTED, "events is no table of stored rows"),
        (VIRTUAL, "events is no table of stored rows"),
    ],
    ids=["dropped", "endless view", "generated column", "virtual table"],
)
def test_rows_are_read_only_from_a_table_that_stores_them(
    path: Path, script: str, sentence: str
) -> None:
    altered(path, script)

    with pytest.raises(GuardsMissingError) as refusal:
        SQLiteStore.open(path, readonly=True)

    assert open_files(path.parent) == []
    assert refusal.value.guards == [sentence]
    assert unopened(refusal.value).findings == (Finding(None, None, "guard", sentence),)


def test_a_trigger_of_the_same_name_keeps_no_reader_out_and_is_found(path: Path) -> None:
    altered(path, "CREATE TRIGGER events AFTER INSERT ON events BEGIN SELECT 1; END;")

    with SQLiteStore.open(path, readonly=True) as store:
        report = verify_log(store)

    assert report.findings == (Finding(None, None, "guard", "events was altered"),)


def test_readers_trust_no_schema(path: Path) -> None:
    """A view of a foreign file may call only harmless functions."""
    with SQLiteStore.open(path, readonly=True) as store:
        assert store._file.read("PRAGMA trusted_schema") == [(0,)]


def truncated(file: bytes) -> bytes:
    return file[: len(file) // 2]


def headless(file: bytes) -> bytes:
    return bytes(100) + file[100:]


def empty(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [truncated, headless, empty])
def test_a_file_that_cannot_be_read_as_a_log_is_a_finding(
    path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path.write_bytes(damage(path.read_bytes()))
    try:
        with SQLiteStore.open(path, readonly=True) as store:
            report = verify_log(store)
    except StoreError as error:
        report = unopened(error)

    assert {finding.code for finding in report.findings} & {"guard", "unreadable"}


@pytest.mark.parametrize("error", [StoreMissingError("a.db", "no"), StoreBusyError("a.db: no")])
def test_what_says_nothing_about_the_log_is_no_finding(error: StoreError) -> None:
    with pytest.raises(type(error)):
        unopened(error)


def test_what_is_missing_is_told_from_what_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        SQLiteStore.open(tmp_path / "none.db", readonly=True)
    (tmp_path / "empty.db").touch()
    with pytest.raises(NotAnEventStoreError) as refusal:
        SQLiteStore.open(tmp_path / "empty.db", readonly=True)
    assert not isinstance(refusal.value, StoreMissingError)


def tampered(path: Path, statement: str) -> None:
    """Run *statement* without the triggers, and make them again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(query).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


@pytest.mark.parametrize(
    ("statement", "position", "said"),
    [
        ("DELETE FROM events WHERE position = 0", 0, "the event is missing; verify the log"),
        ("UPDATE events SET event_id = 'x' WHERE position = 0", 0, "the log is called 'a'"),
        ("UPDATE events SET canonical = x'7b7d' WHERE position = 2", 2, "Field required"),
        (f"UPDATE events SET position = {MAX_INT} WHERE position = 2", MAX_INT, "so many events"),
        (f"UPDATE events SET position = {2**63 - 1} WHERE position = 2", 2**63 - 1, "so many"),
    ],
)
def test_nothing_is_added_to_a_log_whose_name_or_end_is_uncertain(
    path: Path, statement: str, position: int, said: str
) -> None:
    tampered(path, statement)

    with SQLiteStore.open(path) as store:
        before = list(store.rows())
        with pytest.raises(BrokenRecordError, match=said) as refusal:
            store.append("door-1", [opened("x")], expected_version=ANY_VERSION)
        assert list(store.rows()) == before
        assert refusal.value.position == position
        assert verify_log(store).findings


def test_an_instant_in_a_column_does_not_move_the_clock(path: Path) -> None:
    """What is recorded next goes by the bytes, which the hash binds."""
    future = "9999-01-01T00:00:00.000000Z"
    tampered(path, f"UPDATE events SET recorded_at = '{future}' WHERE position = 2")

    with SQLiteStore.open(path, clock=lambda: NOON) as store:
        (event,) = store.append("door-1", [opened("x")], expected_version=ANY_VERSION)

    assert event.recorded_at == "2026-01-02T12:00:00.000000Z"
