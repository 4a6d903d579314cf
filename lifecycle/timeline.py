"""The timeline of mechanisms as plain values, ready to be drawn.

Days are day numbers: proleptic Gregorian ordinals, 1 = 0001-01-01, as `datetime.date.toordinal`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so."""

    publisher: str
    kind: str
    """``official``, ``joint``, ``press`` or ``secondary``."""
    published: str | None = None
    url: str | None = None
    quote: str | None = None


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
    """Anomalies that concern this fact, as sentences."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a lane: a state held, a suspension, a gap without a fact."""

    kind: str
    """``state``, ``suspended``, ``concluded`` or ``gap``."""
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
    """Anomalies of the mechanism as a whole, as sentences."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes side by side, with what a reader needs to check the picture against the log."""

    lanes: tuple[Lane, ...]
    as_of: int
    """The day up to which the picture speaks."""
    log_size: int
    log_root: str
    """Merkle root over the log's first `log_size` events, hexadecimal."""
