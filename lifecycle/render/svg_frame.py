"""What stands behind all lanes: the ticks of the axis, wide days, the line of the as-of day."""

from collections.abc import Iterable, Iterator

from lifecycle.dates.edtf import day_text
from lifecycle.render.measure import text_width
from lifecycle.render.svg_axis import LEFT, Axis, Band, Tick, ticks
from lifecycle.render.svg_shapes import Drawn, text

_TICK_SIZE = 11
_LABEL_INSET = 4
_FOOT_HEIGHT = 20


def axis_height(axis: Axis) -> int:
    """Return the pixels that the head of the axis takes, down to its line."""
    return 52 if axis.bands else 36


def draw_frame(axis: Axis, as_of: int, top: int, bottom: int) -> Drawn:
    """Return the frame around lanes that end at *bottom*; the head of the axis starts at *top*."""
    line = top + axis_height(axis)
    shown = _shown_ticks(axis, as_of)
    parts = [
        *(_draw_band(band, line, bottom) for band in axis.bands),
        *(
            f'<path class="line grid" d="M{tick.x} {line}V{bottom}"/>'
            f'<path class="line" d="M{tick.x} {line - 5}V{line}"/>'
            for tick in shown
        ),
        *_tick_labels(shown, line - 5),
        *_tick_labels(shown, bottom + 13),
        _axis_line(axis, line),
        _axis_line(axis, bottom),
        _as_of_line(axis, as_of, top, bottom),
    ]
    return Drawn("".join(parts), bottom + _FOOT_HEIGHT, axis.right)


def draw_scale(axis: Axis, as_of: int) -> str:
    """Return the labels of the ticks once more, on y = 0, for the edge between two lanes."""
    return f'<g aria-hidden="true">{"".join(_tick_labels(_shown_ticks(axis, as_of), 0))}</g>'


def _shown_ticks(axis: Axis, as_of: int) -> list[Tick]:
    as_of_x = axis.end_x(as_of)
    return [tick for tick in ticks(axis) if not _is_in_the_way(tick, axis, as_of_x)]


def _tick_labels(shown: Iterable[Tick], y: int) -> Iterator[str]:
    return (text(tick.x + _LABEL_INSET, y, tick.label, "tick") for tick in shown)


def _is_in_the_way(tick: Tick, axis: Axis, as_of_x: int) -> bool:
    """Return whether the label of *tick* runs into a wide day, the as-of line or the margin."""
    end = tick.x + text_width(tick.label, _TICK_SIZE) + _LABEL_INSET
    taken = [(band.x, band.x + band.width) for band in axis.bands]
    taken += [(as_of_x, as_of_x), (axis.right + LEFT, axis.right + LEFT)]
    return any(tick.x < right and left < end for left, right in taken)


def _axis_line(axis: Axis, y: int) -> str:
    """Return the line of the axis, broken at both sides of each wide day."""
    d = f"M{LEFT} {y}"
    for band in axis.bands:
        for x in (band.x, band.x + band.width):
            if x > LEFT:
                d += f"H{x - 3}l2 -5l2 10l2 -5"
    return f'<path class="line axis" d="{d}H{axis.right}"/>'


def _draw_band(band: Band, top: int, bottom: int) -> str:
    height = bottom - top + 18
    words = f"{day_text(band.day)}, one day drawn wide"
    return (
        f'<rect class="band" x="{band.x}" y="{top - 18}" width="{band.width}" height="{height}"/>'
        + text(band.x + band.width // 2, top - 6, words, "tick", "middle")
    )


def _as_of_line(axis: Axis, as_of: int, top: int, bottom: int) -> str:
    x = axis.end_x(as_of)
    words = f"as of {day_text(as_of)}"
    anchor = "end" if x > LEFT + text_width(words, _TICK_SIZE) else ""
    return f'<path class="asof" d="M{x} {top + 16}V{bottom}"/>' + text(
        x, top + 11, words, "tick asoft", anchor
    )
