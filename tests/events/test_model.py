"""Events say what they are, within rules."""

import dataclasses
from typing import Any

import pytest

from events.errors import InvalidEventError
from events.model import ANY_VERSION, MAX_INT, MAX_NAME, NO_STREAM, Append, NewEvent
from events.stores.memory import MemoryStore
from events.testing.door import closed, opened


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        *(("event_id", bad) for bad in ("", "ü", "a\n", "a\x00", "a" * (MAX_NAME + 1), 7, None)),
        *(("type", bad) for bad in ("", "Door", "door-opened", "1door", "door\n", "ü", None)),
        *(("schema_version", bad) for bad in (0, -1, True, 1.0, "1", MAX_INT + 1, None)),
        *(("occurred", bad) for bad in ("", "ü", 2025)),
        *(("actor", bad) for bad in ("", "\x1b[0m")),
        ("correlation_id", ""),
        ("causation_id", "a\tb"),
    ],
)
def test_an_event_that_breaks_a_rule_is_refused(field: str, bad: Any) -> None:
    good: dict[str, Any] = {"event_id": "a", "type": "door_opened", "data": {}}

    with pytest.raises(InvalidEventError) as refusal:
        NewEvent(**good | {field: bad})

    assert (refusal.value.what, refusal.value.value) == (field, bad)


def test_the_longest_names_are_accepted() -> None:
    longest = "a" * MAX_NAME

    assert NewEvent(longest, longest, {}, schema_version=MAX_INT, actor="~ " * 100).data == {}
    assert Append("a-" + "b" * 198, [opened("a")], MAX_INT).expected_version == MAX_INT


@pytest.mark.parametrize("stream", ["mechanism-bn-in-jwg-defence", "a-b.c_d", "1-2-3"])
def test_streams_are_named_by_category_and_id(stream: str) -> None:
    assert Append(stream, [opened("a")], ANY_VERSION).stream == stream


@pytest.mark.parametrize("version", [-3, True, 1.0, None])
def test_an_expected_version_is_a_version_or_one_of_two_words(version: Any) -> None:
    with pytest.raises(InvalidEventError):
        Append("door-1", [opened("a")], version)


def test_a_new_event_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        opened("a").type = "door_closed"  # type: ignore[misc]  # that is the point


def test_recorded_events_are_equal_by_place_and_bytes() -> None:
    store = MemoryStore()
    a, b = store.append("door-1", [opened("a"), closed("b")], expected_version=NO_STREAM)

    assert a == store.find("a")
    assert a != b
    assert a != dataclasses.replace(a, position=1)
    assert {a, b, *store.read_all()} == {a, b}


def test_a_recorded_event_shows_its_place_and_its_bytes_once() -> None:
    (event,) = MemoryStore().append("door-1", [opened("a")], expected_version=NO_STREAM)

    assert repr(event) == f"RecordedEvent(position=0, canonical={event.canonical!r})"


def test_what_is_recorded_is_independent_of_what_the_writer_holds() -> None:
    store = MemoryStore()
    data: Any = {"keys": ["brass"]}
    (event,) = store.append(
        "door-1", [NewEvent("a", "door_opened", data)], expected_version=NO_STREAM
    )
    data["keys"].append("steel")

    assert event.data == {"keys": ["brass"]}
