"""Compares the clock of a log with this computer's."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from events.clock import utc_now
from events.errors import EventsError
from lifecycle.cli.output import say

if TYPE_CHECKING:
    from events.model import RecordedEvent
    from lifecycle.registry.reader import Reader


def is_ahead(event: RecordedEvent) -> bool:
    """Return whether *event* was recorded later than now."""
    from events.stamping import latest_instant

    return event.recorded_at > latest_instant(utc_now())


def warn_of_future(registry: Reader) -> None:
    """Warn if the newest event was recorded later than now: answers go by its day, not by ours."""
    with suppress(EventsError):  # the command itself reports what it cannot read
        event = registry.newest()
        if event is not None and is_ahead(event):
            text = "later than it is by this computer's clock"
            asked = click.get_current_context().params
            if "as_of" in asked and asked["as_of"] is None:
                text += "; without --as-of, answers are as of that day"
            say(f"warning: the newest event is recorded at {event.recorded_at}, {text}")
