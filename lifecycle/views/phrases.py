"""How sentences tell counts, lists and lengths of time."""

from collections.abc import Sequence

from lifecycle.views.periodicity import whole_months

NAMED_MAX = 6
"""Things that one sentence names at most."""

_YEAR_MONTHS = 12
_MONTHS_MIN = 2  # a shorter time is given in days
_MONTHS_NAMED_MAX = 24


def listed(words: Sequence[str], join: str = "and") -> str:
    """Return *words* as ``a, b and c``; behind `NAMED_MAX` of them, how many more there are."""
    if len(words) > NAMED_MAX:
        words = [*words[:NAMED_MAX], f"{len(words) - NAMED_MAX} more"]
    *some, last = words
    return f"{', '.join(some)} {join} {last}" if some else last


def does(parties: Sequence[str], singular: str, plural: str) -> str:
    """Return who does something: ``AA denies``, ``AA and ZZ deny``."""
    return f"{listed(parties)} {singular if len(parties) == 1 else plural}"


def counted(number: int, noun: str) -> str:
    """Return *number* with *noun*: ``1 meeting``, ``2 meetings``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def every(months: int) -> str:
    """Return a period as words: ``every year``, ``every 18 months``."""
    return f"every {_length(months).removeprefix('1 ')}"


def lasting(days: int) -> str:
    """Return a time in words, in whole months that it lasts at least: ``3 years``, ``45 days``."""
    months = whole_months(days)
    return f"{days} days" if months < _MONTHS_MIN else _length(months)


def time_of(days: int) -> str:
    """Return a time of a month or more, rounded down: ``14 months``, ``3 years``."""
    months = whole_months(days)
    if months < _MONTHS_NAMED_MAX:
        return counted(months, "month")
    return counted(months // _YEAR_MONTHS, "year")


def _length(months: int) -> str:
    years, rest = divmod(months, _YEAR_MONTHS)
    return counted(months, "month") if rest else counted(years, "year")
