"""What is judged, as JSON, value by value."""

from typing import Any

from lifecycle.analysis.assessment.assess import assess
from tests.lifecycle.assessed import day, gathered, met, recorded
from tests.lifecycle.lives import said

SOURCE = {"publisher": "Ministry of Ports", "kind": "official"}
OPEN = "Neither dates nor hints tell its place; the definition's order decides."
FACTS = (
    met("2001"),
    said("suspended", "2003", by=["AA"]),
    said("resumed", "2003", by=["AA"], sources=[SOURCE]),
    said("event_disputed", event="e2", field="occurred", occurred_claim="2004", by=["ZZ"]),
    said("event_disputed", event="e1", field="place", claim="Port City", sources=[SOURCE]),
    said("note_recorded", "2005", text="a word"),
    said("event_disputed", event="e6", field="text", claim="another", by=["ZZ"]),
    said("event_retracted", event="e6"),
)


def judged() -> dict[str, Any]:
    return assess(gathered(*FACTS), day("2026-06-01")).to_dict()


def test_the_judgement_is_given_with_its_day_and_its_basis() -> None:
    value = judged()
    del value["reasons"], value["disputes"]

    assert value == {
        "id": "m",
        "tracks": {"stage": "operational", "standing": "active"},
        "judged_on": "2026-06-01",
        "status": "dormant",
        "since": "2003",
        "basis": "Nothing is on record since Resumed, 2003 (last meeting: Meeting held, 2001):"
        " more than 3 years, and how often to meet is not on record.",
        "confidence": "certain",
        "last_fact": {"event_id": "e3", "type": "resumed", "occurred": "2003"},
    }


def test_a_reason_is_given_with_all_that_is_known_of_it() -> None:
    moved, _, resumed, retracted = judged()["reasons"]

    assert moved["legality"] == "certain"
    assert moved["disputes"] == ["e5"]
    assert resumed == {
        "event_id": "e3",
        "type": "resumed",
        "occurred": "2003",
        "effect": "moved",
        "track": "standing",
        "from": "suspended",
        "to": "active",
        "rule": "bilateral-mechanism version 1 allows resume there.",
        "order": OPEN,
        "legality": "possible",
        "legal_order": ["e1", "e2", "e3"],
        "illegal_order": ["e1", "e3"],
        "sources": [SOURCE],
        "disputes": [],
    }
    assert (retracted["event_id"], retracted["effect"]) == ("e6", "retracted")
    assert {retracted[key] for key in ("legality", "legal_order", "illegal_order")} == {None}


def test_a_dispute_is_given_while_what_it_is_about_counts() -> None:
    assert judged()["disputes"] == [
        {
            "event_id": "e4",
            "about": "e2",
            "field": "occurred",
            "claim": "2004",
            "by": ["ZZ"],
            "used": False,
        },
        {
            "event_id": "e5",
            "about": "e1",
            "field": "place",
            "claim": "Port City",
            "by": ["Ministry of Ports"],
            "used": False,
        },
    ]


def test_a_judgement_without_facts_and_without_a_day_says_so() -> None:
    value = assess(recorded()).to_dict()

    assert (value["last_fact"], value["judged_on"]) == (None, "a day that is not known")


def test_a_claim_that_is_preferred_is_the_one_used() -> None:
    preferred = said("assertion_preferred", event="e4", reason="a better source")
    value = assess(gathered(*FACTS, preferred), day("2026-06-01")).to_dict()

    assert [dispute["used"] for dispute in value["disputes"]] == [True, False]
