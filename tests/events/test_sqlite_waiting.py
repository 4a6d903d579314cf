"""A store waits for another program's lock once, for as long as it was told, and says how long."""

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.errors import StoreBusyError
from events.stores import sqlite_file
from events.stores.sqlite import SQLiteStore
from events.testing.door import opened


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(sqlite_file, "monotonic", clock.monotonic)
    monkeypatch.setattr(sqlite_file, "sleep", clock.sleep)
    return clock


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Return the connection of another program, which has begun to write."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_locked_store_is_busy_and_later_free(path: Path, other: sqlite3.Connection) -> None:
    with SQLiteStore.open(path, busy_timeout=0.01) as hasty:
        with pytest.raises(StoreBusyError):
            hasty.append("door-1", [opened("x")], expected_version=1)
        assert hasty.head() == 3
        other.execute("ROLLBACK")

        assert hasty.append("door-1", [opened("x")], expected_version=1)[0].position == 3


@pytest.mark.parametrize("timeout", [0, 0.25, 5, 60])
@pytest.mark.usefixtures("other")
def test_the_whole_waiting_is_one_timeout(path: Path, clock: Clock, timeout: float) -> None:
    with SQLiteStore.open(path, busy_timeout=timeout) as store:
        with pytest.raises(StoreBusyError, match=f"waited {timeout:.1f} s") as refusal:
            store.append("door-1", [opened("x")], expected_version=1)

        assert clock.now == pytest.approx(timeout)
        assert refusal.value.waited == pytest.approx(timeout)


def test_what_becomes_free_in_time_is_taken_and_the_wait_is_logged(
    path: Path,
    other: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 20:
            other.execute("ROLLBACK")

    monkeypatch.setattr(sqlite_file, "sleep", sleep)
    with (
        SQLiteStore.open(path, busy_timeout=60) as store,
        caplog.at_level(logging.DEBUG, logger="events"),
    ):
        assert store.append("door-1", [opened("x")], expected_version=1)[0].position == 3

    assert len(slept) == 20
    (record,) = caplog.records
    assert record.name == "events.stores.sqlite_file"
    assert vars(record)["events_path"] == str(path)
    assert vars(record)["events_waited"] >= 0


def test_an_exclusively_locked_store_cannot_be_opened(path: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")

        for readonly in (False, True):
            before = clock.now
            with pytest.raises(StoreBusyError):
                SQLiteStore.open(path, readonly=readonly, busy_timeout=5)
            assert clock.now - before == pytest.approx(5)


def test_a_reader_does_not_wait_for_a_writer(path: Path, other: sqlite3.Connection) -> None:
    other.execute("CREATE TABLE filler (text)")
    with SQLiteStore.open(path, readonly=True, busy_timeout=0) as reader:
        assert reader.head() == 3


ERRORS_ARE_WARNINGS = """
import sys
from events.stores.sqlite import SQLiteStore
from events.testing.door import opened
with SQLiteStore.open(sys.argv[1]) as store:
    store.append("door-1", [opened("x")], expected_version=1)
    print(store.head())
"""


def test_no_warning_is_given_whatever_the_sqlite(path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", ERRORS_ARE_WARNINGS, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.stdout.strip(), done.stderr) == ("4", "")
