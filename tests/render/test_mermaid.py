import re

from hypothesis import given, settings

from lifecycle.render.mermaid import render_mermaid
from lifecycle.timeline.values import Timeline
from tests.render.any_timeline import timelines
from tests.render.sample_timelines import decades, fact, lane, timeline

SAFE = r"(?:#\d+;|[^!\"#$%&'*:;<=>@\[\\\]^`{|}~\n])*"


@given(timelines)
@settings(deadline=None)
def test_any_text_keeps_the_lines_of_the_diagram(picture: Timeline) -> None:
    lines = render_mermaid(picture).split("\n")

    assert lines[0] == "timeline"
    assert re.fullmatch(f"    title {SAFE}", lines[1])
    assert lines[-1] == ""
    for line in lines[2:-1]:
        assert re.fullmatch(
            f"    section {SAFE}|        (?!(?i:section|title|acc)){SAFE}( : {SAFE})+", line
        )
    assert len(picture.lanes) == sum(line.startswith("    section ") for line in lines)


def test_meaningful_punctuation_is_written_as_codes() -> None:
    text = render_mermaid(timeline(lane("JWG: #1; 100%", (fact('ToR: "v2"', "2025-12-09"),))))

    assert "    section JWG#58; #351; 100#37; (AA · BB)\n" not in text
    assert "    section JWG#58; #35;1#59; 100#37; (AA · BB)\n" in text
    assert "        2025-12-09 : ToR#58; #34;v2#34;\n" in text


def test_facts_of_one_date_share_a_line_in_their_order() -> None:
    marks = (fact("First", "2025-12-09"), fact("Second", "2025-12-09"), fact("Third", "2026"))
    text = render_mermaid(timeline(lane("Mechanism A", marks)))

    assert "        2025-12-09 : First : Second\n        2026 : Third\n" in text


def test_every_lane_is_a_section() -> None:
    assert render_mermaid(decades()).count("    section Mechanism ") == 12
