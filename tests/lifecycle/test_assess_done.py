"""What is done counts as done for what is late, for what comes up, and for what is remarked on."""

from typing import Any

import pytest

from lifecycle.analysis.assessment.overdue import overdue
from lifecycle.analysis.assessment.statistics import statistics
from tests.lifecycle.assessed import day, gathered, met, terms
from tests.lifecycle.lives import Said, said

TODAY = "2025-01-01"


def late(*facts: Said) -> list[str]:
    """What is late, whatever order the facts were recorded in."""
    return [row.what for row in overdue([gathered(*facts)], day(TODAY)) if row.due is not None]


def missed(*facts: Said) -> list[str]:
    """What is remarked on as missed."""
    found = gathered(*facts, as_of=TODAY).anomalies
    codes = {"deadline_missed", "item_overdue"}
    return [anomaly.message for anomaly in found if anomaly.code in codes]


def request(on: str, what: str = "Visas", **details: Any) -> Said:
    return said("request_made", on, what=what, by=["AA"], until="2021", **details)


def answer(on: str, words: str = "accepted", **details: Any) -> Said:
    return said("request_answered", on, answer=words, by=["ZZ"], **details)


AGREED = said("establishment_agreed", "2018", target="2020")
REVIVAL = said("resumption_agreed", "2018", target="2020")
DEADLINE = said("deadline_set", "2018", what="Report", due="2020", id="d1")
MANDATE = said("roadmap_mandated", "2018", title="Plan", due="2020")
ACTIVE = said("roadmap_activated", "2017", basis="document", title="Old plan", document="D")
ITEM = said("roadmap_item_added", "2018", roadmap="R", item="buoys", due="2020")


def over(outcome: str) -> Said:
    return said("roadmap_completed", "2019", roadmap="R", outcome=outcome)


@pytest.mark.parametrize(
    "facts",
    [
        (AGREED, terms("2019")),
        (AGREED, met("2019")),
        (AGREED, said("instrument_concluded", "2019", kind="mou", role="founding")),
        (REVIVAL, said("resumed", "2019")),
        (REVIVAL, met("2019")),
        (DEADLINE, said("statement_recorded", "2019", text="Here.", causation_id="d1")),
        (MANDATE, said("roadmap_activated", "2019", basis="document", title="Other")),
        (MANDATE, said("roadmap_activated", "2019", basis="document", roadmap="R")),
        (request("2018", request="r"), answer("2019", request="r")),
        (request("2018", request="r"), answer("2019")),
        (request("2018"), answer("2019", request="r")),
        (request("2018", "to hold the fifth meeting"), met("2019")),
        (ITEM, over("expired")),
        (ITEM, over("abandoned")),
    ],
)
def test_what_is_done_is_neither_late_nor_missed(facts: tuple[Said, Said]) -> None:
    asked, _ = facts

    assert len(late(asked)) == len(missed(asked)) == 1
    assert (late(*facts), missed(*facts)) == ([], [])


@pytest.mark.parametrize(
    "facts",
    [
        (met("2017"), AGREED),
        (terms("2019", body="experts"), AGREED),
        (met("2017"), said("resumed", "2017"), REVIVAL),
        (ACTIVE, MANDATE),
        (answer("2017", request="r"), request("2018", request="r")),
        (request("2018", request="r"), answer("2019", request="s")),
        (request("2018"), answer("2019", "unanswered")),
    ],
)
def test_what_came_before_or_is_about_something_else_does_it_not(facts: tuple[Said, ...]) -> None:
    assert (len(late(*facts)), len(missed(*facts))) == (1, 1)


def test_each_request_without_a_name_waits_for_an_answer_of_its_own() -> None:
    first, second = request("2018", "Visas"), request("2019", "Quotas")

    assert late(first, second) == ["Answer the request: Quotas", "Answer the request: Visas"]
    assert late(first, second, answer("2020")) == ["Answer the request: Visas"]
    assert late(first, second, answer("2020"), answer("2020-05")) == []


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (("r", None), "Quotas"),
        (("r", "s"), "Quotas"),
        (("s", None), "Visas"),
        ((None, "s"), "Quotas"),
        ((None, "r"), "Visas"),
    ],
)
def test_an_answer_is_to_the_request_of_its_name_else_to_one_without(
    names: tuple[str | None, str | None], left: str
) -> None:
    first, second = ({} if name is None else {"request": name} for name in names)
    facts = request("2018", "Visas", **first), request("2019", "Quotas", **second)

    assert late(*facts, answer("2020", request="r")) == [f"Answer the request: {left}"]


def test_an_answer_that_may_have_come_after_the_request_answers_it() -> None:
    facts = request("2018"), answer("2018-03")

    assert (late(*facts), missed(*facts)) == ([], [])


def test_a_roadmap_that_is_to_be_redrafted_is_late_until_it_is_refreshed() -> None:
    active = said("roadmap_activated", "2017", roadmap="R", basis="document", title="Plan")
    facts = active, said("roadmap_mandated", "2018", roadmap="R", due="2020")
    refreshed = said("roadmap_refreshed", "2019", roadmap="R")

    assert (late(*facts), len(missed(*facts))) == (["Draft Plan"], 1)
    assert (late(*facts, refreshed), missed(*facts, refreshed)) == ([], [])


def test_items_of_a_roadmap_that_expired_are_not_counted_as_open() -> None:
    items = statistics(gathered(ITEM, over("expired")), day(TODAY)).items

    assert (items.open, items.overdue) == (0, 0)


# Announced at the last meeting


LAST = met("2023-05-03", next_planned="2024-05")


@pytest.mark.parametrize(
    "later",
    [
        (said("meeting_cancelled", "2024-02", planned="2024-05"),),
        (said("meeting_failed", "2024-05", planned="2024-05"),),
        (said("meeting_rescheduled", "2024-02", previously="2024-05", planned="2025-06"),),
        (
            said("meeting_scheduled", "2024-01", planned="2024-05"),
            said("meeting_cancelled", "2024-02", planned="2024-05"),
        ),
        (said("meeting_postponed", "2024-02"),),
    ],
)
def test_a_meeting_that_was_announced_and_given_up_or_moved_is_not_late(
    later: tuple[Said, ...],
) -> None:
    assert late(LAST) == ["Next meeting, announced for 2024-05"]
    assert late(LAST, *later) == []


def test_that_another_meeting_was_given_up_leaves_the_announced_one_expected() -> None:
    other = said("meeting_cancelled", "2023-07", planned="2023-09")
    tier = said("meeting_cancelled", "2024-02", planned="2024-05", series="experts")

    assert late(LAST, other, tier) == ["Next meeting, announced for 2024-05"]
