"""Meetings one after the other, as far as dates and hints tell which of them came first."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from lifecycle.dates.bounds import Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.history.history import bounds_by_hints
from lifecycle.history.partial_order import PartialOrder
from lifecycle.views.wording import named

_NAMED_MAX = 3
"""Meetings in an open order that are told by their names."""


class Place(NamedTuple):
    """A place among meetings: that of the first, of the second, and so on."""

    fact: Fact
    """The meeting that stands there in effective order."""
    bounds: Bounds
    """Between which days the meeting of this place was held, whichever it is."""
    among: tuple[Fact, ...]
    """The meetings that it may be; `fact` alone where the order is known."""

    @property
    def is_known(self) -> bool:
        """Whether it is known which meeting stands there."""
        return len(self.among) == 1

    @property
    def name(self) -> str:
        """What the meeting is called: ``Meeting held, 2020 or Meeting held, 2020-03``."""
        if len(self.among) > _NAMED_MAX:
            return f"one of {len(self.among)} meetings whose order is not known"
        return " or ".join(map(named, self.among))


def sequence_of(
    meetings: Sequence[Fact], history: Sequence[Fact], order: PartialOrder
) -> tuple[Place, ...]:
    """Return the places of *meetings*, which are in the effective order of *history*.

    Where the order of some is open, the first of them was held by the earliest of their last days,
    and not before the earliest of their first ones; and so on.
    """
    known = [order.before(earlier, later) for earlier, later in pairwise(meetings)]
    if all(known):
        return tuple(Place(fact, bounds_of(fact.occurred), (fact,)) for fact in meetings)
    first, last = bounds_by_hints(history)
    narrowed = {fact.event_id: (first[fact.event_id], last[fact.event_id]) for fact in meetings}
    return tuple(
        place
        for start, end in _blocks([narrowed[fact.event_id] for fact in meetings])
        for place in _places(meetings[start:end], narrowed, is_known=all(known[start : end - 1]))
    )


_Days = tuple[float, float]


def _places(
    block: Sequence[Fact], narrowed: Mapping[str, _Days], *, is_known: bool
) -> Iterator[Place]:
    if is_known:
        yield from (Place(fact, bounds_of(fact.occurred), (fact,)) for fact in block)
        return
    days = [narrowed[fact.event_id] for fact in block]
    first, last = (sorted(bounds) for bounds in zip(*days, strict=True))
    for fact, begins, ends in zip(block, first, last, strict=True):
        yield Place(fact, Bounds.between(begins, ends), tuple(block))


def _blocks(days: Sequence[_Days]) -> Iterator[tuple[int, int]]:
    """Cut meetings, given by their bounds, where all before certainly precede all behind."""
    ends = list(accumulate((last for _, last in days), max))
    begins = list(accumulate((first for first, _ in reversed(days)), min))[::-1]
    cuts = [at for at in range(1, len(days)) if ends[at - 1] < begins[at]]
    return pairwise((0, *cuts, len(days)))
