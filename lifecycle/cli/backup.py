"""The command that copies a log."""

from __future__ import annotations

from pathlib import Path

import click

from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import counted, show_value


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@formats
@pass_settings
def _backup(settings: Settings, file: Path) -> None:
    """Copy the log to FILE, also while others write it.

    The copy is the log as it is at one moment, compared with it row by row, and readable for its
    owner only. FILE must not be there yet. Keep the size and the root that are printed somewhere
    else: with them anybody can tell later that the copy was not changed.

    \b
    Example:
      lifecycle backup mechanisms-2026-01-31.db
    """
    from lifecycle.opening import back_up_log  # noqa: PLC0415  # keeps --help fast

    copy = back_up_log(settings.db, file, busy_timeout=settings.timeout)
    root = copy.root.hex()
    lines = [f"{file}: {counted(copy.size, 'event')}", f"size {copy.size}, root {root}"]
    show_value({"file": str(file), "size": copy.size, "root": root}, lines, settings.style)


COMMANDS = (_backup,)
