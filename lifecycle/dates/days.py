"""The day that a caller names, and the day on which an event was recorded."""

from events.errors import BrokenRecordError
from events.model import RecordedEvent
from lifecycle.dates.edtf import parse
from lifecycle.errors import DateError, InvalidArgumentError, check_argument


def as_of_day(as_of: str) -> int:
    """Return the last day of *as_of* as day number.

    Raises:
        InvalidArgumentError: If it is no date, or has no end.
    """
    check_argument("as_of", as_of, str)
    try:
        day = parse(as_of).latest
    except DateError as error:
        raise InvalidArgumentError("as_of", str(error)) from error
    if day is None:
        reason = f"{as_of[:100]!r}: it has no end; give a day, a month or a year"
        raise InvalidArgumentError("as_of", reason)
    return day


def day_recorded(event: RecordedEvent) -> int:
    """Return the day number of the day on which *event* was recorded.

    Raises:
        BrokenRecordError: If the record does not say it.
    """
    text = event.recorded_at[:10]
    try:
        day = parse(text).latest
    except DateError:
        day = None
    if day is None:
        raise BrokenRecordError(event.position, f"recorded_at {text!r} is no day")
    return day
