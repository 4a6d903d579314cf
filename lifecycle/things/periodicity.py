"""How often to meet and who hosts, read from the words of an agreement; never guessed."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import get_args

from lifecycle.dates import civil, day_number, month_length
from lifecycle.domain_events import (
    EstablishmentAgreed,
    InstrumentConcluded,
    PeriodicityRecorded,
    ResumptionAgreed,
    TermsOfReferenceSigned,
)
from lifecycle.facts import Fact
from lifecycle.periods import NUMBERS, PeriodError, read_period
from lifecycle.things.reading import told

_Agreement = (
    EstablishmentAgreed
    | ResumptionAgreed
    | PeriodicityRecorded
    | TermsOfReferenceSigned
    | InstrumentConcluded
)
_MODELS: tuple[type[_Agreement], ...] = get_args(_Agreement)

MONTHS_MAX = 1200
"""Longest time that is read, in months."""

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

    ``at least`` is read over: it gives the longest time. So are ``normally``, ``usually``, ``in
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
    year, month, day = civil(start)
    years, month_before = divmod(month - 1 + months, _MONTHS_OF_YEAR)
    year, month = year + years, month_before + 1
    length = month_length(year, month)
    return day_number(year, month, length) if day > length else day_number(year, month, day) - 1


def alternates(text: str) -> bool | None:
    """Tell whether the sides host in turn by *text*; None if its words do not say so."""
    words = _plain(text)
    if re.search(r"\b(?:not?|never|without|nor)\b", words):
        return None
    if re.search(
        r"\b(?:alternat(?:e|es|ed|ely|ing)|rotat(?:ion|ing|es)|(?:in|by) turns?)\b", words
    ):
        return True
    return False if re.match(r"always (?:in|hosted by|at) ", words) else None


def agreed_periodicity(
    history: Sequence[Fact], default: int | None = None
) -> tuple[int | None, Fact | None]:
    """Return how many months lie between meetings as agreed last, and the fact that says so.

    What a source reports counts only where nothing was agreed, whatever the dates.

    Args:
        history: The effective facts.
        default: What the definition says, for where nothing is on record, in months.

    Returns:
        ``(None, fact)`` if something is on record in words that are not read;
        ``(default, None)`` if nothing is.
    """
    agreed = _agreed_last(history, lambda event: event.periodicity)
    return (default, None) if agreed is None else (months_of(agreed[1]), agreed[0])


def agreed_hosting(history: Sequence[Fact]) -> tuple[bool | None, Fact | None]:
    """Return whether the sides host in turn as agreed last, and the fact that says so.

    What a source reports counts only where nothing was agreed, whatever the dates.

    Returns:
        ``(None, fact)`` if something is on record in words that are not read;
        ``(None, None)`` if nothing is.
    """
    agreed = _agreed_last(history, lambda event: event.hosting_rule)
    return (None, None) if agreed is None else (alternates(agreed[1]), agreed[0])


def _agreed_last(
    history: Sequence[Fact], words: Callable[[_Agreement], str | None]
) -> tuple[Fact, str] | None:
    """Return the last fact that agrees on something for the mechanism itself, and its words.

    Where none agrees on it: the last that reports it.
    """
    agreed, reported = None, None
    for fact, event in told(history, *_MODELS):
        said = words(event)
        for_subgroup = isinstance(event, TermsOfReferenceSigned) and event.body is not None
        if said is None or for_subgroup:
            continue
        if isinstance(event, PeriodicityRecorded) and event.basis == "reported":
            reported = (fact, said)
        else:
            agreed = (fact, said)
    return agreed or reported


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
