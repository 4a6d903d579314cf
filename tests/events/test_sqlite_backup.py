"""A backup is a whole log as of one moment, whoever writes meanwhile, and replaces nothing."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from events.errors import (
    CannotOpenError,
    GuardsMissingError,
    NotAnEventStoreError,
    StoreBusyError,
    StoreFaultError,
)
from events.merkle import leaf_hash, root
from events.model import NO_STREAM
from events.stores import sqlite_backup
from events.stores.sqlite import SQLiteStore
from events.stores.sqlite_backup import Backup, back_up
from events.stores.sqlite_file import SQLiteFile
from events.stores.sqlite_reading import ReadOnlyFile
from events.testing.door import everything, opened
from events.verify import verify_log
from tests.events.open_files import open_files


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies" / "copy.db"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def check(backup: Backup, target: Path, records: list[bytes]) -> None:
    """Assert that *target* is a sound store with *records*, and what was said of it is so."""
    assert names(target.parent) == [target.name]
    assert S_IMODE(target.stat().st_mode) == 0o600
    assert backup == Backup(len(records), root(map(leaf_hash, records)))
    with SQLiteStore.open(target, readonly=True) as copy:
        report = verify_log(copy)
        assert (report.findings, report.size, report.root) == ((), backup.size, backup.root)
        assert everything(copy) == records
    assert target.read_bytes()[18:20] == b"\2\2"  # which is how SQLite marks WAL mode


def test_a_log_at_rest_is_copied_and_nothing_is_left_beside_it(path: Path, target: Path) -> None:
    before = path.read_bytes()

    backup = back_up(path, target)

    with SQLiteStore.open(path, readonly=True) as store:
        check(backup, target, everything(store))
    assert path.read_bytes() == before
    assert names(path.parent) == ["copies", "doors.db"]


def test_a_log_in_use_is_copied_with_what_is_in_its_write_ahead_log(
    path: Path, target: Path
) -> None:
    with SQLiteStore.open(path) as store:
        store.append("door-1", [opened("x")], expected_version=1)

        check(back_up(path, target), target, everything(store))

        store.append("door-1", [opened("y")], expected_version=2)
        assert store.head() == 5


def test_a_plain_copy_of_a_log_in_use_is_not_the_log(path: Path, target: Path) -> None:
    """The control: what is in the write-ahead log is missing."""
    with SQLiteStore.open(path) as store:
        store.append("door-1", [opened("x")], expected_version=1)
        shutil.copy(path, target)

    with SQLiteStore.open(target, readonly=True) as copy:
        assert copy.head() == 3


def test_a_copy_can_be_written_and_copied_in_its_turn(path: Path, target: Path) -> None:
    back_up(path, target)
    with SQLiteStore.open(target) as copy:
        copy.append("door-1", [opened("x")], expected_version=1)
        records = everything(copy)

    second = target.with_name("second.db")
    backup = back_up(target, second)
    target.unlink()
    check(backup, second, records)


def test_an_empty_log_is_copied(tmp_path: Path, target: Path) -> None:
    SQLiteStore.open(tmp_path / "empty.db").close()

    check(back_up(tmp_path / "empty.db", target), target, [])


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_there_is_not_replaced(path: Path, target: Path, suffix: str, kind: str) -> None:
    there = Path(f"{target}{suffix}")
    if kind == "file":
        there.write_text("mine")
    else:
        there.symlink_to(target.parent / "nowhere")

    with pytest.raises(CannotOpenError, match="there already"):
        back_up(path, target)

    assert names(target.parent) == [there.name]
    assert kind == "link" or there.read_text() == "mine"


def test_what_comes_in_between_is_not_replaced(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    target.write_text("mine")

    with pytest.raises(CannotOpenError, match="there already"):
        back_up(path, target)

    assert target.read_text() == "mine"
    assert names(target.parent) == [target.name]


def test_the_name_appears_when_the_copy_is_whole(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a program that is killed leaves no name that blocks the next one."""
    seen: list[bool] = []
    copy_to = ReadOnlyFile.copy_to

    def watched(file: ReadOnlyFile, part: Path) -> None:
        copy_to(file, part)
        seen.append(target.exists())

    monkeypatch.setattr(ReadOnlyFile, "copy_to", watched)
    back_up(path, target)

    assert (seen, target.exists()) == ([False], True)


def test_a_file_system_without_links_takes_a_copy_too(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    back_up(path, target)

    with SQLiteStore.open(target, readonly=True) as copy:
        assert copy.head() == 3
    assert names(target.parent) == [target.name]


def test_a_log_is_not_copied_onto_itself(path: Path) -> None:
    with pytest.raises(CannotOpenError):
        back_up(path, path)


def test_a_place_where_no_file_can_be_is_an_error(path: Path, target: Path) -> None:
    with pytest.raises(FileNotFoundError):
        back_up(path, target / "copy.db")
    assert names(target.parent) == []


def test_what_is_no_log_is_not_copied(tmp_path: Path, target: Path) -> None:
    with pytest.raises(NotAnEventStoreError):
        back_up(tmp_path / "nothing.db", target)
    assert names(target.parent) == []


def test_a_log_without_its_guards_is_not_copied(path: Path, target: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER events_no_update")

    with pytest.raises(GuardsMissingError, match=r"doors\.db"):
        back_up(path, target)
    assert names(target.parent) == []


def test_a_copy_that_differs_is_thrown_away(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_to = ReadOnlyFile.copy_to

    def forged(file: ReadOnlyFile, part: Path) -> None:
        copy_to(file, part)
        with SQLiteStore.open(part) as store:
            store.append("door-1", [opened("x")], expected_version=1)

    monkeypatch.setattr(ReadOnlyFile, "copy_to", forged)

    with pytest.raises(StoreFaultError, match="differs at position 3"):
        back_up(path, target)
    assert names(target.parent) == []


def test_a_failure_on_the_way_leaves_nothing(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sqlite_backup, "_sync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        back_up(path, target)
    assert names(target.parent) == []


def test_the_copy_is_on_the_disk_before_it_has_its_name_and_the_name_afterwards(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, synced = sqlite_backup._sync, list[tuple[Path, bool]]()

    def noted(file: Path) -> None:
        sync(file)
        synced.append((file, target.exists()))

    monkeypatch.setattr(sqlite_backup, "_sync", noted)

    back_up(path, target)

    assert [named for _, named in synced] == [False, True]
    assert [file.parent for file, _ in synced] == [target.parent, target.parent.parent]


def test_nothing_stays_open(path: Path, target: Path) -> None:
    back_up(path, target)

    assert open_files(path.parent) == []


def test_a_log_that_another_program_locked_is_not_waited_for_longer_than_told(
    path: Path, target: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreBusyError):
            back_up(path, target, busy_timeout=0)
    assert names(target.parent) == []


def test_a_log_that_is_written_during_the_copy_is_copied_anew(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, copies = SQLiteFile.read, []

    def overtaken(file: SQLiteFile, sql: str, values: Sequence[str | int] = ()) -> Any:
        rows = read(file, sql, values)
        if sql.startswith("VACUUM"):
            copies.append(sql)
            if len(copies) == 1:
                with SQLiteStore.open(path) as writer:
                    writer.append("door-1", [opened("x")], expected_version=1)
        return rows

    monkeypatch.setattr(SQLiteFile, "read", overtaken)

    assert back_up(path, target).size == 4
    assert len(copies) == 2


WRITER = """
import sys
from events.model import ANY_VERSION
from events.stores.sqlite import SQLiteStore
from events.testing.door import closed, opened
print("ready", flush=True)
number = 0
while True:
    # It comes and goes, so that there are moments with and without a write-ahead log.
    with SQLiteStore.open(sys.argv[1], busy_timeout=600) as store:
        for _ in range(number % 7):
            batch = [opened(f"o{number}"), closed(f"c{number}")]
            store.append("door-9", batch, expected_version=ANY_VERSION)
            number += 1
        number += 1
"""


@pytest.fixture
def busy(path: Path) -> Iterator[Path]:
    """Return a log that another process writes, two events at a time."""
    with SQLiteStore.open(path) as store:
        events = [opened(f"many-{number}") for number in range(401)]
        store.append("window-1", events, expected_version=NO_STREAM)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        yield path
        writer.kill()


def test_while_others_write_each_copy_is_the_log_of_one_moment(busy: Path, target: Path) -> None:
    for number in range(6):
        copy = target.with_name(f"{number}.db")

        backup = back_up(busy, copy, busy_timeout=600)

        assert backup.size % 2 == 0
        with SQLiteStore.open(copy, readonly=True) as store:
            records = everything(store)
        check(backup, copy, records)
        with SQLiteStore.open(busy, readonly=True, busy_timeout=600) as log:
            assert [e.canonical for e in log.read_all(size=backup.size)] == records
        copy.unlink()
