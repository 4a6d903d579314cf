"""The states of the first track, as long as the mechanism lives."""

from collections.abc import Iterator, Sequence

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.definitions.definition import ENDED
from lifecycle.timeline.spans.edges import Edge, of_day, of_mark, span
from lifecycle.timeline.values import Mark, Span
from lifecycle.views.wording import words


def stages(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the states of the first track, as long as the mechanism lives."""
    reached = {
        fact.event_id: step.state.tracks
        for fact, step in zip(mechanism.history, mechanism.steps, strict=True)
    }
    start = mechanism.recorded.start.tracks
    stage, ended = start[0], ENDED in start
    since: Mark | None = None
    first = marks[0].at if marks else as_of

    def held(until: Mark | None) -> Iterator[Span]:
        start = Edge(first) if since is None else of_mark(since)
        end = of_day(as_of) if until is None else of_mark(until)
        kind, state = ("concluded", ENDED) if ended else ("state", stage)
        if since is not None or not (ended or stage == mechanism.recorded.rules.initial[0]):
            yield span(
                kind,
                words(state),
                (start, end),
                open_start=start.bounds.first is None,
                open_end=until is None,
            )

    for mark in marks:
        tracks = reached[mark.event_id]
        has_ended = ENDED in tracks
        if has_ended != ended or (not ended and tracks[0] != stage):
            yield from held(mark)
            since, ended = mark, has_ended
        stage = tracks[0]
    if not ended:
        yield from held(None)
