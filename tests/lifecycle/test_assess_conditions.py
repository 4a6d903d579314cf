"""Conditions of judgements, each with a case that it alone decides."""

from pathlib import Path

import pytest

from lifecycle.analysis.assessment.activity import activity_of
from lifecycle.analysis.assessment.agenda import agenda
from lifecycle.analysis.assessment.assess import assess
from lifecycle.analysis.assessment.case import Thresholds
from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.analysis.assessment.overdue import overdue
from lifecycle.analysis.assessment.statistics import statistics
from tests.lifecycle.assessed import BOTH, day, gathered, met, recorded, terms, yearly
from tests.lifecycle.lives import Said, said


def act(on: str, step: str, instrument: str) -> Said:
    return said("instrument_act_recorded", on, step=step, instrument=instrument)


# Lapse


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((met("2001"), terms("2000", instrument="T"), act("2015", "expired", "T")), "lapsed"),
        ((met("2001"), terms("2000", instrument="T", body="Experts"), act("2015", "expired", "T")),
         "dormant"),
        ((met("2001"), terms("2000", instrument="T"), act("2015", "terminated", "T")), "lapsed"),
        ((met("2001"), terms("2000", instrument="T"), act("2015", "superseded", "T")), "dormant"),
        ((met("2001"), terms("2000", instrument="T"), act("2015", "expired", "T"), met("2016")),
         "dormant"),
        ((terms("2000", instrument="T"), act("2015", "expired", "T")), "lapsed"),
        ((met("2001"), terms("2000", instrument="T"), act("2015", "expired", "T"),
          said("establishment_agreed", "2016")), "lapsed"),
        ((terms("2000", instrument="T"), act("2005", "expired", "T"), met("2006"),
          act("2010", "in_force", "Other")), "dormant"),
        ((met("2001"), terms("2000", instrument="T"), act("2015", "expired", "T"),
          said("concluded", "2015-06", reason="done"), said("reopened", "2016")), "dormant"),
    ],
)  # fmt: skip
def test_only_the_end_of_what_founds_the_mechanism_itself_lapses_it(
    facts: tuple[Said, ...], expected: str
) -> None:
    assert activity_of(recorded(*facts), day("2025")).status == expected


@pytest.mark.parametrize(
    "newer",
    [
        terms("2010", how="finalised"),
        said("instrument_concluded", "2010", kind="mou", role="founding", how="initialled"),
    ],
)
def test_what_is_not_signed_yet_stands_in_for_no_older_instrument(newer: Said) -> None:
    facts = terms("2000", instrument="old"), newer, met("2011"), act("2015", "expired", "old")

    assert activity_of(recorded(*facts), day("2025")).status == "lapsed"


def test_a_newer_instrument_that_was_superseded_stands_in_for_no_older_one() -> None:
    newer = said("instrument_concluded", "2010", kind="mou", role="founding", instrument="new")
    facts = terms("2000", instrument="old"), newer, met("2001")
    expired = act("2015", "expired", "old")

    assert activity_of(recorded(*facts, expired), day("2025")).status == "dormant"
    superseded = act("2012", "superseded", "new")
    assert activity_of(recorded(*facts, superseded, expired), day("2025")).status == "lapsed"


# Agenda and what is late


def test_what_is_suspended_keeps_its_deadlines_and_terms_on_the_agenda() -> None:
    facts = (
        *(yearly(), met("2023-05-03")),
        said("deadline_set", "2023", what="Report", due="2025-02-01"),
        said("instrument_concluded", "2020", instrument="MoU", kind="mou", role="umbrella",
             term="2020/2025-02", signatories=BOTH),
        said("meeting_scheduled", "2023-06", planned="2025-02"),
        said("suspended", "2023-09", by=["AA"]),
    )  # fmt: skip
    found = agenda([recorded(*facts)], day("2025-01-01"), 90)

    assert [(item.kind, item.what) for item in found] == [
        ("deadline", "Report"),
        ("term", "Term of MoU runs out"),
    ]


def test_a_plan_of_the_mechanism_itself_that_is_late_is_told_once() -> None:
    plan = said("meeting_scheduled", "2011-01", planned="2011-02")
    (row,) = overdue([recorded(terms("2000"), met("2010"), plan)], day("2025-01-01"))

    assert (row.kind, row.what) == ("meeting", "Meeting scheduled for 2011-02")


PLAN = said("meeting_scheduled", "2010", planned="2011")


@pytest.mark.parametrize(
    ("later", "awaited"),
    [
        (met("2011-12-31", series="experts"), True),
        (met("2012-01-01", series="experts"), True),
        (met("2012-01-01"), False),
        (said("suspended", "2012-01-01", by=["AA"], object="part"), False),
        (said("suspended", "2011-12-31", by=["AA"], object="part"), True),
        (said("suspended", None, by=["AA"], object="part"), True),
    ],
)
def test_only_what_certainly_came_after_the_day_of_a_plan_passes_it_by(
    later: Said, awaited: bool
) -> None:
    plans = recorded(PLAN, later).plans

    assert (len(plans.awaited), len(plans.passed_by)) == ((1, 0) if awaited else (0, 1))


SPOKEN_OF_LATER = said("meeting_scheduled", "2013", planned="2011", series="experts")


@pytest.mark.parametrize(
    ("plan", "other", "passed"),
    [
        (PLAN, said("meeting_scheduled", "2012", planned="2013", meeting="b"), 1),
        (PLAN, said("meeting_scheduled", "2011", planned="2013", meeting="b"), 0),
        (PLAN, said("meeting_scheduled", "2012", planned="2013", series="experts"), 0),
        (SPOKEN_OF_LATER, said("meeting_scheduled", "2012", planned="2014", series="experts"), 0),
        (SPOKEN_OF_LATER, met("2012", series="experts"), 1),
        (SPOKEN_OF_LATER, met("2011", series="experts"), 0),
        (said("meeting_scheduled", "2010", planned="2011/.."),
         said("suspended", "2010-02", by=["AA"], after=["e1"]), 1),
        (said("meeting_scheduled", "2010", planned="../2011"),
         said("suspended", "2011-02", by=["AA"]), 0),
    ],
)  # fmt: skip
def test_a_plan_is_passed_by_by_what_its_series_did_since(
    plan: Said, other: Said, passed: int
) -> None:
    assert len(gathered(plan, other).plans.passed_by) == passed


def test_a_late_deadline_does_not_hide_that_the_mechanism_is_dormant() -> None:
    deadline = said("deadline_set", "2010", what="Report", due="2011")
    found = overdue([recorded(terms("2000"), met("2010"), deadline)], day("2025-01-01"))

    assert [row.kind for row in found] == ["deadline", "meeting"]


def test_an_announced_meeting_that_is_late_is_told_once() -> None:
    announced = met("2010", series="experts", next_planned="2011")
    (row,) = overdue([recorded(terms("2000"), announced)], day("2025-01-01"))

    assert row.what == "Next meeting, announced for 2011"


def test_an_obligation_is_on_the_agenda_up_to_the_last_of_its_days() -> None:
    founded = said(
        "instrument_concluded", "2024-04-01", kind="treaty", role="founding", signatories=BOTH
    )
    mechanism = recorded(founded, kind="joint-commission")

    assert [i.kind for i in agenda([mechanism], day("2025-01-01"), 90)] == ["obligation"]
    assert not agenda([mechanism], day("2025-01-01"), 89)
    lapse = said("statement_recorded", "2024-05", text="Over.", claimed_as="lapsed")
    lapsed = recorded(founded, lapse, kind="joint-commission")
    assert not agenda([lapsed], day("2025-01-01"), 90)


# Order of meetings


@pytest.mark.parametrize(
    ("count", "name"),
    [
        (2, "Meeting held, 2001 or Meeting held, 2001"),
        (3, "Meeting held, 2001 or Meeting held, 2001 or Meeting held, 2001"),
        (4, "one of 4 meetings whose order is not known"),
    ],
)
def test_up_to_three_meetings_in_an_open_order_are_named(count: int, name: str) -> None:
    sequence = gathered(*[met("2001")] * count).sequence

    assert {place.name for place in sequence} == {name}


@pytest.mark.parametrize(
    ("dates", "bounds", "known"),
    [
        (("2001-01-01/2001-01-02", "2001-01-02"),
         [("2001-01-01", "2001-01-02"), ("2001-01-02", "2001-01-02")], False),
        (("2001-01-01/2001-01-02", "2001-01-03"),
         [("2001-01-01", "2001-01-02"), ("2001-01-03", "2001-01-03")], True),
        (("2000/2004", "2001/2002"),
         [("2000-01-01", "2002-12-31"), ("2001-01-01", "2004-12-31")], False),
    ],
)  # fmt: skip
def test_places_in_an_open_order_have_the_earlier_days_and_the_later_ones(
    dates: tuple[str, str], bounds: list[tuple[str, str]], known: bool
) -> None:
    sequence = gathered(*map(met, dates)).sequence

    assert [place.bounds for place in sequence] == [(day(a), day(b)) for a, b in bounds]
    assert [place.is_known for place in sequence] == [known, known]


@pytest.mark.parametrize(("third", "known"), [("2001-02-01", True), ("2001-01-31", False)])
def test_a_meeting_behind_an_open_order_is_known_from_the_day_after_it(
    third: str, known: bool
) -> None:
    *_, last = gathered(met("2001-01"), met("2001-01"), met(third)).sequence

    assert last.is_known == known


@pytest.mark.parametrize(
    ("meetings", "known"),
    [
        ([met("2000"), met("2001"), met("2001")], [True, False, False]),
        ([met("2001"), met("2001", after=["e1"]), met("2001")], [False, False, False]),
        ([met("2001/2005"), met("2002"), met("2003")], [False, False, False]),
        ([met("2001"), met("2003"), met(None)], [False, False, False]),
    ],
)
def test_a_meeting_stands_in_a_known_place_if_all_others_came_before_or_behind(
    meetings: list[Said], known: list[bool]
) -> None:
    assert [place.is_known for place in gathered(*meetings).sequence] == known


def test_decades_are_told_in_their_order() -> None:
    figures = statistics(gathered(met("2011"), met("1994/1996"), met("2001")), day("2025"))

    assert list(figures.by_decade) == [1990, 2000, 2010]


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        ("2001/2003", "2002/2004", 24.0),
        ("../2001", "2003", None),
        ("2001", "2003/..", None),
        ("2001/..", "2003", None),
        ("2001", "2001", 6.0),
    ],
)
def test_a_gap_is_never_below_nought_nor_guessed(
    first: str, second: str, months: float | None
) -> None:
    figures = statistics(gathered(met(first), met(second)))

    assert figures.median_gap_months == months


# Turns


def test_the_rule_the_last_host_and_the_meeting_tell_whose_turn_it_is() -> None:
    hosting = assess(recorded(yearly(), met("2001", host="AA"))).hosting

    assert hosting.basis == (
        "The sides host in turn (ToR signed, 2000-01-10); AA hosted last: Meeting held, 2001."
    )


# Thresholds: the day itself, and both sides of it


@pytest.mark.parametrize(
    ("first", "second", "rule", "expected"),
    [
        ("2001-01-01", "2002-01-01", "annually", ("kept", 0)),
        ("2001-01-01", "2002-01-02", "annually", ("not kept", 1)),
        ("2001-01", "2002-01-01", "annually", ("kept", 0)),
        ("2001-01", "2002-01-31", "annually", ("unknown", 0)),
        ("2001-01", "2002-02-01", "annually", ("not kept", 1)),
        ("2001/..", "2002-02-01", "annually", ("unknown", 0)),
    ],
)
def test_a_gap_is_too_long_from_the_day_after_the_due_day(
    first: str, second: str, rule: str, expected: tuple[str, int]
) -> None:
    facts = terms("2000", periodicity=rule), met(first), met(second, after=["e2"])
    figures = statistics(recorded(*facts), day("2002-03-01"))

    assert (figures.schedule, figures.gaps_too_long) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2004-01-03", ("active", "possible")),
        ("2004-01-04", ("dormant", "possible")),
        ("2004-02-02", ("dormant", "possible")),
        ("2004-02-03", ("dormant", "certain")),
    ],
)
def test_dormancy_without_a_rule_begins_three_years_and_a_day_after_the_last_sign(
    on: str, expected: tuple[str, str]
) -> None:
    activity = activity_of(recorded(met("2001-01-02/2001-02-01")), day(on))

    assert (activity.status, activity.confidence) == expected


@pytest.mark.parametrize(
    ("later", "confidence"),
    [
        (said("note_recorded", "2025", text="a word"), "certain"),
        (said("statement_recorded", "2025", text="a word"), "possible"),
    ],
)
def test_only_what_happened_between_the_parties_may_have_ended_the_silence(
    later: Said, confidence: str
) -> None:
    activity = activity_of(recorded(met("2010"), later), day("2025-06-30"))

    assert (activity.status, activity.confidence) == ("dormant", confidence)


@pytest.mark.parametrize(
    ("begins", "on", "expected"),
    [
        ("2015-03-02", "2015-03-01", "active"),
        ("2015-03-02", "2015-03-02", "suspended"),
        ("2015-03-02", "2015-03-03", "suspended"),
    ],
)
def test_a_suspension_holds_from_the_day_on_which_it_takes_effect(
    begins: str, on: str, expected: str
) -> None:
    mechanism = recorded(met("2001"), said("suspended", "2015-01-01", by=["AA"], effective=begins))
    activity = activity_of(mechanism, day(on))

    assert activity.status == expected


# What is told of acts and their effect


def test_the_last_act_of_the_side_is_named_where_consent_is_missing() -> None:
    facts = (
        *(said("establishment_agreed", "2001", by=["AA"]),),
        *(said("establishment_agreed", "2002", by=["AA"]),),
        *(said("suspended", "2003", by=["AA"]), said("note_recorded", "2004", text="a word")),
    )
    (step,) = (s for s in assess(recorded(*facts)).next_steps if s.kind == "consent")

    assert step.fact is not None
    assert (step.fact.event_id, step.who) == ("e2", ("ZZ",))


WORD = said("statement_recorded", text="a word")
RULE = "(every year: Terms of reference signed, 2000-01-10)."


@pytest.mark.parametrize(
    ("facts", "basis"),
    [
        ([met("2010")], "Nothing is on record since Meeting held, 2010: {}"),
        ([met("2010"), said("note_recorded", "2020", text="a word")],
         "Nothing is on record since Meeting held, 2010: {}"),
        ([met("2010"), said("statement_recorded", "2011", text="a word")],
         "Nothing is on record since Statement, 2011 (last meeting: Meeting held, 2010): {}"),
        ([terms("2010"), met(None)],
         "Nothing with a date is on record since ToR signed, 2010 (without one: Meeting held): {}"),
        ([met("2010"), WORD],
         "Nothing with a date is on record since Meeting held, 2010 (without one: Statement): {}"),
    ],
)  # fmt: skip
def test_silence_is_told_from_the_last_sign_of_life(facts: list[Said], basis: str) -> None:
    told = activity_of(recorded(*facts), day("2025")).basis
    perhaps = "perhaps " if "without one" in basis else ""

    assert told == basis.format(
        f"{perhaps}more than 3 years, and how often to meet is not on record."
    )


@pytest.mark.parametrize(
    ("facts", "last", "due"),
    [
        ([met("2023-06-03")], "Meeting held, 2023-06-03", "was due"),
        ([met("2023-06-03"), WORD, met(None)],
         "Meeting held, undated, which follows Meeting held, 2023-06-03", "may have been due"),
    ],
)  # fmt: skip
def test_what_is_overdue_is_told_from_the_last_meeting(
    facts: list[Said], last: str, due: str
) -> None:
    assert activity_of(recorded(yearly(), *facts), day("2025-03-01")).basis == (
        f"Nothing on record since {last} is a meeting of the schedule;"
        f" one {due} by 2024-06-03 {RULE}"
    )


@pytest.mark.parametrize(
    ("on", "basis"),
    [
        ("2025", "Nothing is on record since Statement, 2001: more than 3 years, and"),
        ("2002", "The last sign of life on record is Statement, 2001;"),
    ],
)
def test_without_a_meeting_on_record_it_is_judged_by_its_last_sign_of_life(
    on: str, basis: str
) -> None:
    statement = said("statement_recorded", "2001", text="a word")
    activity = activity_of(recorded(statement, known_from="operational"), day(on))

    assert (activity.since, activity.basis) == (
        "2001",
        f"{basis} how often to meet is not on record.",
    )


@pytest.mark.parametrize(("days", "told"), [(60, "60 days"), (61, "2 months"), (365, "11 months")])
def test_a_time_of_silence_is_told_in_months_from_two_on(days: int, told: str) -> None:
    thresholds = Thresholds(dormant_min_days=days)
    activity = activity_of(recorded(met("2010")), day("2025"), thresholds)

    assert f": more than {told}, and" in activity.basis


@pytest.mark.parametrize(("times", "told"), [(2.0, "twice"), (3.0, "3 times"), (2.5, "2.5 times")])
def test_the_threshold_of_dormancy_is_told_in_words(times: float, told: str) -> None:
    thresholds = Thresholds(dormant=times)
    activity = activity_of(recorded(yearly(), met("2010")), day("2025"), thresholds)

    assert activity.basis == (
        f"Nothing is on record since Meeting held, 2010: more than {told} the time agreed {RULE}"
    )


def test_the_first_end_that_is_in_force_tells_since_when_it_has_ended() -> None:
    facts = (
        met("2001"),
        said("concluded", "2010", reason="done."),
        said("concluded", "2012", reason="lapsed"),
    )
    activity = activity_of(recorded(*facts), day("2025"))

    assert (activity.status, activity.since) == ("ended", "2010")
    assert activity.basis == "The record ends it: Concluded, 2010 (reason: done)."


def test_an_end_without_a_reason_is_told_without_one() -> None:
    activity = activity_of(recorded(met("2001"), said("concluded", "2010")), day("2025"))

    assert activity.basis == "The record ends it: Concluded, 2010."


def test_a_part_without_a_name_is_told_as_not_named() -> None:
    part = said("suspended", "2015", by=["AA"], object="part")
    activity = activity_of(recorded(met("2001"), part), day("2025"))

    assert "A part (not named) is suspended by AA from 2015;" in activity.basis


def test_a_suspension_without_a_date_is_in_force() -> None:
    mechanism = recorded(met("2001"), said("suspended", None, by=["AA"]))

    activity = activity_of(mechanism, day("2025"))
    assert (activity.status, activity.confidence) == ("suspended", "asserted")
    later = recorded(met("2001"), said("suspended", "2002", by=["AA"], effective="2050"))
    assert (activity_of(later).status, activity_of(later).confidence) == ("suspended", "asserted")


@pytest.mark.parametrize(
    ("rule", "last", "due"),
    [
        ("2000", "2001-05-03", (day("2002-05-03"), day("2002-05-03"))),
        (None, "2001-05-03", (day("2002-05-03"), day("2002-05-03"))),
        ("../2000", "2001-05-03", (day("2002-05-03"), day("2002-05-03"))),
        ("2000/..", "2001-05-03", (day("2002-05-03"), day("2002-05-03"))),
        ("2000", "../2001-05-03", (None, day("2002-05-03"))),
        ("2000", "2001-05-03/..", (day("2002-05-03"), None)),
        ("2001-05-02/2001-06-01", "2001-05-01/2001-06-02", (day("2002-05-02"), day("2002-06-02"))),
        ("2001-05-01/2001-06-02", "2001-05-02/2001-06-01", (day("2002-05-02"), day("2002-06-02"))),
    ],
)
def test_the_next_meeting_is_due_after_the_later_of_the_last_one_and_the_rule(
    rule: str | None, last: str, due: tuple[int | None, int | None]
) -> None:
    agreed = said("establishment_agreed", rule, periodicity="annually")
    steps = assess(recorded(agreed, met(last))).next_steps
    (step,) = (step for step in steps if step.kind == "meeting")

    assert (step.earliest, step.by) == due


def test_the_last_meeting_is_told_by_the_first_of_its_facts() -> None:
    facts = (
        met("2001", meeting="first"),
        met("2003-05-03", meeting="last"),
        met("2003-06", meeting="last"),
    )
    steps = assess(recorded(yearly(), *facts)).next_steps

    assert [step.by for step in steps if step.kind == "meeting"] == [day("2004-05-03")]


def test_a_meeting_that_was_over_by_the_last_day_of_the_last_one_moves_no_due_day() -> None:
    facts = met("2001-06-01", id="a"), met("2001-03-01"), met("2001", after=["a"])
    steps = assess(gathered(yearly("1999"), *facts)).next_steps
    (step,) = (step for step in steps if step.kind == "meeting")

    assert (step.earliest, step.by) == (day("2002-01-01"), day("2002-12-31"))


@pytest.mark.parametrize(
    ("times", "by"), [(1.0, "2024-07-01"), (1.25, "2024-08-16"), (1.5, "2024-10-01")]
)
def test_a_part_of_a_month_is_counted_in_mean_days(times: float, by: str) -> None:
    mechanism = recorded(terms("2020", periodicity="twice a year"), met("2024-01-01"))
    steps = assess(mechanism, thresholds=Thresholds(overdue=times)).next_steps

    assert [step.by for step in steps if step.kind == "meeting"] == [day(by)]


TALKS = """
name = "talks"
abbreviation = "tk"
version = 1
title = "Talks"
policy = "record"
[[tracks]]
name = "stage"
initial = "registered"
states = ["registered", "agreed"]
final = ["agreed"]
[[tracks.transitions]]
trigger = "agree"
from = ["registered"]
to = "agreed"
"""


def test_a_meeting_on_record_is_one_whatever_the_definition_makes_of_it(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_text(TALKS)

    assert activity_of(recorded(met("2001"), kind=str(path)), day("2002")).status == "active"


DUTY = """
[[obligations]]
name = "duty"
title = "A duty"
kind = "meet_every"
every = "12 months"
"""


def test_a_suspension_excuses_also_where_the_definition_knows_none(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_text(TALKS + DUTY)
    suspended = said("suspended", "2001", by=["AA"])
    (owed,) = obligations_of(recorded(met("2001"), suspended, kind=str(path)), day("2025"))
    (partly,) = obligations_of(
        recorded(met("2001"), said("suspended", "2001", object="part"), kind=str(path)), day("2025")
    )

    assert (owed.status, partly.status) == ("not_applicable", "lapsed")


def test_only_one_who_is_late_is_behind() -> None:
    figures = statistics(recorded(yearly(), met("2024-06", host="AA")), day("2025-01-01"))

    assert figures.behind is None


def test_without_a_day_no_item_is_overdue() -> None:
    item = said("roadmap_item_added", "2020", roadmap="R", item="buoys", due="2021")
    figures = statistics(recorded(item))

    assert (figures.items.open, figures.items.overdue) == (1, 0)


@pytest.mark.parametrize(("on", "kinds"), [("2025-02-28", ["term"]), ("2025-03-01", [])])
def test_a_term_is_expected_up_to_its_last_day(on: str, kinds: list[str]) -> None:
    mou = said("instrument_concluded", "2020", instrument="MoU", kind="mou", role="umbrella",
               term="2020/2025-02", signatories=BOTH)  # fmt: skip
    steps = [s for s in assess(recorded(mou), day(on)).next_steps if s.kind != "allowed"]

    assert [step.kind for step in steps] == kinds
    assert all("It runs until 2025-02 by " in step.basis for step in steps)


@pytest.mark.parametrize("step", ["expired", "terminated", "superseded"])
def test_of_an_instrument_that_is_over_no_end_is_expected(step: str) -> None:
    mou = said("instrument_concluded", "2020", instrument="MoU", kind="mou", role="umbrella",
               term="2020/2030", signatories=BOTH)  # fmt: skip
    steps = assess(recorded(mou, act("2024", step, "MoU"))).next_steps

    assert [step.kind for step in steps if step.kind != "allowed"] == []


@pytest.mark.parametrize(
    "length", [{"term": "2024/2030"}, {"duration": "7 years", "counted_from": "2024"}]
)
def test_the_term_of_a_roadmap_is_told_in_its_words(length: dict[str, str]) -> None:
    active = said("roadmap_activated", "2024-01-01", roadmap="R", basis="document", title="Plan",
                  **length)  # fmt: skip
    (step,) = (step for step in assess(recorded(active)).next_steps if step.kind == "term")

    assert step.basis.startswith(f"It runs for {next(iter(length.values()))}; the last on it is")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"title": "Plan", "roadmap": "R"}, "Plan"),
        ({"roadmap": "R"}, "R"),
        ({}, "the roadmap"),
    ],
)
def test_a_roadmap_is_told_by_its_title_else_by_its_name(names: dict[str, str], told: str) -> None:
    active = said("roadmap_activated", "2024", basis="document", term="2024/2030", **names)
    steps = assess(recorded(active)).next_steps

    assert [step.what for step in steps if step.kind == "term"] == [f"Term of {told} runs out"]


def test_a_term_and_an_end_without_a_day_are_still_expected() -> None:
    notice = said("instrument_act_recorded", "2020", instrument="Pact", step="notice_given",
                  until="2025/..", by=["AA"])  # fmt: skip
    steps = assess(recorded(notice), day("2025-01-01")).next_steps

    assert [(step.kind, step.by) for step in steps if step.kind != "allowed"] == [("notice", None)]


def test_what_was_announced_at_the_last_meeting_is_not_what_was_planned_before_it() -> None:
    plan = said("meeting_scheduled", "2023", planned="2024-06", meeting="plan")
    last = met("2024", meeting="held", next_planned="2025")
    steps = assess(recorded(plan, last)).next_steps

    assert [step.what for step in steps if step.kind == "meeting"] == [
        "Next meeting, announced for 2025"
    ]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (said("note_recorded", "2024", text="a word"), ["term", "item"]),
        (said("roadmap_superseded", "2024", roadmap="R"), []),
        (said("roadmap_completed", "2024", roadmap="R"), []),
        (said("roadmap_completed", "2024", roadmap="R", outcome="expired"), []),
        (said("roadmap_completed", "2024", roadmap="R", outcome="abandoned"), []),
    ],
)
def test_of_a_roadmap_that_is_over_neither_term_nor_items_are_expected(
    end: Said, expected: list[str]
) -> None:
    facts = (
        said("roadmap_activated", "2024", roadmap="R", basis="document", title="Plan",
             term="2024/2030"),
        said("roadmap_item_added", "2024", roadmap="R", item="buoys", status="agreed"),
        end,
    )  # fmt: skip
    mechanism = recorded(*facts)
    steps = assess(mechanism, day("2025-01-01")).next_steps

    assert [step.kind for step in steps if step.kind in {"term", "item"}] == expected
    assert statistics(mechanism).items.open == len(expected) // 2


def test_what_is_allowed_is_told_with_the_state_that_it_leads_to() -> None:
    steps = assess(recorded(met("2001"))).next_steps
    told = [step.what for step in steps if step.kind == "allowed"]

    assert "Suspend: to Suspended" in told


def test_two_judgements_of_one_mechanism_are_equal_and_shown_without_their_words() -> None:
    mechanism = recorded(yearly(), met("2001"))

    assert activity_of(mechanism, day("2025")) == activity_of(mechanism, day("2025"))
    assert "lambda" not in repr(activity_of(mechanism, day("2025")))
