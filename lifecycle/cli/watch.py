"""The command that puts on record what has lapsed: watch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import counted, say
from lifecycle.cli.tables import show, telling_unreadable
from lifecycle.errors import InvalidArgumentError

COLUMNS = ("id", "type", "due", "event_id", "what")
TABLE = ("id", "type", "due", "what")


def _checked_day(_: click.Context, __: click.Parameter, as_of: str | None) -> str | None:
    """Check the day before anything else is asked for."""
    if as_of is None:
        return None
    from lifecycle.storage.log_clock import day_asked

    if day_asked(as_of, None) > date.max.toordinal():
        raise InvalidArgumentError("as_of", f"{as_of!r}: no day after the year 9999 is watched")
    return as_of


@click.command("watch")
@click.option("--once", is_flag=True, help="Check all mechanisms once, then stop.")
@click.option(
    "--as-of",
    metavar="EDTF",
    callback=_checked_day,
    help="Judge as of this day. Default: the day of the newest fact.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be recorded; record nothing.")
@formats
@pass_settings
def _watch(settings: Settings, once: bool, as_of: str | None, dry_run: bool) -> None:
    """Record lapsed obligations, each once; retract those that turn out not to have lapsed.

    Running it again, or twice at the same time, adds nothing. Run it from a scheduler, with the
    day as --as-of.

    \b
    Example:
      lifecycle watch --once --as-of 2026-11-01
    """
    if not once:
        raise click.UsageError("only --once is there: let a scheduler run it as often as you like")
    from lifecycle.dates.edtf import day_text
    from lifecycle.registry.watch import day_watched, plan_watch, watch_once

    with (
        settings.writer(readonly=dry_run) as registry,
        telling_unreadable() as unreadable,
    ):
        day = as_of or day_text(day_watched(registry))
        say(f"as of {day_text(day_watched(registry, day))}")
        if dry_run:
            changes = plan_watch(registry, day, unreadable=unreadable).changes
            facts = [(c.mechanism_id, item.fact) for c in changes for item in c.accepted]
            rows = [_row(i, f.event_id, f.type, f.told.data) for i, f in facts]
        else:
            events = watch_once(registry, day, unreadable=unreadable)
            rows = [_row(e.stream.partition("-")[2], e.event_id, e.type, e.data) for e in events]
        show(rows, COLUMNS, TABLE, settings.style)
        say(f"dry run: {len(rows)} would be recorded, nothing was" if dry_run
            else f"{counted(len(rows), 'fact')} recorded")  # fmt: skip


def _row(
    mechanism_id: str, event_id: str, event_type: str, data: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "id": mechanism_id,
        "type": event_type,
        "due": data.get("due"),
        "obligation": data.get("obligation"),
        "about": data.get("event"),
        "what": data.get("text") or data.get("reason"),
        "event_id": event_id,
    }


COMMANDS = (_watch,)
