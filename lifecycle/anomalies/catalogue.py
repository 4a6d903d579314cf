"""The catalogue of anomalies, and the search for all of them in a mechanism."""

from functools import lru_cache

from lifecycle.anomalies import (
    chairs,
    course,
    dates,
    deadlines,
    founding,
    meetings,
    numbering,
    parties,
    roadmaps,
    sources,
    standing,
)
from lifecycle.anomalies.kinds import Kind
from lifecycle.anomalies.life import Life
from lifecycle.views import Anomaly, Mechanism

CATALOGUE: tuple[Kind, ...] = (
    *course.KINDS,
    *founding.KINDS,
    *standing.KINDS,
    *numbering.KINDS,
    *meetings.KINDS,
    *chairs.KINDS,
    *dates.KINDS,
    *sources.KINDS,
    *roadmaps.KINDS,
    *deadlines.KINDS,
    *parties.KINDS,
)
"""Every anomaly there is; a new one is a function and an entry in the module of its subject."""

TYPE_SETS_MAX = 10_000
"""Sets of fact types of which it is remembered what there is to look for."""


def find_anomalies(mechanism: Mechanism) -> tuple[Anomaly, ...]:
    """Return the anomalies of *mechanism*, ordered by the first fact concerned, then by code."""
    life = Life(mechanism)
    found = [
        Anomaly(code=kind.code, severity=kind.severity, message=message, events=events)
        for kind in _kinds_for(frozenset(life.by_type))
        for message, events in kind.find(life)
    ]
    if len(found) > 1:
        place = {fact.event_id: index for index, fact in enumerate(mechanism.history)}
        found.sort(key=lambda a: (place.get(a.events[0], -1), a.code, a.events))
    return tuple(found)


@lru_cache(maxsize=TYPE_SETS_MAX)
def _kinds_for(types: frozenset[str]) -> tuple[Kind, ...]:
    return tuple(kind for kind in CATALOGUE if not kind.needs or not kind.needs.isdisjoint(types))
