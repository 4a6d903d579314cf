"""What is judged of a mechanism that is suspended or concluded, by when that takes effect."""

import pytest

from lifecycle.analysis.assessment.activity import activity_of
from lifecycle.analysis.assessment.agenda import agenda
from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.analysis.assessment.statistics import statistics
from tests.lifecycle.assessed import day, met, recorded, yearly
from tests.lifecycle.lives import Said, said


def rounds(*facts: Said, on: str) -> list[tuple[str, str]]:
    """Status and due day of each obligation to meet every year."""
    mechanism = recorded(*facts, kind="defence-policy-dialogue")
    owed = (one for one in obligations_of(mechanism, day(on)) if one.name == "yearly_round")
    return [(one.status, one.key.removeprefix("yearly_round ")) for one in owed]


def suspended(on: str, **details: object) -> Said:
    return said("suspended", on, by=["AA"], **details)


LAST = met("2020-01-10")


# What is owed


@pytest.mark.parametrize(
    "rest",
    [
        suspended("2020-06"),
        suspended("2020-06", object="parent_instrument"),
        said("concluded", "2020-06", reason="done"),
    ],
)
@pytest.mark.parametrize("on", ["2020-12", "2022"])
def test_while_it_rests_no_meeting_is_owed(rest: Said, on: str) -> None:
    assert rounds(LAST, rest, on=on) == [("not_applicable", "2021-01-10")]


def test_what_is_suspended_in_part_owes_its_meetings() -> None:
    facts = LAST, suspended("2020-06", object="part", scope="visits")

    assert rounds(*facts, on="2022") == [("lapsed", "2021-01-10")]


def test_a_suspension_excuses_from_the_day_on_which_it_takes_effect() -> None:
    late = suspended("2020-06", effective="2021-06-01")

    assert rounds(LAST, late, on="2022") == [("lapsed", "2021-01-10")]


def test_a_resumption_obliges_from_the_day_on_which_it_takes_effect() -> None:
    facts = LAST, suspended("2020-06"), said("resumed", "2020-09", effective="2021-02-01")

    assert rounds(*facts, on="2022") == [("not_applicable", "2021-01-10")]


def test_what_is_told_while_it_rests_does_not_begin_the_rest_anew() -> None:
    facts = LAST, suspended("2020-06"), said("note_recorded", "2021-06", text="a word")

    assert rounds(*facts, on="2022") == [("not_applicable", "2021-01-10")]


def test_a_suspension_that_did_not_take_hold_excuses_nothing() -> None:
    over = said("concluded", "2019-01", reason="done")
    facts = over, suspended("2019-02"), said("reopened", "2019-09"), LAST

    assert rounds(*facts, on="2022") == [("lapsed", "2021-01-10")]


def test_one_certain_rest_excuses_whatever_else_is_open() -> None:
    perhaps = suspended("2020-12", effective="2021", object="parent_instrument")

    assert rounds(LAST, suspended("2020-06"), perhaps, on="2022") == [
        ("not_applicable", "2021-01-10"),
    ]


def test_what_is_first_known_as_suspended_owes_nothing_from_the_beginning() -> None:
    mechanism = recorded(LAST, known_from="suspended", kind="defence-policy-dialogue")
    owed = obligations_of(mechanism, day("2022"))

    assert [one.status for one in owed if one.name == "yearly_round"] == ["not_applicable"]


@pytest.mark.parametrize(
    "rest",
    [
        (suspended("2020-12", effective="2021"),),
        (suspended("2020-06"), said("resumed", "2021")),
    ],
)
def test_where_it_is_open_whether_it_rested_on_the_day_it_is_undetermined(
    rest: tuple[Said, ...],
) -> None:
    assert rounds(LAST, *rest, on="2022") == [("undetermined", "2021-01-10")]


# Whether the schedule is kept


PAUSE = suspended("2001-01-10"), said("resumed", "2001-09-01")


def test_a_gap_that_was_due_to_end_while_it_rested_is_not_held_against_the_schedule() -> None:
    facts = yearly(), met("2000-05-10"), *PAUSE, met("2001-12-10")
    found = statistics(recorded(*facts), day("2002-06"))

    assert (found.schedule, found.gaps_too_long) == ("kept", 0)


def test_a_gap_that_may_have_been_due_to_end_while_it_rested_leaves_it_unknown() -> None:
    facts = yearly(), met("2000-05-10"), suspended("2001"), said("resumed", "2002"), met("2003-01")
    found = statistics(recorded(*facts), day("2003-06"))

    assert (found.schedule, found.gaps_too_long) == ("unknown", 0)


# What is told of it


def status(*facts: Said, on: str) -> tuple[str, str]:
    activity = activity_of(recorded(*facts), day(on))
    return activity.status, activity.confidence


LIVES = yearly("2019"), met("2020-10-10")


@pytest.mark.parametrize(
    ("rest", "name"),
    [
        (suspended("2020-12-01", effective="2022-01-01"), "suspended"),
        (suspended("2020-12-01", effective="2022-01-01", object="parent_instrument"), "suspended"),
        (said("concluded", "2020-12-01", effective="2022-01-01", reason="done"), "ended"),
    ],
)
def test_what_takes_effect_later_is_not_told_as_in_force(rest: Said, name: str) -> None:
    assert status(*LIVES, rest, on="2021-07") == ("active", "certain")
    assert status(*LIVES, rest, on="2022-01-01") == (name, "asserted")


@pytest.mark.parametrize(
    "rest",
    [
        suspended("2020-12-01", effective="2022-01-01"),
        said("concluded", "2020-12-01", effective="2022-01-01", reason="done"),
    ],
)
def test_what_happens_before_it_takes_effect_puts_nothing_in_force(rest: Said) -> None:
    assert status(*LIVES, rest, met("2021-02-01"), on="2021-07") == ("active", "certain")


def test_what_is_to_end_later_is_still_expected_to_meet() -> None:
    over = said("concluded", "2020-12-01", effective="2022-01-01", reason="done")

    assert statistics(recorded(*LIVES, over), day("2021-07")).next_due == day("2021-10-10")
    assert statistics(recorded(*LIVES, over), day("2022-01")).next_due is None


def test_what_may_have_taken_effect_is_perhaps_in_force() -> None:
    rest = suspended("2020-12-01", effective="2021")

    assert status(*LIVES, rest, on="2021-07") == ("suspended", "possible")
    assert status(*LIVES, rest, on="2021-12-31") == ("suspended", "asserted")


def test_what_is_perhaps_suspended_is_told_once_with_the_parts_that_are() -> None:
    part = suspended("2020-11", object="part", scope="visits")
    whole = suspended("2020-12-01", effective="2021")

    assert activity_of(recorded(*LIVES, part, whole), day("2021-07")).basis == (
        "It is suspended by AA from 2021; nothing on record resumes it."
        " A part (visits) is suspended by AA from 2020-11; nothing on record resumes it."
    )


def test_a_resumption_that_takes_effect_later_leaves_it_suspended_until_then() -> None:
    facts = *LIVES, suspended("2020-12-01"), said("resumed", "2021-05", effective="2021-09-01")
    activity = activity_of(recorded(*facts), day("2021-07"))

    assert activity.status == "suspended"
    assert activity.basis == (
        "It is suspended by AA from 2020-12-01; that ends from 2021-09-01 (Resumed, 2021-05)."
    )
    assert status(*facts, on="2021-09-01") == ("active", "certain")


def test_an_end_that_takes_effect_later_leaves_it_suspended_until_then() -> None:
    over = said("concluded", "2021-05", effective="2021-09-01", reason="done")
    facts = *LIVES, suspended("2020-12-01"), over

    assert status(*facts, on="2021-07") == ("suspended", "asserted")
    assert status(*facts, on="2021-09-01") == ("ended", "asserted")


def test_a_second_suspension_that_takes_effect_at_once_holds_before_the_first() -> None:
    first = suspended("2020-12-01", effective="2022-01-01")
    second = said("suspended", "2021-03-01", by=["ZZ"])

    assert status(*LIVES, first, second, on="2021-07") == ("suspended", "asserted")


def test_a_part_that_is_suspended_only_later_is_not_told_so_yet() -> None:
    part = suspended("2020-12", effective="2022-01-01", object="part", scope="visits")

    assert "visits" not in activity_of(recorded(*LIVES, part), day("2021-07")).basis
    assert "visits" in activity_of(recorded(*LIVES, part), day("2022-02")).basis


def test_the_agenda_of_what_rests_has_no_meeting_that_is_owed() -> None:
    rest = suspended("2020-12", object="parent_instrument")
    lives = recorded(met("2020-10-10"), kind="defence-policy-dialogue")
    rests = recorded(met("2020-10-10"), rest, kind="defence-policy-dialogue")

    lapse = said("statement_recorded", "2020-12", text="No more.", claimed_as="has lapsed")
    gone = recorded(met("2020-10-10"), lapse, kind="defence-policy-dialogue")

    assert [one.kind for one in agenda([lives], day("2021-07"), 120)] == ["meeting", "obligation"]
    assert agenda([rests, gone], day("2021-07"), 120) == ()
