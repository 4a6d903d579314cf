"""What the tracks of a definition can do together: every legal step, every way to every state."""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from lifecycle.definitions.definition import ENDED, Consent, Definition, Transition
from lifecycle.definitions.guards import GUARDS
from lifecycle.errors import DefinitionError

STEPS_MAX = 200_000
"""How many triggers are tried in all states together before a search is given up."""

_STRENGTH: tuple[Consent, ...] = ("none", "either", "initiator+acknowledgement", "both")

Tracks = tuple[str, ...]
"""The state of each track, in the definition's order."""


class PathStep(NamedTuple):
    """One act, and where the tracks stand before and after it."""

    trigger: str
    consent: Consent
    """Whose act it needs: what the most demanding track asks."""
    guards: tuple[str, ...]
    frm: Tracks
    to: Tracks


Path = tuple[PathStep, ...]


class Edge(NamedTuple):
    """One transition of one track, from one state."""

    track: int
    state: str
    trigger: str


class Ways:
    """The legal steps of a definition.

    An act is legal if every track that knows its trigger allows it. A guard on the mechanism is
    taken into account; the others are about the fact, and a fact can meet them.
    """

    def __init__(self, definition: Definition) -> None:
        self.name, self.triggers = definition.name, definition.triggers
        self.initial: Tracks = tuple(track.initial for track in definition.tracks)
        self._moves: dict[Edge, Transition] = {}
        for index, track in enumerate(definition.tracks):
            for move in track.transitions:
                for state in move.sources:
                    self._moves.setdefault(Edge(index, state, move.trigger), move)
        self._known = {(edge.track, edge.trigger) for edge in self._moves}

    def edges(self, tracks: Tracks, trigger: str) -> tuple[Edge, ...]:
        """Return the edge of each track that knows *trigger*, whether it is legal or not."""
        return tuple(
            Edge(index, state, trigger)
            for index, state in enumerate(tracks)
            if (index, trigger) in self._known
        )

    def step(self, tracks: Tracks, trigger: str) -> PathStep | None:
        """Return the step that *trigger* is from *tracks*, None if it is not legal there."""
        after, consent, guards = list(tracks), 0, list[str]()
        for edge in self.edges(tracks, trigger):
            move = self._moves.get(edge)
            if move is None:
                return None
            after[edge.track] = move.to or edge.state
            consent = max(consent, _STRENGTH.index(move.consent or "none"))
            guards += move.guards
        if ENDED in tracks and any(GUARDS[name].of_state for name in guards):
            return None
        asked = tuple(dict.fromkeys(guards))
        return PathStep(trigger, _STRENGTH[consent], asked, tracks, tuple(after))

    def steps(self, tracks: Tracks) -> Iterator[PathStep]:
        """Yield the legal steps from *tracks*, in the order of the definition's triggers."""
        for trigger in self.triggers:
            if step := self.step(tracks, trigger):
                yield step

    def explore(self, start: Tracks) -> Iterator[tuple[Tracks, Path]]:
        """Yield all that can be reached from *start*, the nearest first, with a shortest path.

        Raises:
            DefinitionError: If the tracks can stand in too many states together.
        """
        paths: dict[Tracks, Path] = {start: ()}
        todo = deque(paths)
        while todo:
            tracks = todo.popleft()
            yield tracks, paths[tracks]
            for step in self.steps(tracks):
                if step.to not in paths:
                    paths[step.to] = (*paths[tracks], step)
                    todo.append(step.to)
            if len(paths) * len(self.triggers) > STEPS_MAX:
                raise DefinitionError(
                    self.name, ("its tracks can stand in too many states together to search",)
                )
