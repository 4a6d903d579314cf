"""For each code, a history that has it and a near miss that has not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

Fact = tuple[str, dict[str, Any]]
"""Type and details."""


class Case(NamedTuple):
    """Histories of one mechanism that differ little."""

    flagged: list[Fact]
    clear: list[Fact]
    registration: Mapping[str, Any] = MappingProxyType({})
    clear_registration: Mapping[str, Any] = MappingProxyType({})


def agree(on: str, **details: Any) -> Fact:
    return "establishment_agreed", {"on": on, **details}


def tor(on: str, **details: Any) -> Fact:
    signatories = [{"party": "AA"}, {"party": "ZZ"}]
    return "terms_of_reference_signed", {"on": on, "signatories": signatories, **details}


def meet(on: str, number: int | None = None, **details: Any) -> Fact:
    said = {"on": on, **details}
    return "meeting_held", said if number is None else {**said, "number": number}


def roadmap(on: str, **details: Any) -> Fact:
    said = {"basis": "document", "title": "Roadmap", "document": "R1", "term": "2001/2005"}
    return "roadmap_activated", {"on": on, **said, **details}


def suspend(on: str, **details: Any) -> Fact:
    return "suspended", {"on": on, **details}


def resume(on: str, **details: Any) -> Fact:
    return "resumed", {"on": on, **details}


def conclude(on: str, **details: Any) -> Fact:
    return "concluded", {"on": on, "reason": "done", **details}


def reopen(on: str) -> Fact:
    return "reopened", {"on": on}


def item(on: str, **details: Any) -> Fact:
    return "roadmap_item_added", {"on": on, "roadmap": "r", "item": "a report", **details}


def correct(event: str, key: str, value: str) -> Fact:
    return "event_corrected", {"event": event, "changes": {key: value}}


def chairs(aa: str | None, zz: str | None, key: str = "title") -> list[dict[str, str]]:
    return [{"party": p, key: said} for p, said in (("AA", aa), ("ZZ", zz)) if said]


def said_by(*kinds: str) -> list[dict[str, str]]:
    return [{"publisher": f"Paper {n}", "kind": kind} for n, kind in enumerate(kinds)]


CASES: Mapping[str, Case] = {
    "correction_conflict": Case(
        [meet("2001"), correct("f0", "on", "2002"), correct("f0", "on", "2003")],
        [meet("2001"), correct("f0", "on", "2002"), correct("f0", "place", "Arland City")],
    ),
    "out_of_place": Case(
        [meet("1999"), suspend("2000"), suspend("2001")],
        [meet("1999"), suspend("2000"), resume("2001"), suspend("2002")],
    ),
    "consent_pending": Case(
        [agree("2001", by=["AA"])], [agree("2001", by=["AA"]), agree("2002", by=["ZZ"])]
    ),
    "order_undetermined": Case(
        [tor("2001"), suspend("2001-05")], [tor("2001-04"), suspend("2001-05")]
    ),
    "meeting_before_instrument": Case(
        [meet("2001-01-01"), tor("2001-01-02")], [meet("2001-01-01"), tor("2001-01-01")]
    ),
    "instrument_during_meeting": Case(
        [meet("2001-01-01", start="2001-01-01", end="2001-01-03"), tor("2001-01-02")],
        [meet("2001-01-01", start="2001-01-01", end="2001-01-03"), tor("2001-01-01")],
    ),
    "instrument_after_meeting": Case(
        [
            tor("2000"),
            meet("2001"),
            (
                "instrument_concluded",
                {
                    "on": "2002",
                    "kind": "mou",
                    "role": "founding",
                },
            ),
        ],
        [tor("2000"), meet("2001"), tor("2002")],
    ),
    "no_founding_instrument": Case([meet("2001")], [tor("2000"), meet("2001")]),
    "instrument_without_meeting": Case([tor("2001")], [tor("2025-06")]),
    "long_lag": Case([tor("2001"), meet("2003-01-02", 1)], [tor("2001"), meet("2002-12-31", 1)]),
    "agreed_again": Case(
        [agree("2001"), agree("2003")], [agree("2001", by=["AA"]), agree("2003", by=["ZZ"])]
    ),
    "suspended_before_first_meeting": Case(
        [suspend("2000"), meet("2001")], [suspend("2000"), meet("2000")]
    ),
    "suspended_while_inactive": Case(
        [meet("2001"), suspend("2005")], [meet("2001"), suspend("2004")]
    ),
    "meeting_while_suspended": Case(
        [suspend("2001"), meet("2002-03-04"), resume("2003")],
        [suspend("2001"), meet("2002-03-04"), resume("2002-03")],
    ),
    "resumed_without_suspension": Case([resume("2001")], [suspend("2001"), resume("2001")]),
    "resumed_without_meeting": Case(
        [suspend("2001"), resume("2002")], [suspend("2001"), resume("2002"), meet("2002")]
    ),
    "meeting_after_end": Case(
        [conclude("2001"), meet("2002")], [conclude("2001", effective="2002"), meet("2002")]
    ),
    "number_gap": Case(
        [meet("2001", 3), meet("2002", 6)],
        [meet("2001", 3), meet("2001-06/2001-07"), meet("2002", 5)],
    ),
    "number_duplicate": Case(
        [meet("2001", 3), meet("2002", 3)], [meet("2001", 3), meet("2002", 3, series="experts")]
    ),
    "number_out_of_order": Case(
        [meet("2001", 4), meet("2002", 3)], [meet("2001-03", 4), meet("2001", 3)]
    ),
    "number_restarted": Case(
        [meet("2001", 4), meet("2003", 1)],
        [meet("2001", 4), ("numbering_restarted", {"on": "2002"}), meet("2003", 1)],
    ),
    "uncounted_meeting": Case(
        [meet("2001", counted=False, number_claimed="special")], [meet("2001")]
    ),
    "host_not_alternating": Case(
        [
            agree("2000", hosting_rule="alternately"),
            meet("2001", 1, host="AA"),
            meet("2002", 2, host="AA"),
        ],
        [
            agree("2000", hosting_rule="alternately"),
            meet("2001", 1, host="AA"),
            meet("2002", 3, host="AA"),
        ],
    ),
    "periodicity_missed": Case(
        [
            agree("2000", periodicity="annually"),
            meet("2001-12-09"),
            meet("2003-11-09"),
            conclude("2004"),
        ],
        [
            agree("2000", periodicity="annually"),
            meet("2001-01-09"),
            meet("2002-12-09"),
            conclude("2004"),
        ],
    ),
    "rank_asymmetry": Case(
        [meet("2001", co_chairs=chairs("Foreign Minister", "Deputy Foreign Minister"))],
        [meet("2001", co_chairs=chairs("Foreign Minister", "Secretary of State"))],
    ),
    "chair_missing": Case(
        [meet("2001", co_chairs=chairs("Minister", None))],
        [meet("2001", co_chairs=chairs("Minister", "Minister"))],
    ),
    "chair_differs_from_announced": Case(
        [
            ("chair_named", {"on": "2001-01", "party": "AA", "name": "Ada Lane"}),
            meet("2001-03", co_chairs=chairs("Bo Reed", None, "name")),
        ],
        [
            ("chair_named", {"on": "2001-01", "party": "AA", "name": "Ada Lane"}),
            meet("2001-03", co_chairs=chairs("Dr Ada Lane", None, "name")),
        ],
    ),
    "date_conflict": Case(
        [
            meet("2001", id="m1"),
            ("event_disputed", {"event": "m1", "field": "occurred", "occurred_claim": "2002"}),
        ],
        [
            meet("2001", id="m1"),
            ("event_disputed", {"event": "m1", "field": "place", "claim": "Port City"}),
        ],
    ),
    "date_imprecise": Case([meet("2001-03")], [meet("2001-03-04/2001-03-06")]),
    "future_dated": Case([meet("2025-12-12")], [meet("2025-12-10")]),
    "source_single": Case(
        [meet("2001", sources=said_by("press"))], [meet("2001", sources=said_by("joint"))]
    ),
    "source_secondary_only": Case(
        [meet("2001", sources=said_by("secondary", "secondary"))],
        [meet("2001", sources=said_by("secondary", "press"))],
    ),
    "one_side_readout_only": Case(
        [meet("2001", sources=said_by("official"))],
        [meet("2001", sources=said_by("official", "official"))],
    ),
    "contested_status": Case(
        [suspend("2001", by=["AA"], contested_by=["ZZ"])], [suspend("2001", by=["AA"])]
    ),
    "party_not_iso": Case([], [], clear_registration={"parties": ["IN", "BN"]}),
    "roadmap_without_mechanism": Case(
        [roadmap("2001"), meet("2002")], [roadmap("2001"), meet("2001")]
    ),
    "roadmap_overlap": Case(
        [roadmap("2001", term="2001/2005"), roadmap("2003", term="2003/2008")],
        [roadmap("2001", term="2001/2005"), roadmap("2005", term="2005/2008")],
    ),
    "roadmap_vague": Case(
        [roadmap("2001", document=None, term=None)],
        [roadmap("2001", term=None, duration="2 years")],
    ),
    "item_overdue": Case(
        [item("2001", due="2002")],
        [
            item("2001", due="2002"),
            ("roadmap_item_completed", {"on": "2004", "roadmap": "r", "item": "a report"}),
        ],
    ),
    "deadline_missed": Case(
        [
            ("request_made", {"on": "2001", "what": "a list", "until": "2002", "request": "q"}),
            ("request_answered", {"on": "2003", "request": "q", "answer": "accepted"}),
        ],
        [
            ("request_made", {"on": "2001", "what": "a list", "until": "2002", "request": "q"}),
            ("request_answered", {"on": "2002", "request": "q", "answer": "refused"}),
        ],
    ),
}
