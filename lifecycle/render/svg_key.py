"""The key of the picture: the signs that are used on it, each with its meaning."""

from collections.abc import Iterator
from itertools import chain

from lifecycle.render.measure import text_width
from lifecycle.render.svg_axis import LEFT, WIDTH, Axis
from lifecycle.render.svg_bars import Drawn
from lifecycle.render.svg_shapes import diamond, dot, text, warning_sign
from lifecycle.render.wording import warnings
from lifecycle.timeline import Timeline

_SIGN_WIDTH = 26
_ROW_HEIGHT = 18


def draw_key(timeline: Timeline, axis: Axis, top: int) -> Drawn:
    """Return the key in rows from *top* down."""
    parts, x, y = [], LEFT, top + 12
    for sign, meaning in _used_signs(timeline, axis):
        width = _SIGN_WIDTH + text_width(meaning, 11) + 16
        if x + width > LEFT + WIDTH:
            x, y = LEFT, y + _ROW_HEIGHT
        parts.append(f'<g transform="translate({x} {y})">{sign}</g>')
        parts.append(text(x + _SIGN_WIDTH, y + 4, meaning, "note"))
        x += width
    return Drawn("".join(parts), y + 8, LEFT + WIDTH)


def _used_signs(timeline: Timeline, axis: Axis) -> Iterator[tuple[str, str]]:
    used = {
        *_mark_meanings(timeline),
        *chain.from_iterable((span.kind for span in lane.spans) for lane in timeline.lanes),
        *("wide" for _ in axis.bands),
        *("ended" for lane in timeline.lanes if lane.ended is not None),
    }
    return ((sign, meaning) for name, sign, meaning in _SIGNS if name in used)


def _mark_meanings(timeline: Timeline) -> Iterator[str]:
    for mark in chain.from_iterable(lane.marks for lane in timeline.lanes):
        yield "uncertain" if mark.uncertain else "moved" if mark.moves else "fact"
        if warnings(mark):
            yield "warned"
        if mark.earliest is None or mark.latest is None:
            yield "open"
        elif mark.earliest != mark.latest:
            yield "range"


_SIGNS = (
    ("moved", dot(10, 0, moved=True), "led to another state"),
    ("fact", dot(10, 0, moved=False), "other fact"),
    ("uncertain", diamond(10, 0), "date uncertain"),
    ("range", '<path class="range" d="M2 0H20M2 -3v6M20 -3v6"/>', "date within this range"),
    (
        "open",
        '<path class="open" d="M2 0H20"/><path class="range" d="M6 -3l-4 3l4 3"/>',
        "date open on this side",
    ),
    ("warned", warning_sign(4, 0), "has a warning"),
    ("state", '<path class="s3" d="M2 -6h18v12h-18z"/>', "state, open at the right: it lasts"),
    (
        "suspended",
        (
            '<rect class="under" x="2" y="-6" width="18" height="12"/>'
            '<rect fill="url(#lt-hatch)" x="2" y="-6" width="18" height="12"/>'
        ),
        "suspended",
    ),
    ("gap", '<path class="gap" d="M2 0H20"/>', "no fact on record"),
    ("ended", '<path class="end" d="M10 -7v14m-5 0h10m-10 -14h10"/>', "concluded"),
    (
        "wide",
        '<rect class="band edge" x="2" y="-6" width="18" height="12"/>',
        "one day, drawn wide",
    ),
)
