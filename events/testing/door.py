"""Doors: the little world that the contract of a store is told in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

import pytest

from events.clock import Clock
from events.model import NO_STREAM, Json, NewEvent
from events.store import EventStore

NewStore: TypeAlias = Callable[[Clock], EventStore]
"""Makes an empty store that reads the given clock. Each call makes another one."""

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
HOUSE = 5
"""Count of events in the fixture `house`."""


def opened(event_id: str, **data: Json) -> NewEvent:
    """Return the event of a door that was opened."""
    return NewEvent(event_id, "door_opened", data)


def closed(event_id: str, **data: Json) -> NewEvent:
    """Return the event of a door that was closed."""
    return NewEvent(event_id, "door_closed", data)


def everything(store: EventStore) -> list[bytes]:
    """Return the whole log, as bytes in position order."""
    return [event.canonical for event in store.read_all()]


class DoorContract:
    """The stores that the tests begin with."""

    @pytest.fixture
    def new_store(self) -> NewStore:
        """Return what makes an empty store; closing is up to the fixture."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, new_store: NewStore) -> EventStore:
        """Return an empty store at noon."""
        return new_store(lambda: NOON)

    @pytest.fixture
    def house(self, store: EventStore) -> EventStore:
        """Return a store with two doors and a window, recorded in turn."""
        store.append("door-1", [opened("a"), closed("b")], expected_version=NO_STREAM)
        store.append("window-1", [opened("c")], expected_version=NO_STREAM)
        store.append("door-2", [opened("d")], expected_version=NO_STREAM)
        store.append("door-1", [opened("e")], expected_version=1)
        return store
