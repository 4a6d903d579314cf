"""Opens a SQLite event store: only ours, only with its guards, made if there is none."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock

from events.errors import (
    CannotOpenError,
    GuardsMissingError,
    NewerSchemaError,
    NotAnEventStoreError,
)
from events.stores.sqlite_checkpoint import WAL_LIMIT
from events.stores.sqlite_connection import connect, status_of
from events.stores.sqlite_file import SQLiteFile, store_error
from events.stores.sqlite_reading import ReadOnlyFile
from events.stores.sqlite_schema import (
    APPLICATION_ID,
    GUARDS_QUERY,
    SCHEMA,
    TABLE_QUERY,
    altered_guards,
    foreign_table,
    migrate,
)

_PRAGMAS = (
    # Never the default: a power cut would take back commits that were acknowledged.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    # Checkpoints are run by `events.stores.sqlite_checkpoint`, at safe moments.
    "PRAGMA wal_autocheckpoint = 0",
    # To this size a write-ahead log is cut when it is started anew.
    f"PRAGMA journal_size_limit = {WAL_LIMIT}",
)

PRIVATE = 0o600
"""Mode of a new database: a log may hold what is confidential. SQLite gives it to its -wal too."""


def open_for_reading(path: Path, *, busy_timeout: float) -> ReadOnlyFile:
    """Return the store at *path*, open for reading; triggers may be missing, but not the table.

    Args:
        path: The database.
        busy_timeout: How long to wait for another's lock, in seconds.

    Raises:
        NotAnEventStoreError: If there is none.
        NewerSchemaError: If it is too new for this program.
        GuardsMissingError: If it has no table of events.
        NeedsRecoveryError: If what an interrupted program left beside it has to be read too.
        StoreError: If the database refused or failed.
    """
    file = ReadOnlyFile(path, busy_timeout)
    try:
        _check_filled(path, _schema(path, file.read(_MARKS_QUERY)))
        _check_table(file)
    except BaseException:
        file.close()
        raise
    return file


def open_for_writing(path: Path, *, create: bool, busy_timeout: float) -> SQLiteFile:
    """Return the store at *path*, open for writing.

    Args:
        path: The database.
        create: Whether to make a store where there is none: no file, or an empty one.
        busy_timeout: How long to wait for another's lock, in seconds.

    Raises:
        NotAnEventStoreError: If there is none and it is not to be made, or the file is another
            program's.
        NewerSchemaError: If it is too new for this program.
        GuardsMissingError: If its guards were altered.
        StoreError: If the database refused or failed.
    """
    if create:
        _make_private(path)
    else:
        status_of(path)
    try:
        connection = connect(path, "mode=rw")
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    file = SQLiteFile(path, connection, busy_timeout)
    try:
        _prepare(file, create=create)
    except BaseException:
        file.close()
        raise
    return file


_MARKS_QUERY = """\
SELECT (SELECT application_id FROM pragma_application_id),
       (SELECT user_version FROM pragma_user_version),
       (SELECT count(*) FROM sqlite_master)"""


def _schema(path: Path, marks: list[tuple[object, ...]]) -> int:
    """Return the schema of the store, 0 if the database is empty."""
    application_id, user_version, tables = marks[0]
    if not (application_id or user_version or tables):
        return 0
    if application_id != APPLICATION_ID or not isinstance(user_version, int) or user_version < 1:
        raise NotAnEventStoreError(str(path), "is another program's database")
    if user_version > SCHEMA:
        raise NewerSchemaError(str(path), found=user_version, known=SCHEMA)
    return user_version


def _check_filled(path: Path, schema: int) -> None:
    if schema == 0:
        raise NotAnEventStoreError(str(path), "is empty")


def _check_table(file: SQLiteFile) -> None:
    foreign = foreign_table(file.read(TABLE_QUERY))
    if foreign:
        raise GuardsMissingError(str(file.path), foreign)


_making = Lock()
if hasattr(os, "register_at_fork"):
    # A child must not be made while another thread holds it: nobody would release it there.
    os.register_at_fork(
        before=_making.acquire, after_in_parent=_making.release, after_in_child=_making.release
    )


def _make_private(path: Path) -> None:
    """Make an empty file at *path*, or where the symbolic link there leads, if there is none.

    Only its owner may read it, whatever the umask. One thread at a time makes files: closing a file
    drops the locks that other connections of this process hold on it.
    """
    with _making:
        try:
            if path.exists():
                return
            with suppress(FileExistsError):
                # Unlike `Path.resolve`, `realpath` does not raise where links go in a circle.
                end = os.path.realpath(path)
                os.close(os.open(end, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))
        except OSError as error:
            raise CannotOpenError(f"{path}: {error.strerror}") from error


def _prepare(file: SQLiteFile, *, create: bool) -> None:
    for pragma in _PRAGMAS:
        file.read(pragma)
    schema = _schema(file.path, file.read(_MARKS_QUERY))
    if not create:
        _check_filled(file.path, schema)
    if schema == SCHEMA:
        check_guards(file)
    _use_wal(file)
    if schema < SCHEMA:
        _make(file)


def check_guards(file: SQLiteFile) -> None:
    """Raise GuardsMissingError if the table or a trigger on it was altered."""
    altered = altered_guards(file.read(GUARDS_QUERY))
    if altered:
        raise GuardsMissingError(str(file.path), altered)


def _use_wal(file: SQLiteFile) -> None:
    """Put the database into WAL mode: a copy made by SQLite's ``VACUUM INTO`` is in another."""
    mode = file.read("PRAGMA journal_mode = WAL")
    if mode != [("wal",)]:
        raise CannotOpenError(
            f"{file.path}: this place allows no write-ahead log, without which a log is not safe to"
            " write; keep it on a local disk, or read it only"
        )


def _make(file: SQLiteFile) -> None:
    with file.transaction() as connection:
        # Another process may have been faster.
        if _schema(file.path, file.read(_MARKS_QUERY)) < SCHEMA:
            migrate(connection)


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Say whether SQLite *version* has the bug of https://sqlite.org/wal.html#walresetbug."""
    fixed_earlier = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return (3, 7, 0) <= version < (3, 51, 3) and not fixed_earlier
