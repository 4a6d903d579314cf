"""Whose consent an act needs, and what one party's act alone does."""

import pytest

from tests.lifecycle.scenario import (
    Given,
    activate_roadmap,
    agree,
    propose,
    rules_from,
    sign_tor,
)

BOTH = ("IN", "BN")


def test_one_partys_signature_waits_and_the_others_completes() -> None:
    (
        Given(propose(on="2024"))
        .when(sign_tor("IN", on="2025-01"))
        .then_recorded(stage="proposed")
        .then_flagged("consent_pending")
        .when(sign_tor("IN", on="2025-02"))
        .then_recorded(stage="proposed")
        .then_flagged("consent_pending")
        .when(sign_tor("BN", on="2025-03"))
        .then_recorded(stage="tor_signed")
        .then_flagged()
    )


def test_an_act_of_which_no_party_is_named_counts_as_the_act_of_both() -> None:
    Given(propose(on="2024")).when(sign_tor(on="2025")).then_recorded(stage="tor_signed")


def test_an_act_of_which_no_party_is_named_completes_one_that_waited() -> None:
    (
        Given(propose(on="2024"), sign_tor("IN", on="2025-01"))
        .when(sign_tor(on="2025-02"))
        .then_recorded(stage="tor_signed")
        .then_flagged()
    )


def test_one_party_named_twice_is_one_party() -> None:
    (
        Given()
        .when(agree(by=["IN", "IN"], on="2025"))
        .then_recorded(stage="registered")
        .then_flagged("consent_pending")
    )


def test_consent_to_one_act_is_no_consent_to_another() -> None:
    (
        Given(propose(on="2024"), sign_tor("IN", on="2025-01"))
        .when(agree(by=["BN"], on="2025-02"))
        .then_recorded(stage="proposed")
        .then_flagged("consent_pending", "consent_pending")
    )


def test_an_act_waiting_out_of_place_is_flagged_twice() -> None:
    (
        Given(policy="record")
        .when(activate_roadmap(by=["IN"], on="2025"))
        .then_recorded(stage="registered")
        .then_flagged("out_of_place", "consent_pending")
    )


CONSENTS = """\
name = "consents"
abbreviation = "c"
version = 1
title = "Consents"
policy = "enforce"

[[tracks]]
name = "stage"
initial = "open"
states = ["open", "agreed", "signed"]
final = ["signed"]

[[tracks.transitions]]
trigger = "agree"
from = ["open"]
to = "agreed"
consent = "either"

[[tracks.transitions]]
trigger = "sign_tor"
from = ["agreed"]
to = "signed"
consent = "initiator+acknowledgement"
"""


def test_either_party_alone_can_act_where_either_suffices() -> None:
    rules = rules_from(CONSENTS)
    Given(rules=rules).when(agree(by=["BN"], on="2025")).then_recorded(stage="agreed")


@pytest.mark.parametrize("first", BOTH)
def test_an_initiative_waits_for_its_acknowledgement(first: str) -> None:
    other = next(party for party in BOTH if party != first)
    (
        Given(agree(on="2024"), rules=rules_from(CONSENTS))
        .when(sign_tor(first, on="2025-01"))
        .then_recorded(stage="agreed")
        .when(sign_tor(other, on="2025-02"))
        .then_recorded(stage="signed")
    )


def test_who_records_on_behalf_of_a_party_acts_for_that_party_only() -> None:
    (
        Given(propose(on="2024"))
        .when(agree(on="2025-01", on_behalf_of="IN"))
        .then_recorded(stage="proposed")
        .when(agree(on="2025-02", on_behalf_of="BN"))
        .then_recorded(stage="agreed")
    )
