"""All that a mechanism can reach by legal steps, with the shortest path to each."""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from lifecycle.definitions.machine import PathStep, Rules, Tracks
from lifecycle.errors import DefinitionError

STEPS_MAX = 200_000
"""How many triggers are tried in all states together before a search is given up."""

Path = tuple[PathStep, ...]


class Edge(NamedTuple):
    """One transition of one track, from one state."""

    track: int
    state: str
    trigger: str


def edges_of(rules: Rules, step: PathStep) -> tuple[Edge, ...]:
    """Return the transition of each track that *step* takes."""
    return tuple(
        Edge(index, state, step.trigger)
        for index, (track, state) in enumerate(zip(rules.tracks, step.frm, strict=True))
        if (state, step.trigger) in track.steps
    )


def explore(rules: Rules, start: Tracks) -> Iterator[tuple[Tracks, Path]]:
    """Yield all that can be reached from *start*, the nearest first, with a shortest path.

    Raises:
        DefinitionError: If the tracks can stand in too many states together.
    """
    paths: dict[Tracks, Path] = {start: ()}
    todo = deque(paths)
    while todo:
        tracks = todo.popleft()
        yield tracks, paths[tracks]
        for step in rules.steps(tracks):
            if step.to not in paths:
                paths[step.to] = (*paths[tracks], step)
                todo.append(step.to)
        if len(paths) * len(rules.trigger_rank) > STEPS_MAX:
            raise DefinitionError(
                rules.definition.name,
                ("its tracks can stand in too many states together to search",),
            )
