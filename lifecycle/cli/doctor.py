"""The command that checks the machine and the file of the log, not what is recorded in it."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING, NamedTuple

import click

from events.errors import EventsError
from lifecycle.cli.clocks import is_ahead
from lifecycle.cli.exits import NEGATIVE
from lifecycle.cli.main import versions
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import counted, say, show_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAL_MARK = b"\2\2"
"""Bytes 18 and 19 of a SQLite database in WAL mode (https://sqlite.org/fileformat2.html)."""
_OTHERS = 0o077


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    is_ok: bool
    text: str
    """What was found, and what to do if it is not ok."""


@click.command("doctor")
@formats
@pass_settings
def _doctor(settings: Settings) -> int:
    """Check this computer and the log file.

    Checks versions, the mode of the file, its table triggers and the files beside it, and changes
    nothing. Exits with 1 if something needs attention. `verify` checks the recorded events.

    \b
    Example:
      lifecycle --db mechanisms.db doctor
    """
    checks = [*_machine(), *_log(settings)]
    rows = [
        {"check": check.name, "status": "ok" if check.is_ok else "attention", "text": check.text}
        for check in checks
    ]
    show_rows(rows, ("status", "check", "text"), settings.style)
    count = sum(not check.is_ok for check in checks)
    say(f"{counted(count, 'check')} of {len(checks)} in need of attention" if count else "all ok")
    return NEGATIVE if count else 0


def _machine() -> Iterator[Check]:
    yield Check("versions", True, f"{versions()}, Python {sys.version.split()[0]}")
    yield _wal_reset()
    yield _events_package()


def _wal_reset() -> Check:
    from events.stores.sqlite_open import has_wal_reset_bug

    version = sqlite3.sqlite_version
    if not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return Check("sqlite", True, f"SQLite {version} does not have the WAL-reset bug")
    return Check(
        "sqlite",
        True,
        f"SQLite {version} has the WAL-reset bug, which can lose a commit when a checkpoint and a"
        " write meet. lifecycle runs its checkpoints while nobody can write. Let no other program"
        " write to the log, or use SQLite 3.51.3",
    )


def _events_package() -> Check:
    """Look which distribution owns the package `events` (docs/design/two-packages-events.md)."""
    from importlib.metadata import packages_distributions

    import events
    import lifecycle

    ours = Path(lifecycle.__file__).parent.with_name("events")
    owners = sorted(set(packages_distributions().get("events", ())))
    found = getattr(events, "__file__", None)
    if found is None or not ours.samefile(Path(found).parent):
        text = (
            f"the package events is another one ({found}); reinstall bilateral-lifecycle,"
            " or import lifecycle before events"
        )
        return Check("events", False, text)
    others = ", ".join(owner for owner in owners if owner != "bilateral-lifecycle")
    beside = f"; it shares the name with {others}, and both work" if others else ""
    return Check("events", True, f"the package events is that of lifecycle{beside}")


def _log(settings: Settings) -> Iterator[Check]:
    from lifecycle.storage.open_store import path_of

    path = path_of(settings.db)
    if not path.is_file():
        yield Check("log", False, f"there is no file {path}")
        return
    yield _mode(path)
    yield _journal_mode(path)
    yield from _beside(path)
    yield from _contents(settings)


def _mode(path: Path) -> Check:
    mode = S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & _OTHERS:
        text = f"others than its owner may use {path} (mode {mode:04o}); chmod 600 if they must not"
        return Check("mode", False, text)
    return Check("mode", True, f"only its owner may use {path} (mode {mode:04o})")


def _journal_mode(path: Path) -> Check:
    # While no connection of this process is open: closing the file would drop its locks.
    with path.open("rb") as file:
        mark = file.read(20)[18:]
    if mark == _WAL_MARK:
        return Check("journal", True, "the log is in WAL mode")
    text = "the log is not in WAL mode, a copy made by VACUUM INTO perhaps; recording changes it"
    return Check("journal", False, text)


def _beside(path: Path) -> Iterator[Check]:
    from events.stores.sqlite_connection import beside

    journal, wal = beside(path, "-journal"), beside(path, "-wal")
    if journal.exists():
        text = f"a program writes or was interrupted while it did: {journal} must stay with the log"
        yield Check("beside", False, text)
    elif wal.exists():
        text = f"the log is in use: events may stand in {wal}; to copy it use lifecycle backup"
        yield Check("beside", True, text)
    else:
        yield Check("beside", True, "the log is at rest: it is one file")


def _contents(settings: Settings) -> Iterator[Check]:
    try:
        with settings.reader() as registry:
            guards = registry.store.guards()
            yield Check("guards", not guards, "; ".join(guards) or "the log's guards are in place")
            if not guards:
                size = registry.store.head()
                last = registry.newest(size)
                when = f", the last recorded at {last.recorded_at}" if last else ""
                yield Check("log", True, f"{counted(size, 'event')}{when}")
                if last is not None and is_ahead(last):
                    text = "the last event is recorded later than it is by this computer's clock"
                    yield Check("clock", False, f"{text}; one of the two clocks is wrong")
    except EventsError as error:
        yield Check("log", False, str(error))


COMMANDS = (_doctor,)
