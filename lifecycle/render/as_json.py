"""Write a timeline as JSON, for programs that draw or check it themselves.

Days are ISO 8601 text. Where a drawing needs a day (``drawn_at``, ``start``, ``end``), it is one
chosen for the drawing; what is known of a date is in ``occurred``, ``earliest`` and ``latest``.
"""

from lifecycle.dates import day_text
from lifecycle.render.text_safety import json_text
from lifecycle.timeline import Doubt, Lane, Mark, Source, Span, Timeline

FORMAT = "lifecycle-timeline"
FORMAT_VERSION = 1
"""Goes up when a key changes its meaning or goes away; new keys may come at any time."""


def render_json(timeline: Timeline) -> str:
    """Return *timeline* as indented JSON with sorted keys and a newline at its end."""
    shape = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "as_of": day_text(timeline.as_of),
        "log": {"size": timeline.log_size, "root": timeline.log_root},
        "lanes": [_lane(lane) for lane in timeline.lanes],
    }
    return json_text(shape, indent=2, sort_keys=True) + "\n"


def _lane(lane: Lane) -> dict[str, object]:
    return {
        "mechanism_id": lane.mechanism_id,
        "title": lane.title,
        "parties": lane.parties,
        "status": lane.status,
        "last_on_record": lane.last,
        "marks": [_mark(mark) for mark in lane.marks],
        "spans": [_span(span) for span in lane.spans],
        "ended": _day(lane.ended),
        "flags": lane.flags,
        "remarks": lane.remarks,
    }


def _mark(mark: Mark) -> dict[str, object]:
    return {
        "event_id": mark.event_id,
        "position": mark.position,
        "type": mark.type,
        "title": mark.title,
        "details": [{"label": label, "text": text} for label, text in mark.details],
        "occurred": mark.occurred,
        "earliest": _day(mark.earliest),
        "latest": _day(mark.latest),
        "drawn_at": day_text(mark.at),
        "uncertain": mark.uncertain,
        "order_conflict": mark.order_conflict,
        "recorded_at": mark.recorded_at,
        "moves": [
            {"track": track, "from": source, "to": target} for track, source, target in mark.moves
        ],
        "flags": mark.flags,
        "sources": [_source(source) for source in mark.sources],
        "sign": mark.sign,
        "amended": mark.amended,
        "doubts": [_doubt(doubt) for doubt in mark.doubts],
        "remarks": mark.remarks,
    }


def _doubt(doubt: Doubt) -> dict[str, object]:
    return {
        "event_id": doubt.event_id,
        "position": doubt.position,
        "text": doubt.text,
        "occurred": doubt.occurred,
        "earliest": _day(doubt.earliest),
        "latest": _day(doubt.latest),
        "recorded_at": doubt.recorded_at,
        "sources": [_source(source) for source in doubt.sources],
    }


def _span(span: Span) -> dict[str, object]:
    return {
        "kind": span.kind,
        "label": span.label,
        "start": day_text(span.start),
        "end": day_text(span.end),
        "duration": span.duration,
        "open_start": span.open_start,
        "open_end": span.open_end,
        "began_by": span.began_by,
        "ended_by": span.ended_by,
        "began": span.began,
        "ended": span.ended,
        "contested_by": span.contested_by,
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "publisher": source.publisher,
        "kind": source.kind,
        "published": source.published,
        "url": source.url,
        "quote": source.quote,
    }


def _day(day: int | None) -> str | None:
    return None if day is None else day_text(day)
