"""Commands that bring facts in and take the log out: import, export."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from events.errors import BrokenRecordError
from lifecycle.cli.names import mechanisms
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import clean, say
from lifecycle.cli.output_file import STDOUT, check_output, put
from lifecycle.cli.parameters import OUTPUT, PATH
from lifecycle.cli.report import say_remarks, show_plan, show_recorded
from lifecycle.cli.streams import stdin
from lifecycle.cli.tables import telling_unreadable
from lifecycle.parsing.text_files import BOM

if TYPE_CHECKING:
    from lifecycle.exchange.intake import Intake
    from lifecycle.registry.reader import Reader
    from lifecycle.registry.registry import Registry


@click.command("import")
@click.argument(
    "files", type=PATH, metavar="DOSSIER|FACTS.csv|LOG.jsonl|-", nargs=-1, required=True
)
@click.option("--dry-run", is_flag=True, help="Show what would be recorded; record nothing.")
@click.option("--actor", envvar="LIFECYCLE_ACTOR", help="Who imports.")
@formats
@pass_settings
def _import(settings: Settings, files: tuple[str, ...], dry_run: bool, actor: str | None) -> None:
    """Record facts from dossiers (TOML, JSON) or spreadsheets (CSV), or restore a log (JSON Lines).

    Importing a file again adds nothing. - reads from stdin.

    \b
    Examples:
      lifecycle import examples/india-brunei-jwg-defence.toml
      lifecycle import facts.csv --dry-run
      lifecycle export | lifecycle --db copy.db import -
    """
    if len(files) > 1 and settings.style == "json":
        raise click.UsageError("--json is one document; of several files take --nl")
    for file in _with_progress(files):
        if file.lower().endswith(".jsonl"):
            with Path(file).open("rb") as stream:
                _restore(settings, stream, file, dry_run=dry_run)
        elif file.lower().endswith(".csv"):
            from lifecycle.exchange.spreadsheet.reading import read_spreadsheet

            _facts_of(settings, read_spreadsheet(file), dry_run=dry_run, actor=actor)
        elif file == "-":
            _from_stdin(settings, dry_run=dry_run, actor=actor)
        else:
            from lifecycle.exchange.dossier import read_dossier

            _facts_of(settings, read_dossier(file), dry_run=dry_run, actor=actor)


def _from_stdin(settings: Settings, *, dry_run: bool, actor: str | None) -> None:
    """Tell by its first line what it is: a log names its format there, a table its columns."""
    from lifecycle.exchange.dossier import parse_dossier
    from lifecycle.exchange.intake import FILE_BYTES_MAX
    from lifecycle.exchange.spreadsheet.reading import is_heading, parse_spreadsheet

    stream = stdin()
    first = stream.readline(FILE_BYTES_MAX + 1)
    if first.removeprefix(BOM.encode()).startswith(b"{") and b'"format":' in first:
        _restore(settings, _chain(first, stream), "stdin", dry_run=dry_run)
        return
    data = first + stream.read(FILE_BYTES_MAX + 1 - len(first))
    if len(data) > FILE_BYTES_MAX:
        raise click.UsageError(f"stdin holds more than {FILE_BYTES_MAX:,} bytes; split it")
    parse = parse_spreadsheet if is_heading(first) else parse_dossier
    _facts_of(settings, parse(data, "stdin"), dry_run=dry_run, actor=actor)


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _facts_of(settings: Settings, intake: Intake, *, dry_run: bool, actor: str | None) -> None:
    """Record what a dossier or a spreadsheet tells."""
    from lifecycle.exchange.importing import plan_import, record_file

    if dry_run:
        with settings.trial() as registry:
            _say_namesakes(registry, intake)
            show_plan(plan_import(registry, intake, actor=actor).plan, settings.style)
        return
    with settings.writer(create=True) as registry:
        _say_namesakes(registry, intake)
        change, known = record_file(registry, intake, actor=actor)
        show_recorded(change, settings.style)
        name = intake.mechanism_id if intake.whole else intake.file
        say(f"{name}: {len(change.events)} recorded, {known} known already")
        for each in change.mechanisms:
            if intake.whole or each.added:
                say_remarks(each)


def _say_namesakes(registry: Registry, intake: Intake) -> None:
    from lifecycle.exchange.importing import namesakes

    for other in namesakes(registry, intake) if intake.whole else ():
        say(
            f"note: {intake.mechanism_id} is new, and {other} has the same name and parties;"
            f' if it is that one, write id = "{other}" under [mechanism]'
        )


def _restore(
    settings: Settings, stream: Iterable[bytes] | BinaryIO, file: str, *, dry_run: bool
) -> None:
    from lifecycle.exchange.importing import read_log

    if dry_run:
        with settings.trial() as registry, settings.scratch() as copy:
            copy.store.restore(event.canonical for event in registry.log())
            added = copy.store.restore(read_log(stream, file))
            say(f"dry run: {added} events would be restored, nothing was")
        return
    with settings.restored() as registry:
        added = registry.store.restore(read_log(stream, file))
    say(f"{file}: {added} events restored")


def _with_progress(files: tuple[str, ...]) -> Iterator[str]:
    """Yield *files*, with a progress bar on stderr if a person looks at it."""
    if len(files) == 1 or not sys.stderr.isatty():
        yield from files
        return
    with click.progressbar(files, label="importing", file=sys.stderr) as bar:
        yield from bar


@click.command("export")
@mechanisms
@click.option("--csv", "as_csv", is_flag=True, help="Write facts as CSV, one per row.")
@OUTPUT
@pass_settings
def _export(settings: Settings, mechanisms: tuple[str, ...], output: str, *, as_csv: bool) -> None:
    """Write the whole log as JSON Lines: the stored bytes, in order, one record per line.

    With --csv, write the facts of the named mechanisms, or of all, for a spreadsheet.

    \b
    Examples:
      lifecycle export -o log.jsonl
      lifecycle export --csv -o facts.csv
    """
    from lifecycle.render.text_safety import json_escaped

    if mechanisms and not as_csv:
        raise click.UsageError("a log is exported whole; --csv takes the ids of mechanisms")
    check_output(output, settings.path, (".csv",) if as_csv else (".jsonl",))
    with settings.reader() as registry:
        lines = _facts(registry, mechanisms) if as_csv else _records(registry)
        if output in STDOUT and sys.stdout.isatty():
            lines = _for_terminal(lines, clean if as_csv else json_escaped)
        put(output, lines)


def _for_terminal(lines: Iterable[bytes], shown: Callable[[str], str]) -> Iterator[bytes]:
    """Yield *lines* as *shown*: no data commands a terminal."""
    for line in lines:
        yield shown(line.decode("utf-8", "replace").rstrip("\r\n")).encode() + b"\n"


def _facts(registry: Reader, mechanisms: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the lines of the facts as CSV."""
    from lifecycle.exchange.spreadsheet.rows import spreadsheet_of

    with telling_unreadable() as unreadable:
        text = spreadsheet_of(registry, mechanisms, unreadable=unreadable)
        yield from text.encode().splitlines(keepends=True)


def _records(registry: Reader) -> Iterator[bytes]:
    """Yield the lines of an export; a log with a hole in it is not exported as if it were whole."""
    for position, event in enumerate(registry.log()):
        if event.position != position:
            raise BrokenRecordError(position, "is missing from the log")
        yield event.canonical + b"\n"


COMMANDS = (_import, _export)
