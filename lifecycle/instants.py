"""From a point of recorded time to the size the log had then."""

import re

from events.store import EventStore
from lifecycle.errors import InvalidFactError

_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(\.\d{1,6})?Z", re.ASCII)

_DIGITS_MAX = 20
"""More digits than any position has."""


def size_known_at(store: EventStore, known_at: int | str | None) -> int:
    """Return how many events were on record at a position or an instant; None means now.

    Raises:
        InvalidFactError: If it is neither a position of the log nor an instant in UTC.
    """
    head = store.head()
    if known_at is None:
        return head
    if isinstance(known_at, int) or (known_at.isdecimal() and len(known_at) < _DIGITS_MAX):
        position = int(known_at)
        if not 0 <= position < head:
            raise InvalidFactError(
                f"the log has positions 0 to {head - 1}, not {position}", place="known_at"
            )
        return position + 1
    return _size_at(store, _full(known_at), head)


def _full(text: str) -> str:
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise InvalidFactError(
            f"{text[:100]!r} is no position and no instant in UTC; write 2025-12-09T10:00:00Z",
            place="known_at",
        )
    day, minute, second, fraction = found.groups()
    return f"{day}T{minute}{second or ':00'}.{(fraction or '.')[1:]:0<6}Z"


def _size_at(store: EventStore, instant: str, head: int) -> int:
    """Return the count of events recorded by *instant*; recorded times never fall."""
    low, high = 0, head
    while low < high:
        middle = (low + high) // 2
        event = next(store.read_all(after=middle - 1, size=middle + 1, batch_size=1))
        if event.recorded_at <= instant:
            low = middle + 1
        else:
            high = middle
    return low
