"""The timeline of mechanisms as plain values, ready to be drawn.

Days are day numbers: proleptic Gregorian ordinals, 1 = 0001-01-01, as `datetime.date.toordinal`.
"""

from dataclasses import dataclass
from typing import Any, Literal

from lifecycle.dates.edtf import day_text

FORMAT = "lifecycle-timeline"
FORMAT_VERSION = 1
"""Goes up when a key changes its meaning or goes away; new keys may come at any time."""

Sign = Literal["fact", "meeting", "series", "plan", "off", "change"]
"""What a mark stands for: a meeting held, one held in a series with a name of its own, a meeting
talked of or planned, one that was called off, moved or failed, a new name or level; else a fact."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so."""

    publisher: str
    kind: str
    """``official``, ``joint``, ``press`` or ``secondary``."""
    published: str | None = None
    url: str | None = None
    quote: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON; docs/json.md describes the shape."""
        return {
            "publisher": self.publisher,
            "kind": self.kind,
            "published": self.published,
            "url": self.url,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Doubt:
    """That a source or a party says otherwise of a fact."""

    event_id: str
    position: int
    """Place of the dispute in the log."""
    text: str
    """What is said instead, in one phrase."""
    occurred: str | None = None
    """The other date (EDTF), where the date is disputed."""
    earliest: int | None = None
    latest: int | None = None
    """Bounds of the other date."""
    recorded_at: str = ""
    sources: tuple[Source, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON; docs/json.md describes the shape."""
        return {
            "event_id": self.event_id,
            "position": self.position,
            "text": self.text,
            "occurred": self.occurred,
            "earliest": _day(self.earliest),
            "latest": _day(self.latest),
            "recorded_at": self.recorded_at,
            "sources": [source.to_dict() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """One fact on a lane."""

    event_id: str
    position: int
    """Place in the log."""
    type: str
    """Event type, e.g. ``meeting_held``."""
    title: str
    """Short label, e.g. ``Inaugural meeting held``."""
    details: tuple[tuple[str, str], ...]
    """What else is known, as (label, text) pairs in reading order."""
    occurred: str | None
    """The date as recorded (EDTF), or None when none is on record."""
    earliest: int | None
    latest: int | None
    """Bounds of the date; None = open or unknown on that side."""
    at: int
    """Day at which the mark is drawn: inside the bounds, never before the mark before it."""
    uncertain: bool
    """The date carries ``?``, ``~`` or ``%``."""
    order_conflict: bool
    """The dates do not allow the recorded order; `at` is then outside the bounds."""
    recorded_at: str
    moves: tuple[tuple[str, str, str], ...]
    """(track, from state, to state) of each track that this fact moved."""
    flags: tuple[str, ...]
    """Anomalies that warn about this fact, as sentences."""
    sources: tuple[Source, ...]
    sign: Sign = "fact"
    amended: tuple[str, ...] = ()
    """What made it read as it does, where that is not as first recorded: corrections, claims."""
    doubts: tuple[Doubt, ...] = ()
    """What is said otherwise."""
    remarks: tuple[str, ...] = ()
    """Anomalies that are worth knowing but no warning, as sentences."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON; docs/json.md describes the shape."""
        return {
            "event_id": self.event_id,
            "position": self.position,
            "type": self.type,
            "title": self.title,
            "details": [{"label": label, "text": text} for label, text in self.details],
            "occurred": self.occurred,
            "earliest": _day(self.earliest),
            "latest": _day(self.latest),
            "drawn_at": day_text(self.at),
            "uncertain": self.uncertain,
            "order_conflict": self.order_conflict,
            "recorded_at": self.recorded_at,
            "moves": [
                {"track": track, "from": source, "to": target}
                for track, source, target in self.moves
            ],
            "flags": list(self.flags),
            "sources": [source.to_dict() for source in self.sources],
            "sign": self.sign,
            "amended": list(self.amended),
            "doubts": [doubt.to_dict() for doubt in self.doubts],
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a lane: a state held, a suspension, a roadmap's term, a gap without a fact."""

    kind: str
    """``state``, ``suspended``, ``concluded``, ``roadmap`` or ``gap``."""
    label: str
    """What it is, e.g. ``ToR signed``."""
    start: int
    end: int
    """Day of the last known moment; for an open span the as-of day."""
    duration: str
    """As precise as the dates allow: ``1y 8m``, ``≈2y`` or a range; empty when unknown."""
    open_start: bool = False
    """It began before `start`, nobody recorded when."""
    open_end: bool = False
    """It still lasts on the as-of day."""
    began_by: str | None = None
    """Id of the fact that began it; None if no fact tells of its beginning."""
    ended_by: str | None = None
    """Id of the fact that ended it; None while it lasts, or where it ran out by itself."""
    began: str | None = None
    ended: str | None = None
    """When it began and ended, as recorded (EDTF)."""
    contested_by: tuple[str, ...] = ()
    """The parties that deny it."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON; docs/json.md describes the shape."""
        return {
            "kind": self.kind,
            "label": self.label,
            "start": day_text(self.start),
            "end": day_text(self.end),
            "duration": self.duration,
            "open_start": self.open_start,
            "open_end": self.open_end,
            "began_by": self.began_by,
            "ended_by": self.ended_by,
            "began": self.began,
            "ended": self.ended,
            "contested_by": list(self.contested_by),
        }


@dataclass(frozen=True, slots=True)
class Lane:
    """The life of one mechanism, in the order of its effective history."""

    mechanism_id: str
    title: str
    parties: tuple[str, ...]
    status: str
    """One line: the state, its basis and since when."""
    marks: tuple[Mark, ...]
    spans: tuple[Span, ...]
    ended: int | None
    """Day of the end mark of a concluded mechanism."""
    flags: tuple[str, ...]
    """Anomalies that warn about the mechanism as a whole, as sentences."""
    last: str = ""
    """The last fact on record and its date: told beside the status, which is derived."""
    remarks: tuple[str, ...] = ()
    """Anomalies of the whole that are worth knowing but no warning, as sentences."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON; docs/json.md describes the shape."""
        return {
            "mechanism_id": self.mechanism_id,
            "title": self.title,
            "parties": list(self.parties),
            "status": self.status,
            "last_on_record": self.last,
            "marks": [mark.to_dict() for mark in self.marks],
            "spans": [span.to_dict() for span in self.spans],
            "ended": _day(self.ended),
            "flags": list(self.flags),
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes side by side, with what a reader needs to check the picture against the log."""

    lanes: tuple[Lane, ...]
    as_of: int
    """The day up to which the picture speaks."""
    log_size: int
    log_root: str
    """Merkle root over the log's first `log_size` events, hexadecimal."""

    def to_dict(self) -> dict[str, Any]:
        """Return the timeline as JSON; docs/json.md describes the shape.

        Days are ISO 8601 text. Where a drawing needs a day (``drawn_at``, ``start``, ``end``), it
        is one chosen for the drawing; what is known of a date is in ``occurred``, ``earliest`` and
        ``latest``.
        """
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "as_of": day_text(self.as_of),
            "log": {"size": self.log_size, "root": self.log_root},
            "lanes": [lane.to_dict() for lane in self.lanes],
        }


def _day(day: int | None) -> str | None:
    return None if day is None else day_text(day)
