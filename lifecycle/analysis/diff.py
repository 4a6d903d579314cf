"""What changed between two views of a mechanism: on the clock of the world, or on the log's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lifecycle.analysis.anomalies import Anomaly
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.facts.entries import entry_of
from lifecycle.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact that reads otherwise."""

    fact: Fact
    """As it reads after."""
    changes: Mapping[str, tuple[Any, Any]]
    """By key: what it was, and what it is; None where there is nothing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two views of one mechanism."""

    before: Mechanism | None
    """None: it was not on record."""
    after: Mechanism
    tracks: Mapping[str, tuple[str | None, str]]
    """By track whose state differs: the state before and after."""
    added: tuple[Fact, ...]
    """Facts that count only after, in effective order."""
    removed: tuple[Fact, ...]
    """Facts that counted only before."""
    changed: tuple[Reading, ...]
    amendments: tuple[Fact, ...]
    """Corrections, retractions and preferences recorded between the two, as recorded."""
    appeared: tuple[Anomaly, ...]
    disappeared: tuple[Anomaly, ...]


def compare(before: Mechanism | None, after: Mechanism) -> Difference:
    """Return what changed from *before* to *after*, two views of one mechanism."""
    was = {} if before is None else {fact.event_id: fact for fact in before.history}
    now = {fact.event_id: fact for fact in after.history}
    old_tracks = {} if before is None else before.tracks
    old_size = 0 if before is None else len(before.recorded.facts)
    old_anomalies = () if before is None else before.anomalies
    return Difference(
        before,
        after,
        {
            track: (old_tracks.get(track), state)
            for track, state in after.tracks.items()
            if old_tracks.get(track) != state
        },
        tuple(fact for fact in after.history if fact.event_id not in was),
        tuple(fact for fact in was.values() if fact.event_id not in now),
        tuple(
            Reading(fact, changes)
            for fact in after.history
            if fact.event_id in was and (changes := changes_between(was[fact.event_id], fact))
        ),
        tuple(fact for fact in after.recorded.facts[old_size:] if fact in after.amendments),
        tuple(anomaly for anomaly in after.anomalies if anomaly not in old_anomalies),
        tuple(anomaly for anomaly in old_anomalies if anomaly not in after.anomalies),
    )


def changes_between(before: Fact, after: Fact) -> dict[str, tuple[Any, Any]]:
    """Return the keys of an entry in which two readings of a fact differ."""
    if before is after or before.amended_by == after.amended_by == ():
        return {}
    old, new = entry_of(before), entry_of(after)
    return {
        key: (old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)
    }
