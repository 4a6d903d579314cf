from typing import Any

from lifecycle.analysis.assessment.explanation import Reason, explain
from lifecycle.history.legality import Verdict
from tests.lifecycle.assessed import met, recorded, terms
from tests.lifecycle.lives import Said, said

JWG = {"kind": "joint-working-group"}


def reasons(*facts: Said, **details: Any) -> tuple[Reason, ...]:
    return explain(recorded(*facts, **details))


def outlines(*facts: Said, **details: Any) -> list[tuple[str, str, str | None, str | None]]:
    """Effect, fact, and the states before and behind it."""
    found = reasons(*facts, **details)
    return [(r.effect, r.fact.event_id, r.frm, r.to) for r in found]


def test_each_fact_that_moved_a_track_is_told_track_by_track() -> None:
    facts = (
        said("establishment_agreed", "2000"),
        said("suspended", "2001", by=["AA"]),
        met("2002"),
        said("resumed", "2003", by=["AA"]),
    )

    assert outlines(*facts) == [
        ("moved", "e1", "registered", "agreed"),
        ("moved", "e3", "agreed", "operational"),
        ("moved", "e2", "active", "suspended"),
        ("moved", "e4", "suspended", "active"),
    ]
    assert [reason.track for reason in reasons(*facts)] == ["stage", "stage"] + ["standing"] * 2


def test_a_reason_names_date_source_rule_and_legality() -> None:
    source = {"publisher": "Ministry of Ports", "kind": "official"}
    (reason,) = reasons(met("2002-05", sources=[source]))

    assert reason.date == "2002-05"
    assert [told.publisher for told in reason.sources] == ["Ministry of Ports"]
    assert reason.rule == "bilateral-mechanism version 1 allows hold_meeting there."
    assert reason.legality is not None
    assert reason.legality.verdict is Verdict.CERTAIN


def test_what_no_transition_leads_to_is_told_as_evidence() -> None:
    (reason,) = reasons(met("2002"), **JWG)

    assert (reason.effect, reason.to) == ("jumped", "inaugural_meeting_held")
    assert "has no hold_meeting there; it is evidence of a further state" in reason.rule
    assert reason.legality is not None
    assert reason.legality.verdict is Verdict.IMPOSSIBLE


def test_a_fact_out_of_place_is_told_with_the_state_that_it_met() -> None:
    facts = met("2002"), said("resumed", "2003", by=["AA"])
    reason = reasons(*facts)[-1]

    assert (reason.effect, reason.fact.event_id, reason.track) == ("out_of_place", "e2", None)
    assert reason.rule.startswith("The definition has no resume from operational / active")


def test_a_fact_that_waits_for_consent_is_told_as_such() -> None:
    assert outlines(said("establishment_agreed", "2000", by=["AA"])) == [
        ("awaiting_consent", "e1", None, None),
    ]


def test_a_retracted_fact_is_told_as_one_that_no_longer_counts() -> None:
    facts = met("2002"), said("event_retracted", event="e1")

    assert outlines(*facts) == [("retracted", "e1", None, None)]


def test_a_corrected_fact_is_told_with_what_corrected_it() -> None:
    corrected = said("event_corrected", event="e1", changes={"on": "2003-06"})
    moved, amended = reasons(met("2002"), corrected)

    assert (moved.effect, moved.date) == ("moved", "2003-06")
    assert (amended.effect, amended.fact.event_id) == ("amended", "e1")
    assert amended.rule == "It reads as amended since: Corrected: on, undated."


def test_a_dispute_is_told_beside_the_fact_that_it_is_about() -> None:
    dispute = said("event_disputed", event="e1", field="occurred", occurred_claim="2003")
    (reason,) = reasons(met("2002"), dispute)

    assert [fact.event_id for fact in reason.disputes] == ["e2"]


def test_what_may_have_happened_by_the_day_is_told_as_undetermined() -> None:
    assert outlines(met("2001"), terms("2005"), as_of="2005-06") == [
        ("moved", "e1", "registered", "operational"),
        ("undetermined", "e2", None, None),
    ]


def test_it_is_told_by_what_a_place_in_the_order_is_known() -> None:
    agreed = said("establishment_agreed", "2002", after=[])
    hinted = terms("2002", after=["e1"])
    first, second = reasons(agreed, hinted)

    assert first.order is None
    assert second.order == "It is said to come after: Agreed to establish, 2002."


def test_a_fact_without_date_and_hint_is_told_as_such() -> None:
    (reason,) = reasons(met(None))

    assert (reason.date, reason.order) == (None, "It has no date.")


def test_nothing_is_to_be_explained_of_an_empty_record() -> None:
    assert reasons() == ()


def test_a_hint_behind_a_remark_on_the_record_is_not_told_as_the_order() -> None:
    disputed = said("event_disputed", None, event="e1", field="place")
    told = [
        reason.order
        for reason in reasons(
            said("establishment_agreed", "2000"), disputed, met("2002", after=["e2"])
        )
        if reason.fact.event_id == "e3"
    ]

    assert told == [None]


def test_a_hint_to_what_no_longer_counts_tells_no_order() -> None:
    facts = (
        met("2001"),
        said("note_recorded", "2002", text="a word", after=["e1"]),
        met("2003", after=["e1"]),
        said("event_retracted", event="e1", reason="an error"),
    )
    orders = {reason.fact.event_id: reason.order for reason in reasons(*facts)}

    assert orders["e3"] is None
