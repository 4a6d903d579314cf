import pytest

from lifecycle.errors import InvalidFactError
from lifecycle.history.fold import Outcome
from tests.lifecycle.definition_texts import GOOD, MOVE
from tests.lifecycle.scenario import (
    Given,
    Step,
    activate_roadmap,
    agree,
    complete_roadmap,
    conclude,
    meet,
    note,
    propose,
    reopen,
    resume,
    rules_from,
    sign_tor,
    suspend,
)

FOUNDED = (propose(on="2024"), sign_tor(on="2025-01"), meet(on="2025-02"))
BOTH = ("IN", "BN")


# Policy enforce


def test_the_usual_life_is_recorded_step_by_step() -> None:
    (
        Given()
        .when(propose(on="2024", by=["IN"]))
        .then_recorded(stage="proposed")
        .when(agree(on="2024-06"))
        .then_recorded(stage="agreed")
        .when(sign_tor(*BOTH, on="2025-01"))
        .then_recorded(stage="tor_signed")
        .when(meet(on="2025-02"))
        .then_recorded(stage="inaugural_meeting_held")
        .when(activate_roadmap(on="2025-03"))
        .then_recorded(stage="roadmap_active")
        .when(meet(on="2026"))
        .then_recorded(stage="roadmap_active")
        .when(complete_roadmap(on="2027"))
        .then_recorded(stage="inaugural_meeting_held", standing="active")
        .then_flagged()
    )


def test_enforce_refuses_a_step_out_of_order_and_says_what_is_allowed() -> None:
    (
        Given(propose(on="2024"))
        .when(meet(on="2025"))
        .then_refused(
            because="hold_meeting is refused in state proposed / active: no transition leads"
            " from proposed on hold_meeting",
            allowed=["agree", "sign_tor", "suspend", "conclude"],
        )
        .then_order("e1")
    )


def test_enforce_names_the_guard_that_failed_with_its_reason() -> None:
    unnamed = ("roadmap_activated", {"basis": "commitment", "on": "2025-04"})
    (
        Given(*FOUNDED)
        .when(unnamed)
        .then_refused(
            because="is named; give one of them (roadmap_is_named)",
            guards=["roadmap_is_named"],
            allowed=["sign_tor", "hold_meeting", "activate_roadmap", "suspend", "conclude"],
        )
    )


def test_a_refusal_names_every_guard_that_failed() -> None:
    (
        Given(*FOUNDED, conclude(on="2025-05"))
        .when(("roadmap_activated", {"basis": "commitment", "on": "2025-06"}))
        .then_refused(
            because="reopen it first (mechanism_not_ended); no title",
            guards=["mechanism_not_ended", "roadmap_is_named"],
        )
    )


def test_what_is_allowed_after_the_end_is_what_can_succeed() -> None:
    (
        Given(*FOUNDED, conclude(on="2025-05"))
        .when(meet(on="2025-06"))
        .then_refused(
            because="the mechanism is concluded; reopen it first",
            guards=["mechanism_not_ended"],
            allowed=["reopen"],
        )
    )


def test_a_meeting_without_a_date_is_refused_under_enforce() -> None:
    (
        Given(*FOUNDED)
        .when(meet())
        .then_refused(because="the meeting has no date", guards=["meeting_is_dated"])
    )


def test_a_conclusion_without_a_reason_is_refused_under_enforce() -> None:
    Given().when(("concluded", {})).then_refused(guards=["reason_is_given"])


def test_a_late_fact_that_makes_later_facts_illegal_is_refused_and_names_them() -> None:
    (
        Given(*FOUNDED, meet(on="2025-06"))
        .when(suspend(on="2025-03"))
        .then_recorded(standing="suspended")
        .when(resume(on="2025-04"))
        .then_recorded(standing="active")
        .when(suspend(on="2025-03-20", id="again"))
        .then_refused(because="no transition leads from suspended on suspend")
    )
    (
        Given(*FOUNDED, activate_roadmap(on="2025-06"), complete_roadmap(on="2025-12", id="done"))
        .when(complete_roadmap(on="2025-09"))
        .then_refused(because="facts recorded as later would become illegal", later=["done"])
    )


def test_a_fact_that_moves_nothing_is_never_refused() -> None:
    Given().when(note()).then_recorded(stage="registered").when(note(on="1999")).then_recorded()


def test_a_trigger_that_the_definition_does_not_know_moves_nothing() -> None:
    (
        Given(kind="bilateral-mechanism")
        .when(activate_roadmap(on="2025"))
        .then_recorded(stage="registered")
        .then_flagged()
    )


# Policy record


def test_record_accepts_what_enforce_refuses_and_flags_it() -> None:
    (
        Given(policy="record")
        .when(meet(on="2025"))
        .then_recorded(stage="inaugural_meeting_held")
        .then_flagged("out_of_place")
    )


@pytest.mark.parametrize(
    ("sources", "stage", "outcome"),
    [
        ('"opened", "held"', "held", Outcome.JUMPED),
        ('"held"', "registered", Outcome.OUT_OF_PLACE),
    ],
    ids=["it also leads there", "it only stays"],
)
def test_a_fact_is_evidence_of_the_state_that_its_trigger_leads_to(
    sources: str, stage: str, outcome: Outcome
) -> None:
    own = MOVE.format("complete_roadmap", "held", "held", "none").replace('"held"', sources, 1)
    given = Given(policy="record", rules=rules_from(GOOD + own))

    given.when(complete_roadmap(on="2025")).then_recorded(stage=stage)

    given.then_flagged("out_of_place")
    assert given.history.steps[-1].outcome is outcome


def test_record_asks_no_guard() -> None:
    (
        Given(policy="record")
        .when(("concluded", {}))
        .then_recorded(standing="concluded")
        .then_flagged()
    )


def test_a_late_tor_never_moves_a_mechanism_back() -> None:
    (
        Given(meet(on="2024"), policy="record", live=False)
        .when(sign_tor(on="2025"))
        .then_recorded(stage="inaugural_meeting_held")
        .when(agree(on="2026"))
        .then_recorded(stage="inaugural_meeting_held")
        .then_flagged("out_of_place", "out_of_place")
    )


def test_a_resumption_of_what_is_not_suspended_is_flagged_and_moves_nothing() -> None:
    (
        Given(policy="record")
        .when(resume(on="2025"))
        .then_recorded(standing="active")
        .then_flagged("resumed_without_suspension")
    )


# Standing


def test_suspending_resuming_concluding_and_reopening_keep_the_stage() -> None:
    given = Given(*FOUNDED)
    for month, (step, standing) in enumerate(
        [
            (suspend, "suspended"),
            (resume, "active"),
            (suspend, "suspended"),
            (conclude, "concluded"),
            (reopen, "active"),
            (conclude, "concluded"),
        ],
        start=3,
    ):
        given.when(step(on=f"2025-{month:02}"))
        given.then_recorded(stage="inaugural_meeting_held", standing=standing)
    given.then_flagged()


def test_nothing_is_signed_or_held_after_the_end() -> None:
    ended = Given(*FOUNDED, conclude(on="2025-03"))
    ended.when(meet(on="2025-04")).then_refused(guards=["mechanism_not_ended"])
    ended.when(sign_tor(on="2025-04")).then_refused(guards=["mechanism_not_ended"])
    ended.when(meet(on="2025-02-28", id="before")).then_recorded()


# Refused under every policy


@pytest.mark.parametrize("policy", ["enforce", "record"])
@pytest.mark.parametrize(
    "step",
    [
        sign_tor("IN", "MY"),
        propose(by=["MY"]),
        meet(co_chairs=[{"party": "in"}]),
        suspend(by=["MY"]),
        note(on_behalf_of="MY"),
        (
            "instrument_concluded",
            {"kind": "mou", "role": "outcome", "signatories": [{"party": "MY"}]},
        ),
    ],
)
def test_a_party_of_neither_side_is_refused_under_every_policy(policy: str, step: Step) -> None:
    Given(policy=policy).when(step).then_invalid(because="its parties are IN and BN")


@pytest.mark.parametrize("key", ["after", "follows"])
def test_a_hint_to_an_unknown_fact_is_refused_with_its_place(key: str) -> None:
    hinted = note(**{key: ["nowhere"]})

    Given().when(hinted).then_invalid(because=f"{key}: no fact 'nowhere' is on record")


def test_a_fact_cannot_follow_itself() -> None:
    Given().when(note(id="self", after=["self"])).then_invalid(because="no fact 'self'")


def test_a_hint_against_the_dates_is_refused() -> None:
    (
        Given(note(on="2025-12-09", id="later"))
        .when(note(on="2025-12-08", after=["later"]))
        .then_invalid(because="said to come after later (2025-12-09)")
    )


def test_a_hint_against_the_dates_through_an_undated_fact_is_refused() -> None:
    (
        Given(note(on="2025-12-09", id="later"), note(id="undated", after=["later"]))
        .when(note(on="2025-12-08", after=["undated"]))
        .then_invalid(because="said to come after later (2025-12-09)")
    )


def test_a_hint_that_the_dates_allow_is_accepted() -> None:
    (
        Given(note(on="2025-12", id="first"))
        .when(note(on="2025-12-01", after=["first"]))
        .then_recorded()
        .when(note(on="2025", after=["first"]))
        .then_recorded()
    )


def test_a_dispute_needs_a_fact_that_is_on_record() -> None:
    step = ("event_disputed", {"event": "nowhere", "field": "occurred"})
    Given().when(step).then_invalid(because="no fact 'nowhere' is on record")


def test_a_milestone_must_be_declared_and_is_never_a_trigger_of_another_fact() -> None:
    for name in ("house_warming", "hold_meeting"):
        step = ("milestone_reached", {"name": name})
        Given().when(step).then_invalid(because=f"declares no milestone '{name}'")


# Hints by themselves


def test_a_fact_recorded_live_comes_after_the_newest_if_the_dates_leave_it_open() -> None:
    (
        Given(note(on="2025-12-09"))
        .when(note(on="2025-12-09"))
        .then_after("e1")
        .when(note())
        .then_after("e2")
        .when(note(on="2026"))
        .then_after("e3")
    )


def test_a_fact_whose_date_settles_the_order_gets_no_hint() -> None:
    (
        Given(note(on="2025-12-09"))
        .when(note(on="2025-12-10"))
        .then_after()
        .when(note(on="2025-12-01"))
        .then_after()
    )


def test_a_fact_not_recorded_live_gets_no_hint() -> None:
    Given(note(on="2025")).when(note(on="2025"), live=False).then_after()


def test_an_own_hint_is_kept_beside_the_one_that_is_added() -> None:
    (
        Given(note(on="2025-12-09", id="a"), note(on="2025-12-09", id="b"))
        .when(note(on="2025-12-09", after=["a"]))
        .then_after("a", "b")
    )


def test_no_hint_is_added_that_the_dates_contradict() -> None:
    (
        Given(note(on="2025-12-09", id="a"), note(id="undated"))
        .when(note(on="2025-12-01"))
        .then_recorded()
        .then_after()
    )


def test_an_undated_meeting_recorded_live_counts_as_later_than_all_before() -> None:
    (
        Given(sign_tor(on="2025-06"), policy="record")
        .when(meet())
        .then_recorded(stage="inaugural_meeting_held")
        .then_order("e1", "e2")
    )


def test_the_faulty_fact_leaves_the_history_as_it_was() -> None:
    given = Given(note())
    before = given.history
    given.when(note(after=["nowhere"]))
    assert isinstance(given.outcome, InvalidFactError)
    assert given.history is before
