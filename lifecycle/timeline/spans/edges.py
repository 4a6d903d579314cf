"""One stretch of a lane, and where it begins and ends."""

from collections.abc import Mapping
from typing import NamedTuple

from lifecycle.dates.bounds import UNKNOWN, Bounds
from lifecycle.dates.durations import duration_text
from lifecycle.facts.fact import Fact
from lifecycle.timeline.values import Mark, Span

Places = Mapping[str, int]
"""The day at which each mark is drawn, by the id of its event."""


class Edge(NamedTuple):
    """Where a span begins or ends: the day to draw at, the date as recorded, and the fact."""

    at: int
    bounds: Bounds = UNKNOWN
    date: str | None = None
    event_id: str | None = None


def of_mark(mark: Mark) -> Edge:
    """Return the edge at *mark*, on its date."""
    return Edge(mark.at, Bounds(mark.earliest, mark.latest), mark.occurred, mark.event_id)


def of_day(day: int) -> Edge:
    """Return the edge of a span that lasts on *day*."""
    return Edge(day, Bounds.on(day))


def span(kind: str, label: str, edges: tuple[Edge, Edge], **more: object) -> Span:
    """Return the span between two *edges*; *more* is what only some kinds have."""
    start, end = edges
    text = duration_text(start.bounds, end.bounds)
    return Span(
        kind=kind,
        label=label,
        start=start.at,
        end=max(start.at, end.at),
        duration="same day" if text == "0d" else text,
        began_by=start.event_id,
        ended_by=end.event_id,
        began=start.date,
        ended=end.date,
        **more,  # type: ignore[arg-type]  # what kinds of span differ in
    )


def of_place(fact: Fact, places: Places) -> Edge:
    """Return the edge at the mark of *fact*, without bounds."""
    date = None if fact.occurred is None else fact.occurred.text
    return Edge(places[fact.event_id], date=date, event_id=fact.event_id)
