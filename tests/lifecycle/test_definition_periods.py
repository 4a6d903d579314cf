import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.dates.edtf import civil, day_number, day_text, parse
from lifecycle.dates.periods import LENGTH_MAX, Period, PeriodError, read_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("90 days", Period(0, 90)),
        ("1 day", Period(0, 1)),
        ("2 weeks", Period(0, 14)),
        ("12 months", Period(12, 0)),
        ("two years", Period(24, 0)),
        (" Five Years ", Period(60, 0)),
        ("five-year", Period(60, 0)),
        ("P3M", Period(3, 0)),
        ("P1Y6M", Period(18, 0)),
        ("P1W", Period(0, 7)),
        ("p1y2m10d", Period(14, 10)),
    ],
)
def test_lengths_of_time_are_read(text: str, period: Period) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "0 days",
        "P",
        "P0D",
        "-3 months",
        "1.5 years",
        "12345 days",
        "3 months 2 days",
        "PT3H",
        "\u0663 days" + " " * LENGTH_MAX,
        "1 day" + " " * LENGTH_MAX,
    ],
)
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="no length of time"):
        read_period(text)


@pytest.mark.parametrize(
    ("begin", "text", "end"),
    [
        ("2025-12-09", "90 days", "2026-03-09"),
        ("2025-12-09", "12 months", "2026-12-09"),
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-01-31", "P1M1D", "2024-03-01"),
        ("2025-11-30", "P3M", "2026-02-28"),
    ],
)
def test_a_period_ends_on_a_day_of_the_calendar(begin: str, text: str, end: str) -> None:
    day = parse(begin).earliest
    assert day is not None
    assert day_text(read_period(text).after(day)) == end


@given(st.integers(-400_000, 4_000_000), st.integers(0, 2_000))
def test_months_keep_the_day_of_the_month_or_take_the_last(day: int, months: int) -> None:
    year, month, day_of_month = civil(day)

    ended = civil(Period(months, 0).after(day))

    assert 12 * ended[0] + ended[1] == 12 * year + month + months
    assert ended[2] == day_of_month or (
        ended[2] < day_of_month and civil(day_number(*ended) + 1)[2] == 1
    )
