"""Measure everything and print the table."""

import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import deciding, drawing, judging, reading, starting, storing
from benchmarks.table import render

_PARTS = (storing, deciding, reading, starting, drawing, judging)


def main() -> None:
    with TemporaryDirectory(prefix="bench-") as name:
        rows = [row for part in _PARTS for row in part.rows(Path(name))]
    python, sqlite = sys.version.split()[0], sqlite3.sqlite_version
    print(f"Python {python}, SQLite {sqlite}, WAL, synchronous FULL; peer: eventsourcing\n")
    print(render(sorted(rows, key=lambda row: row.work[0])))


if __name__ == "__main__":
    main()
