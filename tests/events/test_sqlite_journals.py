"""What was never committed is never shown, whatever mode a database is in and whoever died."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from events.errors import NeedsRecoveryError, StoreBusyError
from events.stores.sqlite import SQLiteStore
from events.testing.door import everything, opened
from events.verify import verify_log

KILLED_BEFORE_COMMIT = """
import os, signal, sqlite3, sys
from events.model import NewEvent
from events.batch import Tail, record
from events.model import Append
from events.stores.sqlite import _INSERT, _values

connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
event = NewEvent("never", "door_opened", {})
tail = Tail(3, "a", "2026-01-02T12:00:00.000000Z")
(recorded,) = record(
    [Append("door-1", [event], 1)], tail, lambda stream: 1, "2026-01-02T12:00:00.000000Z"
)
connection.execute(_INSERT, _values(recorded))
# More than SQLite keeps in memory: what comes before is written to the files.
connection.execute("CREATE TABLE filler (text)")
for _ in range(100):
    connection.execute("INSERT INTO filler VALUES (?)", ("x" * 10_000,))
os.kill(os.getpid(), signal.SIGKILL)
"""


def kill_a_writer(path: Path) -> None:
    command = [sys.executable, "-c", KILLED_BEFORE_COMMIT, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture
def copy(path: Path) -> Path:
    """Return a copy made by VACUUM INTO, which is in rollback mode."""
    copy = path.with_name("copy.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    assert mode_of(copy) == "delete"
    return copy


def mode_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_reader_does_not_believe_what_a_killed_writer_left(path: Path, copy: Path) -> None:
    with SQLiteStore.open(path) as store:
        committed = everything(store)
    kill_a_writer(copy)
    journal = copy.with_name("copy.db-journal")
    assert journal.stat().st_size > 0
    before = copy.read_bytes(), journal.read_bytes()

    with pytest.raises(NeedsRecoveryError, match="open it for writing once") as refusal:
        SQLiteStore.open(copy, readonly=True)

    assert (refusal.value.path, refusal.value.beside) == (str(copy), str(journal))
    assert (copy.read_bytes(), journal.read_bytes()) == before
    with SQLiteStore.open(copy) as store:
        assert everything(store) == committed
        assert verify_log(store).findings == ()
    with SQLiteStore.open(copy, readonly=True) as store:
        assert everything(store) == committed


def test_without_its_journal_the_uncommitted_event_would_be_seen(copy: Path) -> None:
    """The control: the killed writer did write into the database."""
    kill_a_writer(copy)
    with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as connection:
        ids = [row[0] for row in connection.execute("SELECT event_id FROM events NOT INDEXED")]

    assert "never" in ids


def test_in_wal_mode_a_reader_passes_over_what_a_killed_writer_left(path: Path) -> None:
    with SQLiteStore.open(path) as store:
        committed = everything(store)
    kill_a_writer(path)
    assert path.with_name("doors.db-wal").stat().st_size > 0

    with SQLiteStore.open(path, readonly=True) as store:
        assert everything(store) == committed


def test_a_reader_that_is_already_there_does_not_believe_it_either(copy: Path) -> None:
    with SQLiteStore.open(copy, readonly=True) as reader:
        before = everything(reader)
        kill_a_writer(copy)

        with pytest.raises(NeedsRecoveryError):
            reader.head()

        with SQLiteStore.open(copy) as writer:
            assert everything(writer) == before
        assert everything(reader) == before


def test_a_journal_beside_the_file_itself_is_found_through_a_link(
    copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(copy)
    kill_a_writer(copy)

    with pytest.raises(NeedsRecoveryError):
        SQLiteStore.open(link, readonly=True)


def test_a_database_in_rollback_mode_is_read_while_another_program_writes(copy: Path) -> None:
    with (
        SQLiteStore.open(copy, readonly=True) as reader,
        closing(sqlite3.connect(copy, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE filler (text)")
        assert copy.with_name("copy.db-journal").exists()

        assert reader.head() == 3
        with SQLiteStore.open(copy, readonly=True) as second:
            assert second.head() == 3
        other.execute("COMMIT")
        assert reader.head() == 3


def test_a_copy_is_put_back_into_wal_mode_when_it_is_written(copy: Path) -> None:
    with SQLiteStore.open(copy, create=False) as store:
        assert mode_of(copy) == "wal"
        store.append("door-1", [opened("x")], expected_version=1)
        assert store.head() == 4

    assert mode_of(copy) == "wal"
    with SQLiteStore.open(copy, readonly=True) as store:
        assert store.head() == 4
        assert verify_log(store).findings == ()


def test_a_copy_that_another_program_uses_cannot_be_put_into_wal_mode(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM events").fetchone()

        with pytest.raises(StoreBusyError):
            SQLiteStore.open(copy, busy_timeout=0)

    with SQLiteStore.open(copy) as store:
        assert store.head() == 3


WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from events.errors import StoreError
from events.stores.sqlite import SQLiteStore
Path("/").as_uri()  # loads all modules, which another user may not be allowed to read
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
try:
    with SQLiteStore.open(sys.argv[1], readonly=sys.argv[2] == "read") as store:
        print(store.head())
except StoreError as error:
    print(type(error).__name__, error)
"""


def open_without_rights(path: Path, how: str = "read") -> str:
    command = [sys.executable, "-c", WITHOUT_RIGHTS, str(path), how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that everybody can enter; it is sealed by the tests."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        Path(name).chmod(0o755)


def seal(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)


def test_a_write_ahead_log_in_a_folder_that_cannot_be_written_is_an_error_that_helps(
    path: Path, folder: Path
) -> None:
    with SQLiteStore.open(path) as store:
        store.append("door-1", [opened("x")], expected_version=1)
        for name in ("doors.db", "doors.db-wal"):
            shutil.copy(path.with_name(name), folder)
    seal(folder)

    said = open_without_rights(folder / "doors.db")

    assert said.startswith("NeedsRecoveryError")
    assert f"{folder / 'doors.db-wal'}" in said
    assert "copy it together with" in said


def test_a_hot_journal_in_a_folder_that_cannot_be_written_is_an_error_that_helps(
    copy: Path, folder: Path
) -> None:
    kill_a_writer(copy)
    for name in ("copy.db", "copy.db-journal"):
        shutil.copy(copy.with_name(name), folder)
    seal(folder)

    said = open_without_rights(folder / "copy.db")

    assert said.startswith("NeedsRecoveryError")
    assert f"{folder / 'copy.db-journal'}" in said


def test_a_file_that_may_not_be_read_is_an_error_that_says_so(path: Path, folder: Path) -> None:
    shutil.copy(path, folder)
    seal(folder)
    (folder / "doors.db").chmod(0o000)

    assert "you may not read this file" in open_without_rights(folder / "doors.db")


@pytest.mark.parametrize("how", ["read", "write"])
def test_a_folder_that_may_not_be_entered_is_an_error_that_says_so(
    path: Path, folder: Path, how: str
) -> None:
    shutil.copy(path, folder)
    folder.chmod(0o600)

    said = open_without_rights(folder / "doors.db", how)

    assert said == f"CannotOpenError {folder / 'doors.db'}: Permission denied"
