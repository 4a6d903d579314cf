"""Signs, doubts, suspensions, terms and gaps: what the picture tells of a real history."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from lifecycle.render.svg_axis import LEFT, WIDTH
from lifecycle.timeline.values import Doubt, Span
from tests.render.drawn import SVG, box_of, drawn, having_class, marks_of, one_lane, shown_text
from tests.render.sample_timelines import PTI, day, decades, fact, lane, timeline


def test_numbered_signs_stand_close_together() -> None:
    marks = [fact(f"Meeting {n}", f"{2000 + n // 6}-{1 + n % 6 * 2:02}-01", n) for n in range(60)]
    (group,) = (g for g in drawn(one_lane(*marks)).iter(f"{SVG}g") if g.get("role") == "group")
    heights = {box_of(having_class(mark, "hit")[0])[1] for mark in marks_of(group)}

    assert len(heights) <= 4


def test_what_was_planned_or_called_off_never_looks_like_what_was_held() -> None:
    signs = ("meeting", "series", "plan", "off", "change", "fact")
    root = drawn(one_lane(*(fact(sign, "2020-01-01", sign=sign) for sign in signs)))
    looks = [_look(mark) for mark in marks_of(root)]

    assert looks == ["held", "held", "hollow", "hollow+strike", "small", "small"]
    shapes = [[e.tag for e in having_class(mark, "held")] for mark in marks_of(root)[:2]]
    assert shapes == [[f"{SVG}circle"], [f"{SVG}path"]]


def test_a_plan_stays_a_plan_where_signs_are_numbered_or_its_date_is_not_known() -> None:
    marks = [fact("Held", "2020-01-01", sign="meeting") for _ in range(15)]
    plan, off = fact("Plan", None, sign="plan"), fact("Off", "2020?", sign="off")
    root = drawn(one_lane(*marks, plan, off))
    *held, planned, called_off = marks_of(root)

    assert {_look(mark) for mark in held} == {"disc held"}
    assert _look(planned) == _look(called_off) == "disc hollow"
    assert [having_class(mark, "struck") != [] for mark in (planned, called_off)] == [False, True]


def _look(mark: ET.Element) -> str:
    """The classes of the sign of *mark*."""
    names = [e.get("class") or "" for e in mark if e.tag in (f"{SVG}circle", f"{SVG}path")]
    return "+".join(name for name in names if name not in ("range", "open", "warn", "bang"))


def test_a_disputed_date_is_a_ghost_beside_the_fact_and_in_its_words() -> None:
    b = day("2021-01-01")
    other = Doubt("e2", 2, "date: 2021", "2021", b, b + 364, sources=(PTI,))
    root = drawn(one_lane(fact("Met", "2020-01-01", doubts=(other,)), fact("Then", "2022-01-01")))
    met, then = marks_of(root)
    (ghost,) = having_class(met, "ghost")

    assert having_class(then, "ghost") == []
    place = int(having_class(met, "hit")[0].get("x") or 0)
    last = int(having_class(then, "hit")[0].get("x") or 0)
    assert place < int(ghost.get("cx") or 0) < last
    assert "2020-01-01Met(alsodated2021)" in shown_text(root)
    assert "Disputed: date: 2021 — PTI (press)" in (met.findtext(f"{SVG}title") or "")


def test_what_is_disputed_or_amended_is_named_so() -> None:
    doubt = Doubt("e2", 2, "number: 4")
    root = drawn(
        one_lane(
            fact("Met", "2020-01-01", doubts=(doubt,)),
            fact("Signed", "2021-01-01", amended=("Corrected: on (misread)",)),
        )
    )

    assert "Met(disputed)" in shown_text(root)
    assert "Signed(amended)" in shown_text(root)
    assert "Amended: Corrected: on (misread)" in (marks_of(root)[1].findtext(f"{SVG}title") or "")


def test_a_season_is_told_by_its_name_and_as_it_is_recorded() -> None:
    season = replace(fact("Met", "2022", at=day("2022-06-01")), occurred="2022-22")
    (mark,) = marks_of(drawn(one_lane(season)))

    assert mark.get("aria-label") == "summer 2022: Met"
    assert "Date as recorded: 2022-22" in (mark.findtext(f"{SVG}title") or "")


def test_the_key_tells_of_numbers_only_where_there_are_some() -> None:
    crowd = [fact(f"Meeting {n}", f"2025-12-{n + 1:02}", n) for n in range(25)]
    few, many = (shown_text(drawn(one_lane(*crowd[:count]))) for count in (2, 25))

    assert "toldbelowthelanebyitsnumber" not in few
    assert "toldbelowthelanebyitsnumber" in many
    assert "dateuncertainornotonrecord" not in many


def test_the_key_shows_the_numbered_sign_of_an_uncertain_date() -> None:
    crowd = [
        fact(f"Meeting {n}", f"2025-12-{n + 1:02}?", n, at=day(f"2025-12-{n + 1:02}"))
        for n in range(25)
    ]
    few, many = (drawn(one_lane(*crowd[:count])) for count in (1, 25))

    assert "dateuncertainornotonrecord,withanumber" not in shown_text(few)
    assert "dateuncertainornotonrecord,withanumber" in shown_text(many)
    in_the_picture = [sign for mark in marks_of(many) for sign in having_class(mark, "disc")]
    in_the_key = having_class(many, "disc")[len(in_the_picture) :]
    assert [sign.get("class") for sign in in_the_key] == ["disc ring", "disc"]


def test_a_contested_suspension_has_a_line_of_its_own_and_an_entry_in_the_key() -> None:
    a, b = day("2010-01-01"), day("2015-01-01")
    spans = (
        Span("state", "Active", a, b, "5y"),
        Span("suspended", "Suspended by AA", a, b, "5y", contested_by=("BB",)),
    )
    root = drawn(one_lane(fact("Signed", "2010-01-01"), spans=spans))

    assert len(having_class(root, "contested")) == 2  # on the lane and in the key
    assert "suspended,whichapartycontests" in shown_text(root)


def test_the_term_of_a_roadmap_is_a_thin_bar_with_its_words() -> None:
    a, b = day("2010-01-01"), day("2015-01-01")
    spans = (Span("roadmap", "Roadmap 2010/2014: Plan", a, b, ""),)
    root = drawn(one_lane(fact("Signed", "2010-01-01"), spans=spans))

    assert len(having_class(root, "term")) == 2  # on the lane and in the key
    assert "Roadmap2010/2014:Plan" in shown_text(root)


@pytest.mark.parametrize(
    ("years", "words"), [(20, "nothing on record · ≈20y"), (6, "≈20y"), (3, None)]
)
def test_a_gap_says_as_much_as_it_has_room_for(years: int, words: str | None) -> None:
    a, b = day("2000-01-01"), day(f"{2000 + years}-01-01")
    span = Span("gap", "nothing on record", a, b, "≈20y")
    marks = (fact("First", "1940-01-01"), fact("Signed", "2000-01-01"))
    root = drawn(one_lane(*marks, spans=(span,)))
    (gap,) = (
        g for g in root.iter(f"{SVG}g") if (g.get("aria-label") or "").startswith("nothing on")
    )

    assert [text.text for text in gap.iter(f"{SVG}text")] == ([] if words is None else [words])


def test_a_label_at_the_right_edge_stands_on_the_left() -> None:
    a, b = day("2026-06-01"), day("2026-11-24")
    spans = (
        Span("state", "Operational", a, b, "5m", open_end=True),
        Span("suspended", "Parent instrument suspended by AA", a, b, "5m", open_end=True),
    )
    marks = (fact("First", "1940-01-01"), fact("Signed", "2026-06-01"))

    root = drawn(timeline(lane("A", marks, spans), lane("B", marks)))

    assert int(root.get("width") or 0) <= WIDTH + 2 * LEFT
    ends = [t.text for t in root.iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert "Operational · 5m" in ends
    assert "Parent instrument suspended by AA · 5m" in ends


def test_years_are_told_again_at_each_lane() -> None:
    labels = [text.text for text in having_class(drawn(decades()), "tick")]

    assert labels.count("1990") == len(decades().lanes) + 1


def test_what_is_on_record_last_stands_apart_from_the_status() -> None:
    marks = (fact("Met", "2020-01-01"),)
    root = drawn(one_lane(*marks, status="Operational since 2020-01-01", last="Met, 2020-01-01"))

    lines = [text.text for text in having_class(root, "soft")]
    assert "AA · BB — Operational since 2020-01-01" in lines
    assert "last on record: Met, 2020-01-01" in lines
