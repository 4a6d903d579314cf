"""Roadmaps, their items, and deadlines."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.lifecycle.anomaly_cases import Fact, agree, item, meet, resume, roadmap, tor
from tests.lifecycle.decided import Pair, check, found


def completed(on: str, outcome: str, **details: Any) -> Fact:
    return "roadmap_completed", {"on": on, "outcome": outcome, **details}


def terms(first: str | None, second: str | None) -> list[Fact]:
    return [roadmap("2000", term=first, roadmap="a"), roadmap("2001", term=second, roadmap="b")]


def request(**details: Any) -> Fact:
    return "request_made", {"on": "2001", "what": "a list", "until": "2002", **details}


def answer(on: str, **details: Any) -> Fact:
    return "request_answered", {"on": on, "answer": "accepted", **details}


MANDATE: Fact = ("roadmap_mandated", {"on": "2001", "due": "2002", "roadmap": "r"})
DEADLINE: Fact = ("deadline_set", {"on": "2001", "what": "a list", "due": "2002", "id": "d"})
MOU: Fact = ("instrument_concluded", {"on": "2001", "kind": "mou", "role": "founding"})
MET_BEFORE, TOR_BEFORE, RESUMED_BEFORE = meet("2000"), tor("2000"), resume("2000")
REVIVAL: Fact = ("resumption_agreed", {"on": "2001", "target": "2002"})
DUE = item("2001", due="2002")

PAIRS: Mapping[str, Pair] = {
    "a roadmap needs a document, a title and a term": Pair(
        "roadmap_vague",
        [roadmap("2001", document=None, title=None, term=None, roadmap="r")],
        [[roadmap("2001")], [roadmap("2001", term=None, duration="2 years")]],
        "No document, title or term of the roadmap is on record (basis: document).",
    ),
    "a roadmap without a title": Pair(
        "roadmap_vague",
        [roadmap("2001", title=None)],
        [[roadmap("2001")]],
        "No title of the roadmap",
    ),
    "each founding act shows that there is a mechanism": Pair(
        "roadmap_without_mechanism",
        [roadmap("2001"), meet("2002"), ("proposed", {"on": "2000"})],
        [
            [agree("2000"), roadmap("2001")],
            [tor("2000"), roadmap("2001")],
            [MOU, roadmap("2001")],
            [meet("2000"), roadmap("2001")],
        ],
    ),
    "terms overlap that have a day in common": Pair(
        "roadmap_overlap",
        terms("2001-01-01/2005-06-30", "2005-06-30/2008"),
        [
            terms("2001-01-01/2005-06-30", "2005-07-01/2008"),
            terms("2001/2005", "2005/2008"),
            terms("2001/", "2002/2003"),
            terms("/2005", "2002/2003"),
            terms(None, "2002/2003"),
            terms("2002/2003", None),
            terms("2001/2003", "2004"),
            terms("2004", "2001/2003"),
        ],
        "The terms of Roadmap (2001-01-01/2005-06-30) and of Roadmap (2005-06-30/2008) overlap.",
    ),
    "an open term runs on": Pair(
        "roadmap_overlap", terms("2001/..", "2004"), [terms("2001/..", "2000")]
    ),
    "an open term has begun": Pair(
        "roadmap_overlap", terms("../2005", "2004"), [terms("../2005", "2006")]
    ),
    "a year as a term is all of it": Pair(
        "roadmap_overlap", terms("2004", "2004-06"), [terms("2004", "2005"), terms("2004", "2003")]
    ),
    "roadmaps that belong together may overlap": Pair(
        "roadmap_overlap",
        [roadmap("2001", title=None, roadmap="a"), roadmap("2002", title=None)],
        [
            [roadmap("2001", roadmap="a"), roadmap("2002", roadmap="a")],
            [roadmap("2001", roadmap="a", parent="b"), roadmap("2002")],
            [roadmap("2001", roadmap="a"), roadmap("2002", parent="a")],
            [roadmap("2001", roadmap="a"), ("roadmap_superseded", {"on": "2002"}), roadmap("2002")],
            [
                roadmap("2001", roadmap="a"),
                roadmap("2002"),
                ("roadmap_superseded", {"on": "2003", "roadmap": "a"}),
            ],
            [
                roadmap("2001", roadmap="a"),
                roadmap("2002"),
                completed("2003", "completed", roadmap="a"),
            ],
        ],
        "The terms of a (2001/2005) and of the roadmap of 2002 (2001/2005) overlap.",
    ),
    "a deadline is past on the day after its last": Pair(
        "deadline_missed",
        [("deadline_set", {"on": "2001", "what": "a list", "due": "2025-12-08"})],
        [[("deadline_set", {"on": "2001", "what": "a list", "due": "2025-12-09"})]],
    ),
    "what was done in time once was done": Pair(
        "deadline_missed",
        [
            DEADLINE,
            ("note_recorded", {"on": "2003", "text": "given", "causation_id": "d"}),
            ("note_recorded", {"on": "2004", "text": "given", "causation_id": "d"}),
        ],
        [
            [
                DEADLINE,
                ("note_recorded", {"on": "2003", "text": "given", "causation_id": "d"}),
                ("note_recorded", {"on": "2002", "text": "given", "causation_id": "d"}),
            ],
            [DEADLINE, ("note_recorded", {"text": "given", "causation_id": "d"})],
        ],
        "'a list' was due by 2002; on record it was done only in 2003.",
    ),
    "only the fact that names the deadline meets it": Pair(
        "deadline_missed", [DEADLINE, ("note_recorded", {"on": "2002", "text": "given"})], []
    ),
    "a request without a day cannot be late": Pair(
        "deadline_missed",
        [request()],
        [[request(until=None)]],
        "An answer to 'a list' was due by 2002",
    ),
    "an answer is to the request of its name, or without a name to any": Pair(
        "deadline_missed",
        [request(request="q"), answer("2002", request="other")],
        [
            [request(request="q"), answer("2002", request="q")],
            [request(request="q"), answer("2002")],
            [request(), answer("2002", request="q")],
        ],
    ),
    "an answer comes after its request": Pair(
        "deadline_missed",
        [answer("2000", request="q"), request(request="q")],
        [[request(request="q"), answer("2001", request="q")]],
    ),
    "to meet answers the request to meet": Pair(
        "deadline_missed",
        [request(what="a meeting room"), meet("2002")],
        [[request(what="to Host the next MEETING"), meet("2002")]],
    ),
    "a meeting before the request is no answer": Pair(
        "deadline_missed", [MET_BEFORE, request(what="convene a session")], []
    ),
    "a mandate is met by a roadmap of its name": Pair(
        "deadline_missed",
        [MANDATE, roadmap("2002", roadmap="other")],
        [
            [MANDATE, roadmap("2002", roadmap="r")],
            [MANDATE, roadmap("2002")],
            [MANDATE, ("roadmap_refreshed", {"on": "2002", "roadmap": "r"})],
            [("roadmap_mandated", {"on": "2001", "roadmap": "r"})],
        ],
    ),
    "a roadmap before its mandate does not meet it": Pair(
        "deadline_missed", [roadmap("2000", roadmap="r"), MANDATE], []
    ),
    "an agreement to establish is carried out by what founds": Pair(
        "deadline_missed",
        [agree("2001", target="2002"), ("proposed", {"on": "2002"})],
        [
            [agree("2001", target="2002"), tor("2002")],
            [agree("2001", target="2002"), ("instrument_concluded", {**MOU[1], "on": "2002"})],
            [agree("2001", target="2002"), meet("2002")],
            [agree("2001")],
        ],
        "The establishment was due by 2002",
    ),
    "what was there before does not carry out an agreement": Pair(
        "deadline_missed", [TOR_BEFORE, agree("2001", target="2002")], []
    ),
    "an agreement to resume is carried out by resuming": Pair(
        "deadline_missed",
        [RESUMED_BEFORE, REVIVAL, tor("2002")],
        [[REVIVAL, resume("2002")], [REVIVAL, meet("2002")]],
        "The resumption was due by 2002",
    ),
    "the items of a roadmap that is over are not due": Pair(
        "item_overdue",
        [roadmap("2001", roadmap="r"), DUE],
        [
            [roadmap("2001", roadmap="r"), DUE, completed("2003", outcome, roadmap="r")]
            for outcome in ("completed", "expired", "abandoned")
        ],
        "The item 'a report' was due by 2002;",
    ),
    "an item is overdue on the day after its last": Pair(
        "item_overdue", [item("2001", due="2025-12-08")], [[item("2001", due="2025-12-09")]]
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_one_thing_decides(pair: Pair) -> None:
    check(pair)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("deadline_missed", [DEADLINE, ("note_recorded", {"on": "2005", "text": "a word"})]),
        ("item_overdue", [DUE, ("note_recorded", {"on": "2005", "text": "a word"})]),
    ],
)
def test_what_may_have_been_done_by_the_day_is_not_missed(code: str, facts: list[Fact]) -> None:
    assert found(code, facts, as_of="2004-12-31")
    assert not found(code, facts, as_of="2005-06-30")


@pytest.mark.parametrize(("count", "is_flagged"), [(50, True), (51, False)])
def test_only_the_newest_fifty_roadmaps_are_compared(count: int, *, is_flagged: bool) -> None:
    years = ["2001", *(str(1901 + place) for place in range(count - 2)), "2001"]
    facts = [roadmap("2001-01-01", term=year) for year in years]
    assert bool(found("roadmap_overlap", facts)) is is_flagged
