import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.render.measure import cells
from lifecycle.render.text import render_text
from lifecycle.timeline.values import Doubt, Span, Timeline
from tests.render.any_timeline import timelines
from tests.render.sample_timelines import (
    PTI,
    ROOT,
    day,
    decades,
    fact,
    lane,
    reference_case,
    timeline,
)


@given(timelines, st.integers(0, 140))
@settings(deadline=None)
def test_no_text_from_data_reaches_the_terminal_as_a_command(picture: Timeline, width: int) -> None:
    text = render_text(picture, width=width)

    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]", text
    )


@given(timelines, st.integers(0, 140), st.booleans())
@settings(deadline=None)
def test_no_line_is_wider_than_the_terminal(
    picture: Timeline, width: int, ascii_only: bool
) -> None:
    text = render_text(picture, width=width, ascii_only=ascii_only)

    assert max(map(cells, text.split("\n"))) <= max(width, 40)


@given(timelines)
@settings(deadline=None)
def test_ascii_is_all_that_an_ascii_terminal_gets(picture: Timeline) -> None:
    assert re.fullmatch(r"[\n -~]*", render_text(picture, ascii_only=True))


@pytest.mark.parametrize("ascii_only", [False, True])
def test_facts_stand_in_history_order_with_date_title_move_and_warning(ascii_only: bool) -> None:
    text = render_text(reference_case(), ascii_only=ascii_only)
    titles = [mark.title for mark in reference_case().lanes[0].marks]

    assert sorted(titles, key=text.index) == titles
    assert re.search(
        r"2025-12-09  Terms of Reference signed\n. +stage: registered (→|->) tor_signed", text
    )
    assert re.search(r"[⚠!] A secondary source dates the meeting 2025-12-10\.", text)
    assert f"root {ROOT}" in text


def test_an_uncertain_date_a_move_and_another_fact_have_signs_of_their_own() -> None:
    text = render_text(
        timeline(
            lane(
                "Mechanism A",
                (
                    fact("Moved", "2020", moves=(("stage", "a", "b"),)),
                    fact("Unsure", "2021?"),
                    fact("Noted", None),
                ),
            )
        )
    )

    assert "●  2020     Moved" in text
    assert "◇  2021?    Unsure" in text
    assert "•  undated  Noted" in text


def test_a_lane_says_whether_it_goes_on() -> None:
    text = render_text(decades())

    assert text.count("▶ goes on") == 9
    assert text.count("■ concluded") == 3


def test_a_plan_and_what_was_called_off_have_signs_of_their_own() -> None:
    marks = (fact("Planned", "2020", sign="plan"), fact("Cancelled", "2021", sign="off"))
    picture = timeline(lane("Mechanism A", marks))

    assert "○  2020  Planned" in render_text(picture)
    assert "✗  2021  Cancelled" in render_text(picture)
    assert "~  2020  Planned" in render_text(picture, ascii_only=True)
    assert "x  2021  Cancelled" in render_text(picture, ascii_only=True)


def test_status_and_last_fact_are_told_on_two_lines_and_disputes_below_their_fact() -> None:
    doubt = Doubt("e2", 2, "date: 2021", "2021", sources=(PTI,))
    met = fact("Met", "2020", doubts=(doubt,), amended=("Corrected: place",))
    text = render_text(timeline(lane("A", (met,), status="Operational", last="Met, 2020")))

    assert "AA · BB — Operational\nlast on record: Met, 2020\n" in text
    assert "Disputed: date: 2021 — PTI (press)" in text
    assert "Amended: Corrected: place" in text


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        (
            {"began": "2020", "began_by": "e1", "ended": "2021", "ended_by": "e2"},
            ", from 2020, until 2021",
        ),
        ({"began": "2020", "began_by": "e1", "open_end": True}, ", from 2020, still so"),
        (
            {"began_by": "e1", "ended_by": "e2"},
            ", from a date not on record, until a date not on record",
        ),
        ({"open_start": True, "open_end": True}, ", since before the first known fact, still so"),
        ({"began": "198X", "ended": "2022-22"}, ", from the 1980s, until summer 2022"),
        ({"began": "../2015", "ended": "2023/.."}, ", begun by 2015, ended from 2023 on"),
    ],
)
def test_a_bar_is_told_with_its_dates_as_recorded(edges: dict[str, Any], words: str) -> None:
    span = Span("state", "Active", day("2020-01-01"), day("2021-01-01"), "1y", **edges)
    text = render_text(timeline(lane("A", (fact("Met", "2020-01-01"),), (span,))), width=160)

    assert f"Active · 1y{words}\n" in text
