import pytest

from lifecycle.views.relations import (
    Subgroup,
    parents_of,
    predecessors_of,
    relations_of,
    subgroups_of,
    successors_of,
)
from tests.lifecycle.lives import Said, life, said, types


def changed(on: str, how: str, name: str = "Experts", **details: object) -> Said:
    return said("subgroup_changed", on, name=name, how=how, **details)


def subgroups(*facts: Said) -> tuple[Subgroup, ...]:
    return subgroups_of(life(*facts))


CREATED = said("subgroup_created", "2001", name="Experts", level="directors", purpose="tariffs")


def test_a_mechanism_is_part_of_one_larger_one_after_the_other() -> None:
    assert parents_of(life()) == ()
    first, second = parents_of(
        life(said("put_under", "2001", parent="a"), said("put_under", "2005", parent="The forum"))
    )

    assert (first.value, first.ended) == ("a", second.begun)
    assert (second.value, second.ended) == ("The forum", None)


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ("suspended", "suspended"),
        ("dissolved", "dissolved"),
        ("merged", "merged"),
        ("split", "split"),
        ("reactivated", "active"),
        ("renamed", "active"),
    ],
)
def test_a_subgroup_changes(how: str, status: str) -> None:
    (found,) = subgroups(CREATED, changed("2005", how))

    assert (found.name, found.status, found.level, found.purpose) == (
        "Experts",
        status,
        "directors",
        "tariffs",
    )
    assert types(found.facts) == ["subgroup_created", "subgroup_changed"]


def test_a_subgroup_may_be_first_heard_of_when_it_changes() -> None:
    (dissolved,) = subgroups(changed("2005", "dissolved"))
    (renamed,) = subgroups(changed("2005", "renamed"))

    assert (dissolved.status, renamed.status) == ("dissolved", None)


def test_a_renamed_subgroup_is_known_by_both_names() -> None:
    (found,) = subgroups(
        CREATED,
        changed("2002", "renamed", into=["Panel"]),
        changed("2003", "suspended", name="Panel"),
        changed("2004", "merged", into=["Forum"], mechanism="aa-zz-experts"),
    )

    assert (found.name, found.status, found.into) == ("Panel", "merged", ("Forum",))
    assert (found.mechanism, len(found.facts)) == ("aa-zz-experts", 4)


@pytest.mark.parametrize(
    ("kind", "this", "leads_on"),
    [
        ("merged", "ends", True),
        ("replaced", "ends", True),
        ("absorbed", "ends", True),
        ("split", "ends", True),
        ("split", "continues", True),
        ("merged", "continues", False),
        ("replaced", "continues", False),
        ("absorbed", "continues", False),
    ],
)
def test_others_come_before_or_after(kind: str, this: str, leads_on: bool) -> None:
    history = life(said(kind, "2005", mechanisms=["one", "other"], this=this))

    (relation,) = relations_of(history)

    assert (relation.kind, relation.mechanisms, relation.ends) == (
        kind,
        ("one", "other"),
        this == "ends",
    )
    assert relation.fact is history[1]
    assert successors_of(history) == ((relation,) if leads_on else ())
    assert predecessors_of(history) == (() if leads_on else (relation,))
