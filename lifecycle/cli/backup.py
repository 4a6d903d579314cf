"""The command that copies a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import counted, show_value
from lifecycle.cli.parameters import PATH, kept_place

if TYPE_CHECKING:
    from pathlib import Path


def _target(context: click.Context, parameter: click.Parameter, place: str) -> Path:
    from lifecycle.storage.open_store import path_of

    if place == "-":
        reason = "a log cannot be written to stdout; give a file, or use lifecycle export"
        raise click.BadParameter(reason, context, parameter)
    return path_of(kept_place(place))


@click.command("backup")
@click.argument("file", type=PATH, callback=_target)
@formats
@pass_settings
def _backup(settings: Settings, file: Path) -> None:
    """Copy the log to FILE, even while other programs write it.

    The copy is the log at one moment, is compared with it row by row, and is readable only by its
    owner. FILE must not exist. Keep the printed size and root somewhere else: they show later
    whether the copy was changed.

    \b
    Example:
      lifecycle backup mechanisms-2026-01-31.db
    """
    from lifecycle.storage.open_store import back_up_log

    copy = back_up_log(settings.db, file, busy_timeout=settings.timeout)
    root = copy.root.hex()
    lines = [f"{file}: {counted(copy.size, 'event')}", f"size {copy.size}, root {root}"]
    value = {"file": str(file), "size": copy.size, "root": root}
    show_value(lambda: value, lines, settings.style)


COMMANDS = (_backup,)
