"""What is owed, decided by single conditions: turns, and the days on which judgements change."""

from pathlib import Path

import pytest

from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.dates.edtf import day_text
from tests.lifecycle.assessed import day, gathered, met, recorded, terms
from tests.lifecycle.lives import Said, said
from tests.lifecycle.test_obligations import SHIPPED


def obliging(folder: Path, obligation: str) -> str:
    """The path of the general definition with one *obligation* added."""
    path = folder / "obliging.toml"
    duty = f'[[obligations]]\nname = "duty"\ntitle = "A duty"\n{obligation}\n\n[[tracks]]'
    path.write_text(SHIPPED.replace("[[tracks]]", duty, 1))
    return str(path)


# Turns


@pytest.fixture
def turns(tmp_path: Path) -> str:
    return obliging(tmp_path, 'kind = "alternate_hosts"')


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((3, 4), "lapsed"), ((3, None), "undetermined"), ((7, 3), "undetermined")],
)
def test_only_numbers_that_follow_each_other_leave_no_meeting_between(
    numbers: tuple[int, int | None], expected: str, turns: str
) -> None:
    first, second = numbers
    facts = (
        met("2001", host="AA", number=first),
        met("2003", host="AA", **({} if second is None else {"number": second})),
        met("2000/2004", host="ZZ"),
    )
    (owed,) = obligations_of(gathered(*facts, kind=turns), day("2025"))

    assert owed.status == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"series": "a"}, {"series": "b"}),
        ({"epoch": "a", "series": "a"}, {"epoch": "b", "series": "a"}),
    ],
)
def test_numbers_of_two_counts_do_not_follow_each_other(
    first: dict[str, str], second: dict[str, str], turns: str
) -> None:
    facts = (
        met("2001", host="AA", number=0, **first),
        met("2003", host="AA", number=1, **second),
        met("2000/2004", host="ZZ", series="c"),
    )
    (owed,) = obligations_of(gathered(*facts, kind=turns), day("2025"))

    assert owed.status == "undetermined"


# The days themselves, and both sides of them


@pytest.mark.parametrize(
    ("due", "expected"),
    [("2015-02-28", "lapsed"), ("2015-03-02", "not_applicable"), ("2015-03-31", "not_applicable"),
     ("2015-04-01", "lapsed"), ("2015-04-02", "lapsed")],
)  # fmt: skip
def test_a_rest_covers_its_first_day_and_not_the_one_that_ends_it(
    due: str, expected: str, tmp_path: Path
) -> None:
    within = 'kind = "meet_within"\nwithin = "1 days"\nafter = "sign_tor"'
    facts = (
        *(said("suspended", "2015-03-02", by=["AA"]), said("resumed", "2015-04-01", by=["AA"])),
        terms(_day_before(due)),
    )
    (owed,) = obligations_of(gathered(*facts, kind=obliging(tmp_path, within)), day("2025"))

    assert (owed.status, owed.due) == (expected, day(due))


def _day_before(text: str) -> str:
    return day_text(day(text) - 1)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2001-01-01", "2002-01-01", []),
        ("2001-01-01", "2002-01-02", ["lapsed"]),
        ("2001-01-01", "../2003", ["undetermined"]),
        ("2001-01-01", "2002-01-01/2002-01-02", ["undetermined"]),
        ("2001-01-01/2001-01-02", "2002-01-02", ["undetermined"]),
        ("2001-01-01/2001-01-02", "2002-01-01", []),
        ("../2001-01-01", "2001-06", ["undetermined"]),
        ("2001/..", "2005", ["undetermined"]),
    ],
)
def test_a_gap_has_lapsed_from_the_day_after_its_last(
    first: str, second: str, expected: list[str], tmp_path: Path
) -> None:
    kind = obliging(tmp_path, 'kind = "meet_every"\nevery = "12 months"')
    *gaps, _ = obligations_of(recorded(met(first), met(second), kind=kind), day("2025"))

    assert [owed.status for owed in gaps] == expected


# Reviews at half term: of the years 2020 to 2023 from 31 December 2021 on


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (met("2021-12-30"), "lapsed"),
        (met("2021-12-31"), "fulfilled"),
        (met("2023-12-31"), "fulfilled"),
        (met("2024-01-01"), "lapsed"),
        (met("2021-12-30/2021-12-31"), "undetermined"),
        (met("2023-12-31/2024-01-01"), "undetermined"),
        (said("roadmap_refreshed", "2022-01-01", roadmap="R"), "fulfilled"),
        (said("roadmap_superseded", "2022-01-01", roadmap="R"), "not_applicable"),
        (said("roadmap_completed", "2022-01-01", roadmap="R", outcome="abandoned"),
         "not_applicable"),
        (said("roadmap_completed", "2022-01-01", roadmap="R"), "not_applicable"),
        (said("roadmap_completed", "2022-01-01", roadmap="R", outcome="expired"), "lapsed"),
    ],
)  # fmt: skip
def test_a_review_falls_into_the_second_half_of_the_term(
    review: Said, expected: str, tmp_path: Path
) -> None:
    kind = obliging(tmp_path, 'kind = "review_at_half_term"')
    active = said("roadmap_activated", "2020-01-01", roadmap="R", basis="document", title="Plan",
                  term="2020/2023")  # fmt: skip
    (owed,) = obligations_of(recorded(active, review, kind=kind), day("2025"))

    assert owed.status == expected


@pytest.mark.parametrize(("names", "told"), [({"roadmap": "R"}, "R"), ({}, "The roadmap")])
def test_a_roadmap_without_title_is_told_by_its_name_if_it_has_one(
    tmp_path: Path, names: dict[str, str], told: str
) -> None:
    kind = obliging(tmp_path, 'kind = "review_at_half_term"')
    active = said("roadmap_activated", "2020-01-01", basis="document", term="2020/2023", **names)
    (owed,) = obligations_of(recorded(active, kind=kind), day("2025"))

    assert owed.basis.startswith(f"{told} is to be reviewed from 2021-12-31 to 2023-12-31;")


@pytest.mark.parametrize(
    ("last", "rest", "expected"),
    [
        ("2001-01-01", [said("suspended", "2001-06", by=["AA"])], "not_applicable"),
        ("2001-01-01", [said("suspended", None, by=["AA"])], "undetermined"),
        ("../2001-01-01", [said("suspended", "2001-06", by=["AA"])], "undetermined"),
        ("2001-01-01", [said("suspended", "2001-06", by=["AA"]), said("resumed", None, by=["AA"])],
         "undetermined"),
        ("2001-01-01",
         [said("suspended", "2001-06", by=["AA"]), said("resumed", "../2003", by=["AA"])],
         "undetermined"),
        ("2001-01-01", [said("suspended", None, by=["AA"]), said("resumed", "2001-06", by=["AA"])],
         "lapsed"),
        ("../2001-01-01",
         [said("suspended", "2000-06", by=["AA"]), said("resumed", "2001-03", by=["AA"])],
         "undetermined"),
        ("2001-01-01",
         [said("suspended", "2001-02", by=["AA"]), said("note_recorded", None, text="a word"),
          said("resumed", "2001-03", by=["AA"])],
         "lapsed"),
        ("2001-01-01", [said("suspended", "2002-01-01", by=["AA"])], "not_applicable"),
        ("2001-01-01", [said("suspended", "2002-01-02", by=["AA"])], "lapsed"),
        ("2001-01-01", [said("suspended", "2001-06/2002-06", by=["AA"])], "undetermined"),
        ("2001-01-01", [said("concluded", "2001-06", reason="done")], "not_applicable"),
    ],
)  # fmt: skip
def test_the_present_obligation_rests_only_while_it_is_certain_that_it_does(
    last: str, rest: list[Said], expected: str, tmp_path: Path
) -> None:
    kind = obliging(tmp_path, 'kind = "meet_every"\nevery = "12 months"')
    (owed,) = obligations_of(recorded(met(last), *rest, kind=kind), day("2025"))

    assert owed.status == expected
