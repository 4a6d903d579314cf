"""Opens a SQLite event store: only ours, only with its guards, made if there is none."""

import sqlite3
import warnings
from functools import cache
from pathlib import Path

from events.errors import (
    CannotOpenError,
    GuardsMissingError,
    NewerSchemaError,
    NotAnEventStoreError,
    StoreMissingError,
    WalResetWarning,
)
from events.stores.sqlite_file import ReadOnlyFile, SQLiteFile, connect, store_error
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
)


def open_for_reading(path: Path, *, busy_timeout: float) -> SQLiteFile:
    """Return the store at *path*, open for reading; triggers may be missing, but not the table.

    Args:
        path: The database.
        busy_timeout: How long to wait for another's lock, in seconds.

    Raises:
        NotAnEventStoreError: If there is none.
        NewerSchemaError: If it is too new for this program.
        GuardsMissingError: If it has no table of events.
        StoreError: If the database refused or failed.
    """
    _check_exists(path)
    try:
        file = ReadOnlyFile(path, busy_timeout)
    except sqlite3.Error as error:
        raise store_error(path, error) from error
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
    if not create:
        _check_exists(path)
    try:
        connection = connect(path, "mode=rwc" if create else "mode=rw", busy_timeout)
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    file = SQLiteFile(path, connection)
    try:
        _prepare(file, create=create)
        _warn_of_wal_reset()
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


def _check_exists(path: Path) -> None:
    if not path.exists():
        raise StoreMissingError(str(path), "does not exist")


def _check_filled(path: Path, schema: int) -> None:
    if schema == 0:
        raise NotAnEventStoreError(str(path), "is empty")


def _check_table(file: SQLiteFile) -> None:
    foreign = foreign_table(file.read(TABLE_QUERY))
    if foreign:
        raise GuardsMissingError(str(file.path), foreign)


def _prepare(file: SQLiteFile, *, create: bool) -> None:
    for pragma in _PRAGMAS:
        file.read(pragma)
    schema = _schema(file.path, file.read(_MARKS_QUERY))
    if not create:
        _check_filled(file.path, schema)
    if schema < SCHEMA:
        _make(file)
    altered = altered_guards(file.read(GUARDS_QUERY))
    if altered:
        raise GuardsMissingError(str(file.path), altered)


def _make(file: SQLiteFile) -> None:
    mode = file.read("PRAGMA journal_mode = WAL")
    if mode != [("wal",)]:
        raise CannotOpenError(f"{file.path}: this place does not allow a write-ahead log")
    with file.transaction() as connection:
        # Another process may have been faster.
        if _schema(file.path, file.read(_MARKS_QUERY)) < SCHEMA:
            migrate(connection)


@cache
def _warn_of_wal_reset() -> None:
    """Warn once in the life of the process."""
    if has_wal_reset_bug(sqlite3.sqlite_version_info):
        warnings.warn(
            f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug: it can lose a commit when two "
            "connections write and checkpoint at once. Use 3.51.3, 3.50.7 or 3.44.6.",
            WalResetWarning,
            stacklevel=4,
        )


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Say whether SQLite *version* has the bug of https://sqlite.org/wal.html#walresetbug."""
    mended_earlier = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return (3, 7, 0) <= version < (3, 51, 3) and not mended_earlier
