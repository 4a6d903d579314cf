"""Write a timeline for a terminal: a block for each lane, top to bottom in history order."""

from collections.abc import Iterator
from dataclasses import dataclass

from lifecycle.render.measure import cells, wrap_cells
from lifecycle.render.text_safety import isolated, plain_ascii
from lifecycle.render.wording import (
    about_lines,
    as_of_words,
    date_words,
    heading,
    span_sentence,
    told_lines,
    warnings,
)
from lifecycle.timeline.values import Lane, Mark, Timeline

WIDTH_MIN = 40
_DATE_COLUMNS_MAX = 24
_UNICODE_SIGNS = {
    "moved": "●",
    "fact": "•",
    "uncertain": "◇",
    "plan": "○",
    "off": "✗",
    "line": "│",
    "ended": "■",
    "open": "▶",
    "warning": "⚠",
    "rule": "─",
}
_ASCII_SIGNS = {
    "moved": "*",
    "fact": "o",
    "uncertain": "?",
    "plan": "~",
    "off": "x",
    "line": "|",
    "ended": "#",
    "open": ">",
    "warning": "!",
    "rule": "-",
}


@dataclass(frozen=True, slots=True)
class _Paper:
    """How wide the lines may be, and which characters they may have."""

    width: int
    ascii_only: bool

    def sign(self, name: str) -> str:
        return (_ASCII_SIGNS if self.ascii_only else _UNICODE_SIGNS)[name]

    def safe(self, text: str) -> str:
        """Return *text* so that a terminal prints it and does not obey it."""
        return plain_ascii(text) if self.ascii_only else isolated(text)

    def wrapped(self, text: str, first: str, rest: str) -> Iterator[str]:
        """Yield *text* in lines of which the first begins with *first*, each other with *rest*."""
        lines = wrap_cells(self.safe(text), self.width - max(cells(first), cells(rest)))
        for index, line in enumerate(lines):
            yield f"{rest if index else first}{line}".rstrip()


def render_text(timeline: Timeline, *, width: int = 100, ascii_only: bool = False) -> str:
    """Return *timeline* as lines of text, without colours or control sequences.

    Args:
        timeline: What to write.
        width: Columns of the terminal; below 40 it is taken for 40.
        ascii_only: For a terminal without Unicode: text beyond ASCII becomes Python escapes.
    """
    paper = _Paper(max(width, WIDTH_MIN), ascii_only)
    blocks = ["\n".join(_lane_lines(lane, paper)) for lane in timeline.lanes]
    foot = "\n".join(
        (
            paper.sign("rule") * paper.width,
            *paper.wrapped(as_of_words(timeline), "", ""),
            *paper.wrapped(f"root {timeline.log_root}", "", ""),
        )
    )
    if len(blocks) > 1:
        blocks.insert(0, paper.safe(heading(timeline)))
    return "\n\n".join((*blocks, foot)) + "\n"


def _lane_lines(lane: Lane, paper: _Paper) -> Iterator[str]:
    yield from paper.wrapped(lane.title, "", "")
    for about in filter(None, about_lines(lane)):
        yield from paper.wrapped(about, "", "")
    for flag in lane.flags:
        yield from paper.wrapped(flag, f"{paper.sign('warning')} ", "  ")
    line = paper.sign("line")
    yield line
    widest = max((cells(paper.safe(date_words(mark))) for mark in lane.marks), default=0)
    date_columns = min(widest, _DATE_COLUMNS_MAX)
    for mark in lane.marks:
        yield from _mark_lines(mark, paper, date_columns)
    yield line
    sign = paper.sign("open" if lane.ended is None else "ended")
    for span in lane.spans:
        yield from paper.wrapped(span_sentence(span), f"{line} ", f"{line}   ")
    yield f"{sign} {'goes on' if lane.ended is None else 'concluded'}"


def _mark_lines(mark: Mark, paper: _Paper, date_columns: int) -> Iterator[str]:
    when = paper.safe(date_words(mark))
    line = paper.sign("line")
    indent = f"{line}  {' ' * date_columns}  "
    sign = paper.sign(_sign_name(mark))
    if cells(when) > date_columns:
        yield from paper.wrapped(date_words(mark), f"{sign}  ", f"{line}  ")
        first = indent
    else:
        first = f"{sign}  {when}{' ' * (date_columns - cells(when))}  "
    yield from paper.wrapped(mark.title, first, indent)
    for text in told_lines(mark):
        yield from paper.wrapped(text, indent, f"{indent}  ")
    for text in warnings(mark):
        yield from paper.wrapped(text, f"{indent}{paper.sign('warning')} ", f"{indent}  ")


def _sign_name(mark: Mark) -> str:
    if mark.sign in ("plan", "off"):
        return mark.sign
    return "uncertain" if mark.uncertain else "moved" if mark.moves else "fact"
