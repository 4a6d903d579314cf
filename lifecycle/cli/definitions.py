"""Commands on definitions: list, show, lint, diff, paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lifecycle.cli.exits import NEGATIVE
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say, show_rows, write
from lifecycle.cli.parameters import PATH
from lifecycle.parsing.strict_toml import line_of
from lifecycle.parsing.text_files import decoded

if TYPE_CHECKING:
    from lifecycle.definitions.definition import Definition
    from lifecycle.definitions.lint import Problem


@click.group("definitions")
def _definitions() -> None:
    """List, show and check definitions (kinds of mechanism)."""


@_definitions.command("list")
@formats
@pass_settings
def _list(settings: Settings) -> None:
    """List the shipped definitions, every version."""
    from lifecycle.definitions.catalogue import SHIPPED

    kinds = [f"{name}@{version}" for name in SHIPPED.names() for version in SHIPPED.versions(name)]
    rows = [
        {
            "name": found.name,
            "version": found.version,
            "title": found.title,
            "policy": found.policy,
            "hash": found.digest,
        }
        for found in map(SHIPPED.find, kinds)
    ]
    show_rows(rows, ("name", "version", "title", "policy", "hash"), settings.style)


@_definitions.command("show")
@click.argument("name", type=PATH)
def _show(name: str) -> None:
    """Print the canonical text of a definition, as it is stored in a log.

    NAME is a name, NAME@VERSION or a .toml file.
    """
    from lifecycle.definitions.catalogue import find_definition

    write(find_definition(name).canonical_text + "\n")


@_definitions.command("lint")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@formats
@pass_settings
def _lint(settings: Settings, file: str) -> int:
    """Check a definition file: list errors and warnings with their lines.

    Exits with 1 if there is an error.

    \b
    Example:
      lifecycle definitions lint my-kind.toml
    """
    from lifecycle.definitions.lint import BYTES_MAX, lint

    with Path(file).open("rb") as stream:
        text = stream.read(BYTES_MAX + 1)
    definition, problems = lint(text)
    if definition is not None:
        problems += _unread(definition, decoded(text))
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


def _unread(definition: Definition, text: str) -> Iterator[Problem]:
    """Yield a doubt for each rule in words that nothing can be reckoned by."""
    from lifecycle.definitions.lint import Problem
    from lifecycle.views.periodicity import alternates, months_of

    readers: Mapping[str, Callable[[str], object]] = {
        "periodicity": months_of,
        "hosting_rule": alternates,
    }
    for key, read in readers.items():
        words = getattr(definition, key)
        if words is not None and read(words) is None:
            message = f"{words!r} is not understood: nothing is reckoned by it"
            yield Problem("warning", (key,), message, line_of(text, (key,)))


@_definitions.command("diff")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@formats
@pass_settings
def _diff(settings: Settings, old: str, new: str) -> None:
    """Show in words how two definitions differ.

    OLD and NEW are names, NAME@VERSION or .toml files.

    \b
    Example:
      lifecycle definitions diff joint-commission my-commission.toml
    """
    from lifecycle.definitions.catalogue import find_definition
    from lifecycle.definitions.diff import diff

    changes = diff(find_definition(old), find_definition(new))
    show_rows([{"change": sentence} for sentence in changes], ("change",), settings.style)
    if not changes:
        say("they are the same definition")


@_definitions.command("paths")
@click.argument("name", type=PATH)
@formats
@pass_settings
def _paths(settings: Settings, name: str) -> None:
    """Show the shortest legal history that leads to each state, and whose consent it takes.

    NAME is a name, NAME@VERSION or a .toml file.

    \b
    Example:
      lifecycle definitions paths joint-working-group
    """
    from lifecycle.definitions.catalogue import find_definition
    from lifecycle.definitions.machine import rules_of
    from lifecycle.definitions.paths import shortest_histories

    rows = [
        {
            "state": state,
            "history": ", ".join(f"{step.trigger} ({step.consent})" for step in path),
            "steps": [
                {"trigger": step.trigger, "consent": step.consent, "guards": list(step.guards)}
                for step in path
            ],
        }
        for state, path in shortest_histories(rules_of(find_definition(name))).items()
    ]
    show_rows(rows, ("state", "history"), settings.style)


COMMANDS = (_definitions,)
