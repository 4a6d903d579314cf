import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.dates.edtf import parse
from lifecycle.views.periodicity import (
    MONTHS_MAX,
    alternates,
    last_day_of_months,
    length_in_months,
    months_of,
)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("annually", 12),
        ("Annual", 12),
        ("yearly", 12),
        ("once a year", 12),
        ("at least once a year", 12),
        ("normally once a year", 12),
        ("usually annually", 12),
        ("in principle, every two years", 24),
        ("as a rule at least twice a year", 6),
        ("once per calendar year", 12),
        ("every year", 12),
        ("each year.", 12),
        ("every 12 months", 12),
        ("once every twelve months", 12),
        ("twice a year", 6),
        ("two times per year", 6),
        ("three times a year", 4),
        ("every 6 months", 6),
        ("every six months", 6),
        ("half-yearly", 6),
        ("semi-annually", 6),
        ("quarterly", 3),
        ("every quarter", 3),
        ("monthly", 1),
        ("biennially", 24),
        ("every two years", 24),
        ("every  2\n years", 24),
        ("every other year", 24),
        ("once in two years", 24),
        ("triennial", 36),
        ("P1Y", 12),
        ("P6M", 6),
        ("P1Y6M", 18),
    ],
)
def test_words_that_say_how_often_are_read(text: str, months: int) -> None:
    assert months_of(text) == months


@pytest.mark.parametrize(
    "text",
    [
        "biannually",
        "bimonthly",
        "regularly",
        "as needed",
        "at mutually convenient dates",
        "annually or as agreed",
        "normally",
        "not normally once a year",
        "every 2-3 years",
        "five times a year",
        "0 times a year",
        "weekly",
        "every 0 months",
        "every 9999 years",
        "P",
        "P1D",
        "P0Y",
        "",
        "every",
        "annually" + " " * 3000 + "or as agreed",
    ],
)
def test_words_with_no_or_two_meanings_are_not_guessed(text: str) -> None:
    assert months_of(text) is None


@given(st.text())
def test_any_text_gives_a_sensible_time_or_none(text: str) -> None:
    months = months_of(text)

    assert months is None or 0 < months <= MONTHS_MAX
    assert alternates(text) in {True, False, None}


@pytest.mark.parametrize(
    ("text", "months"),
    [("2 years", 24), ("one year", 12), ("18 months", 18), ("P2Y", 24), ("two-year", 24)],
)
def test_lengths_are_read(text: str, months: int) -> None:
    assert length_in_months(text) == months


@pytest.mark.parametrize("text", ["annually", "some years", "1.5 years", "2 years and 1 day"])
def test_other_words_are_no_length(text: str) -> None:
    assert length_in_months(text) is None


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2025-03-01", 24, "2027-02-28"),
        ("2025-03-15", 1, "2025-04-14"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-01-01", 12, "2025-12-31"),
    ],
)
def test_a_time_of_months_ends_the_day_before_it_would_begin_again(
    start: str, months: int, last: str
) -> None:
    first_day = parse(start).earliest
    assert first_day is not None

    assert last_day_of_months(first_day, months) == parse(last).latest


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("alternately", True),
        ("The venue alternates", True),
        ("in rotation", True),
        ("by turns", True),
        ("in turn", True),
        ("alternate", True),
        ("always in Aton", False),
        ("always hosted by AA", False),
        ("not necessarily in rotation", None),
        ("as agreed", None),
        ("alternative venues", None),
    ],
)
def test_hosting_rules_are_read(text: str, answer: bool | None) -> None:
    assert alternates(text) is answer
