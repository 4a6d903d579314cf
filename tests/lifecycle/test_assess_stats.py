from typing import Any

import pytest

from lifecycle.analysis.assessment.statistics import ItemCounts, Statistics, statistics
from tests.lifecycle.assessed import BOTH, day, met, recorded, terms, yearly
from tests.lifecycle.lives import Said, said


def figures(*facts: Said, on: str | None = "2025-01-01", **details: Any) -> Statistics:
    return statistics(recorded(*facts, **details), None if on is None else day(on))


def test_an_empty_record_tells_nothing() -> None:
    found = figures()

    assert (found.founding, found.since) == (None, None)
    assert (found.meetings, found.counted, found.by_decade) == (0, 0, {})
    assert (found.median_gap_months, found.longest_gap) == (None, None)
    assert (found.periodicity_months, found.periodicity_from) == (None, None)
    assert (found.gaps_too_long, found.schedule) == (None, "unknown")
    assert (found.next_due, found.behind) == (None, None)
    assert found.items == ItemCounts(done=0, open=0, overdue=0)


def test_the_parliamentary_question_is_answered() -> None:
    found = figures(
        yearly("2000-01-10"),
        met("2000-05-10", host="AA"),
        met("2001-05-10", host="ZZ"),
        met("2003-05-10", host="AA"),
        met("2004-05-10", host="ZZ"),
        on="2005-06-01",
    )

    assert (found.name, found.parties) == ("Arland-Zedland Commission", ("AA", "ZZ"))
    assert found.since == "2000-01-10"
    assert (found.meetings, found.counted) == (4, 4)
    assert (found.periodicity_months, found.periodicity_from) == (
        12,
        "Terms of reference signed, 2000-01-10",
    )
    assert found.median_gap_months == 12.0
    assert found.longest_gap is not None
    assert found.longest_gap.months == 24.0
    assert found.longest_gap.earlier.event_id == "e3"
    assert (found.schedule, found.gaps_too_long) == ("not kept", 2)
    assert found.next_due == day("2005-05-10")
    assert found.behind == "AA"


def test_the_founding_fact_is_the_instrument_before_the_agreement_or_the_meeting() -> None:
    agreed = said("establishment_agreed", "1999-05")
    treaty = said("instrument_concluded", "2001", kind="treaty", role="founding", signatories=BOTH)

    assert figures(met("1998")).since == "1998"
    assert figures(met("1998"), agreed).since == "1999-05"
    assert figures(met("1998"), agreed, terms("2000")).since == "2000"
    assert figures(met("1998"), agreed, terms("2000"), treaty).since == "2001"


def test_meetings_of_other_series_or_outside_the_count_are_told_apart() -> None:
    facts = met("2001"), met("2002", series="experts"), met("2003", counted=False)
    found = figures(*facts)

    assert (found.meetings, found.counted) == (3, 1)


def test_a_meeting_that_two_facts_tell_of_is_counted_once() -> None:
    facts = (
        *(met("2001-05-10", meeting="first"), met("2002-05-10", meeting="second")),
        *(met("2002-06", meeting="second"), met("2003-05-10")),
    )
    found = figures(*facts)

    assert (found.meetings, found.counted, found.median_gap_months) == (3, 3, 12.0)


def test_meetings_are_counted_by_decade_where_the_dates_tell() -> None:
    facts = met("1998-05"), met("1999"), met("2001"), met("1995/2005"), met(None)

    assert figures(*facts).by_decade == {1990: 2, 2000: 1}


def test_a_decade_before_the_year_nought_is_called_by_its_years() -> None:
    assert figures(met("-0044"), met("-0050"), met("0044")).by_decade == {-50: 1, -40: 1, 40: 1}


def test_gaps_are_reckoned_from_the_middle_of_what_is_possible() -> None:
    found = figures(met("2000"), met("2001"), met("2003"))

    assert found.median_gap_months == 18.0
    assert found.longest_gap is not None
    assert (found.longest_gap.days_min, found.longest_gap.days_max) == (366, 1094)


def test_a_gap_whose_dates_are_missing_is_not_guessed() -> None:
    found = figures(met("2000"), met(None))

    assert (found.median_gap_months, found.longest_gap) == (None, None)


@pytest.mark.parametrize(
    ("dates", "on", "expected"),
    [
        (("2000-05-10", "2001-05-10"), "2001-12-31", ("kept", 0)),
        (("2000-05-10", "2001-05-11"), "2001-12-31", ("not kept", 1)),
        (("2000-05", "2001-05"), "2001-12-31", ("unknown", 0)),
        (("2000-05-10",), "2001-05-10", ("kept", 0)),
        (("2000-05-10",), "2001-05-11", ("not kept", 1)),
        (("2000-05",), "2001-05-15", ("unknown", 0)),
        (("2000-05-10",), None, ("unknown", 0)),
        ((), "2001-05-10", ("unknown", None)),
    ],
)
def test_whether_the_schedule_is_kept_is_said_only_where_dates_tell(
    dates: tuple[str, ...], on: str | None, expected: tuple[str, int | None]
) -> None:
    found = figures(yearly(), *map(met, dates), on=on)

    assert (found.schedule, found.gaps_too_long) == expected


def test_the_schedule_of_what_is_suspended_is_judged_by_past_gaps_only() -> None:
    suspended = said("suspended", "2001-01", by=["AA"])
    after = said("suspended", "2001-06", by=["AA"])

    assert figures(yearly(), met("2000-05-10"), suspended).schedule == "unknown"
    assert figures(yearly(), met("2000-02"), met("2001-05-10"), after).schedule == "not kept"


def test_the_schedule_of_what_has_ended_is_judged_by_its_gaps() -> None:
    ended = said("concluded", "2002", reason="done")
    found = figures(yearly(), met("2000-05-10"), met("2001-05-10"), ended)

    assert (found.schedule, found.next_due, found.behind) == ("kept", None, None)


def test_of_what_ended_after_its_first_meeting_no_schedule_is_told() -> None:
    facts = yearly(), met("2000-05-10"), said("concluded", "2002", reason="done")

    assert figures(*facts).schedule == "unknown"


def test_items_of_roadmaps_are_counted_as_done_open_and_overdue() -> None:
    def item(name: str, due: str, **details: Any) -> Said:
        return said("roadmap_item_added", "2023", roadmap="R", item=name, due=due, **details)

    found = figures(
        said("roadmap_activated", "2023", roadmap="R", basis="document", title="Plan"),
        item("a", "2024-06"),
        item("b", "2024-07"),
        item("c", "2026"),
        item("d", "2024", status="proposed"),
        said("roadmap_item_completed", "2024-08", roadmap="R", item="b"),
    )

    assert found.items == ItemCounts(done=1, open=2, overdue=1)


# Meetings that are not on record


def numbered(on: str, number: int | None) -> Said:
    return met(on) if number is None else met(on, number=number)


@pytest.mark.parametrize(
    ("meetings", "unseen"),
    [
        ([("2001", 1), ("2002", 2)], 0),
        ([("2001", 4), ("2002", 5)], 3),
        ([("2001", 1), ("2005", 4)], 2),
        ([("2001", 1), ("2003", None), ("2005", 4)], 1),
        ([("2001", 1), ("2003", None), ("2005", 3)], 0),
        ([("2001", 3), ("2003", 2)], 2),
    ],
)
def test_numbers_show_how_many_meetings_are_not_on_record(
    meetings: list[tuple[str, int | None]], unseen: int
) -> None:
    assert figures(*(numbered(*meeting) for meeting in meetings)).unseen == unseen


def test_a_meeting_outside_the_count_is_none_of_those_that_are_missing() -> None:
    facts = numbered("2001", 1), met("2003", counted=False), numbered("2005", 3)

    assert figures(*facts).unseen == 1


def test_a_meeting_without_a_number_leaves_both_gaps_beside_it_open() -> None:
    facts = numbered("2000", 1), numbered("2003", None), numbered("2006", 4)

    assert figures(*facts).median_gap_months is None


def test_a_count_that_is_said_to_begin_elsewhere_misses_nothing_before() -> None:
    restarted = said("numbering_restarted", "2003", first_number=10)

    assert figures(numbered("2001", 1), restarted, numbered("2004", 10)).unseen == 0


def test_a_gap_in_which_meetings_are_missing_is_not_held_against_the_schedule() -> None:
    holed = figures(yearly(), numbered("2000-05-10", 1), numbered("2003-05-10", 4), on="2003-12")
    whole = figures(yearly(), numbered("2000-05-10", 1), numbered("2003-05-10", 2), on="2003-12")

    assert (holed.schedule, holed.gaps_too_long, holed.median_gap_months) == ("unknown", 0, None)
    assert (whole.schedule, whole.gaps_too_long, whole.median_gap_months) == ("not kept", 1, 36.0)


def test_gaps_before_the_rule_was_made_are_not_held_against_it() -> None:
    agreed = said("periodicity_recorded", "2005-05-10", basis="agreed", periodicity="annually")
    found = figures(met("1990-05-10"), met("2005-05-10"), agreed, met("2006-05-10"), on="2007-01")

    assert (found.schedule, found.gaps_too_long) == ("kept", 0)


@pytest.mark.parametrize(("second", "late"), [("2001-05-10", 0), ("2001-05-11", 1)])
def test_all_gaps_are_held_against_a_rule_of_the_definition(second: str, late: int) -> None:
    facts = met("2000-05-10"), met(second)
    found = figures(*facts, kind="defence-policy-dialogue", on="2001-12")

    assert (found.periodicity_from, found.gaps_too_long) == (
        "the definition defence-policy-dialogue",
        late,
    )


def test_of_what_is_dormant_the_side_whose_turn_it_is_is_behind() -> None:
    found = figures(yearly(), met("2000-05-10", host="AA"), on="2025-01-01")

    assert found.behind == "ZZ"


def test_while_it_is_suspended_no_meeting_is_due() -> None:
    suspended = said("suspended", "2000-09", by=["AA"])

    assert figures(yearly(), met("2000-05-10"), suspended).next_due is None


def test_a_dated_plan_that_the_life_went_on_without_is_counted_as_not_known_to_be_held() -> None:
    plan = said("meeting_scheduled", "2009-06", planned="2009-11", series="Council")
    postponed = said("meeting_postponed", "2009-06", series="Experts")

    mooted = said("meeting_mooted", "2009-06", planned="2010", series="Envoys")

    assert figures(plan, postponed, mooted, met("2012-05")).not_known_held == 1
    assert figures(plan).not_known_held == 0
