"""The bounds of dates against those of the `edtf` package, an independent reader."""

from collections.abc import Iterable
from itertools import product
from time import struct_time

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from lifecycle.dates.edtf import civil, parse

pytestmark = pytest.mark.slow

Day = tuple[int, ...] | float | None


def their_bounds(text: str) -> tuple[Day, Day]:
    date = parse_edtf(text)
    return their_day(date.lower_strict()), their_day(date.upper_strict())


def their_day(bound: struct_time | float) -> Day:
    return bound if isinstance(bound, float) else bound[:3]


def our_bounds(text: str) -> tuple[Day, Day]:
    date = parse(text)
    earliest, latest = (None if day is None else civil(day) for day in (date.earliest, date.latest))
    return earliest, latest


def joined(*parts: Iterable[str]) -> list[str]:
    return ["".join(choice) for choice in product(*parts)]


YEARS = ["-9999", "-0044", "-0001", "0000", "0004", "1900", "2000", "2024", "2025", "9999"]
MONTHS = ["-01", "-02", "-04", "-12"]
MARKS = ["", "?", "~", "%"]
MARKED = [
    *joined(YEARS, MARKS),
    *joined(YEARS, MONTHS, MARKS),
    *joined(YEARS, MONTHS, ["-01", "-28"], MARKS),
]
UNSPECIFIED = [
    *joined(["000", "015", "199", "202", "-019", "-123"], ["X"], MARKS),
    *joined(["00", "19", "20", "-01", "-12"], ["XX"], MARKS),
    *joined(["0", "1", "2", "-1"], ["XXX"]),
    *joined(["0004", "1900", "2000", "2024"], ["-XX", "-XX-XX", "-02-XX", "-12-XX"], MARKS),
]
LONG_YEARS = ["Y10000", "Y17000", "Y170000002", "Y-17000", "Y-170000002"]
PARTS_OF_YEAR = [f"2025-{number}" for number in (25, 26, 27, 29, *range(31, 42))]
ENDS = ["-0044", "1066-10-14", "1985", "1985-04", "2004-02?", "2024-02-29", "2024-03~", "2025%"]
INTERVALS = [
    f"{start}/{end}" for index, start in enumerate(ENDS) for end in ENDS[index:]
]  # ENDS are in order


@pytest.mark.parametrize(
    "texts",
    [MARKED, UNSPECIFIED, LONG_YEARS, PARTS_OF_YEAR, INTERVALS],
    ids=["plain and marked", "unspecified", "long years", "parts of a year", "intervals"],
)
def test_bounds_agree_with_an_independent_reader(texts: list[str]) -> None:
    assert {text: our_bounds(text) for text in texts} == {
        text: their_bounds(text) for text in texts
    }


INFINITY = float("inf")
DIVERGENCES = {
    # A season without hemisphere may be of either; they take it as northern.
    "2025-21": (((2025, 3, 1), (2025, 11, 30)), ((2025, 3, 1), (2025, 5, 31))),
    "2025-22": (((2025, 6, 1), (2026, 2, 28)), ((2025, 6, 1), (2025, 8, 31))),
    "2025-23": (((2025, 3, 1), (2025, 11, 30)), ((2025, 9, 1), (2025, 11, 30))),
    # A season over New Year ends in the next year; they cut it at the end of December.
    "2025-24": (((2025, 6, 1), (2026, 2, 28)), ((2025, 12, 1), (2025, 12, 31))),
    "2023-28": (((2023, 12, 1), (2024, 2, 29)), ((2023, 12, 1), (2023, 12, 31))),
    "2023-30": (((2023, 12, 1), (2024, 2, 29)), ((2023, 12, 1), (2023, 12, 31))),
    # An open end has no bound; they give a float.
    "2025-12/..": (((2025, 12, 1), None), ((2025, 12, 1), INFINITY)),
    "../2025-12": ((None, (2025, 12, 31)), (-INFINITY, (2025, 12, 31))),
    # An unknown end has no bound; they invent one at ten years.
    "2025-12/": (((2025, 12, 1), None), ((2025, 12, 1), (2035, 12, 1))),
    "/2025-12": ((None, (2025, 12, 31)), ((2015, 12, 31), (2025, 12, 31))),
    # There is no year -0000, so it is not the last of these years either.
    "-000X": (((-9, 1, 1), (-1, 12, 31)), ((-9, 1, 1), (0, 12, 31))),
    "-00XX": (((-99, 1, 1), (-1, 12, 31)), ((-99, 1, 1), (0, 12, 31))),
    "-0XXX": (((-999, 1, 1), (-1, 12, 31)), ((-999, 1, 1), (0, 12, 31))),
    # They swap the bounds of unspecified months and days of negative years.
    "-0004-XX": (((-4, 1, 1), (-4, 12, 31)), ((-4, 12, 1), (-4, 1, 31))),
    "-0004-02-XX": (((-4, 2, 1), (-4, 2, 29)), ((-4, 2, 29), (-4, 2, 1))),
}


@pytest.mark.parametrize(("text", "expected"), DIVERGENCES.items())
def test_known_divergences_are_as_described(
    text: str, expected: tuple[tuple[Day, Day], tuple[Day, Day]]
) -> None:
    assert (our_bounds(text), their_bounds(text)) == expected


@pytest.mark.parametrize(
    "text",
    # Their grammar has the qualifier, the long year and the numbers from 25 not in all places.
    ["2025-21?", "2025-33~", "Y17000?", "Y17000/Y18000", "2025-26/2025-27"],
)
def test_forms_that_only_we_read(text: str) -> None:
    with pytest.raises(EDTFParseException):
        parse_edtf(text)

    assert str(parse(text)) == text


def test_an_interval_from_an_unspecified_month_fails_in_their_reader_only() -> None:
    # Their interval hands its dates on in a form that an unspecified month cannot take.
    with pytest.raises(AttributeError):
        their_bounds("2004-XX/2005")

    assert our_bounds("2004-XX/2005") == ((2004, 1, 1), (2005, 12, 31))
