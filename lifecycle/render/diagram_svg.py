"""Draw the state machine of a definition as an SVG picture."""

from collections.abc import Iterable, Mapping

from lifecycle.render.diagram import consent_words, edge_words
from lifecycle.render.diagram_layout import (
    LINE_HEIGHT,
    NODE_HEIGHT,
    Arc,
    Link,
    Node,
    TrackLayout,
    lay_out,
)
from lifecycle.render.measure import wrap_text
from lifecycle.render.svg_shapes import text
from lifecycle.render.svg_style import style_sheet
from lifecycle.render.text_safety import markup, markup_lines, visible
from lifecycle.timeline.diagram_values import Diagram, DiagramEdge, DiagramTrack

_LEFT = 24
_WIDTH_MIN = 480
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def diagram_svg(diagram: Diagram) -> str:
    """Return *diagram* as an SVG document, the same bytes for the same diagram.

    States stand in their order from left to right. Where a mechanism is now is told by a bold
    border and the word ``now``.
    """
    notes = _number_guards(diagram.tracks)
    layouts = [lay_out(track, lambda edge: _short(edge, notes)) for track in diagram.tracks]
    width = max([_WIDTH_MIN, *(layout.right for layout in layouts)])
    parts, y = [], 10
    for line in wrap_text(visible(diagram.title), width - 2 * _LEFT, 19, bold=True):
        y += 26
        parts.append(text(_LEFT, y, line, "title"))
    y += 14
    for track, layout in zip(diagram.tracks, layouts, strict=True):
        if len(diagram.tracks) > 1:
            y += 24
            parts.append(text(_LEFT, y, track.name, "name"))
            y += 10
        parts.append(f'<g transform="translate(0 {y})">{_draw_track(track, layout)}</g>')
        y += layout.bottom
    for guard, number in notes.items():
        y += 16
        parts.append(text(_LEFT, y, f"{number} if {guard}", "note"))
    height = y + 16
    title = markup(diagram.title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lt" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" direction="ltr" role="group" '
        f'aria-label="State diagram: {title}"><title>{title}</title>'
        f"<desc>{_description(diagram.tracks)}</desc><style>{style_sheet()}</style>"
        f'<rect class="paper" width="{width}" height="{height}"/>{"".join(parts)}</svg>\n'
    )


def _number_guards(tracks: Iterable[DiagramTrack]) -> dict[str, str]:
    """Return a raised number for each guard: written out, they would stretch the picture."""
    guards = (guard for track in tracks for edge in track.edges for guard in edge.guards)
    return {
        guard: str(index + 1).translate(_RAISED)
        for index, guard in enumerate(dict.fromkeys(guards))
    }


def _short(edge: DiagramEdge, notes: Mapping[str, str]) -> str:
    return " ".join((f"{edge.trigger}{consent_words(edge)}", *map(notes.__getitem__, edge.guards)))


def _description(tracks: Iterable[DiagramTrack]) -> str:
    """Return every transition in words, for those who do not see the picture."""
    return markup(
        " ".join(
            f"{edge.source} to {edge.target}: {edge_words(edge)}."
            for track in tracks
            for edge in track.edges
        )
    )


def _draw_track(track: DiagramTrack, layout: TrackLayout) -> str:
    top, bottom = layout.node_top, layout.node_top + NODE_HEIGHT
    arcs = [_draw_arc(arc, top, "M-4 -8h8l-4 8z") for arc in layout.above]
    arcs += [_draw_arc(arc, bottom, "M-4 8h8l-4 -8z") for arc in layout.below]
    lines = [_draw_straight(link, layout) for link in layout.straight]
    start = _draw_start(layout.nodes, track.states.index(track.initial), top)
    nodes = [_draw_node(node, track, top) for node in layout.nodes]
    labels = [
        _draw_label(arc.link, arc.label_x, arc.y - 7) for arc in (*layout.above, *layout.below)
    ]
    return "".join((*arcs, *lines, start, *nodes, *labels))


def _draw_node(node: Node, track: DiagramTrack, top: int) -> str:
    state, words, x, width = node
    is_now = state == track.current
    tint = "s3" if is_now else "s1" if state in track.visited else "paper"
    edge = "edge2 now" if is_now else "edge"
    box = f'x="{x}" y="{top}" width="{width}" height="{NODE_HEIGHT}" rx="6"'
    inner = (
        f'<rect class="edge" x="{x + 4}" y="{top + 4}" width="{width - 8}" '
        f'height="{NODE_HEIGHT - 8}" rx="3"/>'
        if state in track.final
        else ""
    )
    name_y = top + (21 if words else 28)
    name = text(node.centre, name_y, state, "strong" if is_now else "", "middle")
    told = text(node.centre, top + 36, words, "note", "middle") if words else ""
    spoken = markup(f"{state}, {words}" if words else state)
    return (
        f'<g role="img" aria-label="{spoken}"><title>{spoken}</title>'
        f'<rect class="{tint}" {box}/><rect class="{edge}" {box}/>{inner}{name}{told}</g>'
    )


def _draw_start(nodes: tuple[Node, ...], initial: int, top: int) -> str:
    """Return the dot from which an arrow leads into the first state."""
    x = nodes[initial].x
    # The middle of the left side is free only at the first state of the row.
    y = top + (NODE_HEIGHT // 2 if initial == 0 else NODE_HEIGHT - 8)
    return (
        f'<circle class="dot" cx="{x - 24}" cy="{y}" r="6"/>'
        f'<path class="edge" d="M{x - 18} {y}H{x - 8}"/>'
        f'<path class="dot" d="M{x - 8} {y - 4}v8l8 -4z"/>'
    )


def _draw_straight(link: Link, layout: TrackLayout) -> str:
    left, right = layout.nodes[link.source], layout.nodes[link.target]
    start, y = left.x + left.width, layout.node_top + NODE_HEIGHT // 2
    return (
        f'<path class="edge" d="M{start} {y}H{right.x - 8}"/>'
        f'<path class="dot" d="M{right.x - 8} {y - 4}v8l8 -4z"/>'
        f"{_draw_label(link, (start + right.x) // 2 - 3, y - 6)}"
    )


def _draw_arc(arc: Arc, side: int, head: str) -> str:
    """Return a line with round corners from a state's *side* to the arc's level and back."""
    down = 1 if arc.y < side else -1
    across = 1 if arc.end > arc.start else -1
    return (
        f'<path class="edge" d="M{arc.start} {side}V{arc.y + 6 * down}'
        f"Q{arc.start} {arc.y} {arc.start + 6 * across} {arc.y}H{arc.end - 6 * across}"
        f'Q{arc.end} {arc.y} {arc.end} {arc.y + 6 * down}V{side - 8 * down}"/>'
        f'<path class="dot" transform="translate({arc.end} {side})" d="{head}"/>'
    )


def _draw_label(link: Link, x: int, y: int) -> str:
    """Return the label of *link* around *x*, its last line at *y*."""
    top = y - LINE_HEIGHT * (len(link.lines) - 1)
    lines = "".join(
        text(x, top + LINE_HEIGHT * row, line, "bar over", "middle")
        for row, line in enumerate(link.lines)
    )
    return f"<g><title>{markup_lines(link.words)}</title>{lines}</g>"
