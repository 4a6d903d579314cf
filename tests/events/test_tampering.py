"""A table of tamperings: each is found, or is one that no log can show by itself.

They are the work of somebody who owns the file and is careful: triggers are dropped and made again,
positions renumbered, and hashes and columns fit wherever they can be made to.
"""
# ruff: noqa: S608 - these are attacks

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import rfc8785

from events.errors import BrokenRecordError
from events.merkle import leaf_hash
from events.model import ANY_VERSION, COLUMNS
from events.stores.memory import MemoryStore
from events.stores.sqlite import SQLiteStore
from events.testing.door import NOON, everything, opened
from events.verify import UNDETECTABLE, verify_log

Attack = Callable[[sqlite3.Connection], object]

PAGE = (Path(__file__).parents[2] / "docs" / "what-can-and-cannot-be-proved.md").read_text(
    encoding="utf-8"
)
LOG = (
    ("door-1", "a", 0),
    ("door-2", "b", 1),
    ("door-1", "c", 1),
    ("door-1", "d", 1),
    ("door-2", "e", 1),
    ("door-3", "f", 1),
    ("door-1", "g", 2),
)
"""Stream, event id and the minute of recording, in position order."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "doors.db"
    minutes = iter(LOG)

    def clock() -> datetime:
        return NOON + timedelta(minutes=next(minutes)[2])

    with SQLiteStore.open(path, clock=clock) as store:
        for stream, event_id, _ in LOG:
            store.append(stream, [opened(event_id)], expected_version=ANY_VERSION)
    return path


def tamper(path: Path, attack: Attack) -> None:
    """Change the log as somebody who drops the triggers, and makes them again afterwards."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(query).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        attack(connection)
        for _, sql in triggers:
            connection.execute(sql)


def in_order(event_ids: str) -> Attack:
    """Give the events the positions that they have in *event_ids*; those not named are removed."""

    def attack(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE events SET position = position + 100")
        for position, event_id in enumerate(event_ids):
            change = "UPDATE events SET position = ? WHERE event_id = ?"
            connection.execute(change, (position, event_id))
        connection.execute("DELETE FROM events WHERE position >= 100")

    return attack


def rewritten(position: int, **changes: object) -> Attack:
    """Rewrite an event with its hash and its columns."""

    def attack(connection: sqlite3.Connection) -> None:
        query = "SELECT canonical FROM events WHERE position = ?"
        fields = json.loads(connection.execute(query, (position,)).fetchone()[0]) | changes
        put(connection, position, fields)

    return attack


def added(position: int, **changes: object) -> Attack:
    """Put a copy of the event at *position*, with *changes*, before it."""

    def attack(connection: sqlite3.Connection) -> None:
        query = "SELECT canonical FROM events WHERE position = ?"
        fields = json.loads(connection.execute(query, (position,)).fetchone()[0])
        connection.execute(
            "UPDATE events SET position = position + 100 WHERE position >= ?", (position,)
        )
        put(connection, position, fields | {"event_id": "x"} | changes)
        connection.execute("UPDATE events SET position = position - 99 WHERE position >= 100")

    return attack


def inserted(position: int, stream: str, version: int) -> Attack:
    """Make room in a stream for an event, and add it."""

    def attack(connection: sqlite3.Connection) -> None:
        change = "UPDATE events SET version = version + ? WHERE stream = ? AND version >= ?"
        connection.execute(change, (100, stream, version))
        connection.execute(change, (-99, stream, 100))
        added(position, stream=stream, version=version)(connection)

    return attack


def put(connection: sqlite3.Connection, position: int, fields: dict[str, object]) -> None:
    canonical = rfc8785.dumps(fields)  # type: ignore[arg-type]  # a record
    columns = (position, *map(fields.get, COLUMNS), canonical, leaf_hash(canonical))
    marks = ", ".join("?" * len(columns))
    names = ", ".join(("position", *COLUMNS, "canonical", "leaf_hash"))
    connection.execute(f"INSERT OR REPLACE INTO events ({names}) VALUES ({marks})", columns)


FOUND: dict[str, tuple[Attack, set[tuple[int | None, str]]]] = {
    "two neighbours of a stream swapped": (in_order("abdcefg"), {(2, "order")}),
    "an event moved before an earlier one of its stream": (in_order("abdefcg"), {(2, "order")}),
    "a stream turned around": (in_order("aedcbfg"), {(1, "order"), (2, "order")}),
    "an event moved to another time": (in_order("abcdegf"), {(6, "recorded_at")}),
    "the first event moved": (in_order("bacdefg"), {(0, "log"), (1, "recorded_at")}),
    "the first event removed": (in_order("bcdefg"), {(0, "log"), (1, "version")}),
    "an event inside a stream removed": (in_order("abdefg"), {(2, "version")}),
    "an event removed, a gap left": (
        lambda connection: connection.execute("DELETE FROM events WHERE position = 2"),
        {(None, "rows"), (3, "version"), (3, "position")},
    ),
    "an event added inside a stream": (inserted(3, "door-1", 2), {(4, "columns"), (7, "columns")}),
    "an event added before its time": (
        added(1, stream="door-9", recorded_at="2026-01-02T12:02:00.000000Z"),
        {(2, "recorded_at")},
    ),
    "an event of another log added": (added(5, stream="door-9", log="x"), {(5, "log")}),
    "an event rewritten for another time": (
        rewritten(5, recorded_at="2026-01-02T12:00:00.000000Z"),
        {(5, "recorded_at")},
    ),
    "an event moved to another stream": (rewritten(2, stream="door-9"), {(2, "version")}),
}

UNSEEN: dict[str, list[tuple[str, Attack]]] = {
    "end_cut": [("the last event", in_order("abcdef")), ("all but one", in_order("a"))],
    "stream_end_cut": [
        ("the last event of a stream", in_order("abcdfg")),
        ("a whole stream", in_order("abcdeg")),
    ],
    "moved": [
        ("neighbours of two streams swapped", in_order("acbdefg")),
        ("past several events of others", in_order("abcdfeg")),
    ],
    "added": [
        ("at the end of a stream", added(5, stream="door-2", version=2)),
        ("a stream of its own", added(3, stream="door-9", version=0)),
    ],
    "rewritten": [
        ("what happened", rewritten(2, data={"by": "nobody"})),
        ("who recorded it", rewritten(2, actor="mallory")),
        ("when it was recorded", rewritten(6, recorded_at="2099-01-01T00:00:00.000000Z")),
    ],
}
UNSEEN_ATTACKS = [
    pytest.param(attack, id=f"{code}: {name}")
    for code, attacks in UNSEEN.items()
    for name, attack in attacks
]


@pytest.mark.parametrize("name", FOUND)
def test_a_careful_forger_is_found_where_the_rules_of_a_log_are_broken(
    path: Path, name: str
) -> None:
    attack, expected = FOUND[name]
    tamper(path, attack)

    with SQLiteStore.open(path, readonly=True) as store:
        findings = verify_log(store).findings

    assert expected <= {(finding.position, finding.code) for finding in findings}


@pytest.mark.parametrize("attack", UNSEEN_ATTACKS)
def test_only_size_and_root_show_what_a_log_that_agrees_with_itself_hides(
    path: Path, attack: Attack
) -> None:
    """Such a log can also be restored from its export: what verifies keeps all the rules."""
    with SQLiteStore.open(path, readonly=True) as store:
        before = verify_log(store)
        tamper(path, attack)
        after = verify_log(store)
        records = everything(store)

    copy = MemoryStore()
    copy.restore(records)
    assert after.findings == ()
    assert after.root != before.root
    assert (after.size, after.root) == (verify_log(copy).size, verify_log(copy).root)


def test_every_undetectable_tampering_was_tried_and_is_on_the_page() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE)

    assert set(UNSEEN) == set(UNDETECTABLE)
    assert dict(rows) == dict(UNDETECTABLE)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET canonical = '{}' WHERE position = 7",
        "UPDATE events SET event_id = 'z' WHERE position = 0",
        "DELETE FROM events WHERE position = 0",
    ],
)
def test_a_writer_that_stays_open_looks_at_an_end_that_another_changed(
    path: Path, change: str
) -> None:
    with SQLiteStore.open(path, clock=lambda: NOON) as store:
        store.append("door-1", [opened("h")], expected_version=ANY_VERSION)
        tamper(path, lambda connection: connection.execute(change.replace("'{}'", "x'7b7d'")))

        with pytest.raises(BrokenRecordError):
            store.append("door-1", [opened("i")], expected_version=ANY_VERSION)

        assert store.head() == 8


def test_a_writer_that_stays_open_goes_on_after_another(path: Path) -> None:
    late = NOON + timedelta(minutes=5)
    with (
        SQLiteStore.open(path, clock=lambda: NOON) as store,
        SQLiteStore.open(path, clock=lambda: late) as other,
    ):
        store.append("door-1", [opened("h")], expected_version=ANY_VERSION)
        other.append("door-9", [opened("i")], expected_version=ANY_VERSION)
        (last,) = store.append("door-1", [opened("j")], expected_version=ANY_VERSION)

        assert (last.position, last.recorded_at) == (9, "2026-01-02T12:05:00.000000Z")
        assert verify_log(store).findings == ()
