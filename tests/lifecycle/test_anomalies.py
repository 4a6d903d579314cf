import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.clock import Clock
from lifecycle.analysis.anomalies import CATALOGUE, find_anomalies
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.definitions.anomaly_codes import ANOMALY_CODES
from lifecycle.errors import UnreadableFactError
from lifecycle.registry.registry import Registry
from tests.lifecycle.anomaly_cases import CASES, Fact, agree, conclude, meet, resume, suspend
from tests.lifecycle.decided import mechanism_of

PAGE = (Path(__file__).parents[2] / "docs" / "anomalies.md").read_text(encoding="utf-8")
KINDS = {kind.code: kind for kind in CATALOGUE}


@pytest.fixture
def memory(clock: Clock) -> Iterator[Registry]:
    """A log whose clock stands at 9 December 2025."""
    with Registry.open("memory:", clock=clock) as opened:
        yield opened


def codes(mechanism: Mechanism) -> set[str]:
    return {anomaly.code for anomaly in mechanism.anomalies}


def test_every_kind_has_a_case_and_a_known_code() -> None:
    assert CASES.keys() == KINDS.keys() == ANOMALY_CODES
    assert len(KINDS) == len(CATALOGUE)


@pytest.mark.parametrize("code", CASES)
def test_it_is_found_where_it_is(code: str, memory: Registry) -> None:
    case = CASES[code]
    mechanism = mechanism_of(memory, case.flagged, **case.registration)
    found = [anomaly for anomaly in mechanism.anomalies if anomaly.code == code]
    assert len(found) == 1
    assert found[0].severity == KINDS[code].severity
    assert re.fullmatch(r"[A-Z0-9'].*[.]", found[0].message)
    assert len(mechanism.facts_of(found[0])) == len(found[0].events)
    assert found[0].events


@pytest.mark.parametrize("code", CASES)
def test_a_near_miss_is_left_alone(code: str, memory: Registry) -> None:
    case = CASES[code]
    mechanism = mechanism_of(memory, case.clear, **case.clear_registration)
    assert code not in codes(mechanism)


@pytest.mark.parametrize("code", KINDS)
def test_every_code_has_its_section_and_severity_on_its_page(code: str) -> None:
    kind = KINDS[code]
    assert f"| [{code}](#{code}) | {kind.severity} | {kind.title} |" in PAGE
    section = PAGE.partition(f"\n## {code}\n")[2].partition("\n## ")[0]
    assert f"({kind.severity})" in section
    assert "Example:" in section
    assert "What to do:" in section


# What dates and hints decide


def test_a_hint_tells_that_the_terms_came_after_a_meeting_of_the_same_day(
    memory: Registry,
) -> None:
    facts: list[Fact] = [("meeting_held", {"on": "2001-01-01", "id": "m1"})]
    signatories = [{"party": "AA"}, {"party": "ZZ"}]
    said = {"on": "2001-01-01", "after": ["m1"], "signatories": signatories}
    facts.append(("terms_of_reference_signed", said))
    found = codes(mechanism_of(memory, facts))
    assert {"meeting_before_instrument", "instrument_after_meeting"} <= found


def test_what_was_due_is_judged_as_of_the_day_asked_for(memory: Registry) -> None:
    mechanism_of(memory, CASES["item_overdue"].flagged)
    assert "item_overdue" not in codes(memory.mechanism("m", as_of="2002-12-31"))
    assert "item_overdue" in codes(memory.mechanism("m", as_of="2003-01-01"))


def test_a_record_that_begins_in_mid_life_owes_no_beginning(memory: Registry) -> None:
    facts = [("meeting_held", {"on": "2001-01-01", "number": 38})]
    found = codes(mechanism_of(memory, facts, known_from="operational"))
    assert "no_founding_instrument" not in found


def test_the_first_known_number_may_be_any(memory: Registry) -> None:
    found = codes(mechanism_of(memory, [("meeting_held", {"on": "2001-01-01", "number": 38})]))
    assert not {code for code in found if code.startswith("number_")}


def test_what_is_good_to_know_of_many_facts_is_one_remark(memory: Registry) -> None:
    meeting = {"sources": [{"publisher": "A paper", "kind": "secondary"}]}
    facts = [("meeting_held", {"on": str(year), **meeting}) for year in range(2001, 2006)]
    found = [a for a in mechanism_of(memory, facts).anomalies if a.severity == "info"]
    for code in ("date_imprecise", "source_single", "source_secondary_only"):
        assert [len(a.events) for a in found if a.code == code] == [5]


def test_meetings_of_two_series_are_counted_apart(memory: Registry) -> None:
    facts = [
        ("meeting_held", {"on": "2001", "number": 7}),
        ("meeting_held", {"on": "2002", "number": 2, "series": "experts"}),
        ("meeting_held", {"on": "2003", "number": 8}),
    ]
    found = codes(mechanism_of(memory, facts))
    assert not {code for code in found if code.startswith("number_")}


def test_a_meeting_that_may_have_come_after_the_resumption_is_not_blamed(
    memory: Registry,
) -> None:
    facts = [
        ("suspended", {"on": "2001"}),
        ("meeting_held", {"on": "2003-05"}),
        ("resumed", {"on": "2003-05"}),
    ]
    assert "meeting_while_suspended" not in codes(mechanism_of(memory, facts))


# How it is told


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("resumed_without_suspension", [resume("2001")]),
        ("meeting_after_end", [conclude("2001"), meet("2002")]),
    ],
)
def test_an_act_of_which_more_is_told_is_not_told_to_be_out_of_place(
    code: str, facts: list[Fact], memory: Registry
) -> None:
    found = codes(mechanism_of(memory, facts))
    assert code in found
    assert "out_of_place" not in found


def test_an_act_out_of_place_names_only_the_state_that_it_would_change(memory: Registry) -> None:
    mechanism = mechanism_of(memory, CASES["out_of_place"].flagged)
    (found,) = [a for a in mechanism.anomalies if a.code == "out_of_place"]
    assert "the definition has no suspend from suspended;" in found.message


@pytest.mark.parametrize(
    ("code", "facts", "told"),
    [
        (
            "number_gap",
            [meet("2001", 3), meet("2002"), meet("2003", 7)],
            "3 came between by their numbers, on record there is 1, without a number.",
        ),
        (
            "resumed_without_meeting",
            [suspend("2001"), meet("2002-05-06", id="m"), resume("2002-05-06", after=["m"])],
            "since that of 2002-05-06, when it was resumed.",
        ),
        (
            "date_conflict",
            [
                meet("../2001", id="m1"),
                ("event_disputed", {"event": "m1", "field": "occurred", "occurred_claim": "2002"}),
            ],
            "for a fact dated by 2001 at the latest.",
        ),
        (
            "agreed_again",
            [agree("2001"), agree("2002-03-04/2002-03-05")],
            "is agreed again on 2002-03-04/2002-03-05; it was agreed in 2001 already.",
        ),
    ],
)
def test_it_is_told_as_it_was(code: str, facts: list[Fact], told: str, memory: Registry) -> None:
    (found,) = [a for a in mechanism_of(memory, facts).anomalies if a.code == code]
    assert found.message.endswith(told)


def test_a_later_sitting_of_a_counted_meeting_is_not_outside_the_count(memory: Registry) -> None:
    sittings = [
        meet("2001-05", 1, meeting="the first"),
        meet("2001-07", counted=False, meeting="the first"),
    ]
    assert "uncounted_meeting" not in codes(mechanism_of(memory, sittings))


def test_a_meeting_that_cannot_be_read_is_named(memory: Registry) -> None:
    mechanism = mechanism_of(memory, [meet("2001", 1)])
    recorded = mechanism.history[1].recorded
    assert recorded is not None
    recorded.data["number"] = "one"
    with pytest.raises(UnreadableFactError, match="meeting_held cannot be read: number"):
        find_anomalies(mechanism)


@pytest.mark.parametrize(
    ("aa", "zz", "unequal"),
    [
        ("Joint Secretary, Ministry of Defence", "Deputy Permanent Secretary", False),
        ("Egyptian Prime Minister", "Prime Minister and Minister of Defence", False),
        ("Minister for Foreign Affairs", "Foreign Minister", False),
        ("Deputy Prime Minister", "Minister of Trade", False),
        ("Foreign Secretary", "Director General", False),
        ("Minister of State for Trade", "Minister of Trade", True),
        ("Prime Minister", "Minister of Trade", True),
        ("Director General for Asia", "Vice Minister", True),
    ],
)
def test_ranks_are_compared_only_where_titles_are_clear(
    aa: str, zz: str, unequal: bool, memory: Registry
) -> None:
    chairs = [{"party": "AA", "title": aa}, {"party": "ZZ", "title": zz}]
    mechanism = mechanism_of(memory, [("meeting_held", {"on": "2001", "co_chairs": chairs})])
    assert ("rank_asymmetry" in codes(mechanism)) == unequal
