import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.dates.durations import duration_text
from lifecycle.dates.edtf import parse


def lasted(start: str, end: str) -> str:
    first, last = parse(start), parse(end)
    return duration_text((first.earliest, first.latest), (last.earliest, last.latest))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-12-09", "2025-12-09", "0d"),
        ("2025-12-09", "2025-12-21", "12d"),
        ("2025-12-09", "2026-02-08", "61d"),
        ("2025-12-09", "2026-02-09", "2m"),
        ("2025-12-09", "2026-12-08", "11m"),
        ("2025-12-09", "2026-12-09", "1y"),
        ("2024-02-29", "2025-02-28", "11m"),
        ("2024-04-09", "2025-12-09", "1y 8m"),
        ("2024-04-10", "2025-12-09", "1y 7m"),
        ("-0044-03-15", "0014-08-19", "58y 5m"),
    ],
)
def test_known_days_give_an_exact_duration(start: str, end: str, expected: str) -> None:
    assert lasted(start, end) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2023-06", "2025-06", "\N{ALMOST EQUAL TO}2y"),
        ("2020-03-08/2020-03-10", "2021-03-09", "\N{ALMOST EQUAL TO}12m"),
        ("2020", "2022-06", "1\N{EN DASH}2y"),
        ("2023", "2025", "1\N{EN DASH}3y"),
        ("2020-03", "2021-11", "19\N{EN DASH}21m"),
        ("2025-12", "2026-01", "0\N{EN DASH}2m"),
        ("2025-12", "2025-12", "0\N{EN DASH}30d"),
        ("2025-12-09", "2025-12", "0\N{EN DASH}22d"),
    ],
)
def test_imprecise_dates_give_about_or_a_range(start: str, end: str, expected: str) -> None:
    assert lasted(start, end) == expected


@pytest.mark.parametrize(
    ("start", "end"),
    [("2025", "2025/.."), ("2025", "2025/"), ("../2025", "2026"), ("2026", "2025")],
)
def test_nothing_is_said_of_a_duration_that_is_not_known(start: str, end: str) -> None:
    assert lasted(start, end) == ""


DAYS = st.dates().map(dt.date.toordinal)


@given(DAYS, st.integers(0, 58))
def test_under_two_months_a_duration_is_told_in_days(start: int, days: int) -> None:
    assert duration_text((start, start), (start + days, start + days)) == f"{days}d"


@given(DAYS, DAYS, st.integers(0, 4000), st.integers(0, 4000))
def test_a_duration_is_empty_only_if_the_end_is_before_the_start(
    start: int, end: int, start_days: int, end_days: int
) -> None:
    text = duration_text((start, start + start_days), (end, end + end_days))

    assert (text == "") is (end + end_days < start)
