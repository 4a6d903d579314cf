"""Copies a log in a SQLite file, also one that is in use."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from tempfile import mkstemp

from events.clock import utc_now
from events.errors import CannotOpenError, StoreFaultError
from events.merkle import root
from events.stores.sqlite import SQLiteStore
from events.stores.sqlite_open import (
    PRIVATE,
    check_guards,
    open_for_reading,
    open_for_writing,
)
from events.stores.sqlite_reading import ReadOnlyFile

_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a copy holds."""

    size: int
    """How many events."""
    root: bytes
    """Root of the Merkle tree over their leaf hashes."""


def back_up(source: Path, target: Path, *, busy_timeout: float = 5.0) -> Backup:
    """Copy the log at *source* to *target*, as it is at one moment.

    The copy is a store like any other: in WAL mode, with its guards, readable for its owner only.
    It is compared with the log row by row before it gets its name. Other programs may go on
    writing the log meanwhile.

    Args:
        source: The log.
        target: Where the copy goes; nothing may be there yet.
        busy_timeout: How long to wait while another program holds a lock, in seconds.

    Raises:
        CannotOpenError: If there is something at *target* or beside it already.
        GuardsMissingError: If the guards of the log were altered. Verify it.
        StoreFaultError: If the copy is not the same as the log.
        StoreError: If the log cannot be read or the copy not be written.
        OSError: If no file can be made at *target*.
    """
    with closing(open_for_reading(source, busy_timeout=busy_timeout)) as file:
        check_guards(file)
        with _placed(target) as part:
            file.copy_to(part)
            # This puts it into WAL mode, looks at its guards, and leaves one file.
            open_for_writing(part, create=False, busy_timeout=busy_timeout).close()
            _sync(part)
            return _compared(file, part)


@contextmanager
def _placed(target: Path) -> Iterator[Path]:
    """Give an empty file beside *target*, and name it *target* at the end: never half a copy."""
    for suffix in ("", *_BESIDE):
        if os.path.lexists(f"{target}{suffix}"):
            raise _is_there(f"{target}{suffix}")
    folder = target.absolute().parent
    with _temporary(folder) as part:
        yield part
        _name(part, target)
    _sync(folder)


def _name(part: Path, target: Path) -> None:
    """Give *part* the name *target*, unless somebody else took it meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise _is_there(target) from None
    except OSError:  # a file system without links: the name is taken first, for a moment only
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        part.replace(target)


def _is_there(file: str | Path) -> CannotOpenError:
    return CannotOpenError(f"{file} is there already; a backup never replaces a file")


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """Give an empty file for its owner only; what is there at the end is removed."""
    handle, name = mkstemp(prefix=".backup-", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", *_BESIDE):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until *path*, a file or a folder, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _compared(file: ReadOnlyFile, part: Path) -> Backup:
    log = SQLiteStore(file, utc_now)
    with SQLiteStore.open(part, readonly=True) as copy:
        size = copy.head()
        for row, copied in zip_longest(log.rows(size=size), copy.rows()):
            if row != copied:
                position = row.position if copied is None else copied.position
                raise StoreFaultError(
                    f"{file.path}: the copy differs at position {position}; verify the log"
                )
        return Backup(size, root(leaf.leaf_hash for leaf in copy.leaves()))
