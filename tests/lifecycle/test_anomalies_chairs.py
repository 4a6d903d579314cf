from collections.abc import Mapping
from typing import Any

import pytest

from tests.lifecycle.anomaly_cases import Fact, meet
from tests.lifecycle.decided import Pair, check, found


def led(on: str, *chairs: dict[str, Any], **details: Any) -> Fact:
    return meet(on, co_chairs=list(chairs), **details)


def aa(name: str | None = None, **details: Any) -> dict[str, Any]:
    return {"party": "AA", **({} if name is None else {"name": name}), **details}


def zz(name: str | None = None, **details: Any) -> dict[str, Any]:
    return {**aa(name, **details), "party": "ZZ"}


def named(on: str | None, name: str | None, party: str = "AA", **details: Any) -> Fact:
    said = {"party": party, "on": on, "name": name, **details}
    return "chair_named", {key: value for key, value in said.items() if value is not None}


ADA = named("2001-01", "Ada Lane")

PAIRS: Mapping[str, Pair] = {
    "a chair is known by a name, a title or an office": Pair(
        "chair_missing",
        [led("2001", aa("Ada Lane"), zz())],
        [
            [led("2001", aa("Ada Lane"), zz("Bo Reed"))],
            [led("2001", aa("Ada Lane"), zz(title="Minister"))],
            [led("2001", aa("Ada Lane"), zz(office="the Ministry of Trade"))],
            [led("2001", aa(), zz())],
            [meet("2001")],
        ],
        "The chair of ZZ at the meeting of 2001 is not on record.",
    ),
    "the ranks of both sides must be known": Pair(
        "rank_asymmetry",
        [led("2001", aa(title="Minister"), zz(title="Deputy Minister"))],
        [
            [led("2001", aa(title="Minister"), zz(title="Envoy"))],
            [led("2001", aa(title="Envoy"), zz(title="Deputy Minister"))],
            [led("2001", aa(title="Minister"), zz(title="Minister"))],
        ],
        "AA at the level of a minister, ZZ of a deputy minister.",
    ),
    "the title tells the rank before the office does": Pair(
        "rank_asymmetry",
        [led("2001", aa(title="Minister", office="Deputy Minister"), zz(office="Deputy Minister"))],
        [[led("2001", aa(title="Minister", office="Deputy Minister"), zz(office="Minister"))]],
    ),
    "the highest of a side counts, if all its ranks are known": Pair(
        "rank_asymmetry",
        [
            led(
                "2001",
                aa(title="Minister"),
                aa(title="Deputy Minister"),
                zz(title="Deputy Minister"),
            )
        ],
        [
            [led("2001", aa(title="Minister"), aa(title="Deputy Minister"), zz(title="Minister"))],
            [led("2001", aa(title="Minister"), aa(title="Envoy"), zz(title="Deputy Minister"))],
            [led("2001", aa(title="Envoy"), aa(title="Minister"), zz(title="Deputy Minister"))],
        ],
    ),
    "one meeting is told without others": Pair(
        "rank_asymmetry",
        [led("2001", aa(title="Minister"), zz(title="Director"))],
        [],
        "The chairs of the meeting of 2001 were of unequal rank",
    ),
    "meetings with the same ranks are one remark": Pair(
        "rank_asymmetry",
        [led(str(year), aa(title="Minister"), zz(title="Director")) for year in (2001, 2002, 2003)],
        [],
        "The chairs of the meeting of 2001 and 2 others were of unequal rank",
    ),
    "somebody else led the side than announced": Pair(
        "chair_differs_from_announced",
        [ADA, led("2001-03", aa("Bo Reed"), zz("Ada Lane"))],
        [
            [ADA, led("2001-03", aa("Bo Reed"), aa("ADA LANE"), zz("Cy Moss"))],
            [named("2001-01", "Dr Ada Lane"), led("2001-03", aa("Ada Lane"))],
            [ADA, led("2001-03", aa("Bo Reed", represented_by="Ada Lane"))],
            [ADA, led("2001-03", aa("Bo Reed"), aa(title="Minister"))],
            [ADA, named("2001-01", "Cy Moss", "ZZ"), led("2001-03", aa("Ada Lane"), zz("Cy Moss"))],
            [ADA, meet("2001-03")],
        ],
        "Bo Reed led the side of AA in 2001-03; Ada Lane was announced in 2001-01.",
    ),
    "the last one named before the meeting was expected": Pair(
        "chair_differs_from_announced",
        [
            ADA,
            named("2001-02", "Cy Moss"),
            led("2001-03", aa("Ada Lane")),
            named("2001-05", "Di Orr"),
        ],
        [
            [ADA, named("2001-02", "Cy Moss"), led("2001-03", aa("Cy Moss"))],
            [ADA, named("2001-01", "Cy Moss"), led("2001-03", aa("Bo Reed"))],
            [ADA, named("2001-02", None, status="vacant"), led("2001-03", aa("Bo Reed"))],
            [ADA, named("2001-03", "Cy Moss"), led("2001-03", aa("Bo Reed"))],
            [named("2001-05", "Ada Lane"), led("2001-03", aa("Bo Reed"))],
        ],
        "Cy Moss was announced in 2001-02.",
    ),
    "a chair is announced for a meeting within a year and a day": Pair(
        "chair_differs_from_announced",
        [named("2001-01-01", "Ada Lane"), led("2002-01-02", aa("Bo Reed"))],
        [
            [named("2001-01-01", "Ada Lane"), led("2002-01-03", aa("Bo Reed"))],
            [named("2001-01", "Ada Lane"), led("2002-01-02/2002-01-03", aa("Bo Reed"))],
            [named("../2001-01-01", "Ada Lane"), led("2001-03", aa("Bo Reed"))],
            [ADA, led("2001-03/..", aa("Bo Reed"))],
        ],
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_one_thing_decides(pair: Pair) -> None:
    check(pair)


def test_without_dates_nobody_is_announced_for_a_meeting() -> None:
    undated = ("meeting_held", {"co_chairs": [aa("Bo Reed")], "after": ["f0"]})
    assert not found("chair_differs_from_announced", [ADA, undated])
    notice, meeting = named(None, "Ada Lane", id="n"), led("2001-03", aa("Bo Reed"), after=["n"])
    assert not found("chair_differs_from_announced", [notice, meeting])


def test_a_vacant_chair_with_a_name_is_nobody() -> None:
    facts = [named("2001-01", "Ada Lane", status="vacant"), led("2001-03", aa("Bo Reed"))]
    assert not found("chair_differs_from_announced", facts)
