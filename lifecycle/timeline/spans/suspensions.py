"""Who suspends what, and for how long."""

from collections.abc import Iterator, Sequence

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.edtf import Edtf, bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import Suspended
from lifecycle.history.fold import SUSPENDED
from lifecycle.timeline.spans.edges import Edge, Places, of_day, of_mark, span
from lifecycle.timeline.values import Mark, Span
from lifecycle.views.overlays import Suspension
from lifecycle.views.reading import effective_date
from lifecycle.views.status import suspension_words
from lifecycle.views.wording import words


def suspensions(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the suspensions of *mechanism*, and other stretches in which a track stands so."""
    places = {mark.event_id: mark.at for mark in marks}
    for suspension in mechanism.suspensions:
        if suspension.begun.event_id in places:
            yield _suspension(suspension, places, as_of)
    rules = dict.fromkeys(step.state.rules for step in mechanism.steps)
    for name in dict.fromkeys(track.name for each in rules for track in each.tracks[1:]):
        yield from _other_pauses(name, marks, as_of)


def _suspension(suspension: Suspension, places: Places, as_of: int) -> Span:
    start = _of_fact(suspension.begun, suspension.effective, places, as_of)
    ended = suspension.ended
    end = of_day(as_of) if ended is None else _of_fact(ended, effective_date(ended), places, as_of)
    return span(
        SUSPENDED,
        suspension_words(suspension),
        (start, end),
        open_start=start.bounds.first is None,
        open_end=ended is None,
        contested_by=suspension.contested_by,
    )


def _of_fact(fact: Fact, date: Edtf | None, places: Places, as_of: int) -> Edge:
    """Return the edge that *fact* brings about on *date*; drawn at its mark if that fits."""
    at = places[fact.event_id]
    if date is None:
        return Edge(at, event_id=fact.event_id)
    bounds = bounds_of(date)
    day = int(min(max(at, bounds.low), bounds.high))
    return Edge(min(day, as_of), bounds, date.text, fact.event_id)


def _other_pauses(track: str, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the suspended stretches of a track that no recorded suspension began."""
    moves = [(mark, new) for mark in marks for name, _, new in mark.moves if name == track]
    for index, (mark, state) in enumerate(moves):
        if state == SUSPENDED and mark.type != Suspended.type:
            ending = moves[index + 1][0] if index + 1 < len(moves) else None
            end = of_day(as_of) if ending is None else of_mark(ending)
            yield span(SUSPENDED, words(state), (of_mark(mark), end), open_end=ending is None)
