from pathlib import Path
from typing import Any

import pytest

from lifecycle.analysis.assessment.due_days import Obligation
from lifecycle.analysis.assessment.obligations import obligations_of
from tests.lifecycle.assessed import BOTH, day, gathered, met, recorded, terms
from tests.lifecycle.definition_texts import shipped_text
from tests.lifecycle.lives import Said, said

SHIPPED = shipped_text("bilateral-mechanism")
Outline = tuple[str, str | None]


class Owing:
    """Obligations by the general definition with one added."""

    def __init__(self, folder: Path, obligation: str) -> None:
        self.path = folder / "obliging.toml"
        duty = f'[[obligations]]\nname = "duty"\ntitle = "A duty"\n{obligation}\n\n[[tracks]]'
        self.path.write_text(SHIPPED.replace("[[tracks]]", duty, 1))

    def found(self, *facts: Said, on: str | None) -> tuple[Obligation, ...]:
        mechanism = recorded(*facts, kind=str(self.path))
        return obligations_of(mechanism, None if on is None else day(on))

    def outlines(self, *facts: Said, on: str | None) -> list[Outline]:
        """Status and due day of each."""
        return [(owed.status, owed.key.removeprefix("duty ")) for owed in self.found(*facts, on=on)]


# Meet within some time


@pytest.fixture
def within(tmp_path: Path) -> Owing:
    return Owing(tmp_path, 'kind = "meet_within"\nwithin = "90 days"\nafter = "sign_tor"')


def test_without_the_fact_that_calls_for_it_nothing_is_owed(within: Owing) -> None:
    assert within.outlines(met("2020-01-01"), on="2025") == []


@pytest.mark.parametrize("held", ["2020-01-01", "2020-02-11", "2020-03-31"])
def test_a_meeting_in_time_fulfils_it(within: Owing, held: str) -> None:
    (owed,) = within.found(terms("2020-01-01"), met(held), on="2025")

    assert (owed.status, owed.due) == ("fulfilled", day("2020-03-31"))
    assert owed.by is not None
    assert owed.by.type == "meeting_held"


def test_a_meeting_on_the_day_of_the_fact_fulfils_it_whichever_came_first(within: Owing) -> None:
    facts = met("2020-01-01"), terms("2020-01-01")

    assert within.outlines(*facts, on="2025") == [("fulfilled", "2020-03-31")]


def test_it_is_open_until_its_last_day_and_lapsed_behind_it(within: Owing) -> None:
    assert within.outlines(terms("2020-01-01"), on="2020-03-31") == [("open", "2020-03-31")]
    assert within.outlines(terms("2020-01-01"), on="2020-04-01") == [("lapsed", "2020-03-31")]


def test_a_late_meeting_leaves_it_lapsed_under_the_same_key(within: Owing) -> None:
    (before,) = within.found(terms("2020-01-01"), on="2020-05")
    (after,) = within.found(terms("2020-01-01"), met("2020-06-01"), on="2025")

    assert (before.status, after.status) == ("lapsed", "lapsed")
    assert before.key == after.key == "duty 2020-03-31"


def test_a_meeting_before_the_fact_does_not_fulfil_it(within: Owing) -> None:
    assert within.outlines(met("2019-12-31"), terms("2020-01-01"), on="2021") == [
        ("lapsed", "2020-03-31"),
    ]


def test_a_meeting_said_to_come_before_the_fact_does_not_fulfil_it_undated_either(
    within: Owing,
) -> None:
    signed = terms("2020-01-01", after=["e1"])

    assert within.outlines(met(None), signed, on="2021") == [("lapsed", "2020-03-31")]


@pytest.mark.parametrize(("hints", "status"), [([], "undetermined"), (["e1"], "fulfilled")])
def test_a_meeting_said_to_come_after_the_fact_fulfils_it(
    within: Owing, hints: list[str], status: str
) -> None:
    facts = terms("2020-01"), met("2020-01", after=hints)
    (owed,) = obligations_of(gathered(*facts, kind=str(within.path)), day("2025"))

    assert (owed.status, owed.key) == (status, "duty 2020-04-30")


@pytest.mark.parametrize("after", ["hold_meeting", "meeting_held"])
def test_a_meeting_that_calls_for_the_next_does_not_fulfil_it_itself(
    tmp_path: Path, after: str
) -> None:
    again = Owing(tmp_path, f'kind = "meet_within"\nwithin = "90 days"\nafter = "{after}"')

    assert again.outlines(met("2020-01-01"), on="2021") == [("lapsed", "2020-03-31")]
    assert again.outlines(met("2020-01-01"), met("2020-02-01"), on="2021") == [
        ("fulfilled", "2020-03-31"),
        ("lapsed", "2020-05-01"),
    ]


@pytest.mark.parametrize("held", ["2020-03/2020-04", "2020", None])
def test_a_meeting_that_may_have_been_in_time_leaves_it_undetermined(
    within: Owing, held: str | None
) -> None:
    (owed,) = within.found(terms("2020-01-01"), met(held), on="2025")

    assert owed.status == "undetermined"
    assert "cannot be told" in owed.basis


def test_without_the_day_of_the_fact_it_is_undetermined(within: Owing) -> None:
    signed = said("terms_of_reference_signed", None, signatories=BOTH)

    assert within.outlines(signed, on="2025") == [("undetermined", "undated")]


def test_one_signature_of_two_calls_for_nothing_yet(within: Owing) -> None:
    one = said("terms_of_reference_signed", "2020-01-01", signatories=BOTH[:1])
    other = said("terms_of_reference_signed", "2020-05-01", signatories=BOTH[1:])

    assert within.outlines(one, on="2021") == []
    assert within.outlines(one, other, on="2021") == [("lapsed", "2020-07-30")]


@pytest.mark.parametrize(
    "excuse", [said("suspended", "2020-02", by=["AA"]), said("concluded", "2020-02", reason="war")]
)
def test_what_was_suspended_or_over_on_the_day_owes_nothing(within: Owing, excuse: Said) -> None:
    assert within.outlines(terms("2020-01-01"), excuse, on="2021") == [
        ("not_applicable", "2020-03-31"),
    ]


def test_what_was_suspended_only_behind_the_day_has_lapsed(within: Owing) -> None:
    late = said("suspended", "2020-06", by=["AA"])

    assert within.outlines(terms("2020-01-01"), late, on="2021") == [("lapsed", "2020-03-31")]


def test_without_a_day_nothing_lapses(within: Owing) -> None:
    assert within.outlines(terms("1950-01-01"), on=None) == [("open", "1950-04-01")]


def test_a_first_meeting_on_record_that_was_not_the_first_leaves_it_undetermined(
    within: Owing,
) -> None:
    assert within.outlines(terms("2020-01-01"), met("2024-01-01", number=5), on="2025") == [
        ("undetermined", "2020-03-31"),
    ]
    assert within.outlines(terms("2020-01-01"), met("2024-01-01", number=1), on="2025") == [
        ("lapsed", "2020-03-31"),
    ]


# Meet every so often


@pytest.fixture
def every(tmp_path: Path) -> Owing:
    return Owing(tmp_path, 'kind = "meet_every"\nevery = "12 months"')


def test_before_the_first_meeting_no_next_one_is_owed(every: Owing) -> None:
    assert every.outlines(terms("2020"), on="2025") == [("not_applicable", "undated")]


def test_each_gap_that_is_too_long_has_lapsed_and_the_present_one_is_told(every: Owing) -> None:
    facts = met("2020-01-10"), met("2021-01-10"), met("2023-05-01"), met("2024-04-01")

    assert every.outlines(*facts, on="2024-12") == [
        ("lapsed", "2022-01-10"),
        ("open", "2025-04-01"),
    ]


def test_the_running_gap_keeps_its_key_when_a_late_meeting_ends_it(every: Owing) -> None:
    (running,) = every.found(met("2020-01-10"), on="2022")
    (ended, _) = every.found(met("2020-01-10"), met("2023-01"), on="2023-06")

    assert (running.status, running.by) == ("lapsed", None)
    assert (ended.status, ended.key) == ("lapsed", running.key)
    assert ended.by is not None


def test_a_gap_between_months_can_be_undetermined(every: Owing) -> None:
    assert every.outlines(met("2020-01-10"), met("2021-01"), on="2021-06") == [
        ("undetermined", "2021-01-10"),
        ("open", "2022-01-31"),
    ]


def test_the_end_of_a_month_decides_whether_the_present_one_has_lapsed(every: Owing) -> None:
    assert every.outlines(met("2020-01"), on="2021-01-15") == [("undetermined", "2021-01-31")]
    assert every.outlines(met("2020-01"), on="2021-02-01") == [("lapsed", "2021-01-31")]


def test_a_gap_that_a_suspension_fell_into_is_not_owed(every: Owing) -> None:
    facts = (
        met("2020-01-10"),
        said("suspended", "2020-06", by=["AA"]),
        said("resumed", "2022-06", by=["AA"]),
        met("2022-07-01"),
    )

    assert every.outlines(*facts, on="2022-12")[0] == ("not_applicable", "2021-01-10")


def test_a_gap_in_which_numbers_are_missing_is_undetermined(every: Owing) -> None:
    facts = met("2020-01-10", number=1), met("2024-01-10", number=4)

    assert every.outlines(*facts, on="2024-12")[0] == ("undetermined", "2021-01-10")


# Host in turn


@pytest.fixture
def in_turn(tmp_path: Path) -> Owing:
    return Owing(tmp_path, 'kind = "alternate_hosts"')


def test_hosts_in_turn_fulfil_it(in_turn: Owing) -> None:
    facts = met("2020", host="AA"), met("2021", host="ZZ"), met("2022", host="AA")

    assert in_turn.outlines(*facts, on="2025") == [("fulfilled", "undated")]


def test_each_second_time_running_is_told_with_its_day(in_turn: Owing) -> None:
    facts = met("2020", host="AA"), met("2021-02-03", host="AA"), met("2022-03-04", host="AA")

    assert in_turn.outlines(*facts, on="2025") == [
        ("lapsed", "2021-02-03"),
        ("lapsed", "2022-03-04"),
    ]


def test_a_host_that_is_not_told_leaves_it_undetermined(in_turn: Owing) -> None:
    facts = met("2020", host="AA"), met("2021"), met("2022", host="AA")
    (owed,) = in_turn.found(*facts, on="2025")

    assert owed.status == "undetermined"
    assert owed.basis == "Who hosted is not on record of 2021."


def test_between_two_meetings_of_one_host_others_may_be_missing(in_turn: Owing) -> None:
    facts = met("2020", host="AA", number=1), met("2022", host="AA", number=3)
    (owed,) = in_turn.found(*facts, on="2025")

    assert owed.status == "undetermined"
    assert owed.basis == "Meetings between those on record are missing, as their numbers show."


def test_two_facts_of_one_meeting_are_no_two_meetings(in_turn: Owing) -> None:
    facts = met("2020-05", host="AA", meeting="m1"), met("2020-06", host="AA", meeting="m1")

    assert in_turn.outlines(*facts, on="2025") == [("not_applicable", "undated")]


def test_of_one_meeting_there_is_no_turn(in_turn: Owing) -> None:
    assert in_turn.outlines(met("2020", host="AA"), on="2025") == [("not_applicable", "undated")]


# Review at half term


@pytest.fixture
def review(tmp_path: Path) -> Owing:
    return Owing(tmp_path, 'kind = "review_at_half_term"')


def plan(**details: Any) -> Said:
    return said(
        "roadmap_activated", "2020-01-01", roadmap="R", basis="document", title="Plan", **details
    )


def test_without_a_roadmap_there_is_nothing_to_review(review: Owing) -> None:
    assert review.outlines(met("2020"), on="2025") == [("not_applicable", "undated")]


def test_a_roadmap_that_is_only_ordered_is_not_to_be_reviewed(review: Owing) -> None:
    ordered = said("roadmap_mandated", "2020", roadmap="R", title="Plan", due="2021")

    assert review.outlines(ordered, on="2025") == [("not_applicable", "undated")]
    assert review.outlines(ordered, plan(term="2020/2023"), on="2025") == [("lapsed", "2023-12-31")]


@pytest.mark.parametrize(
    ("term", "due"), [({}, "undated"), ({"term": "../2023"}, "2023-12-31"),
                      ({"term": "2020/.."}, "undated")]
)  # fmt: skip
def test_a_roadmap_without_both_ends_of_its_term_leaves_it_undetermined(
    review: Owing, term: dict[str, str], due: str
) -> None:
    (owed,) = review.found(plan(**term), on="2025")

    assert (owed.status, owed.key) == ("undetermined", f"duty {due}")
    assert owed.basis == "The term of Plan is not on record."


@pytest.mark.parametrize(
    "kept", [met("2022-03-01"), said("roadmap_refreshed", "2023-12-31", roadmap="R")]
)
def test_a_meeting_or_a_refresh_in_the_second_half_fulfils_it(review: Owing, kept: Said) -> None:
    assert review.outlines(plan(term="2020/2023"), kept, on="2025") == [
        ("fulfilled", "2023-12-31"),
    ]


def test_a_meeting_in_the_first_half_does_not(review: Owing) -> None:
    facts = plan(term="2020/2023"), met("2021-03-01")

    assert review.outlines(*facts, on="2023-12-31") == [("open", "2023-12-31")]
    assert review.outlines(*facts, on="2024-01-01") == [("lapsed", "2023-12-31")]


def test_a_meeting_that_may_fall_into_the_second_half_leaves_it_undetermined(
    review: Owing,
) -> None:
    assert review.outlines(plan(term="2020/2021"), met("2020-12/2021-02"), on="2025") == [
        ("undetermined", "2021-12-31"),
    ]


def test_a_roadmap_that_ended_early_is_not_to_be_reviewed(review: Owing) -> None:
    ended = said("roadmap_completed", "2021", roadmap="R")

    assert review.outlines(plan(term="2020/2023"), ended, on="2025") == [
        ("not_applicable", "2023-12-31"),
    ]


# All together


def test_a_definition_without_obligations_asks_for_nothing() -> None:
    assert obligations_of(recorded(met("2020")), day("2025")) == ()


def test_obligations_stand_in_the_order_of_the_definition() -> None:
    mechanism = recorded(met("2020-05"), kind="defence-policy-dialogue")

    assert [owed.name for owed in obligations_of(mechanism, day("2020-06"))] == [
        "yearly_round",
        "hosts_in_turn",
    ]
