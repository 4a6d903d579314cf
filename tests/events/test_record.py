"""The record has one form: written so, and read only so."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import rfc8785

from events.encoding import MAX_DEPTH
from events.errors import BrokenRecordError, EncodingError, TooLargeError
from events.merkle import leaf_hash
from events.model import MAX_INT, NO_STREAM, NewEvent
from events.record import FORMAT, decode_record, read_record
from events.stores.memory import MemoryStore

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)

FULL = NewEvent(
    event_id="e-1",
    type="door_opened",
    data={"wide": True, "by": "Zoë", "angle": 90, "steps": [1, None, "\n\u2028"]},
    meta={"seen": "from the street"},
    schema_version=2,
    occurred="2026-01",
    actor="porter",
    correlation_id="visit-7",
    causation_id="bell-7",
)
# Known answers: they hold for as long as format 1 exists.
FULL_BYTES = (
    '{"actor":"porter","causation_id":"bell-7","correlation_id":"visit-7",'
    '"data":{"angle":90,"by":"Zoë","steps":[1,null,"\\n\u2028"],"wide":true},"event_id":"e-1",'
    '"format":1,"log":"e-0","meta":{"seen":"from the street"},"occurred":"2026-01",'
    '"recorded_at":"2026-01-02T12:00:00.000000Z","schema_version":2,"stream":"door-1",'
    '"type":"door_opened","version":0}'
).encode()
BARE_BYTES = (
    b'{"data":{},"event_id":"e-0","format":1,"log":"e-0","meta":{},'
    b'"recorded_at":"2026-01-02T12:00:00.000000Z","schema_version":1,"stream":"bell-1",'
    b'"type":"bell_rung","version":0}'
)
FULL_LEAF = "6ee316ddcb95faf3d1e39de966b45f70defe36e38ad279c034b665bca3e481ab"
BARE_LEAF = "8d020fa6ab0b783db02cb2cc4c6c84ad27e63ce1d6184c2726d9e244093e6537"
FIELDS: dict[str, Any] = {
    "actor": "porter",
    "data": {},
    "event_id": "e-1",
    "format": 1,
    "log": "e-0",
    "meta": {},
    "recorded_at": "2026-01-02T12:00:00.000000Z",
    "schema_version": 1,
    "stream": "door-1",
    "type": "door_opened",
    "version": 0,
}


def test_records_are_written_as_known() -> None:
    store = MemoryStore(clock=lambda: NOON)
    (bare,) = store.append("bell-1", [NewEvent("e-0", "bell_rung", {})], expected_version=NO_STREAM)
    (full,) = store.append("door-1", [FULL], expected_version=NO_STREAM)

    assert (bare.canonical, full.canonical) == (BARE_BYTES, FULL_BYTES)
    assert leaf_hash(BARE_BYTES).hex() == BARE_LEAF
    assert leaf_hash(FULL_BYTES).hex() == FULL_LEAF


@pytest.mark.parametrize("canonical", [BARE_BYTES, FULL_BYTES, rfc8785.dumps(FIELDS)])
def test_a_record_is_read_as_it_was_written(canonical: bytes) -> None:
    fields = decode_record(canonical)

    assert rfc8785.dumps(fields) == canonical
    assert read_record(7, canonical).fields == fields


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("$.format", {"format": FORMAT + 1}),
        ("$.format", {"format": True}),
        ("$.version", {"version": -1}),
        ("$.version", {"version": True}),
        ("$.version", {"version": "0"}),
        ("$.version", {"version": None}),
        ("$.version", {"version": MAX_INT + 1}),
        ("$.schema_version", {"schema_version": 0}),
        ("$.stream", {"stream": "door"}),
        ("$.stream", {"stream": "door-1\n"}),
        ("$.stream", {"stream": "door-" + "1" * 200}),
        ("$.stream", {"stream": ["door-1"]}),
        ("$.type", {"type": "Door"}),
        ("$.type", {"type": {}}),
        ("$.event_id", {"event_id": ""}),
        ("$.event_id", {"event_id": "é"}),
        ("$.log", {"log": 7}),
        ("$.actor", {"actor": None}),
        ("$.actor", {"actor": ""}),
        ("$.occurred", {"occurred": None}),
        ("$.recorded_at", {"recorded_at": "2026-01-02T12:00:00Z"}),
        ("$.recorded_at", {"recorded_at": "2026-02-30T12:00:00.000000Z"}),
        ("$.recorded_at", {"recorded_at": "2026-01-02T12:00:00.000000+"}),
        ("$.recorded_at", {"recorded_at": "٢٠٢٦-01-02T12:00:00.000000Z"}),
        ("$.data", {"data": []}),
        ("$.data", {"data": None}),
        ("$.data.a", {"data": {"a": MAX_INT + 1}}),
        ("$.meta.a[1]", {"meta": {"a": [0, 0.5]}}),
        ("$.meta", {"meta": {"ü": 0}}),
        ("$.position", {"position": 0}),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused_with_the_place(
    place: str, change: dict[str, Any]
) -> None:
    changed = dict(sorted((FIELDS | change).items()))
    canonical = repr_json(changed)

    with pytest.raises(EncodingError) as refusal:
        decode_record(canonical)

    assert refusal.value.place == place


def repr_json(value: Any) -> bytes:
    """Write *value* as compactly as JCS does, but whatever it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("key", sorted(FIELDS.keys() - {"actor"}))
def test_a_record_lacks_nothing(key: str) -> None:
    canonical = rfc8785.dumps({k: v for k, v in FIELDS.items() if k != key})

    with pytest.raises(EncodingError):
        decode_record(canonical)
    with pytest.raises(BrokenRecordError) as broken:
        read_record(7, canonical)
    assert broken.value.position == 7


@pytest.mark.parametrize(
    "twin",
    [
        FULL_BYTES + b"\n",
        FULL_BYTES.replace(b'"actor":"porter",', b'"actor":"butler","actor":"porter",'),
        FULL_BYTES.replace(b'"angle":90,"by":"Zo\xc3\xab"', b'"by":"Zo\xc3\xab","angle":90'),
        FULL_BYTES.replace(b'"angle":90', b'"angle":9e1'),
        FULL_BYTES.replace(b"Zo\xc3\xab", b"Zo\\u00eb"),
        FULL_BYTES.replace(b'"version":0', b'"version":-0'),
        b"[]",
        b"",
        b"{" * 60_000,
    ],
)
def test_no_other_bytes_are_taken_for_a_record(twin: bytes) -> None:
    with pytest.raises(EncodingError):
        decode_record(twin)


def test_broken_bytes_are_an_error_with_the_position() -> None:
    for broken in (b"", b"[]", b"{}", FULL_BYTES[:-1], b"[" * 70_000):
        with pytest.raises(BrokenRecordError) as error:
            read_record(41, broken)
        assert error.value.position == 41


def test_the_limits_hold_for_the_record_as_a_whole() -> None:
    store = MemoryStore()
    deep: Any = {}
    for _ in range(MAX_DEPTH - 2):
        deep = {"in": deep}
    store.append("door-1", [NewEvent("a", "door_opened", deep)], expected_version=NO_STREAM)
    (event,) = store.read_all()
    assert decode_record(event.canonical) == event.fields

    with pytest.raises(EncodingError, match="deeper"):
        store.append("door-1", [NewEvent("b", "door_opened", {"in": deep})], expected_version=0)
    with pytest.raises(TooLargeError):
        store.append(
            "door-1",
            [NewEvent("c", "door_opened", {"a": "x" * 65_000}, {"b": "y" * 500})],
            expected_version=0,
        )
    with pytest.raises(TooLargeError):
        decode_record(b" " * 70_000)
