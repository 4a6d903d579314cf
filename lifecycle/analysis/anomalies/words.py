"""How findings name the dates of facts and certain lengths of time."""

from lifecycle.dates.edtf import Edtf, Precision
from lifecycle.facts.fact import Fact
from lifecycle.views.periodicity import whole_months
from lifecycle.views.phrases import at_latest, counted

SITTING_DAYS_MAX = 31
"""A meeting dated with an interval up to this long is taken to have sat on all its days."""

_YEAR_MONTHS = 12
_MONTHS_NAMED_MAX = 24


def when(fact: Fact) -> str:
    """Return the date of *fact* as it stands in a sentence: ``of 2025-12-09``."""
    return f"of {fact.occurred}" if fact.occurred else "without a date"


def on(fact: Fact) -> str:
    """Return the date of *fact* as it stands behind a verb: ``on 2025-12-09``, ``in 2025``."""
    date = fact.occurred
    if date is None:
        return "on a day that is not on record"
    if date.open_start:
        return f"by {date.text.removeprefix('../')}"
    return f"{'on' if date.precision is Precision.DAY or is_sitting(date) else 'in'} {date}"


def dated(fact: Fact) -> str:
    """Return the date of *fact* as it stands behind the word fact: ``dated 2025-12-09``."""
    date = fact.occurred
    if date is None:
        return "without a date"
    if date.open_start:
        return f"dated {at_latest(date)}"
    return f"dated {date}"


def is_sitting(date: Edtf) -> bool:
    """Return whether *date* is an interval so short that it names the days of a sitting."""
    if date.precision is not Precision.INTERVAL or date.earliest is None or date.latest is None:
        return False
    return date.latest - date.earliest < SITTING_DAYS_MAX


def numbers(first: int, last: int) -> str:
    """Return the numbers from *first* to *last*: ``7``, ``7 to 12``."""
    return str(first) if first == last else f"{first} to {last}"


def time_of(days: int) -> str:
    """Return a time of a month or more, rounded down: ``14 months``, ``3 years``."""
    months = whole_months(days)
    if months < _MONTHS_NAMED_MAX:
        return counted(months, "month")
    return counted(months // _YEAR_MONTHS, "year")
