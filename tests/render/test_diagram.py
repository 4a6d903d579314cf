import re
import xml.etree.ElementTree as ET
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.render.diagram import diagram_mermaid, edge_words
from lifecycle.render.diagram_layout import lay_out
from lifecycle.render.diagram_svg import diagram_svg
from lifecycle.timeline.diagram_values import Diagram, DiagramEdge, DiagramTrack
from tests.render.any_timeline import texts
from tests.render.sample_diagrams import working_group

SVG = "{http://www.w3.org/2000/svg}"
SAFE = r"(?:#\d+;|[^!\"#$%&'*:;<=>@\[\\\]^`{|}~\n])*"
MERMAID_LINE = re.compile(
    rf'---|title: "{SAFE}"|stateDiagram-v2|    direction LR|    classDef now [\w:,-]+'
    rf'| +state "{SAFE}" as [st]\d+( {{)?| +\[\*\] --> s\d+| +s\d+ --> (s\d+ : {SAFE}|\[\*\])'
    r"|    }|    class s\d+ now"
)


@st.composite
def tracks(draw: st.DrawFn) -> DiagramTrack:
    states = tuple(draw(st.lists(texts, min_size=1, max_size=5, unique=True)))
    state = st.sampled_from(states)
    some = st.lists(state, max_size=2).map(tuple)
    guards = st.lists(texts, max_size=2).map(tuple)
    edges = st.builds(DiagramEdge, texts, state, state, st.none() | texts, guards)
    return DiagramTrack(
        name=draw(texts),
        states=states,
        initial=draw(state),
        final=draw(some),
        current=draw(st.none() | state),
        visited=draw(some),
        edges=draw(st.lists(edges, max_size=8).map(tuple)),
    )


diagrams = st.builds(Diagram, texts, st.lists(tracks(), max_size=2).map(tuple))


@given(diagrams)
@settings(deadline=None)
def test_any_text_stays_text_in_the_picture(diagram: Diagram) -> None:
    root = ET.fromstring(diagram_svg(diagram).encode())  # noqa: S314  # our own output
    names = ("svg", "title", "desc", "style", "rect", "g", "path", "circle", "text")

    assert {element.tag for element in root.iter()} <= {f"{SVG}{name}" for name in names}


@given(diagrams)
@settings(deadline=None)
def test_any_text_keeps_the_lines_of_the_mermaid_diagram(diagram: Diagram) -> None:
    for line in diagram_mermaid(diagram).rstrip("\n").split("\n"):
        assert MERMAID_LINE.fullmatch(line), line


@given(tracks())
@settings(deadline=None)
def test_states_stand_apart_and_arcs_of_one_level_do_not_overlap(track: DiagramTrack) -> None:
    layout = lay_out(track, edge_words)

    for left, right in zip(layout.nodes, layout.nodes[1:], strict=False):
        assert left.x + left.width < right.x
    for arcs in (layout.above, layout.below):
        for one, other in combinations(arcs, 2):
            (start, end), (other_start, other_end) = sorted(
                sorted((arc.start, arc.end)) for arc in (one, other)
            )
            assert one.y != other.y or end <= other_start, (start, end, other_start, other_end)


@given(tracks())
@settings(deadline=None)
def test_every_transition_is_drawn_once(track: DiagramTrack) -> None:
    layout = lay_out(track, edge_words)
    links = [*layout.straight, *(arc.link for arc in (*layout.above, *layout.below))]

    assert {(edge.source, edge.target) for edge in track.edges} == {
        (track.states[link.source], track.states[link.target]) for link in links
    }
    assert len(links) == len({link[:2] for link in links})


def test_the_state_now_is_told_by_border_and_word() -> None:
    root = ET.fromstring(diagram_svg(working_group()))  # noqa: S314  # our own output
    boxes = {
        group.get("aria-label"): [rect.get("class") for rect in group.iter(f"{SVG}rect")]
        for group in root.iter(f"{SVG}g")
        if group.get("aria-label")
    }

    assert boxes["roadmap_active, now"] == ["s3", "edge2 now"]
    assert boxes["tor_signed, visited"] == ["s1", "edge"]
    assert boxes["proposed"] == ["paper", "edge"]
    assert boxes["concluded, final"] == ["paper", "edge", "edge"]


def test_a_guard_is_a_raised_number_that_is_explained_below() -> None:
    root = ET.fromstring(diagram_svg(working_group()))  # noqa: S314  # our own output
    texts = [text.text for text in root.iter(f"{SVG}text")]

    assert "hold_meeting ¹" in texts
    assert texts[-1] == "¹ if both_parties_attend"


def test_consent_of_nobody_is_not_mentioned() -> None:
    assert edge_words(DiagramEdge("meet", "a", "b", consent="none")) == "meet"
    assert edge_words(DiagramEdge("meet", "a", "b", "both", ("x", "y"))) == "meet (both) [x, y]"


def test_a_bare_definition_has_no_state_now() -> None:
    assert "now" not in re.sub("<style>.*</style>", "", diagram_svg(working_group(current=None)))
    assert "class s" not in diagram_mermaid(working_group(current=None))


def test_mermaid_shows_start_end_consent_and_the_state_now() -> None:
    text = diagram_mermaid(working_group())

    assert '        state "roadmap_active (now)" as s5\n' in text
    assert "        [*] --> s0\n" in text
    assert "        s8 --> [*]\n" in text
    assert "        s0 --> s3 : sign_tor (both)\n" in text
    assert "    class s5 now\n    class s6 now\n" in text
