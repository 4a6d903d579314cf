"""Commands on definitions: list, show, lint."""

from pathlib import Path

import click

from lifecycle.cli.exits import NEGATIVE
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say, show_rows, write


@click.group("definitions")
def _definitions() -> None:
    """Look at the kinds of mechanism, and check your own."""


@_definitions.command("list")
@formats
@pass_settings
def _list(settings: Settings) -> None:
    """List the definitions that come with the package."""
    from lifecycle.catalogue import find_definition, shipped_definitions  # noqa: PLC0415  # --help

    rows = []
    for name in shipped_definitions():
        found = find_definition(name)
        rows.append(
            {
                "name": name,
                "version": found.version,
                "title": found.title,
                "policy": found.policy,
                "hash": found.digest,
            }
        )
    show_rows(rows, ("name", "version", "title", "policy", "hash"), settings.style)


@_definitions.command("show")
@click.argument("name")
def _show(name: str) -> None:
    """Print the canonical text of a definition, as it is stored in a log."""
    from lifecycle.catalogue import find_definition  # noqa: PLC0415  # keeps --help fast

    write(find_definition(name).canonical_text + "\n")


@_definitions.command("lint")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@formats
@pass_settings
def _lint(settings: Settings, file: str) -> int:
    """Check a definition file; lists faults and doubts with their lines.

    Exits with 1 if there is a fault.

    \b
    Example:
      lifecycle definitions lint my-kind.toml
    """
    from lifecycle.lint import TEXT_MAX, lint  # noqa: PLC0415  # keeps --help fast

    with Path(file).open("rb") as stream:
        text = stream.read(4 * TEXT_MAX + 4).decode("utf-8", "replace")
    definition, problems = lint(text)
    rows = [
        {
            "severity": problem.severity,
            "line": problem.line,
            "place": ".".join(map(str, problem.place)),
            "message": problem.message,
        }
        for problem in problems
    ]
    show_rows(rows, ("severity", "line", "place", "message"), settings.style)
    errors = sum(problem.severity == "error" for problem in problems)
    if definition is not None and not errors:
        say(f"{definition.name} version {definition.version} is sound, hash {definition.digest}")
    return NEGATIVE if errors else 0


COMMANDS = (_definitions,)
