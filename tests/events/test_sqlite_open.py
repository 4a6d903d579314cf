"""A store opens what is a store, changes nothing else, and leaves no trace where it only reads."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from sqlite_utils import hookimpl
from sqlite_utils.plugins import pm

from events.errors import (
    CannotOpenError,
    NewerSchemaError,
    NotAnEventStoreError,
    StoreFaultError,
    StoreMissingError,
    StoreReadOnlyError,
)
from events.model import NO_STREAM
from events.stores.sqlite import SQLiteStore
from events.stores.sqlite_open import has_wal_reset_bug
from events.stores.sqlite_schema import APPLICATION_ID, SCHEMA
from events.testing.door import everything, opened
from events.verify import verify_log


def run(code: str, *arguments: object) -> str:
    """Run *code* in a Python of its own and return what it printed."""
    command = [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_new_store_is_marked_and_durable(store: SQLiteStore, path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        for pragma, value in {
            "application_id": APPLICATION_ID,
            "user_version": SCHEMA,
            "journal_mode": "wal",
        }.items():
            assert other.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    for pragma, number in {
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }.items():
        assert store._file.read(f"PRAGMA {pragma}") == [(number,)]


def test_what_was_recorded_is_there_when_it_is_opened_again(path: Path) -> None:
    with SQLiteStore.open(path, create=False) as store:
        assert store.head() == 3
        store.append("door-1", [opened("x")], expected_version=1)
    with SQLiteStore.open(str(path)) as store:
        assert [e.event_id for e in store.read_stream("door-1")] == ["a", "b", "x"]


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "what?mode=memory", "né#1.db", "'.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with SQLiteStore.open(tmp_path / name) as store:
        store.append("door-1", [opened("a")], expected_version=NO_STREAM)
        assert (tmp_path / name).stat().st_size > 0
    with SQLiteStore.open(tmp_path / name, readonly=True) as store:
        assert store.head() == 1


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE accounts (name TEXT)")
        connection.commit()


def make_marked_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")


def make_numbered(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")


def make_half_marked(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def make_garbage(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 500)


@pytest.mark.parametrize("how", [{}, {"create": False}, {"readonly": True}], ids=str)
@pytest.mark.parametrize(
    "make",
    [make_foreign, make_marked_foreign, make_numbered, make_half_marked, make_garbage],
)
def test_another_programs_file_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], how: dict[str, Any]
) -> None:
    path = tmp_path / "file.db"
    make(path)
    before = path.read_bytes()

    with pytest.raises(NotAnEventStoreError, match=r"file\.db"):
        SQLiteStore.open(path, **how)

    assert path.read_bytes() == before
    assert files(tmp_path) == ["file.db"]


@pytest.mark.parametrize("size", [2, 70, 100, 512, 4096, 8192, 12288])
@pytest.mark.parametrize("readonly", [False, True])
def test_a_file_that_was_cut_short_is_an_error(path: Path, size: int, *, readonly: bool) -> None:
    path.write_bytes(path.read_bytes()[:size])

    with pytest.raises((StoreFaultError, NotAnEventStoreError)):
        SQLiteStore.open(path, readonly=readonly)

    assert files(path.parent) == ["doors.db"]


@pytest.mark.parametrize("how", [{"create": False}, {"readonly": True}], ids=str)
def test_a_store_that_is_not_there_is_made_only_when_asked_for(
    tmp_path: Path, how: dict[str, Any]
) -> None:
    with pytest.raises(NotAnEventStoreError, match="does not exist"):
        SQLiteStore.open(tmp_path / "doors.db", **how)
    (tmp_path / "empty.db").touch()
    with pytest.raises(NotAnEventStoreError, match="is empty"):
        SQLiteStore.open(tmp_path / "empty.db", **how)

    assert files(tmp_path) == ["empty.db"]
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    with SQLiteStore.open(tmp_path / "empty.db") as store:
        store.append("door-1", [opened("a")], expected_version=NO_STREAM)
        assert verify_log(store).findings == ()


def test_a_store_of_a_newer_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")

    for readonly in (False, True):
        with pytest.raises(NewerSchemaError) as refusal:
            SQLiteStore.open(path, readonly=readonly)
        assert (refusal.value.found, refusal.value.known) == (SCHEMA + 1, SCHEMA)


def test_where_no_file_can_be_is_an_error(path: Path, tmp_path: Path) -> None:
    for place in (tmp_path, path / "doors.db", tmp_path / "no folder" / "doors.db"):
        with pytest.raises((CannotOpenError, NotAnEventStoreError)):
            SQLiteStore.open(place)
        with pytest.raises((CannotOpenError, NotAnEventStoreError)):
            SQLiteStore.open(place, readonly=True)


# Who may read it


def mode_of(path: Path) -> int:
    return S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_umask")
def test_a_new_store_is_for_its_owner_only(tmp_path: Path) -> None:
    with SQLiteStore.open(tmp_path / "doors.db") as store:
        store.append("door-1", [opened("a")], expected_version=NO_STREAM)
        modes = {file.name: mode_of(file) for file in tmp_path.iterdir()}

    assert modes == dict.fromkeys(("doors.db", "doors.db-wal", "doors.db-shm"), 0o600)


def test_a_new_store_at_the_end_of_a_link_is_for_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "doors.db")

    SQLiteStore.open(tmp_path / "link.db").close()

    assert mode_of(tmp_path / "doors.db") == 0o600
    assert (tmp_path / "link.db").is_symlink()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_of_a_file_that_is_there_is_its_owners_business(path: Path, mode: int) -> None:
    path.chmod(mode)
    (path.parent / "empty.db").touch()
    (path.parent / "empty.db").chmod(mode)

    for file in (path, path.parent / "empty.db"):
        with SQLiteStore.open(file) as store:
            store.append("door-7", [opened("x")], expected_version=NO_STREAM)
            assert mode_of(file) == mode_of(Path(f"{file}-wal")) == mode


def test_links_in_a_circle_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.db").symlink_to(tmp_path / "b.db")
    (tmp_path / "b.db").symlink_to(tmp_path / "a.db")

    with pytest.raises(CannotOpenError):
        SQLiteStore.open(tmp_path / "a.db")


def test_where_no_store_can_be_made_the_error_says_why(tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError, match="No such file or directory"):
        SQLiteStore.open(tmp_path / "no folder" / "doors.db")


# Reading only


def test_a_reader_leaves_no_trace(path: Path) -> None:
    before = path.read_bytes()

    with SQLiteStore.open(path, readonly=True) as store:
        assert len(list(store.read_all())) == 3
        assert verify_log(store).findings == ()
        assert files(path.parent) == ["doors.db"]

    assert path.read_bytes() == before
    assert files(path.parent) == ["doors.db"]


def test_a_reader_cannot_write(path: Path) -> None:
    with SQLiteStore.open(path, readonly=True) as store:
        with pytest.raises(StoreReadOnlyError):
            store.append("door-1", [opened("x")], expected_version=1)
        with pytest.raises(StoreReadOnlyError):
            store.restore([])


READ_ONLY_FOLDER = """
import os, sys
from events.errors import StoreError
from events.stores.sqlite import SQLiteStore
from events.verify import verify_log
def audit(path):
    with SQLiteStore.open(path, readonly=True) as store:
        report = verify_log(store)
    return report.size, report.findings
audit(sys.argv[2])  # loads all modules, which another user may not be allowed to read
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
try:
    open(sys.argv[1] + ".probe", "w")
except OSError:
    pass
else:
    raise SystemExit("the folder can be written")
print(*audit(sys.argv[1]))
try:
    SQLiteStore.open(sys.argv[1])
except StoreError as error:
    print(type(error).__name__)
"""


@pytest.fixture
def sealed(path: Path) -> Iterator[Path]:
    """Return a copy of the store in a folder that may only be read."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(path, folder / "copy.db")
        (folder / "copy.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder / "copy.db"
        folder.chmod(0o755)


def test_a_copy_in_a_folder_that_may_only_be_read_is_verified(sealed: Path, path: Path) -> None:
    lines = run(READ_ONLY_FOLDER, sealed, path).splitlines()

    assert lines[0] == "3 ()"
    assert lines[1] in {"StoreReadOnlyError", "CannotOpenError"}
    assert files(sealed.parent) == ["copy.db"]


def test_a_reader_sees_what_writers_add(path: Path) -> None:
    """While they write, after they have gone, and when they came and went unseen."""
    with SQLiteStore.open(path, readonly=True) as reader:
        assert reader.head() == 3
        with SQLiteStore.open(path) as writer:
            writer.append("door-1", [opened("x")], expected_version=1)
            assert reader.head() == 4
            writer.append("door-1", [opened("y")], expected_version=2)
            assert [e.event_id for e in reader.read_stream("door-1")] == ["a", "b", "x", "y"]
        assert reader.head() == 5
    with SQLiteStore.open(path) as writer:
        writer.append("door-1", [opened("z")], expected_version=3)
    with SQLiteStore.open(path, readonly=True) as reader:
        assert reader.head() == 6


def test_a_reader_sees_what_a_writer_left_behind_unseen(path: Path) -> None:
    with SQLiteStore.open(path, readonly=True) as reader:
        assert reader.head() == 3
        with SQLiteStore.open(path) as writer:
            writer.append("door-1", [opened("x")], expected_version=1)

        assert reader.find("x") is not None
        assert len(everything(reader)) == 4


# The process around it


def test_no_plugin_of_another_program_is_run(tmp_path: Path) -> None:
    class Plugin:
        connections: ClassVar[list[sqlite3.Connection]] = []

        @hookimpl
        def prepare_connection(self, conn: sqlite3.Connection) -> None:
            self.connections.append(conn)

    pm.register(plugin := Plugin())
    try:
        SQLiteStore.open(tmp_path / "new.db").close()
    finally:
        pm.unregister(plugin)

    assert Plugin.connections == []


def test_a_reader_whose_file_is_gone_is_told_so(path: Path) -> None:
    with SQLiteStore.open(path, readonly=True) as reader:
        path.unlink()

        with pytest.raises(StoreMissingError, match="does not exist"):
            reader.head()


def test_a_reader_keeps_no_connection_to_a_file_that_changed(path: Path) -> None:
    with SQLiteStore.open(path, readonly=True) as reader:
        before = reader._file._opened()
        with SQLiteStore.open(path) as writer:
            writer.append("door-1", [opened("x")], expected_version=1)
        assert reader.head() == 4

        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            before.execute("SELECT 1")


def test_opening_an_existing_store_costs_no_imports(path: Path) -> None:
    code = """
import sys
from events.stores.sqlite import SQLiteStore
from events.testing.door import opened
from events.model import ANY_VERSION
with SQLiteStore.open(sys.argv[1]) as store:
    store.append("door-1", [opened("x")], expected_version=ANY_VERSION)
    print(store.head(), {"sqlite_utils", "pydantic", "click"} & sys.modules.keys())
"""
    assert run(code, path) == "4 set()"


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(
    version: tuple[int, int, int], affected: bool
) -> None:
    assert has_wal_reset_bug(version) is affected


def test_a_store_is_not_carried_over_a_fork(path: Path) -> None:
    code = """
import os, sys
from events.errors import StoreClosedError
from events.stores.sqlite import SQLiteStore
store = SQLiteStore.open(sys.argv[1])
if os.fork() == 0:
    try:
        store.head()
    except StoreClosedError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
print(store.head())
"""
    assert "before a fork" in run(code, path).splitlines()[0]
    assert run(code, path).splitlines()[1] == "3"
