"""Words for facts, dates and lengths of time."""

from dataclasses import replace

from lifecycle.dates.edtf import Edtf, day_text
from lifecycle.errors import UnreadableFactError
from lifecycle.facts.fact import Fact
from lifecycle.views.periodicity import whole_months
from lifecycle.views.phrases import at_latest, counted
from lifecycle.views.reading import effective_date
from lifecycle.views.titles import words
from lifecycle.views.view import View
from lifecycle.views.wording import title_of

_MONTHS_MIN = 2  # a shorter time is told in days


def as_seen_on(mechanism: View, day: int | None) -> View:
    """Return *mechanism* as of *day*; None: all facts count."""
    return mechanism if day == mechanism.as_of else replace(mechanism, as_of=day)


def said(fact: Fact, key: str) -> object:
    """Return the text or number that *fact* says under *key*; the rest is not read.

    Raises:
        UnreadableFactError: If it is a list or a table.
    """
    value: object = fact.data.get(key)
    if isinstance(value, list | dict):
        raise UnreadableFactError(fact.position, fact.type, f"{key} is no text and no number")
    return value


def dated(fact: Fact) -> str:
    """Return the date of *fact* in its own words."""
    return "undated" if fact.occurred is None else fact.occurred.text


def effective_text(fact: Fact) -> str | None:
    """Return since when what *fact* tells takes effect, in its own words; None if undated."""
    date = effective_date(fact)
    return None if date is None else date.text


def named(fact: Fact) -> str:
    """Return what a fact is called, and its date: ``Sixth meeting held, 2019-05``."""
    return f"{title_of(fact)}, {dated(fact)}"


def typed(fact: Fact) -> str:
    """Return what type of fact it is, and its date, without reading its payload."""
    return f"{words(fact.type)}, {dated(fact)}"


def on_day(day: int | None) -> str:
    """Return *day* as text."""
    return "a day that is not known" if day is None else day_text(day)


def every(months: int) -> str:
    """Return a period as words: ``every year``, ``every 18 months``."""
    return f"every {_length(months).removeprefix('1 ')}"


def lasting(days: int) -> str:
    """Return a time in words, in whole months that it lasts at least: ``3 years``, ``45 days``."""
    months = whole_months(days)
    return f"{days} days" if months < _MONTHS_MIN else _length(months)


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    return counted(months, "month") if rest or not years else counted(years, "year")


def from_when(date: Edtf | None) -> str:
    """Return since when something holds, to stand behind a verb: `` from 2025-04-23``."""
    if date is None:
        return " from a date that is not known"
    if date.open_start:
        return f", {at_latest(date)}"
    return f" from {date.text}"


def since_when(date: str) -> str:
    """Return a *date* as recorded, to stand behind ``since``."""
    return f"{date.removeprefix('../')} or earlier" if date.startswith("../") else date
