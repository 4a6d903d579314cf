"""Facts read otherwise once they are corrected, retracted or preferred; the log keeps them all."""

import pytest

from lifecycle.deciding.decider import Accepted, Refusal, decide_all
from lifecycle.errors import InvalidFactError
from lifecycle.facts.fact import Fact
from lifecycle.history.amendments import amended
from lifecycle.history.history import History
from lifecycle.registry.registry import Registry
from lifecycle.storage.audit import audit
from lifecycle.storage.replay import replay
from tests.lifecycle.definition_texts import GOOD
from tests.lifecycle.registering import register
from tests.lifecycle.scenario import (
    Given,
    Step,
    activate_roadmap,
    agree,
    command,
    correct,
    dispute,
    empty_history,
    meet,
    note,
    prefer,
    retract,
    rules_from,
    sign_tor,
)


def recorded(*steps: Step, live: bool = True) -> Given:
    return Given(*steps, policy="record", live=live)


def fact(given: Given, event_id: str) -> Fact:
    return next(f for f in given.history.amended.facts if f.event_id == event_id)


# Corrections


def test_a_corrected_date_moves_the_fact_to_its_place() -> None:
    recorded(
        meet(on="2025-05", id="meeting"),
        note(on="2025-06", id="june"),
        correct("meeting", on="2025-07"),
    ).then_order("june", "meeting")


def test_a_correction_keeps_the_keys_that_it_does_not_name() -> None:
    given = recorded(
        meet(on="2025-05", place="Arland", number=3, id="meeting"),
        correct("meeting", number=4, place=None),
    )

    event = fact(given, "meeting").event

    assert event.model_dump(exclude_defaults=True) == {"number": 4}
    assert str(fact(given, "meeting").occurred) == "2025-05"


def test_a_correction_of_who_acted_changes_what_the_fact_moves() -> None:
    recorded(agree(on="2025", by=["IN"], id="deal")).then_state(stage="registered")
    recorded(agree(on="2025", by=["IN"], id="deal"), correct("deal", by=["IN", "BN"])).then_state(
        stage="agreed"
    )


def test_a_later_correction_of_the_same_key_wins() -> None:
    given = recorded(
        meet(on="2025", id="m"), correct("m", on="2024", id="z"), correct("m", on="2023", id="a")
    )

    assert str(fact(given, "m").occurred) == "2023"
    assert given.history.amended.unordered == ()


def test_a_later_correction_wins_also_when_the_one_between_is_retracted() -> None:
    given = recorded(
        meet(on="2025", id="m"),
        correct("m", place="Arland", id="z"),
        correct("m", place="Bornland", id="y"),
        correct("m", place="Corland", id="a"),
        retract("y"),
    )

    assert fact(given, "m").told.data["place"] == "Corland"


def test_corrections_without_an_order_are_named() -> None:
    given = recorded(
        meet(on="2025", id="m"),
        correct("m", on="2024", id="z"),
        correct("m", on="2023", id="a"),
        live=False,
    )

    assert str(fact(given, "m").occurred) == "2024"
    assert [(a.event_id, b.event_id) for a, b in given.history.amended.unordered] == [("a", "z")]


def test_a_retracted_correction_no_longer_counts() -> None:
    given = recorded(meet(on="2025", id="m"), correct("m", on="2024", id="c"), retract("c", id="r"))

    assert str(fact(given, "m").occurred) == "2025"
    assert fact(given, "m").amended_by == ()


def test_a_correction_is_checked_like_a_fact() -> None:
    given = recorded(meet(on="2025", id="m"), sign_tor(on="2026", after=["m"], id="tor"))

    given.when(correct("m", nmber=3)).then_invalid(because="did you mean 'number'?")
    given.when(correct("m", number="three")).then_invalid(because="changes.number")
    given.when(correct("m", on="2025-13")).then_invalid(because="changes.on")
    given.when(correct("m", host="ZZ")).then_invalid(because="not a party")
    given.when(correct("m", on="2027")).then_invalid(because="certainly earlier")
    given.when(correct("m", actor="somebody")).then_invalid(because="cannot be corrected")
    given.when(correct("nothing", on="2027")).then_invalid(because="no fact 'nothing'")


def test_a_registration_can_be_corrected_but_for_what_it_is() -> None:
    given = recorded(correct("registration", level="Minister"))

    assert given.history.registration.level == "Minister"
    given.when(correct("registration", policy="enforce")).then_invalid(
        because="cannot be corrected"
    )
    given.when(retract("registration")).then_invalid(because="cannot be retracted")


@pytest.mark.parametrize("key", ["mechanism", "parties", "definition", "policy"])
def test_what_a_registration_is_of_is_not_corrected(key: str) -> None:
    recorded().when(correct("registration", **{key: "other"})).then_invalid(
        because=f"{key} cannot be corrected"
    )


@pytest.mark.parametrize("key", ["on", "after", "follows"])
def test_the_date_and_the_hints_of_a_registration_are_not_corrected(key: str) -> None:
    step = ("event_corrected", {"event": "registration", "changes": {key: "other"}})

    recorded().when(step).then_invalid(because=f"{key} cannot be corrected")


def test_under_enforce_a_correction_that_makes_facts_illegal_is_refused() -> None:
    given = Given(agree(on="2024", id="a"), sign_tor(on="2025", id="tor"), meet(on="2026", id="m"))

    given.when(correct("tor", on="2027")).then_refused(
        because="would become illegal",
        later=["m"],
        allowed=["sign_tor", "suspend", "conclude"],
    )
    given.when(retract("tor"))
    assert isinstance(given.outcome, Refusal)
    assert given.outcome.later == ("m",)


def test_a_registration_is_corrected_with_the_same_care() -> None:
    given = recorded(note(on="2025"))

    given.when(correct("registration", on="x")).then_invalid(because="changes.on")
    given.when(correct("registration", claimed_as=5)).then_invalid(because="changes.claimed_as")
    given.when(correct("registration", names=[])).then_invalid(because="changes.names")


def test_where_a_mechanism_is_first_known_can_be_corrected_and_replayed(registry: Registry) -> None:
    registry.register(
        name="A", kind="joint-working-group", parties=["AA", "ZZ"], subject="x", policy="record"
    )
    (mechanism_id,) = registry.ids()
    registry.meet(mechanism_id, on="2025")
    registration = next(registry.log(mechanism_id)).event_id

    registry.correct(mechanism_id, registration, {"known_from": "tor_signed"})
    registry.meet(mechanism_id, on="2026")

    assert [replayed.mismatches for replayed in registry.replay()] == [()]
    assert audit(registry.store).findings == ()
    assert [str(step.outcome) for step in registry.mechanism(mechanism_id).steps] == [
        "neutral",
        "moved",
        "stayed",
    ]
    assert not registry.mechanism(mechanism_id, known_at=2).steps[1].outcome.legal


def test_a_registration_is_corrected_to_what_can_be_only() -> None:
    given = recorded(meet(on="2025"))

    given.when(correct("registration", known_from="banana")).then_invalid(because="its states are")
    given.when(correct("registration", parent=given.history.registration.mechanism)).then_invalid(
        because="no part of itself"
    )


def test_nothing_comes_after_an_amendment_but_another_one() -> None:
    given = recorded(meet(on="2025", id="m"), correct("m", on="2024", id="c"), retract("c"))

    given.when(note(after=["c"])).then_invalid(because="has no place in the life")
    given.when(correct("m", on="2023", after=["c"]))
    assert isinstance(given.outcome, Accepted)


# Retractions


def test_a_retracted_fact_leaves_the_history() -> None:
    given = recorded(sign_tor(on="2025", id="tor"), meet(on="2026", id="m"), retract("tor", id="r"))

    given.then_order("m").then_state(stage="inaugural_meeting_held")
    assert [f.event_id for f in given.history.amended.retracted] == ["tor"]


def test_a_retracted_retraction_brings_the_fact_back() -> None:
    recorded(note(on="2025", id="n"), retract("n", id="r"), retract("r")).then_order("n")


def test_retractions_of_retractions_are_read_however_many_there_are() -> None:
    history = recorded(note(on="2025", id="r0")).history
    chain = [command(retract(f"r{number}"), f"r{number + 1}").fact for number in range(1501)]

    for fact in chain[:-1]:
        history = history.with_fact(fact)

    assert [fact.event_id for fact in history.ordered] == ["registration", "r0"]
    assert [fact.event_id for fact in history.with_fact(chain[-1]).ordered] == ["registration"]


def test_what_was_hinted_behind_a_retracted_fact_stays_behind_its_hints() -> None:
    recorded(
        note(id="first"),
        note(id="second", after=["first"]),
        note(id="a third", after=["second"]),
        retract("second"),
        live=False,
    ).then_order("first", "a third")


def test_a_retracted_fact_cannot_be_retracted_or_followed() -> None:
    given = recorded(note(on="2025", id="n"), retract("n"))

    given.when(retract("n")).then_invalid(because="is retracted already")
    given.when(note(after=["n"])).then_invalid(because="n is retracted, so it has no place")


def test_a_fact_of_a_file_can_follow_a_retracted_one_and_comes_behind_its_hints() -> None:
    given = recorded(
        note(id="first"), note(id="second", after=["first"]), retract("second"), live=False
    )

    given.when(note(id="a third", after=["second"])).then_recorded()
    given.then_order("first", "a third")


# Disputes and preferences


def test_a_dispute_alone_changes_nothing() -> None:
    given = recorded(meet(on="2025-12-09", id="m"), dispute("m", occurred_claim="2025-12-10"))

    assert str(fact(given, "m").occurred) == "2025-12-09"


@pytest.mark.parametrize("field", ["on", "occurred"])
def test_a_dispute_may_call_the_date_by_either_name(field: str) -> None:
    given = recorded(
        meet(on="2025-12-09", id="m"),
        dispute("m", field=field, occurred_claim="2025-12-10", id="d"),
        prefer("d"),
    )

    assert str(fact(given, "m").occurred) == "2025-12-10"


def test_an_item_that_nothing_added_is_asked_for_first() -> None:
    given = recorded(meet(on="2025-12-09"))

    given.when(("roadmap_item_completed", {"item": "buoys"})).then_invalid(
        because="no item 'buoys' is on record; record roadmap_item_added first"
    )


def test_a_preferred_claim_is_used_and_the_other_stays_on_record() -> None:
    given = recorded(
        meet(on="2025-12-09", id="m"),
        dispute("m", occurred_claim="2025-12-10", id="d"),
        prefer("d", id="p"),
    )

    assert str(fact(given, "m").occurred) == "2025-12-10"
    assert fact(given, "m").amended_by == ("p",)
    assert str(given.history.facts[1].occurred) == "2025-12-09"


def test_a_claim_on_another_field_can_be_preferred() -> None:
    given = recorded(
        meet(on="2025", number=5, id="m"),
        ("event_disputed", {"event": "m", "field": "number", "claim": 6, "id": "d"}),
        prefer("d"),
    )

    assert fact(given, "m").event.model_dump(exclude_defaults=True) == {"number": 6}


def test_the_fact_itself_can_be_preferred_again() -> None:
    given = recorded(
        meet(on="2025-12-09", id="m"),
        dispute("m", occurred_claim="2025-12-10", id="d"),
        prefer("d"),
        prefer("m"),
    )

    assert str(fact(given, "m").occurred) == "2025-12-09"


def test_a_preferred_claim_no_longer_counts_once_its_dispute_is_retracted() -> None:
    given = recorded(
        meet(on="2025-12-09", id="m"),
        dispute("m", occurred_claim="2025-12-10", id="d"),
        prefer("d"),
        retract("d"),
    )

    assert str(fact(given, "m").occurred) == "2025-12-09"
    assert fact(given, "m").amended_by == ()


def test_a_correction_of_another_key_leaves_a_preferred_claim_in_use() -> None:
    given = recorded(
        meet(on="2025-12-09", number=5, id="m"),
        dispute("m", occurred_claim="2025-12-10", id="d"),
        prefer("d"),
        correct("m", number=6),
    )

    assert str(fact(given, "m").occurred) == "2025-12-10"


def test_a_preferred_claim_goes_before_corrections_of_the_same_key_also_later_ones() -> None:
    given = recorded(
        meet(on="2025-12-08", id="m"),
        dispute("m", occurred_claim="2025-12-09", id="d"),
        prefer("d"),
        correct("m", on="2025-12-10"),
    )

    assert str(fact(given, "m").occurred) == "2025-12-09"


def test_a_fact_that_two_logs_retract_counts_once_both_take_it_back() -> None:
    """As in a log that two spreadsheets brought together."""
    steps = [note(id="n"), *(retract("n", id=name) for name in "ab"), retract("a", id="c")]
    facts = [empty_history(policy="record").facts[0]]
    facts += [command(step, "", live=False).fact for step in steps]

    assert amended(facts).gone == {"n", "a"}
    assert amended([*facts, command(retract("b", id="d"), "", live=False).fact]).gone == {"a", "b"}


def test_a_fact_behind_a_circle_of_retracted_ones_in_a_foreign_log_can_be_read() -> None:
    first = empty_history(policy="record")
    steps = [
        note(id="one", after=["two"]),
        note(id="two", after=["one"]),
        note(id="behind", after=["one"]),
        retract("one", id="r1"),
        retract("two", id="r2"),
    ]
    facts = (command(step, "", live=False).fact for step in steps)

    history = History((*first.facts, *facts), first.rules)

    assert [fact.event_id for fact in history.ordered] == ["registration", "behind"]


def test_a_claim_that_the_fact_cannot_hold_is_not_preferred() -> None:
    given = recorded(
        meet(on="2025", number=5, id="m"),
        ("event_disputed", {"event": "m", "field": "number", "claim": "six", "id": "d"}),
    )

    given.when(prefer("d")).then_invalid(because="number")


def test_a_claim_about_a_retracted_fact_is_not_preferred() -> None:
    given = recorded(
        meet(on="2025-12-09", id="m"),
        dispute("m", occurred_claim="2025-12-10", id="d"),
        retract("m"),
    )

    given.when(prefer("d")).then_invalid(because="m is retracted already")


@pytest.mark.parametrize(
    ("event", "field"), [("m", "actor"), ("registration", "policy"), ("registration", "on")]
)
def test_a_claim_on_what_cannot_be_corrected_is_not_preferred(event: str, field: str) -> None:
    given = recorded(
        meet(on="2025", id="m"),
        ("event_disputed", {"event": event, "field": field, "claim": "enforce", "id": "d"}),
    )

    given.when(prefer("d")).then_invalid(because=f"{field} cannot be corrected")


# Replay and the two clocks


def test_replay_reaches_the_states_that_were_stored(registry: Registry) -> None:
    registry.register(
        name="A", kind="joint-working-group", parties=["AA", "ZZ"], subject="x", policy="record"
    )
    (mechanism_id,) = registry.ids()
    (tor,) = registry.record(mechanism_id, "terms_of_reference_signed", on="2025-01")
    (meeting,) = registry.record(mechanism_id, "meeting_held", on="2025-03")
    registry.activate_roadmap(mechanism_id, on="2025-04", basis="document", title="R")
    registry.record(
        mechanism_id, "event_corrected", event=meeting.event_id, changes={"on": "2025-02"}
    )
    (gone,) = registry.record(mechanism_id, "event_retracted", event=tor.event_id)
    registry.record(mechanism_id, "event_retracted", event=gone.event_id)
    registry.meet(mechanism_id, on="2025-05")
    registry.record(mechanism_id, "event_corrected", event=tor.event_id, changes={"on": "2024"})

    (replayed,) = registry.replay()

    assert replayed.mismatches == ()
    assert replayed.tracks["stage"] == "roadmap_active"


def test_the_log_still_says_what_was_believed_before_a_correction(registry: Registry) -> None:
    registry.register(name="A", kind="bilateral-mechanism", parties=["AA", "ZZ"], subject="x")
    (mechanism_id,) = registry.ids()
    (meeting,) = registry.meet(mechanism_id, on="2025-03")
    registry.record(
        mechanism_id, "event_corrected", event=meeting.event_id, changes={"on": "2025-04"}
    )

    before = registry.mechanism(mechanism_id, known_at=meeting.position)
    now = registry.mechanism(mechanism_id)

    assert str(before.history[1].occurred) == "2025-03"
    assert str(now.history[1].occurred) == "2025-04"
    assert registry.mechanism(mechanism_id, as_of="2025-03").stage == "registered"


def test_facts_beside_amendments_replay_too() -> None:
    given = recorded(
        activate_roadmap(on="2025", id="r"), meet(on="2024", id="m"), correct("r", title=None)
    )

    assert replay(given.history).illegal == 1


# What an amendment may be about


def test_a_preferred_claim_reads_as_the_dispute_reads_by_now() -> None:
    given = recorded(
        meet(on="2024-11-04", id="m"),
        dispute("m", occurred_claim="2024-11-05", id="d"),
        prefer("d"),
        correct("d", occurred_claim="2024-11-09"),
    )

    assert str(fact(given, "m").occurred) == "2024-11-09"


def test_a_claim_that_was_mended_can_be_preferred() -> None:
    given = recorded(
        meet(on="2024-11-04", id="m"),
        dispute("m", field="on", claim="soon", id="d"),
        correct("d", claim="2024-11-09"),
        prefer("d"),
    )

    assert str(fact(given, "m").occurred) == "2024-11-09"


def test_a_claim_may_not_be_mended_into_what_the_fact_cannot_hold() -> None:
    given = recorded(
        meet(on="2024-11-04", id="m"),
        dispute("m", field="on", claim="2024-11-09", id="d"),
        prefer("d"),
    )

    given.when(correct("d", claim="soon")).then_invalid(because="cannot be read so")


def test_a_preferred_claim_may_not_be_corrected_into_what_is_not_true_of_the_mechanism() -> None:
    given = recorded(
        meet(on="2025", id="m"),
        dispute("m", field="on_behalf_of", claim="IN", id="d"),
        prefer("d"),
    )

    given.when(correct("d", claim="ZZ")).then_invalid(because="'ZZ' is not a party")


def test_a_preference_for_a_correction_in_a_foreign_log_changes_no_fact() -> None:
    foreign = recorded(meet(on="2025", id="m"), correct("m", on="2024", id="c")).history

    foreign = foreign.with_fact(command(prefer("c"), "p").fact)

    assert [(f.event_id, f.amended_by) for f in foreign.ordered[1:]] == [("m", ("c",))]


def test_disputes_in_a_circle_of_a_foreign_log_are_read_to_an_end() -> None:
    foreign = recorded(meet(on="2025", id="m")).history
    for step in (
        dispute("b", field="claim", claim="on", id="a"),
        dispute("a", field="claim", claim="by", id="b"),
        prefer("a", id="for-a"),
        prefer("b", id="for-b"),
    ):
        foreign = foreign.with_fact(command(step, "").fact)

    assert {fact.event_id for fact in foreign.ordered} == {"registration", "m", "a", "b"}


def test_another_date_can_only_be_claimed_where_the_date_is_disputed() -> None:
    given = recorded(meet(on="2025", place="Arland", id="m"))

    given.when(dispute("m", field="place", occurred_claim="2024")).then_invalid(
        because="write 'on'"
    )


def test_what_nobody_disputes_needs_no_preference() -> None:
    given = recorded(meet(on="2025", id="m"))

    given.when(prefer("m")).then_invalid(because="disputed by nobody")


def test_a_correction_cannot_be_preferred() -> None:
    given = recorded(meet(on="2025", id="m"), correct("m", on="2024", id="c"))

    given.when(prefer("c")).then_invalid(because="is an amendment; prefer a dispute's claim")


def test_an_amendment_is_retracted_once() -> None:
    given = recorded(meet(on="2025", id="m"), correct("m", on="2024", id="c"), retract("c", id="r"))

    given.when(retract("c")).then_invalid(because="retracted already")
    given.when(retract("r"))
    assert str(fact(given, "m").occurred) == "2024"


def test_corrections_of_a_retracted_fact_hold_when_it_counts_again() -> None:
    given = recorded(
        meet(on="2025", id="m"), correct("m", on="2024"), retract("m", id="r"), retract("r")
    )

    assert str(fact(given, "m").occurred) == "2024"


def reordered(event: str, after: list[str] | None) -> Step:
    return "event_corrected", {"event": event, "changes": {"after": after}}


def test_the_hints_of_a_correction_are_checked_like_all_hints() -> None:
    given = recorded(note(id="a"), note(id="b", after=["a"]), note(id="c", after=["b"]))

    given.when(reordered("a", after=["nothing"])).then_invalid(because="no fact 'nothing'")
    given.when(reordered("a", after=["a"])).then_invalid(because="after itself")
    given.when(reordered("a", after=["c"])).then_invalid(because="after itself, through others")
    given.when(reordered("c", after=["a"]))
    given.when(reordered("a", after=None))
    assert isinstance(given.outcome, Accepted)


def test_what_a_corrected_fact_refers_to_is_checked() -> None:
    given = recorded(
        meet(on="2025", id="m"),
        ("roadmap_item_added", {"item": "buoys"}),
        ("roadmap_item_completed", {"item": "buoys", "id": "done"}),
    )

    given.when(correct("done", item="bouys")).then_invalid(because="did you mean 'buoys'?")


def test_a_dispute_stays_about_the_fact_that_it_is_about() -> None:
    given = recorded(
        meet(on="2025", id="m"), note(id="n"), dispute("m", occurred_claim="2024", id="d")
    )

    given.when(correct("d", event="n")).then_invalid(because="event cannot be corrected")


@pytest.mark.parametrize("amendment", [correct("n", text="z", id="x"), retract("n", id="x")])
def test_no_claim_about_an_amendment_is_preferred(amendment: Step) -> None:
    given = recorded(note(id="n"), amendment, dispute("x", field="reason", claim="y", id="d"))

    given.when(prefer("d")).then_invalid(because="about a fact; retract it and record the right")


@pytest.mark.parametrize("unrelated", [[], [correct("done", text="all of them")]])
def test_whether_a_fact_can_be_retracted_does_not_hang_on_other_corrections(
    unrelated: list[Step],
) -> None:
    given = recorded(
        ("roadmap_item_added", {"item": "buoys", "id": "added"}),
        ("roadmap_item_completed", {"item": "buoys", "id": "done"}),
        *unrelated,
    )

    given.when(retract("added"))

    assert isinstance(given.outcome, Accepted)


def test_a_whole_chain_of_dates_can_be_moved_and_the_audit_is_content(registry: Registry) -> None:
    register(registry)
    first, second = (registry.meet("m", on="2020", place=place)[0] for place in ("A", "B"))
    for event, year in ((second, "2023"), (first, "2022")):
        registry.record("m", "event_corrected", event=event.event_id, changes={"on": year})

    assert list(audit(registry.store).findings) == []


def test_a_retraction_that_leaves_a_fact_unreadable_is_refused_in_words() -> None:
    given = recorded(
        meet(on="2024-11-04", start="2024-11-03", end="2024-11-04", id="m"),
        correct("m", end="2024-11-20", id="c"),
        correct("m", start="2024-11-15"),
    )

    given.when(retract("c")).then_invalid(because="cannot be read so: the meeting ends")


# Several at once


def test_a_correction_is_checked_also_beside_facts_that_amend_nothing() -> None:
    given = recorded(meet(on="2025", id="meeting"))
    batch = [note(id="n"), correct("meeting", on_behalf_of="MY", id="c")]

    with pytest.raises(InvalidFactError, match="its parties are IN and BN"):
        decide_all(given.history, [command(step, "") for step in batch])


def test_what_only_all_together_make_true_is_recorded_as_a_whole() -> None:
    history = recorded(note(on="2024", id="a"), note(on="2024", id="b", after=["a"])).history
    later = [command(correct("a", on="2025"), "c1"), command(correct("b", on="2025"), "c2")]

    decided = decide_all(history, later)

    assert not isinstance(decided, Refusal)
    assert [str(f.occurred) for f in decided[-1].history.ordered[1:]] == ["2025", "2025"]
    with pytest.raises(InvalidFactError, match="certainly earlier") as error:
        decide_all(history, later[:1])
    assert error.value.event_id == "b"


def test_a_milestone_that_is_retracted_at_once_is_judged_by_no_rules() -> None:
    undeclared = command(("milestone_reached", {"name": "hotline"}), "e1")
    history = recorded().history

    with pytest.raises(InvalidFactError, match="declares no milestone"):
        decide_all(history, [undeclared])
    decided = decide_all(history, [undeclared, command(retract("e1"), "e2")])

    assert not isinstance(decided, Refusal)
    assert [fact.event_id for fact in decided[-1].history.ordered] == ["registration"]


def test_a_milestone_that_is_corrected_at_once_is_judged_as_it_reads() -> None:
    undeclared = command(("milestone_reached", {"name": "hotline"}), "e1")
    history = recorded().history

    with pytest.raises(InvalidFactError, match="declares no milestone 'hotline'") as error:
        decide_all(history, [undeclared, command(correct("e1", on="2025"), "e2")])
    assert error.value.event_id == "e1"


def test_a_milestone_is_not_corrected_into_one_that_the_definition_does_not_declare() -> None:
    own = GOOD.replace('milestones = ["open_house"]', 'milestones = ["open_house", "hotline"]')
    given = Given(
        ("milestone_reached", {"name": "hotline", "id": "m"}),
        policy="record",
        rules=rules_from(own),
    )

    given.when(correct("m", name="open_hous")).then_invalid(
        because="milestone_reached m: friendship-council declares no milestone 'open_hous'"
    )
    given.when(correct("m", name="open_house")).then_recorded()
    given.when(retract("m", id="gone")).then_recorded()
    given.when(correct("m", name="nothing", id="later")).then_recorded()  # as long as it is gone
    given.when(retract("gone")).then_invalid(because="declares no milestone 'nothing'")


def test_under_enforce_a_whole_is_refused_with_the_fact_that_breaks_it() -> None:
    history = Given(
        agree(on="2024", id="a"), sign_tor(on="2025", id="t"), meet(on="2026", id="m")
    ).history
    moved = [
        command(correct(name, on=date), name + "2")
        for name, date in (("a", "2034"), ("t", "2035"), ("m", "2036"))
    ]

    assert not isinstance(decide_all(history, moved), Refusal)
    refused = decide_all(history, moved[:1])
    assert isinstance(refused, Refusal)
    assert (refused.event_id, refused.later) == ("a2", ("t", "a"))
