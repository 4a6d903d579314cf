"""The command group: global options, and where each command lives."""

from __future__ import annotations

import os
from importlib import import_module

import click

from lifecycle.cli.parameters import PATH, kept_place, with_checked_text

EPILOG = "Documentation: docs/cli.md"

_RECORDING, _AMENDING, _READING, _JUDGING, _TRYING = (
    f"lifecycle.cli.{name}" for name in ("recording", "amending", "reading", "judging", "trying")
)
_AUDITING, _DRAWING, _EXCHANGE = (
    f"lifecycle.cli.{name}" for name in ("auditing", "drawing", "exchange")
)
COMMANDS: dict[str, tuple[str, str]] = {
    "register": (_RECORDING, "Take a mechanism into the log."),
    "propose": (_RECORDING, "Record a proposal to establish the mechanism."),
    "agree": (_RECORDING, "Record that establishing it was agreed."),
    "sign-tor": (_RECORDING, "Record that the terms of reference were signed."),
    "schedule": (_RECORDING, "Record that a meeting is planned."),
    "meet": (_RECORDING, "Record a meeting."),
    "activate-roadmap": (_RECORDING, "Record that a roadmap became active."),
    "suspend": (_RECORDING, "Record a suspension."),
    "resume": (_RECORDING, "Record the end of a suspension."),
    "conclude": (_RECORDING, "Record the end of the mechanism."),
    "reopen": (_RECORDING, "Record that a concluded mechanism lives again."),
    "note": (_RECORDING, "Record a remark that changes no state."),
    "record": (_RECORDING, "Record a fact of any TYPE."),
    "correct": (_AMENDING, "Record that a fact reads otherwise."),
    "retract": (_AMENDING, "Record that an event no longer counts."),
    "dispute": (_AMENDING, "Record that a source or a party says otherwise."),
    "prefer": (_AMENDING, "Record which of conflicting claims is preferred."),
    "migrate": (_AMENDING, "Move mechanisms to another definition."),
    "list": (_READING, "List the mechanisms with their states."),
    "show": (_READING, "Show one mechanism: state, facts, anomalies."),
    "as-of": (_READING, "Show the states as of a date."),
    "log": (_READING, "Show the events as they were recorded."),
    "diff": ("lifecycle.cli.comparing", "Show what changed between two dates, on either clock."),
    "explain": ("lifecycle.cli.explaining", "Tell why a mechanism stands where it stands."),
    "anomalies": ("lifecycle.cli.remarking", "Show what a careful reader would remark on."),
    "overdue": (_JUDGING, "Show what is late."),
    "agenda": (_JUDGING, "Show what comes up."),
    "stats": (_JUDGING, "Tell with whom, since when, how often; is the schedule kept."),
    "what-if": (_TRYING, "Decide a fact without recording it."),
    "path": (_TRYING, "Tell the shortest legal way to a state."),
    "watch": ("lifecycle.cli.watching", "Record obligations that lapsed, each once."),
    "replay": (_AUDITING, "Fold the log anew and compare every stored state."),
    "verify": (_AUDITING, "Check the whole log: bytes, hashes, order, states."),
    "timeline": (_DRAWING, "Draw the timeline of mechanisms."),
    "diagram": (_DRAWING, "Draw the state diagram of a mechanism."),
    "import": (_EXCHANGE, "Record what dossiers tell, or restore a log."),
    "export": (_EXCHANGE, "Write the whole log as JSON Lines."),
    "backup": ("lifecycle.cli.backup", "Copy the log to a new file, also while it is in use."),
    "doctor": ("lifecycle.cli.doctor", "Check this machine and the file of the log."),
    "completion": (_EXCHANGE, "Print the completion script for a shell."),
    "definitions": ("lifecycle.cli.definitions", "Look at the kinds of mechanism; check your own."),
}
"""Where each command lives, and what the overview says of it: only what is run is loaded."""


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
        module = import_module(COMMANDS[cmd_name][0])
        found: click.Command = next(c for c in module.COMMANDS if c.name == cmd_name)
        return with_checked_text(found)

    def format_commands(  # type: ignore[explicit-override]  # as above
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the overview without loading the commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(  # type: ignore[explicit-override]  # as above
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, or fail with the nearest known name."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            import difflib  # noqa: PLC0415  # only when somebody mistyped

            near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
            hint = f" Did you mean {near[0]!r}?" if near else " See lifecycle --help."
            raise click.UsageError(f"No such command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


def versions() -> str:
    """Return the versions of the program, the record format and SQLite."""
    import sqlite3  # noqa: PLC0415  # only where it is asked for
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # as above

    from events.record import FORMAT  # noqa: PLC0415  # as above

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
@click.option("--format", "style", type=click.Choice(["table", "json", "nl", "csv", "tsv"]))
@click.option(
    "--timeout",
    type=float,
    default=5.0,
    show_default=True,
    envvar="LIFECYCLE_TIMEOUT",
    metavar="SECONDS",
    callback=_timeout,
    help="How long to wait while another program holds the log locked. [env: LIFECYCLE_TIMEOUT]",
)
@click.option("-q", "--quiet", is_flag=True, help="Say less on stderr.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@click.pass_context
def cli(context: click.Context, db: str, style: str | None, timeout: float, quiet: bool) -> None:
    """Record, replay, verify and draw the life of bilateral mechanisms.

    \b
    Examples:
      lifecycle import examples/india-brunei-jwg-defence.toml
      lifecycle show bn-in-jwg-defence-cooperation
      lifecycle verify
      lifecycle timeline -o timeline.html
    """
    del quiet  # read from the context by those who speak
    from lifecycle.cli.options import Settings  # noqa: PLC0415  # keeps --help fast

    context.obj = Settings(db, style, timeout)
