"""Measure everything, or the parts that are named (``storing reading``), and print the table."""

import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import atlas, deciding, drawing, judging, reading, starting, storing
from benchmarks.table import render

_PARTS = {
    part.__name__.rpartition(".")[2]: part
    for part in (storing, deciding, reading, atlas, starting, drawing, judging)
}


def main() -> None:
    with TemporaryDirectory(prefix="bench-") as name:
        wanted = sys.argv[1:] or _PARTS
        rows = [row for part in wanted for row in _PARTS[part].rows(Path(name))]
    python, sqlite = sys.version.split()[0], sqlite3.sqlite_version
    print(f"Python {python}, SQLite {sqlite}, WAL, synchronous FULL; peer: eventsourcing\n")
    print(render(sorted(rows, key=lambda row: row.work[0])))


if __name__ == "__main__":
    main()
