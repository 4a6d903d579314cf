"""The events of a lane as HTML: everything that the picture shows, in a table."""

from collections.abc import Iterable

from lifecycle.render.text_safety import markup, web_address
from lifecycle.render.wording import (
    about_lines,
    date_words,
    move_words,
    source_words,
    span_sentence,
    warnings,
)
from lifecycle.timeline.values import Doubt, Lane, Mark, Source

_COLUMNS = ("No.", "Date", "Event", "State", "Warnings", "Sources", "Recorded")


def lane_section(lane: Lane, index: int) -> str:
    """Return *lane*, the one with number *index* on the picture, as a section with a table."""
    title = markup(lane.title)
    about = "<br>".join(map(markup, filter(None, about_lines(lane))))
    flags = _list((markup(f"Warning: {flag}") for flag in lane.flags), "warn")
    flags += _list(markup(f"Remark: {remark}") for remark in lane.remarks)
    spans = _list(markup(span_sentence(span)) for span in lane.spans)
    heads = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = "\n".join(_row(mark, f"{index}-{n}", n + 1) for n, mark in enumerate(lane.marks))
    return (
        f'<section class="lane"><h3 dir="auto">{title}</h3><p class="soft" dir="auto">{about}</p>\n'
        f"{flags}{spans}"
        f'<div class="scroll" tabindex="0" role="region" aria-label="Events of {title}">'
        f'<table><caption dir="auto">Events of {title}, in the order of their history</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div></section>\n"
    )


def _row(mark: Mark, key: str, number: int) -> str:
    details = _list(
        (
            *(markup(f"{label}: {text}") for label, text in mark.details),
            *(markup(f"Amended: {text}") for text in mark.amended),
            *map(_doubt, mark.doubts),
        )
    )
    remarks = _list(markup(f"Remark: {remark}") for remark in mark.remarks)
    return (
        f'<tr data-at="{key}"><td class="number">{number}</td>'
        f'<td class="date">{markup(date_words(mark))}</td>'
        f'<th scope="row" dir="auto">{markup(mark.title)}{details}</th>'
        f'<td class="moves">{_list(markup(move_words(move)) for move in mark.moves)}</td>'
        f'<td dir="auto">{_list(map(markup, warnings(mark)), "warn")}{remarks}</td>'
        f'<td dir="auto">{_list(map(_source, mark.sources))}</td>'
        f'<td class="record">{markup(mark.recorded_at)}<br>position {mark.position}<br>'
        f"<code>{markup(mark.event_id)}</code></td></tr>"
    )


def _doubt(doubt: Doubt) -> str:
    """Return what is said otherwise, with its sources and its place in the log."""
    place = f"recorded {doubt.recorded_at} at position {doubt.position}"
    return f"{markup(f'Disputed: {doubt.text}, {place}')}{_list(map(_source, doubt.sources))}"


def _source(source: Source) -> str:
    words = markup(source_words(source))
    address = web_address(source.url)
    if address:
        return f'<a href="{markup(address)}" rel="noopener noreferrer nofollow">{words}</a>'
    return f"{words} <code>{markup(source.url)}</code>" if source.url else words


def _list(items: Iterable[str], name: str = "") -> str:
    """Return a list of *items*, which are markup already; nothing if there are none."""
    entries = "".join(f"<li>{item}</li>" for item in items)
    style = f' class="{name}"' if name else ""
    return f"<ul{style}>{entries}</ul>" if entries else ""
