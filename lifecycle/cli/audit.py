"""Commands for auditors: replay, verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from events.clock import utc_now
from lifecycle.cli.exits import NEGATIVE
from lifecycle.cli.options import Settings, formats, named, pass_settings
from lifecycle.cli.output import counted, say, show_rows, show_value
from lifecycle.cli.tables import telling_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lifecycle.storage.replay import Replayed


_jobs = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Number of processes. Default: one for a small log, else one per processor.",
)


@click.command("replay")
@_jobs
@click.option("--to", "known_at", metavar="POSITION|INSTANT", help="Replay the log as it was then.")
@formats
@pass_settings
def _replay(settings: Settings, known_at: str | None, jobs: int | None) -> int:
    """Replay the log and compare every stored state with the derived one.

    Exits with 1 if a stored state is not reproduced.

    \b
    Example:
      lifecycle replay --json
    """
    with telling_unreadable() as unreadable:
        with settings.reader() as registry, named("--to"):
            found = registry.replay(known_at=known_at, unreadable=unreadable, jobs=jobs)
            replayed = list(found)
        return _show_replayed(replayed, settings.style)


def _show_replayed(replayed: Sequence[Replayed], style: str | None) -> int:
    mismatches = [mismatch for state in replayed for mismatch in state.mismatches]
    rows = [
        {
            "id": state.mechanism_id,
            "kind": state.kind,
            "tracks": state.tracks,
            "facts": state.facts,
            "meetings": state.meetings,
            "illegal": state.illegal,
            "mismatches": len(state.mismatches),
        }
        for state in replayed
    ]
    columns = ("id", "kind", "tracks", "facts", "meetings", "illegal", "mismatches")
    show_rows(rows, columns, style)
    for found in mismatches:
        say(f"position {found.position}: stored {found.stored}, the facts lead to {found.derived}")
    wrong = counted(len(mismatches), "stored state")
    say(f"{counted(len(rows), 'mechanism')} replayed, {wrong} not reproduced")
    return NEGATIVE if mismatches else 0


@click.command("verify")
@_jobs
@formats
@pass_settings
def _verify(settings: Settings, jobs: int | None) -> int:
    """Check the whole log: bytes, hashes, order, table triggers, transitions and states.

    Lists every finding with its position; exits with 1 if there is one. Compare size and root with
    values kept elsewhere: a log that was rewritten as a whole is consistent with itself.

    \b
    Example:
      lifecycle --db copy.db verify
    """
    from events.verify import UNDETECTABLE
    from lifecycle.storage.audit import audit_opened

    report = audit_opened(lambda: settings.reader().store, now=utc_now(), jobs=jobs)
    findings = [
        {"position": f.position, "stream": f.stream, "code": f.code, "message": f.message}
        for f in report.findings
    ]
    value = {
        "ok": not findings,
        "size": report.size,
        "root": report.root.hex(),
        "findings": findings,
        "undetectable": dict(UNDETECTABLE),
    }

    def lines() -> Iterator[str]:
        for found in report.findings:
            place = "log" if found.position is None else f"position {found.position}"
            yield f"{place}: {found.code}: {found.message}"
        if report.size or not findings:
            yield f"size {report.size}, root {report.root.hex()}"
            yield "compare size and root with ones kept elsewhere; without that, verify shows only"
            yield "that the log agrees with itself, and cannot show:"
            yield from (f"- {sentence}" for sentence in UNDETECTABLE.values())
        yield counted(len(findings), "finding") if findings else "ok: nothing wrong was found"

    show_value(lambda: value, lines(), settings.style)
    return NEGATIVE if findings else 0


COMMANDS = (_replay, _verify)
