"""The states of the first track, as long as the mechanism lives."""

from collections.abc import Iterator, Sequence

from lifecycle.definition import ENDED
from lifecycle.spans.edges import Edge, of_day, of_mark, span
from lifecycle.timeline import Mark, Span
from lifecycle.views import Mechanism
from lifecycle.wording import words


def stages(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the states of the first track, as long as the mechanism lives."""
    track = mechanism.recorded.rules.tracks[0]
    stage, ended = mechanism.recorded.start.tracks[0], False
    since: Mark | None = None
    first = marks[0].at if marks else as_of

    def held(until: Mark | None) -> Iterator[Span]:
        start = Edge(first) if since is None else of_mark(since)
        end = of_day(as_of) if until is None else of_mark(until)
        kind, state = ("concluded", ENDED) if ended else ("state", stage)
        if since is not None or not (ended or stage == track.initial):
            yield span(
                kind,
                words(state),
                (start, end),
                open_start=start.bounds[0] is None,
                open_end=until is None,
            )

    for mark in marks:
        new = next((to for name, _, to in mark.moves if name == track.name), stage)
        now_ended = _leads_to(mark, ENDED) or (ended and not _leaves(mark, ENDED))
        if (new, now_ended) != (stage, ended):
            yield from held(mark)
            stage, since, ended = new, mark, now_ended
    if not ended:
        yield from held(None)


def _leads_to(mark: Mark, state: str) -> bool:
    return any(new == state for _, _, new in mark.moves)


def _leaves(mark: Mark, state: str) -> bool:
    return any(old == state for _, old, _ in mark.moves)
