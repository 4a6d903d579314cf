from typing import Any

from lifecycle.analysis.assessment.agenda import AgendaItem, agenda
from lifecycle.analysis.assessment.case import Thresholds
from lifecycle.analysis.assessment.overdue import OverdueRow, overdue
from lifecycle.analysis.mechanism import Mechanism
from tests.lifecycle.assessed import BOTH, day, met, recorded, terms, yearly
from tests.lifecycle.lives import Said, said

Outline = tuple[str, str, int | None]


def items(*facts: Said, on: str = "2025-01-01", days: int = 90, **details: Any) -> list[AgendaItem]:
    return list(agenda([recorded(*facts, **details)], day(on), days))


def outlines(*facts: Said, on: str = "2025-01-01", days: int = 90, **details: Any) -> list[Outline]:
    return [(i.kind, i.what, i.day) for i in items(*facts, on=on, days=days, **details)]


def deadline(due: str, what: str = "Report") -> Said:
    return said("deadline_set", "2024", what=what, due=due, who=["ZZ"])


# Agenda


def test_what_falls_into_the_coming_days_is_on_the_agenda() -> None:
    inside, outside = deadline("2025-04-01"), deadline("2025-04-02", "Survey")
    (item,) = items(inside, outside)

    assert (item.kind, item.what, item.who) == ("deadline", "Report", ("ZZ",))
    assert item.day == day("2025-04-01")
    assert item.mechanism_id == "m"
    assert item.fact is not None
    assert item.fact.event_id == "e1"


def test_what_may_fall_into_the_coming_days_is_on_the_agenda() -> None:
    plan = said("meeting_scheduled", "2024", planned="2025")

    assert outlines(plan, days=10) == [("meeting", "Meeting scheduled for 2025", day("2025"))]


def test_what_is_late_is_on_the_agenda_as_overdue() -> None:
    assert outlines(yearly(), met("2023-05-03", host="AA"), deadline("2024-12-31")) == [
        ("overdue", "Next meeting due, hosted by ZZ", day("2024-05-03")),
        ("overdue", "Report", day("2024-12-31")),
    ]


def test_a_day_that_has_come_is_not_past() -> None:
    assert [kind for kind, _, _ in outlines(deadline("2025-01-01"))] == ["deadline"]


def test_a_meeting_planned_without_a_date_stands_at_the_end() -> None:
    plan = said("meeting_mooted", "2024")

    assert outlines(plan, deadline("2025-02")) == [
        ("deadline", "Report", day("2025-02")),
        ("meeting", "Meeting mooted without a date", None),
    ]


def test_a_request_without_a_date_is_not_on_the_agenda() -> None:
    assert outlines(said("request_made", "2024", what="Visas", by=["AA"])) == []


def test_a_term_a_notice_and_an_item_are_on_the_agenda() -> None:
    facts = (
        said(
            "instrument_concluded",
            "2020",
            instrument="MoU",
            kind="mou",
            role="umbrella",
            term="2020/2025-02",
            signatories=BOTH,
        ),
        said(
            "instrument_act_recorded",
            "2024",
            instrument="Pact",
            step="notice_given",
            by=["AA"],
            until="2025-01-31",
        ),
        said("roadmap_activated", "2024", roadmap="R", basis="document", title="Plan"),
        said("roadmap_item_added", "2024", roadmap="R", item="buoys", due="2025-03"),
    )

    assert outlines(*facts) == [
        ("notice", "Notice on Pact runs out", day("2025-01-31")),
        ("term", "Term of MoU runs out", day("2025-02")),
        ("item", "buoys (of Plan)", day("2025-03")),
    ]


def test_an_open_obligation_is_on_the_agenda() -> None:
    founded = said(
        "instrument_concluded", "2024-02-01", kind="treaty", role="founding", signatories=BOTH
    )

    assert outlines(founded, kind="joint-commission") == [
        ("obligation", "Meet within a year of the founding instrument", day("2025-02-01")),
    ]


def test_no_meeting_is_on_the_agenda_of_what_is_suspended() -> None:
    plan = said("meeting_scheduled", "2023-06", planned="2025-02")
    facts = yearly(), met("2023-05-03"), plan, said("suspended", "2023-09", by=["AA"])

    assert outlines(*facts, deadline("2024-12-31")) == [
        ("overdue", "Report", day("2024-12-31")),
    ]


def test_the_agenda_of_many_is_sorted_by_day_then_mechanism() -> None:
    first = recorded(deadline("2025-02"), id="first")
    second = recorded(deadline("2025-02"), deadline("2025-01-15", "Survey"), id="second")
    found = agenda([second, first], day("2025-01-01"), 90)

    assert [(item.mechanism_id, item.what) for item in found] == [
        ("second", "Survey"),
        ("first", "Report"),
        ("second", "Report"),
    ]


# Overdue


def rows(*mechanisms: Mechanism, on: str = "2025-01-01", **details: Any) -> list[OverdueRow]:
    return list(overdue(mechanisms, day(on), **details))


def test_a_row_answers_who_is_late_since_when_and_whose_turn_it_is() -> None:
    (row,) = rows(recorded(yearly(), met("2023-12-31", host="AA")))

    assert (row.mechanism_id, row.name) == ("m", "Arland-Zedland Commission")
    assert row.parties == ("AA", "ZZ")
    assert row.kind == "meeting"
    assert row.every_months == 12
    assert (row.due, row.late_by_days) == (day("2024-12-31"), 1)
    assert (row.status, row.confidence) == ("overdue", "certain")
    assert row.whose_turn == "ZZ"
    assert row.last_meeting is not None
    assert row.last_meeting.event_id == "e2"


def test_what_is_in_time_has_no_row() -> None:
    assert rows(recorded(yearly(), met("2024-05"))) == []


def test_what_is_perhaps_overdue_has_a_row_that_says_so() -> None:
    (row,) = rows(recorded(yearly(), met("2024-05")), on="2025-05-15")

    assert (row.status, row.confidence) == ("overdue", "possible")
    assert (row.due, row.late_by_days) == (day("2025-05-01"), 14)


def test_what_is_dormant_without_a_rule_has_a_row_without_a_due_day() -> None:
    (row,) = rows(recorded(terms("2000"), met("2010")))

    assert (row.status, row.every_months) == ("dormant", None)
    assert (row.due, row.late_by_days) == (None, None)
    assert row.what.startswith("Nothing is on record since Meeting held, 2010")


def test_the_thresholds_are_those_of_the_view() -> None:
    mechanism = recorded(yearly(), met("2023-05-03"))

    assert rows(mechanism, thresholds=Thresholds(overdue=2)) == []


def test_deadlines_items_and_plans_that_passed_have_rows() -> None:
    facts = (
        said("roadmap_activated", "2024", roadmap="R", basis="document", title="Plan"),
        said("roadmap_item_added", "2024", roadmap="R", item="buoys", due="2024-06"),
        deadline("2024-11-30"),
        said("meeting_scheduled", "2024-07-01", planned="2024-09"),
    )

    assert [(row.kind, row.what, row.due) for row in rows(recorded(*facts))] == [
        ("item", "buoys (of Plan)", day("2024-06")),
        ("meeting", "Meeting scheduled for 2024-09", day("2024-09")),
        ("deadline", "Report", day("2024-11-30")),
    ]


def test_what_is_suspended_has_no_meeting_that_is_late() -> None:
    planned = said("meeting_scheduled", "2023-06", planned="2023-10")
    facts = yearly(), met("2022-05-03"), planned, said("suspended", "2023-09", by=["AA"])

    assert rows(recorded(*facts)) == []


def test_the_longest_overdue_comes_first_and_what_has_no_due_day_last() -> None:
    silent = recorded(terms("2000"), met("2001"), id="silent")
    late = recorded(yearly(), met("2023-05"), id="late")
    later = recorded(yearly(), met("2020-05"), id="later")

    assert [row.mechanism_id for row in rows(silent, late, later)] == ["later", "late", "silent"]


def test_a_late_plan_of_another_tier_does_not_hide_that_the_mechanism_is_dormant() -> None:
    plan = said("meeting_scheduled", "2011-01", planned="2011-02", series="experts")

    assert [
        (row.what[:41], row.due) for row in rows(recorded(terms("2000"), met("2010"), plan))
    ] == [
        ("Meeting of experts scheduled for 2011-02", day("2011-02")),
        ("Nothing is on record since Meeting (exper", None),
    ]
