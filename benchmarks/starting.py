"""Row h: whole processes, beside one that only imports the command-line library."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import ours
from benchmarks.measuring import rates, run_python
from benchmarks.table import Row, Target
from lifecycle.registry.registry import Registry

_ROUNDS = 11


def rows(folder: Path) -> Iterator[Row]:
    """Yield both rows h."""
    path = str(folder / "process.db")
    with Registry.open(path) as registry:
        mechanism_id = ours.tell_life(registry, 1)
    sides = {
        "limit": partial(_process, "-c", "import click"),
        "help": partial(_process, "-m", "lifecycle", "--help"),
        "show": partial(_process, "-m", "lifecycle", "--db", path, "show", mechanism_id),
    }
    found = {name: 1e3 / rate for name, rate in rates(sides, _ROUNDS).items()}
    yield _row("h. lifecycle --help, as a process", found["help"], found["limit"], 1.3)
    yield _row("h. lifecycle show ID, as a process", found["show"], found["limit"], 4)


def _process(*arguments: str) -> int:
    run_python(*arguments)
    return 1


def _row(work: str, ours_ms: float, limit_ms: float, most: float) -> Row:
    ratio = ours_ms / limit_ms
    target = Target(f"<= {most:g} x limit", f"{ratio:.2f} x limit", ratio <= most)
    return Row(work, f"{ours_ms:.0f} ms", f"{limit_ms:.0f} ms", "-", (target,))
