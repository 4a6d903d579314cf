from collections.abc import Mapping

import pytest

from tests.lifecycle.anomaly_cases import (
    Fact,
    conclude,
    meet,
    reopen,
    resume,
    suspend,
)
from tests.lifecycle.decided import Pair, check, found


def on_instrument(on: str, step: str) -> Fact:
    return "instrument_act_recorded", {"on": on, "instrument": "MoU", "step": step}


def undated(fact_type: str, **details: object) -> Fact:
    return fact_type, details


PAIRS: Mapping[str, Pair] = {
    "a suspension comes before all meetings, or before none on record": Pair(
        "suspended_before_first_meeting",
        [suspend("2000"), suspend("2000-06"), meet("2001", 1)],
        [
            [suspend("2000"), meet("2001", 2)],
            [suspend("2001"), meet("2000/2002"), meet("2003")],
            [meet("1999"), suspend("2000"), meet("2001")],
        ],
    ),
    "without any meeting on record a suspension came before the first": Pair(
        "suspended_before_first_meeting", [suspend("2000")], []
    ),
    "three years and a day without a meeting": Pair(
        "suspended_while_inactive",
        [meet("1999"), meet("2001-01-01"), suspend("2004-01-02"), meet("2005")],
        [
            [meet("2001-01-01"), suspend("2004-01-01")],
            [meet("2001-01-01", start="2001-01-01", end="2001-01-02"), suspend("2004-01-02")],
            [meet("2001-01-01"), suspend("../2004-01-02")],
            [meet("2001-01-01"), undated("suspended")],
            [meet("2001-01-01"), undated("meeting_held"), suspend("2004-01-02")],
            [meet("2001-01-01"), meet("2002/.."), suspend("2004-01-02")],
            [suspend("2004-01-02"), meet("2005")],
        ],
        "It was suspended on 2004-01-02 3 years after its last meeting on record, of 2001-01-01.",
    ),
    "a meeting falls into a suspension by a hint alone": Pair(
        "meeting_while_suspended",
        [suspend("2001-05", id="s"), meet("2001-05", after=["s"])],
        [[suspend("2001-05", id="s"), meet("2001-05")]],
    ),
    "a suspension holds from the day on which it takes effect": Pair(
        "meeting_while_suspended",
        [suspend("2001", effective="2002-03"), meet("2002-04")],
        [[suspend("2001", effective="2002-03"), meet("2002-03-15")]],
    ),
    "a suspension is lifted by a resumption, an end or a reopening": Pair(
        "meeting_while_suspended",
        [suspend("2001"), meet("2003"), meet("2004")],
        [
            [suspend("2001"), resume("2002"), meet("2003")],
            [suspend("2001"), conclude("2002"), meet("2003")],
            [suspend("2001"), reopen("2002"), meet("2003")],
        ],
        "It met in 2003, although it was suspended in 2001",
    ),
    "an instrument may have been suspended instead": Pair(
        "resumed_without_suspension",
        [on_instrument("2000", "in_force"), resume("2001"), resume("2002")],
        [[on_instrument("2000", "suspended"), resume("2001")]],
    ),
    "a suspension after the resumption does not explain it": Pair(
        "resumed_without_suspension",
        [resume("2001"), suspend("2002")],
        [[resume("2001"), suspend("2001")]],
    ),
    "a year and a day after the resumption": Pair(
        "resumed_without_meeting",
        [suspend("2001"), resume("2024-12-08")],
        [
            [suspend("2001"), resume("2024-12-09")],
            [suspend("2001"), undated("resumed")],
            [suspend("2001"), resume("2002"), meet("2003")],
            [suspend("2001"), resume("2002"), suspend("2003")],
            [suspend("2001"), resume("2002"), conclude("2003")],
        ],
        "No meeting is on record in the 12 months since it was resumed on 2024-12-08.",
    ),
    "the last resumption counts": Pair(
        "resumed_without_meeting",
        [suspend("2001"), resume("2002"), suspend("2003"), resume("2004")],
        [[suspend("2001"), resume("2002"), suspend("2003"), resume("2025")]],
        "since it was resumed in 2004.",
    ),
    "a mechanism ends on the day on which that takes effect": Pair(
        "meeting_after_end",
        [conclude("2001", effective="2001-06-30"), meet("2001-07-01"), meet("2002")],
        [
            [conclude("2001", effective="2001-06-30"), meet("2001-06-30")],
            [conclude("2001"), reopen("2002"), meet("2003")],
        ],
        "It met on 2001-07-01, although it had ended in 2001",
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_one_thing_decides(pair: Pair) -> None:
    check(pair)


def test_what_is_first_known_as_suspended_needs_no_suspension_on_record() -> None:
    assert not found("resumed_without_suspension", [resume("2001")], known_from="suspended")


def test_in_mid_life_a_suspension_need_not_be_before_the_first_meeting() -> None:
    facts = [suspend("2000"), meet("2001")]
    assert not found("suspended_before_first_meeting", facts, known_from="operational")


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("suspended_before_first_meeting", [suspend("2001"), meet("2003")]),
        ("resumed_without_meeting", [suspend("2000"), resume("2001-06"), meet("2003")]),
    ],
)
def test_a_meeting_that_may_have_been_held_by_the_day_is_not_missed(
    code: str, facts: list[Fact]
) -> None:
    assert found(code, facts, as_of="2002-12-31")
    assert not found(code, facts, as_of="2003-06-30")


@pytest.mark.parametrize(
    ("meeting", "resumed"),
    [
        (meet("2002-05-06", id="m"), "2002-05-06"),
        (meet("2002-05-05/2002-05-06", id="m"), "2002-05-06"),
        (meet("2002-05", start="2002-05-05", end="2002-05-06", id="m"), "2002-05-06"),
    ],
)
def test_a_meeting_on_whose_days_it_was_resumed_is_named(meeting: Fact, resumed: str) -> None:
    facts = [suspend("2001"), meeting, resume(resumed, after=["m"])]
    (anomaly,) = found("resumed_without_meeting", facts)
    assert f"since that of {meeting[1]['on']}, when it was resumed." in anomaly.message
    assert anomaly.events == ("f2", "m")


def test_of_two_meetings_on_whose_day_it_was_resumed_the_last_is_named() -> None:
    first, last = meet("2002-05-06", id="m"), meet("2002-05-06", id="n", after=["m"])
    facts = [suspend("2001"), first, last, resume("2002-05-06", after=["n"])]
    (anomaly,) = found("resumed_without_meeting", facts)
    assert anomaly.events == ("f3", "n")


@pytest.mark.parametrize(
    ("meeting", "resumed"),
    [
        (meet("2002-05-05", id="m"), "2002-05-06"),
        (meet("2002-05", id="m"), "2002-05-06"),
        (meet("2002-05", start="2002-05-05", id="m"), "2002-05-06"),
        (meet("2002-05", end="2002-05-06", id="m"), "2002-05-06"),
        (meet("2002-05-06", id="m"), "2002-05"),
        (("meeting_held", {"id": "m"}), "2002-05-06"),
        (("meeting_held", {"id": "m", "start": "2002-05-06"}), "2002-05-06"),
        (("meeting_held", {"id": "m", "end": "2002-05-06"}), "2002-05-06"),
        (meet("2002-05-01/2002-08-01", id="m"), "2002-05-06"),
    ],
)
def test_a_meeting_before_the_resumption_is_not_named(meeting: Fact, resumed: str) -> None:
    facts = [suspend("2001"), meeting, resume(resumed, after=["m"])]
    (anomaly,) = found("resumed_without_meeting", facts)
    assert (
        f"since it was resumed {'on' if len(resumed) > 7 else 'in'} {resumed}." in anomaly.message
    )
    assert anomaly.events == ("f2",)
