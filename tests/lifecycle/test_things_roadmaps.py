from typing import Any

import pytest

from lifecycle.dates.edtf import parse
from lifecycle.views.roadmaps import Item, Roadmap, roadmaps_of
from tests.lifecycle.lives import Said, life, said, types


def roadmaps(*facts: Said) -> tuple[Roadmap, ...]:
    return roadmaps_of(life(*facts))


def activated(on: str, **details: Any) -> Said:
    return said("roadmap_activated", on, **{"basis": "document", **details})


def item(kind: str, on: str, **details: Any) -> Said:
    return said(f"roadmap_item_{kind}", on, **{"item": "customs", **details})


def day(text: str) -> int:
    number = parse(text).earliest
    assert number is not None
    return number


def outlines(*facts: Said) -> list[tuple[str | None, str | None]]:
    return [(roadmap.name, roadmap.status) for roadmap in roadmaps(*facts)]


# Course


def test_facts_with_one_name_are_one_roadmap() -> None:
    (found,) = roadmaps(
        said("roadmap_mandated", "2000", roadmap="plan", due="2001-03"),
        activated(
            "2001",
            roadmap="plan",
            title="Plan",
            document="P1",
            term="2001/2004",
            parent="Grand plan",
            adopted_by="Leaders",
        ),
        item("added", "2001", roadmap="plan"),
        said("roadmap_superseded", "2003", roadmap="plan", successor="plan 2"),
    )

    assert (found.name, found.status, found.title, found.basis) == (
        "plan",
        "superseded",
        "Plan",
        "document",
    )
    assert (found.document, found.parent, found.adopted_by, found.successor) == (
        "P1",
        "Grand plan",
        "Leaders",
        "plan 2",
    )
    assert (str(found.due), str(found.term), found.term_end) == (
        "2001-03",
        "2001/2004",
        day("2004-12-31"),
    )
    assert len(found.facts) == 4


@pytest.mark.parametrize("outcome", ["completed", "expired", "abandoned"])
def test_a_roadmap_ends_as_told(outcome: str) -> None:
    assert outlines(activated("2001"), said("roadmap_completed", "2003", outcome=outcome)) == [
        (None, outcome)
    ]


def test_a_mandate_for_an_active_roadmap_puts_it_under_refresh() -> None:
    facts = (activated("2001", roadmap="plan"), said("roadmap_mandated", "2002", roadmap="plan"))

    assert outlines(*facts) == [("plan", "under_refresh")]
    assert outlines(*facts, said("roadmap_refreshed", "2003", roadmap="plan")) == [
        ("plan", "active")
    ]


def test_a_mandate_does_not_bring_an_ended_roadmap_back() -> None:
    assert outlines(
        activated("2001", roadmap="plan"),
        said("roadmap_completed", "2002", roadmap="plan"),
        said("roadmap_mandated", "2003", roadmap="plan"),
    ) == [("plan", "completed")]


def test_a_refresh_changes_title_document_and_term() -> None:
    (found,) = roadmaps(
        activated("2001", title="Plan", document="P1", term="2001/2004"),
        said("roadmap_refreshed", "2003", title="Plan 2", document="P2", term="2003/.."),
    )

    assert (found.title, found.document, str(found.term), found.term_end) == (
        "Plan 2",
        "P2",
        "2003/..",
        None,
    )


# Term


@pytest.mark.parametrize(
    ("details", "end"),
    [
        ({"term": "2001/2004-06"}, "2004-06-30"),
        ({"duration": "2 years", "counted_from": "2001-03-01"}, "2003-02-28"),
        ({"duration": "18 months", "counted_from": "2001-01"}, "2002-07-30"),
        ({"duration": "2 years", "counted_from": "commencement"}, None),
        ({"duration": "2 years", "counted_from": "2001/.."}, None),
        ({"duration": "2 years"}, None),
        ({"duration": "some years", "counted_from": "2001"}, None),
        ({"term": "2001/.."}, None),
        ({}, None),
    ],
)
def test_the_last_day_of_a_roadmap_is_read_where_it_can_be(
    details: dict[str, str], end: str | None
) -> None:
    (found,) = roadmaps(activated("2001", **details))

    assert found.term_end == (None if end is None else day(end))


def test_a_roadmap_is_expired_the_day_after_its_term() -> None:
    (found,) = roadmaps(activated("2001", term="2001/2004"))

    assert found.status_on(day("2004-12-31")) == "active"
    assert found.status_on(day("2005-01-01")) == "expired"


def test_what_ended_otherwise_does_not_expire() -> None:
    completed, endless = roadmaps(
        activated("2001", roadmap="a", term="2001/2004"),
        said("roadmap_completed", "2003", roadmap="a"),
        activated("2004", roadmap="b"),
    )

    assert completed.status_on(day("2030")) == "completed"
    assert endless.status_on(day("2030")) == "active"


# Without a name


def test_an_activation_takes_up_the_mandate_that_waits_for_it() -> None:
    assert outlines(said("roadmap_mandated", "2000"), activated("2001")) == [(None, "active")]


def test_a_document_takes_up_a_commitment_but_no_other_roadmap() -> None:
    (found,) = roadmaps(activated("2000", basis="commitment"), activated("2001", title="Plan"))
    assert (found.basis, found.title) == ("document", "Plan")

    assert len(roadmaps(activated("2000"), activated("2001"))) == 2
    assert len(roadmaps(activated("2000", title="A", basis="commitment"), activated("2001"))) == 1
    titled = activated("2001", title="B")
    assert len(roadmaps(activated("2000", title="A", basis="commitment"), titled)) == 2


def test_every_mandate_without_a_name_begins_a_roadmap() -> None:
    assert len(roadmaps(said("roadmap_mandated", "2000"), said("roadmap_mandated", "2001"))) == 2


def test_an_end_without_a_name_is_of_the_newest_roadmap_without_one_that_runs() -> None:
    assert outlines(
        activated("2000", roadmap="plan"),
        activated("2001"),
        activated("2002"),
        said("roadmap_completed", "2003"),
        said("roadmap_superseded", "2004"),
    ) == [("plan", "active"), (None, "superseded"), (None, "completed")]


def test_an_end_without_a_name_is_of_the_only_roadmap_that_runs() -> None:
    assert outlines(
        activated("2000", roadmap="a"),
        said("roadmap_completed", "2001", roadmap="a"),
        activated("2002", roadmap="b"),
        said("roadmap_completed", "2003"),
    ) == [("a", "completed"), ("b", "completed")]


def test_an_end_that_may_be_of_either_of_two_is_of_neither() -> None:
    assert outlines(
        activated("2000", roadmap="a"),
        activated("2000", roadmap="b"),
        said("roadmap_completed", "2003"),
    ) == [("a", "active"), ("b", "active"), (None, "completed")]


# Items


def items(*facts: Said) -> dict[str | None, list[Item]]:
    return {roadmap.name: list(roadmap.items) for roadmap in roadmaps(*facts)}


PLAN = activated("2001", roadmap="plan")
ADDED = item("added", "2001", roadmap="plan", due="2002-06", owners=[{"party": "AA", "name": "N"}])


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([], "agreed"),
        ([item("progressed", "2002")], "in_progress"),
        ([item("completed", "2002")], "done"),
        ([item("dropped", "2002")], "dropped"),
        ([item("carried_over", "2002", to="plan 2")], "carried_over"),
    ],
)
def test_an_item_goes_its_way(facts: list[Said], status: str) -> None:
    (found,) = items(PLAN, ADDED, *facts)["plan"]

    assert (found.name, found.status, str(found.due)) == ("customs", status, "2002-06")
    assert [(owner.party, owner.name) for owner in found.owners] == [("AA", "N")]
    assert len(found.facts) == 1 + len(facts)


def test_a_proposed_item_can_be_agreed_and_an_agreed_one_stays_so() -> None:
    proposed = item("added", "2002", roadmap="plan", status="proposed", due="2003")
    agreed = item("added", "2003", roadmap="plan")

    assert [i.status for i in items(PLAN, proposed)["plan"]] == ["proposed"]
    assert [(i.status, str(i.due)) for i in items(PLAN, proposed, agreed)["plan"]] == [
        ("agreed", "2003")
    ]
    assert [i.status for i in items(PLAN, ADDED, proposed)["plan"]] == ["agreed"]


def test_an_item_is_overdue_once_it_was_due_for_certain() -> None:
    (agreed,) = items(PLAN, ADDED)["plan"]
    (moved,) = items(PLAN, ADDED, item("progressed", "2002", due="2003"))["plan"]
    (done,) = items(PLAN, ADDED, item("completed", "2002"))["plan"]
    (proposed,) = items(PLAN, item("added", "2001", status="proposed", due="2002-06"))["plan"]
    (endless,) = items(PLAN, item("added", "2001"))["plan"]
    after = day("2002-07-01")

    assert [i.overdue(after) for i in (agreed, moved, done, proposed, endless)] == [
        True,
        False,
        False,
        False,
        False,
    ]
    assert not agreed.overdue(after - 1)


def test_an_item_carried_over_goes_on_in_the_other_roadmap() -> None:
    found = items(
        PLAN,
        ADDED,
        item("progressed", "2001-05", roadmap="plan"),
        item("carried_over", "2002", roadmap="plan", to="plan 2", due="2004"),
        item("completed", "2003"),
    )

    (old,), (new,) = found["plan"], found["plan 2"]
    assert (old.status, str(old.due)) == ("carried_over", "2002-06")
    assert (new.status, str(new.due), new.owners) == ("done", "2004", old.owners)
    assert types(new.facts) == [
        "roadmap_item_added",
        "roadmap_item_progressed",
        "roadmap_item_carried_over",
        "roadmap_item_completed",
    ]


def test_a_carried_over_item_is_worked_on_as_before() -> None:
    carried = item("carried_over", "2003", roadmap="plan", to="plan 2")
    progressed = item("progressed", "2002", roadmap="plan")

    assert [i.status for i in items(PLAN, ADDED, progressed, carried)["plan 2"]] == ["in_progress"]


def test_an_item_carried_over_to_its_own_roadmap_stays_there() -> None:
    (found,) = roadmaps(PLAN, ADDED, item("carried_over", "2002", roadmap="plan", to="plan"))

    assert [i.status for i in found.items] == ["agreed"]
    assert len(found.facts) == 3


def test_items_that_nobody_says_the_roadmap_of_stand_under_one_without_name_or_status() -> None:
    found = roadmaps(
        PLAN,
        activated("2001", roadmap="b"),
        item("added", "2002", item="x"),
        item("added", "2002", item="y"),
    )

    assert [(r.name, r.status, [i.name for i in r.items]) for r in found] == [
        ("plan", "active", []),
        ("b", "active", []),
        (None, None, ["x", "y"]),
    ]
