"""Facts, sources, anomalies and moves as plain values, the same for every command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lifecycle.domain_events.base import Source
    from lifecycle.facts import Fact
    from lifecycle.views import Anomaly


def date_value(fact: Fact) -> str | None:
    """Return the date of *fact* as recorded, None if none is on record."""
    return None if fact.occurred is None else fact.occurred.text


def fact_value(fact: Fact) -> dict[str, Any]:
    """Return which fact it is, of what type and of when."""
    return {"event_id": fact.event_id, "type": fact.type, "occurred": date_value(fact)}


def source_value(source: Source) -> dict[str, Any]:
    """Return *source* with what is known of it."""
    return source.model_dump(mode="json", exclude_none=True)


def anomaly_value(anomaly: Anomaly) -> dict[str, Any]:
    """Return code, severity and sentence of *anomaly*."""
    return {"code": anomaly.code, "severity": anomaly.severity, "message": anomaly.message}


def move_values(
    tracks: Mapping[str, tuple[str | None, str]],
) -> dict[str, dict[str, str | None]]:
    """Return the states of *tracks* before and after, by the track's name."""
    return {track: {"before": old, "after": new} for track, (old, new) in tracks.items()}
