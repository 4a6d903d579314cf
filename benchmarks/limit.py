"""The limit: the least that keeps the same rows in SQLite, with no check of anything."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import orjson

from benchmarks.workload import Told

_TABLE = """\
CREATE TABLE events (
  position INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL,
  version INTEGER NOT NULL, type TEXT NOT NULL, occurred TEXT, data BLOB NOT NULL,
  UNIQUE (stream, version)
) STRICT"""
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"


class BareLog:
    """A table of events behind one connection."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute(_TABLE)
        self._size = 0

    def append(self, stream: str, version: int, facts: Sequence[Told]) -> None:
        """Append *facts* to *stream*, the first as *version*, in one transaction."""
        size = self._size
        rows = [
            (
                *(size + index, f"event-{size + index}", stream, version + index),
                *(fact.type, fact.on, orjson.dumps(fact.details)),
            )
            for index, fact in enumerate(facts)
        ]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(_INSERT, rows)
        self._connection.execute("COMMIT")
        self._size += len(rows)
