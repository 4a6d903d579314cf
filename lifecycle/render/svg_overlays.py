"""What is drawn below the states: suspensions, terms of roadmaps, years without a fact."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lifecycle.render.measure import clip_text, text_width
from lifecycle.render.svg_axis import LEFT, Axis
from lifecycle.render.svg_labels import first_free_rows
from lifecycle.render.svg_shapes import Drawn, text
from lifecycle.render.text_safety import markup, visible
from lifecycle.render.wording import span_sentence, span_words
from lifecycle.timeline.values import Span

TEXT_SIZE, INSET = 11, 6
_LABEL_WIDTH_MAX = 400
"""Pixels of the longest label that is drawn; the bar's tooltip has it in full."""


class Bar(NamedTuple):
    """A span with its place on the axis."""

    span: Span
    start: int
    end: int

    @property
    def words_end(self) -> int:
        """Where the label ends that stands to the right of the start."""
        return self.start + label_width(self.span) + 2 * INSET

    @property
    def fits(self) -> bool:
        """Whether the label fits into the bar."""
        return self.words_end <= self.end


def label_width(span: Span) -> int:
    """Return the pixels of the words of *span*."""
    return text_width(visible(span_words(span)), TEXT_SIZE)


def draw_label(span: Span, x: int, y: int, name: str, anchor: str = "") -> str:
    """Return the words of *span*, its duration last even if the label runs right to left."""
    duration = f" · {markup(span.duration)}" if span.duration else ""
    side = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{name}" x="{x}" y="{y}"{side}>{markup(span.label)}{duration}</text>'


class _Worded(NamedTuple):
    """A bar with its words, and how far both go."""

    span: Span
    svg: str
    left: int
    right: int

    def draw(self, top: int) -> str:
        """Return it drawn from *top* down."""
        sentence = markup(span_sentence(self.span))
        return (
            f'<g role="img" aria-label="{sentence}" transform="translate(0 {top})">'
            f"<title>{sentence}</title>{self.svg}</g>"
        )


def draw_overlays(bars: Sequence[Bar], axis: Axis, top: int) -> Drawn:
    """Return *bars* from *top* down: suspensions, then roadmaps, then gaps and the end."""
    parts: list[str] = []
    bottom, right = top, 0
    for kinds, height, worded in _GROUPS:
        group = [worded(bar, axis) for bar in bars if bar.span.kind in kinds]
        rows = first_free_rows([(each.left, each.right) for each in group])
        for each, row in zip(group, rows, strict=True):
            parts.append(each.draw(bottom + 4 + row * height))
            right = max(right, each.right)
        bottom += (max(rows) + 1) * height if rows else 0
    return Drawn("".join(parts), bottom + 2 if parts else top, right)


# --- Bars with words inside, or beside them where there is room ---


def _suspension(bar: Bar, axis: Axis) -> _Worded:
    return _beside(bar, axis, _hatched(bar)) if not bar.fits else _inside(bar, _hatched(bar))


def _roadmap(bar: Bar, axis: Axis) -> _Worded:
    _, start, end = bar
    return _beside(bar, axis, f'<path class="term" d="M{start} 5H{end}v5H{start}z"/>')


def _inside(bar: Bar, shape: str) -> _Worded:
    words = draw_label(bar.span, bar.start + INSET, 12, "bar over")
    return _Worded(bar.span, shape + words, bar.start, bar.end)


def _beside(bar: Bar, axis: Axis, shape: str) -> _Worded:
    """Return *bar* with its words on its right, or on its left if they end on the picture there."""
    span, start, end = bar
    words = clip_text(visible(span_words(span)), _LABEL_WIDTH_MAX, TEXT_SIZE)
    room = text_width(words, TEXT_SIZE) + 2 * INSET
    if end + room - INSET <= axis.words_right or start - room < LEFT:
        if words == visible(span_words(span)):
            return _Worded(
                span, shape + draw_label(span, end + INSET, 12, "bar"), start, end + room
            )
        return _Worded(span, shape + text(end + INSET, 12, words, "bar"), start, end + room)
    return _Worded(span, shape + text(start - INSET, 12, words, "bar", "end"), start - room, end)


def _hatched(bar: Bar) -> str:
    """Return a hatched box; its line is broken where a party contests it."""
    span, start, end = bar
    box = f'x="{start}" y="0" width="{end - start}" height="16"'
    left = f"M{start} 0v16" if not span.open_start else ""
    right = f"M{end} 0v16" if not span.open_end else ""
    name = "line hatched contested" if span.contested_by else "line hatched"
    return (
        f'<rect class="under" {box}/><rect fill="url(#lt-hatch)" {box}/>'
        f'<path class="{name}" d="M{start} 0H{end}m0 16H{start}{left}{right}"/>'
    )


# --- Lines ---


def _gap(bar: Bar, _: Axis) -> _Worded:
    """Return a gap with as many of its words as fit into it: all, how long, or none."""
    span, start, end = bar
    middle = (start + end) // 2
    for words in (span_words(span), span.duration):
        half = text_width(visible(words), TEXT_SIZE) // 2 + 4
        if words and 2 * half + 8 <= end - start:
            line = f"M{start + 4} 8H{middle - half}M{middle + half} 8H{end - 4}"
            label = text(middle, 12, words, "bar soft", "middle")
            return _Worded(span, f'<path class="gap" d="{line}"/>{label}', start, end - 1)
    return _Worded(
        span, f'<path class="gap" d="M{start + 4} 8H{max(start + 5, end - 4)}"/>', start, end - 1
    )


def _after_the_end(bar: Bar, axis: Axis) -> _Worded:
    shape = f'<path class="line" d="M{bar.start} 8H{bar.end}"/>'
    return _inside(bar, shape) if bar.fits else _beside(bar, axis, shape)


_GROUPS: Sequence[tuple[tuple[str, ...], int, Callable[[Bar, Axis], _Worded]]] = (
    (("suspended",), 20, _suspension),
    (("roadmap",), 16, _roadmap),
    (("gap",), 16, _gap),
    (("concluded",), 16, _after_the_end),
)
