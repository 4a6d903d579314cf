"""Numbers and hosts of meetings."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.lifecycle.anomaly_cases import Fact, agree, meet
from tests.lifecycle.decided import Pair, check, found


def restart(on: str, **details: Any) -> Fact:
    return "numbering_restarted", {"on": on, **details}


def unnumbered(on: str) -> Fact:
    return meet(on)


NUMBERS: Mapping[str, Pair] = {
    "up to six meetings are named": Pair(
        "number_duplicate",
        [meet(f"200{year}", 3) for year in range(6)],
        [],
        "6 meetings bear the number 3: 2000, 2001, 2002, 2003, 2004 and 2005.",
    ),
    "of more than six the others are counted": Pair(
        "number_duplicate",
        [meet(f"200{year}", 3) for year in range(7)],
        [],
        "7 meetings bear the number 3: 2000, 2001, 2002, 2003, 2004, 2005 and 1 more.",
    ),
    "a meeting that may have come before a restart is left out of both counts": Pair(
        "number_gap",
        [meet("2000", 1), restart("2001-01"), meet("2001-05", 3), meet("2002", 5)],
        [[meet("2000", 1), restart("2001"), meet("2001-05", 3), meet("2002", 5)]],
    ),
    "a number is skipped": Pair(
        "number_gap",
        [meet("2001", 3), meet("2002", 5)],
        [
            [meet("2001", 3), meet("2002", 4)],
            [meet("2001", 3), meet("2002", 3)],
            [meet("2001", 3), meet("2001-06", 5)],
            [meet("2001", 3), unnumbered("2002"), meet("2003", 5)],
            [meet("2001", 3), meet("2002", 5, series="experts")],
            [meet("2001", 3), meet("2002", 5, counted=False)],
            [meet("2001", 3), restart("2002"), meet("2003", 5)],
            [meet("2001", 3, epoch="old"), meet("2002", 5, epoch="new")],
        ],
        "Meeting 3 (of 2001) is followed by meeting 5 (of 2002): 4 not on record.",
    ),
    "several numbers are skipped": Pair(
        "number_gap",
        [meet("2001", 3), meet("2002", 7)],
        [],
        "meeting 7 (of 2002): 4 to 6 not on record.",
    ),
    "fewer meetings without a number are on record than are missing": Pair(
        "number_gap",
        [meet("2001", 3), unnumbered("2002"), unnumbered("2003"), meet("2004", 7)],
        [[meet("2001", 3), unnumbered("2002"), unnumbered("2003"), meet("2004", 6)]],
        "3 came between by their numbers, on record there are 2, without a number.",
    ),
    "a meeting of another series or outside the count fills no gap": Pair(
        "number_gap",
        [meet("2001", 1), meet("2002", 2, series="experts"), meet("2003", 3)],
        [[meet("2001", 1), meet("2002", 2), meet("2003", 3)]],
    ),
    "a meeting outside the count fills no gap": Pair(
        "number_gap", [meet("2001", 1), meet("2002", 2, counted=False), meet("2003", 3)], []
    ),
    "a lower number comes after a higher one": Pair(
        "number_out_of_order",
        [meet("2001", 4), meet("2002", 3)],
        [
            [meet("2001", 4), meet("2001-06", 3)],
            [meet("2001", 4), meet("2002", 4)],
            [meet("2001", 4), restart("2002", first_number=3), meet("2003", 3)],
        ],
        "Meeting 3 was held in 2002, after meeting 4 in 2001.",
    ),
    "two meetings bear one number": Pair(
        "number_duplicate",
        [meet("2001", 3), ("meeting_held", {"number": 3})],
        [
            [meet("2001", 3), meet("2002", 3, counted=False)],
            [meet("2001", 3), meet("2002", 3, epoch="new")],
            [meet("2001"), meet("2002")],
        ],
        "2 meetings bear the number 3: no known date and 2001.",
    ),
    "the count begins again": Pair(
        "number_restarted",
        [meet("2001", 3), meet("2002", 4), unnumbered("2003"), meet("2004", 1), meet("2005", 2)],
        [
            [meet("2001", 4), meet("2002", 2)],
            [meet("2001", 4), meet("2001-06", 1)],
            [meet("2001", 1), meet("2002", 1)],
            [meet("2001", 0), meet("2002", 1)],
            [unnumbered("2001"), meet("2002", 1)],
            [meet("2001", 4), meet("2003", 1, series="experts")],
            [meet("2001", 4), restart("2002"), meet("2003", 1)],
        ],
        "The count stood at 4 (of 2002) and begins again with 1 (of 2004); no restart is",
    ),
    "a count may begin again with zero": Pair(
        "number_restarted", [meet("2001", 1), meet("2002", 0)], []
    ),
    "a meeting is outside the count": Pair(
        "uncounted_meeting",
        [meet("2001", counted=False, number_claimed="special"), meet("2002", counted=False)],
        [[meet("2001", meeting="a"), meet("2002", counted=False, meeting="a")]],
        "2 meetings stand outside the count: special of 2001 and that of 2002.",
    ),
    "a meeting outside the count may be without a date": Pair(
        "uncounted_meeting",
        [("meeting_held", {"counted": False})],
        [],
        "1 meeting stands outside the count: that without a date.",
    ),
    "one without a name is no sitting of another": Pair(
        "uncounted_meeting",
        [meet("2001"), meet("2002", counted=False)],
        [],
        "1 meeting stands outside the count",
    ),
}


@pytest.mark.parametrize("pair", NUMBERS.values(), ids=NUMBERS)
def test_numbers_decide(pair: Pair) -> None:
    check(pair)


def test_a_count_may_begin_again_more_than_once() -> None:
    facts = [meet("2001", 4), meet("2002", 1), meet("2003", 2), meet("2004", 1)]
    first, second = found("number_restarted", facts)
    assert (first.events, second.events) == (("f1", "f0"), ("f3", "f2"))


def test_a_meeting_that_may_belong_to_either_count_is_left_out() -> None:
    facts = [meet("2001", 3), restart("2002", epoch="new"), meet("2002-05", 6)]
    assert not found("number_gap", facts)
    named = [meet("2001", 3, epoch="old"), restart("2002"), meet("2002-05", 6, epoch="old")]
    assert found("number_gap", named)


def test_a_restart_of_one_series_is_none_of_another() -> None:
    facts = [meet("2001", 4), restart("2002", series="experts"), meet("2003", 1)]
    assert found("number_restarted", facts)


TURNS = agree("2000", hosting_rule="alternately")
AA_FIRST, AA_NEXT = meet("2001", 1, host="AA"), meet("2002", 2, host="AA")

HOSTS: Mapping[str, Pair] = {
    "one side hosted twice in a row": Pair(
        "host_not_alternating",
        [TURNS, AA_FIRST, AA_NEXT],
        [
            [AA_FIRST, AA_NEXT],
            [agree("2000", hosting_rule="always in Arland"), AA_FIRST, AA_NEXT],
            [agree("2000", hosting_rule="by agreement"), AA_FIRST, AA_NEXT],
            [TURNS, AA_FIRST, meet("2002", 2, host="ZZ")],
            [TURNS, AA_FIRST, meet("2002", 2)],
            [TURNS, AA_FIRST, meet("2002", 2, host="AA", mode="virtual")],
            [TURNS, meet("2001", 1), meet("2002", 2)],
        ],
        "AA hosted two meetings on record in a row, in 2001 and in 2002, although the rule is"
        " 'alternately' (agreed in 2000).",
    ),
    "a hybrid meeting takes a turn": Pair(
        "host_not_alternating", [TURNS, AA_FIRST, meet("2002", 2, host="AA", mode="hybrid")], []
    ),
    "numbers that follow each other leave no room between": Pair(
        "host_not_alternating",
        [TURNS, AA_FIRST, AA_NEXT, unnumbered("2000/2003")],
        [
            [TURNS, AA_FIRST, meet("2002", 3, host="AA")],
            [TURNS, meet("2001", 3, host="AA"), meet("2002", 2, host="AA")],
            [TURNS, AA_FIRST, meet("2002", host="AA")],
            [TURNS, AA_FIRST, meet("2002", 2, host="AA", series="experts")],
            [TURNS, AA_FIRST, meet("2001-06", 2, host="AA")],
        ],
    ),
    "without numbers no other may have come between": Pair(
        "host_not_alternating",
        [TURNS, meet("2001", host="AA"), meet("2002", host="AA")],
        [
            [TURNS, meet("2001", host="AA"), meet("2002", host="AA"), meet("2000/2003", host="ZZ")],
            [TURNS, meet("2001", host="AA"), meet("2001-06", host="AA")],
        ],
    ),
    "a meeting of another series or outside the count does not come between": Pair(
        "host_not_alternating",
        [
            *(TURNS, meet("2001", host="AA"), meet("2002", host="AA")),
            *(meet("2000/2003", series="experts"), meet("2000/2003", counted=False)),
        ],
        [],
    ),
    "a rule that was made on the day of the first meeting holds for it": Pair(
        "host_not_alternating",
        [
            meet("2001-03-01", 1, host="AA"),
            agree("2001-03-01", hosting_rule="alternately"),
            AA_NEXT,
        ],
        [
            [
                meet("2001-03-01", 1, host="AA"),
                agree("2001-03", hosting_rule="alternately"),
                AA_NEXT,
            ],
            [
                meet("2001-03", 1, host="AA"),
                agree("2001-03-02", hosting_rule="alternately"),
                AA_NEXT,
            ],
        ],
    ),
    "a rule is kept only by what certainly came after it": Pair(
        "host_not_alternating",
        [
            agree("2001-04-30", hosting_rule="alternately"),
            *(meet("2001-05", 1, host="AA", id="a"), meet("2001-05", 2, host="AA", after=["a"])),
        ],
        [
            [
                agree("2001-05-01", hosting_rule="alternately"),
                *(
                    meet("2001-05", 1, host="AA", id="a"),
                    meet("2001-05", 2, host="AA", after=["a"]),
                ),
            ]
        ],
    ),
    "a rule holds from its date on": Pair(
        "host_not_alternating",
        [TURNS, AA_FIRST, AA_NEXT, agree("2003", hosting_rule="always in Arland")],
        [
            [AA_FIRST, agree("2001-06", hosting_rule="alternately"), AA_NEXT],
            [AA_FIRST, AA_NEXT, agree("2003", hosting_rule="alternately")],
            [AA_FIRST, agree("2002", hosting_rule="alternately"), meet("2002-05", 2, host="AA")],
            [TURNS, AA_FIRST, agree("2001-06", hosting_rule="always in Arland"), AA_NEXT],
            [TURNS, agree("2000-06/2000-07", hosting_rule="always in Arland"), AA_FIRST, AA_NEXT],
        ],
    ),
}


@pytest.mark.parametrize("pair", HOSTS.values(), ids=HOSTS)
def test_turns_decide(pair: Pair) -> None:
    check(pair)
