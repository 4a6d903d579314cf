"""The standard streams of a process: any of them may be closed, full, or gone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import StringIO
from typing import BinaryIO

import click


def reserve_descriptors() -> None:
    """Open the null device for each closed standard stream: else the next file takes its number.

    Output would then be written into that file, which may be the log.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
    if sys.stderr is None:
        sys.stderr = StringIO()


def discard_unwritten() -> None:
    """Discard what a stream could not write: Python would try to write it again at its exit."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def check_stdout() -> None:
    """Check that there is somewhere to print to, before anything is done.

    Raises:
        click.UsageError: If stdout is closed.
    """
    if sys.stdout is None:
        raise click.UsageError("stdout is closed; send it to /dev/null if nobody is to read it")


def stdin() -> BinaryIO:
    """Return stdin as bytes, whatever the locale.

    Raises:
        click.UsageError: If it is closed.
    """
    if sys.stdin is None:
        raise click.UsageError("stdin is closed; there is nothing to read")
    return sys.stdin.buffer


def print_words(text: str, *, color: bool | None = None) -> None:
    """Print *text* for people on stderr, in its encoding, if it can be written to."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    with suppress(OSError):
        shown = text.encode(encoding, "backslashreplace").decode(encoding)
        click.echo(shown, err=True, color=color)
