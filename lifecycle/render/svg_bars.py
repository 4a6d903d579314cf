"""The bars of a lane: states held, and below them suspensions, gaps and the time after the end."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lifecycle.render.measure import text_width
from lifecycle.render.svg_axis import Axis
from lifecycle.render.svg_labels import first_free_rows, stack_rows
from lifecycle.render.text_safety import markup, visible
from lifecycle.render.wording import span_sentence, span_words
from lifecycle.timeline import Lane, Span

BAR_HEIGHT = 24
_TEXT_SIZE = 11
_ROW_HEIGHT = 16
_OVERLAY_HEIGHT = 20
_WIDTH_MIN = 3
_TINTS = 6
_INSET = 6


class Bar(NamedTuple):
    """A span with its place on the axis."""

    span: Span
    start: int
    end: int

    @property
    def words_end(self) -> int:
        """Where the label ends that stands to the right of the start."""
        return self.start + _label_width(self.span) + 2 * _INSET


class Drawn(NamedTuple):
    """A part of the picture, how far down and how far right it goes."""

    svg: str
    bottom: int
    right: int


def _label_width(span: Span) -> int:
    return text_width(visible(span_words(span)), _TEXT_SIZE)


def _label(span: Span, x: int, y: int, name: str) -> str:
    """Return the words of *span*, its duration last even if the label runs right to left."""
    duration = f" · {markup(span.duration)}" if span.duration else ""
    return f'<text class="{name}" x="{x}" y="{y}">{markup(span.label)}{duration}</text>'


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
    below = _labels_below(states, top + BAR_HEIGHT)
    beside = all(bar.start > below.right for bar in others)
    overlays = _draw_overlays(others, top + BAR_HEIGHT if beside else below.bottom)
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
    label = _label(span, start + _INSET, top + 16, "bar") if _fits(bar) else ""
    return (
        f'<g role="img" aria-label="{markup(span_sentence(span))}">'
        f"<title>{markup(span_sentence(span))}</title>"
        f'<rect class="s{tint}" x="{start}" y="{top}" width="{width}" height="{BAR_HEIGHT}"/>'
        f'<path class="edge" d="M{start} {top}H{end}M{start} {bottom}H{end}{left}{right}"/>'
        f"{label}</g>"
    )


def _fits(bar: Bar) -> bool:
    return bar.words_end <= bar.end


def _labels_below(bars: Iterable[Bar], top: int) -> Drawn:
    """Return the labels that did not fit into their bars, each on a line down from its start."""
    short = sorted((bar for bar in bars if not _fits(bar)), key=lambda bar: bar.start)
    rows = stack_rows([(bar.start, bar.words_end + _INSET) for bar in short])
    parts = []
    for bar, row in zip(short, rows, strict=True):
        y = top + 14 + row * _ROW_HEIGHT
        parts.append(f'<path class="pole" d="M{bar.start + 1} {top}V{y}"/>')
        parts.append(_label(bar.span, bar.start + _INSET, y, "bar soft"))
    bottom = top + (max(rows) + 1) * _ROW_HEIGHT + 2 if rows else top
    return Drawn("".join(parts), bottom, max((bar.words_end for bar in short), default=0))


# --- Suspensions, gaps, the time after the end ---


def _draw_overlays(bars: Sequence[Bar], top: int) -> Drawn:
    ends = [bar.end if _fits(bar) else bar.end + bar.words_end - bar.start for bar in bars]
    rows = first_free_rows([(bar.start, end) for bar, end in zip(bars, ends, strict=True)])
    parts = [
        _overlay(bar, top + 4 + row * _OVERLAY_HEIGHT) for bar, row in zip(bars, rows, strict=True)
    ]
    bottom = top + (max(rows) + 1) * _OVERLAY_HEIGHT + 2 if rows else top
    return Drawn("".join(parts), bottom, max(ends, default=0))


def _overlay(bar: Bar, top: int) -> str:
    span, _, end = bar
    start = bar.start
    sentence = markup(span_sentence(span))
    x = start + _INSET if _fits(bar) else end + _INSET
    name = "bar over" if _fits(bar) else "bar"
    shape = _hatched(bar, top) if span.kind == "suspended" else _dashed(bar, top)
    return (
        f'<g role="img" aria-label="{sentence}"><title>{sentence}</title>{shape}'
        f"{_label(span, x, top + 12, name)}</g>"
    )


def _hatched(bar: Bar, top: int) -> str:
    span, start, end = bar
    box = f'x="{start}" y="{top}" width="{end - start}" height="16"'
    left = f"M{start} {top}v16" if not span.open_start else ""
    right = f"M{end} {top}v16" if not span.open_end else ""
    return (
        f'<rect class="under" {box}/><rect fill="url(#lt-hatch)" {box}/>'
        f'<path class="line hatched" d="M{start} {top}H{end}m0 16H{start}{left}{right}"/>'
    )


def _dashed(bar: Bar, top: int) -> str:
    name = "gap" if bar.span.kind == "gap" else "line"
    return f'<path class="{name}" d="M{bar.start} {top + 8}H{bar.end}"/>'


def _end_mark(x: int, top: int) -> str:
    """Return the end of a concluded mechanism: a bar across, and a solid square on it."""
    return (
        f'<g role="img" aria-label="Concluded"><title>Concluded</title>'
        f'<path class="end" d="M{x} {top - 4}v{BAR_HEIGHT + 8}m-5 0h10m-10 -{BAR_HEIGHT + 8}h10"/>'
        "</g>"
    )
