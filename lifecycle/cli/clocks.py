"""Warns of a log whose clock is ahead of this computer's."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from lifecycle.cli.output import say

if TYPE_CHECKING:
    from events.store import EventStore


def warn_of_future(store: EventStore) -> None:
    """Warn if the newest event is recorded later than now: answers go by its day, not by ours."""
    from events.clock import utc_now  # noqa: PLC0415  # keeps --help fast
    from events.errors import EventsError  # noqa: PLC0415  # as above
    from events.stamping import latest_instant  # noqa: PLC0415  # as above

    with suppress(EventsError):  # the command itself reports what it cannot read
        size = store.head()
        newest = next(store.read_all(after=size - 2, size=size), None)
        if newest is not None and newest.recorded_at > latest_instant(utc_now()):
            say(
                f"warning: the newest event is recorded at {newest.recorded_at}, later than it is "
                "by this computer's clock; without --as-of, answers are as of that day"
            )
