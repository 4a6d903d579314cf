"""Dates, sources, parties, and the course by the definition."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from lifecycle.registry.registry import Registry
from tests.lifecycle.anomaly_cases import (
    Fact,
    agree,
    conclude,
    correct,
    meet,
    reopen,
    resume,
    said_by,
    suspend,
    tor,
)
from tests.lifecycle.decided import TODAY, Pair, check, found, mechanism_of
from tests.lifecycle.scenario import command


def dispute(event: str, **details: Any) -> Fact:
    return "event_disputed", {"event": event, "field": "occurred", **details}


def note(**details: Any) -> Fact:
    return "note_recorded", {"text": "a word", **details}


def by(*publishers: str, kind: str) -> list[dict[str, str]]:
    return [{"publisher": publisher, "kind": kind} for publisher in publishers]


PAIRS: Mapping[str, Pair] = {
    "another date is claimed than is recorded": Pair(
        "date_conflict",
        [
            meet("2001", id="m"),
            dispute("m", occurred_claim="2002", sources=by("A paper", "B paper", kind="press")),
        ],
        [
            [meet("2001", id="m"), dispute("m", occurred_claim="2001")],
            [meet("2001", id="m"), dispute("m", claim="another day")],
            [
                meet("2001", id="m"),
                dispute("m", occurred_claim="2002"),
                ("event_retracted", {"event": "m"}),
            ],
        ],
        "A paper, B paper gives 2002 for a fact dated 2001.",
    ),
    "a date is claimed for what has none": Pair(
        "date_conflict",
        [("meeting_held", {"id": "m"}), dispute("m", occurred_claim="2002")],
        [],
        "A source gives 2002 for a fact without a date.",
    ),
    "a date is exact to the day": Pair(
        "date_imprecise",
        [meet("2001-03-04?"), meet("2001-03-04~"), meet("2001-03")],
        [[meet("2001-03-04")], [meet("2001-03-04/2001-04-03")], [note()]],
        "On record: 3 facts not dated to a certain day.",
    ),
    "an interval is exact for a sitting of up to a month": Pair(
        "date_imprecise",
        [meet("2001-03-04/2001-04-04"), meet("2001-03-04/.."), suspend("2001-05-04/2001-05-05")],
        [[meet("2001-03-04/2001-04-03")]],
        "On record: 3 facts not dated",
    ),
    "an act without a date is imprecise": Pair(
        "date_imprecise",
        [("meeting_held", {}), meet("2001")],
        [[note()]],
        "On record: 1 fact not dated to a certain day and 1 act without any date.",
    ),
    "only an act without a date": Pair(
        "date_imprecise", [("meeting_held", {})], [], "On record: 1 act without any date."
    ),
    "a date may lie one day ahead of the clock": Pair(
        "future_dated",
        [meet("2025-12-11")],
        [[meet("2025-12-10")], [meet("2025-12-10/2025-12-12")], [meet("../2025-12-12")], [note()]],
        "It is told as done on 2025-12-11, but was recorded on 2025-12-09:",
    ),
    "a corrected date lies ahead": Pair(
        "future_dated",
        [meet("2001"), correct("f0", "on", "2026-01-01")],
        [
            [meet("2026-01-01"), correct("f0", "on", "2001")],
            [meet("2001"), correct("f0", "on", "2025-12-10")],
        ],
    ),
    "one publisher alone, and none of the sides, says so": Pair(
        "source_single",
        [
            meet("2001", sources=by("A paper", kind="press")),
            meet("2002", sources=by("A paper", "A paper", kind="press")),
            meet("2003", sources=by("B paper", kind="secondary")),
        ],
        [
            [meet("2001", sources=by("A paper", "B paper", kind="press"))],
            [meet("2001", sources=by("A paper", kind="official"))],
            [meet("2001", sources=[*by("A paper", kind="official"), *by("A paper", kind="press")])],
            [meet("2001")],
            [
                meet("2001", sources=by("A paper", "B paper", kind="press")),
                note(sources=by("A paper", kind="press")),
            ],
        ],
        "3 facts rest on one publisher alone: A paper and B paper.",
    ),
    "a single fact rests on one publisher": Pair(
        "source_single",
        [meet("2001", sources=said_by("press"))],
        [],
        "1 fact rests on one publisher alone: Paper 0.",
    ),
    "a disputed date is a claim, not a fact": Pair(
        "source_secondary_only",
        [meet("2001", sources=said_by("secondary")), suspend("2002", sources=said_by("secondary"))],
        [
            [meet("2001"), dispute("f0", claim="x", sources=said_by("secondary"))],
            [meet("2001"), note(sources=said_by("secondary"))],
            [meet("2001", sources=said_by("secondary", "joint"))],
        ],
        "2 facts rest on secondary sources only.",
    ),
    "one fact rests on secondary sources": Pair(
        "source_secondary_only",
        [meet("2001", sources=said_by("secondary"))],
        [],
        "1 fact rests on secondary",
    ),
    "both sides could tell what both took part in": Pair(
        "one_side_readout_only",
        [
            meet("2001", sources=by("Office", kind="official")),
            tor("2002", sources=by("Office", kind="official")),
        ],
        [
            [meet("2001", sources=by("Office", "Other office", kind="official"))],
            [meet("2001", sources=[*by("Office", kind="official"), *by("Office", kind="press")])],
            [suspend("2001", sources=by("Office", kind="official"))],
        ],
        "2 facts of both sides are told by one side's office alone: Office.",
    ),
    "one fact is told by one side": Pair(
        "one_side_readout_only",
        [agree("2001", sources=said_by("official"))],
        [],
        "1 fact of both sides is told by one side's office alone: Paper 0.",
    ),
    "a suspension or a resumption is contested": Pair(
        "contested_status",
        [resume("2002", contested_by=["AA"])],
        [[suspend("2001"), resume("2002")]],
        "AA contests the resumption of 2002.",
    ),
    "a suspension is contested": Pair(
        "contested_status",
        [suspend("2001", contested_by=["ZZ"])],
        [],
        "ZZ contests the suspension of 2001.",
    ),
    "what is disputed must be whether it lives, and by a side": Pair(
        "contested_status",
        [conclude("2001", id="c"), dispute("c", by=["AA"], claim="it goes on")],
        [
            [conclude("2001", id="c"), dispute("c", claim="it goes on")],
            [meet("2001", id="c"), dispute("c", by=["AA"], claim="none was held")],
            [
                conclude("2001", id="c"),
                dispute("c", by=["AA"], claim="x"),
                ("event_retracted", {"event": "c"}),
            ],
        ],
        "AA contests that it was concluded in 2001.",
    ),
    "only one party has acted": Pair(
        "consent_pending",
        [agree("2001", by=["ZZ"]), agree("2002", by=["ZZ"])],
        [[agree("2001", by=["ZZ"]), agree("2002", by=["AA"])], [agree("2001")]],
        "Only ZZ is on record for agree; the other party's act is not.",
    ),
    "an act is out of place": Pair(
        "out_of_place",
        [meet("1999"), suspend("2000"), suspend("2001")],
        [[meet("1999"), suspend("2000"), resume("2001")]],
        "the definition has no suspend from suspended; the state is unchanged.",
    ),
    "an act is evidence of more": Pair(
        "out_of_place",
        [reopen("2001")],
        [[conclude("2000"), reopen("2001")]],
        "the definition has no reopen from active; the state is unchanged.",
    ),
    "an act that shows that it had come further is told as such": Pair(
        "out_of_place",
        [meet("2001")],
        [],
        "the definition has no hold_meeting from registered; it is evidence of a further state.",
        registration={"kind": "joint-working-group"},
    ),
    "corrections of one key in one order do not conflict": Pair(
        "correction_conflict",
        [meet("2001"), correct("f0", "place", "A"), correct("f0", "place", "B")],
        [
            [meet("2001"), correct("f0", "place", "A"), correct("f0", "place", "A")],
            [
                meet("2001"),
                correct("f0", "place", "A"),
                ("event_corrected", {"event": "f0", "changes": {"place": "B"}, "after": ["f1"]}),
            ],
        ],
        "f2 is used.",
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_one_thing_decides(pair: Pair) -> None:
    check(pair)


@pytest.mark.parametrize(
    ("parties", "told"),
    [
        ([{"code": "IN", "scheme": "other"}, {"code": "BN"}], "IN has no"),
        ([{"code": "AA"}, {"code": "BN"}], "AA (iso3166-1) has no"),
        ([{"code": "EU", "scheme": "eu"}, {"code": "YU", "scheme": "iso3166-3"}],
         "EU (eu) and YU (iso3166-3) have no"),
    ],
)  # fmt: skip
def test_a_party_has_a_code_and_a_scheme(parties: list[dict[str, str]], told: str) -> None:
    (anomaly,) = found("party_not_iso", [], parties=parties)
    assert anomaly.message == f"{told} officially assigned ISO 3166-1 code."


def test_the_last_act_of_the_side_is_named_where_consent_is_pending() -> None:
    facts = [agree("2001", by=["ZZ"]), agree("2002", by=["ZZ"]), suspend("2003", by=["ZZ"])]
    (anomaly,) = found("consent_pending", facts)
    assert anomaly.events == ("f1",)


def test_a_conflict_about_what_does_not_count_yet_is_not_told() -> None:
    facts = [meet("2005"), correct("f0", "place", "A"), correct("f0", "place", "B")]
    assert found("correction_conflict", facts)
    assert not found("correction_conflict", facts, as_of="2001-01-01")


@pytest.mark.parametrize(("corrected", "is_flagged"), [("2026-01-10", False), ("2026-01-01", True)])
def test_a_date_that_was_corrected_is_held_against_the_day_of_the_log(
    corrected: str, *, is_flagged: bool
) -> None:
    now = [TODAY]
    with Registry.open("memory:", clock=lambda: now[0]) as registry:
        mechanism_of(registry, [meet("2025")])
        now[0] = datetime.fromisoformat(f"{corrected}T12:00Z")
        registry.record_all("m", [command(correct("f0", "on", "2026-01-05"), "c", live=False)])
        codes = {anomaly.code for anomaly in registry.mechanism("m").anomalies}

    assert ("future_dated" in codes) is is_flagged
