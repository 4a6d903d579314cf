import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from lifecycle.render.svg import render_svg
from lifecycle.render.svg_axis import LEFT, WIDTH
from lifecycle.render.wording import date_words
from lifecycle.timeline.values import Span, Timeline
from tests.render.any_timeline import timelines
from tests.render.drawn import SVG, box_of, drawn, having_class, marks_of, one_lane, shown_text
from tests.render.sample_timelines import (
    PTI,
    ROOT,
    day,
    decades,
    fact,
    lane,
    many,
    reference_case,
    timeline,
)

ARABIC = "\u0627\u062c\u062a\u0645\u0627\u0639"
KNOWN_ELEMENTS = {
    f"{SVG}{name}"
    for name in ("svg", "title", "desc", "style", "defs", "pattern", "rect", "g", "path", "circle")
} | {f"{SVG}text", f"{SVG}tspan"}
KNOWN_ATTRIBUTES = {
    *("viewBox", "width", "height", "direction", "role", "aria-label", "aria-hidden", "class", "d"),
    *(
        "id",
        "patternUnits",
        "patternTransform",
        "x",
        "y",
        "rx",
        "r",
        "cx",
        "cy",
        "fill",
        "transform",
    ),
    *("tabindex", "data-at", "text-anchor", "stroke-width"),
}


# --- Safety ---


@given(timelines)
@settings(deadline=None, max_examples=150)
def test_any_text_stays_text_in_a_well_formed_picture(picture: Timeline) -> None:
    root = ET.fromstring(render_svg(picture).encode())  # noqa: S314  # our own output

    assert {element.tag for element in root.iter()} <= KNOWN_ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= KNOWN_ATTRIBUTES


@given(timelines)
@settings(deadline=None, max_examples=100)
def test_nothing_hidden_survives(picture: Timeline) -> None:
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]", render_svg(picture)
    )


def test_a_bidirectional_override_is_shown_and_a_right_to_left_title_is_isolated() -> None:
    text = render_svg(one_lane(fact("pay \u202e001 now", "2025-12-09"), fact(ARABIC, "2025-12-10")))

    assert "pay ⟨U+202E⟩001 now" in text
    assert f"\u2068{ARABIC}\u2069" in text


def test_date_and_duration_keep_their_side_of_a_right_to_left_text() -> None:
    span = Span("state", ARABIC, day("2020-01-01"), day("2024-01-01"), "4y")
    text = render_svg(one_lane(fact(ARABIC, "2020-01"), spans=(span,)))

    assert f'<tspan class="soft">2020-01</tspan> \u2068{ARABIC}\u2069</text>' in text
    assert f">\u2068{ARABIC}\u2069 · 4y</text>" in text


def test_the_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import sys; from tests.render.sample_timelines import decades;"
        "from lifecycle.render.svg import render_svg;"
        "sys.stdout.buffer.write(render_svg(decades()).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }

    assert {render_svg(decades()).encode()} == outputs


# --- What is told ---


@pytest.mark.parametrize("picture", [reference_case(), decades(), many(3)])
def test_every_date_and_title_is_on_the_picture_or_in_its_list(picture: Timeline) -> None:
    text = shown_text(drawn(picture))

    for mark in (mark for each in picture.lanes for mark in each.marks):
        assert re.sub(r"\s", "", f"{date_words(mark)}{mark.title}") in text


def test_a_title_that_is_too_long_for_a_label_is_listed_in_full() -> None:
    title = "A meeting with a very long name that goes on and on " * 6
    root = drawn(one_lane(fact("Short", "2025-12-09"), fact(title, "2025-12-10")))

    assert [text.text for text in having_class(marks_of(root)[1], "n")] == ["2"]
    assert [text.text for text in having_class(root, "num")] == ["2"]
    assert re.sub(r"\s", "", f"2025-12-10{title}") in shown_text(root)


def test_crowded_labels_become_numbers_with_a_list() -> None:
    marks = [fact(f"Meeting {n}", f"2025-12-{n + 1:02}", n) for n in range(25)]
    root = drawn(one_lane(*marks))

    numbers = [f"{n + 1}" for n in range(25)]
    assert [text.text for mark in marks_of(root) for text in having_class(mark, "n")] == numbers
    assert [text.text for text in having_class(root, "num")] == numbers


def test_a_fact_known_to_the_month_never_gets_a_day() -> None:
    month = fact("Meeting held", "2025-12", at=day("2025-12-16"), sources=())
    spans = (Span("state", "Active", day("2025-12-16"), day("2026-11-24"), "≈11m", open_end=True),)

    text = "".join(drawn(one_lane(month, month, month, spans=spans)).itertext())

    assert not re.search(r"2025-12-\d\d", text)


def test_as_of_size_and_root_are_readable_on_a_print() -> None:
    text = shown_text(drawn(reference_case()))

    assert "asof2026-11-24·logsize9" in text
    assert f"root{ROOT}" in text


def test_each_fact_can_be_focused_and_tells_all_that_is_known_of_it() -> None:
    marks = marks_of(drawn(reference_case()))
    signed = marks[1]
    tooltip = signed.findtext(f"{SVG}title") or ""

    assert len(marks) == 8
    assert {("0", "img")} == {(mark.get("tabindex"), mark.get("role")) for mark in marks}
    assert signed.get("aria-label") == "2025-12-09: Terms of Reference signed"
    assert [
        "2025-12-09 Terms of Reference signed",
        "Place: New Delhi",
        "Signed by: Amitabh Prasad (IN), Joint Secretary, Ministry of Defence",
        "Signed by: Poh Kui Choon (BN), Deputy Permanent Secretary, Ministry of Defence",
        "stage: registered → tor_signed",
        "Recorded 2026-11-24T08:00:00Z at position 2",
        f"Source: PTI (press), 2025-12-09: “{PTI.quote}”",
        "Source: Ministry of Defence, India (official), 2025-12-09",
    ] == tooltip.split("\n")


def test_a_picture_without_lanes_still_says_what_it_is() -> None:
    assert "0mechanisms" in shown_text(drawn(timeline()))


# --- How it is shown ---


def test_an_uncertain_date_is_a_diamond_and_a_warning_a_triangle() -> None:
    root = drawn(
        one_lane(
            fact("Sure", "2020-01-01"),
            fact("Unsure", "2021~"),
            fact("Warned", "2022-01-01", flags=("Numbered differently.",)),
            fact("Conflict", "2023-01-01", order_conflict=True),
        )
    )
    kinds = [
        (bool(having_class(mark, "ring")), bool(having_class(mark, "warn")))
        for mark in marks_of(root)
    ]

    assert kinds == [(False, False), (True, False), (False, True), (False, True)]
    assert "The dates do not allow this order." in (marks_of(root)[3].findtext(f"{SVG}title") or "")


def test_a_month_has_a_range_with_stops_and_an_open_side_has_an_arrow() -> None:
    root = drawn(
        one_lane(
            fact("Day", "2025-01-01"),
            fact("Year", "2023"),
            fact("Open", "../2024-06", at=day("2024-01-01")),
            fact("Undated", None, at=day("2024-02-01")),
        )
    )
    ranges = [
        [element.get("d") or "" for element in having_class(mark, "range")]
        for mark in marks_of(root)
    ]

    assert [len(drawn_ranges) for drawn_ranges in ranges] == [0, 1, 1, 0]
    assert _stops_and_arrows(ranges[1][0]) == (2, 0)
    assert _stops_and_arrows(ranges[2][0]) == (1, 1)
    assert having_class(marks_of(root)[3], "ring")


def _stops_and_arrows(path: str) -> tuple[int, int]:
    return path.count("v6"), len(re.findall(r"l-?4 3l-?4 3|l-?4 3l4 3", path))


def test_states_suspensions_gaps_and_the_end_differ_in_shape_and_text() -> None:
    a, b, c = day("2010-01-01"), day("2015-01-01"), day("2020-01-01")
    spans = (
        Span("state", "ToR signed", a, c, "10y"),
        Span("suspended", "Suspended", a, b, "5y"),
        Span("gap", "No fact on record", b, c, "≈5y"),
    )
    root = drawn(one_lane(fact("Signed", "2010-01-01"), spans=spans, ended=c))
    text = shown_text(root)

    assert "ToRsigned·10y" in text
    assert "Suspended·5y" in text
    assert "Nofactonrecord·≈5y" in text
    hatched = [each for each in root.iter(f"{SVG}rect") if each.get("fill") == "url(#lt-hatch)"]
    assert len(hatched) == 2  # on the lane and in the key
    assert len(having_class(root, "end")) == 2


@pytest.mark.parametrize(
    ("open_start", "open_end", "sides"),
    [(False, False, 2), (True, False, 1), (False, True, 1), (True, True, 0)],
)
def test_an_open_side_of_a_state_has_no_edge(open_start: bool, open_end: bool, sides: int) -> None:
    span = Span("state", "Active", day("2020-01-01"), day("2024-01-01"), "", open_start, open_end)
    root = drawn(one_lane(fact("Signed", "2020-01-01"), spans=(span,)))
    bar = next(g for g in root.iter(f"{SVG}g") if (g.get("aria-label") or "").startswith("Active"))

    assert sides == (having_class(bar, "edge")[0].get("d") or "").count("V")


def test_a_lone_crowded_day_is_drawn_wide_and_its_facts_stand_in_order() -> None:
    root = drawn(reference_case())
    places = [int(having_class(mark, "hit")[0].get("x") or 0) for mark in marks_of(root)]
    steps = [after - before for before, after in pairwise(places)]

    assert "2025-12-09,onedaydrawnwide" in shown_text(root)
    assert min(steps) > 40


def test_a_state_of_a_wide_day_begins_at_the_fact_that_led_to_it() -> None:
    root = drawn(reference_case())
    activated = int(having_class(marks_of(root)[3], "hit")[0].get("x") or 0) + 7
    bar = next(
        g for g in root.iter(f"{SVG}g") if (g.get("aria-label") or "").startswith("Roadmap active")
    )

    assert str(activated) == bar.findall(f"{SVG}rect")[0].get("x")


def test_a_day_with_more_facts_than_it_can_be_wide_is_not_drawn_wide() -> None:
    marks = [fact(f"Fact {n}", "2025-12-09") for n in range(60)]
    root = drawn(one_lane(*marks))

    assert "drawnwide" not in shown_text(root)
    assert len({box_of(having_class(mark, "hit")[0]) for mark in marks_of(root)}) == 60


def test_facts_of_one_month_never_make_a_wide_day() -> None:
    marks = [fact(f"Fact {n}", "2025-12", at=day("2025-12-16")) for n in range(5)]

    assert "drawnwide" not in shown_text(drawn(one_lane(*marks)))


@pytest.mark.parametrize("picture", [reference_case(), decades(), many(2), many(1, 60)])
def test_no_label_covers_another(picture: Timeline) -> None:
    root = drawn(picture)
    for group in (g for g in root.iter(f"{SVG}g") if g.get("role") == "group"):
        boxes = [box_of(having_class(mark, "hit")[0]) for mark in marks_of(group)]
        for (x, y, right), (other_x, other_y, other_right) in combinations(boxes, 2):
            assert y != other_y or right <= other_x or other_right <= x


@pytest.mark.parametrize("picture", [reference_case(), decades(), many(2)])
def test_everything_lies_inside_the_picture(picture: Timeline) -> None:
    root = drawn(picture)
    width = int(root.get("width") or 0)

    for rect in root.iter(f"{SVG}rect"):
        assert int(rect.get("x") or 0) >= 0
        assert int(rect.get("x") or 0) + int(rect.get("width") or 0) <= width


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("2025-12-01", "2025-12-06", "2025-12-03"),
        ("2025-01-10", "2025-11-20", "2025-07"),
        ("1970-01-01", "2020-01-01", "1990"),
        ("1200-01-01", "2020-01-01", "1600"),
    ],
)
def test_the_axis_has_ticks_from_days_to_centuries(first: str, last: str, label: str) -> None:
    picture = timeline(lane("Mechanism A", (fact("First", first), fact("Last", last))), as_of=last)
    labels = [text.text for text in having_class(drawn(picture), "tick")]

    assert label in labels
    assert 3 <= len(set(labels)) <= 18


def test_a_day_beyond_the_axis_is_drawn_at_its_end() -> None:
    century = fact("Long ago or not", "1900/2025", at=day("2025-06-01"))
    root = drawn(one_lane(fact("Signed", "2025-01-01"), century))
    path = having_class(marks_of(root)[1], "range")[0].get("d") or ""

    assert path.startswith(f"M{LEFT} ")
    assert "v6" in path
    assert max(map(int, re.findall(r"H(\d+)", path))) <= LEFT + WIDTH
