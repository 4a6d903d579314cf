"""A log with one mechanism or one definition that cannot be read: all others are given."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from events.errors import BrokenRecordError
from events.merkle import leaf_hash
from events.stores.memory import MemoryStore
from lifecycle.definitions.lint import load_definition
from lifecycle.errors import UnreadableFactError, UnreadableMechanismsError
from lifecycle.registry.registry import Registry
from lifecycle.registry.watch import plan_watch, watch_once
from lifecycle.storage.audit import audit
from lifecycle.storage.definition_log import definition_appends
from lifecycle.storage.loader import Loader, Unreadable
from tests.lifecycle.definition_texts import GOOD
from tests.lifecycle.registering import register

OTHER = load_definition(GOOD, "friendship-council.toml")


def changed(registry: Registry, change: Callable[[list[dict[str, Any]]], object]) -> Registry:
    """Return a registry on a copy of the log whose records are changed, past all checks."""
    records = [json.loads(event.canonical) for event in registry.store.read_all()]
    change(records)
    lines = (
        json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for record in records
    )
    store = MemoryStore()
    store.restore(line.encode() for line in lines)
    return Registry(store)


@pytest.fixture
def log(registry: Registry) -> Registry:
    """Three mechanisms, the second by a definition of its own."""
    for name, kind in (("a", "joint-working-group"), ("b", OTHER), ("c", "joint-working-group")):
        register(registry, id=name, kind=kind)
        registry.note(name, "a remark", event_id=f"note-{name}")
    return registry


def position_of(registry: Registry, event_id: str) -> int:
    found = registry.store.find(event_id)
    assert found is not None
    return found.position


def misspell(records: list[dict[str, Any]]) -> None:
    """Change one letter of a state in the stored text of the second definition."""
    (stored,) = (r for r in records if r["stream"] == "definition-friendship-council")
    stored["data"]["text"] = stored["data"]["text"].replace('"to":"opened"', '"to":"openee"')


def spoil_note(records: list[dict[str, Any]]) -> None:
    (note,) = (record for record in records if record["event_id"] == "note-b")
    note["data"]["text"] = 5


def spoil_act(records: list[dict[str, Any]]) -> None:
    (note,) = (record for record in records if record["event_id"] == "note-b")
    note["meta"]["act"] = {"trigger": "meet", "parties": "AA"}


def future(records: list[dict[str, Any]]) -> None:
    (note,) = (record for record in records if record["event_id"] == "note-b")
    note["schema_version"] = 9


# A definition that is stored broken


def test_a_stored_definition_with_a_fault_is_an_error_with_its_position(log: Registry) -> None:
    broken = changed(log, misspell)
    (position,) = (e.position for e in broken.log() if "friendship" in e.stream)

    for read in (lambda: broken.mechanism("b"), lambda: broken.note("b", "more")):
        with pytest.raises(UnreadableFactError, match="unknown state 'openee'") as raised:
            read()
        assert raised.value.position == position


def test_verify_goes_on_behind_a_definition_that_cannot_be_read(log: Registry) -> None:
    broken = changed(log, misspell)
    definition = next(e.position for e in broken.log() if "friendship" in e.stream)
    (first, _) = log.store.read_stream("mechanism-b")

    found = [(finding.position, finding.code) for finding in audit(broken.store).findings]

    assert found == [
        (definition, "unreadable_definition"),
        (first.position, "unreadable_mechanism"),
    ]


def test_a_definition_that_cannot_be_read_concerns_only_those_who_live_by_it(
    log: Registry,
) -> None:
    newer = load_definition(GOOD.replace("version = 1", "version = 2"), "newer")
    log.store.append_all(list(definition_appends(log.store, [newer])))

    def spoil_newer(records: list[dict[str, Any]]) -> None:
        records[-1]["data"]["text"] = "{}"

    assert changed(log, spoil_newer).mechanism("b").stage == "registered"


def test_what_a_stored_definition_says_of_itself_must_be_what_its_text_says(
    log: Registry,
) -> None:
    def rename(records: list[dict[str, Any]]) -> None:
        records[0]["data"]["version"] = 7

    (found,) = audit(changed(log, rename).store).findings

    assert (found.position, found.code) == (0, "definition_hash")


# What is read of a whole log


@pytest.mark.parametrize("spoil", [misspell, spoil_act, future])
def test_one_mechanism_that_cannot_be_read_hides_no_other(
    log: Registry, spoil: Callable[[list[dict[str, Any]]], None]
) -> None:
    broken = changed(log, spoil)
    for read in (broken.list, broken.replay):
        unreadable: list[Unreadable] = []
        shown = [getattr(x, "mechanism_id", None) or x.id for x in read(unreadable=unreadable)]
        assert shown == ["a", "c"]
        assert [mechanism_id for mechanism_id, _ in unreadable] == ["b"]


def test_the_others_come_before_the_error_that_names_the_broken_one(log: Registry) -> None:
    shown = []
    with pytest.raises(UnreadableMechanismsError, match="1 of the mechanisms") as raised:
        shown.extend(mechanism.id for mechanism in changed(log, misspell).list())
    assert shown == ["a", "c"]
    ((mechanism_id, error),) = raised.value.mechanisms
    assert mechanism_id == "b"
    assert isinstance(error, UnreadableFactError)


def test_a_payload_is_read_to_the_end_only_where_somebody_takes_the_unreadable(
    log: Registry,
) -> None:
    broken = changed(log, spoil_note)
    unreadable: list[Unreadable] = []

    assert [mechanism.id for mechanism in broken.list()] == ["a", "b", "c"]
    assert [mechanism.id for mechanism in broken.list(unreadable=unreadable)] == ["a", "c"]
    assert str(unreadable[0].error).startswith(f"position {position_of(log, 'note-b')}: ")


def test_a_timeline_is_drawn_of_those_that_can_be_read(log: Registry) -> None:
    broken, unreadable = changed(log, spoil_note), list[Unreadable]()

    drawn = broken.timeline(unreadable=unreadable)

    assert [lane.mechanism_id for lane in drawn.lanes] == ["a", "c"]
    assert [mechanism_id for mechanism_id, _ in unreadable] == ["b"]
    assert drawn.log_root == audit(broken.store).root.hex()
    with pytest.raises(UnreadableFactError):
        broken.timeline()


def test_the_others_are_watched(registry: Registry) -> None:
    owing = GOOD + (
        '\n[[obligations]]\nname = "soon"\ntitle = "Meet"\nkind = "meet_within"\n'
        'within = "1 month"\nafter = "open_house"\n'
    )
    kind = load_definition(owing, "owing")
    for name in ("a", "b", "c"):
        register(registry, id=name, kind=kind)
        registry.record(name, "milestone_reached", name="open_house", by=["IN"], on="2025-01-01")
        registry.note(name, "a remark", event_id=f"note-{name}")
    broken = changed(registry, spoil_act)

    with pytest.raises(UnreadableMechanismsError):
        plan_watch(broken, "2026")
    unreadable: list[Unreadable] = []
    events = watch_once(broken, "2026", unreadable=unreadable)

    assert [event.stream for event in events] == ["mechanism-a", "mechanism-c"]
    assert [mechanism_id for mechanism_id, _ in unreadable] == ["b"]


def test_a_broken_neighbour_does_not_keep_others_from_being_recorded(log: Registry) -> None:
    broken = changed(log, misspell)
    broken.note("a", "goes on")
    register(broken, id="d")
    assert [m.id for m in broken.list(unreadable=[])] == ["a", "c", "d"]


def test_a_mechanism_that_stands_in_the_stream_of_another_cannot_be_read(log: Registry) -> None:
    def rename(records: list[dict[str, Any]]) -> None:
        (first,) = (r for r in records if r["stream"] == "mechanism-b" and r["version"] == 0)
        first["data"]["mechanism"] = "a"

    broken = changed(log, rename)

    with pytest.raises(UnreadableFactError, match="it registers a, but stands in mechanism-b"):
        broken.mechanism("b")
    assert [finding.code for finding in audit(broken.store).findings] == ["unreadable_mechanism"]


# Bytes that are no record


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A log of three mechanisms; of the second one the bytes of a note are cut."""
    path = tmp_path / "log.db"
    with Registry.open(str(path)) as registry:
        for name in ("a", "b", "c"):
            register(registry, id=name)
            registry.note(name, "a remark", event_id=f"note-{name}")
    tear(path, "note-b")
    return path


def tear(path: Path, event_id: str) -> None:
    with closing(sqlite3.connect(path)) as attacker, attacker:
        attacker.execute("DROP TRIGGER IF EXISTS events_no_update")
        query = "SELECT canonical FROM events WHERE event_id = ?"
        (canonical,) = attacker.execute(query, (event_id,)).fetchone()
        torn = canonical[:-20]
        attacker.execute(
            "UPDATE events SET canonical = ?, leaf_hash = ? WHERE event_id = ?",
            (torn, leaf_hash(torn), event_id),
        )


@pytest.mark.parametrize("at", ["note-a", "note-b", "note-c"])
def test_bytes_that_are_no_record_hide_no_other_mechanism(torn: Path, at: str) -> None:
    tear(torn, at)
    with Registry.open(str(torn), readonly=True) as registry:
        unreadable: list[Unreadable] = []
        shown = [mechanism.id for mechanism in registry.list(unreadable=unreadable)]
        drawn = registry.timeline(unreadable=[])

    lost = {"b", at[-1]}
    assert shown == [name for name in ("a", "b", "c") if name not in lost]
    assert {mechanism_id for mechanism_id, _ in unreadable} == lost
    assert [lane.mechanism_id for lane in drawn.lanes] == shown


def test_bytes_that_are_no_record_are_an_error_with_the_position(torn: Path) -> None:
    with Registry.open(str(torn), readonly=True) as registry:
        with pytest.raises(BrokenRecordError, match="position "):
            registry.mechanism("b")
        assert registry.mechanism("c").stage == "registered"


def test_a_definition_whose_bytes_are_torn_is_an_error_with_the_position(torn: Path) -> None:
    with closing(sqlite3.connect(torn)) as log:
        query = "SELECT event_id FROM events WHERE position = 0"
        (definition,) = log.execute(query).fetchone()
    tear(torn, definition)
    with Registry.open(str(torn), readonly=True) as registry:
        with pytest.raises(BrokenRecordError, match="position 0"):
            Loader(registry.store).history("a")
        unreadable: list[Unreadable] = []
        assert list(registry.list(unreadable=unreadable)) == []
        assert [mechanism_id for mechanism_id, _ in unreadable] == ["a", "b", "c"]
