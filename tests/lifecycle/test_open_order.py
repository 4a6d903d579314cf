"""What is judged of meetings of which the dates do not tell which came first."""

import pytest

from lifecycle.analysis.assessment.assess import assess
from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.analysis.assessment.statistics import statistics
from tests.lifecycle.assessed import day, gathered, met, terms
from tests.lifecycle.lives import Said, said

Outline = tuple[str, str]


def rounds(*facts: Said, on: str, name: str = "yearly_round") -> list[Outline]:
    """Status and due day of each obligation of *name*, to meet every year or to host in turn."""
    mechanism = gathered(*facts, kind="defence-policy-dialogue")
    owed = (one for one in obligations_of(mechanism, day(on)) if one.name == name)
    return [(one.status, one.key.removeprefix(f"{name} ")) for one in owed]


# How long ago the last one was


OPEN = met("2020", host="AA"), met("2020-03", host="ZZ")


def test_the_present_gap_begins_with_whichever_meeting_was_the_last() -> None:
    assert rounds(*OPEN, on="2021-02") == [("open", "2021-12-31")]
    assert rounds(*OPEN, on="2021-06") == [("undetermined", "2021-12-31")]
    assert rounds(*OPEN, on="2022-01") == [("lapsed", "2021-12-31")]


def test_a_gap_that_begins_with_one_of_two_meetings_has_lapsed_only_if_both_are_too_old() -> None:
    assert rounds(*OPEN, met("2021-05"), on="2021-06") == [
        ("undetermined", "2021-12-31"),
        ("open", "2022-05-31"),
    ]
    assert rounds(*OPEN, met("2022-05"), on="2022-06") == [
        ("lapsed", "2021-12-31"),
        ("open", "2023-05-31"),
    ]


def test_the_words_name_each_meeting_that_may_have_been_the_last() -> None:
    mechanism = gathered(*OPEN, kind="defence-policy-dialogue")
    owed, _ = obligations_of(mechanism, day("2021-06"))

    assert owed.basis == (
        "The last on record is Meeting held, 2020 or Meeting held, 2020-03;"
        " the next is due by 2021-12-31."
    )


def test_of_many_meetings_in_no_order_the_count_is_told() -> None:
    mechanism = gathered(*[met("2020")] * 4, kind="defence-policy-dialogue")
    owed, _ = obligations_of(mechanism, day("2020"))

    assert owed.basis.startswith("The last on record is one of 4 meetings whose order is not known")


def test_a_hint_tells_which_was_the_last() -> None:
    facts = met("2020"), met("2020-03", after=["e1"])

    assert rounds(*facts, on="2021-06") == [("lapsed", "2021-03-31")]


def test_a_hint_narrows_the_bounds_of_others_in_an_open_order() -> None:
    facts = met("2020"), met("2020-06"), met("2020-09", after=["e1", "e2"])

    assert rounds(*facts, on="2021-10") == [("lapsed", "2021-09-30")]


def test_a_meeting_without_a_date_may_have_been_at_any_time() -> None:
    facts = met("2010-01-10"), met("2020-01-10"), met(None)

    assert [status for status, _ in rounds(*facts, on="2020-06")] == ["undetermined"] * 3


def test_the_order_of_recording_makes_no_difference() -> None:
    meetings = met("2020"), met("2020-03"), met("2021-05")

    assert rounds(*meetings, on="2021-06") == rounds(*meetings[::-1], on="2021-06")


# Whether the schedule is kept


YEARLY = terms("2018", periodicity="annually")


@pytest.mark.parametrize(
    "dates",
    [
        ("2019-12-01", "2020", "2020-03", "2021-05"),
        ("2019-05-15", "2019", "2020-09-06"),
    ],
)
def test_a_schedule_that_some_days_keep_is_not_said_to_be_broken(dates: tuple[str, ...]) -> None:
    found = statistics(gathered(YEARLY, *map(met, dates)), day("2021-06"))

    assert (found.schedule, found.gaps_too_long) == ("unknown", 0)


def test_a_schedule_that_no_day_keeps_is_not_kept() -> None:
    facts = YEARLY, met("2019-05-15"), met("2019"), met("2021-01-01"), met("2021-05")
    found = statistics(gathered(*facts), day("2021-06"))

    assert (found.schedule, found.gaps_too_long) == ("not kept", 1)


# Within some time of a fact


def test_a_meeting_that_may_have_come_before_what_calls_for_one_does_not_fulfil_it() -> None:
    signed = said("instrument_concluded", "2020", kind="treaty", role="founding")
    mechanism = gathered(signed, met("2020-03"), kind="joint-commission")
    first, *_ = obligations_of(mechanism, day("2030"))

    assert (first.name, first.status) == ("first_session", "undetermined")


# Who hosts in turn


def turns(*facts: Said) -> list[Outline]:
    return rounds(*facts, on="2030", name="hosts_in_turn")


def remarks(*facts: Said) -> list[str]:
    found = gathered(*facts, kind="defence-policy-dialogue").anomalies
    return [one.message for one in found if one.code == "host_not_alternating"]


BETWEEN = met("2019-05", host="AA"), met("2020", host="AA"), met("2020-03", host="ZZ")


def test_between_two_meetings_of_one_host_that_of_the_other_may_have_been() -> None:
    assert turns(*BETWEEN) == [("undetermined", "undated")]
    assert remarks(*BETWEEN) == []


def test_numbers_tell_that_no_meeting_was_between() -> None:
    facts = [(name, {**said_of_it, "number": n}) for n, (name, said_of_it) in enumerate(BETWEEN, 1)]

    assert turns(*facts) == [("lapsed", "2020-12-31")]
    assert len(remarks(*facts)) == 1


def test_hosts_that_took_turns_in_one_order_only_leave_it_undetermined() -> None:
    facts = met("2018-04/2018-09", host="ZZ"), met("2019-01", host="AA"), met("2018", host="AA")

    assert turns(*facts) == [("undetermined", "undated")]
    assert remarks(*facts) == []


def test_a_virtual_meeting_takes_no_turn() -> None:
    facts = met("2019", host="AA"), met("2020", host="AA", mode="virtual"), met("2021", host="ZZ")

    assert turns(*facts) == [("undetermined", "undated")]
    assert remarks(*facts) == []


@pytest.mark.parametrize(("host", "turn"), [("ZZ", None), ("AA", "ZZ")])
def test_whose_turn_it_is_is_told_only_after_any_of_the_last_meetings(
    host: str, turn: str | None
) -> None:
    facts = met("2020", host="AA"), met("2020-03", host=host)
    hosting = assess(gathered(*facts, kind="defence-policy-dialogue"), day("2021")).hosting

    assert (hosting.party, hosting.in_turn) == (turn, True)
    assert "Meeting held, 2020 or Meeting held, 2020-03" in hosting.basis


def test_two_lapses_of_one_day_have_two_keys() -> None:
    facts = [met("2020-01", host="AA", number=number) for number in (1, 2, 3)]

    assert turns(*facts) == [("lapsed", "2020-01-31"), ("lapsed", "2020-01-31 2")]


def test_one_side_hosted_twice_running_whichever_of_its_meetings_came_first() -> None:
    facts = met("2020", host="AA"), met("2020-03", host="AA")

    assert turns(*facts) == [("lapsed", "2020-03-31")]
    assert turns(*facts, met("2020-05", host="ZZ")) == [("undetermined", "undated")]
