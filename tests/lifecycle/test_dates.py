import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.dates.edtf import (
    LENGTH_MAX,
    Precision,
    civil,
    day_number,
    day_text,
    month_length,
    parse,
    precedes,
)
from lifecycle.errors import DateError

# --- Known answers ---

SINGLE_DATES = {
    "2025-12-09": ("2025-12-09", "2025-12-09", "day"),
    "2024-02-29": ("2024-02-29", "2024-02-29", "day"),
    "2025-12": ("2025-12-01", "2025-12-31", "month"),
    "2024-02": ("2024-02-01", "2024-02-29", "month"),
    "1900-02": ("1900-02-01", "1900-02-28", "month"),
    "2025": ("2025-01-01", "2025-12-31", "year"),
    "0000": ("0000-01-01", "0000-12-31", "year"),
    "9999": ("9999-01-01", "9999-12-31", "year"),
    "-0044": ("-0044-01-01", "-0044-12-31", "year"),
    "-0044-03": ("-0044-03-01", "-0044-03-31", "month"),
    "-0044-03-15": ("-0044-03-15", "-0044-03-15", "day"),
    "-0004-02": ("-0004-02-01", "-0004-02-29", "month"),
    "Y17000": ("+17000-01-01", "+17000-12-31", "year"),
    "Y170000002": ("+170000002-01-01", "+170000002-12-31", "year"),
    "Y-170000002": ("-170000002-01-01", "-170000002-12-31", "year"),
    "199X": ("1990-01-01", "1999-12-31", "decade"),
    "19XX": ("1900-01-01", "1999-12-31", "century"),
    "1XXX": ("1000-01-01", "1999-12-31", "millennium"),
    "000X": ("0000-01-01", "0009-12-31", "decade"),
    "-019X": ("-0199-01-01", "-0190-12-31", "decade"),
    "-000X": ("-0009-01-01", "-0001-12-31", "decade"),
    "2004-XX": ("2004-01-01", "2004-12-31", "year"),
    "2004-XX-XX": ("2004-01-01", "2004-12-31", "year"),
    "1985-04-XX": ("1985-04-01", "1985-04-30", "month"),
    "-0044-03-XX": ("-0044-03-01", "-0044-03-31", "month"),
    "2025-21": ("2025-03-01", "2025-11-30", "season"),
    "2025-22": ("2025-06-01", "2026-02-28", "season"),
    "2025-23": ("2025-03-01", "2025-11-30", "season"),
    "2023-24": ("2023-06-01", "2024-02-29", "season"),
    "2025-25": ("2025-03-01", "2025-05-31", "season"),
    "2025-26": ("2025-06-01", "2025-08-31", "season"),
    "2025-27": ("2025-09-01", "2025-11-30", "season"),
    "2023-28": ("2023-12-01", "2024-02-29", "season"),
    "2025-29": ("2025-09-01", "2025-11-30", "season"),
    "2025-30": ("2025-12-01", "2026-02-28", "season"),
    "2025-31": ("2025-03-01", "2025-05-31", "season"),
    "2025-32": ("2025-06-01", "2025-08-31", "season"),
    "2025-33": ("2025-01-01", "2025-03-31", "quarter"),
    "2025-34": ("2025-04-01", "2025-06-30", "quarter"),
    "2025-35": ("2025-07-01", "2025-09-30", "quarter"),
    "2025-36": ("2025-10-01", "2025-12-31", "quarter"),
    "2025-37": ("2025-01-01", "2025-04-30", "quadrimester"),
    "2025-38": ("2025-05-01", "2025-08-31", "quadrimester"),
    "2025-39": ("2025-09-01", "2025-12-31", "quadrimester"),
    "2025-40": ("2025-01-01", "2025-06-30", "semester"),
    "2025-41": ("2025-07-01", "2025-12-31", "semester"),
}

INTERVALS = {
    "2025-12-09/2025-12-11": ("2025-12-09", "2025-12-11"),
    "2025-12/2026-03": ("2025-12-01", "2026-03-31"),
    "2025/2025-06": ("2025-01-01", "2025-06-30"),
    "2025-06/2025": ("2025-06-01", "2025-12-31"),
    "2025/2025": ("2025-01-01", "2025-12-31"),
    "-0044/0044": ("-0044-01-01", "0044-12-31"),
    "2025-33/2025-34": ("2025-01-01", "2025-06-30"),
    "199X/2004-XX": ("1990-01-01", "2004-12-31"),
    "2025-11-XX/Y17000": ("2025-11-01", "+17000-12-31"),
    "2025-12/..": ("2025-12-01", None),
    "2025-12/": ("2025-12-01", None),
    "../2025-12": (None, "2025-12-31"),
    "/2025-12": (None, "2025-12-31"),
}

# Whether uncertain, whether approximate.
QUALIFIED = {
    "2025-12-09": (False, False),
    "2025-12-09?": (True, False),
    "2025-12~": (False, True),
    "2025%": (True, True),
    "-0044?": (True, False),
    "Y17000~": (False, True),
    "199X%": (True, True),
    "2004-XX?": (True, False),
    "2004-XX-XX~": (False, True),
    "1985-04-XX%": (True, True),
    "2025-33?": (True, False),
    "2025?/2026": (True, False),
    "2025/2026~": (False, True),
    "2025?/2026~": (True, True),
    "2025%/..": (True, True),
    "/2025~": (False, True),
    "2025/2026": (False, False),
}


def bounds_text(text: str) -> tuple[str | None, str | None]:
    date = parse(text)
    earliest, latest = (
        None if day is None else day_text(day) for day in (date.earliest, date.latest)
    )
    return earliest, latest


@pytest.mark.parametrize(("text", "expected"), SINGLE_DATES.items())
def test_a_date_lies_between_its_bounds(text: str, expected: tuple[str, str, str]) -> None:
    assert (*bounds_text(text), parse(text).precision) == expected


@pytest.mark.parametrize(("text", "expected"), INTERVALS.items())
def test_an_interval_spans_its_ends(text: str, expected: tuple[str | None, str | None]) -> None:
    assert bounds_text(text) == expected
    assert parse(text).precision is Precision.INTERVAL


@pytest.mark.parametrize(("text", "expected"), QUALIFIED.items())
def test_a_qualifier_says_uncertain_or_approximate(text: str, expected: tuple[bool, bool]) -> None:
    date = parse(text)

    assert (date.uncertain, date.approximate) == expected


@pytest.mark.parametrize("mark", ["?", "~", "%"])
@pytest.mark.parametrize("text", SINGLE_DATES)
def test_a_qualifier_never_widens_the_bounds(text: str, mark: str) -> None:
    plain, qualified = parse(text), parse(text + mark)

    assert qualified.earliest == plain.earliest
    assert qualified.latest == plain.latest
    assert qualified.precision == plain.precision


@pytest.mark.parametrize(
    ("text", "open_start", "open_end"),
    [
        ("2025/..", False, True),
        ("2025/", False, False),
        ("../2025", True, False),
        ("/2025", False, False),
        ("2025/2026", False, False),
        ("2025", False, False),
    ],
)
def test_an_open_end_is_not_an_unknown_end(text: str, open_start: bool, open_end: bool) -> None:
    date = parse(text)

    assert (date.open_start, date.open_end) == (open_start, open_end)


# --- Refusals ---

LEAVE_OUT = "leave the date out"
YEAR_FIRST = "write year, month, day: 2025-12-09"
TWO_DIGITS = "two digits: 2025-02-03"
NO_TIME = "times of day are not recorded; give the day"
NO_SPACES = "no spaces; write 2025-12-09"
LAST_DIGITS = "only the last digits"
QUALIFIER_LAST = "at the end of a date: 2025-12?"
MONTH_RUNS = "month runs 01-12"

BAD_DATES = [
    ("", 0, LEAVE_OUT),
    (" ", 0, LEAVE_OUT),
    ("?", 0, LEAVE_OUT),
    ("/", 0, LEAVE_OUT),
    ("../..", 0, LEAVE_OUT),
    ("/..", 0, LEAVE_OUT),
    ("XXXX", 0, LEAVE_OUT),
    ("XXXX-XX-XX", 0, LEAVE_OUT),
    ("unknown", 0, LEAVE_OUT),
    ("N/A", 0, LEAVE_OUT),
    ("tbd", 0, LEAVE_OUT),
    ("2025-13", 5, MONTH_RUNS),
    ("2025-00", 5, MONTH_RUNS),
    ("2025-42", 5, MONTH_RUNS),
    ("2025-13-01", 5, MONTH_RUNS),
    ("2025-13-XX", 5, MONTH_RUNS),
    ("-0044-20", 6, MONTH_RUNS),
    ("2025/2026-13", 10, MONTH_RUNS),
    ("2025-21-05", 7, "has no day"),
    ("2025-33-XX", 7, "has no day"),
    ("2025-02-30", 8, "February 2025 has 28 days"),
    ("2024-02-30", 8, "February 2024 has 29 days"),
    ("1900-02-29", 8, "February 1900 has 28 days"),
    ("2025-12-32", 8, "December 2025 has 31 days"),
    ("2025-12-00", 8, "December 2025 has 31 days"),
    ("-0001-02-29", 9, "February -0001 has 28 days"),
    ("2025-04-01/2025-04-31", 19, "April 2025 has 30 days"),
    ("2025-12-09/2025-12-08", 11, "ends before it starts"),
    ("2026/2025", 5, "ends before it starts"),
    ("09/12/2025", 2, YEAR_FIRST),
    ("2025/12/09", 7, YEAR_FIRST),
    ("12/2025", 2, YEAR_FIRST),
    ("2025/12", 7, YEAR_FIRST),
    ("09.12.2025", 2, YEAR_FIRST),
    ("2025.12.09", 4, YEAR_FIRST),
    ("09-12-2025", 2, YEAR_FIRST),
    ("9 December 2025", 1, "write months as numbers"),
    ("Dec 2025", 0, "write months as numbers"),
    ("2025-2-3", 6, TWO_DIGITS),
    ("2025-12-9", 9, TWO_DIGITS),
    ("20251209", 4, "put hyphens between year, month and day"),
    ("202512", 4, "put hyphens between year, month and day"),
    ("2025-343", 7, "days of the year are not read"),
    (" 2025", 0, NO_SPACES),
    ("2025 ", 4, NO_SPACES),
    ("2025\n", 4, NO_SPACES),
    ("2025 / 2026", 4, NO_SPACES),
    ("2025-12-09T10:00:00Z", 10, NO_TIME),
    ("2025-12-09 10:00", 10, NO_TIME),
    ("2025-12-09Z", 10, NO_TIME),
    ("2025-12-09T10/2025-12-10", 10, NO_TIME),
    ("2025\N{EN DASH}12", 4, "only plain digits, letters and hyphens"),
    ("\N{FULLWIDTH DIGIT TWO}025", 0, "only plain digits, letters and hyphens"),
    ("2025-1\N{ARABIC-INDIC DIGIT TWO}", 6, "only plain digits, letters and hyphens"),
    ("20X5", 3, LAST_DIGITS),
    ("2025-1X", 6, LAST_DIGITS),
    ("2025-12-0X", 9, LAST_DIGITS),
    ("2025-XX-09", 8, LAST_DIGITS),
    ("199X-12", 4, LAST_DIGITS),
    ("2025-xx", 5, "capital X"),
    ("199x", 3, "capital X"),
    ("1990s", 4, "write decades as 202X"),
    ("2025?-12", 5, QUALIFIER_LAST),
    ("?2025-12", 0, QUALIFIER_LAST),
    ("2025-12?~", 8, QUALIFIER_LAST),
    ("spring 2025", 0, "write seasons as 2025-21"),
    ("2025-Q4", 5, "write quarters as 2025-33"),
    ("2025-H1", 5, "write halves of a year as 2025-40"),
    ("2025-W50", 5, "weeks are not read"),
    ("c. 2025", 0, "2025~"),
    ("ca 2025", 0, "2025~"),
    ("44 BC", 2, "44 BC is -0043"),
    ("-0000", 0, "write 0000"),
    ("-0000-01-01", 0, "write 0000"),
    ("+2025", 0, "no plus sign"),
    ("Y2025", 5, "Y begins a year of 5 to 9 digits"),
    ("Y1700000020", 10, "Y begins a year of 5 to 9 digits"),
    ("Y17000-01", 6, "Y begins a year of 5 to 9 digits"),
    ("Y02025", 1, "the first not 0"),
    ("Y-02025", 2, "the first not 0"),
    ("Y17E7", 3, "without exponent"),
    ("1950S2", 4, "without exponent"),
    ("[2025,2026]", 0, "lists of dates are not read"),
    ("{2025..2027}", 0, "lists of dates are not read"),
    ("2025..2026", 4, "write intervals with a slash"),
    ("2025-2026", 7, "write intervals with a slash"),
    ("2025/2026/2027", 9, "an interval has one slash"),
    ("25-12-09", 2, YEAR_FIRST),
    ("25", 2, "write 2025-12-09, 2025-12 or 2025"),
    ("last week", 0, "no spaces"),
    ("yesterday", 0, "write 2025-12-09, 2025-12 or 2025"),
    ("\x00", 0, "write 2025-12-09, 2025-12 or 2025"),
]


@pytest.mark.parametrize(("text", "place", "reason"), BAD_DATES)
def test_a_bad_date_is_refused_with_its_place_and_the_right_way(
    text: str, place: int, reason: str
) -> None:
    with pytest.raises(DateError) as refusal:
        parse(text)

    assert refusal.value.text == text
    assert refusal.value.place == place
    assert reason in refusal.value.reason


def test_a_long_text_is_refused_and_not_repeated() -> None:
    with pytest.raises(DateError) as refusal:
        parse("2025/" + "0" * 1_000_000)

    assert refusal.value.place == LENGTH_MAX
    assert len(str(refusal.value)) < 200


# --- Days ---


@given(st.dates())
def test_days_are_the_ordinals_of_the_standard_library(date: dt.date) -> None:
    day = date.toordinal()

    assert day_number(date.year, date.month, date.day) == day
    assert civil(day) == (date.year, date.month, date.day)
    assert day_text(day) == date.isoformat()


@given(st.integers(-(10**12), 10**12))
def test_days_beyond_the_standard_library_follow_each_other(day: int) -> None:
    (year, month, day_of_month), following = civil(day), civil(day + 1)

    assert day_number(year, month, day_of_month) == day
    if day_of_month < month_length(year, month):
        assert following == (year, month, day_of_month + 1)
    elif month < 12:
        assert following == (year, month + 1, 1)
    else:
        assert following == (year + 1, 1, 1)


def test_february_has_29_days_every_fourth_year_but_not_in_three_centuries_of_four() -> None:
    lengths = {year: month_length(year, 2) for year in (-4, 0, 1900, 2000, 2023, 2024, 2100)}

    assert lengths == {-4: 29, 0: 29, 1900: 28, 2000: 29, 2023: 28, 2024: 29, 2100: 28}


# --- Properties ---

DAYS = st.dates().map(lambda date: date.isoformat())
SINGLE = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))
SINGLE |= st.sampled_from(sorted(SINGLE_DATES))
ENDS = SINGLE | st.sampled_from(["2025?", "2025-12~", "2024-12-09%"])


def is_date(text: str) -> bool:
    try:
        parse(text)
    except DateError:
        return False
    return True


INTERVAL = st.tuples(st.sampled_from(["", ".."]) | ENDS, st.sampled_from(["", ".."]) | ENDS)
DATES = ENDS | INTERVAL.map("/".join).filter(is_date)


@given(st.dates())
def test_bounds_of_day_month_and_year_are_those_of_the_standard_library(date: dt.date) -> None:
    text = date.isoformat()
    day, month, year = parse(text), parse(text[:7]), parse(text[:4])

    assert day.earliest == day.latest == date.toordinal()
    assert month.earliest == date.replace(day=1).toordinal()
    assert month.latest == date.toordinal() - date.day + month_length(date.year, date.month)
    assert year.earliest == dt.date(date.year, 1, 1).toordinal()
    assert year.latest == dt.date(date.year, 12, 31).toordinal()


@given(DATES)
def test_a_date_keeps_its_text_and_is_equal_to_itself_read_again(text: str) -> None:
    date, again = parse(text), parse.__wrapped__(text)

    assert str(date) == text
    assert again == date
    assert hash(again) == hash(date)


@given(st.text(alphabet="0123456789-/X?~%.YT ", max_size=LENGTH_MAX))
def test_any_text_is_read_or_refused_at_a_place_inside_it(text: str) -> None:
    if is_date(text):
        date = parse(text)
        assert date.earliest is None or date.latest is None or date.earliest <= date.latest
        return
    with pytest.raises(DateError) as refusal:
        parse(text)
    assert 0 <= refusal.value.place <= len(text)


# --- Order ---

ORDER = [
    ("2025-12-09", "2025-12-10", True),
    ("2025-12-10", "2025-12-09", False),
    ("2025-12-09", "2025-12-09", False),
    ("2025-12-09?", "2025-12-09", False),
    ("2025-11", "2025-12", True),
    ("2025-12", "2025-12", None),
    ("2025", "2025-05-06", None),
    ("2025-12-09", "2025-12", None),
    ("2025-12", "2025-12-01", False),
    ("2025-12-01", "2025-12", None),
    ("2025-12-31", "2025-12", False),
    ("2024/..", "2025", None),
    ("2024/", "2025", None),
    ("2023", "2024/..", True),
    ("2024/..", "2023", False),
    ("../2024", "2025", True),
    ("../2024", "2023", None),
    ("2024", "../2023", False),
    ("2024", "/2025", None),
    ("-0044", "0044", True),
    ("9999", "Y10000", True),
]


@pytest.mark.parametrize(("first", "second", "expected"), ORDER)
def test_order_is_told_only_where_it_is_certain(
    first: str, second: str, expected: bool | None
) -> None:
    assert precedes(parse(first), parse(second)) is expected


def test_the_order_of_an_undated_thing_cannot_be_told() -> None:
    date = parse("2025")

    assert precedes(None, date) is None
    assert precedes(date, None) is None
    assert precedes(None, None) is None


@given(DATES, DATES)
def test_of_two_dates_at_most_one_precedes(first: str, second: str) -> None:
    a, b = parse(first), parse(second)

    if precedes(a, b):
        assert precedes(b, a) is False


@given(st.lists(DATES, min_size=3, max_size=3))
def test_precedence_is_transitive(texts: list[str]) -> None:
    dates = [parse(text) for text in texts]

    if all(precedes(a, b) for a, b in pairwise(dates)):
        assert precedes(dates[0], dates[-1])


@given(st.dates(), st.dates(), SINGLE, SINGLE)
def test_what_is_told_holds_for_all_days_inside_the_bounds(
    day: dt.date, other: dt.date, first: str, second: str
) -> None:
    a, b = parse(first), parse(second)
    x, y = (
        max(date.earliest or 0, min(inside.toordinal(), date.latest or 0))
        for date, inside in ((a, day), (b, other))
    )

    assert precedes(a, b) in (x < y, None)
