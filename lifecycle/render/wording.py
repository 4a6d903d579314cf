"""The words that every picture, page and text of a timeline uses for the same thing."""

from lifecycle.dates import day_text
from lifecycle.timeline import Lane, Mark, Source, Span, Timeline

UNDATED = "undated"
ORDER_CONFLICT = "The dates do not allow this order."


def date_words(mark: Mark) -> str:
    """Return the date as recorded, never a day that nobody recorded."""
    return mark.occurred or UNDATED


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


def fact_lines(mark: Mark) -> list[str]:
    """Return all that is known of *mark*, a line for each thing, the title first."""
    return [
        f"{date_words(mark)} {mark.title}",
        *(f"{label}: {text}" for label, text in mark.details),
        *map(move_words, mark.moves),
        *(f"Warning: {warning}" for warning in warnings(mark)),
        record_words(mark),
        *(f"Source: {source_words(source)}" for source in mark.sources),
    ]


def spoken_label(mark: Mark) -> str:
    """Return *mark* in one phrase, for a screen reader."""
    uncertain = ", date uncertain" if mark.uncertain else ""
    warned = ", with a warning" if mark.order_conflict or mark.flags else ""
    return f"{date_words(mark)}: {mark.title}{uncertain}{warned}"


def span_words(span: Span) -> str:
    """Return label and duration, e.g. ``ToR signed · 1y 8m``."""
    return f"{span.label} · {span.duration}" if span.duration else span.label


def span_sentence(span: Span) -> str:
    """Return *span* with its kind and open ends in words."""
    kind = "" if span.kind == "state" else f" ({span.kind})"
    began = ", since before the first known fact" if span.open_start else ""
    lasts = ", still so" if span.open_end else ""
    return f"{span_words(span)}{kind}{began}{lasts}"


def party_words(lane: Lane) -> str:
    """Return the parties of *lane* in their order."""
    return " · ".join(lane.parties)


def as_of_words(timeline: Timeline) -> str:
    """Return up to when the picture speaks, and the log's size that it is drawn from."""
    return f"as of {day_text(timeline.as_of)} · log size {timeline.log_size}"


def heading(timeline: Timeline) -> str:
    """Return the title of the whole: the mechanism's if there is one, else how many there are."""
    if len(timeline.lanes) == 1:
        return timeline.lanes[0].title
    return f"{len(timeline.lanes)} mechanisms"
