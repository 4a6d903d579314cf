from typing import Any

import pytest

from lifecycle.facts.fact import Fact
from lifecycle.views.overlays import (
    Suspension,
    aliases_of,
    chairs_of,
    excluded_topics_of,
    level_of,
    names_of,
    suspensions_of,
)
from lifecycle.views.reading import Span, current
from tests.lifecycle.lives import Said, life, said


def suspensions(*facts: Said) -> tuple[Suspension, ...]:
    return suspensions_of(life(*facts))


def ends(*facts: Said) -> list[str | None]:
    """Of each suspension the date of the fact that ends it."""
    return [None if s.ended is None else str(s.ended.occurred) for s in suspensions(*facts)]


def year(fact: Fact | None) -> str | None:
    return None if fact is None else str(fact.occurred)


def held(spans: tuple[Span[Any], ...]) -> list[tuple[Any, str | None, str | None]]:
    return [(span.value, year(span.begun), year(span.ended)) for span in spans]


# Suspensions


def test_a_suspension_tells_who_what_and_on_what_condition() -> None:
    (found,) = suspensions(
        said(
            "suspended",
            "2001-03",
            by=["AA"],
            object="part",
            scope="fisheries",
            condition="until the treaty is kept",
            contested_by=["ZZ"],
            effective="2001-04-01",
        )
    )

    assert (found.by, found.object, found.scope) == (("AA",), "part", "fisheries")
    assert (found.condition, found.contested_by) == ("until the treaty is kept", ("ZZ",))
    assert (str(found.effective), found.begun.type, found.ended) == (
        "2001-04-01",
        "suspended",
        None,
    )


def test_a_suspension_without_an_effective_date_holds_from_its_own() -> None:
    (found,) = suspensions(said("suspended", "2001"))

    assert (found.by, str(found.effective)) == ((), "2001")


@pytest.mark.parametrize("kind", ["mechanism", "activity"])
def test_who_it_is_recorded_on_behalf_of_is_who_suspends(kind: str) -> None:
    (found,) = suspensions(said("suspended", "2001", object=kind, on_behalf_of="ZZ"))

    assert found.by == ("ZZ",)


def test_several_suspensions_hold_at_once_and_a_resumption_ends_those_of_its_object() -> None:
    facts = (
        said("suspended", "2001", object="parent_instrument"),
        said("suspended", "2002", object="part", scope="fisheries"),
        said("suspended", "2003", object="part", scope="mines"),
    )

    assert ends(*facts) == [None, None, None]
    assert ends(*facts, said("resumed", "2004", object="part", scope="mines")) == [
        None,
        None,
        "2004",
    ]
    assert ends(*facts, said("resumed", "2004", object="part")) == [None, "2004", "2004"]


def test_a_party_ends_its_own_suspension_and_not_that_of_the_other() -> None:
    facts = (said("suspended", "2001", by=["AA"]), said("suspended", "2002", by=["ZZ"]))

    assert ends(*facts, said("resumed", "2003", by=["ZZ"])) == [None, "2003"]
    assert ends(*facts, said("resumed", "2003")) == ["2003", "2003"]
    assert ends(*facts, said("resumed", "2003", by=["AA", "ZZ"])) == ["2003", "2003"]


def test_a_resumption_by_a_party_that_suspended_nothing_ends_what_there_is() -> None:
    assert ends(said("suspended", "2001"), said("resumed", "2003", by=["ZZ"])) == ["2003"]


def test_meeting_or_agreeing_to_resume_ends_no_suspension() -> None:
    assert ends(
        said("suspended", "2001"), said("resumption_agreed", "2002"), said("meeting_held", "2003")
    ) == [None]


@pytest.mark.parametrize(
    "end",
    [
        said("concluded", "2003", reason="done"),
        said("merged", "2003", mechanisms=["another"]),
    ],
)
def test_what_concludes_the_mechanism_ends_its_own_suspension(end: Said) -> None:
    facts = (said("suspended", "2001"), said("suspended", "2002", object="parent_instrument"))

    assert ends(*facts, end) == ["2003", None]


def test_a_resumption_without_a_suspension_is_no_suspension() -> None:
    assert suspensions(said("resumed", "2003")) == ()


# Names


def names(*facts: Said, **registration: Any) -> list[tuple[str, str | None]]:
    """Each name with the date of the fact that ends it."""
    found = names_of(life(*facts, **registration))
    return [(span.value.text, year(span.ended)) for span in found]


def test_a_new_name_takes_the_place_of_the_old_one() -> None:
    assert names(said("renamed", "2005", names=[{"text": "New", "language": "en"}])) == [
        ("A mechanism", "2005"),
        ("New", None),
    ]


def test_a_new_name_leaves_those_of_other_users_and_languages() -> None:
    first = [
        {"text": "Group", "language": "en"},
        {"text": "Groupe", "language": "fr"},
        {"text": "Ours", "language": "en", "used_by": "AA"},
    ]

    assert names(
        said("renamed", "2005", names=[{"text": "Team", "language": "en"}]), names=first, name=None
    ) == [("Group", "2005"), ("Groupe", None), ("Ours", None), ("Team", None)]


def test_the_name_borne_before_ends_whatever_its_language() -> None:
    first = [{"text": "Group", "language": "en"}, {"text": "Groupe", "language": "fr"}]
    renamed = said(
        "renamed", "2005", names=[{"text": "Equipe", "language": "es"}], previously="Group"
    )

    assert names(renamed, names=first, name=None) == [
        ("Group", "2005"),
        ("Groupe", None),
        ("Equipe", None),
    ]


def test_an_alias_is_used_as_well() -> None:
    history = life(
        said("alias_recorded", "2003", names=[{"text": "JTC"}]),
        said("renamed", "2005", names=[{"text": "New"}]),
    )

    assert [(name.text, fact.type) for name, fact in aliases_of(history)] == [
        ("JTC", "alias_recorded")
    ]
    assert [span.value.text for span in current(names_of(history))] == ["New"]


# Level, topics, chairs


def test_levels_follow_one_another() -> None:
    history = life(
        said("level_changed", "2001", level="ministers"),
        said("level_changed", "2005", level="deputy ministers"),
        level="directors",
    )

    assert held(level_of(history)) == [
        ("directors", "None", "2001"),
        ("ministers", "2001", "2005"),
        ("deputy ministers", "2005", None),
    ]
    assert level_of(life()) == ()


def test_a_topic_is_excluded_until_it_is_taken_in() -> None:
    history = life(
        said("scope_changed", "2001", excluded=["fisheries", "mines"]),
        said("scope_changed", "2002", excluded=["mines"]),
        said("scope_changed", "2003", included=["fisheries", "roads"]),
        said("scope_changed", "2004", excluded=["fisheries"]),
    )

    assert held(excluded_topics_of(history)) == [
        ("fisheries", "2001", "2003"),
        ("mines", "2001", None),
        ("fisheries", "2004", None),
    ]


def test_each_side_has_a_chair_of_its_own_which_may_be_vacant() -> None:
    chairs = chairs_of(
        life(
            said("chair_named", "2001", party="AA", name="A. One"),
            said("chair_named", "2002", party="ZZ", name="Z. One", status="acting"),
            said("chair_named", "2003", party="AA", status="vacant"),
        )
    )

    assert {
        party: [(s.value.name, s.value.status, year(s.ended)) for s in spans]
        for party, spans in chairs.items()
    } == {
        "AA": [("A. One", "regular", "2003"), (None, "vacant", None)],
        "ZZ": [("Z. One", "acting", None)],
    }
