import pytest

from lifecycle.dates.edtf import parse
from lifecycle.views.reading import date_of, last_day_of, last_of, may_be_same


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        ([], None),
        (["2001", None], None),
        (["2003", "2001", "2002"], "2003"),
        (["2001-03", "2001-03-12", "2001-04"], "2001-04"),
        (["2001", "2001-12"], "2001-12"),
        (["2001", "2001-03"], None),
    ],
)
def test_the_last_of_some_dates_is_one_that_no_other_can_outlast(
    dates: list[str | None], last: str | None
) -> None:
    assert last_of(date_of(text) for text in dates) == date_of(last)


@pytest.mark.parametrize(
    ("date", "last"),
    [
        (None, None),
        ("2001", "2001"),
        ("2001/2003-05", "2003-05"),
        ("2001/2003~", "2003~"),
        ("../2003", "2003"),
        ("2001/..", None),
        ("2001/", None),
    ],
)
def test_a_date_ends_with_its_last_part(date: str | None, last: str | None) -> None:
    assert last_day_of(date_of(date)) == date_of(last)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [("2001", "2001-03", True), ("2001-03", "2001-04", False), ("2001/..", "2005", True)],
)
def test_dates_may_be_the_same_unless_one_is_over_before_the_other(
    a: str, b: str, same: bool
) -> None:
    assert may_be_same(parse(a), parse(b)) is same
    assert may_be_same(parse(b), parse(a)) is same
    assert may_be_same(parse(a), None)
