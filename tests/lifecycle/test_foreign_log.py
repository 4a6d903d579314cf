import sqlite3
from pathlib import Path
from typing import Any

import pytest

from events.errors import (
    UnknownEventTypeError,
    UnknownSchemaVersionError,
)
from events.model import ANY_VERSION, NO_STREAM, NewEvent
from events.stores.memory import MemoryStore
from lifecycle.deciding import plan
from lifecycle.definitions import catalogue
from lifecycle.errors import (
    UnreadableFactError,
    UnreadableMechanismsError,
)
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register

UNREADABLE = (UnreadableFactError, UnknownEventTypeError, UnreadableMechanismsError)
"""What is raised for one mechanism, and for all of a log."""

# A log is read without the software's memory


def test_the_definition_is_in_the_log_before_its_first_mechanism(registry: Registry) -> None:
    register(registry)
    register(registry, id="other")
    first, *rest = registry.log()
    assert (first.stream, first.type) == ("definition-joint-working-group", "definition_registered")
    assert first.data["hash"] == catalogue.find_definition("joint-working-group").digest
    assert [event.type for event in rest] == ["mechanism_registered"] * 2


def test_a_log_is_read_without_the_definition_files(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(registry)
    registry.meet("m", on="2025")

    def gone(kind: str, *_: object) -> None:
        raise AssertionError(f"{kind} was looked up")

    monkeypatch.setattr(catalogue, "find_definition", gone)
    monkeypatch.setattr(plan, "find_definition", gone)
    fresh = Registry(registry.store)
    (replayed,) = fresh.replay()
    assert replayed.tracks == {"stage": "inaugural_meeting_held", "standing": "active"}
    fresh.note("m", "goes on")


def test_a_mechanism_whose_definition_is_not_in_the_log_cannot_be_read() -> None:
    with Registry.open("memory:") as registry:
        register(registry)
        (_, event) = registry.log()
    copy = MemoryStore()
    copy.append(
        event.stream,
        [NewEvent(event.event_id, event.type, event.data, event.meta)],
        expected_version=NO_STREAM,
    )
    with pytest.raises(UnreadableFactError, match=r"position 0: .*no definition 'joint-working-"):
        Registry(copy).mechanism("m")


# What somebody else wrote into the log


def forge(
    registry: Registry,
    event_type: str,
    data: dict[str, Any],
    meta: dict[str, Any],
    *,
    occurred: str | None = None,
    schema_version: int = 1,
) -> int:
    """Append an event past the registry; return its position."""
    event_id = f"forged-{registry.store.head()}"
    forged = NewEvent(event_id, event_type, data, meta, schema_version, occurred)
    (event,) = registry.store.append("mechanism-m", [forged], expected_version=ANY_VERSION)
    return event.position


def test_a_forged_state_is_a_mismatch_with_its_position(registry: Registry) -> None:
    register(registry)
    wrong = {"stage": "roadmap_active", "standing": "active"}
    position = forge(registry, "note_recorded", {"text": "x"}, {"tracks": wrong})
    registry.note("m", "true")

    (replayed,) = registry.replay()

    (mismatch,) = replayed.mismatches
    assert mismatch.position == position
    assert mismatch.event_id == f"forged-{position}"
    assert mismatch.stored == wrong
    assert mismatch.derived == {"stage": "registered", "standing": "active"}
    assert replayed.tracks == mismatch.derived


@pytest.mark.parametrize("meta", [{}, {"tracks": {}}, {"tracks": "x"}, {"tracks": {"stage": 5}}])
def test_a_missing_or_broken_state_is_a_mismatch(registry: Registry, meta: dict[str, Any]) -> None:
    register(registry)
    position = forge(registry, "note_recorded", {"text": "x"}, meta)
    assert [m.position for r in registry.replay() for m in r.mismatches] == [position]


def test_an_unknown_event_type_is_an_error_with_its_position(registry: Registry) -> None:
    register(registry)
    position = forge(registry, "treaty_burned", {}, {})
    for read in (lambda: registry.mechanism("m"), lambda: list(registry.replay())):
        with pytest.raises(UNREADABLE, match=f"position {position}: .*treaty_burned"):
            read()


def test_a_shape_from_the_future_is_an_error_with_its_position(registry: Registry) -> None:
    register(registry)
    position = forge(registry, "note_recorded", {"text": "x"}, {}, schema_version=2)
    with pytest.raises(UnknownSchemaVersionError, match=f"position {position}"):
        registry.mechanism("m")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({}, "text"),
        ({"text": 5}, "text"),
        ({"text": "x", "more": 1}, "more"),
        ({"text": ""}, "text"),
    ],
)
def test_a_payload_that_cannot_be_read_is_an_error_with_its_position(
    registry: Registry, data: dict[str, Any], place: str
) -> None:
    register(registry)
    position = forge(registry, "note_recorded", data, {})
    fact = registry.mechanism("m").history[-1]
    with pytest.raises(UnreadableFactError, match=f"position {position}: note_recorded .*{place}"):
        _ = fact.event


@pytest.mark.parametrize(
    "meta",
    [
        {"after": 5},
        {"act": "x"},
        {"act": {}},
        {"act": {"trigger": "hold_meeting"}},
        {"act": {"trigger": ["hold_meeting"], "parties": []}},
        {"act": {"trigger": "sign_tor", "parties": [["IN"]]}},
        {"act": {"trigger": "sign_tor", "parties": 5}},
    ],
)
def test_an_envelope_that_cannot_be_read_is_an_error_with_its_position(
    registry: Registry, meta: dict[str, Any]
) -> None:
    register(registry)
    position = forge(registry, "note_recorded", {"text": "x"}, meta)
    for read in (lambda: registry.mechanism("m").state, lambda: list(registry.replay())):
        with pytest.raises(UNREADABLE, match=f"position {position}: "):
            read()


@pytest.mark.parametrize(
    ("changes", "reason"), [({"on": "soon"}, "'soon': "), ({"after": 5}, "not iterable")]
)
def test_a_correction_that_cannot_be_read_is_an_error_with_its_position(
    registry: Registry, changes: dict[str, Any], reason: str
) -> None:
    register(registry)
    (note,) = registry.note("m", "a remark")
    said = {"event": note.event_id, "changes": changes}
    position = forge(registry, "event_corrected", said, {})
    with pytest.raises(UnreadableFactError, match=f"position {position}: .*{reason}"):
        _ = registry.mechanism("m").state


def test_a_date_that_cannot_be_read_is_an_error_with_its_position(registry: Registry) -> None:
    register(registry)
    position = forge(registry, "note_recorded", {"text": "x"}, {}, occurred="9 December")
    with pytest.raises(UnreadableFactError, match=f"position {position}"):
        registry.mechanism("m")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"name":"x"}',
        "{" * 1000,
    ],
)
def test_a_definition_that_cannot_be_read_is_an_error_with_its_position(text: str) -> None:
    with Registry.open("memory:") as registry:
        register(registry)
        first, registered = registry.log()
    data = {**first.data, "text": text}
    copy = MemoryStore()
    copy.append(
        first.stream,
        [NewEvent(first.event_id, first.type, data, first.meta)],
        expected_version=NO_STREAM,
    )
    copy.append(
        registered.stream,
        [NewEvent(registered.event_id, registered.type, registered.data, registered.meta)],
        expected_version=NO_STREAM,
    )
    with pytest.raises(UnreadableFactError, match="position 0"):
        Registry(copy).mechanism("m")


def test_a_stream_that_does_not_begin_with_a_registration_is_an_error() -> None:
    store = MemoryStore()
    note = NewEvent("n", "note_recorded", {"text": "x"})
    store.append("mechanism-m", [note], expected_version=NO_STREAM)
    with pytest.raises(
        UnreadableFactError, match=r"position 0: .*mechanism_registered is expected"
    ):
        Registry(store).mechanism("m")


def test_a_fact_missing_from_the_middle_of_a_stream_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with Registry.open(str(path)) as registry:
        register(registry, policy="record")
        registry.note("m", "first")
        registry.note("m", "second")
    with sqlite3.connect(path) as attacker:
        attacker.execute("DROP TRIGGER events_no_delete")
        attacker.execute("DELETE FROM events WHERE stream = 'mechanism-m' AND version = 1")
    attacker.close()

    with (
        Registry.open(str(path), readonly=True) as registry,
        pytest.raises(UnreadableFactError, match="only 1 events stand before it"),
    ):
        registry.mechanism("m")
