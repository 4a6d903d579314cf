"""What is decided in C is what the judge in Python says: the same bytes, and no more of them."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events import record as module
from events.encoding import MAX_DEPTH, canonical_bytes
from events.errors import BrokenRecordError, EncodingError
from events.model import MAX_INT, NewEvent
from events.record import decode_record, encode_record, new_record, read_foreign_record, read_record

PLACE: dict[str, Any] = {
    "stream": "door-1",
    "version": 0,
    "recorded_at": "2026-01-02T12:00:00.000000Z",
    "log": "e-0",
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ATOMS = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | TEXT
KEYS = st.text(st.characters(max_codepoint=127), max_size=4)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        ATOMS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=12
    ),
    max_size=4,
)
ODD = (
    *(b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b" ", b"\n", b"\x00", b"\x7f", b"\xff"),
    *(b"0", b"-", b"-0", b"1.0", b"0.5", b"1e2", b"1e400", b"9007199254740992", b"1" * 5000),
    *(b"null", b"true", b"{}", b"[]", b'""', b'"a":1,', b"NaN", b"[" * 6 + b"]" * 6, b"[" * 5000),
    *(b"\\u0061", b"\\ud800", b"\\uD83D\\uDE00", b"\\\\ud", b"\\/", b"\\u001F", b"\\u001f"),
    *("\u2028".encode(), "é".encode(), "é".encode("latin-1"), b"\xed\xa0\x80", b"\xf4\x90\x80\x80"),
)


def recorded(data: dict[str, Any], **more: Any) -> bytes:
    return encode_record(new_record(NewEvent("e-1", "door_opened", data, **more), **PLACE))


BASES = [
    recorded({"wide": True, "by": "Zoë", "angle": 90, "steps": [1, None, "\n\u2028\x7f\x00", {}]}),
    recorded(
        {}, meta={"a": {"b": [-1, False]}}, occurred="2026-01", actor="porter", schema_version=2
    ),
    recorded({"path": "C:\\udoors"}, correlation_id="visit-7", causation_id="bell-7"),
]


def check_agreement(canonical: bytes) -> bool:
    """Check that both ways say the same; return whether it is a record."""
    try:
        fields = decode_record(canonical)
    except EncodingError as error:
        refusal = error
    else:
        event = read_foreign_record(7, canonical)
        assert json.dumps(event.fields) == json.dumps(fields) == json.dumps(json.loads(canonical))
        assert read_record(7, canonical) == event
        assert canonical_bytes(event.fields) == canonical
        return True
    with pytest.raises(EncodingError) as found:
        read_foreign_record(7, canonical)
    assert (str(found.value), type(found.value)) == (str(refusal), type(refusal))
    return False


@given(DATA, DATA)
@example({"": {"\x00\x1f\x7f": ['"\\/\b\f\n\r\t', "\u2028\ufeff\U0001f6aa", MAX_INT]}}, {})
@settings(max_examples=300, derandomize=True, database=None)
def test_what_is_written_is_a_record_to_both(data: dict[str, Any], meta: dict[str, Any]) -> None:
    assert check_agreement(recorded(data, meta=meta))


@given(
    st.sampled_from(BASES),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.sampled_from(ODD)), max_size=3),
)
@settings(max_examples=600, derandomize=True, database=None)
def test_damaged_bytes_are_judged_alike(base: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    damaged = bytearray(base)
    for place, length, odd in changes:
        damaged[place : place + length] = odd
    check_agreement(bytes(damaged))


@pytest.mark.parametrize("base", BASES)
def test_one_odd_piece_anywhere_is_judged_alike(base: bytes) -> None:
    agreed = 0
    for place in range(len(base)):
        for number, odd in enumerate(ODD):
            if (place + number) % 17 == 0:
                agreed += check_agreement(base[:place] + odd + base[place + number % 2 :])
    assert agreed  # inside of a text, most of them change nothing but the text


@pytest.mark.parametrize("levels", [1, 4, 5, 6, 20, MAX_DEPTH - 1, MAX_DEPTH])
def test_depth_is_judged_alike(levels: int) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        inside = opening * levels + "1" + closing * levels
        canonical = BASES[2].replace(b'"C:\\\\udoors"', inside.encode())
        assert check_agreement(canonical) == (levels <= MAX_DEPTH - 2)


def test_keys_are_ascii_in_text_that_is_not() -> None:
    assert check_agreement(BASES[0])
    assert not check_agreement(BASES[0].replace(b'"by"', '"bý"'.encode()))
    assert not check_agreement(BASES[0].replace(b"{}", '{"ý":1}'.encode()))


@pytest.mark.parametrize(
    "twin",
    [
        BASES[0].replace(b'{"data"', b'{ "data"'),
        BASES[0].replace(b'"log":"e-0"', b'"log":"e-9","log":"e-0"'),
        BASES[0].replace(b"Zo\xc3\xab", b"Zo\\u00eb"),
        BASES[0].replace(b"Zo\xc3\xab", b"\\uD83D\\uDE00"),
        BASES[1].replace(b"porter", b"porte\\u0072"),
    ],
)
def test_our_own_reader_asks_for_a_record_not_for_its_spelling(twin: bytes) -> None:
    assert not check_agreement(twin)

    assert read_record(7, twin).fields == json.loads(twin)


@pytest.mark.parametrize(
    "broken",
    [
        BASES[0].replace(b"Zo\xc3\xab", b"Zo\xeb"),
        BASES[0].replace(b"Zo\xc3\xab", b"\\ud800"),
        BASES[0].replace(b'"data":{', b'"data":[{').replace(b'},"event_id"', b'}],"event_id"'),
        BASES[0].replace(b'"meta":{}', b'"meta":null'),
        BASES[0].replace(b'"version":0', b'"version":0.0'),
        BASES[0].replace(b'"version":0', b'"version":true'),
        BASES[1].replace(b'"actor":"porter"', b'"actor":null'),
        BASES[1].replace(b'"occurred":"2026-01",', b"")[:-1] + b',"occurred":"2026-01"}',
        BASES[0] + b" " * 70_000,
    ],
)
def test_our_own_reader_refuses_what_is_no_record(broken: bytes) -> None:
    assert not check_agreement(broken)

    with pytest.raises(BrokenRecordError):
        read_record(7, broken)


@pytest.mark.parametrize("number", [b"1" * 5000, b"[" * 300 + b"]" * 300])
def test_what_cannot_be_decoded_is_broken_when_it_is_asked_for(number: bytes) -> None:
    event = read_record(7, BASES[2].replace(b'"C:\\\\udoors"', number))

    with pytest.raises(BrokenRecordError, match="position 7: \\$: not JSON"):
        _ = event.data
    with pytest.raises(BrokenRecordError):
        _ = event.fields
    assert event.meta == {}


def test_what_is_plain_never_needs_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(module, "decode_record")

    for base in BASES:
        assert read_foreign_record(7, base).canonical == base
