"""The bars of a lane: the states held, and below them the labels that do not fit into them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lifecycle.render.svg_axis import Axis
from lifecycle.render.svg_labels import stack_rows
from lifecycle.render.svg_overlays import INSET, Bar, draw_label, draw_overlays
from lifecycle.render.svg_shapes import Drawn
from lifecycle.render.text_safety import markup
from lifecycle.render.wording import span_sentence
from lifecycle.timeline.values import Lane, Span

BAR_HEIGHT = 24
_ROW_HEIGHT = 16
_WIDTH_MIN = 3
_TINTS = 6


def draw_bars(lane: Lane, axis: Axis, places: Sequence[int], top: int) -> Drawn:
    """Return the bars of *lane* from *top* down; *places* is where its marks are."""
    states = _state_bars(lane, axis, places)
    others = [
        Bar(span, axis.x(span.start), max(axis.end_x(span.end), axis.x(span.start) + _WIDTH_MIN))
        for span in lane.spans
        if span.kind != "state"
    ]
    tints = {
        label: min(index, _TINTS - 1)
        for index, label in enumerate(dict.fromkeys(bar.span.label for bar in states))
    }
    boxes = "".join(_state_box(bar, tints[bar.span.label], top) for bar in states)
    below = _labels_below(states, axis, top + BAR_HEIGHT)
    overlays = draw_overlays(others, axis, below.bottom)
    end = "" if lane.ended is None else _end_mark(axis.end_x(lane.ended), top)
    return Drawn(
        f"{boxes}{below.svg}{overlays.svg}{end}",
        max(below.bottom, overlays.bottom),
        max(below.right, overlays.right),
    )


# --- States ---


def _state_bars(lane: Lane, axis: Axis, places: Sequence[int]) -> list[Bar]:
    """Return the bars of the states; one begins where the one before it ends."""
    spans = [span for span in lane.spans if span.kind == "state"]
    starts = _state_starts(spans, lane, axis, places)
    bars = []
    for index, span in enumerate(spans):
        joined = index + 1 < len(spans) and spans[index + 1].start == span.end
        end = starts[index + 1] if joined else axis.end_x(span.end)
        bars.append(Bar(span, starts[index], max(end, starts[index] + _WIDTH_MIN)))
    return bars


def _state_starts(
    spans: Sequence[Span], lane: Lane, axis: Axis, places: Sequence[int]
) -> list[int]:
    """Return the x of each start; on a wide day that is the fact that led to the state."""
    movers: dict[int, list[int]] = defaultdict(list)
    for mark, x in zip(lane.marks, places, strict=True):
        if mark.moves and axis.band(mark.at):
            movers[mark.at].append(x)
    starts = [axis.x(span.start) for span in spans]
    # The last state of the day belongs to its last move, and so backwards.
    for index in reversed(range(len(spans))):
        if movers[spans[index].start]:
            starts[index] = movers[spans[index].start].pop()
    return starts


def _state_box(bar: Bar, tint: int, top: int) -> str:
    """Return a filled box whose line is missing on a side that is open."""
    span, start, end = bar
    width, bottom = end - start, top + BAR_HEIGHT
    left = f"M{start} {top}V{bottom}" if not span.open_start else ""
    right = f"M{end} {top}V{bottom}" if not span.open_end else ""
    label = draw_label(span, start + INSET, top + 16, "bar") if bar.fits else ""
    return (
        f'<g role="img" aria-label="{markup(span_sentence(span))}">'
        f"<title>{markup(span_sentence(span))}</title>"
        f'<rect class="s{tint}" x="{start}" y="{top}" width="{width}" height="{BAR_HEIGHT}"/>'
        f'<path class="edge" d="M{start} {top}H{end}M{start} {bottom}H{end}{left}{right}"/>'
        f"{label}</g>"
    )


def _labels_below(bars: Iterable[Bar], axis: Axis, top: int) -> Drawn:
    """Return the labels that did not fit into their bars, each on a line down from its start.

    They stand right of their lines; those that would end beyond the picture stand left of them,
    further down.
    """
    short = sorted((bar for bar in bars if not bar.fits), key=lambda bar: bar.start)
    to_right = [bar for bar in short if bar.words_end <= axis.words_right]
    to_left = [bar for bar in reversed(short) if bar.words_end > axis.words_right]
    rows = stack_rows([(bar.start, bar.words_end + INSET) for bar in to_right])
    first = max(rows, default=-1) + 1
    widths = [bar.words_end + INSET - bar.start for bar in to_left]
    mirrored = [(-bar.start, width - bar.start) for bar, width in zip(to_left, widths, strict=True)]
    rows += [first + row for row in stack_rows(mirrored)]
    poles, labels = [], []
    for bar, row in zip((*to_right, *to_left), rows, strict=True):
        y = top + 14 + row * _ROW_HEIGHT
        poles.append(f"M{bar.start + 1} {top}V{y}")
        labels.append(_label_below(bar, y, leftward=row >= first))
    if not rows:
        return Drawn("", top, 0)
    bottom = top + (max(rows) + 1) * _ROW_HEIGHT + 2
    lines = f'<path class="pole" d="{"".join(poles)}"/>'
    return Drawn(lines + "".join(labels), bottom, axis.right)


def _label_below(bar: Bar, y: int, *, leftward: bool) -> str:
    if leftward:
        return draw_label(bar.span, bar.start - INSET + 2, y, "bar soft over", "end")
    return draw_label(bar.span, bar.start + INSET, y, "bar soft over")


def _end_mark(x: int, top: int) -> str:
    """Return the end of a concluded mechanism: a bar across, and a solid square on it."""
    return (
        f'<g role="img" aria-label="Concluded"><title>Concluded</title>'
        f'<path class="end" d="M{x} {top - 4}v{BAR_HEIGHT + 8}m-5 0h10m-10 -{BAR_HEIGHT + 8}h10"/>'
        "</g>"
    )
