from collections.abc import Sequence

import pytest

from lifecycle.facts.fact import Fact
from lifecycle.views.agreed_rhythm import rules_of
from lifecycle.views.periodicity import alternates, months_of
from tests.lifecycle.lives import life, said

HALF_YEARLY = "every 6 months"
"""What the definition says."""


def periodicity(
    history: Sequence[Fact], declared: str | None = None
) -> tuple[int | None, Fact | None]:
    rules = rules_of(history, "periodicity", declared)
    return (months_of(rules[-1].text), rules[-1].fact) if rules else (None, None)


def hosting(history: Sequence[Fact]) -> tuple[bool | None, Fact | None]:
    rules = rules_of(history, "hosting_rule", None)
    return (alternates(rules[-1].text), rules[-1].fact) if rules else (None, None)


def test_what_was_agreed_last_counts_with_the_fact_that_says_so() -> None:
    history = life(
        said("establishment_agreed", "2001", periodicity="annually", hosting_rule="alternately"),
        said("terms_of_reference_signed", "2002", periodicity="every 2 years"),
        said("terms_of_reference_signed", "2003", periodicity="quarterly", body="Trade experts"),
    )

    assert periodicity(history, HALF_YEARLY) == (24, history[2])
    assert hosting(history) == (True, history[1])


def test_words_that_are_not_read_are_still_the_last_that_was_agreed() -> None:
    history = life(
        said("establishment_agreed", "2001", periodicity="annually"),
        said(
            "instrument_concluded",
            "2002",
            kind="mou",
            role="founding",
            periodicity="as needed",
            hosting_rule="as agreed",
        ),
    )

    assert periodicity(history, HALF_YEARLY) == (None, history[2])
    assert hosting(history) == (None, history[2])


@pytest.mark.parametrize("reported_on", ["1999", "2003", None])
def test_what_was_agreed_goes_before_what_is_reported_whatever_the_dates(
    reported_on: str | None,
) -> None:
    rules = {"periodicity": "annually", "hosting_rule": "always in Aton"}
    history = life(
        said("periodicity_recorded", "2001", basis="agreed", **rules),
        said("periodicity_recorded", reported_on, basis="reported", periodicity="monthly"),
        said("periodicity_recorded", reported_on, basis="reported", hosting_rule="alternately"),
    )
    (agreed,) = (fact for fact in history if fact.told.data.get("basis") == "agreed")

    assert periodicity(history, HALF_YEARLY) == (12, agreed)
    assert hosting(history) == (False, agreed)


def test_where_nothing_was_agreed_what_is_reported_last_counts() -> None:
    history = life(
        said("periodicity_recorded", "2001", basis="reported", periodicity="annually"),
        said("periodicity_recorded", "2003", basis="reported", periodicity="every 2 years"),
    )

    assert periodicity(history, HALF_YEARLY) == (24, history[2])


def test_where_nothing_was_agreed_the_definition_counts() -> None:
    history = life(said("establishment_agreed", "2001"))

    assert periodicity(history, HALF_YEARLY) == (6, None)
    assert periodicity(history) == (None, None)
    assert hosting(history) == (None, None)
