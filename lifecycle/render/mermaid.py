"""Write a timeline as a Mermaid ``timeline`` diagram: a section for each lane."""

from itertools import groupby

from lifecycle.render.text_safety import mermaid, mermaid_line_start
from lifecycle.render.wording import date_words, heading, party_words
from lifecycle.timeline.values import Lane, Timeline


def render_mermaid(timeline: Timeline) -> str:
    """Return *timeline* as Mermaid text, in history order; it shows no precision and no bars."""
    lines = ["timeline", f"    title {mermaid(heading(timeline))}"]
    for lane in timeline.lanes:
        lines.append(f"    section {mermaid(_section_title(lane))}")
        lines += _periods(lane)
    return "\n".join(lines) + "\n"


def _section_title(lane: Lane) -> str:
    return f"{lane.title} ({party_words(lane)})" if lane.parties else lane.title


def _periods(lane: Lane) -> list[str]:
    """Return a line for each date, with its facts one after the other."""
    return [
        f"        {mermaid_line_start(when)} : " + " : ".join(mermaid(mark.title) for mark in marks)
        for when, marks in groupby(lane.marks, key=date_words)
    ]
