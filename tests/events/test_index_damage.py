"""Readers look events up in indexes: a log is not sound while they find less than a scan does."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.errors import EventsError, StoreFaultError
from events.model import ANY_VERSION
from events.stores import sqlite
from events.stores.sqlite import SQLiteStore
from events.testing.door import NOON, opened
from events.verify import verify_log

DOORS = [f"door-{number:02}-{'x' * 60}" for number in range(12)]
EVENTS = 240
FLIPS = 100
INDEX_PAGES = {0x02, 0x0A}
"""First bytes of the pages of an index."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a closed store whose indexes have several levels."""
    path = tmp_path / "doors.db"
    with SQLiteStore.open(path, clock=lambda: NOON) as store:
        for number in range(EVENTS):
            event_id = f"{number * 7919 % 1000:03}-{'y' * 40}"
            store.append(DOORS[number % 12], [opened(event_id)], expected_version=ANY_VERSION)
    return path


def index_bits(file: bytes) -> Iterator[range]:
    """Yield the bits of each index page."""
    size = int.from_bytes(file[16:18], "big")
    for start in range(size, len(file), size):
        if file[start] in INDEX_PAGES:
            yield range(start * 8, (start + size) * 8)


def looked_up(path: Path) -> object:
    """Return all that readers find by way of an index, or that they fail."""
    try:
        with SQLiteStore.open(path, readonly=True) as store:
            return (
                store.streams("door"),
                [list(store.read_stream(door)) for door in DOORS],
                list(store.read_by_stream("door")),
                [store.find(event.event_id) for event in store.read_all()],
            )
    except EventsError as error:
        return type(error)


def is_sound(path: Path) -> bool:
    try:
        with SQLiteStore.open(path, readonly=True) as store:
            return not verify_log(store).findings
    except EventsError:
        return False


def passes_quick_check(path: Path) -> bool:
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        return connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def test_no_log_is_sound_whose_indexes_mislead_readers(path: Path) -> None:
    file, true = path.read_bytes(), looked_up(path)
    bits = [bit for page in index_bits(file) for bit in page]
    misled, overlooked = 0, 0
    assert is_sound(path)

    for bit in random.Random(11).sample(bits, FLIPS):  # noqa: S311 - a fixed sample
        damaged = bytearray(file)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        if looked_up(path) != true:
            misled += 1
            overlooked += passes_quick_check(path)

            assert not is_sound(path), bit

    # The control: there were such flips, and a check without the indexes overlooks them.
    assert misled
    assert overlooked


def test_an_event_that_an_index_does_not_find_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the database itself sees no damage: here it is not asked."""
    index = "sqlite_autoindex_events_1"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)
        ).fetchone()
    file = bytearray(path.read_bytes())
    size = int.from_bytes(file[16:18], "big")
    page = file[(root - 1) * size : root * size]
    key = page.rindex(b"-yyyy") - 1
    file[(root - 1) * size + key] ^= 1
    path.write_bytes(file)
    monkeypatch.setattr(sqlite, "_CHECK", "SELECT 'ok'")

    with SQLiteStore.open(path, readonly=True) as store:
        findings = verify_log(store).findings
        unfound = [e.position for e in store.read_all() if store.find(e.event_id) != e]

    assert unfound
    assert [(f.position, f.code) for f in findings] == [(p, "index") for p in unfound]


def test_an_index_that_leads_in_circles_is_an_error(path: Path) -> None:
    """Two pages of the table exchanged: a reader would come back to where it was."""
    file = path.read_bytes()
    size = int.from_bytes(file[16:18], "big")
    leaves = [
        start
        for start in range(size, len(file), size)
        if file[start] == 0x0D and b'"door_opened"' in file[start : start + size]
    ]
    damaged = bytearray(file)
    last, first = leaves[-1], leaves[0]
    damaged[last : last + size] = file[first : first + size]
    path.write_bytes(damaged)

    with SQLiteStore.open(path, readonly=True) as store:
        findings = verify_log(store).findings
        with pytest.raises(StoreFaultError, match="leads from"):
            list(store.read_all(batch_size=1))

    assert "guard" in {finding.code for finding in findings}
