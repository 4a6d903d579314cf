from typing import Any

import pytest

from lifecycle.analysis.assessment.activity import NO_MEETING, Activity, activity_of
from lifecycle.analysis.assessment.case import Thresholds
from tests.lifecycle.assessed import BOTH, day, met, recorded, terms, yearly
from tests.lifecycle.lives import Said, said


def judged(*facts: Said, on: str | None, **details: Any) -> Activity:
    thresholds = details.pop("thresholds", None)
    as_of = None if on is None else day(on)
    return activity_of(recorded(*facts, **details), as_of, thresholds)


def status(*facts: Said, on: str | None, **details: Any) -> tuple[str, str]:
    activity = judged(*facts, on=on, **details)
    return activity.status, activity.confidence


# Never met


def test_what_has_no_meeting_on_record_has_never_met() -> None:
    activity = judged(said("establishment_agreed", "1999-05"), on="2025")

    assert (activity.status, activity.confidence) == ("never_met", "certain")
    assert activity.since == "1999-05"
    assert activity.last_meeting is None
    assert activity.basis == "No meeting is on record."


def test_what_may_have_met_by_the_day_has_perhaps_never_met() -> None:
    facts = said("establishment_agreed", "2020"), met("2025")

    assert status(*facts, on="2025-06") == ("never_met", "possible")


def test_what_is_first_known_in_mid_life_is_not_said_to_have_never_met() -> None:
    assert status(on="2025", known_from="operational") == ("active", "possible")


def test_it_is_said_with_an_empty_record_that_nothing_is_on_record() -> None:
    activity = judged(on="2025")

    assert activity.line == "No meeting on record; last fact on record: none"
    assert activity.since is None


# Active, overdue, dormant


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2011-05-03", "active"),
        ("2011-05-04", "overdue"),
        ("2012-05-03", "overdue"),
        ("2012-05-04", "dormant"),
    ],
)
def test_it_is_overdue_above_the_agreed_time_and_dormant_above_twice_that(
    on: str, expected: str
) -> None:
    assert status(yearly(), met("2010-05-03"), on=on) == (expected, "certain")


def test_the_factors_are_parameters_of_the_view() -> None:
    facts = yearly(), met("2010-05-03")

    slow = Thresholds(overdue=1.5, dormant=4)
    assert status(*facts, on="2011-11-01", thresholds=slow) == ("active", "certain")
    assert status(*facts, on="2011-11-04", thresholds=slow) == ("overdue", "certain")
    assert status(*facts, on="2014-05-03", thresholds=slow) == ("overdue", "certain")
    assert status(*facts, on="2014-05-04", thresholds=slow) == ("dormant", "certain")


def test_without_a_periodicity_it_is_not_dormant_under_three_years() -> None:
    assert status(terms("2000"), met("2010-05-03"), on="2013-05-03") == ("active", "possible")
    assert status(terms("2000"), met("2010-05-03"), on="2013-05-04") == ("dormant", "certain")


def test_words_of_an_agreement_that_are_not_read_are_no_periodicity() -> None:
    activity = judged(terms("2000", periodicity="as needed"), met("2010-05-03"), on="2012")

    assert (activity.status, activity.periodicity_months) == ("active", None)
    assert activity.periodicity_from == "Terms of reference signed, 2000"
    assert activity.basis == (
        "The last sign of life on record is Meeting held, 2010-05-03;"
        " how often to meet is told in words that give no period ('as needed')."
    )


def test_a_gap_of_decades_is_dormant_until_the_next_meeting() -> None:
    facts = terms("1970"), met("1974-03"), met("2009-11-02")

    assert status(*facts, on="2009-11-01") == ("dormant", "certain")
    assert status(*facts, on="2009-11-02") == ("active", "possible")


def test_the_end_of_a_month_known_only_by_name_decides_what_is_certain() -> None:
    facts = yearly(), met("2019-05")

    assert status(*facts, on="2020-05-01") == ("active", "certain")
    assert status(*facts, on="2020-05-02") == ("overdue", "possible")
    assert status(*facts, on="2020-05-31") == ("overdue", "possible")
    assert status(*facts, on="2020-06-01") == ("overdue", "certain")


def test_a_dormancy_that_is_only_possible_does_not_outweigh_that_it_is_overdue() -> None:
    facts = yearly(), met("2019-05")

    assert status(*facts, on="2021-05-15") == ("overdue", "certain")
    assert status(*facts, on="2021-06-01") == ("dormant", "certain")


def test_without_a_periodicity_a_dormancy_can_be_possible() -> None:
    assert status(terms("2000"), met("2010"), on="2013-06") == ("dormant", "possible")


def test_a_meeting_that_may_have_been_held_since_makes_it_only_possible() -> None:
    facts = yearly(), met("2019-05-03"), met("2021")

    assert status(*facts, on="2021-05-03") == ("overdue", "possible")


@pytest.mark.parametrize(
    "facts",
    [
        (met("2019-05-03"), met("2019")),
        (
            met("2019"),
            said("deadline_set", "2020-01-01", what="Report", due="2021"),
            met("2019-05-03"),
        ),
    ],
)
def test_of_two_meetings_whose_dates_overlap_either_may_be_the_last(
    facts: tuple[Said, ...],
) -> None:
    facts = (yearly(), *facts)

    assert status(*facts, on="2020-06-01") == ("overdue", "possible")
    assert status(*facts, on="2021-01-01") == ("overdue", "certain")


def test_of_two_meetings_whose_dates_overlap_a_hint_tells_which_was_the_last() -> None:
    facts = yearly(), met("2019"), met("2019-05-03", after=["e2"])

    assert status(*facts, on="2020-06-01") == ("overdue", "certain")


def test_after_a_meeting_without_a_date_the_next_is_perhaps_overdue() -> None:
    facts = yearly(), met("2010-05-03"), met(None)

    assert status(*facts, on="2011-05-03") == ("active", "possible")
    assert status(*facts, on="2030") == ("overdue", "possible")


def test_after_a_fact_without_a_date_it_is_perhaps_dormant() -> None:
    facts = met("2010-05-03"), said("meeting_postponed")

    assert status(*facts, on="2013-05-03") == ("active", "possible")
    assert status(*facts, on="2013-05-04") == ("dormant", "possible")
    activity = judged(*facts, on="2025")
    assert activity.since == "2010-05-03"
    assert activity.basis == (
        "Nothing with a date is on record since Meeting held, 2010-05-03"
        " (without one: Meeting postponed): perhaps more than 3 years,"
        " and how often to meet is not on record."
    )


def test_without_a_day_nothing_is_late() -> None:
    assert status(yearly(), met("1950-05-03"), on=None) == ("active", "possible")


def test_the_day_of_the_view_is_taken_where_none_is_given() -> None:
    mechanism = recorded(yearly(), met("2010-05-03"), as_of="2011-12")

    assert activity_of(mechanism).status == "overdue"


def test_facts_behind_the_day_do_not_count() -> None:
    facts = yearly(), met("2010-05-03"), met("2012-05-03")

    assert status(*facts, on="2011-12") == ("overdue", "certain")


def test_of_two_facts_of_one_meeting_the_first_tells_when_it_was() -> None:
    facts = yearly(), met("2010-05-03", meeting="m1"), met("2010-09-03", meeting="m1")

    assert status(*facts, on="2011-06") == ("overdue", "certain")


# Signs of life


@pytest.mark.parametrize(
    "contact",
    [
        said("engagement_recorded", "2012-04-01", kind="visit"),
        said("statement_recorded", "2012-04-01", text="We value the commission."),
        said("meeting_scheduled", "2012-04-01", planned="2012-09"),
    ],
)
def test_informal_contact_keeps_it_from_dormancy_but_does_not_keep_the_schedule(
    contact: Said,
) -> None:
    activity = judged(yearly(), met("2010-05-03"), contact, on="2012-08-01")

    assert (activity.status, activity.confidence) == ("overdue", "certain")
    assert activity.last_fact is not None
    assert activity.last_fact.type == contact[0]
    assert activity.last_meeting is not None
    assert activity.last_meeting.event_id == "e2"


@pytest.mark.parametrize(
    "remark",
    [
        said("note_recorded", "2012-04-01", text="No news."),
        said("alias_recorded", "2012-04-01", names=[{"text": "AZC"}]),
        said("obligation_lapsed", "2012-04-01", obligation="o", due="2011", text="No meeting."),
        said("event_disputed", "2012-04-01", event="e2", field="place"),
    ],
)
def test_what_is_only_about_the_record_is_no_sign_of_life(remark: Said) -> None:
    activity = judged(yearly(), met("2010-05-03"), remark, on="2012-08-01")

    assert activity.status == "dormant"
    assert activity.last_fact is not None
    assert activity.last_fact.event_id == "e2"


@pytest.mark.parametrize("other", [{"series": "experts"}, {"counted": False}])
def test_meetings_of_another_tier_or_outside_the_count_do_not_keep_the_schedule(
    other: dict[str, Any],
) -> None:
    activity = judged(yearly(), met("2010-05-03"), met("2011-10", **other), on="2012-08-01")

    assert (activity.status, activity.confidence) == ("overdue", "certain")
    assert activity.since == "2011-05-03"


def test_where_all_meetings_are_of_named_series_all_of_them_count() -> None:
    activity = judged(yearly(), met("2010-05-03", series="plenary"), on="2010-12")

    assert activity.status == "active"


# Periodicity


def test_the_periodicity_of_an_agreement_goes_before_that_of_the_definition() -> None:
    facts = terms("2000", periodicity="every 2 years"), met("2010-05-03")
    agreed = judged(*facts, on="2011-12", kind="defence-policy-dialogue")
    defined = judged(*facts[1:], on="2011-12", kind="defence-policy-dialogue")

    assert (agreed.status, agreed.periodicity_months) == ("active", 24)
    assert agreed.periodicity_from == "Terms of reference signed, 2000"
    assert (defined.status, defined.periodicity_months) == ("overdue", 12)
    assert defined.periodicity_from == "the definition defence-policy-dialogue"


def test_terms_of_a_sub_group_say_nothing_of_how_often_the_whole_meets() -> None:
    facts = yearly(), terms("2009", periodicity="monthly", body="Pilots"), met("2010-05-03")

    assert judged(*facts, on="2010-12").periodicity_months == 12


def test_the_last_agreement_on_periodicity_holds() -> None:
    facts = yearly(), terms("2009", periodicity="every 3 years"), met("2010-05-03")

    assert judged(*facts, on="2012").periodicity_months == 36


@pytest.mark.parametrize("reported_on", ["1999", "2009", None])
def test_a_rule_that_is_agreed_goes_before_one_that_is_reported_whatever_the_dates(
    reported_on: str | None,
) -> None:
    facts = (
        said("periodicity_recorded", "2001", basis="agreed", periodicity="every 3 years"),
        said("periodicity_recorded", reported_on, basis="reported", periodicity="annually"),
        met("2010-05-03"),
    )
    activity = judged(*facts, on="2012")

    assert (activity.status, activity.periodicity_months) == ("active", 36)
    assert activity.periodicity_from == "Periodicity agreed, 2001"


def test_where_no_rule_is_agreed_the_basis_says_that_it_is_only_reported() -> None:
    reported = said("periodicity_recorded", "2001", basis="reported", periodicity="annually")
    facts = reported, met("2010-05-03")

    assert judged(*facts, on="2011-06").basis.endswith(
        "one was due by 2011-05-03 (every year: Periodicity reported, 2001)."
    )
    assert judged(*facts, on="2014").basis == (
        "Nothing is on record since Meeting held, 2010-05-03: more than twice the time reported"
        " (every year: Periodicity reported, 2001)."
    )


def test_a_rule_that_is_younger_than_the_last_meeting_runs_from_its_own_date() -> None:
    facts = met("1990"), yearly("2010-05-03")

    assert status(*facts, on="2011-05-03") == ("active", "certain")
    assert judged(*facts, on="2011-05-04").since == "2011-05-03"


# What the words say


def test_the_last_sign_of_life_is_told_apart_from_the_last_meeting() -> None:
    facts = met("2010-05-03", number_claimed="38th"), met("2011-02", series="technical")
    activity = judged(*facts, on="2012")

    assert activity.basis == (
        "The last sign of life on record is Meeting (technical) held, 2011-02; its last meeting"
        " that counts is 38th meeting held, 2010-05-03; how often to meet is not on record."
    )
    assert activity.since == "2010-05-03"


def test_of_a_silence_the_last_meeting_is_told_beside_the_last_fact() -> None:
    facts = met("2010-05-03"), said("resumed", "2010-06-03", by=["AA"])

    assert judged(*facts, on="2014").basis.startswith(
        "Nothing is on record since Resumed, 2010-06-03 (last meeting: Meeting held, 2010-05-03):"
    )


@pytest.mark.parametrize(
    ("thresholds", "time"),
    [
        (Thresholds(dormant_min_days=1096), "3 years"),
        (Thresholds(dormant_min_days=1000), "32 months"),
        (Thresholds(dormant_min_days=45), "45 days"),
    ],
)
def test_the_silence_that_counts_is_told_in_words(thresholds: Thresholds, time: str) -> None:
    basis = judged(met("2010-05-03"), on="2014", thresholds=thresholds).basis

    assert f": more than {time}, and how often to meet is not on record." in basis


# What the record asserts


def test_what_was_concluded_has_ended_since_that_took_effect() -> None:
    facts = met("2010"), said("concluded", "2012-01", reason="merged", effective="2012-04-01")
    activity = judged(*facts, on="2025")

    assert (activity.status, activity.confidence) == ("ended", "asserted")
    assert activity.since == "2012-04-01"
    assert activity.basis == "The record ends it: Concluded, 2012-01 (reason: merged)."


def test_what_is_first_known_as_concluded_has_ended_on_an_unknown_day() -> None:
    activity = judged(on="2025", known_from="concluded")

    assert (activity.status, activity.since) == ("ended", None)


@pytest.mark.parametrize("said_so", [{"reason": "term expired"}, {"claimed_as": "lapsed"}])
def test_what_came_to_its_end_without_an_act_has_lapsed(said_so: dict[str, str]) -> None:
    assert status(met("2010"), said("concluded", "2012", **said_so), on="2025") == (
        "lapsed",
        "asserted",
    )


def test_a_source_that_says_so_makes_it_lapsed_until_it_meets_again() -> None:
    facts = (
        met("2010"),
        said("statement_recorded", "2015", text="It is no more.", claimed_as="has lapsed"),
        met("2020"),
    )

    assert status(*facts, on="2016") == ("lapsed", "asserted")
    assert status(*facts, on="2021") == ("active", "possible")


@pytest.mark.parametrize("step", ["expired", "terminated"])
def test_what_rests_on_an_instrument_that_is_over_has_lapsed(step: str) -> None:
    founding = said(
        "instrument_concluded",
        "2001",
        instrument="MoU",
        kind="mou",
        role="founding",
        signatories=BOTH,
    )
    expired = said("instrument_act_recorded", "2011", instrument="MoU", step=step)

    assert status(founding, met("2005"), expired, on="2025") == ("lapsed", "asserted")
    assert status(founding, expired, met("2012"), on="2013") == ("active", "possible")


def test_an_outcome_that_expired_ends_nothing() -> None:
    outcome = said(
        "instrument_concluded", "2001", instrument="MoU", kind="mou", role="outcome", how="agreed"
    )
    expired = said("instrument_act_recorded", "2011", instrument="MoU", step="expired")

    assert status(met("2001"), outcome, expired, on="2012") == ("active", "possible")


def test_silence_alone_never_makes_it_lapsed() -> None:
    assert status(yearly(), met("1950"), on="2025")[0] == "dormant"


# Suspension


def test_what_was_suspended_before_it_ever_met_is_suspended() -> None:
    facts = terms("2004"), said("suspended", "2005-06-01", by=["AA"], effective="2005-07-01")
    activity = judged(*facts, on="2010")

    assert (activity.status, activity.confidence) == ("suspended", "asserted")
    assert activity.since == "2005-07-01"
    assert activity.last_meeting is None
    assert activity.per_party == {}
    assert activity.basis == (
        "It is suspended by AA from 2005-07-01; nothing on record resumes it."
    )


def test_what_was_resumed_is_judged_by_its_dates_again() -> None:
    facts = met("2004"), said("suspended", "2005", by=["AA"]), said("resumed", "2009", by=["AA"])

    assert status(*facts, on="2008") == ("suspended", "asserted")
    assert status(*facts, on="2010") == ("active", "possible")


def test_a_suspension_that_one_party_contests_holds_for_the_other() -> None:
    facts = (
        yearly(),
        met("2010-05-03"),
        said("suspended", "2010-09", by=["AA"], contested_by=["ZZ"]),
    )
    activity = judged(*facts, on="2010-12")

    assert activity.status == "suspended"
    assert activity.per_party == {"AA": "suspended", "ZZ": "active"}
    assert "by AA from 2010-09, which ZZ contests" in activity.basis


def test_a_suspension_that_its_own_author_denies_is_told_as_said() -> None:
    denied = said("suspended", "../2016-04-07", by=["AA"], contested_by=["AA"])
    activity = judged(met("2010-05-03"), denied, on="2025")

    assert activity.basis == (
        "It is said to be suspended by AA, by 2016-04-07 at the latest, which AA denies;"
        " nothing on record resumes it."
    )
    assert activity.line.startswith("Suspended since 2016-04-07 or earlier; ")
    assert activity.per_party == {"AA": "dormant", "ZZ": "suspended"}


@pytest.mark.parametrize("on", ["2012", "2025"])
def test_an_activity_that_is_suspended_is_told_whatever_the_status(on: str) -> None:
    frozen = said("suspended", "2011", by=["AA"], object="activity", scope="all contacts")
    activity = judged(met("2010-05-03"), frozen, on=on)

    assert activity.status == ("active" if on == "2012" else "dormant")
    assert activity.basis.endswith(
        " An activity (all contacts) is suspended by AA from 2011; nothing on record resumes it."
    )


def test_a_part_that_is_suspended_no_more_is_not_told() -> None:
    facts = (
        met("2010-05-03"),
        said("suspended", "2011", by=["AA"], object="part", scope="fish"),
        said("resumed", "2012", by=["AA"], object="part", scope="fish"),
    )

    assert "suspended" not in judged(*facts, on="2013").basis


def test_a_parent_instrument_suspended_years_after_the_last_meeting() -> None:
    facts = (
        yearly(),
        met("2010-05-03"),
        said("suspended", "2025-04", by=["AA"], object="parent_instrument", contested_by=["ZZ"]),
    )
    activity = judged(*facts, on="2025-12")

    assert activity.status == "suspended"
    assert activity.per_party == {"AA": "suspended", "ZZ": "overdue"}
    assert activity.basis.startswith("Its parent instrument is suspended by AA from 2025-04")


def test_a_suspended_part_suspends_not_the_whole() -> None:
    facts = yearly(), met("2010-05-03"), said("suspended", "2010-09", object="part", scope="fish")

    assert status(*facts, on="2010-12") == ("active", "certain")


def test_what_is_first_known_as_suspended_is_suspended_since_an_unknown_day() -> None:
    activity = judged(on="2010", known_from="suspended")

    assert (activity.status, activity.since) == ("suspended", None)


# The last fact and the derived status stand apart


LIVES: dict[str, tuple[Said, ...]] = {
    "never_met": (said("establishment_agreed", "1999-05"),),
    "active": (terms("2000"), met("2024-02")),
    "overdue": (terms("2000", periodicity="every 10 years"), met("2012-02")),
    "dormant": (yearly(), met("2012-02"), said("engagement_recorded", "2013", kind="visit")),
    "suspended": (met("2012-02"), said("suspended", "2013", by=["AA"])),
    "lapsed": (met("2012-02"), said("concluded", "2013", reason="lapsed")),
    "ended": (met("2012-02"), said("concluded", "2013", reason="replaced")),
}


@pytest.mark.parametrize("expected", LIVES)
def test_a_status_line_names_the_last_fact_on_record_and_its_date(expected: str) -> None:
    activity = judged(*LIVES[expected], on="2025")
    derived, _, on_record = activity.line.partition("; last fact on record: ")
    event_type, details = LIVES[expected][-1]

    assert activity.status == expected
    assert derived.startswith(NO_MEETING if expected == "never_met" else expected.capitalize())
    assert activity.last_fact is not None
    assert activity.last_fact.type == event_type
    assert on_record.endswith(details["on"])


LAST_WORDS = {"overdue": "Meeting held, 2012-02", "dormant": "Visit, 2013"}


@pytest.mark.parametrize("expected", LAST_WORDS)
def test_what_is_late_is_told_as_nothing_on_record_since(expected: str) -> None:
    basis = judged(*LIVES[expected], on="2025").basis

    assert basis.startswith("Nothing")
    assert f"on record since {LAST_WORDS[expected]}" in basis


def test_a_doubt_is_part_of_the_status_line() -> None:
    activity = judged(yearly(), met("2019-05"), on="2020-05-15")

    assert activity.line == (
        "Overdue since 2020-05-01, perhaps; last fact on record: Meeting held, 2019-05"
    )
