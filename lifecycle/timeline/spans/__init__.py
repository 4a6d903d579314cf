"""The stretches of a lane: states held, suspensions, terms of roadmaps, years without a fact."""

from collections.abc import Iterator, Sequence

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.timeline.spans.gaps import gaps
from lifecycle.timeline.spans.states import stages
from lifecycle.timeline.spans.suspensions import suspensions
from lifecycle.timeline.spans.terms import terms
from lifecycle.timeline.values import Mark, Span

__all__ = ["spans_of"]


def spans_of(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the spans of *mechanism*, whose facts have *marks*, up to the day *as_of*."""
    for kind in (stages, suspensions, terms, gaps):
        yield from kind(mechanism, marks, as_of)
