"""From the place of a log to an open store."""

from events.clock import Clock
from events.errors import StoreError
from events.store import EventStore
from events.stores.memory import MemoryStore
from events.stores.sqlite import SQLiteStore


def open_store(location: str, *, readonly: bool, create: bool, clock: Clock) -> EventStore:
    """Open the store at *location*: a path, ``sqlite:///path`` or ``memory:``.

    Raises:
        StoreError: If there is no store for such a place, or it cannot be opened.
    """
    if location == "memory:":
        return MemoryStore(clock=clock)
    path = location.removeprefix("sqlite:///")
    if "://" in path:
        scheme = path.split("://", 1)[0]
        raise StoreError(f"no store opens {scheme}://; give a file path or sqlite:///path")
    return SQLiteStore.open(path, readonly=readonly, create=create, clock=clock)
