"""Write output into a file: whole or not at all, for its owner only, never through a link."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from lifecycle.cli.output import say, write_bytes

STDOUT = ("-", "/dev/stdout")
"""Names of the standard output."""
_BESIDE_A_LOG = ("", "-wal", "-shm", "-journal")
"""Endings of the files that belong to a log in a SQLite file."""


def check_output(output: str, log: str, endings: Collection[str]) -> None:
    """Check that *output* may be written: it is not part of *log*, and its ending is known.

    Args:
        output: The name of the file; one without an ending is any kind of file.
        log: The name of the file of the log.
        endings: Those of the files that the command makes, such as ``.svg``.

    Raises:
        click.UsageError: If it may not; the message says what may.
    """
    if output in STDOUT:
        return
    if any(_is_same(output, f"{name}{end}") for name in _names(log) for end in _BESIDE_A_LOG):
        raise click.UsageError(f"{output} is the log itself; write to another file")
    ending = Path(output).suffix.lower()
    if ending and ending not in endings:
        raise click.UsageError(f"{output}: no {ending} files are made; choose {', '.join(endings)}")


def _names(file: str) -> tuple[str, str]:
    return file, os.path.realpath(file)


def _is_same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:  # one of them is not there yet
        return os.path.realpath(one) == os.path.realpath(other)


def put(output: str, chunks: Iterable[bytes]) -> None:
    """Write *chunks* where an option says, and tell people; see `write_file`."""
    if output in STDOUT:
        write_bytes(chunks)
    else:
        write_file(output, chunks)
        say(f"wrote {output}")


def write_file(output: str, chunks: Iterable[bytes]) -> None:
    """Write *chunks* into the file *output*, which is replaced when all of them are written.

    A new file is readable for its owner only; an existing one keeps its permissions. Devices and
    pipes are written to as they are.

    Raises:
        click.UsageError: If it is a symbolic link to a file, or no file.
        OSError: If it cannot be written; an older file is as it was.
    """
    with _naming(output):
        old = _status(output)
        if old is None or stat.S_ISREG(old.st_mode):
            _replace(output, old, chunks)
        else:
            _write_through(output, chunks)


def _status(output: str) -> os.stat_result | None:
    """Return the status of what there is, None if there is nothing."""
    try:
        found = Path(output).stat(follow_symlinks=False)
        is_link = stat.S_ISLNK(found.st_mode)
        if is_link:
            found = Path(output).stat()
    except FileNotFoundError:
        if Path(output).is_symlink():
            raise _refused(output) from None
        return None
    if is_link and stat.S_ISREG(found.st_mode):
        raise _refused(output)
    if stat.S_ISBLK(found.st_mode) or stat.S_ISSOCK(found.st_mode):
        raise click.UsageError(f"{output} is no file, device or pipe that can be written")
    return found


def _refused(output: str) -> click.UsageError:
    target = os.path.realpath(output)
    return click.UsageError(f"{output} is a symbolic link; to replace its target give {target}")


def _write_through(output: str, chunks: Iterable[bytes]) -> None:
    with open(os.open(output, os.O_WRONLY), "wb") as stream:  # noqa: PTH123  # never made
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise _refused(output)  # somebody put it there just now
        stream.writelines(chunks)


def _replace(output: str, old: os.stat_result | None, chunks: Iterable[bytes]) -> None:
    folder = Path(output).parent
    descriptor, name = tempfile.mkstemp(prefix=".lifecycle-", suffix=".part", dir=folder)
    part = Path(name)
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123  # already open, and nobody else's
            stream.writelines(chunks)
            stream.flush()
            if old is not None:
                _keep_permissions(descriptor, old)
            os.fsync(descriptor)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _keep_permissions(descriptor: int, old: os.stat_result) -> None:
    """Give a file the owner, group and mode of an *old* one; nobody gets more rights."""
    mode = stat.S_IMODE(old.st_mode)
    with suppress(PermissionError):  # only root gives files away
        os.fchown(descriptor, old.st_uid, old.st_gid)
    if os.fstat(descriptor).st_gid != old.st_gid:  # its members are among the others from now on
        others = mode & (mode >> 3) & stat.S_IRWXO
        mode = mode & ~(stat.S_IRWXG | stat.S_IRWXO) | others
    os.fchmod(descriptor, mode)


@contextmanager
def _naming(output: str) -> Iterator[None]:
    """Let an error of the system name *output*, not the file that is written first."""
    try:
        yield
    except OSError as error:
        error.filename = output
        error.filename2 = None
        raise
