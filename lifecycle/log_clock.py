"""The day that a question is asked for: as told, else that of the newest event: no wall clock."""

from collections.abc import Iterable

from events.model import RecordedEvent
from lifecycle.dates import parse
from lifecycle.errors import DateError, InvalidArgumentError, NotFoundError


def day_asked(as_of: str | None, events: Iterable[RecordedEvent]) -> int:
    """Return the last day of *as_of* as day number, else the day of the last of *events*.

    Raises:
        InvalidArgumentError: If *as_of* is no date, or has no end.
        NotFoundError: If neither tells a day.
    """
    if as_of is None:
        newest = max(events, key=lambda event: event.position, default=None)
        if newest is None:
            raise NotFoundError("event that tells the day", "any")
        as_of = newest.recorded_at[:10]
    return last_day_of(as_of)


def last_day_of(as_of: str) -> int:
    """Return the last day of *as_of* as day number.

    Raises:
        InvalidArgumentError: If it is no date, or has no end.
    """
    try:
        day = parse(as_of).latest
    except DateError as error:
        raise InvalidArgumentError("as_of", str(error)) from error
    if day is None:
        reason = f"{as_of[:100]!r}: it has no end; give a day, a month or a year"
        raise InvalidArgumentError("as_of", reason)
    return day
