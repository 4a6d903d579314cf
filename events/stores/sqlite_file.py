"""A SQLite database file: read and written under one lock, its errors translated into ours."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any

from typing_extensions import override

from events.errors import (
    CannotOpenError,
    NotAnEventStoreError,
    OutOfOrderError,
    StoreBusyError,
    StoreClosedError,
    StoreError,
    StoreFaultError,
    StoreFullError,
    StoreReadOnlyError,
    UnknownOutcomeError,
)

BEGIN_TRIES = 3
"""How often a transaction is begun, each time waiting for as long as the busy timeout says.

There are locks, held for a moment only, for which SQLite does not wait by itself.
"""


class SQLiteFile:
    """A database open for writing.

    One connection and one lock: threads take turns, processes are kept apart by SQLite's own locks.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = connection
        self._lock = RLock()
        self._process = os.getpid()

    def read(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query, as of one moment."""
        with self._lock:
            try:
                return _fetch(self._opened(), sql, values)
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise store_error(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block does, all of it or nothing.

        Raises:
            UnknownOutcomeError: If it cannot be said which.
            StoreError: If it was nothing.
        """
        with self._lock:
            connection = self._opened()
            if connection.in_transaction:
                raise StoreError(f"{self.path}: this thread is already writing")
            try:
                _begin(connection)
                yield connection
                _commit(self.path, connection)
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise store_error(self.path, error) from error
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreClosedError(f"{self.path}: closed")
        if self._process != os.getpid():
            raise StoreClosedError(f"{self.path}: opened by another process, before a fork")
        return self._connection


class ReadOnlyFile(SQLiteFile):
    """A database open for reading, which leaves no trace beside it.

    A plain read-only connection to a database in WAL mode makes ``-wal`` and ``-shm`` files and
    leaves them there; in a folder that may not be written it fails. So while there is no ``-wal``
    file, and thus no writer, the file is read as immutable. SQLite then takes no locks and sees no
    changes: that a writer came by is noticed here, by the change of the file, and the read is done
    again.
    """

    def __init__(self, path: Path, busy_timeout: float) -> None:
        self._busy_timeout = busy_timeout
        self._snapshot = _fingerprint(path)
        super().__init__(path, self._connect(path))

    def _connect(self, path: Path) -> sqlite3.Connection:
        how = "mode=ro" if self._snapshot is None else "immutable=1"
        return connect(path, how, self._busy_timeout)

    @override
    def read(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            while True:
                try:
                    rows = super().read(sql, values)
                except StoreFaultError:
                    if not self._moved():
                        raise
                else:
                    if not self._moved():
                        return rows

    def _moved(self) -> bool:
        """Say whether what was read was in motion; if so, connect anew."""
        if self._snapshot is None or self._snapshot == _fingerprint(self.path):
            return False
        self._opened().close()
        self._snapshot = _fingerprint(self.path)
        self._connection = self._connect(self.path)
        return True

    @override
    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        raise StoreReadOnlyError(f"{self.path}: opened for reading")
        yield


def connect(path: Path, how: str, busy_timeout: float) -> sqlite3.Connection:
    """Return a connection that begins no transaction by itself and trusts no schema.

    Args:
        path: The database.
        how: Parameters of SQLite's file URI, e.g. ``mode=rw``.
        busy_timeout: How long to wait for another's lock, in seconds.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=busy_timeout,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _fetch(
    connection: sqlite3.Connection, sql: str, values: Sequence[str | int]
) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(sql, values).fetchall()
    except sqlite3.OperationalError as error:
        if hasattr(error, "sqlite_errorcode"):
            raise
    # Not from SQLite but from Python: a damaged row holds text that is not UTF-8. The verifier is
    # to see the row nevertheless.
    connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.text_factory = str


def _fingerprint(path: Path) -> tuple[int, int, int] | None:
    """Return what changes with the file, None while a writer has it open."""
    if Path(f"{path.resolve()}-wal").exists():
        return None
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _begin(connection: sqlite3.Connection) -> None:
    """Take the write lock before anything is read, so that nothing read can be out of date."""
    for left in reversed(range(BEGIN_TRIES)):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if left == 0 or _code(error) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        else:
            return


def _commit(path: Path, connection: sqlite3.Connection) -> None:
    try:
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        # These say that the commit mark was not written. After a failed fsync, say, it may be.
        if _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}:
            raise
        raise UnknownOutcomeError(f"{path}: {error} at COMMIT") from error


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)


_ERRORS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusyError,
    sqlite3.SQLITE_LOCKED: StoreBusyError,
    sqlite3.SQLITE_FULL: StoreFullError,
    sqlite3.SQLITE_CONSTRAINT: OutOfOrderError,
    sqlite3.SQLITE_READONLY: StoreReadOnlyError,
    sqlite3.SQLITE_CANTOPEN: CannotOpenError,
}


def store_error(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> StoreError:
    """Return our error for one of SQLite. The lower byte of its code says the kind.

    A damaged file can make SQLite say things that are not UTF-8, which Python cannot repeat.
    """
    kind = _code(error) & 0xFF
    if kind == sqlite3.SQLITE_NOTADB:
        return NotAnEventStoreError(str(path), "is not a SQLite database")
    return _ERRORS.get(kind, StoreFaultError)(f"{path}: {error}")
