"""What arguments and options take: text is UTF-8; the names of files are any bytes."""

from __future__ import annotations

from typing import Any

import click
from typing_extensions import override

PATH = click.Path()
"""The name of a file, or of what a file is looked up by."""
OUTPUT = click.option(
    "-o", "--output", type=PATH, default="-", metavar="FILE", help="File to write; - is stdout."
)


def kept_place(place: str) -> str:
    """Return the place of a log, if what is recorded there is kept.

    Raises:
        click.BadParameter: If it is empty, or in memory.
    """
    if not place.removeprefix("sqlite:///"):
        raise click.BadParameter("is empty; give the file of the log")
    if place in ("memory:", ":memory:"):
        raise click.BadParameter(f"{place} keeps nothing when the command ends; give a file")
    return place


class _Text(click.types.StringParamType):
    """Text. Python hands on bytes that are not UTF-8 as halves of characters."""

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(super().convert(value, param, ctx))
        try:
            text.encode()
        except UnicodeEncodeError as error:
            self.fail(
                f"{_origin(param, ctx)}is not UTF-8 at character {error.start + 1}", param, ctx
            )
        return text


def _origin(parameter: click.Parameter | None, context: click.Context | None) -> str:
    """Return the name of the environment variable that gave the value, if one did."""
    if parameter is None or context is None or not parameter.envvar:
        return ""
    source = context.get_parameter_source(parameter.name)
    is_variable = source is click.core.ParameterSource.ENVIRONMENT
    return f"{parameter.envvar} " if is_variable else ""


_TEXT = _Text()


def with_checked_text(command: click.Command) -> click.Command:
    """Let *command*, and those below it, refuse bytes that are not UTF-8 wherever it takes text."""
    for parameter in command.params:
        if parameter.type is click.STRING:
            parameter.type = _TEXT
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_checked_text(below)
    return command
