from collections.abc import Mapping

import pytest

from tests.lifecycle.anomaly_cases import Fact, agree, conclude, meet, roadmap, tor
from tests.lifecycle.decided import Pair, check, found


def signed(on: str | None, aa: str | None = None, zz: str | None = None, **details: object) -> Fact:
    """The terms, which each side signed on a day of its own."""
    sides = [{"party": "AA", "on": aa}, {"party": "ZZ", "on": zz}]
    signatories = [{k: v for k, v in side.items() if v} for side in sides]
    said = {} if on is None else {"on": on}
    return "terms_of_reference_signed", {**said, "signatories": signatories, **details}


def founded(on: str) -> Fact:
    return "instrument_concluded", {"on": on, "kind": "mou", "role": "founding"}


SITTING = meet("2001-01-01", start="2001-01-01", end="2001-01-03")
UNDATED_TOR = signed(None)

PAIRS: Mapping[str, Pair] = {
    "an instrument came during a meeting from its second day on": Pair(
        "instrument_during_meeting",
        [SITTING, tor("2001-01-02")],
        [[SITTING, tor("2001-01-01")], [SITTING, tor("2001-01")], [SITTING, tor("2001-01-02/..")]],
        "The terms of reference of 2001-01-02 came while the meeting from 2001-01-01 to 2001-01-03"
        " was sitting.",
    ),
    "an instrument came during a meeting up to its last day": Pair(
        "instrument_during_meeting",
        [SITTING, tor("2001-01-03")],
        [[SITTING, tor("2001-01-04")], [SITTING, UNDATED_TOR]],
    ),
    "all sides must have signed during the meeting": Pair(
        "instrument_during_meeting",
        [SITTING, signed("2001-01-03", "2001-01-02", "2001-01-03")],
        [
            [SITTING, signed("2001-01-03", "2001-01-02", "2001-02-01")],
            [SITTING, signed("2001-01-02", "2000-12-01", "2001-01-02")],
            [SITTING, signed("2001-02-01", "2001-01-02", "2001-01-02")],
        ],
    ),
    "only a meeting of which the last day is on record is a sitting": Pair(
        "instrument_during_meeting",
        [meet("2001-01-03", start="2001-01-01", end="2001-01-03"), tor("2001-01-02")],
        [[meet("2001-01-03", start="2001-01-01"), tor("2001-01-02")]],
    ),
    "only the first instrument can have come during the founding meeting": Pair(
        "instrument_during_meeting",
        [SITTING, tor("2001-01-02")],
        [[tor("2000"), SITTING, founded("2001-01-02")]],
    ),
    "a side that signed before the meeting founded the mechanism before it": Pair(
        "meeting_before_instrument",
        [meet("2001-01-01"), signed("2001-03", "2001-02-01", "2001-03")],
        [[meet("2001-01-01"), signed("2001-03", "2000-12-01", "2001-03")]],
    ),
    "a hint does not outweigh a side that signed before the meeting": Pair(
        "meeting_before_instrument",
        [meet("2001-01-01", id="m1"), signed("2001-01-01", after=["m1"])],
        [[meet("2001-01-01", id="m1"), signed("2001-01-01", "2000-12-01", after=["m1"])]],
    ),
    "a meeting came too early only if it came before all instruments": Pair(
        "meeting_before_instrument",
        [meet("2001"), tor("2002"), founded("2003")],
        [[tor("2000"), meet("2001"), founded("2003")]],
        "It met in 2001 before its first founding instrument on record, of 2002.",
    ),
    "meetings that came too early are counted": Pair(
        "meeting_before_instrument",
        [meet("1999"), meet("2000"), meet("2001"), tor("2002"), meet("2003")],
        [],
        "It met in 1999, and 2 more times, before",
    ),
    "one further meeting that came too early is counted too": Pair(
        "meeting_before_instrument",
        [meet("2000"), meet("2001"), tor("2002")],
        [],
        "It met in 2000, and 1 more time, before",
    ),
    "the terms of a sub-group are no founding instrument": Pair(
        "meeting_before_instrument",
        [meet("2001"), tor("2002")],
        [[meet("2001"), tor("2002", body="Experts")]],
    ),
    "an instrument of one kind comes after the meeting if none of its kind came before": Pair(
        "instrument_after_meeting",
        [tor("2000"), meet("2001"), founded("2002")],
        [[founded("2000"), meet("2001"), founded("2002")]],
        "The founding instrument of 2002 came after the first meeting on record, of 2001.",
    ),
    "an act on an instrument shows that there is one": Pair(
        "no_founding_instrument",
        [meet("2001")],
        [
            [
                meet("2001"),
                ("instrument_act_recorded", {"on": "2000", "instrument": "MoU", "step": "signed"}),
            ]
        ],
    ),
    "a year and a day without a meeting": Pair(
        "instrument_without_meeting",
        [tor("2024-12-08")],
        [
            [tor("2024-12-09")],
            [UNDATED_TOR],
            [tor("2024-12-08/..")],
            [tor("2024-12-08"), meet("2025-12-08")],
        ],
        "No meeting is on record since the terms of reference of 2024-12-08.",
    ),
    "since the first instrument no meeting is on record": Pair(
        "instrument_without_meeting",
        [founded("2001"), tor("2002")],
        [],
        "since the founding instrument of 2001.",
    ),
    "a year and a day from the terms to the first meeting": Pair(
        "long_lag",
        [tor("2001-01-01"), meet("2002-01-02")],
        [
            [tor("2001-01-01"), meet("2002-01-01")],
            [tor("2001-01-01/.."), meet("2003-01-02", after=["f0"])],
            [tor("2001-01-01"), meet("../2003")],
            [UNDATED_TOR, meet("2003", after=["f0"])],
        ],
        "At least 12 months passed between the terms of reference of 2001-01-01 and the first",
    ),
    "the lag runs to the day on which the meeting began": Pair(
        "long_lag",
        [tor("2001-01-01"), meet("2002-01-03", start="2002-01-02", end="2002-01-03")],
        [[tor("2001-01-01"), meet("2002-01-03", start="2002-01-01", end="2002-01-03")]],
    ),
    "where no instrument is on record, the lag runs from the agreement": Pair(
        "long_lag",
        [agree("2001"), meet("2003-01-02")],
        [[agree("1990"), tor("2002"), meet("2003-01-02")], [meet("2003-01-02")]],
        "between the agreement of 2001 and",
    ),
    "only the first meeting of all shows a lag": Pair(
        "long_lag",
        [tor("2001"), meet("2003-01-02", 1)],
        [[tor("2001"), meet("2003-01-02", 2)]],
    ),
    "an agreement of both sides is made once": Pair(
        "agreed_again",
        [agree("2001", by=["AA"]), agree("2002", by=["ZZ"]), agree("2003", by=["AA"])],
        [[agree("2001", by=["AA"]), agree("2002", by=["AA"])], [agree("2001"), agree("2001-05")]],
    ),
    "after its end a mechanism may be agreed on again": Pair(
        "agreed_again",
        [agree("2001"), agree("2003")],
        [
            [agree("2001"), conclude("2002"), agree("2003")],
            [agree("2001"), conclude("2002"), agree("2003", by=["AA"]), agree("2004", by=["ZZ"])],
        ],
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_one_thing_decides(pair: Pair) -> None:
    check(pair)


BEGINNINGS: Mapping[str, list[Fact]] = {
    "meeting_before_instrument": [meet("2001"), tor("2002")],
    "instrument_after_meeting": [meet("2001"), tor("2002")],
    "no_founding_instrument": [meet("2001")],
    "instrument_without_meeting": [tor("2001")],
    "long_lag": [tor("2001"), meet("2003-01-02")],
    "roadmap_without_mechanism": [roadmap("2001")],
}


@pytest.mark.parametrize("code", BEGINNINGS)
def test_of_a_record_that_begins_in_mid_life_no_beginning_is_missed(code: str) -> None:
    assert found(code, BEGINNINGS[code])
    assert not found(code, BEGINNINGS[code], known_from="operational")


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("no_founding_instrument", [meet("2001"), tor("2003")]),
        ("no_founding_instrument", [meet("2001"), founded("2003")]),
        ("instrument_without_meeting", [tor("2000"), meet("2003")]),
    ],
)
def test_what_may_have_happened_by_the_day_is_not_missed(code: str, facts: list[Fact]) -> None:
    assert found(code, facts, as_of="2002-12-31")
    assert not found(code, facts, as_of="2003-06-30")
