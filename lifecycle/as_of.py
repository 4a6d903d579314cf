"""The day that a caller names by a date."""

from lifecycle.dates import parse
from lifecycle.errors import DateError, InvalidArgumentError


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
