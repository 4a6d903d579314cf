"""The catalogue of anomalies, and the search for all of them in a mechanism."""

from functools import lru_cache

from lifecycle.analysis.anomalies import (
    chairs,
    dates,
    deadlines,
    founding,
    host_turns,
    numbering,
    parties,
    rhythm,
    roadmaps,
    sequence,
    sources,
    standing,
)
from lifecycle.analysis.anomalies.kinds import Anomaly, Kind, Observation
from lifecycle.views.life import Life

CATALOGUE: tuple[Kind, ...] = (
    *sequence.KINDS,
    *founding.KINDS,
    *standing.KINDS,
    *numbering.KINDS,
    *host_turns.KINDS,
    *rhythm.KINDS,
    *chairs.KINDS,
    *dates.KINDS,
    *sources.KINDS,
    *roadmaps.KINDS,
    *deadlines.KINDS,
    *parties.KINDS,
)
"""Every anomaly there is; a new one is a function and an entry in the module of its subject."""

TRAIT_SETS_MAX = 10_000
"""Sets of traits of which it is remembered what there is to look for."""

_Found = tuple[Kind, Observation]


def find_anomalies(life: Life) -> tuple[Anomaly, ...]:
    """Return the anomalies of a mechanism, ordered by the first fact concerned, then by code.

    An act of which another kind tells why it stands where it should not is flagged for that only.
    """
    found = [(kind, told) for kind in _kinds_for(life.traits) for told in kind.find(life)]
    found = _without_repeats(life, found)
    place = {fact.event_id: index for index, fact in enumerate(life.history)}
    found.sort(key=lambda one: (place.get(one[1].events[0], -1), one[0].code, one[1].events))
    return tuple([Anomaly(kind.code, kind.severity, *told) for kind, told in found])


@lru_cache(maxsize=TRAIT_SETS_MAX)
def _kinds_for(traits: frozenset[str]) -> tuple[Kind, ...]:
    return tuple(kind for kind in CATALOGUE if not kind.needs or not kind.needs.isdisjoint(traits))


def _without_repeats(life: Life, found: list[_Found]) -> list[_Found]:
    """Return *found* without the acts out of place of which another observation tells more."""
    told = {
        event_id
        for kind, observation in found
        if kind.misplaced
        for event_id in observation.events
        if life.by_id[event_id].type in kind.misplaced
    }
    return [
        (kind, observation)
        for kind, observation in found
        if kind is not sequence.OUT_OF_PLACE or told.isdisjoint(observation.events)
    ]
