from typing import Any

import pytest

from lifecycle.analysis.assessment.allowed import missing
from lifecycle.analysis.assessment.assess import assess
from lifecycle.analysis.assessment.case import Thresholds
from lifecycle.analysis.assessment.steps import NextStep
from lifecycle.errors import NotFoundError
from tests.lifecycle.assessed import BOTH, day, met, recorded, terms, yearly
from tests.lifecycle.lives import Said, said


def steps(*facts: Said, on: str = "2025-01-01", kind: str, **details: Any) -> list[NextStep]:
    assessment = assess(recorded(*facts, **details), day(on))
    return [step for step in assessment.next_steps if step.kind == kind]


def outlines(*facts: Said, on: str = "2025-01-01", kind: str) -> list[tuple[str, int | None]]:
    return [(step.what, step.by) for step in steps(*facts, on=on, kind=kind)]


def scheduled(on: str, planned: str | None, **details: Any) -> Said:
    said_of_it = details if planned is None else {"planned": planned, **details}
    return said("meeting_scheduled", on, **said_of_it)


# Meetings


def test_the_next_meeting_is_due_by_the_schedule_and_hosted_in_turn() -> None:
    (step,) = steps(yearly(), met("2024-05-03", host="AA"), kind="meeting")

    assert (step.what, step.who) == ("Next meeting due, hosted by ZZ", ("ZZ",))
    assert step.by == day("2025-05-03")
    assert step.trigger == "hold_meeting"
    assert "every year is the rule (Terms of reference signed, 2000-01-10)" in step.basis


def test_bounds_of_the_last_meeting_are_bounds_of_the_next() -> None:
    (step,) = steps(yearly(), met("2024-05"), kind="meeting")

    assert (step.earliest, step.by) == (day("2025-05-01"), day("2025-05-31"))
    assert step.who == ("AA", "ZZ")


def test_the_threshold_for_overdue_moves_the_day_that_is_due() -> None:
    mechanism = recorded(yearly(), met("2024-05-03"))
    assessment = assess(mechanism, day("2025"), Thresholds(overdue=2))

    assert assessment.next_steps[0].by == day("2026-05-03")


def test_a_meeting_that_is_planned_is_expected_until_it_is_held_or_given_up() -> None:
    plan = scheduled("2024-11", "2025-03", number_claimed="VI")

    assert outlines(plan, kind="meeting") == [
        ("Meeting VI scheduled for 2025-03", day("2025-03")),
    ]
    held = met("2025-03-04", number_claimed="VI")
    assert outlines(plan, held, on="2025-04-01", kind="meeting") == []
    given_up = said("meeting_cancelled", "2024-12", planned="2025-03", number_claimed="VI")
    assert outlines(plan, given_up, kind="meeting") == []


def test_a_plan_that_a_later_meeting_overtook_is_expected_no_more() -> None:
    plan = scheduled("2017-01", "2018-03", meeting="sixth")

    assert outlines(plan, met("2019-05"), kind="meeting") == []


def test_an_old_plan_of_another_series_is_passed_by_when_the_mechanism_meets_again() -> None:
    plan = scheduled("2009-06", "2009-11", series="Council")

    assert len(outlines(plan, met("2009-10"), kind="meeting")) == 1
    assert outlines(plan, met("2012-05"), kind="meeting") == []


def test_only_the_newest_plan_of_a_series_is_expected_once_the_older_is_past() -> None:
    old = scheduled("2009-06", "2009-11", meeting="old", series="Council")
    new = scheduled("2010-06", "2010-11", meeting="new", series="Council")

    assert outlines(old, new, kind="meeting") == [
        ("Meeting of Council scheduled for 2010-11", day("2010-11")),
    ]


def test_a_plan_for_a_day_before_a_suspension_is_not_expected_after_it() -> None:
    plan = scheduled("2020-01", "2020-02", series="co-chairs")
    frozen = said("suspended", "2022", by=["AA"], object="activity")

    assert outlines(plan, frozen, kind="meeting") == []


def test_a_plan_that_nothing_followed_is_still_expected() -> None:
    plan = scheduled("2009-06", "2009-11", series="Council")
    note = said("statement_recorded", "2012", text="We value it.")

    assert len(outlines(met("2008"), plan, note, kind="meeting")) == 1


def test_a_plan_numbered_in_words_is_told_as_such() -> None:
    plan = said("meeting_mooted", "2024", number_claimed="sixth")

    assert outlines(plan, kind="meeting") == [("Sixth meeting mooted without a date", None)]


def test_a_meeting_that_is_due_by_a_reported_rule_is_told_so() -> None:
    reported = said("periodicity_recorded", "2001", basis="reported", periodicity="annually")
    (step,) = steps(reported, met("2024-05-03"), kind="meeting")

    assert step.what == "Next meeting due by what is reported"
    assert "is said to be the rule (Periodicity reported, 2001)" in step.basis


def test_a_plan_of_another_series_is_told_with_its_series() -> None:
    plan = scheduled("2024-11", "2025-03", number_claimed="3rd", series="Council")

    assert outlines(plan, met("2024-12"), kind="meeting") == [
        ("3rd meeting of Council scheduled for 2025-03", day("2025-03")),
    ]


def test_what_is_postponed_without_a_date_is_expected_without_a_day() -> None:
    facts = scheduled("2024-01", "2024-03"), said("meeting_postponed", "2024-02")

    assert outlines(*facts, kind="meeting") == [("Meeting postponed without a date", None)]


def test_what_the_last_meeting_announced_is_expected_until_something_is_planned() -> None:
    last = met("2024-05-03", next_planned="2025-40")

    assert outlines(last, kind="meeting") == [
        ("Next meeting, announced for 2025-40", day("2025-06-30")),
    ]
    assert outlines(last, scheduled("2024-12", "2025-04"), kind="meeting") == [
        ("Meeting scheduled for 2025-04", day("2025-04")),
    ]


def test_an_agreement_with_a_target_is_to_be_carried_out_until_they_meet() -> None:
    agreed = said("resumption_agreed", "2024", target="2025-06")

    assert outlines(met("2010"), agreed, kind="meeting") == [
        ("Carry out what was agreed, by 2025-06", day("2025-06")),
    ]
    assert outlines(agreed, met("2024-12-30"), kind="meeting") == []


def test_no_meeting_is_due_by_the_schedule_while_it_is_suspended() -> None:
    facts = yearly(), met("2024-05-03"), said("suspended", "2024-09", by=["AA"])

    assert steps(*facts, kind="meeting") == []


def test_nothing_is_expected_of_what_is_concluded() -> None:
    facts = (
        yearly(),
        met("2010-05-03"),
        said("deadline_set", "2010", what="Report", due="2011"),
        said("concluded", "2012", reason="done"),
    )
    assessment = assess(recorded(*facts), day("2025"))

    assert {step.kind for step in assessment.next_steps} == {"allowed"}
    assert [step.trigger for step in assessment.next_steps] == ["reopen"]


# Hosting


def hosting(*facts: Said, **details: Any) -> tuple[str | None, bool | None]:
    found = assess(recorded(*facts, **details), day("2025")).hosting
    return found.party, found.in_turn


def test_the_side_that_did_not_host_last_is_to_host() -> None:
    facts = yearly(), met("2023-05", host="AA"), met("2024-05", host="ZZ")

    assert hosting(*facts) == ("AA", True)


@pytest.mark.parametrize("last", [met("2024-05"), met("2024-05", country="QM")])
def test_whose_turn_it_is_is_not_guessed_after_a_host_that_is_not_told(last: Said) -> None:
    assert hosting(yearly(), met("2023-05", host="AA"), last) == (None, True)


def test_before_the_first_meeting_it_is_nobodys_turn() -> None:
    assert hosting(yearly()) == (None, True)


def test_without_a_rule_on_record_it_is_nobodys_turn() -> None:
    assert hosting(met("2024-05", host="AA")) == (None, None)


def test_what_is_agreed_on_hosting_goes_before_the_definition() -> None:
    details = {"kind": "defence-policy-dialogue"}
    fixed = terms("2000", hosting_rule="always in Arland")

    assert hosting(met("2024-05", host="AA"), **details) == ("ZZ", True)
    assert hosting(fixed, met("2024-05", host="AA"), **details) == (None, False)


# Deadlines and requests


def test_a_deadline_is_told_with_who_must_act() -> None:
    facts = said("deadline_set", "2024", what="Send the list", due="2025-02", who=["ZZ"])
    (step,) = steps(facts, kind="deadline")

    assert (step.what, step.who, step.by) == ("Send the list", ("ZZ",), day("2025-02"))


def test_a_request_waits_for_the_other_side_until_it_is_answered() -> None:
    asked = said("request_made", "2024", request="r", by=["AA"], what="Visas", until="2025-02")
    (step,) = steps(asked, kind="deadline")

    assert (step.what, step.who) == ("Answer the request: Visas", ("ZZ",))
    assert step.by == day("2025-02")
    answered = said("request_answered", "2024-12", request="r", by=["ZZ"], answer="refused")
    assert steps(asked, answered, kind="deadline") == []


def test_to_meet_answers_the_request_to_meet() -> None:
    asked = said("request_made", "2024", by=["AA"], what="to hold the fifth meeting soon")
    other = said("request_made", "2024", by=["AA"], what="to lift the visas")

    assert len(steps(met("2023"), asked, kind="deadline")) == 1
    assert steps(asked, met("2024-12"), kind="deadline") == []
    assert len(steps(other, met("2024-12"), kind="deadline")) == 1


def test_hosting_in_words_that_are_not_read_is_not_called_unrecorded() -> None:
    found = assess(recorded(terms("2000", hosting_rule="in the two capitals")), day("2025"))

    assert found.hosting.basis == (
        "Who hosts is told in words that give no turn: ToR signed, 2000."
    )


# Terms, notices, roadmaps


def founding(on: str, **details: Any) -> Said:
    return said(
        "instrument_concluded",
        on,
        **{
            "instrument": "MoU",
            "kind": "mou",
            "title": "MoU on Trade",
            "role": "founding",
            "signatories": BOTH,
            **details,
        },
    )


def test_a_term_that_runs_out_is_told_until_it_is_extended() -> None:
    first = founding("2020-06-01", term="2020-06-01/2025-05-31")
    extended = said("instrument_act_recorded", "2024", instrument="MoU", step="extended")

    assert outlines(first, kind="term") == [("Term of MoU on Trade runs out", day("2025-05-31"))]
    assert outlines(first, extended, kind="term") == []


def test_of_a_term_that_has_run_out_nothing_is_expected() -> None:
    first = founding("2020-06-01", term="2020-06-01/2025-05-31")

    assert len(outlines(first, on="2025-05-31", kind="term")) == 1
    assert outlines(first, on="2025-06-01", kind="term") == []


def test_a_notice_is_told_with_the_day_on_which_it_runs_out() -> None:
    notice = said(
        "instrument_act_recorded",
        "2024-12",
        instrument="MoU",
        step="notice_given",
        by=["ZZ"],
        until="2025-06-30",
    )

    assert outlines(founding("2020"), notice, kind="notice") == [
        ("Notice on MoU on Trade runs out", day("2025-06-30")),
    ]


def test_a_roadmap_is_to_be_drafted_and_then_runs_for_its_term() -> None:
    mandate = said("roadmap_mandated", "2024", roadmap="R", title="Plan", due="2025-02")
    active = said("roadmap_activated", "2024-12", roadmap="R", basis="document", term="2025/2027")

    assert outlines(mandate, kind="item") == [("Draft Plan", day("2025-02"))]
    assert outlines(mandate, active, kind="item") == []
    assert outlines(mandate, active, kind="term") == [("Term of Plan runs out", day("2027"))]


def test_an_open_item_is_told_with_its_owners_until_it_is_done() -> None:
    facts = (
        said("roadmap_activated", "2024", roadmap="R", basis="document", title="Plan"),
        said(
            "roadmap_item_added",
            "2024",
            roadmap="R",
            item="buoys",
            owners=[{"party": "ZZ"}],
            due="2025-06",
        ),
        said("roadmap_item_added", "2024", roadmap="R", item="charts", status="proposed"),
    )
    (step,) = steps(*facts, kind="item")

    assert (step.what, step.who, step.by) == ("buoys (of Plan)", ("ZZ",), day("2025-06"))
    done = said("roadmap_item_completed", "2024-11", roadmap="R", item="buoys")
    assert steps(*facts, done, kind="item") == []


def test_of_a_roadmap_that_ended_nothing_is_expected() -> None:
    facts = (
        said("roadmap_activated", "2024", roadmap="R", basis="document", term="2024/2026"),
        said("roadmap_item_added", "2024", roadmap="R", item="buoys", due="2025-06"),
        said("roadmap_completed", "2024-12", roadmap="R", outcome="abandoned"),
    )

    assert steps(*facts, kind="item") == []
    assert steps(*facts, kind="term") == []


# Consents, and what is allowed


def test_a_consent_that_is_missing_is_told_with_the_side_that_must_give_it() -> None:
    facts = said("establishment_agreed", "2024-06", by=["AA"])
    assessment = assess(recorded(facts), day("2025"))
    (consent,) = (step for step in assessment.next_steps if step.kind == "consent")

    assert (consent.what, consent.who, consent.trigger) == ("Consent to agree", ("ZZ",), "agree")
    assert consent.fact is not None
    assert consent.fact.event_id == "e1"
    assert "agree" not in [s.trigger for s in assessment.next_steps if s.kind == "allowed"]


def test_what_the_definition_allows_next_is_told_where_it_would_move_something() -> None:
    found = [step.trigger for step in steps(met("2024"), kind="allowed")]

    assert found == ["suspend", "conclude"]


def test_steps_stand_in_the_order_of_their_days_and_those_without_one_last() -> None:
    facts = (
        yearly(),
        met("2024-05-03"),
        said("deadline_set", "2024", what="Late", due="2026"),
        said("deadline_set", "2024", what="Soon", due="2025-02"),
    )
    days = [step.by for step in assess(recorded(*facts), day("2025")).next_steps]

    assert days[:3] == [day("2025-02"), day("2025-05-03"), day("2026")]
    assert set(days[3:]) == {None}


# What is missing


def way(*facts: Said, to: str, **details: Any) -> list[tuple[str | None, tuple[str, ...]]] | None:
    found = missing(recorded(*facts, **details), to)
    return None if found is None else [(step.trigger, step.who) for step in found]


def test_the_way_to_a_state_names_the_acts_and_whose_they_are() -> None:
    jwg = {"kind": "joint-working-group"}
    proposed = said("proposed", "2024", by=["AA"])

    assert way(proposed, to="inaugural_meeting_held", **jwg) == [
        ("sign_tor", ("AA", "ZZ")),
        ("hold_meeting", ("AA", "ZZ")),
    ]


def test_a_consent_that_is_given_need_not_be_given_again() -> None:
    agreed = said("establishment_agreed", "2024", by=["AA"])

    assert way(agreed, to="agreed") == [("agree", ("ZZ",))]


def test_where_it_stands_already_nothing_is_missing() -> None:
    assert way(met("2024"), to="operational") == []


def test_where_no_way_leads_there_is_none() -> None:
    assert way(met("2024"), to="proposed") is None


def test_a_state_that_its_definition_does_not_have_is_named_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="did you mean 'operational'"):
        missing(recorded(), "operationl")


def test_the_basis_of_a_missing_step_says_whose_consent_it_needs() -> None:
    found = missing(recorded(), "constituted")

    assert found is not None
    assert "both sides must act" in found[0].basis
