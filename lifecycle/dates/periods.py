"""Lengths of time in calendar units, such as ``90 days`` or ``P1Y6M``, and what they end on."""

import re
from typing import NamedTuple, Self

from lifecycle.dates.edtf import CYCLE_DAYS, CYCLE_MONTHS, civil, day_number, month_length
from lifecycle.errors import LifecycleError

LENGTH_MAX = 64
"""Characters of the longest text that is read."""

_MONTHS_OF_YEAR = 12
_DAYS_OF_WEEK = 7
NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            *("one", "two", "three", "four", "five", "six"),
            *("seven", "eight", "nine", "ten", "eleven", "twelve"),
        ),
        start=1,
    )
}
"""Small numbers by their English words."""
_WORDS = re.compile(rf"(\d{{1,4}}|{'|'.join(NUMBERS)})[ -](day|week|month|year)s?")
_ISO = re.compile(r"p(?=\d)(?:(\d{1,4})y)?(?:(\d{1,4})m)?(?:(\d{1,4})w)?(?:(\d{1,4})d)?")


class PeriodError(LifecycleError):
    """A text is no length of time; write it like ``90 days``, ``12 months`` or ``P3M``."""

    code = "invalid_period"
    http_status = 422

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text[:LENGTH_MAX]!r} is no length of time such as '12 months' or 'P3M'")


class Period(NamedTuple):
    """A length of time. Months are calendar months: their days differ."""

    months: int
    days: int

    @classmethod
    def of_months(cls, months: float) -> Self:
        """Return the period of *months*; a part of a month is counted in mean days."""
        whole = int(months)
        return cls(whole, round((months - whole) * CYCLE_DAYS / CYCLE_MONTHS))

    def after(self, day: int) -> int:
        """Return the day number on which the period ends that begins on *day*.

        A day that its month does not have becomes the month's last: one month after 31 January
        is the end of February.
        """
        year, month, day_of_month = civil(day)
        years, months = divmod(month - 1 + self.months, _MONTHS_OF_YEAR)
        year, month = year + years, months + 1
        return day_number(year, month, min(day_of_month, month_length(year, month))) + self.days


def read_period(text: str) -> Period:
    """Return the period that *text* tells: ``90 days``, ``two years``, ``P1Y6M``.

    Raises:
        PeriodError: If it tells none, or one of no length.
    """
    words = text.strip().lower() if len(text) <= LENGTH_MAX else ""
    if found := _WORDS.fullmatch(words):
        number = NUMBERS.get(found[1]) or int(found[1])
        counts = {found[2]: number}
    elif found := _ISO.fullmatch(words):
        units = ("year", "month", "week", "day")
        counts = {unit: int(count or 0) for unit, count in zip(units, found.groups(), strict=True)}
    else:
        raise PeriodError(text)
    period = Period(
        _MONTHS_OF_YEAR * counts.get("year", 0) + counts.get("month", 0),
        _DAYS_OF_WEEK * counts.get("week", 0) + counts.get("day", 0),
    )
    if period == (0, 0):
        raise PeriodError(text)
    return period
