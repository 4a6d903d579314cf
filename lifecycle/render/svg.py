"""Draw a timeline as one SVG picture: a lane for each mechanism over one axis of time."""

from lifecycle.render.measure import wrap_text
from lifecycle.render.svg_axis import LEFT, WIDTH, Axis, build_axis
from lifecycle.render.svg_frame import axis_height, draw_frame, draw_scale
from lifecycle.render.svg_key import draw_key
from lifecycle.render.svg_lane import draw_heading, draw_lane
from lifecycle.render.svg_shapes import Drawn, text
from lifecycle.render.svg_style import style_sheet
from lifecycle.render.text_safety import markup, visible
from lifecycle.render.wording import as_of_words, heading
from lifecycle.timeline.values import Timeline

_LANE_GAP = 14
_TITLE_SIZE = 19

_HATCH = (
    '<defs><pattern id="lt-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>'
)


def render_svg(timeline: Timeline) -> str:
    """Return *timeline* as an SVG document, the same bytes for the same timeline.

    The picture needs nothing from elsewhere; it follows the reader's light or dark mode and prints
    in the light one. Each fact can be reached with the Tab key and tells all about itself in its
    tooltip.
    """
    axis = build_axis(timeline)
    title = _draw_title(timeline)
    lanes = _draw_lanes(timeline, axis, title.bottom + axis_height(axis) + 8)
    frame = draw_frame(axis, timeline.as_of, title.bottom, lanes.bottom)
    key = draw_key(timeline, axis, frame.bottom + 4)
    foot = _draw_foot(timeline, key.bottom + 6)
    width, height = lanes.right + LEFT, foot.bottom + 12
    parts = (title, frame, lanes, key, foot)
    return (
        f"{_opening(timeline, width, height)}<style>{style_sheet()}</style>{_HATCH}"
        f'<rect class="paper" width="{width}" height="{height}"/>'
        f"{''.join(part.svg for part in parts)}</svg>\n"
    )


def _opening(timeline: Timeline, width: int, height: int) -> str:
    name = markup(heading(timeline))
    about = f"Timeline, {as_of_words(timeline)}, Merkle root {timeline.log_root}."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lt" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" direction="ltr" role="group" '
        f'aria-label="Timeline: {name}"><title>{name}</title><desc>{markup(about)}</desc>'
    )


def _draw_title(timeline: Timeline) -> Drawn:
    parts, y = [], 12
    for line in wrap_text(visible(heading(timeline)), WIDTH, _TITLE_SIZE, bold=True):
        y += 25
        parts.append(text(LEFT, y, line, "title"))
    if len(timeline.lanes) == 1:
        about = draw_heading(timeline.lanes[0], named=False)
        parts.append(f'<g transform="translate(0 {y + 4})">{about.svg}</g>')
        y += about.bottom
    return Drawn("".join(parts), y + 12, LEFT + WIDTH)


def _draw_lanes(timeline: Timeline, axis: Axis, top: int) -> Drawn:
    parts, y, right = [], top, axis.right
    scale = draw_scale(axis, timeline.as_of)
    for index, lane in enumerate(timeline.lanes):
        if index:
            parts.append(f'<g transform="translate(0 {y + 4})">{scale}</g>')
            y += 9
            parts.append(f'<path class="line" d="M{LEFT} {y}H{axis.right}"/>')
            y += 6
        drawn = draw_lane(lane, axis, index, named=len(timeline.lanes) > 1)
        parts.append(f'<g transform="translate(0 {y})">{drawn.svg}</g>')
        y += drawn.bottom + _LANE_GAP
        right = max(right, drawn.right)
    return Drawn("".join(parts), y, right)


def _draw_foot(timeline: Timeline, top: int) -> Drawn:
    """Return what a reader of a print needs to check it against the log."""
    parts = [text(LEFT, top + 12, as_of_words(timeline), "foot")]
    y = top + 12
    for line in wrap_text(f"root {visible(timeline.log_root)}", WIDTH, 12.5):
        y += 16
        parts.append(text(LEFT, y, line, "root"))
    return Drawn("".join(parts), y, LEFT + WIDTH)
