"""How often to meet and who hosts, read from the words of an agreement; months in days."""

import re
from functools import lru_cache

from lifecycle.dates.edtf import CYCLE_DAYS, CYCLE_MONTHS, civil
from lifecycle.dates.periods import NUMBERS, Period, PeriodError, read_period

MONTHS_MAX = 1200
"""Longest time that is read, in months."""

MONTH_DAYS = CYCLE_DAYS / CYCLE_MONTHS
"""Days of a mean month."""

_MONTHS_OF_YEAR = 12

_WORDS = {
    "monthly": 1,
    "quarterly": 3,
    "half yearly": 6,
    "semi annual": 6,
    "semi annually": 6,
    "semiannual": 6,
    "semiannually": 6,
    "annual": 12,
    "annually": 12,
    "yearly": 12,
    "on an annual basis": 12,
    "on a yearly basis": 12,
    "biennial": 24,
    "biennially": 24,
    "triennial": 36,
    "triennially": 36,
}
"""Not among them: ``biannual`` and ``bimonthly``, which have two meanings."""

_HEDGES = re.compile(r"^(?:(?:at least|normally|usually|in principle|as a rule) )+")
_NUMBER = rf"(\d{{1,4}}|{'|'.join(NUMBERS)})"
_A_YEAR = r"(?:a|per|each|every|in a) (?:calendar )?year|per annum|annually|yearly"
_TIMES = re.compile(rf"(?:(once|twice|thrice)|{_NUMBER} times) (?:{_A_YEAR})")
_EVERY = re.compile(r"(?:once )?(?:every|each|in every) (.+)|once in (.+)")
_ONCE = {"once": 1, "twice": 2, "thrice": 3}
_SINGLE = {
    "month": 1,
    "quarter": 3,
    "half year": 6,
    "year": 12,
    "calendar year": 12,
    "other month": 2,
    "second month": 2,
    "other year": 24,
    "second year": 24,
    "third year": 36,
    "fourth year": 48,
    "fifth year": 60,
}


@lru_cache(maxsize=4_000)
def months_of(text: str) -> int | None:
    """Return how many months lie between meetings by *text*, e.g. ``annually`` or ``P6M``.

    ``at least`` is ignored: it gives the longest time. So are ``normally``, ``usually``, ``in
    principle`` and ``as a rule``: they tell the rule. None if the words are not known or have two
    meanings, as ``biannually`` has.
    """
    words = _HEDGES.sub("", _plain(text))
    if words in _WORDS:
        return _WORDS[words]
    times = _TIMES.fullmatch(words)
    if times is not None:
        return _share_of_year(_ONCE[times[1]] if times[1] else _number(times[2]))
    every = _EVERY.fullmatch(words)
    if every is None:
        return _months(words)
    period = every[1] or every[2]
    return _SINGLE.get(period) or _months(period)


def length_in_months(text: str) -> int | None:
    """Return how many months *text* lasts, e.g. ``2 years``, ``six months`` or ``P1Y6M``.

    None if the words are not known.
    """
    words = _plain(text)
    return _months(words)


def last_day_of_months(start: int, months: int) -> int:
    """Return the last day of a time of *months* that begins on *start* (day numbers)."""
    end = Period(months, 0).after(start)
    begins_anew = civil(end)[2] == civil(start)[2]  # else its month is too short for that day
    return end - 1 if begins_anew else end


def whole_months(days: int) -> int:
    """Return how many mean months *days* last at least."""
    return days * CYCLE_MONTHS // CYCLE_DAYS


def alternates(text: str) -> bool | None:
    """Return whether the sides host in turn by *text*; None if its words do not say so."""
    words = _plain(text)
    if re.search(r"\b(?:not?|never|without|nor)\b", words):
        return None
    if re.search(
        r"\b(?:alternat(?:e|es|ed|ely|ing)|rotat(?:ion|ing|es)|(?:in|by) turns?)\b", words
    ):
        return True
    return False if re.match(r"always (?:in|hosted by|at) ", words) else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[-_.,;\s]+", " ", text.lower()).split())


def _number(text: str) -> int:
    return NUMBERS.get(text) or int(text)


def _share_of_year(times: int) -> int | None:
    whole = times > 0 and _MONTHS_OF_YEAR % times == 0
    return _MONTHS_OF_YEAR // times if whole else None


def _months(words: str) -> int | None:
    """Return the months of a time that is a whole number of them."""
    try:
        months, days = read_period(words)
    except PeriodError:
        return None
    return months if not days and months <= MONTHS_MAX else None
