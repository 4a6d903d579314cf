from typing import Any

import pytest

from lifecycle.views.instruments import TERMS_OF_REFERENCE, Instrument, instruments_of
from tests.lifecycle.lives import Said, life, said, types


def instruments(*facts: Said) -> tuple[Instrument, ...]:
    return instruments_of(life(*facts))


def agreement(on: str | None, *parties: str, **details: Any) -> Said:
    signatories = [{"party": party} for party in parties]
    return said(
        "instrument_concluded",
        on,
        **{
            "instrument": "agreement",
            "kind": "agreement",
            "role": "founding",
            "signatories": signatories,
            **details,
        },
    )


def act(step: str, on: str | None = None, *by: str, **details: Any) -> Said:
    return said(
        "instrument_act_recorded", on, instrument="agreement", step=step, by=list(by), **details
    )


SIGNED = agreement("2001-02-03", "AA", "ZZ", title="Trade agreement", term="2001/2005-06")


def dates(found: Any) -> dict[str, str]:
    return {party: str(date) for party, date in found.items()}


def test_facts_with_one_name_are_one_instrument() -> None:
    (found,) = instruments(
        act("drafted", "2000"), SIGNED, act("amended", "2003", version="2"), act("in_force", "2004")
    )

    assert (found.name, found.kind, found.role) == ("agreement", "agreement", "founding")
    assert (found.title, found.version, found.how) == ("Trade agreement", "2", "signed")
    assert (found.status, str(found.signed), str(found.effective)) == (
        "in_force",
        "2001-02-03",
        "2004",
    )
    assert len(found.facts) == 4


def test_terms_of_reference_are_an_instrument_too() -> None:
    found, for_experts = instruments(
        said(
            "terms_of_reference_signed",
            "2001",
            document="ToR 1",
            how="exchanged",
            term="2001/2003",
            periodicity="annually",
            hosting_rule="alternately",
        ),
        said("terms_of_reference_signed", "2002", body="Trade experts", how="finalised"),
    )

    assert (found.kind, found.title, found.body) == (TERMS_OF_REFERENCE, "ToR 1", None)
    assert (found.status, found.how, str(found.until)) == ("signed", "exchanged", "2003")
    assert (found.periodicity, found.hosting_rule) == ("annually", "alternately")
    assert (for_experts.body, for_experts.status) == ("Trade experts", "text_finalised")


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ("drafted", "drafted"),
        ("text_finalised", "text_finalised"),
        ("initialled", "initialled"),
        ("signed", "signed"),
        ("exchanged", "signed"),
        ("adopted", "signed"),
        ("notified", None),
        ("approved", "approved"),
        ("in_force", "in_force"),
        ("amended", None),
        ("extended", None),
        ("suspended", "suspended"),
        ("resumed", None),
        ("notice_given", "notice_given"),
        ("expired", "expired"),
        ("terminated", "terminated"),
        ("superseded", "superseded"),
    ],
)
def test_every_act_can_be_the_only_thing_known(step: str, status: str | None) -> None:
    (found,) = instruments(act(step, "2001"))

    assert (found.name, found.kind, found.status) == ("agreement", None, status)


def test_an_instrument_goes_no_step_back_by_an_act_told_later() -> None:
    (found,) = instruments(SIGNED, act("in_force", "2002"), act("approved", "2003", "AA", "ZZ"))

    assert found.status == "in_force"


# Side by side


def test_it_is_signed_when_both_have_signed_and_on_the_last_of_the_days() -> None:
    one = agreement("2001-02-03", "AA", instrument="agreement")
    other = agreement("2001-04-05", "ZZ", instrument="agreement")

    (half,) = instruments(one)
    (whole,) = instruments(one, other)

    assert (half.status, half.signed, dates(half.signed_by)) == (
        "signed_by_one",
        None,
        {"AA": "2001-02-03"},
    )
    assert (whole.status, str(whole.signed)) == ("signed", "2001-04-05")
    assert dates(whole.signed_by) == {"AA": "2001-02-03", "ZZ": "2001-04-05"}


def test_a_signatory_can_have_a_day_of_its_own() -> None:
    people = [{"party": "AA", "on": "2001-02-01"}, {"party": "ZZ"}]
    (found,) = instruments(agreement("2001-02-03", signatories=people))

    assert dates(found.signed_by) == {"AA": "2001-02-01", "ZZ": "2001-02-03"}


def test_where_nobody_is_named_both_have_signed_unless_it_is_told_on_whose_behalf() -> None:
    (both,) = instruments(agreement("2001"))
    (one,) = instruments(agreement("2001", on_behalf_of="ZZ"))

    assert dates(both.signed_by) == {"AA": "2001", "ZZ": "2001"}
    assert dates(one.signed_by) == {"ZZ": "2001"}


@pytest.mark.parametrize(
    ("one", "other", "last"),
    [
        ("2001-03", "2001-04-02", "2001-04-02"),
        ("2001-03", "2001-03-12", "None"),
        ("2001-03", "2001-03", "2001-03"),
        ("2001-03", None, "None"),
        ("2001-03/..", "2001-01", "None"),
    ],
)
def test_a_last_signature_that_cannot_be_told_is_not_given(
    one: str, other: str | None, last: str
) -> None:
    (found,) = instruments(agreement(one, "AA"), agreement(other, "ZZ"))

    assert str(found.signed) == last


def test_signatures_of_two_sides_without_a_name_are_of_one_instrument() -> None:
    def terms(on: str, *parties: str) -> Said:
        people = [{"party": party} for party in parties]
        return said("terms_of_reference_signed", on, signatories=people)

    first, revised, third = instruments(
        terms("2001", "AA"), terms("2002", "ZZ"), terms("2010", "AA", "ZZ"), terms("2020")
    )

    assert (first.status, str(first.signed), len(first.facts)) == ("signed", "2002", 2)
    assert (str(revised.signed), str(third.signed)) == ("2010", "2020")


def test_instruments_without_a_name_are_told_apart_by_kind_role_and_title() -> None:
    def concluded(**details: Any) -> Said:
        signer = details.pop("party")
        return agreement("2001", signer, **{"instrument": None, "title": "T", **details})

    found = instruments(
        concluded(party="AA"),
        concluded(party="ZZ", kind="mou"),
        concluded(party="ZZ", role="outcome"),
        concluded(party="ZZ", title="U"),
        concluded(party="ZZ"),
    )

    assert [len(one.facts) for one in found] == [2, 1, 1, 1]


# Taking effect


def effective(*facts: Said) -> str:
    (found,) = instruments(*facts)
    return str(found.effective)


def test_it_takes_effect_as_told_before_any_rule() -> None:
    told = agreement("2001", effective="2001-07-01", effective_rule="signature")

    assert effective(told) == "2001-07-01"
    assert effective(told, act("in_force", "2001-09", effective="2001-08-01")) == "2001-08-01"
    assert effective(told, act("in_force", "2001-09")) == "2001-09"


@pytest.mark.parametrize(
    ("rule", "step"),
    [
        ("later_notification", "notified"),
        ("approval", "approved"),
        ("exchange_of_ratifications", "exchanged"),
    ],
)
def test_by_a_rule_it_takes_effect_on_the_later_of_two_acts(rule: str, step: str) -> None:
    signed = agreement("2001-02-03", "AA", "ZZ", effective_rule=rule, how="exchanged")
    one, other = act(step, "2001-05-06", "ZZ"), act(step, "2001-07-08", "AA")

    assert effective(signed) == "None"
    assert effective(signed, one) == "None"
    assert effective(signed, one, other) == "2001-07-08"


def test_notifications_and_approvals_are_kept_by_party() -> None:
    (found,) = instruments(
        SIGNED,
        act("notified", "2002", "ZZ"),
        act("approved", "2003", "AA"),
        act("approved", "2004"),
    )

    assert dates(found.notified_by) == {"ZZ": "2002"}
    assert dates(found.approved_by) == {"AA": "2003", "ZZ": "2004"}
    assert found.status == "approved"


def test_by_signature_it_takes_effect_with_the_last_one() -> None:
    rule = {"effective_rule": "signature"}

    assert effective(agreement("2001-02", "AA", **rule), agreement("2001-03", "ZZ")) == "2001-03"


def test_without_a_rule_nobody_knows_when_it_takes_effect() -> None:
    assert effective(SIGNED) == "None"


# Running and ending


@pytest.mark.parametrize(
    ("facts", "status", "until"),
    [
        ([], "signed", "2005-06"),
        ([act("extended", "2005", until="2010")], "signed", "2010"),
        ([act("extended", "2005")], "signed", "None"),
        ([act("notice_given", "2004", "AA", until="2004-12")], "notice_given", "2004-12"),
        (
            [act("notice_given", "2003", "AA"), act("extended", "2004", until="2010")],
            "signed",
            "2010",
        ),
        ([act("terminated", "2004", effective="2004-07-01")], "terminated", "2004-07-01"),
        ([act("expired", "2005-06")], "expired", "2005-06"),
        ([act("superseded", "2003", successor="new one")], "superseded", "2003"),
        ([act("expired", "2005-06"), act("in_force", "2006")], "in_force", "2005-06"),
        ([act("suspended", "2002", "AA", until="2003")], "suspended", "2005-06"),
        ([act("suspended", "2002", "AA"), act("terminated", "2003")], "terminated", "2003"),
        ([act("notice_given", "2002"), act("suspended", "2003")], "suspended", "2005-06"),
    ],
)
def test_it_runs_to_what_is_told_last(facts: list[Said], status: str, until: str) -> None:
    (found,) = instruments(SIGNED, *facts)

    assert (found.status, str(found.until)) == (status, until)


def test_a_term_with_an_open_end_has_no_last_day() -> None:
    (found,) = instruments(agreement("2001", term="2001/.."))

    assert found.until is None


def test_a_suspension_by_both_holds_until_both_resume() -> None:
    suspended = (SIGNED, act("suspended", "2002", "AA"), act("suspended", "2003", "ZZ"))

    (by_both,) = instruments(*suspended)
    (by_one,) = instruments(*suspended, act("resumed", "2004", "AA"))
    (by_none,) = instruments(*suspended, act("resumed", "2004"))

    assert (by_both.status, by_both.suspended_by) == ("suspended", ("AA", "ZZ"))
    assert (by_one.status, by_one.suspended_by) == ("suspended", ("ZZ",))
    assert (by_none.status, by_none.suspended_by) == ("signed", ())


def test_facts_of_an_instrument_are_in_effective_order() -> None:
    (found,) = instruments(act("in_force", "2004"), SIGNED)

    assert types(found.facts) == ["instrument_concluded", "instrument_act_recorded"]
