"""The lane of the only mechanism of a registry."""

from collections.abc import Iterable

from lifecycle.registry.registry import Registry
from lifecycle.timeline.values import Lane, Span


def lane(registry: Registry, as_of: str = "2025-12-31") -> Lane:
    (found,) = registry.timeline(as_of=as_of).lanes
    return found


def told(spans: Iterable[Span]) -> list[tuple[str, str, str, bool]]:
    return [(span.kind, span.label, span.duration, span.open_end) for span in spans]
