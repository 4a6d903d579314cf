"""A SQLite database file that is only read: nothing is made, changed or left beside it."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from typing_extensions import override

from events.errors import (
    CannotOpenError,
    NeedsRecoveryError,
    StoreError,
    StoreFaultError,
    StoreReadOnlyError,
)
from events.stores.sqlite_connection import beside, connect, status_of
from events.stores.sqlite_file import SQLiteFile, store_error

T = TypeVar("T")


class ReadOnlyFile(SQLiteFile):
    """A database open for reading, which leaves no trace beside it.

    A plain read-only connection to a database in WAL mode makes ``-wal`` and ``-shm`` files and
    leaves them there; in a folder that may not be written it fails. So while no such file and no
    rollback journal lies beside the database, and thus no program is writing, the file is read as
    immutable. SQLite then takes no locks, looks for no journal and sees no changes: that a writer
    came by is noticed here, by the change of the file, and the read is done again.
    """

    def __init__(self, path: Path, busy_timeout: float) -> None:
        self._snapshot = _fingerprint(path)
        super().__init__(path, self._connect(path), busy_timeout)

    def _connect(self, path: Path) -> sqlite3.Connection:
        try:
            return connect(path, "mode=ro" if self._snapshot is None else "immutable=1")
        except sqlite3.Error as error:
            raise _explained(path, store_error(path, error)) from error

    @override
    def read(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        read = super().read
        return self._steadily(lambda: read(sql, values))

    def copy_to(self, path: Path) -> None:
        """Fill the file *path* with a copy of the database as of one moment."""
        read = super().read

        def copy() -> None:
            os.truncate(path, 0)
            read("VACUUM INTO ?", (str(path.absolute()),))

        self._steadily(copy)

    def _steadily(self, work: Callable[[], T]) -> T:
        """Do *work*, again if the database changed meanwhile."""
        with self._lock:
            while True:
                try:
                    result = work()
                except StoreFaultError:
                    if not self._moved():
                        raise
                except (CannotOpenError, StoreReadOnlyError) as error:
                    raise _explained(self.path, error) from error
                else:
                    if not self._moved():
                        return result

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


def _fingerprint(path: Path) -> tuple[int, int, int] | None:
    """Return what changes with the file, None while a program writes it or was interrupted."""
    status = status_of(path)
    if any(beside(path, suffix).exists() for suffix in ("-wal", "-journal")):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _explained(path: Path, error: StoreError) -> StoreError:
    """Return why the database cannot be read, where SQLite's own words do not say it."""
    if not os.access(path, os.R_OK):
        return CannotOpenError(f"{path}: you may not read this file")
    journal, wal = beside(path, "-journal"), beside(path, "-wal")
    if journal.exists():
        reason = "a program was interrupted while it wrote, and what it left has to be taken back"
        return NeedsRecoveryError(str(path), str(journal), reason)
    if wal.exists():
        reason = f"events may stand in {wal}, and SQLite cannot read that without writing beside it"
        return NeedsRecoveryError(str(path), str(wal), reason)
    return error
