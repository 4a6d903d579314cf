"""The years in which certainly no dated fact on record lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.bounds import Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.timeline.spans.edges import Edge, of_day, of_mark, span
from lifecycle.timeline.values import Doubt, Mark, Span

GAP_DAYS_MIN = 1096
"""Days without a fact that are shown as a gap: three years."""

NOTHING, NOTHING_DATED = "nothing on record", "nothing dated on record"


@dataclass(slots=True)
class _Quiet:
    """Since when nothing is on record for certain."""

    mark: Mark
    since: int
    undated: bool = False
    """A fact without a date stands behind `mark`."""

    def stretch(self, end: Edge, *, open_end: bool = False) -> Iterator[Span]:
        first = end.bounds.first
        if first is not None and first - self.since >= GAP_DAYS_MIN:
            start = of_mark(self.mark)._replace(at=max(self.mark.at, self.since))
            label = NOTHING_DATED if self.undated else NOTHING
            yield span("gap", label, (start, end), open_end=open_end)


def gaps(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the stretches of years in which certainly no dated fact on record lies.

    A date of which only the end is known may lie anywhere before it, and a disputed one where the
    dispute has it: neither is passed over.
    """
    quiet: _Quiet | None = None
    for mark in marks:
        undated = mark.occurred is None
        if quiet is not None:
            quiet.undated |= undated
        bounds = _widest(mark)
        if bounds is None:
            continue
        if quiet is not None:
            yield from quiet.stretch(of_mark(mark)._replace(bounds=bounds))
        since = as_of if bounds.last is None else bounds.last
        if quiet is None or since >= quiet.since:
            quiet = _Quiet(mark, since, undated)
    if quiet is not None and not mechanism.ended:
        yield from quiet.stretch(of_day(_quiet_until(mechanism, as_of)), open_end=True)


def _widest(mark: Mark) -> Bounds | None:
    """Return the bounds of all dates that are told of *mark*; None if there is none."""
    tellings: tuple[Mark | Doubt, ...] = (mark, *mark.doubts)
    bounds = [Bounds(told.earliest, told.latest) for told in tellings if told.occurred]
    if not bounds:
        return None
    return Bounds.between(min(each.low for each in bounds), max(each.high for each in bounds))


def _quiet_until(mechanism: Mechanism, as_of: int) -> int:
    """Return the day before which no fact can lie that may or may not have happened by *as_of*."""
    return min((bounds_of(f.occurred).first or 0 for f in mechanism.undetermined), default=as_of)
