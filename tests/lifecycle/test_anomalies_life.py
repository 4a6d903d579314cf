"""What all findings share: the order of facts, the clock, the words, and the order of findings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from lifecycle.analysis.anomalies import find_anomalies
from lifecycle.registry.registry import Registry
from tests.lifecycle import scenario
from tests.lifecycle.anomaly_cases import Fact, correct, item, meet, said_by, suspend, tor
from tests.lifecycle.decided import TODAY, Pair, check, found, mechanism_of
from tests.lifecycle.scenario import Given

SUSPENDED: Fact = ("suspended", {"id": "s"})


def note(on: str | None = None, **details: object) -> Fact:
    return "note_recorded", {"text": "a word", **({} if on is None else {"on": on}), **details}


PAIRS: Mapping[str, Pair] = {
    "a fact precedes what came behind one that is said to follow it": Pair(
        "meeting_while_suspended",
        [SUSPENDED, note("2001-04-30", after=["s"]), meet("2001-05-01")],
        [
            [SUSPENDED, note("2001-05-01", after=["s"]), meet("2001-05-01")],
            [SUSPENDED, note(after=["s"]), meet("2001-05-01")],
            [SUSPENDED, note("2001-04-30/..", after=["s"]), meet("2001-05-01")],
            [SUSPENDED, note("2001-04-30", after=["s"]), meet("../2001-05-01")],
        ],
    ),
    "hints and dates are followed one after the other": Pair(
        "meeting_while_suspended",
        [
            *(SUSPENDED, note("2001-03-01", after=["s"], id="a"), note("2001-04-01", id="b")),
            *(note(after=["b"], id="c"), meet("2001", after=["c"])),
        ],
        [
            [
                *(SUSPENDED, note("2001-05-01", after=["s"], id="a"), note("2001-04-01", id="b")),
                *(note(after=["b"], id="c"), meet("2001", after=["c"])),
            ]
        ],
    ),
    "hints are looked at by the days of the facts that give them": Pair(
        "meeting_while_suspended",
        [
            *(SUSPENDED, note("2001/2003", after=["s"]), note(after=["s"]), note(after=["s"])),
            *(note("2001-04-30", after=["s"]), meet("2001-05-01")),
        ],
        [[SUSPENDED, note("2001/2003", after=["s"]), note(after=["s"]), meet("2001-05-01")]],
    ),
    "a hint may be to a fact that is over before": Pair(
        "meeting_while_suspended",
        [suspend("2001-03"), note("2001-04", id="n"), meet("2001", after=["n"])],
        [[suspend("2001-04"), note("2001-04", id="n"), meet("2001", after=["n"])]],
    ),
    "lengths are told in months up to two years": Pair(
        "long_lag",
        [tor("2001-01-01"), meet("2003-01-01")],
        [],
        "At least 23 months passed",
    ),
    "and in years from then on": Pair(
        "long_lag", [tor("2001-01-01"), meet("2003-01-02")], [], "At least 2 years passed"
    ),
    "an open start is told as a day at the latest": Pair(
        "meeting_while_suspended", [suspend("../2001"), meet("2003")], [], "suspended by 2001 and"
    ),
    "a sitting is told by its days": Pair(
        "meeting_while_suspended",
        [suspend("2001"), meet("2003-05-01/2003-05-03")],
        [],
        "It met on 2003-05-01/2003-05-03, although",
    ),
    "a longer time is told as one": Pair(
        "meeting_while_suspended",
        [suspend("2001"), meet("2003-05-01/2003-06-01")],
        [],
        "It met in 2003-05-01/2003-06-01, although",
    ),
    "sources that a correction names count": Pair(
        "source_single",
        [
            meet("2001"),
            ("event_corrected", {"event": "f0", "changes": {"sources": said_by("press")}}),
        ],
        [[meet("2001")]],
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_one_thing_decides(pair: Pair) -> None:
    check(pair)


def test_findings_stand_by_their_first_fact_then_by_code() -> None:
    facts = [meet("2001", 3), meet("2002", 3), suspend("2003"), suspend("2004"),
             correct("f0", "place", "A"), correct("f0", "place", "B")]  # fmt: skip
    with Registry.open("memory:", clock=lambda: TODAY) as registry:
        anomalies = mechanism_of(registry, facts).anomalies
    assert [anomaly.code for anomaly in anomalies] == [
        "correction_conflict",
        "party_not_iso",
        "date_imprecise",
        "no_founding_instrument",
        "number_duplicate",
        "out_of_place",
    ]


def test_the_sources_of_what_is_only_proposed_are_judged() -> None:
    given = Given(scenario.meet(on="2001", sources=said_by("press")), policy="record")
    codes = {anomaly.code for anomaly in scenario.anomalies(given.history)}
    assert "source_single" in codes


def test_without_any_clock_nothing_is_late() -> None:
    due = "roadmap_item_added", {"on": "2001", "roadmap": "r", "item": "x", "due": "2002"}
    rule = scenario.agree(on="2000", periodicity="annually")
    given = Given(due, rule, scenario.meet(on="2001"), policy="record")
    codes = {anomaly.code for anomaly in scenario.anomalies(given.history)}
    assert codes.isdisjoint({"item_overdue", "periodicity_missed"})


def test_without_the_clock_of_the_log_the_newest_record_tells_the_day() -> None:
    days = count()
    with Registry.open("memory:", clock=lambda: TODAY + timedelta(days=next(days))) as registry:
        mechanism = mechanism_of(registry, [item("2001", due="2025-12-10"), note(), note()])
    (late,) = (
        a for a in find_anomalies(replace(mechanism, clock=None)) if a.code == "item_overdue"
    )
    assert late.events == ("f0",)


def test_what_another_finding_tells_is_not_told_of_another_act() -> None:
    facts = [suspend("2001"), meet("2002"), suspend("2003")]
    assert found("meeting_while_suspended", facts)
    (left,) = found("out_of_place", facts)
    assert left.events == ("f2",)


def test_hints_that_lead_to_a_fact_by_many_ways_are_followed_once() -> None:
    knots = [
        note(after=[f"n{layer - 1}{side}" for side in "ab"] if layer else [], id=f"n{layer}{end}")
        for layer in range(40)
        for end in "ab"
    ]
    facts = [suspend("2001-05"), *knots, meet("2001-05", after=["n39a"])]
    assert not found("meeting_while_suspended", facts)
