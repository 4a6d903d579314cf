"""What counts as a source's word that a mechanism has lapsed, and until when."""

import pytest

from lifecycle.analysis.assessment.activity import activity_of
from tests.lifecycle.assessed import BOTH, day, gathered, met, recorded, terms
from tests.lifecycle.lives import Said, said

SAID_SO = said("statement_recorded", "2015", text="It is no more.", claimed_as="lapsed")
EXPIRED = said("instrument_act_recorded", "2015", instrument="MoU", step="expired")


def founding(on: str, name: str = "MoU") -> Said:
    return said(
        "instrument_concluded", on, kind="mou", role="founding", instrument=name, signatories=BOTH
    )


def status(*facts: Said) -> str:
    return activity_of(recorded(*facts), day("2025")).status


@pytest.mark.parametrize(
    "words",
    [
        "lapsed",
        "Expired.",
        "term expired",
        "has lapsed",
        "The Joint Commission has lapsed",
        "it has fallen into disuse",
        "lapsed with the end of the programme",
        "was considered defunct",
    ],
)
def test_a_lapse_is_what_a_source_says_in_its_own_verb_of_the_mechanism(words: str) -> None:
    statement = said("statement_recorded", "2015", text="A remark.", claimed_as=words)

    assert status(met("2001"), statement) == "lapsed"
    assert status(met("2001"), said("concluded", "2015", reason=words)) == "lapsed"


@pytest.mark.parametrize(
    "words",
    [
        "has not lapsed",
        "It never lapsed",
        "denied that it has lapsed",
        "lapsed by no means",
        "may have lapsed",
        "the ceasefire expired",
        "merged before its term expired",
        "a treaty on expired permits",
    ],
)
def test_words_that_deny_it_or_tell_of_something_else_are_no_lapse(words: str) -> None:
    statement = said("statement_recorded", "2015", text="A remark.", claimed_as=words)

    assert status(met("2001"), statement) == "dormant"
    assert status(met("2001"), said("concluded", "2015", reason=words)) == "ended"


@pytest.mark.parametrize(
    "later",
    [
        met("2016"),
        met("2016", series="experts"),
        met("2016", counted=False),
        terms("2016"),
        founding("2016", "Treaty"),
        said("resumed", "2016"),
    ],
)
@pytest.mark.parametrize("lapse", [SAID_SO, EXPIRED])
def test_what_met_or_was_founded_anew_since_has_not_lapsed(lapse: Said, later: Said) -> None:
    facts = founding("2000"), met("2001"), lapse

    assert status(*facts) == "lapsed"
    assert status(*facts, later) == "dormant"


def test_an_instrument_that_expires_behind_a_newer_one_ends_nothing() -> None:
    facts = founding("2000"), met("2001"), founding("2014", "Treaty"), EXPIRED
    draft = said("instrument_act_recorded", "2014", instrument="New", step="drafted")

    assert status(*facts) == "dormant"
    assert status(founding("2000"), met("2001"), draft, EXPIRED) == "lapsed"


def test_what_met_after_its_terms_expired_does_not_lapse_by_a_new_text_of_their_name() -> None:
    text = said("instrument_concluded", "2017", kind="mou", role="outcome", instrument="MoU")
    facts = terms("2000", instrument="MoU"), EXPIRED

    assert status(*facts) == "lapsed"
    assert status(*facts, met("2016"), text) == "dormant"


def test_what_may_have_met_since_has_perhaps_lapsed() -> None:
    lapse = said("statement_recorded", "2015-05", text="No more.", claimed_as="has lapsed")
    activity = activity_of(gathered(met("2015"), lapse), day("2025"))

    assert (activity.status, activity.confidence) == ("lapsed", "possible")
    assert activity.basis.endswith("; whether it met since is not known.")
