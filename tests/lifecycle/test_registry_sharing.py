"""What a caller of the registry does to the events it got changes nothing in the log."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.errors import StoreBusyError
from lifecycle.registry.registry import Registry
from lifecycle.storage.audit import audit

ID = "aa-zz-jwg-fish"


@pytest.fixture(params=["memory:", "file"])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    place = str(tmp_path / "log.db") if request.param == "file" else "memory:"
    with Registry.open(place) as registry:
        registry.register(
            name="Fish", parties=["AA", "ZZ"], kind="joint-working-group", subject="Fish"
        )
        yield registry


def test_what_was_recorded_and_what_is_read_are_the_callers_own(registry: Registry) -> None:
    (recorded,) = registry.record(ID, "note_recorded", event_id="remark", text="A remark")
    before = [event.canonical for event in registry.log()]
    read = [fact.recorded for fact in registry.mechanism(ID).history if fact.recorded is not None]
    for event in (recorded, *read, *registry.log(), *registry.log(ID)):
        event.data["text"] = "Another remark"
        event.meta.clear()

    facts = registry.mechanism(ID).history
    assert [f.event.text for f in facts if f.type == "note_recorded"] == ["A remark"]  # type: ignore[attr-defined]
    assert [event.canonical for event in registry.log()] == before
    assert [event.data for event in registry.log()][-1] == {"text": "A remark"}
    assert audit(registry.store).findings == ()
    again = registry.record(ID, "note_recorded", event_id="remark", text="A remark")
    assert [event.data for event in again] == [{"text": "A remark"}]


def test_a_registry_waits_for_a_lock_as_long_as_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with (
        Registry.open(str(path), busy_timeout=0) as registry,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreBusyError, match=r"waited 0\.0 s"):
            registry.register(
                name="Fish", parties=["AA", "ZZ"], kind="joint-working-group", subject="Fish"
            )
