"""Old shapes are lifted to the current one, and nothing unknown is passed over."""

from typing import Any

import pytest

from events.errors import UnknownEventTypeError, UnknownSchemaVersionError, UpcastingError
from events.model import NO_STREAM, Json, NewEvent, RecordedEvent
from events.stores.memory import MemoryStore
from events.upcasting import Upcasters


def split_name(data: dict[str, Json]) -> dict[str, Json]:
    first, last = str(data["by"]).split()
    return {"first": first, "last": last}


def add_title(data: dict[str, Json]) -> dict[str, Json]:
    return {**data, "title": None}


def upcasters() -> Upcasters:
    return Upcasters(
        {"door_opened": 3, "door_closed": 1},
        {("door_opened", 1): split_name, ("door_opened", 2): add_title},
    )


def recorded(event_type: str, data: dict[str, Any], schema_version: int) -> RecordedEvent:
    store = MemoryStore()
    store.append("door-0", [NewEvent("first", "bell_rung", {})], expected_version=NO_STREAM)
    event = NewEvent("a", event_type, data, schema_version=schema_version)
    return store.append("door-1", [event], expected_version=NO_STREAM)[0]


@pytest.mark.parametrize(
    ("version", "data"),
    [
        (1, {"by": "Zoë Day"}),
        (2, {"first": "Zoë", "last": "Day"}),
        (3, {"first": "Zoë", "last": "Day", "title": None}),
    ],
)
def test_each_shape_is_lifted_step_by_step(version: int, data: dict[str, Any]) -> None:
    event = recorded("door_opened", data, version)

    assert upcasters().data(event) == {"first": "Zoë", "last": "Day", "title": None}
    assert event.data == data


def test_an_unknown_type_is_an_error_with_its_place() -> None:
    with pytest.raises(UnknownEventTypeError) as error:
        upcasters().data(recorded("door_painted", {}, 1))

    assert (error.value.type, error.value.position) == ("door_painted", 1)


def test_a_shape_from_the_future_is_an_error_with_its_place() -> None:
    with pytest.raises(UnknownSchemaVersionError) as error:
        upcasters().data(recorded("door_closed", {}, 2))

    assert (error.value.position, error.value.found, error.value.known) == (1, 2, 1)


def test_a_step_that_fails_is_an_error_with_its_place_and_cause() -> None:
    with pytest.raises(UpcastingError, match="schema version 1") as error:
        upcasters().data(recorded("door_opened", {"by": "Zoë"}, 1))

    assert error.value.position == 1
    assert isinstance(error.value.__cause__, ValueError)


@pytest.mark.parametrize(
    "steps",
    [
        {},
        {("door_opened", 1): add_title, ("door_opened", 2): add_title},
        {("door_opened", 1): add_title, ("door_closed", 1): add_title},
    ],
    ids=["missing", "beyond the current version", "unknown type"],
)
def test_a_way_with_holes_or_dead_ends_is_refused_at_once(steps: Any) -> None:
    with pytest.raises(ValueError, match="door_"):
        Upcasters({"door_opened": 2}, steps)
