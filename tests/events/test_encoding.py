"""The canonical bytes are RFC 8785, and nothing hostile gets through or breaks the reader."""

from typing import Any

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.encoding import MAX_BYTES, MAX_DEPTH, canonical_bytes, decode, decode_canonical
from events.errors import EncodingError, TooLargeError
from events.model import MAX_INT

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ATOMS = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | TEXT
KEYS = st.text(st.characters(max_codepoint=127))
VALUES = st.recursive(
    ATOMS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20
)


def nested(depth: int, *, inside: Any = None) -> Any:
    value = inside
    for level in range(depth):
        value = [value] if level % 2 else {"in": value}
    return value


@given(VALUES)
@example({"": {"\x00\x1f\x7f": ['"\\/\b\f\n\r\t', "\u2028\ufeff\U0001f6aa", -0, MAX_INT]}})
@settings(max_examples=300, derandomize=True, database=None)
def test_bytes_are_those_of_rfc_8785(value: Any) -> None:
    canonical = canonical_bytes(value)

    assert canonical == rfc8785.dumps(value)
    assert decode(canonical) == decode_canonical(canonical) == value


def test_every_character_is_written_as_rfc_8785_does() -> None:
    for first in range(0, 0x110000, 0x400):
        block = range(first, first + 0x400)
        text = "".join(chr(code) for code in block if not 0xD800 <= code < 0xE000)

        assert canonical_bytes(text) == rfc8785.dumps(text)


@pytest.mark.parametrize("value", [MAX_INT, -MAX_INT])
def test_the_largest_integers_are_written_and_read(value: int) -> None:
    assert canonical_bytes([value]) == rfc8785.dumps([value])
    assert decode_canonical(canonical_bytes([value])) == [value]


def test_the_sequence_of_the_writer_leaves_no_trace() -> None:
    assert canonical_bytes({"b": {"d": 1, "c": 2}, "a": 3}) == b'{"a":3,"b":{"c":2,"d":1}}'


def test_the_writer_keeps_its_value() -> None:
    value: Any = {"b": [{"d": 1, "c": 2}], "a": 3}
    canonical_bytes(value)

    assert [*value, *value["b"][0]] == ["b", "a", "d", "c"]


@pytest.mark.parametrize(
    ("value", "place", "reason"),
    [
        (0.5, "$", "float"),
        ({"a": [0, float("nan")]}, "$.a[1]", "float"),
        ({"a": {"b": MAX_INT + 1}}, "$.a.b", "integer"),
        ([-MAX_INT - 1], "$[0]", "integer"),
        ([10**5000], "$[0]", "integer"),
        ({"a": ["\ud800"]}, "$.a[0]", "surrogate"),
        ({"a": {"ü": 1}}, "$.a", "not ASCII"),
        ({"a": {"\ud800": 1}}, "$.a", "not ASCII"),
        ({1: 2}, "$", "not text"),
        ({"a": (1, 2)}, "$.a", "tuple"),
        ([b"bytes"], "$[0]", "bytes"),
        (nested(MAX_DEPTH + 1), "$" + ".in[0]" * (MAX_DEPTH // 2), "deeper"),
        (nested(100_000), "$" + ".in[0]" * (MAX_DEPTH // 2), "deeper"),
    ],
)
def test_what_leaves_something_open_is_refused_with_its_place(
    value: Any, place: str, reason: str
) -> None:
    with pytest.raises(EncodingError, match=reason) as refusal:
        canonical_bytes(value)

    # The outermost container of the nested values is one or the other kind.
    assert refusal.value.place in {place, "$" + "[0].in" * (MAX_DEPTH // 2)}
    assert str(refusal.value).startswith(refusal.value.place)


@pytest.mark.parametrize("inside", [None, "text", 7])
def test_the_limits_themselves_are_allowed(inside: Any) -> None:
    deepest = nested(MAX_DEPTH, inside=inside)
    longest = "x" * (MAX_BYTES - 2)

    assert decode_canonical(canonical_bytes(deepest)) == deepest
    assert decode_canonical(canonical_bytes(longest)) == longest


def test_too_many_bytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(TooLargeError) as refusal:
        canonical_bytes("x" * MAX_BYTES)
    assert (refusal.value.size, refusal.value.limit) == (MAX_BYTES + 2, MAX_BYTES)

    for read in (decode, decode_canonical):
        with pytest.raises(TooLargeError):
            read(b"[" * 100_000)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"{",
        b"1 2",
        b"NaN",
        b"-Infinity",
        b'"\\ud800"',
        b'"\xff"',
        b'"\x00"',
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"1" * 60_000,
        b"\xef\xbb\xbf1",
    ],
)
def test_what_is_not_json_is_an_error(hostile: bytes) -> None:
    for read in (decode, decode_canonical):
        with pytest.raises(EncodingError):
            read(hostile)


@pytest.mark.parametrize(
    "twin",
    [
        b" 1",
        b"1.0",
        b"1e2",
        b"1e400",
        b"-0",
        b'"\\u0061"',
        b'"\\/"',
        b'"\\u000A"',
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'[{"b":1,"a":2}]',
        b'{"a": 1}',
        b'{"\xc3\xbc":1}',
        b"9007199254740992",
        b'{"a":[0.5]}',
        canonical_bytes(nested(MAX_DEPTH)).join([b"[", b"]"]),
    ],
)
def test_another_spelling_is_not_canonical(twin: bytes) -> None:
    with pytest.raises(EncodingError):
        decode_canonical(twin)


@given(st.binary(max_size=40) | st.text('{}[]",:01-.eaé\\u ', max_size=12).map(str.encode))
@settings(max_examples=500, derandomize=True, database=None)
def test_whatever_is_read_as_canonical_is_its_own_encoding(data: bytes) -> None:
    try:
        value = decode_canonical(data)
    except EncodingError:
        return
    assert canonical_bytes(value) == data == rfc8785.dumps(value)
