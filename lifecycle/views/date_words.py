"""How sentences and pictures tell a date: as people write it, and what is not known of it."""

import re
from functools import lru_cache

from lifecycle.dates.edtf import Edtf, Precision, day_text
from lifecycle.facts.fact import Fact
from lifecycle.views.reading import effective_date, is_sitting

UNDATED = "undated"

# --- Dates in words ---


@lru_cache(maxsize=4_000)
def date_in_words(text: str) -> str:
    """Return an EDTF date as people write it, without saying more: ``2022-22`` is summer 2022.

    Days, months, years and intervals between them read well as they are, and stay.
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _single_date(text)
    if start in _NO_BOUND:
        return f"by {_single_date(end)}"
    if end in _NO_BOUND:
        return f"from {_single_date(start)} on"
    between = _single_date(start), _single_date(end)
    return text if between == (start, end) else " to ".join(between)


_NO_BOUND = ("", "..")


def _single_date(text: str) -> str:
    sign = _SIGNS.get(text[-1:], "")
    plain = text[:-1] if sign else text
    if found := _PART_OF_YEAR.fullmatch(plain):
        return f"{_PARTS_OF_YEAR[found[2]]} {found[1]}{sign}"
    if found := _YEARS.fullmatch(plain):
        first, last = (f"{found[1]}{digit * len(found[2])}" for digit in "09")
        return f"the {first}s{sign}" if len(found[2]) == 1 else f"{first} to {last}{sign}"
    return f"{_UNKNOWN_DAY.sub('', plain)}{sign}"


_SIGNS = {"?": "?", "~": " (approximately)", "%": "? (approximately)"}
_PART_OF_YEAR = re.compile(r"(-?\d{4})-(2[1-9]|3\d|4[01])", re.ASCII)
_YEARS = re.compile(r"(\d{1,3})(X{1,3})", re.ASCII)
_UNKNOWN_DAY = re.compile(r"(?:-XX)+$")
_SEASONS = ("spring", "summer", "autumn", "winter")
_PARTS_OF_YEAR = {
    str(number): words
    for number, words in enumerate(
        (
            *_SEASONS,
            *(f"northern {season}" for season in _SEASONS),
            *(f"southern {season}" for season in _SEASONS),
            *(f"{which} quarter of" for which in ("first", "second", "third", "fourth")),
            *(f"{which} third of" for which in ("first", "second", "last")),
            *(f"{which} half of" for which in ("first", "second")),
        ),
        start=21,
    )
}
"""What EDTF writes in the place of a month."""


def at_latest(date: Edtf) -> str:
    """Return a *date* with an open start: ``by 2001 at the latest``."""
    return f"by {date.text.removeprefix('../')} at the latest"


def from_when(date: Edtf | None) -> str:
    """Return since when something holds, to stand behind a verb: `` from 2025-04-23``."""
    if date is None:
        return " from a date that is not known"
    if date.open_start:
        return f", {at_latest(date)}"
    return f" from {date.text}"


def since(date: Edtf | None) -> str:
    """Return since when something holds; of ``../1974`` only the last possible day is known."""
    if date is None:
        return "since a date not on record"
    if date.text.startswith(("../", "/")):
        return f"since {date_in_words(date.text.partition('/')[2])} at the latest"
    return f"since {date_in_words(date.text.removesuffix('/..'))}"


def or_earlier(date: str) -> str:
    """Return a *date* as recorded, to stand behind ``since``: ``2001 or earlier``."""
    return f"{date.removeprefix('../')} or earlier" if date.startswith("../") else date


def on_day(day: int | None) -> str:
    """Return *day* as text."""
    return "a day that is not known" if day is None else day_text(day)


# --- Dates of facts ---


def dated(fact: Fact) -> str:
    """Return the date of *fact* as recorded: ``2025-12-09``, ``undated``."""
    return UNDATED if fact.occurred is None else fact.occurred.text


def effective_text(fact: Fact) -> str | None:
    """Return since when what *fact* tells takes effect, as recorded; None if undated."""
    date = effective_date(fact)
    return None if date is None else date.text


def when(fact: Fact) -> str:
    """Return the date of *fact* as it stands behind a noun: ``of 2025-12-09``."""
    return f"of {fact.occurred}" if fact.occurred else "without a date"


def on(fact: Fact) -> str:
    """Return the date of *fact* as it stands behind a verb: ``on 2025-12-09``, ``in 2025``."""
    date = fact.occurred
    if date is None:
        return "on a day that is not on record"
    if date.open_start:
        return f"by {date.text.removeprefix('../')}"
    return f"{'on' if date.precision is Precision.DAY or is_sitting(date) else 'in'} {date}"


def with_date(fact: Fact) -> str:
    """Return the date of *fact* as it stands behind the word fact: ``dated 2025-12-09``."""
    date = fact.occurred
    if date is None:
        return "without a date"
    return f"dated {at_latest(date) if date.open_start else date}"
