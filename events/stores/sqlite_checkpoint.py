"""Keeps the write-ahead log small, by checkpoints during which nobody can write.

SQLite before 3.51.3 can lose a commit when a checkpoint runs while another connection starts the
write-ahead log anew (https://sqlite.org/wal.html#walresetbug), and by default every connection runs
checkpoints after its commits. So ours do not (``wal_autocheckpoint = 0``): a checkpoint runs on a
second connection, while the first holds the write lock, without which no connection of any program
can write or start the write-ahead log anew. See docs/design/wal-checkpoints.md.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from events.stores.sqlite_connection import beside, connect

WAL_LIMIT = 4 * 1024 * 1024
"""Size in bytes above which a checkpoint is due; SQLite's own default is 1,000 pages, the same."""


class Checkpoints:
    """The checkpoints of one connection that writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wal = str(beside(path, "-wal"))
        self._tried = 0
        """Size of the write-ahead log at the last checkpoint, 0 once it was started anew."""

    def run_if_due(self, connection: sqlite3.Connection) -> None:
        """Run a checkpoint if the write-ahead log has grown large. To be called after a commit.

        While a reader of an old state prevents that it is started anew, it goes on growing; the
        next try is made when it has grown by `WAL_LIMIT` more.
        """
        size = _size(self._wal)
        if size <= WAL_LIMIT:
            self._tried = 0
        elif size >= self._tried + WAL_LIMIT:
            self._run(connection, size)

    def _run(self, connection: sqlite3.Connection, size: int) -> None:
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                with closing(connect(self._path, "mode=rw")) as other:
                    other.execute("PRAGMA synchronous = FULL")
                    other.execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                connection.execute("ROLLBACK")
        except (sqlite3.Error, UnicodeDecodeError):
            # The commit before it is durable, so this is no failure of the append: the write-ahead
            # log stays as it is, and the next commit tries again. Most often another writer came
            # first.
            return
        self._tried = size


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - asked after every commit; pathlib is slower
    except OSError:
        return 0
