"""The write-ahead log stays small, and no checkpoint runs while anybody can write."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from events.model import ANY_VERSION, NO_STREAM, NewEvent
from events.stores import sqlite_checkpoint
from events.stores.sqlite import SQLiteStore
from events.stores.sqlite_checkpoint import WAL_LIMIT
from events.testing.door import everything, opened
from events.verify import verify_log

FILLER = "x" * 60_000
BATCH = 5
SLACK = 4 * BATCH * len(FILLER)
"""More bytes than the commit of a batch can add to the write-ahead log."""


def big(number: int) -> NewEvent:
    return NewEvent(f"big-{number}", "door_opened", {"filler": FILLER})


def append(store: SQLiteStore, numbers: range) -> int:
    """Append big events in batches; return the largest size of the write-ahead log."""
    largest = 0
    for first in numbers[::BATCH]:
        batch = [big(number) for number in range(first, first + BATCH)]
        store.append("door-9", batch, expected_version=ANY_VERSION)
        largest = max(largest, wal_size(store))
    return largest


def wal_size(store: SQLiteStore) -> int:
    return Path(f"{store._file.path}-wal").stat().st_size


def test_thousands_of_appends_leave_a_small_write_ahead_log(path: Path) -> None:
    with SQLiteStore.open(path) as store:
        for number in range(2_000):
            store.append("door-8", [opened(f"small-{number}")], expected_version=number - 1)
            assert wal_size(store) <= WAL_LIMIT + SLACK
        assert append(store, range(300)) <= WAL_LIMIT + SLACK
        assert verify_log(store).findings == ()


def test_one_large_commit_is_checkpointed_and_its_space_given_back(
    tmp_path: Path,
) -> None:
    with SQLiteStore.open(tmp_path / "source.db") as source:
        source.append("door-9", [big(n) for n in range(200)], expected_version=NO_STREAM)
        records = everything(source)
    with SQLiteStore.open(tmp_path / "restored.db") as store:
        store.restore(records)
        assert wal_size(store) > 2 * WAL_LIMIT

        store.append("door-1", [opened("x")], expected_version=NO_STREAM)

        assert wal_size(store) <= WAL_LIMIT


def test_a_long_reader_lets_it_grow_and_afterwards_it_is_small_again(path: Path) -> None:
    with SQLiteStore.open(path) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            before = reader.execute("SELECT count(*) FROM events").fetchone()
            assert append(store, range(300)) > 3 * WAL_LIMIT
            assert reader.execute("SELECT count(*) FROM events").fetchone() == before

        append(store, range(300, 400))

        assert wal_size(store) <= WAL_LIMIT + SLACK
        assert verify_log(store).findings == ()


def test_a_close_leaves_nothing_behind(path: Path) -> None:
    with SQLiteStore.open(path) as store:
        append(store, range(10))

    assert [file.name for file in path.parent.iterdir()] == ["doors.db"]


class Probe:
    """Tries to write, as another program would, whenever a checkpoint is about to run."""

    def __init__(self, path: Path) -> None:
        self.checkpoints: list[str] = []
        self.could_write: list[bool] = []
        self._writer = sqlite3.connect(path, isolation_level=None, timeout=0)

    def notice(self, statement: str) -> None:
        if "wal_checkpoint" in statement:
            self.checkpoints.append(statement)
            self.could_write.append(can_write(self._writer))

    def close(self) -> None:
        self._writer.close()


def can_write(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    connection.execute("ROLLBACK")
    return True


@pytest.fixture
def probe(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Probe]:
    probe = Probe(path)
    connect = sqlite_checkpoint.connect

    def watched(*arguments: Any) -> sqlite3.Connection:
        connection = connect(*arguments)
        connection.set_trace_callback(probe.notice)
        return connection

    monkeypatch.setattr(sqlite_checkpoint, "connect", watched)
    with closing(probe):
        yield probe


def test_nobody_can_write_while_a_checkpoint_runs(path: Path, probe: Probe) -> None:
    with SQLiteStore.open(path) as store:
        append(store, range(200))

    assert len(probe.checkpoints) >= 2
    assert not any(probe.could_write)


def test_while_a_reader_holds_it_back_it_is_tried_once_for_each_growth(
    path: Path, probe: Probe
) -> None:
    with (
        SQLiteStore.open(path) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        largest = append(store, range(300))

        assert 2 <= len(probe.checkpoints) <= largest // WAL_LIMIT


def test_with_the_checkpoints_of_sqlite_somebody_could(path: Path, probe: Probe) -> None:
    """The control: a checkpoint as any connection may run it leaves others the write lock."""
    with closing(sqlite_checkpoint.connect(path, "mode=rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    assert probe.could_write == [True]


def test_sqlite_runs_no_checkpoint_of_its_own(path: Path) -> None:
    with SQLiteStore.open(path) as store:
        assert store._file.read("PRAGMA wal_autocheckpoint") == [(0,)]


def test_a_checkpoint_does_not_wait_for_another_writer(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The append before it is done; the next one tries again."""
    with (
        SQLiteStore.open(path) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        run = store._file._checkpoints.run_if_due

        def overtaken(connection: sqlite3.Connection) -> None:
            other.execute("BEGIN IMMEDIATE")
            run(connection)
            other.execute("ROLLBACK")

        monkeypatch.setattr(store._file._checkpoints, "run_if_due", overtaken)
        assert append(store, range(100)) > WAL_LIMIT + SLACK
        monkeypatch.undo()

        append(store, range(100, 110))

        assert wal_size(store) <= WAL_LIMIT + SLACK
        assert store.head() == 113


WRITER = """
import sys
from events.model import ANY_VERSION, NewEvent
from events.stores.sqlite import SQLiteStore
with SQLiteStore.open(sys.argv[1], busy_timeout=600) as store:
    for number in range(100):
        event = NewEvent(f"{sys.argv[2]}-{number}", "door_opened", {"filler": "x" * 60_000})
        store.append(f"door-{sys.argv[2]}", [event], expected_version=number - 1)
"""


def test_processes_that_write_at_once_keep_it_small_together(path: Path) -> None:
    with SQLiteStore.open(path) as store:
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(number)])
            for number in range(10, 14)
        ]
        largest = 0
        while any(writer.poll() is None for writer in writers):
            largest = max(largest, wal_size(store))
            sleep(0.005)
        assert [writer.returncode for writer in writers] == [0, 0, 0, 0]

        assert store.head() == 403
        assert largest <= 4 * WAL_LIMIT
        assert verify_log(store).findings == ()
