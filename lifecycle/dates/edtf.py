"""Dates as far as they are known: a reader of EDTF, and what can be said of two dates' order.

EDTF is ISO 8601-2:2019 clause 4, also published by the Library of Congress. Read are level 0
without times of day, level 1, and the sub-year groupings (25-41) of level 2:

=====================================  ==============================================
``2025-12-09``, ``2025-12``, ``2025``  day, month, year
``-0044``, ``Y170000002``              years before year 0, years of 5 to 9 digits
``202X``, ``20XX``, ``2XXX``           decade, century, millennium
``2025-XX``, ``2025-12-XX``            some time in 2025, in December 2025
``2025-21`` to ``2025-41``             seasons, quarters, thirds and halves of a year
``2025-12?``, ``2025~``, ``2025%``     uncertain, approximate, both
``2025-12/2026-03``                    interval
``2025-12/..``, ``2025-12/``           interval with an open end, with an unknown end
=====================================  ==============================================

Days are day numbers: proleptic Gregorian ordinals, 1 = 0001-01-01, as `datetime.date.toordinal`,
but without its limits.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import lru_cache
from itertools import takewhile

from lifecycle.dates.bounds import UNKNOWN, Answer, Bounds, is_before
from lifecycle.errors import DateError

LENGTH_MAX = 64
"""Characters of the longest text that is read."""

CACHE_SIZE_MAX = 40_000
"""Count of dates that `parse` remembers."""


# --- Days ---

_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_FEBRUARY = 2
_MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PLAIN_YEAR_MAX = 9999  # of four digits
CYCLE_DAYS, CYCLE_MONTHS = 146_097, 4_800
"""Of 400 years, after which the calendar repeats."""


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the count of days of *month* (1-12) in *year*."""
    return 29 if month == _FEBRUARY and _is_leap(year) else _MONTH_LENGTHS[month]


def day_number(year: int, month: int, day: int) -> int:
    """Return the day number of a day that exists; *year* may be 0, negative or beyond 9999."""
    last = year if month > _FEBRUARY else year - 1  # the last year whose leap day could be past
    leap_days = last // 4 - last // 100 + last // 400
    return 365 * (year - 1) + leap_days + _BEFORE_MONTH[month] + day


def civil(day: int) -> tuple[int, int, int]:
    """Return year, month (1-12) and day of the month of the day number *day*."""
    cycle, rest = divmod(day - 1, CYCLE_DAYS)
    century = min(rest // 36_524, 3)
    rest -= century * 36_524
    leap_cycle, rest = divmod(rest, 1_461)
    year_of_cycle = min(rest // 365, 3)
    year = 400 * cycle + 100 * century + 4 * leap_cycle + year_of_cycle + 1
    month = 12
    while (first := day_number(year, month, 1)) > day:
        month -= 1
    return year, month, day - first + 1


def day_text(day: int) -> str:
    """Return the day number *day* as ISO 8601 text, e.g. ``2025-12-09``.

    Years before 0 and beyond 9999 carry their sign: ``-0044-03-15``, ``+17025-01-01``.
    """
    year, month, day_of_month = civil(day)
    sign = "-" if year < 0 else "+" if year > _PLAIN_YEAR_MAX else ""
    return f"{sign}{abs(year):04}-{month:02}-{day_of_month:02}"


def edtf_day(day: int) -> str:
    """Return the day number *day* as EDTF; of years beyond four digits, EDTF has the year only."""
    year = civil(day)[0]
    return f"Y{year}" if abs(year) > _PLAIN_YEAR_MAX else day_text(day)


# --- Dates ---


class Precision(StrEnum):
    """What a date names."""

    DAY = auto()
    MONTH = auto()
    SEASON = auto()
    QUARTER = auto()
    QUADRIMESTER = auto()
    """A third of a year."""
    SEMESTER = auto()
    """A half of a year; EDTF says semestral."""
    YEAR = auto()
    DECADE = auto()
    CENTURY = auto()
    MILLENNIUM = auto()
    INTERVAL = auto()


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as written, and the days between which it lies. Made by `parse`."""

    text: str
    """As it was written."""
    earliest: int | None
    """First day that is possible; None = the start of the interval is open or unknown."""
    latest: int | None
    """Last day that is possible; None = the end of the interval is open or unknown."""
    precision: Precision
    bounds: Bounds = field(init=False, repr=False, compare=False)
    """Both days."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bounds", Bounds(self.earliest, self.latest))

    @property
    def uncertain(self) -> bool:
        """``?`` or ``%``: the source may be wrong. Bounds are not widened for it."""
        return "?" in self.text or "%" in self.text

    @property
    def approximate(self) -> bool:
        """``~`` or ``%``: the source is about right. Bounds are not widened for it."""
        return "~" in self.text or "%" in self.text

    @property
    def open_start(self) -> bool:
        """The interval has no start (``../2025``); an unknown start (``/2025``) is not open."""
        return self.text.startswith("..")

    @property
    def open_end(self) -> bool:
        """The interval has no end (``2025/..``); an unknown end (``2025/``) is not open."""
        return self.text.endswith("..")

    def __str__(self) -> str:  # type: ignore[explicit-override]  # typing has it from 3.12
        return self.text


def bounds_of(date: Edtf | None) -> Bounds:
    """Return the first and the last possible day of *date*."""
    return UNKNOWN if date is None else date.bounds


def precedes(a: Edtf | None, b: Edtf | None) -> Answer:
    """Return whether *a* is over before *b* begins; None as a date means undated.

    Returns:
        True if it certainly is: the latest day of *a* is before the earliest of *b*.
        False if it certainly is not: the latest day of *b* is before the earliest of *a* or
        equal to it. So a day is not over before itself begins, nor ``2025-12`` before
        ``2025-12-01``.
        None if it cannot be told: the bounds overlap, a bound that is needed is open or
        unknown, or a date is missing.
    """
    if a is None or b is None:
        return None
    return is_before(a.earliest, a.latest, b.earliest, b.latest)


@lru_cache(maxsize=CACHE_SIZE_MAX)
def parse(text: str) -> Edtf:
    """Read *text* as a date; ``str(parse(text)) == text``.

    Raises:
        DateError: If *text* is not a date, names a day that does not exist, is an interval
            that certainly ends before it starts, or has more than `LENGTH_MAX` characters.
    """
    if len(text) > LENGTH_MAX:
        reason = f"a date has at most {LENGTH_MAX} characters"
        raise DateError(text[:LENGTH_MAX], reason, LENGTH_MAX)
    slash = text.find("/")
    if slash >= 0:
        return _interval(text, slash)
    return Edtf(text, *_read(text, 0, len(text)))


_NO_BOUND = ("", "..")  # unknown, open


def _interval(text: str, slash: int) -> Edtf:
    start, end = (
        None if text[begin:stop] in _NO_BOUND else _read(text, begin, stop)
        for begin, stop in ((0, slash), (slash + 1, len(text)))
    )
    if start is None and end is None:
        raise _refusal(text, 0, slash)
    earliest = None if start is None else start[0]
    latest = None if end is None else end[1]
    if earliest is not None and latest is not None and latest < earliest:
        raise DateError(text, "the interval ends before it starts; swap its ends", slash + 1)
    return Edtf(text, earliest, latest, Precision.INTERVAL)


_Bounds = tuple[int, int, Precision]
"""First day, last day and precision."""


def _read(text: str, begin: int, end: int) -> _Bounds:
    """Return the bounds of the single date ``text[begin:end]``."""
    form = _FORMS.get(text[begin:end].translate(_TO_SHAPE))
    if form is None:
        raise _refusal(text, begin, end)
    if text.startswith("-0000", begin):
        raise DateError(text, "year zero has no sign; write 0000", begin)
    bounds, year_length = form
    return bounds(text, begin, begin + year_length)


# --- Forms of a single date ---
# Each gives the bounds of the date in `text` whose year is ``text[begin:year_end]``. That digits
# stand where they should is known; whether there is such a month and day is not.


def _day(text: str, begin: int, year_end: int) -> _Bounds:
    year, month = int(text[begin:year_end]), int(text[year_end + 1 : year_end + 3])
    if not 0 < month <= _MONTHS_OF_YEAR:
        raise _month_error(text, year_end + 1)
    day = int(text[year_end + 4 : year_end + 6])
    if not 0 < day <= month_length(year, month):
        length = month_length(year, month)
        reason = f"{_MONTH_NAMES[month - 1]} {text[begin:year_end]} has {length} days"
        raise DateError(text, reason, year_end + 4)
    number = day_number(year, month, day)
    return number, number, Precision.DAY


def _month_of_unknown_day(text: str, begin: int, year_end: int) -> _Bounds:
    bounds = _part_of_year(text, begin, year_end)
    if bounds[2] is not Precision.MONTH:
        raise _month_error(text, year_end + 1)
    return bounds


def _month_error(text: str, place: int) -> DateError:
    if text[place : place + 2] in _PARTS_OF_YEAR:
        return DateError(text, "a season, quarter, third or half of a year has no day", place + 2)
    return DateError(text, "month runs 01-12; leave it out when it is not known", place)


def _part_of_year(text: str, begin: int, year_end: int) -> _Bounds:
    part = _PARTS_OF_YEAR.get(text[year_end + 1 : year_end + 3])
    if part is None:
        raise _month_error(text, year_end + 1)
    year, (precision, first_month, last_month) = int(text[begin:year_end]), part
    last_year = year
    if last_month > _MONTHS_OF_YEAR:
        last_year, last_month = year + 1, last_month - _MONTHS_OF_YEAR
    latest = day_number(last_year, last_month, month_length(last_year, last_month))
    return day_number(year, first_month, 1), latest, precision


def _year(text: str, begin: int, year_end: int) -> _Bounds:
    year = int(text[begin:year_end])
    return day_number(year, 1, 1), day_number(year, 12, 31), Precision.YEAR


def _long_year(text: str, begin: int, year_end: int) -> _Bounds:
    first_digit = begin + (2 if text[begin + 1] == "-" else 1)
    if text[first_digit] == "0":
        raise DateError(text, "a year after Y has 5 to 9 digits, the first not 0", first_digit)
    return _year(text, begin + 1, year_end)


def _years(text: str, begin: int, year_end: int) -> _Bounds:
    year_text = text[begin:year_end]
    first, last = int(year_text.replace("X", "0")), int(year_text.replace("X", "9"))
    if text[begin] == "-":
        first, last = last, min(first, -1)
    precision = _PRECISION_OF_XS[year_text.count("X")]
    return day_number(first, 1, 1), day_number(last, 12, 31), precision


_MONTHS_OF_YEAR = 12
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PRECISION_OF_XS = {1: Precision.DECADE, 2: Precision.CENTURY, 3: Precision.MILLENNIUM}

_PARTS_OF_YEAR = {f"{month:02}": (Precision.MONTH, month, month) for month in range(1, 13)} | {
    # First and last month; 13 and 14 are January and February of the next year, for a season
    # over New Year is of the year in which it begins: in EDTF, winter is the last of a year.
    # 21-24 name no hemisphere, so either may be meant; their bounds hold both seasons.
    "21": (Precision.SEASON, 3, 11),  # spring
    "22": (Precision.SEASON, 6, 14),  # summer
    "23": (Precision.SEASON, 3, 11),  # autumn
    "24": (Precision.SEASON, 6, 14),  # winter
    "25": (Precision.SEASON, 3, 5),  # spring, northern hemisphere
    "26": (Precision.SEASON, 6, 8),
    "27": (Precision.SEASON, 9, 11),
    "28": (Precision.SEASON, 12, 14),
    "29": (Precision.SEASON, 9, 11),  # spring, southern hemisphere
    "30": (Precision.SEASON, 12, 14),
    "31": (Precision.SEASON, 3, 5),
    "32": (Precision.SEASON, 6, 8),
    "33": (Precision.QUARTER, 1, 3),
    "34": (Precision.QUARTER, 4, 6),
    "35": (Precision.QUARTER, 7, 9),
    "36": (Precision.QUARTER, 10, 12),
    "37": (Precision.QUADRIMESTER, 1, 4),
    "38": (Precision.QUADRIMESTER, 5, 8),
    "39": (Precision.QUADRIMESTER, 9, 12),
    "40": (Precision.SEMESTER, 1, 6),
    "41": (Precision.SEMESTER, 7, 12),
}

# A date is told by its shape: 0 stands for any digit, ? for any qualifier.
_TO_SHAPE = str.maketrans("123456789~%", "000000000??")
_FORMS: Mapping[str, tuple[Callable[[str, int, int], _Bounds], int]] = {
    sign + shape + mark: (form, len(sign) + year_length)
    for shape, (form, year_length) in {
        "0000-00-00": (_day, 4),
        "0000-00": (_part_of_year, 4),
        "0000": (_year, 4),
        "0000-00-XX": (_month_of_unknown_day, 4),
        "0000-XX-XX": (_year, 4),
        "0000-XX": (_year, 4),
        "000X": (_years, 4),
        "00XX": (_years, 4),
        "0XXX": (_years, 4),
    }.items()
    for sign in ("", "-")
    for mark in ("", "?")
} | {
    year + mark: (_long_year, len(year))
    for sign in ("", "-")
    for length in range(5, 10)
    for mark in ("", "?")
    for year in ["Y" + sign + "0" * length]
}


# --- Refusals ---


def _refusal(text: str, begin: int, end: int) -> DateError:
    """Return why ``text[begin:end]`` has the shape of no date, and where it departs from all."""
    shape = text[begin:end].translate(_TO_SHAPE)
    place = begin + max(_shared(shape, known) for known in _FORMS)
    return DateError(text, next(hint for sign, hint in _HINTS if re.search(sign, text)), place)


def _shared(shape: str, known: str) -> int:
    pairs = zip(shape, known, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


# What a text that is no date looks like, and what to write instead; the first that is found holds.
_HINTS = (
    (r"^[X?~%/.\s-]*$", "nothing is known; leave the date out"),
    (r"(?i)unknown|undated|^(n\.?/?a|n\.?d|nil|none|null|tb[acd])\.?$", "leave the date out"),
    (r"[^\x00-\x7f]", "a date has only plain digits, letters and hyphens; write 2025-12-09"),
    (r"[0-9]T([0-9]|$)|[0-9]:[0-9]|[0-9]Z$", "times of day are not recorded; give the day"),
    (r"[\[\]{},]", "lists of dates are not read; give one date or an interval"),
    (r"(?i)jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", "write months as numbers: 2025-12"),
    (r"(?i)spring|summer|autumn|fall|winter", "write seasons as 2025-21 (spring) to 2025-24"),
    (r"(?i)Q[1-4]", "write quarters as 2025-33 to 2025-36"),
    (r"(?i)H[12]", "write halves of a year as 2025-40 and 2025-41"),
    (r"(?i)W[0-9]", "weeks are not read; write the interval 2025-12-08/2025-12-14"),
    (r"(?i)^c\.|^(ca|circa|about|approx)\b", "write about as a sign at the end: 2025~"),
    (r"(?i)\b(bce?|ce|ad)\b", "write years before year 1 with a minus: 44 BC is -0043"),
    (r"[0-9]{3}0'?s$", "write decades as 202X"),
    (r"[0-9]x|-x", "write digits that are not known as a capital X"),
    (r"X[0-9]|[0-9]X$|X-|-X|^X", "only the last digits of a year, a whole day or month can be X"),
    (r"\s", "a date has no spaces; write 2025-12-09, an interval 2025-12-09/2025-12-11"),
    (r"[?~%](?!/|$)", "a qualifier stands once, at the end of a date: 2025-12?"),
    (r"[0-9][SE][0-9]", "write the year in full, without exponent and significant digits"),
    (r"(?i)(^|/)Y-?[0-9]", "Y begins a year of 5 to 9 digits; other years have 4 and no Y"),
    (r"^\+", "years have no plus sign"),
    (r"[0-9]\.\.|\.\.[0-9]|^[0-9]{4}-[0-9]{4}$", "write intervals with a slash: 2025/2026"),
    (r"^[0-9]{1,2}[/.-]|^[0-9]{4}[/.][0-9]{1,2}([/.]|$)", "write year, month, day: 2025-12-09"),
    (r"/.*/", "an interval has one slash"),
    (r"^[0-9]{6}([0-9]{2})?$", "put hyphens between year, month and day: 2025-12-09"),
    (r"^[0-9]{4}-[0-9]{3}$", "days of the year are not read; write 2025-12-09"),
    (r"-[0-9](-|$)", "month and day have two digits: 2025-02-03"),
    (r"", "write 2025-12-09, 2025-12 or 2025"),
)
