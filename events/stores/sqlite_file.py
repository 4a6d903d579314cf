"""A SQLite database file: written under one lock, its errors translated into ours."""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

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
from events.stores.process_lock import ProcessLock
from events.stores.sqlite_checkpoint import Checkpoints

T = TypeVar("T")

_LOGGER = logging.getLogger(__name__)
logging.getLogger("events").addHandler(logging.NullHandler())

_PAUSES = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.025, 0.05)
"""Seconds to sleep between tries to get a lock; afterwards `_LAST_PAUSE` each time."""
_LAST_PAUSE = 0.1


class SQLiteFile:
    """A database open for writing.

    One connection and one lock: threads take turns, processes are kept apart by SQLite's own locks.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, busy_timeout: float) -> None:
        self.path = path
        self.busy_timeout = busy_timeout
        self._connection: sqlite3.Connection | None = connection
        self._lock = ProcessLock(str(path))
        self._checkpoints = Checkpoints(path)

    def read(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query, as of one moment."""
        with self._lock:
            return self._patiently(lambda: _fetch(self._opened(), sql, values))

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
            # The write lock is taken before anything is read, so nothing read can be out of date.
            self._patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
            try:
                yield connection
                _commit(self.path, connection)
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise store_error(self.path, error) from error
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            self._checkpoints.run_if_due(connection)

    def close(self) -> None:
        """Close the connection. In a forked child it does nothing: the parent uses it."""
        if not self._lock.is_ours:
            return
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreClosedError(f"{self.path}: closed")
        return self._connection

    def _patiently(self, work: Callable[[], T]) -> T:
        """Do *work*, again while another program holds a lock, until the timeout is over.

        SQLite's own busy handler would not do: there are locks for which it does not wait, and each
        new try would begin a new timeout.
        """
        try:
            return work()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            fault: sqlite3.Error | UnicodeDecodeError = error
        began = monotonic()
        for pause in chain(_PAUSES, repeat(_LAST_PAUSE)):
            waited = monotonic() - began
            if _code(fault) & 0xFF != sqlite3.SQLITE_BUSY or waited >= self.busy_timeout:
                break
            sleep(min(pause, self.busy_timeout - waited))
            try:
                done = work()
            except (sqlite3.Error, UnicodeDecodeError) as error:
                fault = error
            else:
                self._log_wait(monotonic() - began)
                return done
        raise store_error(self.path, fault, monotonic() - began) from fault

    def _log_wait(self, waited: float) -> None:
        fields = {"events_path": str(self.path), "events_waited": waited}
        message = "%s: waited %.3f s for a lock of another connection"
        _LOGGER.debug(message, self.path, waited, extra=fields)


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
    return connection.execute(sql, values).fetchall()


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
    sqlite3.SQLITE_FULL: StoreFullError,
    sqlite3.SQLITE_CONSTRAINT: OutOfOrderError,
    sqlite3.SQLITE_READONLY: StoreReadOnlyError,
    sqlite3.SQLITE_CANTOPEN: CannotOpenError,
}


def store_error(
    path: Path, error: sqlite3.Error | UnicodeDecodeError, waited: float = 0.0
) -> StoreError:
    """Return our error for one of SQLite. The lower byte of its code says the kind.

    A damaged file can make SQLite say things that are not UTF-8, which Python cannot repeat.

    Args:
        path: The database.
        error: What SQLite said.
        waited: How long a lock was waited for, in seconds.
    """
    kind = _code(error) & 0xFF
    if kind in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        message = f"{path}: locked by another connection ({error}); waited {waited:.1f} s"
        return StoreBusyError(message, waited=waited)
    if kind == sqlite3.SQLITE_NOTADB:
        return NotAnEventStoreError(str(path), "is not a SQLite database")
    return _ERRORS.get(kind, StoreFaultError)(f"{path}: {error}")
