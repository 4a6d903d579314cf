"""A definition's state machine as plain values."""

from dataclasses import dataclass

NO_CONSENT = "none"


@dataclass(frozen=True, slots=True)
class DiagramEdge:
    """One transition."""

    trigger: str
    source: str
    target: str
    consent: str | None = None
    """Whose consent it takes, e.g. ``both``; None or ``none`` if nobody's."""
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiagramTrack:
    """One flat state machine; every state that is named is one of `states`."""

    name: str
    states: tuple[str, ...]
    """In the order in which they are drawn, from left to right."""
    initial: str
    final: tuple[str, ...]
    current: str | None
    """Where the mechanism is now; None for the bare definition."""
    visited: tuple[str, ...]
    edges: tuple[DiagramEdge, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """All tracks of a definition, with or without a mechanism's place in them."""

    title: str
    tracks: tuple[DiagramTrack, ...]
