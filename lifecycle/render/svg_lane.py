"""One lane of the picture: heading, labelled marks, bars, and the list of numbered marks."""

from collections.abc import Sequence

from lifecycle.render.measure import text_width, wrap_text
from lifecycle.render.svg_axis import LEFT, WIDTH, Axis, mark_places
from lifecycle.render.svg_bars import Drawn, draw_bars
from lifecycle.render.svg_labels import Label, label_marks
from lifecycle.render.svg_ranges import RANGE_HEIGHT, date_ranges, draw_range
from lifecycle.render.svg_shapes import dated, diamond, dot, text, warning_sign
from lifecycle.render.text_safety import markup, markup_lines, visible
from lifecycle.render.wording import date_words, fact_lines, party_words, spoken_label
from lifecycle.timeline import Lane, Mark

_ROW_HEIGHT = 18
_NUMBER_COLUMN = 26
_COLUMNS_MAX = 3
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
    labels = label_marks(lane.marks, places)
    ranges = date_ranges(lane.marks, places, axis)
    label_bottom = heading.bottom + _ROW_HEIGHT * max(
        (label.row + 1 for label in labels), default=0
    )
    bar_top = label_bottom + RANGE_HEIGHT * max(
        (each.row + 1 for each in ranges.values()), default=0
    )
    bars = draw_bars(lane, axis, places, bar_top + 4)
    marks = []
    for number, (mark, label) in enumerate(zip(lane.marks, labels, strict=True)):
        drawn_range = draw_range(ranges[number], label_bottom) if number in ranges else ""
        y = label_bottom - _ROW_HEIGHT * label.row - _ROW_HEIGHT // 2
        marks.append(_draw_mark(mark, label, (y, bar_top + 4), f"{index}-{number}", drawn_range))
    listed = _draw_list(lane.marks, labels, bars.bottom)
    right = max((label.x + label.width for label in labels), default=0)
    return Drawn(
        f'<g role="group" aria-label="{markup(lane.title)}">'
        f"{heading.svg}{bars.svg}{''.join(marks)}{listed.svg}</g>",
        listed.bottom,
        max(right, bars.right),
    )


def draw_heading(lane: Lane, *, named: bool) -> Drawn:
    """Return title (if *named*), parties, status and warnings of *lane*, from y = 0 down."""
    about = visible(" — ".join(filter(None, (party_words(lane), lane.status))))
    parts, y = _title_lines(lane, about) if named else _about_lines(about, 0)
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
    more, y = _about_lines(about, y)
    return parts + more, y


def _about_lines(about: str, top: int) -> tuple[list[str], int]:
    lines = wrap_text(about, WIDTH, 12) if about else []
    parts = [text(LEFT, top + 18 * (row + 1), line, "soft") for row, line in enumerate(lines)]
    return parts, top + 18 * len(lines)


# --- Marks ---


def _draw_mark(mark: Mark, label: Label, ys: tuple[int, int], key: str, drawn_range: str) -> str:
    """Return a mark at the height ys[0], on its line down to the bar at ys[1]."""
    y, bar_top = ys
    x, width = label.x, label.width
    sign = diamond(x, y) if mark.uncertain else dot(x, y, moved=bool(mark.moves))
    words_x = x + 9
    if mark.flags or mark.order_conflict:
        sign += warning_sign(x + 8, y)
        words_x += 16
    if label.number is None:
        label_text = dated(words_x, y + 4, date_words(mark), mark.title)
    else:
        label_text = text(words_x, y + 4, str(label.number), "num")
    tooltip = markup_lines(fact_lines(mark))
    return (
        f'<g class="m" tabindex="0" role="img" aria-label="{markup(spoken_label(mark))}" '
        f'data-at="{key}"><title>{tooltip}</title><path class="pole" d="M{x} {y}V{bar_top}"/>'
        f'{drawn_range}<rect class="hit" x="{x - 7}" y="{y - 8}" width="{width + 7}" height="17" '
        f'rx="3"/>{sign}{label_text}</g>'
    )


# --- Numbered marks ---


def _draw_list(marks: Sequence[Mark], labels: Sequence[Label], top: int) -> Drawn:
    """Return date and title of each numbered mark, in columns read downwards."""
    entries = [
        (str(label.number), visible(date_words(mark)), visible(mark.title))
        for mark, label in zip(marks, labels, strict=True)
        if label.number
    ]
    if not entries:
        return Drawn("", top, 0)
    widest = max(text_width(f"{date} {title}", _LIST_SIZE) for _, date, title in entries)
    columns = max(1, min(_COLUMNS_MAX, WIDTH // (widest + _NUMBER_COLUMN + 12)))
    per_column = -(-len(entries) // columns)
    drawn = [
        _draw_column(
            entries[start : start + per_column],
            LEFT + WIDTH // columns * (start // per_column),
            top + 2,
        )
        for start in range(0, len(entries), per_column)
    ]
    listed = "".join(column.svg for column in drawn)
    bottom = max(column.bottom for column in drawn) + 6
    return Drawn(f'<g aria-hidden="true">{listed}</g>', bottom, LEFT + WIDTH)


def _draw_column(entries: Sequence[tuple[str, str, str]], x: int, top: int) -> Drawn:
    """Return numbered *entries* one below the other; only a lone column has too long ones."""
    parts, y = [], top
    words_x = x + _NUMBER_COLUMN
    for number, date, title in entries:
        parts.append(text(words_x - 8, y + 14, number, "num", "end"))
        for line in wrap_text(f"{date} {title}", WIDTH - _NUMBER_COLUMN, _LIST_SIZE):
            rest = line.removeprefix(f"{date} ")
            y += 14
            parts.append(
                text(words_x, y, line, _LIST_CLASS)
                if rest == line
                else dated(words_x, y, date, rest, _LIST_CLASS)
            )
    return Drawn("".join(parts), y, x)
