"""The command group: global options, and where each command lives."""

from __future__ import annotations

import os
from importlib import import_module

import click

from lifecycle.cli.parameters import PATH, kept_place, with_checked_text

EPILOG = "Documentation: docs/cli.md"

GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "Record facts": {
        "register": ("recording", "Register a mechanism."),
        "propose": ("recording", "Record a proposal to establish the mechanism."),
        "agree": ("recording", "Record that the parties agreed to establish it."),
        "sign-tor": ("recording", "Record the signing of the terms of reference."),
        "schedule": ("recording", "Record that a meeting is planned."),
        "meet": ("recording", "Record a meeting."),
        "activate-roadmap": ("recording", "Record that a roadmap became active."),
        "suspend": ("recording", "Record a suspension."),
        "resume": ("recording", "Record the end of a suspension."),
        "conclude": ("recording", "Record the end of the mechanism."),
        "reopen": ("recording", "Record that a concluded mechanism was reopened."),
        "note": ("recording", "Record a remark; it changes no state."),
        "record": ("recording", "Record a fact of any TYPE."),
    },
    "Correct and settle": {
        "correct": ("corrections", "Correct a recorded fact."),
        "retract": ("corrections", "Retract a recorded fact, so that it no longer counts."),
        "dispute": ("corrections", "Record that a source or a party contradicts a fact."),
        "prefer": ("corrections", "Settle which of conflicting claims counts."),
        "migrate": ("migrate", "Move mechanisms to another definition."),
    },
    "Read": {
        "list": ("reading", "List the mechanisms with their states."),
        "show": ("reading", "Show one mechanism: state, facts, anomalies."),
        "as-of": ("reading", "Show the states as of a date."),
        "log": ("reading", "Show the events as they were recorded."),
        "diff": ("diff", "Show what changed between two dates."),
        "explain": ("explain", "Explain the current state: which facts led to it."),
    },
    "Analyse": {
        "anomalies": ("anomalies", "List anomalies."),
        "overdue": ("due", "List overdue meetings, deadlines and roadmap items."),
        "agenda": ("due", "List upcoming meetings, deadlines and expiries."),
        "stats": ("stats", "Show meeting statistics: partners, frequency, schedule adherence."),
        "what-if": ("what_if", "Show what a fact would change, without recording it."),
        "path": ("path", "Show the shortest legal path to a state."),
        "watch": ("watch", "Record lapsed obligations, each once."),
    },
    "Draw": {
        "timeline": ("drawing", "Draw the timeline of mechanisms."),
        "diagram": ("drawing", "Draw the state diagram of a mechanism."),
    },
    "Audit and maintain": {
        "replay": ("audit", "Replay the log and compare every stored state."),
        "verify": ("audit", "Check the whole log: bytes, hashes, order, states."),
        "import": ("exchange", "Record facts from dossiers or CSV, or restore a log."),
        "export": ("exchange", "Write the whole log as JSON Lines, or facts as CSV."),
        "backup": ("backup", "Copy the log to a new file, even while it is in use."),
        "doctor": ("doctor", "Check this computer and the log file."),
    },
    "More": {
        "definitions": ("definitions", "List, show and check definitions (kinds of mechanism)."),
        "completion": ("completion", "Print the completion script for a shell."),
    },
}
"""The commands as the overview shows them: the module of each, and a line. Only what is run is
loaded."""
COMMANDS = {name: entry for group in GROUPS.values() for name, entry in group.items()}


class Group(click.Group):
    """Loads a command when it is run, and names the nearest for one it does not know."""

    # Without `override`: its library would take a tenth of the time that --help may take.
    def list_commands(self, ctx: click.Context) -> list[str]:  # type: ignore[explicit-override]
        """Return the names of all commands, in the order of the overview."""
        del ctx
        return list(COMMANDS)

    def get_command(  # type: ignore[explicit-override]  # as above
        self, ctx: click.Context, cmd_name: str
    ) -> click.Command | None:
        """Return the command of that name, loading its module."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"lifecycle.cli.{COMMANDS[cmd_name][0]}")
        found: click.Command = next(c for c in module.COMMANDS if c.name == cmd_name)
        return with_checked_text(found)

    def format_commands(  # type: ignore[explicit-override]  # as above
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the overview without loading the commands."""
        del ctx
        widest = max(map(len, COMMANDS))
        for title, group in GROUPS.items():
            with formatter.section(title):
                rows = [(name.ljust(widest), text) for name, (_, text) in group.items()]
                formatter.write_dl(rows)

    def resolve_command(  # type: ignore[explicit-override]  # as above
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, or fail with the nearest known name."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
            hint = f" Did you mean {near[0]!r}?" if near else " See lifecycle --help."
            raise click.UsageError(f"No such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


def versions() -> str:
    """Return the versions of the program, the record format and SQLite."""
    import sqlite3
    from importlib.metadata import PackageNotFoundError, version

    from events.record import FORMAT

    try:
        installed = version("bilateral-lifecycle")
    except PackageNotFoundError:
        installed = "(run from its source folder)"
    return f"lifecycle {installed}, record format {FORMAT}, SQLite {sqlite3.sqlite_version}"


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    click.echo(versions())
    context.exit()


TIMEOUT_MAX = 3600


def _timeout(context: click.Context, parameter: click.Parameter, seconds: float) -> float:
    if not 0 <= seconds <= TIMEOUT_MAX:
        reason = f"{seconds} is not a number of seconds from 0 to {TIMEOUT_MAX}"
        raise click.BadParameter(reason, context, parameter)
    return seconds


def _log_place(context: click.Context, _: click.Parameter, place: str) -> str:
    """Return the place of the log, if what is recorded there is kept."""
    source = context.get_parameter_source("db")
    is_default = source is click.core.ParameterSource.DEFAULT
    if is_default and os.environ.get("LIFECYCLE_DB") == "":  # which click takes for unset
        raise click.BadParameter("LIFECYCLE_DB is empty; give it the file of the log, or unset it")
    return kept_place(place)


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.option(
    "--db",
    type=PATH,
    callback=_log_place,
    envvar="LIFECYCLE_DB",
    default="mechanisms.db",
    show_default=True,
    metavar="FILE|URL",
    help="The log: a SQLite file or sqlite:///path. [env: LIFECYCLE_DB]",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "nl", "csv", "tsv"]),
    help="Output format, for commands that have --json, --nl, --csv and --tsv.",
)
@click.option(
    "--timeout",
    type=float,
    default=5.0,
    show_default=True,
    envvar="LIFECYCLE_TIMEOUT",
    metavar="SECONDS",
    callback=_timeout,
    help="How long to wait for a lock held by another program. [env: LIFECYCLE_TIMEOUT]",
)
@click.option("-q", "--quiet", is_flag=True, help="Print only errors on stderr.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of the program, the record format and SQLite.",
)
@click.pass_context
def cli(context: click.Context, db: str, style: str | None, timeout: float, quiet: bool) -> None:
    """Record, replay, verify and draw the history of bilateral mechanisms.

    \b
    Examples:
      lifecycle import examples/india-brunei-jwg-defence.toml
      lifecycle show bn-in-jwg-defence-cooperation
      lifecycle verify
      lifecycle timeline -o timeline.html
    """
    del quiet  # `say` reads it from the context
    from lifecycle.cli.options import Settings

    context.obj = Settings(db, style, timeout)
