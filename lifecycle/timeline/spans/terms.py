"""The terms of roadmaps, where they are known."""

from collections.abc import Iterator, Sequence

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.timeline.spans.edges import Edge, Places, of_place, span
from lifecycle.timeline.values import Mark, Span
from lifecycle.views.roadmaps import Roadmap

_FINISHED = frozenset({"superseded", "completed", "abandoned"})


def terms(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the terms of the roadmaps of *mechanism*."""
    places = {mark.event_id: mark.at for mark in marks}
    for roadmap in mechanism.all_roadmaps:
        yield from _term(roadmap, places, as_of)


def _term(roadmap: Roadmap, places: Places, as_of: int) -> Iterator[Span]:
    """Yield the term of *roadmap* where it is known, drawn no further than the day *as_of*.

    Its label tells the term as recorded, so it has no duration beside it.
    """
    start, last = _term_start(roadmap, places), roadmap.term_end
    if start is None or last is None or start.at > as_of:
        return
    cut = _cut_short(roadmap, places, last)
    yield span(
        "roadmap",
        _roadmap_words(roadmap),
        (start, cut or Edge(min(last, as_of), date=_last_date(roadmap))),
        open_start=start.date is None,
        open_end=cut is None and last > as_of,
    )


def _term_start(roadmap: Roadmap, places: Places) -> Edge | None:
    """Return where the term begins: as it says itself, else at the fact that began it."""
    begun = next((f for f in roadmap.facts if f.act is not None and f.event_id in places), None)
    event_id = None if begun is None else begun.event_id
    if roadmap.term is not None and roadmap.term.earliest is not None:
        return Edge(
            roadmap.term.earliest, date=roadmap.term.text.partition("/")[0], event_id=event_id
        )
    return None if begun is None else of_place(begun, places)


def _last_date(roadmap: Roadmap) -> str | None:
    return None if roadmap.term is None else roadmap.term.text.rpartition("/")[2]


def _term_text(roadmap: Roadmap) -> str | None:
    return roadmap.duration if roadmap.term is None else roadmap.term.text


def _cut_short(roadmap: Roadmap, places: Places, last: int) -> Edge | None:
    """Return where a fact ended the roadmap before its term did."""
    if roadmap.status not in _FINISHED:
        return None
    fact = next((f for f in reversed(roadmap.facts) if f.event_id in places), None)
    if fact is None or places[fact.event_id] > last:
        return None
    return of_place(fact, places)


def _roadmap_words(roadmap: Roadmap) -> str:
    return ": ".join(filter(None, (f"Roadmap {_term_text(roadmap)}", roadmap.title)))
