"""The instant that an append is recorded with: by a plausible clock, never before the last one."""

import inspect
import warnings
from datetime import UTC, datetime, timedelta

from events.clock import Clock
from events.errors import ClockError, ClockWarning
from events.record import instant

BEHIND_MAX = timedelta(minutes=10)
"""How far two right clocks may differ: more than unattended drift, less than any time zone."""
AHEAD_MAX = timedelta(days=366)
"""How long a log may lie untouched before its next append is worth a warning."""
LEAP_YEARS_MAX = 50
"""How long no log lies untouched. An append after a longer time is refused."""
_MONTH = len("2026-01")
"""Characters of an instant that name its month: within one, no clock is far ahead."""


def latest_instant(now: datetime) -> str:
    """Return the latest instant that a right clock can have given by *now*, an aware time."""
    last = datetime.max.replace(tzinfo=UTC)
    return instant(now + BEHIND_MAX if now < last - BEHIND_MAX else last)


class Stamps:
    """Gives the appends of one store their instants, and warns of a clock that may be wrong."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._warned_after: str | None = None

    def after(self, last: str) -> str:
        """Return the instant for what follows an event recorded at *last* (``""``: none does).

        Raises:
            ClockError: If the clock shows no time zone, a time outside the years 1 to 9999 in UTC,
                or one more than `LEAP_YEARS_MAX` years after *last*.
        """
        now = instant(self._clock())
        if last and (now < last or now[:_MONTH] != last[:_MONTH]):
            self._compare(now, last)
        return max(now, last)

    def _compare(self, now: str, last: str) -> None:
        if int(now[:4]) - int(last[:4]) > LEAP_YEARS_MAX:
            years = f"within {LEAP_YEARS_MAX} years of the last event, which was recorded at {last}"
            raise ClockError(now, years)
        ahead = datetime.fromisoformat(now) - datetime.fromisoformat(last)
        if -BEHIND_MAX <= ahead <= AHEAD_MAX or last == self._warned_after:
            return
        side = "before" if now < last else "after"
        warnings.warn(
            f"the clock shows {now}, long {side} the last event of the log, recorded at {last}: "
            f"this append is recorded at {max(now, last)}. If that is wrong, see docs/design/"
            "clocks.md before recording more",
            ClockWarning,
            stacklevel=_level_of_caller(),
        )
        # Not before: where the warning is an error, each append is to be refused.
        self._warned_after = last


def _level_of_caller() -> int:
    """Return the stack level, for the function that asks, of what calls the library."""
    level, frame = 0, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith(_LIBRARY):
        level, frame = level + 1, frame.f_back
    return level


_LIBRARY = ("events.", "lifecycle.")
"""How the names of the modules begin that are installed together; the log's callers come after."""
