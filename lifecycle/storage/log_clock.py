"""The day that a question is asked for: as told, else that of the newest event: no wall clock."""

from events.errors import BrokenRecordError
from events.model import RecordedEvent
from events.store import EventStore
from lifecycle.dates.days import as_of_day, day_recorded
from lifecycle.errors import NotFoundError


def day_asked(as_of: str | None, event: RecordedEvent | None) -> int:
    """Return the last day of *as_of* as day number, else the day on which *event* was recorded.

    Raises:
        InvalidArgumentError: If *as_of* is no date, or has no end.
        NotFoundError: If neither tells a day.
    """
    if as_of is not None:
        return as_of_day(as_of)
    if event is None:
        raise NotFoundError("event that tells the day", "any")
    return day_recorded(event)


def newest(store: EventStore, size: int, *, not_by: str | None = None) -> RecordedEvent | None:
    """Return the last of the first *size* events that tells its day; None if there is none.

    Events recorded by the actor *not_by* are skipped.
    """
    for end in range(size, 0, -1):
        try:
            event = next(store.read_all(after=end - 2, size=end), None)
            if event is not None and (not_by is None or event.actor != not_by):
                day_recorded(event)
                return event
        except BrokenRecordError:
            continue
    return None
