"""Conditions of judgements, each with a case that it alone decides."""

from pathlib import Path

import pytest

from lifecycle.assessment.activity import activity_of
from lifecycle.assessment.agenda import agenda
from lifecycle.assessment.obligations import obligations_of
from lifecycle.assessment.overdue import overdue
from lifecycle.assessment.sequence import sequence_of
from lifecycle.assessment.signs import scheduled
from lifecycle.assessment.stats import statistics
from tests.lifecycle.assessed import BOTH, day, gathered, met, recorded, terms, yearly
from tests.lifecycle.lives import Said, said
from tests.lifecycle.test_obligations import SHIPPED


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
    history = gathered(*[met("2001")] * count).history

    assert {place.name for place in sequence_of(scheduled(history), history)} == {name}


def test_decades_are_told_in_their_order() -> None:
    figures = statistics(gathered(met("2011"), met("1994/1996"), met("2001")), day("2025"))

    assert list(figures.by_decade) == [1990, 2000, 2010]


# Turns


@pytest.fixture
def turns(tmp_path: Path) -> str:
    path = tmp_path / "turns.toml"
    duty = '[[obligations]]\nname = "duty"\ntitle = "Turns"\nkind = "alternate_hosts"\n\n[[tracks]]'
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace("[[tracks]]", duty, 1))
    return str(path)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((3, 4), "lapsed"), ((3, None), "undetermined"), ((7, 3), "undetermined")],
)
def test_only_numbers_that_follow_each_other_leave_no_meeting_between(
    numbers: tuple[int, int | None], expected: str, turns: str
) -> None:
    first, second = numbers
    facts = (
        met("2001", host="AA", number=first),
        met("2003", host="AA", **({} if second is None else {"number": second})),
        met("2000/2004", host="ZZ"),
    )
    (owed,) = obligations_of(gathered(*facts, kind=turns), day("2025"))

    assert owed.status == expected
