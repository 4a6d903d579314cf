"""Options that several commands share, and the settings they end up in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lifecycle.cli.clocks import warn_of_future
from lifecycle.errors import InvalidArgumentError

if TYPE_CHECKING:
    from lifecycle.registry.reader import Reader
    from lifecycle.registry.registry import Registry

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R", bound="Reader")


@dataclass(slots=True)
class Settings:
    """What the global options say."""

    db: str
    style: str | None
    """Output format, None for the default of the place where stdout goes."""
    timeout: float = 5.0
    """How long to wait while another program holds the log locked, in seconds."""

    def reader(self) -> Reader:
        """Open the log for reading only."""
        from events.clock import utc_now
        from lifecycle.registry.reader import Reader
        from lifecycle.storage.open_store import open_store

        store = open_store(
            self.db, readonly=True, create=False, clock=utc_now, busy_timeout=self.timeout
        )
        return _checked(Reader(store))

    def writer(self, *, create: bool = False, readonly: bool = False) -> Registry:
        """Open the log for recording; *readonly* to decide only."""
        from lifecycle.registry.registry import Registry

        return _checked(
            Registry.open(self.db, create=create, readonly=readonly, busy_timeout=self.timeout)
        )

    @contextmanager
    def restored(self) -> Iterator[Registry]:
        """Open the log to restore it; a new one gets its name when all is restored, else none."""
        from tempfile import TemporaryDirectory

        from lifecycle.registry.registry import Registry
        from lifecycle.storage.open_store import back_up_log, path_of

        log = path_of(self.db)
        if log.exists() or not log.parent.is_dir():
            with self.writer(create=True) as registry:
                yield registry
            return
        with TemporaryDirectory(prefix=".lifecycle-", dir=log.parent) as folder:
            part = str(Path(folder, log.name))
            with Registry.open(part) as registry:
                yield registry
            back_up_log(part, log)

    def trial(self) -> Registry:
        """Open the log to try things on: for reading, or an empty one if there is none yet."""
        path = Path(self.path)
        is_new = "://" not in self.path and not (path.exists() and path.stat().st_size)
        return self.scratch() if is_new else self.writer(readonly=True)

    def scratch(self) -> Registry:
        """Open an empty log in memory."""
        from lifecycle.registry.registry import Registry

        return Registry.open("memory:")

    @property
    def path(self) -> str:
        """The file of the log."""
        return self.db.removeprefix("sqlite:///")


def _checked(registry: R) -> R:
    warn_of_future(registry)
    return registry


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
        "nl": "One JSON object per line.",
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
    try:
        yield
    except InvalidArgumentError as error:
        raise InvalidArgumentError(option, error.reason) from error


KNOWN_AT = "Count only what was on record at this position, date or instant (UTC)."


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
