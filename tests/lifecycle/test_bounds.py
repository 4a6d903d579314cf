"""What is asked of bounds is judged like the days that they leave open, one by one."""

from itertools import product

import pytest

from lifecycle.dates.bounds import UNKNOWN, Answer, Bounds
from lifecycle.dates.periods import Period

DAYS = range(1, 5)
FAR = range(-3, 9)
"""Days that an open bound is taken to reach."""
BOUNDS = [
    Bounds(first, last)
    for first, last in product([None, *DAYS], repeat=2)
    if first is None or last is None or first <= last
]


def days_of(bounds: Bounds) -> list[int]:
    return [day for day in FAR if bounds.low <= day <= bounds.high]


def judged(*answers: bool) -> Answer:
    """Return the answer that holds for all possible days, None if they differ."""
    (answer, *others) = set(answers)
    return None if others else answer


@pytest.mark.parametrize("bounds", BOUNDS, ids=str)
def test_whether_it_is_over_by_a_day_holds_for_every_possible_day(bounds: Bounds) -> None:
    for limit in DAYS:
        assert bounds.ends_by(limit) is judged(*(day <= limit for day in days_of(bounds)))
    assert bounds.ends_by(None) is None


@pytest.mark.parametrize(("one", "other"), [*product(BOUNDS, repeat=2)], ids=str)
def test_the_order_of_two_holds_for_every_pair_of_possible_days(one: Bounds, other: Bounds) -> None:
    pairs = [*product(days_of(one), days_of(other))]
    assert one.before(other) is judged(*(a < b for a, b in pairs))
    if None not in (*one, *other):
        assert one.days_min(other) == min(b - a for a, b in pairs)
        assert one.days_max(other) == max(b - a for a, b in pairs)
        later = {max(a, b) for a, b in pairs}
        assert one.later(other) == (min(later), max(later))


@pytest.mark.parametrize(
    ("limit", "day", "passed"),
    [
        (Bounds(2, 4), 2, False),
        (Bounds(2, 4), 3, None),
        (Bounds(2, 4), 4, None),
        (Bounds(2, 4), 5, True),
        (Bounds(2, None), 9, None),
        (Bounds(None, 4), 4, False),
        (Bounds(None, 4), 5, True),
        (UNKNOWN, 9, False),
        (Bounds(2, 4), None, False),
    ],
)
def test_a_limit_is_passed_only_as_far_as_it_is_known(
    limit: Bounds, day: int | None, passed: Answer
) -> None:
    assert limit.is_passed(day) is passed


@pytest.mark.parametrize("unknown", [UNKNOWN, Bounds(2, None), Bounds(None, 4)], ids=str)
def test_without_a_bound_there_is_no_length_and_no_later_one(unknown: Bounds) -> None:
    known = Bounds(1, 3)
    assert unknown.later(known) == unknown
    assert known.later(unknown) == known
    assert unknown.days_min(known) == (None if unknown.last is None else 1 - 4)
    assert unknown.days_max(known) == (None if unknown.first is None else 3 - 2)
    assert known.days_min(unknown) == (None if unknown.first is None else 2 - 3)
    assert known.days_max(unknown) == (None if unknown.last is None else 4 - 1)


def test_a_length_of_time_ends_between_the_days_on_which_it_may() -> None:
    assert Bounds(1, 4).plus(Period(0, 90)) == (91, 94)
    assert Bounds(None, 4).plus(Period(0, 90)) == (None, 94)
    assert UNKNOWN.plus(Period(1, 0)) == UNKNOWN


def test_a_part_of_a_month_is_counted_in_mean_days() -> None:
    assert Period.of_months(15) == (15, 0)
    assert Period.of_months(1.25) == (1, 8)


def test_infinite_days_are_not_known() -> None:
    for bounds in BOUNDS:
        assert Bounds.between(bounds.low, bounds.high) == bounds
    assert Bounds.on(3) == (3, 3)
    assert Bounds.on(None) == UNKNOWN
