from collections.abc import Mapping

import pytest

from tests.lifecycle.anomaly_cases import Fact, agree, conclude, meet, resume, suspend
from tests.lifecycle.decided import Pair, check, found

YEARLY = agree("2000-12", periodicity="annually")
END = conclude("2024")
HALF_YEARLY = agree("2000-12", periodicity="twice a year")

PAIRS: Mapping[str, Pair] = {
    "fifteen months and a calendar year without a meeting": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001-12-31"), meet("2003-04-02"), END],
        [
            [YEARLY, meet("2001-12-31"), meet("2003-04-01"), END],
            [YEARLY, meet("2001-12-31"), meet("2003-04-01/2003-04-02"), END],
            [YEARLY, meet("2001-12-31/2002-01-01"), meet("2003-04-02"), END],
            [YEARLY, meet("2001-01-01"), meet("2002-12-31"), END],
        ],
        "No meeting is on record between those of 2001-12-31 and of 2003-04-02, although the rule",
    ),
    "two periods within the year": Pair(
        "periodicity_missed",
        [HALF_YEARLY, meet("2001-01-01"), meet("2002-01-02"), END],
        [[HALF_YEARLY, meet("2001-01-01"), meet("2002-01-01"), END]],
    ),
    "with a meeting between by the numbers two periods are allowed for each": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001-01-01", 1), meet("2005-01-01", 3), END],
        [
            [YEARLY, meet("2001-01-01", 1), meet("2004-12-31", 3), END],
            [YEARLY, meet("2001-01-01", 1), meet("2005-01-01", 4), END],
        ],
        "and by the numbers only 1 other, although",
    ),
    "meetings that are missing before the two or behind them did not come between": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001", 1), meet("2002", 5), meet("2010", 7), meet("2011", 20), END],
        [],
        "between those of 2002 and of 2010, and by the numbers only 1 other, although",
    ),
    "numbers that fall leave meetings between as well": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001", 4), meet("2020", 2), END],
        [[YEARLY, meet("2001", 9), meet("2008", 2), END]],
        "and by the numbers only 1 other, although",
    ),
    "meetings without a number stand between numbered ones": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001", 1), meet("2002"), meet("2020"), meet("2021", 8), END],
        [[YEARLY, meet("2001", 1), meet("2002"), meet("2008"), meet("2009", 8), END]],
        "between those of 2002 and of 2020, and by the numbers only 4 others, although",
    ),
    "more meetings without a number than are missing leave none": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001", 1), meet("2002"), meet("2008"), meet("2009", 2), END],
        [],
        "between those of 2002 and of 2008, although the rule",
    ),
    "the rule that held between the two decides": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001"), meet("2008"), agree("2009", periodicity="every 10 years"), END],
        [
            [
                agree("2000", periodicity="every 10 years"),
                meet("2001"),
                meet("2008"),
                agree("2009", periodicity="annually"),
                END,
            ]
        ],
    ),
    "without dates nothing is late": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001", id="a"), meet("2008"), END],
        [
            [YEARLY, meet("2001/..", id="a"), meet("2008", after=["a"]), END],
            [YEARLY, meet("2001", id="a"), meet("../2008", after=["a"]), END],
            [YEARLY, meet("2001", id="a"), ("meeting_held", {"after": ["a"]}), END],
        ],
    ),
    "a rule in words that are not read is no rule": Pair(
        "periodicity_missed",
        [YEARLY, meet("2002")],
        [[YEARLY, agree("2001", periodicity="now and then"), meet("2002"), meet("2020")]],
    ),
    "silence is judged from the last end of a meeting": Pair(
        "periodicity_missed",
        [YEARLY, meet("2019/2021"), meet("2020")],
        [[YEARLY, meet("2001/2025"), meet("2020")], [YEARLY, meet("2001"), meet("2002/..")]],
        "No meeting is on record since that of 2019/2021, although",
    ),
    "a younger rule is missed only from its own date on": Pair(
        "periodicity_missed",
        [meet("2001"), agree("2005", periodicity="annually")],
        [[meet("2001"), agree("2025-06", periodicity="annually")]],
        "on record since that of 2001, although the rule is 'annually' (agreed in 2005).",
    ),
    "a suspension pauses the rhythm, even one that was lifted": Pair(
        "periodicity_missed",
        [YEARLY, meet("2001")],
        [[YEARLY, meet("2001"), suspend("2001"), resume("2002")]],
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_one_thing_decides(pair: Pair) -> None:
    check(pair)


def test_what_is_first_known_as_suspended_keeps_no_rhythm() -> None:
    assert not found("periodicity_missed", [YEARLY, meet("2001")], known_from="suspended")


def test_a_meeting_that_may_have_been_held_by_the_day_keeps_the_rhythm() -> None:
    facts = [YEARLY, meet("2001"), meet("2005")]
    assert found("periodicity_missed", facts, as_of="2004-12-31")
    assert len(found("periodicity_missed", facts, as_of="2005-06-30")) == 0


@pytest.mark.parametrize(
    ("rule", "first", "second", "late"),
    [
        ("every 3 years", "2001-12-31", "2005-10-01", True),
        ("every 3 years", "2001-12-31", "2005-09-30", False),
        ("every 3 years", "2001-01-01", "2004-12-31", False),
        ("quarterly", "2001-01-01", "2001-07-03", True),
        ("quarterly", "2001-01-01", "2001-07-02", False),
        ("now and then", "2001-01-01", "2020-01-01", False),
    ],
)
def test_a_meeting_is_late_by_the_length_of_its_period(
    rule: str, first: str, second: str, late: bool
) -> None:
    facts: list[Fact] = [agree("2000", periodicity=rule), meet(first), meet(second), END]
    assert bool(found("periodicity_missed", facts)) == late
