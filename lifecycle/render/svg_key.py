"""The key of the picture: the signs that are used on it, each with its meaning."""

from collections.abc import Iterator
from itertools import chain

from lifecycle.render.measure import text_width
from lifecycle.render.svg_axis import LEFT, WIDTH, Axis
from lifecycle.render.svg_lane import labels_of
from lifecycle.render.svg_shapes import Drawn, text, warning_sign
from lifecycle.render.svg_signs import (
    filled_sign,
    ghost_sign,
    is_filled,
    outline,
    plain_sign,
    sign_name,
)
from lifecycle.render.wording import warnings
from lifecycle.timeline.values import Lane, Timeline

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
        *_mark_meanings(timeline, axis),
        *chain.from_iterable(_span_meanings(lane) for lane in timeline.lanes),
        *("wide" for _ in axis.bands),
        *("ended" for lane in timeline.lanes if lane.ended is not None),
    }
    return ((sign, meaning) for name, sign, meaning in _SIGNS if name in used)


def _mark_meanings(timeline: Timeline, axis: Axis) -> Iterator[str]:
    named = len(timeline.lanes) > 1
    labelled = (zip(o.marks, labels_of(o, axis, named=named), strict=True) for o in timeline.lanes)
    for mark, label in chain.from_iterable(labelled):
        name = "moved" if is_filled(mark) else sign_name(mark)
        if label.number is None:
            yield name
        else:
            yield "numbered"
            yield "numbered uncertain" if name == "uncertain" else name
        if warnings(mark):
            yield "warned"
        if any(doubt.occurred for doubt in mark.doubts):
            yield "ghost"
        if mark.occurred is not None and mark.earliest != mark.latest:
            yield "range"
            if mark.earliest is None or mark.latest is None:
                yield "open"


def _span_meanings(lane: Lane) -> Iterator[str]:
    for span in lane.spans:
        yield span.kind
        if span.contested_by:
            yield "contested"


def _hatched(name: str) -> str:
    return (
        '<rect class="under" x="2" y="-6" width="18" height="12"/>'
        '<rect fill="url(#lt-hatch)" x="2" y="-6" width="18" height="12"/>'
        f'<path class="line {name}" d="M2 -6h18v12h-18z"/>'
    )


_NUMBERED = (
    f'<path class="disc" d="{outline("fact", 10, 0, 8)}"/>'
    f"{text(10, 4, '1', 'note strong', 'middle')}"
)
_SIGNS = (
    ("moved", filled_sign(10, 0, "fact"), "led to another state"),
    ("meeting", plain_sign(10, 0, "meeting"), "meeting held"),
    ("series", plain_sign(10, 0, "series"), "held in a series of its own"),
    ("plan", plain_sign(10, 0, "plan"), "meeting planned"),
    ("off", plain_sign(10, 0, "off"), "postponed, cancelled or failed"),
    ("change", plain_sign(10, 0, "change"), "new name or level"),
    ("fact", plain_sign(10, 0, "fact"), "other fact"),
    ("uncertain", plain_sign(10, 0, "uncertain"), "date uncertain or not on record"),
    (
        "numbered uncertain",
        f'<path class="disc ring" d="{outline("uncertain", 10, 0, 8)}"/>',
        "date uncertain or not on record, with a number",
    ),
    ("numbered", _NUMBERED, "told below the lane by its number"),
    ("range", '<path class="range" d="M2 0H20M2 -3v6M20 -3v6"/>', "date within this range"),
    (
        "open",
        '<path class="open" d="M2 0H20"/><path class="range" d="M6 -3l-4 3l4 3"/>',
        "date open on this side",
    ),
    (
        "ghost",
        f'<path class="open" d="M2 0H13"/>{ghost_sign(16, 0)}',
        "date by another source",
    ),
    ("warned", warning_sign(4, 0), "has a warning"),
    ("state", '<path class="s3" d="M2 -6h18v12h-18z"/>', "state, open at the right: it lasts"),
    ("suspended", _hatched("hatched"), "suspended"),
    ("contested", _hatched("hatched contested"), "suspended, which a party contests"),
    ("roadmap", '<path class="term" d="M2 -2h18v5h-18z"/>', "term of a roadmap"),
    ("gap", '<path class="gap" d="M2 0H20"/>', "no fact on record"),
    ("ended", '<path class="end" d="M10 -7v14m-5 0h10m-10 -14h10"/>', "concluded"),
    (
        "wide",
        '<rect class="band edge" x="2" y="-6" width="18" height="12"/>',
        "one day, drawn wide",
    ),
)
