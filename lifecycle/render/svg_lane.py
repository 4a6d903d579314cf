"""One lane of the picture: heading, labelled marks, bars, and the list of numbered marks."""

from collections.abc import Sequence

from lifecycle.render.measure import text_width, wrap_text
from lifecycle.render.svg_axis import LEFT, WIDTH, Axis, mark_places
from lifecycle.render.svg_bars import draw_bars
from lifecycle.render.svg_labels import Label, Room, label_marks
from lifecycle.render.svg_ranges import RANGE_HEIGHT, Placed, date_ranges
from lifecycle.render.svg_shapes import Drawn, dated, text, warning_sign
from lifecycle.render.svg_signs import filled_sign, is_filled, numbered_sign, plain_sign, sign_name
from lifecycle.render.text_safety import markup, markup_lines, visible
from lifecycle.render.wording import (
    about_lines,
    date_words,
    fact_lines,
    mark_words,
    spoken_label,
    warnings,
)
from lifecycle.timeline.values import Lane, Mark

_ROW_HEIGHT = 18
_NUMBER_COLUMN = 24
_LIST_INSET = _NUMBER_COLUMN + 8
_COLUMNS_MAX = 4
_LIST_WIDTH = WIDTH - 24
"""So that the list ends before the line of the as-of day."""
_ALONE = Room(rows=12, right=LEFT + WIDTH + 260)
_AMONG_MANY = Room(rows=6, right=LEFT + WIDTH + 12)
_LIST_CLASS = "bar over"
_NAME_SIZE, _LIST_SIZE = 14, 11


def draw_lane(lane: Lane, axis: Axis, index: int, *, named: bool) -> Drawn:
    """Return the lane number *index* of the picture, drawn from y = 0 down.

    Args:
        lane: What to draw.
        axis: Where its days are.
        index: Its place among the lanes, from 0.
        named: Whether its title stands above it.
    """
    heading = draw_heading(lane, named=True) if named else Drawn("", 4, 0)
    places = mark_places(lane, axis)
    labels = labels_of(lane, axis, named=named)
    ranges = date_ranges(lane.marks, places, axis)
    label_bottom = heading.bottom + _ROW_HEIGHT * max(
        (label.row + 1 for label in labels), default=0
    )
    bar_top = 4 + label_bottom + RANGE_HEIGHT * max((each.row + 1 for each in ranges), default=0)
    bars = draw_bars(lane, axis, places, bar_top)
    ranges_of = _by_mark(ranges, label_bottom)
    poles, marks = [], []
    for number, (mark, label) in enumerate(zip(lane.marks, labels, strict=True)):
        y = label_bottom - _ROW_HEIGHT * label.row - _ROW_HEIGHT // 2
        poles.append(f"M{label.x} {y}V{bar_top}")
        marks.append(_draw_mark(mark, label, y, f"{index}-{number}", ranges_of.get(number, "")))
    listed = _draw_list(lane.marks, labels, bars.bottom)
    right = max((label.left + label.width for label in labels), default=0)
    return Drawn(
        f'<g role="group" aria-label="{markup(lane.title)}">'
        f'{heading.svg}{bars.svg}<path class="pole" d="{"".join(poles)}"/>{"".join(marks)}'
        f"{listed.svg}</g>",
        listed.bottom,
        max(right, bars.right),
    )


def labels_of(lane: Lane, axis: Axis, *, named: bool) -> list[Label]:
    """Return a label for each mark of *lane*: its words, or a number."""
    room = _AMONG_MANY if named else _ALONE
    return label_marks(lane.marks, mark_places(lane, axis), room)


def _by_mark(ranges: Sequence[Placed], top: int) -> dict[int, str]:
    """Return what is drawn for the date of each mark that has something, by the mark's index."""
    drawn: dict[int, str] = {}
    for each in ranges:
        drawn[each.mark] = drawn.get(each.mark, "") + each.draw(top)
    return drawn


def draw_heading(lane: Lane, *, named: bool) -> Drawn:
    """Return title (if *named*), parties, status and warnings of *lane*, from y = 0 down."""
    about, last = map(visible, about_lines(lane))
    parts, y = _title_lines(lane, about) if named else _soft_lines(about, 0)
    more, y = _soft_lines(last, y)
    parts += more
    for flag in lane.flags:
        parts.append(warning_sign(LEFT, y + 14))
        for line in wrap_text(visible(flag), WIDTH - 20, 12):
            y += 18
            parts.append(text(LEFT + 19, y, line, "caution"))
    return Drawn("".join(parts), y + 8, LEFT + WIDTH)


def _title_lines(lane: Lane, about: str) -> tuple[list[str], int]:
    """Return the lines of the title and y of the last; *about* follows it where it fits."""
    lines = wrap_text(visible(lane.title), WIDTH, _NAME_SIZE, bold=True)
    parts = [text(LEFT, 19 * (row + 1), line, "name") for row, line in enumerate(lines)]
    y = 19 * len(lines)
    end = LEFT + text_width(lines[-1], _NAME_SIZE, bold=True) + 14
    if end + text_width(about, 12) <= LEFT + WIDTH:
        return [*parts, text(end, y, about, "soft")], y
    more, y = _soft_lines(about, y)
    return parts + more, y


def _soft_lines(words: str, top: int) -> tuple[list[str], int]:
    lines = wrap_text(words, WIDTH, 12) if words else []
    parts = [text(LEFT, top + 18 * (row + 1), line, "soft") for row, line in enumerate(lines)]
    return parts, top + 18 * len(lines)


# --- Marks ---


def _draw_mark(mark: Mark, label: Label, y: int, key: str, drawn_range: str) -> str:
    """Return a mark at the height *y*; *key* is its place among lanes and marks."""
    tooltip = markup_lines(fact_lines(mark))
    return (
        f'<g class="m" tabindex="0" role="img" aria-label="{markup(spoken_label(mark))}" '
        f'data-at="{key}"><title>{tooltip}</title>'
        f'{drawn_range}<rect class="hit" x="{label.left}" y="{y - 8}" width="{label.width}" '
        f'height="17" rx="3"/>{_sign(mark, label, y)}</g>'
    )


def _sign(mark: Mark, label: Label, y: int) -> str:
    """Return the sign of a mark, with its words or with its number."""
    x = label.x
    if label.number is not None:
        return numbered_sign(x, y, mark, label.number)
    draw = filled_sign if is_filled(mark) else plain_sign
    sign, words_x = draw(x, y, sign_name(mark)), x + 9
    if warnings(mark):
        sign += warning_sign(x + 8, y)
        words_x += 16
    return sign + dated(words_x, y + 4, date_words(mark), mark_words(mark))


# --- Numbered marks ---


def _draw_list(marks: Sequence[Mark], labels: Sequence[Label], top: int) -> Drawn:
    """Return date and title of each numbered mark, in columns read downwards."""
    entries = [
        (str(label.number), visible(date_words(mark)), visible(mark_words(mark)))
        for mark, label in zip(marks, labels, strict=True)
        if label.number
    ]
    if not entries:
        return Drawn("", top, 0)
    width, per_column = _columns(entries)
    drawn = [
        _draw_column(entries[start : start + per_column], LEFT + width * place, width, top + 2)
        for place, start in enumerate(range(0, len(entries), per_column))
    ]
    listed = "".join(column.svg for column in drawn)
    bottom = max(column.bottom for column in drawn) + 6
    return Drawn(f'<g aria-hidden="true">{listed}</g>', bottom, LEFT + WIDTH)


def _columns(entries: Sequence[tuple[str, str, str]]) -> tuple[int, int]:
    """Return width and count of entries of the columns that make the list about lowest."""
    rooms = [text_width(f"{date} {title}", _LIST_SIZE) for _, date, title in entries]
    choices = []
    for count in range(1, _COLUMNS_MAX + 1):
        width, per_column = _LIST_WIDTH // count, -(-len(entries) // count)
        lines = [1 + room // (width - _LIST_INSET) for room in rooms]
        starts = range(0, len(lines), per_column)
        height = max(sum(lines[start : start + per_column]) for start in starts)
        choices.append((height, width, per_column))
    _, width, per_column = min(choices, key=lambda choice: choice[0])
    return width, per_column


def _draw_column(entries: Sequence[tuple[str, str, str]], x: int, width: int, top: int) -> Drawn:
    """Return numbered *entries* one below the other, broken where they are too long."""
    parts, y = [], top
    words_x = x + _NUMBER_COLUMN
    for number, date, title in entries:
        parts.append(text(words_x - 6, y + 14, number, "num", "end"))
        for line in wrap_text(f"{date} {title}", width - _LIST_INSET, _LIST_SIZE):
            y += 14
            parts.append(_list_line(words_x, y, line, date))
    return Drawn("".join(parts), y, x)


def _list_line(x: int, y: int, line: str, date: str) -> str:
    """Return a line of an entry, its *date* softer than the rest."""
    if line == date:
        return text(x, y, line, f"{_LIST_CLASS} soft")
    rest = line.removeprefix(f"{date} ")
    if rest == line:
        return text(x, y, line, _LIST_CLASS)
    return dated(x, y, date, rest, _LIST_CLASS)
