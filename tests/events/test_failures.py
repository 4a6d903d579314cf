"""When the disk or the database fails, nothing is half done, and the error says what to do."""

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.errors import StoreBusyError, StoreFaultError, StoreFullError, UnknownOutcomeError
from events.model import NewEvent
from events.stores.sqlite import SQLiteStore
from events.testing.door import everything, opened
from events.verify import verify_log

FILLER = "x" * 60_000

FULL_DISK = """
import json, resource, sys
from events.errors import StoreError
from events.model import ANY_VERSION, NewEvent
from events.stores.sqlite import SQLiteStore
from events.verify import verify_log

def event(number):
    return NewEvent(str(number), "door_opened", {"filler": "x" * 60_000})

store = SQLiteStore.open(sys.argv[1])
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, limit[1]))
acknowledged = 3
try:
    while True:
        store.append("door-9", [event(acknowledged)], expected_version=ANY_VERSION)
        acknowledged += 1
except StoreError as error:
    failure = type(error).__name__
while_full = store.head()
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
store.append("door-9", [event(acknowledged)], expected_version=ANY_VERSION)
print(json.dumps([failure, acknowledged, while_full, store.head(), verify_log(store).findings]))
"""


def test_a_full_disk_refuses_cleanly_and_works_again_with_space(path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", FULL_DISK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    failure, acknowledged, while_full, afterwards, findings = json.loads(done.stdout)

    assert failure in {"StoreFullError", "StoreFaultError"}
    assert acknowledged > 4
    assert while_full == acknowledged
    assert afterwards == acknowledged + 1
    assert findings == []
    with SQLiteStore.open(path) as store:
        assert store.head() == afterwards


def test_a_database_that_may_not_grow_is_full(store: SQLiteStore) -> None:
    before = everything(store)
    pages = store._file.read("PRAGMA page_count")[0][0]
    store._file.read(f"PRAGMA max_page_count = {pages + 2}")
    big = [NewEvent(f"big-{n}", "door_opened", {"filler": FILLER}) for n in range(3)]

    with pytest.raises(StoreFullError):
        store.append("door-1", big, expected_version=1)

    assert everything(store) == before
    store._file.read("PRAGMA max_page_count = 1000000")
    assert len(store.append("door-1", big, expected_version=1)) == 3
    assert verify_log(store).findings == ()


def deny(what: str) -> Callable[[int, str | None, str | None, str | None, str | None], int]:
    """Return an authorizer that makes SQLite refuse one kind of transaction statement."""

    def authorize(action: int, argument: str | None, *_: str | None) -> int:
        refused = action == sqlite3.SQLITE_TRANSACTION and argument == what
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

    return authorize


def test_a_commit_that_fails_halfway_is_an_unknown_outcome_to_be_repeated(
    store: SQLiteStore,
) -> None:
    connection = store._file._opened()
    connection.set_authorizer(deny("COMMIT"))

    with pytest.raises(UnknownOutcomeError, match="COMMIT"):
        store.append("door-1", [opened("x")], expected_version=1)

    connection.set_authorizer(None)
    first = store.append("door-1", [opened("x")], expected_version=1)
    assert store.append("door-1", [opened("x")], expected_version=1) == first
    assert store.head() == 4


def test_a_commit_that_waits_for_a_reader_is_no_unknown_outcome(path: Path) -> None:
    """In rollback mode, as another program may set it, a reader holds up the commit."""
    with (
        SQLiteStore.open(path, busy_timeout=0) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        assert store._file.read("PRAGMA journal_mode = DELETE") == [("delete",)]
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()

        with pytest.raises(StoreBusyError):
            store.append("door-1", [opened("x")], expected_version=1)

        reader.execute("COMMIT")
        assert store.head() == 3
        assert store.append("door-1", [opened("x")], expected_version=1)[0].position == 3


def test_a_commit_that_cannot_be_written_is_no_unknown_outcome(store: SQLiteStore) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        with pytest.raises(StoreFaultError):
            store.append("door-1", [opened("x")], expected_version=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert store.head() == 3
    assert store.append("door-1", [opened("x")], expected_version=1)[0].position == 3


def test_a_transaction_that_cannot_begin_is_an_error(store: SQLiteStore) -> None:
    connection = store._file._opened()
    connection.set_authorizer(deny("BEGIN"))

    with pytest.raises(StoreFaultError):
        store.append("door-1", [opened("x")], expected_version=1)

    connection.set_authorizer(None)
    assert store.append("door-1", [opened("x")], expected_version=1)[0].position == 3


def test_an_interrupted_restore_leaves_nothing(store: SQLiteStore, tmp_path: Path) -> None:
    def interrupted() -> Iterator[bytes]:
        yield from everything(store)
        raise KeyboardInterrupt

    with SQLiteStore.open(tmp_path / "copy.db") as copy:
        with pytest.raises(KeyboardInterrupt):
            copy.restore(interrupted())
        assert copy.head() == 0
        assert copy.restore(everything(store)) == 3
