"""What is recorded stays, whichever program comes to change it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from events.errors import GuardsMissingError, OutOfOrderError
from events.model import ANY_VERSION
from events.stores.sqlite import SQLiteStore
from events.testing.door import everything, opened
from events.verify import verify_log

INTO = (
    "INTO events (position, event_id, stream, version, type, schema_version, recorded_at, "
    "canonical, leaf_hash) VALUES"
)
UPDATE = "DO UPDATE SET canonical = x'7b7d'"
ALTERED = """
DROP TRIGGER events_no_update;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events WHEN 0 BEGIN SELECT 1; END;
"""


@pytest.fixture
def intruder(path: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection as any program would make it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def row(position: object, event_id: str, stream: str, version: object) -> str:
    return (
        f"({position}, '{event_id}', '{stream}', {version}, 'door_opened', 1, "
        "'2026-01-02T12:00:00.000000Z', x'7b7d', zeroblob(32))"
    )


REPLACEMENTS = {
    "by position": row(1, "x", "door-9", 0),
    "by last position": row(2, "x", "door-9", 0),
    "by stream and version": row(3, "x", "door-1", 1),
    "by event id": row(3, "b", "door-9", 0),
    "by all": row(1, "b", "door-1", 1),
    "by rowid": row(0, "x", "door-9", 0),
}


@pytest.mark.parametrize("recursive_triggers", ["OFF", "ON"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET canonical = x'7b7d' WHERE position = 1",
        "UPDATE events SET position = 9 WHERE position = 2",
        "UPDATE OR REPLACE events SET event_id = 'a' WHERE position = 2",
        "UPDATE OR IGNORE events SET type = 'x'",
        "DELETE FROM events WHERE position = 2",
        "DELETE FROM events",
        *(f"INSERT OR REPLACE {INTO} {v}" for v in REPLACEMENTS.values()),
        *(f"REPLACE {INTO} {v}" for v in REPLACEMENTS.values()),
        f"INSERT {INTO} {row(1, 'x', 'door-9', 0)} ON CONFLICT (position) {UPDATE}",
        f"INSERT {INTO} {row(3, 'b', 'door-9', 0)} ON CONFLICT (event_id) {UPDATE}",
        f"INSERT {INTO} {row(3, 'x', 'door-1', 1)} ON CONFLICT (stream, version) {UPDATE}",
        f"INSERT {INTO} {row(4, 'x', 'door-9', 0)}",
        f"INSERT {INTO} {row(-1, 'x', 'door-9', 0)}",
        f"INSERT {INTO} {row('NULL', 'x', 'door-9', 0)}",
        f"INSERT {INTO} {row(3, 'x', 'door-1', 3)}",
        f"INSERT {INTO} {row(3, 'x', 'door-9', 1)}",
        f"INSERT {INTO} {row(3, 'x', 'door-9', 'NULL')}",
        f"INSERT OR FAIL {INTO} {row(4, 'x', 'door-9', 0)}",
    ],
)
def test_any_other_program_is_refused(
    intruder: sqlite3.Connection, path: Path, statement: str, recursive_triggers: str
) -> None:
    before = intruder.execute("SELECT * FROM events").fetchall()
    intruder.execute(f"PRAGMA recursive_triggers = {recursive_triggers}")

    with pytest.raises(sqlite3.IntegrityError):
        intruder.execute(statement)

    assert intruder.execute("SELECT * FROM events").fetchall() == before
    with SQLiteStore.open(path) as store:
        assert verify_log(store).findings == ()


@pytest.mark.parametrize("values", REPLACEMENTS.values(), ids=REPLACEMENTS.keys())
def test_replacing_would_go_unnoticed_without_the_insert_guard(
    intruder: sqlite3.Connection, values: str
) -> None:
    """The control: the statements above are real attacks."""
    intruder.execute("DROP TRIGGER events_in_order")
    before = intruder.execute("SELECT * FROM events").fetchall()
    intruder.execute(f"INSERT OR REPLACE {INTO} {values}")

    assert [r for r in before if r not in intruder.execute("SELECT * FROM events").fetchall()]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TRIGGER events_no_update", "events_no_update is missing"),
        ("DROP TRIGGER events_no_delete", "events_no_delete is missing"),
        ("DROP TRIGGER events_in_order", "events_in_order is missing"),
        (ALTERED, "events_no_update was altered"),
        (
            "CREATE TRIGGER more AFTER INSERT ON events BEGIN SELECT 1; END",
            "more is foreign",
        ),
        ("ALTER TABLE events ADD COLUMN more TEXT", "events was altered"),
    ],
)
def test_altered_guards_are_seen_when_the_store_is_opened(
    intruder: sqlite3.Connection, path: Path, statement: str, sentence: str
) -> None:
    intruder.executescript(statement)

    with pytest.raises(GuardsMissingError, match=r"doors\.db") as refusal:
        SQLiteStore.open(path)
    assert refusal.value.guards == [sentence]

    with SQLiteStore.open(path, readonly=True) as store:
        assert [f.message for f in verify_log(store).findings if f.code == "guard"] == [sentence]


def test_a_table_rebuilt_by_a_tool_is_seen(path: Path) -> None:
    with closing(Database(path)) as database:
        database["events"].transform(rename={"type": "kind"})  # type: ignore[union-attr]  # a table
        database["events"].transform(rename={"kind": "type"})  # type: ignore[union-attr]  # a table

    with pytest.raises(GuardsMissingError) as refusal:
        SQLiteStore.open(path)

    assert "events_no_update is missing" in refusal.value.guards


def test_an_index_of_ones_own_is_no_harm(intruder: sqlite3.Connection, path: Path) -> None:
    intruder.execute("CREATE INDEX mine ON events (type)")

    with SQLiteStore.open(path) as store:
        assert store.guards() == []


def test_a_store_whose_guards_object_says_so(
    intruder: sqlite3.Connection, store: SQLiteStore
) -> None:
    intruder.execute(
        "CREATE TRIGGER more BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    before = everything(store)

    with pytest.raises(OutOfOrderError, match="no"):
        store.append("door-1", [opened("x")], expected_version=ANY_VERSION)

    assert everything(store) == before
