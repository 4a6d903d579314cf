"""Where the parts of a state diagram go: states in a row, skips above them, ways back below."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from lifecycle.render.diagram import edge_words, state_words
from lifecycle.render.measure import text_width
from lifecycle.render.text_safety import visible
from lifecycle.timeline.diagram_values import DiagramEdge, DiagramTrack

NODE_HEIGHT = 46
LINE_HEIGHT = 14
NAME_SIZE, LABEL_SIZE = 13, 11
_PORT_STEP = 14
_GAP_MIN = 56
_LEVEL_GAP = 15
_MARGIN = 56


class Node(NamedTuple):
    """A state's box."""

    state: str
    words: str
    x: int
    width: int

    @property
    def centre(self) -> int:
        """The x of its middle."""
        return self.x + self.width // 2


class Link(NamedTuple):
    """All edges from one state to another, drawn as one line; states by their index."""

    source: int
    target: int
    lines: tuple[str, ...]
    """Its label, a line for each edge."""
    words: tuple[str, ...]
    """The same without abbreviation."""

    @property
    def width(self) -> int:
        """The width of its label."""
        return max(text_width(visible(line), LABEL_SIZE) for line in self.lines)


class Arc(NamedTuple):
    """A link that leaves its state upwards or downwards and runs at a level of its own."""

    link: Link
    start: int
    end: int
    y: int
    label_x: int


@dataclass(frozen=True, slots=True)
class TrackLayout:
    """A track laid out; y counts from its own top."""

    nodes: tuple[Node, ...]
    node_top: int
    straight: tuple[Link, ...]
    above: tuple[Arc, ...]
    below: tuple[Arc, ...]
    bottom: int
    right: int


def lay_out(track: DiagramTrack, label: Callable[[DiagramEdge], str]) -> TrackLayout:
    """Return where everything of *track* is drawn; *label* tells what stands at an edge."""
    links = _links(track, label)
    straight = tuple(link for link in links if link.target == link.source + 1)
    above = [link for link in links if link.target == link.source or link.target > link.source + 1]
    below = [link for link in links if link.target < link.source]
    nodes = _place_nodes(track, links)
    up, down = _levels(above, nodes), _levels(below, nodes)
    clearance = max((len(link.lines) for link in straight), default=0) * LINE_HEIGHT
    rise = max(0, clearance - NODE_HEIGHT // 2) + _LEVEL_GAP
    up_heights, down_heights = _heights(up), _heights(down)
    node_top = rise + sum(up_heights) + _LEVEL_GAP
    up_ys = [node_top - rise - height for height in accumulate([0, *up_heights])][: len(up)]
    down_ys = [node_top + NODE_HEIGHT + depth for depth in accumulate(down_heights)]
    return TrackLayout(
        nodes,
        node_top,
        straight,
        _arcs(up, nodes, up_ys, outward=1),
        _arcs(down, nodes, down_ys, outward=-1),
        max((node_top + NODE_HEIGHT, *down_ys)) + _LEVEL_GAP,
        nodes[-1].x + nodes[-1].width + _MARGIN,
    )


def _links(track: DiagramTrack, label: Callable[[DiagramEdge], str]) -> list[Link]:
    index = {state: number for number, state in enumerate(track.states)}
    edges: dict[tuple[int, int], list[DiagramEdge]] = defaultdict(list)
    for edge in track.edges:
        edges[index[edge.source], index[edge.target]].append(edge)
    return [
        Link(source, target, tuple(map(label, those)), tuple(map(edge_words, those)))
        for (source, target), those in edges.items()
    ]


# --- States ---


def _place_nodes(track: DiagramTrack, links: Sequence[Link]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    x = _MARGIN
    for index, state in enumerate(track.states):
        words = " · ".join(state_words(track, state))
        name_width = text_width(visible(state), NAME_SIZE, bold=True) + 28
        width = max(name_width, text_width(words, LABEL_SIZE) + 28, _port_width(links, index))
        nodes.append(Node(state, words, x, width))
        x += width + _gap(links, index)
    return tuple(nodes)


def _port_width(links: Iterable[Link], index: int) -> int:
    """Return how wide a state must be for its loop, with the ends of its arcs on either side."""
    at_state = [link for link in links if index in (link.source, link.target)]
    loop = max((link.width for link in at_state if link.source == link.target), default=0)
    return loop + 2 * _PORT_STEP * (len(at_state) + 1) if at_state else 0


def _gap(links: Iterable[Link], index: int) -> int:
    """Return the room after the state *index* for the labels to and from the one after it."""
    beside = [link.width + 34 for link in links if {link.source, link.target} == {index, index + 1}]
    return max([_GAP_MIN, *beside])


# --- Arcs ---


def _levels(links: Iterable[Link], nodes: Sequence[Node]) -> list[list[Link]]:
    """Return *links* by level, the short ones nearest to the states; none overlap in a level."""
    levels: list[list[Link]] = []
    taken: list[list[tuple[int, int]]] = []
    for link in sorted(links, key=lambda link: (abs(link.target - link.source), link)):
        extent = _extent(link, nodes)
        level = next((i for i, extents in enumerate(taken) if _is_free(extents, extent)), None)
        if level is None:
            level = len(levels)
            levels.append([])
            taken.append([])
        levels[level].append(link)
        taken[level].append(extent)
    return levels


def _is_free(taken: Iterable[tuple[int, int]], extent: tuple[int, int]) -> bool:
    start, end = extent
    return all(end <= other_start or other_end <= start for other_start, other_end in taken)


def _extent(link: Link, nodes: Sequence[Node]) -> tuple[int, int]:
    left, right = sorted((nodes[link.source].centre, nodes[link.target].centre))
    middle, half = (left + right) // 2, link.width // 2 + 8
    return min(left, middle - half), max(right, middle + half)


def _heights(levels: Iterable[Sequence[Link]]) -> list[int]:
    return [max(len(link.lines) for link in level) * LINE_HEIGHT + _LEVEL_GAP for level in levels]


def _arcs(
    levels: Sequence[Sequence[Link]], nodes: Sequence[Node], ys: Sequence[int], *, outward: int
) -> tuple[Arc, ...]:
    """Return the arcs; *outward* is 1 where they leave to the right, -1 where to the left.

    The ends at a state are ordered so that the highest arc is innermost: then no arc has to cross
    another on its way up.
    """
    inner = {
        link.source: link.width // 2 + 4
        for level in levels
        for link in level
        if link.source == link.target
    }
    used: dict[tuple[int, int], int] = defaultdict(int)

    def port(state: int, side: int) -> int:
        used[state, side] += 1
        return nodes[state].centre + side * (inner.get(state, 0) + _PORT_STEP * used[state, side])

    arcs: list[Arc] = []
    for level, y in reversed(list(zip(levels, ys, strict=True))):
        for link in level:
            if link.source == link.target:
                start, end = (
                    nodes[link.source].centre + side * inner[link.source] for side in (-1, 1)
                )
            else:
                start, end = port(link.source, outward), port(link.target, -outward)
            arcs.append(Arc(link, start, end, y, _label_x(start, end, arcs)))
    return tuple(arcs)


def _label_x(start: int, end: int, further: Iterable[Arc]) -> int:
    """Return the middle of the widest stretch that the ends of *further* arcs leave free."""
    left, right = sorted((start, end))
    crossing = (x for arc in further for x in (arc.start, arc.end) if left < x < right)
    stops = sorted((left, right, *crossing))
    width, at = max((after - before, -before) for before, after in pairwise(stops))
    return -at + width // 2
