"""From a point of recorded time to the size the log had then."""

import re
from datetime import datetime

from events.errors import BrokenRecordError
from events.store import EventStore
from lifecycle.dates.edtf import day_number, day_text, parse
from lifecycle.errors import DateError, InvalidArgumentError, check_argument

_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(\.\d{1,6})?Z", re.ASCII)

_LAST_DAY = day_number(9999, 12, 31)
_DIGITS_MAX = 20
"""More digits than any position has."""


def size_known_at(store: EventStore, known_at: int | str | None) -> int:
    """Return how many events were on record at a position or an instant; None means now.

    Raises:
        InvalidArgumentError: If it is neither a position of the log nor an instant in UTC.
    """
    head = store.head()
    if known_at is None:
        return head
    check_argument("known_at", known_at, int, str)
    if isinstance(known_at, int) or (known_at.isdecimal() and len(known_at) < _DIGITS_MAX):
        position = int(known_at)
        if not 0 <= position < head:
            raise InvalidArgumentError(
                "known_at",
                f"the log has positions 0 to {head - 1}, not {position};"
                " write a date with its month: 2025-12",
            )
        return position + 1
    return _size_at(store, _full(known_at), head)


def _full(text: str) -> str:
    """Return *text* as the log writes instants; a date is its last moment."""
    found = _INSTANT.fullmatch(text)
    try:
        if found is None:
            return f"{day_text(_last_day(text))}T23:59:59.999999Z"
        day, minute, second, fraction = found.groups()
        full = f"{day}T{minute}{second or ':00'}.{(fraction or '.')[1:]:0<6}Z"
        datetime.fromisoformat(full)
    except (DateError, ValueError) as error:
        raise InvalidArgumentError(
            "known_at",
            f"{text[:100]!r} is no position, no date and no instant in UTC; write 25, 2025-12-09,"
            " 2025-12 or 2025-12-09T10:00:00Z",
        ) from error
    return full


def _last_day(text: str) -> int:
    latest = parse(text).latest
    if latest is None:
        raise ValueError(text)
    if latest > _LAST_DAY:
        reason = f"{text[:100]!r}: there is no instant after the year 9999"
        raise InvalidArgumentError("known_at", reason)
    return latest


def _size_at(store: EventStore, instant: str, head: int) -> int:
    """Return the count of events recorded by *instant*; recorded times never fall."""
    low, high = 0, head
    while low < high:
        middle = (low + high) // 2
        event = next(store.read_all(after=middle - 1, size=middle + 1, batch_size=1), None)
        if event is None:
            raise BrokenRecordError(middle, "is missing from the log")
        if event.recorded_at <= instant:
            low = middle + 1
        else:
            high = middle
    return low
