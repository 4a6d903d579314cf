"""Options that several commands share, and the settings they end up in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from lifecycle.registry import Registry

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Settings:
    """What the global options say."""

    db: str
    style: str | None
    """Output format, None for the default of the place where stdout goes."""

    def reader(self) -> Registry:
        """Open the log for reading only."""
        from lifecycle.registry import Registry  # noqa: PLC0415  # keeps --help fast

        return Registry.open(self.db, readonly=True)

    def writer(self, *, create: bool = False) -> Registry:
        """Open the log for recording."""
        from lifecycle.registry import Registry  # noqa: PLC0415  # keeps --help fast

        return Registry.open(self.db, create=create)

    def trial(self) -> Registry:
        """Open the log to try things on: for reading, or an empty one if there is none yet."""
        from lifecycle.registry import Registry  # noqa: PLC0415  # keeps --help fast

        path = Path(self._path)
        is_new = "://" not in self._path and not (path.exists() and path.stat().st_size)
        return Registry.open("memory:" if is_new else self.db, readonly=True)

    def scratch(self) -> Registry:
        """Open an empty log in memory."""
        from lifecycle.registry import Registry  # noqa: PLC0415  # keeps --help fast

        return Registry.open("memory:")

    def check_output(self, file: str) -> None:
        """Refuse to write a picture or a copy over the log itself."""
        both = Path(file), Path(self._path)
        if all(path.exists() for path in both) and both[0].samefile(both[1]):
            raise click.UsageError(f"{file} is the log itself; write to another file")

    @property
    def _path(self) -> str:
        return self.db.removeprefix("sqlite:///")


pass_settings = click.make_pass_decorator(Settings)


def _style(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    settings = context.find_object(Settings)
    if not wanted or settings is None:
        return
    if settings.style not in (None, parameter.name):
        raise click.UsageError(f"give one of them: {settings.style} or {parameter.name}", context)
    settings.style = parameter.name


def formats(function: F) -> F:
    """Add ``--json``, ``--nl``, ``--csv`` and ``--tsv``."""
    helps = {
        "json": "One JSON document.",
        "nl": "One JSON object a line.",
        "csv": "CSV, every cell quoted.",
        "tsv": "Tab-separated text.",
    }
    options = [
        click.option(f"--{name}", is_flag=True, expose_value=False, callback=_style, help=text)
        for name, text in helps.items()
    ]
    return reduce(lambda decorated, option: option(decorated), reversed(options), function)


@contextmanager
def named(option: str) -> Iterator[None]:
    """Let an error about a date or a point of the log name the *option* that gave it."""
    from lifecycle.errors import InvalidArgumentError  # noqa: PLC0415  # keeps --help fast

    try:
        yield
    except InvalidArgumentError as error:
        raise InvalidArgumentError(option, error.reason) from error


KNOWN_AT = "What was on record at a position of the log, on a date, or at an instant in UTC."


def times(function: F) -> F:
    """Add ``--as-of`` and ``--known-at``."""
    function = click.option(
        "--known-at",
        metavar="POSITION|INSTANT",
        help=KNOWN_AT,
    )(function)
    return click.option(
        "--as-of", metavar="EDTF", help="Count only what certainly happened by this date."
    )(function)
