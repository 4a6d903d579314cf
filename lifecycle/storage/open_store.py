"""From the place of a log to an open store."""

from pathlib import Path
from typing import TYPE_CHECKING

from events.clock import Clock
from events.errors import StoreError
from events.store import EventStore
from events.stores.sqlite import SQLiteStore

if TYPE_CHECKING:
    from events.stores.sqlite_backup import Backup

MEMORY = "memory:"
BUSY_TIMEOUT = 5.0
"""How long to wait while another program holds a lock, in seconds, unless told otherwise."""


def open_store(
    location: str,
    *,
    readonly: bool,
    create: bool,
    clock: Clock,
    busy_timeout: float = BUSY_TIMEOUT,
) -> EventStore:
    """Open the store at *location*: a path, ``sqlite:///path`` or ``memory:``.

    Raises:
        StoreError: If there is no store for such a place, or it cannot be opened.
    """
    if location == MEMORY:
        from events.stores.memory import MemoryStore  # noqa: PLC0415  # who opens a file starts faster

        return MemoryStore(clock=clock)
    return SQLiteStore.open(
        path_of(location),
        readonly=readonly,
        create=create,
        clock=clock,
        busy_timeout=busy_timeout,
    )


def back_up_log(location: str, target: Path, *, busy_timeout: float = BUSY_TIMEOUT) -> "Backup":
    """Copy the log at *location* to the new file *target*; see `events.stores.sqlite_backup`.

    Raises:
        StoreError: If it is in memory, or it cannot be copied.
        OSError: If no file can be made at *target*.
    """
    from events.stores.sqlite_backup import back_up  # noqa: PLC0415  # as above

    if location == MEMORY:
        raise StoreError("a log in memory has no file to copy; export it")
    return back_up(path_of(location), target, busy_timeout=busy_timeout)


def path_of(location: str) -> Path:
    """Return the file of a log that is kept in one.

    Raises:
        StoreError: If there is no store for such a place.
    """
    path = location.removeprefix("sqlite:///")
    if "://" in path:
        scheme = path.split("://", 1)[0]
        raise StoreError(f"no store opens {scheme}://; give a file path or sqlite:///path")
    return Path(path)
