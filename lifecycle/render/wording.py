"""The words that every picture, page and text of a timeline uses for the same thing."""

from lifecycle.dates.edtf import day_text
from lifecycle.timeline.values import Doubt, Lane, Mark, Source, Span, Timeline
from lifecycle.views.date_words import UNDATED, date_in_words

ORDER_CONFLICT = "The dates do not allow this order."


def date_words(mark: Mark) -> str:
    """Return the date as recorded, in words: never a day that nobody recorded."""
    return UNDATED if mark.occurred is None else date_in_words(mark.occurred)


def mark_words(mark: Mark) -> str:
    """Return the title of *mark*, with what a reader must not miss: other dates, amendments."""
    if not mark.doubts and not mark.amended:  # as most are
        return mark.title
    dates = [date_in_words(doubt.occurred) for doubt in mark.doubts if doubt.occurred]
    asides = [f"also dated {date}" for date in dates]
    if len(dates) < len(mark.doubts):
        asides.append("disputed")
    if mark.amended:
        asides.append("amended")
    return f"{mark.title} ({', '.join(asides)})" if asides else mark.title


def doubt_words(doubt: Doubt) -> str:
    """Return what is said otherwise and who says so, in one sentence."""
    sources = "; ".join(map(source_words, doubt.sources))
    return f"{doubt.text} — {sources}" if sources else doubt.text


def warnings(mark: Mark) -> tuple[str, ...]:
    """Return every sentence that warns of something about *mark*."""
    return (ORDER_CONFLICT, *mark.flags) if mark.order_conflict else mark.flags


def move_words(move: tuple[str, str, str]) -> str:
    """Return one move of a track, e.g. ``stage: proposed → tor_signed``."""
    track, source, target = move
    return f"{track}: {source} → {target}"


def source_words(source: Source) -> str:
    """Return *source* without its address, e.g. ``PTI (press), 2025-12-09: “signed the …”``."""
    published = f", {source.published}" if source.published else ""
    quote = f": “{source.quote}”" if source.quote else ""
    return f"{source.publisher} ({source.kind}){published}{quote}"


def record_words(mark: Mark) -> str:
    """Return where and when the log took *mark* in."""
    return f"Recorded {mark.recorded_at} at position {mark.position}"


def told_lines(mark: Mark) -> list[str]:
    """Return what *mark* moved and tells, and what amends or disputes it, a line for each thing."""
    return [
        *map(move_words, mark.moves),
        *(f"{label}: {text}" for label, text in mark.details),
        *amendment_lines(mark),
    ]


def amendment_lines(mark: Mark) -> list[str]:
    """Return what makes *mark* read as it does, and what is said otherwise."""
    if not mark.amended and not mark.doubts:  # as most are
        return []
    return [
        *(f"Amended: {text}" for text in mark.amended),
        *(f"Disputed: {doubt_words(doubt)}" for doubt in mark.doubts),
    ]


def fact_lines(mark: Mark) -> list[str]:
    """Return all that is known of *mark*, a line for each thing, the title first."""
    date = date_words(mark)
    return [
        f"{date} {mark.title}",
        *(f"Date as recorded: {text}" for text in (mark.occurred,) if text and text != date),
        *(f"{label}: {text}" for label, text in mark.details),
        *map(move_words, mark.moves),
        *amendment_lines(mark),
        *(f"Warning: {warning}" for warning in warnings(mark)),
        record_words(mark),
        *(f"Source: {source_words(source)}" for source in mark.sources),
    ]


def spoken_label(mark: Mark) -> str:
    """Return *mark* in one phrase, for a screen reader."""
    uncertain = ", date uncertain" if mark.uncertain else ""
    warned = ", with a warning" if warnings(mark) else ""
    return f"{date_words(mark)}: {mark_words(mark)}{uncertain}{warned}"


def span_words(span: Span) -> str:
    """Return label and duration, e.g. ``ToR signed · 1y 8m``."""
    return f"{span.label} · {span.duration}" if span.duration else span.label


def span_sentence(span: Span) -> str:
    """Return *span* with its kind, its dates as recorded and its open ends in words."""
    kind = "" if span.kind in ("state", "suspended") else f" ({span.kind})"
    lasts = ", still so" if span.open_end else _until(span)
    return f"{span_words(span)}{kind}{_from(span)}{lasts}"


def _from(span: Span) -> str:
    if span.began is not None:
        return _at(span.began, "begun", "from")
    if span.began_by is not None:
        return ", from a date not on record"
    return ", since before the first known fact" if span.open_start else ""


def _until(span: Span) -> str:
    if span.ended is not None:
        return _at(span.ended, "ended", "until")
    return ", until a date not on record" if span.ended_by is not None else ""


def _at(date: str, verb: str, preposition: str) -> str:
    """Return when a span begins or ends; a date with an open end brings its own preposition."""
    words = date_in_words(date)
    return f", {verb if words.startswith(('from ', 'by ')) else preposition} {words}"


def party_words(lane: Lane) -> str:
    """Return the parties of *lane* in their order."""
    return " · ".join(lane.parties)


def about_lines(lane: Lane) -> tuple[str, str]:
    """Return parties and derived status of *lane*, and apart from them what is on record last."""
    about = " — ".join(filter(None, (party_words(lane), lane.status)))
    return about, f"last on record: {lane.last}" if lane.last else ""


def as_of_words(timeline: Timeline) -> str:
    """Return up to when the picture speaks, and the log's size that it is drawn from."""
    return f"as of {day_text(timeline.as_of)} · log size {timeline.log_size}"


def heading(timeline: Timeline) -> str:
    """Return the title of the whole: the mechanism's if there is one, else how many there are."""
    if len(timeline.lanes) == 1:
        return timeline.lanes[0].title
    return f"{len(timeline.lanes)} mechanisms"
