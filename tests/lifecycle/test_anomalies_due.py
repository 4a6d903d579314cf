from pathlib import Path

import pytest

from lifecycle.registry.registry import Registry
from tests.lifecycle import decided
from tests.lifecycle.anomaly_cases import (
    Fact,
    agree,
    conclude,
    item,
    meet,
    resume,
    roadmap,
    suspend,
)
from tests.lifecycle.definition_texts import shipped_text
from tests.lifecycle.scenario import command

MANDATE: Fact = ("roadmap_mandated", {"on": "2001", "due": "2002"})
DEADLINE: Fact = ("deadline_set", {"on": "2001", "what": "a list", "due": "2002", "id": "d1"})
REQUEST: Fact = ("request_made", {"on": "2001", "what": "a list", "until": "2002"})
NO_ANSWER: Fact = ("request_answered", {"on": "2002", "answer": "unanswered"})
REVIVAL: Fact = ("resumption_agreed", {"on": "2001", "target": "2002"})
LAPSED: Fact = (
    "obligation_lapsed",
    {"on": "2003", "obligation": "meet", "due": "2002", "text": "A meeting within a year"},
)
YEARLY = agree("2000-12", periodicity="annually")


def found(code: str, *facts: Fact, kind: str = "bilateral-mechanism") -> list[str]:
    """Return the messages of *code*; the log's clock is today's."""
    with Registry.open("memory:") as registry:
        registry.register(
            id="m", name="A body", kind=kind, parties=["AA", "ZZ"], subject="Trade", policy="record"
        )
        for place, fact in enumerate(facts):
            registry.record_all("m", [command(fact, f"f{place}", live=False)])
        anomalies = registry.mechanism("m").anomalies
        return [anomaly.message for anomaly in anomalies if anomaly.code == code]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ([MANDATE], "A roadmap was due by 2002; no fact on record says that it was done."),
        ([MANDATE, roadmap("2003")], "A roadmap was due by 2002; on record it was done only in"),
        ([DEADLINE], "'a list' was due by 2002; no fact on record"),
        ([REQUEST, NO_ANSWER], "An answer to 'a list' was due by 2002; no fact on record"),
        ([agree("2001", target="2002")], "The establishment was due by 2002; no fact on record"),
        ([REVIVAL, meet("2003")], "The resumption was due by 2002; on record it was done only in"),
        ([LAPSED], "A meeting within a year was due by 2002 and was not done."),
    ],
)
def test_what_was_not_done_in_time_is_told(facts: list[Fact], told: str) -> None:
    (message,) = found("deadline_missed", *facts)
    assert message.startswith(told)


def test_the_first_fact_that_came_too_late_is_named() -> None:
    facts = [REQUEST, *(("request_answered", {"on": on, "answer": "accepted"}) for on in LATE)]
    (anomaly,) = decided.found("deadline_missed", facts)
    assert anomaly.events == ("f0", "f1")
    assert "only in 2003" in anomaly.message


LATE = "2003", "2004"


@pytest.mark.parametrize(
    "facts",
    [
        [MANDATE, roadmap("2002")],
        [DEADLINE, ("note_recorded", {"text": "the list was given", "causation_id": "d1"})],
        [REQUEST, ("request_answered", {"answer": "refused"})],
        [agree("2001", target="2002"), meet("2002-03")],
        [REVIVAL, resume("2001/2003")],
        [("deadline_set", {"on": "2001", "what": "a list", "due": "2999"})],
        [("deadline_set", {"on": "2001", "what": "a list", "due": "2001/.."})],
    ],
)
def test_what_may_have_been_done_in_time_is_not(facts: list[Fact]) -> None:
    assert not found("deadline_missed", *facts)


@pytest.mark.parametrize(
    "facts",
    [
        [item("2001", due="2002", status="proposed")],
        [item("2001", due="2002"), ("roadmap_superseded", {"on": "2003", "roadmap": "r"})],
        [item("2001")],
    ],
)
def test_an_item_that_nobody_waits_for_is_not_overdue(facts: list[Fact]) -> None:
    assert not found("item_overdue", *facts)


def test_a_rhythm_is_missed_up_to_today() -> None:
    (message,) = found("periodicity_missed", YEARLY, meet("2001-03"))
    assert message == (
        "No meeting is on record since that of 2001-03, although the rule is 'annually'"
        " (agreed in 2000-12)."
    )


@pytest.mark.parametrize(
    "facts",
    [
        [YEARLY, meet("2001"), suspend("2001")],
        [YEARLY, meet("2001"), conclude("2002")],
        [YEARLY, meet("2001"), meet("2008"), suspend("2003/2004"), conclude("2009")],
        [YEARLY, meet("2001", 1), meet("2008", 8), conclude("2009")],
        [YEARLY, meet("2001"), meet("2008"), meet("200X"), conclude("2009")],
        [YEARLY, meet("2001"), agree("2002", periodicity="every 10 years"), meet("2008"),
         conclude("2009")],
        [agree("2000", periodicity="now and then"), meet("2001"), meet("2008")],
        [agree("2000", periodicity="twice a year"), meet("2001-01-01"), meet("2001-11-01"),
         conclude("2002")],
    ],
)  # fmt: skip
def test_a_rhythm_that_may_have_been_kept_or_paused_is_not_missed(facts: list[Fact]) -> None:
    assert not found("periodicity_missed", *facts)


def test_numbers_show_that_meetings_came_between() -> None:
    special = meet("2005", counted=False)
    assert not found(
        "periodicity_missed", YEARLY, meet("2001", 1), special, meet("2008", 8), conclude("2009")
    )
    (message,) = found(
        "periodicity_missed", YEARLY, meet("2001", 1), meet("2008", 3), conclude("2009")
    )
    assert message == (
        "No meeting is on record between those of 2001 and of 2008, and by the numbers only"
        " 1 other, although the rule is 'annually' (agreed in 2000-12)."
    )


def test_meetings_outside_the_count_or_of_another_series_keep_no_rhythm() -> None:
    others = meet("2003", counted=False), meet("2005", 1, series="experts")
    (message,) = found(
        "periodicity_missed", YEARLY, meet("2001", 1), *others, meet("2008", 2), conclude("2009")
    )
    assert message.startswith(
        "No meeting of the schedule is on record between those of 2001 and of 2008"
    )
    own_alone = meet("2001", 1, series="experts"), meet("2002", 2, series="experts")
    assert not found("periodicity_missed", YEARLY, *own_alone, conclude("2003"))


def test_a_reported_rhythm_is_told_as_such_and_never_outweighs_an_agreed_one() -> None:
    reported = (
        "periodicity_recorded",
        {"on": "2000", "basis": "reported", "periodicity": "yearly"},
    )
    meetings = meet("2001", 1), meet("2008", 2), conclude("2009")
    (message,) = found("periodicity_missed", reported, *meetings)
    assert message.endswith("although the rule is said to be 'yearly' (reported in 2000).")
    agreed = agree("1999", periodicity="every 10 years")
    assert not found("periodicity_missed", agreed, reported, *meetings)
    later = ("periodicity_recorded", {"on": "2000", "basis": "agreed", "periodicity": "yearly"})
    assert len(found("periodicity_missed", agreed, later, *meetings)) == 1


def test_an_undated_rule_is_judged_by_what_came_after_it() -> None:
    rule = ("establishment_agreed", {"periodicity": "annually", "id": "rule"})
    assert not found("periodicity_missed", rule, meet("2001"))
    assert len(found("periodicity_missed", rule, meet("2001", after=["rule"]))) == 1


def test_hints_and_dates_together_put_a_meeting_before_a_gap() -> None:
    undated = ("meeting_held", {"id": "early"})
    facts = YEARLY, undated, meet("2001", after=["early"]), meet("2002"), meet("2008")
    assert len(found("periodicity_missed", *facts, conclude("2009"))) == 1


def test_a_rhythm_within_the_year_is_missed_after_two_periods() -> None:
    rule = agree("2000", periodicity="twice a year")
    facts = (rule, meet("2001-01-01"), meet("2002-01-03"), conclude("2002-02"))
    assert len(found("periodicity_missed", *facts)) == 1


def test_the_terms_of_a_sub_group_make_no_rule() -> None:
    terms = {"on": "2000", "body": "Experts", "periodicity": "annually"}
    facts = (("terms_of_reference_signed", terms), meet("2001"), meet("2008"))
    assert not found("periodicity_missed", *facts)


def test_unnumbered_meetings_in_a_row_show_who_hosted() -> None:
    rule = agree("2000", hosting_rule="alternately")
    assert found("host_not_alternating", rule, meet("2001", host="AA"), meet("2002", host="AA"))
    virtual = meet("2002", host="AA", mode="virtual")
    assert not found("host_not_alternating", rule, meet("2001", host="AA"), virtual)
    between = agree("2001-06", hosting_rule="alternately")
    meetings = meet("2001-01", host="AA"), meet("2002", host="AA")
    assert not found("host_not_alternating", between, *meetings)


def test_where_nothing_was_agreed_the_definition_rules(tmp_path: Path) -> None:
    text = shipped_text("bilateral-mechanism")
    own = tmp_path / "own.toml"
    own.write_text(text.replace("version = 1", 'version = 1\nperiodicity = "annually"'))
    facts = meet("2001"), meet("2008"), conclude("2009")
    (message,) = found("periodicity_missed", *facts, kind=str(own))
    assert message.endswith("although the rule is 'annually' (by its definition).")
    agreed = agree("2000", periodicity="every 10 years")
    assert not found("periodicity_missed", agreed, *facts, kind=str(own))
