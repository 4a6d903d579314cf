"""Facts, sources, anomalies and moves as plain values, the same for every command."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lifecycle.analysis.anomalies import Anomaly
    from lifecycle.facts.fact import Fact
    from lifecycle.facts.models.base import Source


def date_value(fact: Fact) -> str | None:
    """Return the date of *fact* as recorded, None if none is on record."""
    return None if fact.occurred is None else fact.occurred.text


def fact_value(fact: Fact) -> dict[str, Any]:
    """Return which fact it is, of what type and of when."""
    return fact.reference()


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


def change_values(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, dict[str, Any]]:
    """Return what keys of an entry were, and what they are."""
    return {key: {"before": old, "after": new} for key, (old, new) in changes.items()}


def change_lines(changes: Mapping[str, tuple[Any, Any]]) -> Iterator[str]:
    """Yield what keys of an entry were, and what they are, in words."""
    for key, (old, new) in changes.items():
        yield f"{key}: {value_text(old)} -> {value_text(new)}"


def value_text(value: object) -> str:
    """Return a value of an entry in words: text as it is, the rest as JSON."""
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
