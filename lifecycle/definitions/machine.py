"""The rules of a definition: what its tracks can do together.

An act is legal if every track that knows its trigger allows it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from lifecycle.definitions.definition import CONSENTS, ENDED, Consent, Definition
from lifecycle.definitions.guards import GUARDS
from lifecycle.definitions.track_machine import TrackMachine

Tracks = tuple[str, ...]
"""The state of each track, in the definition's order."""


class PathStep(NamedTuple):
    """One legal act, and where the tracks are before and after it."""

    trigger: str
    consent: Consent
    """Whose act it needs: what the most demanding track asks."""
    guards: tuple[str, ...]
    frm: Tracks
    to: Tracks


@lru_cache(maxsize=256)
def rules_of(definition: Definition) -> "Rules":
    """Return the rules of *definition*, built once and shared."""
    return Rules(definition)


class Rules:
    """A definition made ready: its tracks, and the order of its triggers."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.tracks: Sequence[TrackMachine] = tuple(map(TrackMachine, definition.tracks))
        self.initial: Tracks = tuple(track.initial for track in self.tracks)
        self.states: Sequence[str] = tuple(state for track in self.tracks for state in track.rank)
        """All states of all tracks."""
        self.moves: dict[tuple[Tracks, str], Any] = {}
        """What a trigger does to all tracks together, worked out once by the fold."""
        self._named: dict[Tracks, Mapping[str, str]] = {}
        triggers = dict.fromkeys(trigger for track in self.tracks for trigger in track.triggers)
        self.trigger_rank: Mapping[str, int] = {
            trigger: rank for rank, trigger in enumerate(triggers)
        }
        """All triggers, in the definition's order."""

    def named(self, states: Tracks) -> Mapping[str, str]:
        """Return the state of each track by the track's name."""
        named = self._named.get(states)
        if named is None:
            names = (track.name for track in self.tracks)
            named = self._named[states] = dict(zip(names, states, strict=True))
        return named

    def knows(self, trigger: str) -> bool:
        """Return whether any track reacts to *trigger*."""
        return trigger in self.trigger_rank

    def step(self, tracks: Tracks, trigger: str) -> PathStep | None:
        """Return the step that *trigger* is from *tracks*, guards aside; None if it is illegal."""
        after: list[str] = []
        consents: list[Consent] = ["none"]
        guards: dict[str, None] = {}
        for track, state in zip(self.tracks, tracks, strict=True):
            step = track.steps.get((state, trigger))
            if step is not None:
                consents.append(step.consent)
                guards |= dict.fromkeys(step.guards)
            elif trigger in track.consents:
                return None
            after.append(state if step is None else step.to)
        consent = max(consents, key=CONSENTS.index)
        return PathStep(trigger, consent, tuple(guards), tracks, tuple(after))

    def steps(self, tracks: Tracks) -> Iterator[PathStep]:
        """Yield the steps that can be taken from *tracks*, in the order of the triggers.

        A guard on the mechanism must hold; the others are about the fact, and a fact can meet them.
        """
        for trigger in self.trigger_rank:
            step = self.step(tracks, trigger)
            if step is not None and not (ENDED in tracks and _asks_for_life(step)):
                yield step


def _asks_for_life(step: PathStep) -> bool:
    return any(GUARDS[name].of_state for name in step.guards)
