"""How SQLite is asked to open a file."""

import os
import sqlite3
from pathlib import Path

from events.errors import CannotOpenError, StoreMissingError


def connect(path: Path, how: str) -> sqlite3.Connection:
    """Return a connection that begins no transaction by itself and waits for no lock.

    It does not trust the schema of the file: that may call no function with side effects.

    Args:
        path: The database.
        how: Parameters of SQLite's file URI, e.g. ``mode=rw``.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def beside(path: Path, suffix: str) -> Path:
    """Return the file that SQLite keeps beside the database *path*, e.g. *suffix* ``-wal``.

    It lies beside the file itself, not beside a symbolic link to it.
    """
    return Path(f"{path.resolve()}{suffix}")


def status_of(path: Path) -> os.stat_result:
    """Return the status of the database *path*.

    Raises:
        StoreMissingError: If there is none.
        CannotOpenError: If it may not be looked at.
    """
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreMissingError(str(path), "does not exist") from None
    except OSError as error:
        raise CannotOpenError(f"{path}: {error.strerror}") from error
