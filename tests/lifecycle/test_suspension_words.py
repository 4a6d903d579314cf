"""How it is told who suspends, and who holds otherwise."""

from typing import Any

import pytest

from lifecycle.analysis.assessment.activity import activity_of
from lifecycle.views.overlays import suspensions_of
from lifecycle.views.status import suspension_words
from tests.lifecycle.assessed import day, recorded
from tests.lifecycle.lives import life, said


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"by": ["AA"]}, "Suspended by AA"),
        ({"by": ["AA"], "contested_by": ["ZZ"]}, "Suspended by AA, contested by ZZ"),
        (
            {"by": ["AA"], "contested_by": ["AA"]},
            "Said to be suspended by AA, which denies it",
        ),
        (
            {"by": ["AA"], "contested_by": ["AA", "ZZ"]},
            "Said to be suspended by AA, which denies it, contested by ZZ",
        ),
        (
            {"by": ["AA", "ZZ"], "contested_by": ["ZZ"]},
            "Said to be suspended by AA and ZZ, which ZZ denies",
        ),
        (
            {"by": ["AA", "ZZ"], "contested_by": ["AA", "ZZ"]},
            "Said to be suspended by AA and ZZ, which AA and ZZ deny",
        ),
        (
            {"by": ["AA"], "contested_by": ["AA"], "object": "part", "scope": "visits"},
            "Part said to be suspended by AA, which denies it (visits)",
        ),
    ],
)
def test_who_denies_a_suspension_that_is_told_as_its_own_does_not_contest_it(
    details: dict[str, Any], told: str
) -> None:
    (suspension,) = suspensions_of(life(said("suspended", "2020", **details)))

    assert suspension_words(suspension) == told


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"by": ["AA"]}, "It is suspended by AA from 2020"),
        (
            {"by": ["AA"], "contested_by": ["ZZ"]},
            "It is suspended by AA from 2020, which ZZ contests",
        ),
        (
            {"by": ["AA"], "contested_by": ["AA", "ZZ"]},
            "It is said to be suspended by AA from 2020, which AA denies and ZZ contests",
        ),
        (
            {"by": ["AA", "ZZ"], "contested_by": ["AA", "ZZ"]},
            "It is said to be suspended by AA and ZZ from 2020, which AA and ZZ deny",
        ),
    ],
)
def test_the_reason_of_a_status_tells_denial_and_contest_apart(
    details: dict[str, Any], told: str
) -> None:
    found = activity_of(recorded(said("suspended", "2020", **details)), day("2021"))

    assert found.basis == f"{told}; nothing on record resumes it."
