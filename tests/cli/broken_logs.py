"""A small log to break, and the commands that are run on it."""

from pathlib import Path

from lifecycle.cli.run import run
from tests.cli.shell import DOSSIER, REFERENCE, ROOT

GROUP = "aa-zz-harbour-group"
Command = tuple[str, ...]


def base_log(path: Path) -> Path:
    """Make a sound log: a mechanism with a fact of every type, and the reference case."""
    for file in ("tests/vectors/whole-vocabulary-2.jsonl", DOSSIER):
        code = run(["--db", str(path), "-q", "import", str(ROOT / file)])
        if code:
            raise ValueError(f"{file} cannot be imported: {code}")
    return path


WHOLE: tuple[Command, ...] = (
    ("list",),
    ("replay",),
    ("overdue", "--json"),
    ("agenda",),
    ("anomalies",),
    ("stats",),
    ("timeline",),
    ("timeline", "--as", "svg"),
    ("timeline", "--as", "json"),
    ("export", "--csv"),
)
"""Commands that show all mechanisms."""
WRITING: tuple[Command, ...] = (
    ("watch", "--once", "--as-of", "2027"),
    ("import", DOSSIER),
    ("import", "examples/dossiers/in-np-joint-commission.toml"),
    ("note", REFERENCE, "a remark"),
)


def commands() -> tuple[Command, ...]:
    """Return the commands to run on a broken log: those that read first."""
    reading: list[Command] = [("verify",), *WHOLE]
    reading += [("as-of", "2025", "--json"), ("log", "--nl"), ("export",)]
    reading += [("list", "--known-at", "30"), ("list", "--known-at", "2026-01-01T00:00:00Z")]
    for one in (GROUP, REFERENCE):
        reading += [
            ("show", one),
            ("show", one, "--json"),
            ("log", one),
            ("explain", one),
            ("diagram", one, "--as", "svg"),
            ("diff", one, "--from", "20"),
            ("diff", one, "--from", "2020", "--clock", "valid"),
            ("path", one, "concluded"),
            ("what-if", one, "suspended", "--set", "reason=x", "--on", "2026-12"),
            ("stats", one),
            ("timeline", one, "--as", "html"),
        ]
    return (*reading, *WRITING)
