"""Lifts the data of recorded events to the shape that the program of today knows."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from events.errors import UnknownEventTypeError, UnknownSchemaVersionError, UpcastingError
from events.model import Json, RecordedEvent

Upcaster: TypeAlias = Callable[[dict[str, Json]], dict[str, Json]]
"""Returns data of one schema version in the shape of the next; leaves its argument as it is."""


class Upcasters:
    """Knows all event types, and for each the way from its first shape to the current one.

    Args:
        current: Current schema version of every known event type, counted from 1.
        steps: For each (type, schema version) below the current one, the way to the next version.

    Raises:
        ValueError: If a step is missing or leads nowhere.
    """

    def __init__(
        self, current: Mapping[str, int], steps: Mapping[tuple[str, int], Upcaster] | None = None
    ) -> None:
        self._current = dict(current)
        self._steps = dict(steps or {})
        needed = {(kind, v) for kind, last in current.items() for v in range(1, last)}
        if self._steps.keys() != needed:
            wrong = sorted(needed ^ self._steps.keys())
            raise ValueError(f"upcasters missing or without use: {wrong}")

    def data(self, event: RecordedEvent) -> dict[str, Json]:
        """Return the data of *event* in the current shape of its type.

        Raises:
            UnknownEventTypeError: If its type is not known.
            UnknownSchemaVersionError: If its shape is newer than the current one.
            UpcastingError: If a step failed.
        """
        kind, position = event.type, event.position
        current = self._current.get(kind)
        if current is None:
            raise UnknownEventTypeError(kind, position)
        found = event.schema_version
        if found > current:
            raise UnknownSchemaVersionError(kind, position, found=found, known=current)
        data = event.data
        for version in range(found, current):
            try:
                data = self._steps[kind, version](data)
            except Exception as error:
                reason = f"cannot be lifted from schema version {version}: {error!r}"
                raise UpcastingError(kind, position, reason) from error
        return data
