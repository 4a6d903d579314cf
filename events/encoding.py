"""Canonical bytes: RFC 8785 (JCS) over a strict subset of JSON.

The subset leaves nothing open: ASCII keys, no floats, integers that every reader keeps exactly,
limited depth and size. With ASCII keys, sorting by code point is JCS's sorting by UTF-16 unit;
without floats, msgspec and pydantic-core write what JCS demands.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.json import Encoder
from pydantic_core import from_json, to_json

from events.errors import EncodingError, TooLargeError
from events.model import MAX_INT, Json

MAX_BYTES = 65_535
"""Largest encoding: its length fits the 16 bits that ``tlog-tiles`` entry bundles have for it."""
MAX_DEPTH = 32
"""How deep objects and arrays may nest."""

_encode = Encoder(order="deterministic").encode

_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"


def canonical_bytes(value: Json) -> bytes:
    """Return the one encoding of *value*.

    Raises:
        EncodingError: If *value* is outside the subset.
    """
    canonical = encode(value)
    if len(canonical) > MAX_BYTES:
        raise TooLargeError(len(canonical), MAX_BYTES)
    return canonical


def encode(value: Json, room: int = MAX_DEPTH) -> bytes:
    """Return the one encoding of *value*, of whatever size; else as `sorted_copy`."""
    try:
        if is_plain(value, room):
            return _encode(value)
    except (TypeError, UnicodeEncodeError):  # a key that is no text, a lone surrogate
        pass
    return to_json(sorted_copy(value, room))


def decode(canonical: bytes) -> Any:  # noqa: ANN401 - any JSON value; the caller knows which
    """Return the value of *canonical*: the inverse of `canonical_bytes`.

    Raises:
        EncodingError: If it is not JSON of the allowed size.
    """
    if len(canonical) > MAX_BYTES:
        raise TooLargeError(len(canonical), MAX_BYTES)
    try:
        return from_json(canonical, allow_inf_nan=False)
    except ValueError as error:
        raise EncodingError(f"not JSON: {error}") from None


def decode_canonical(canonical: bytes) -> Any:  # noqa: ANN401 - as `decode`
    """Return the value of *canonical*, whoever wrote it.

    Raises:
        EncodingError: If it is not exactly the encoding of a value of the subset.
    """
    value = decode(canonical)
    check_sorted(value)
    check_same(value, canonical)
    return value


def check_same(value: Json, canonical: bytes) -> None:
    """Raise EncodingError unless *canonical* is *value* written down in its own key order.

    Catches white space, needless escapes, other spellings of numbers, and keys that stand twice.
    """
    if to_json(value) != canonical:
        raise EncodingError("not the canonical encoding of its value")


def sorted_copy(value: Json, room: int = MAX_DEPTH) -> Json:
    """Return *value* with all keys in order, checked to be of the subset.

    Args:
        value: Any value.
        room: How many levels of objects and arrays it may have.

    Raises:
        EncodingError: If *value* is outside the subset.
    """
    if type(value) is dict:
        return _sorted_object(value, room)
    if type(value) is list:
        return _copied_array(value, room)
    return _checked_atom(value)


def _sorted_object(value: dict[str, Json], room: int) -> dict[str, Json]:
    copy: dict[str, Json] = {}
    keys = _sorted_keys(value, room)
    key = ""
    try:
        for key in keys:
            item = value[key]
            # Most members are plain text, which needs no further look.
            plain = type(item) is str and item.isascii()
            copy[key] = item if plain else sorted_copy(item, room - 1)
    except EncodingError as error:
        raise error.within(key) from None
    return copy


def _copied_array(value: list[Json], room: int) -> list[Json]:
    if room == 0:
        raise EncodingError(_TOO_DEEP)
    copy: list[Json] = []
    try:
        for item in value:
            copy.append(sorted_copy(item, room - 1))  # noqa: PERF401 - the fault's index is needed
    except EncodingError as error:
        raise error.within(len(copy)) from None
    return copy


def check_sorted(value: Json, room: int = MAX_DEPTH) -> None:
    """Raise EncodingError unless *value*, as decoded, is of the subset and its keys are sorted."""
    if to_json(sorted_copy(value, room)) != to_json(value):
        raise EncodingError("keys are not in order")


def is_plain(value: Json, room: int = MAX_DEPTH) -> bool:
    """Say only yes or no, as fast as can be: whether *value* is of the subset, but for its text.

    Raises:
        TypeError: If a key is not text.
    """
    if type(value) is dict:
        if not room or not "".join(value).isascii():
            return False
        items: Iterable[Json] = value.values()
    elif type(value) is list:
        if not room:
            return False
        items = value
    else:
        return _is_plain_atom(value)
    for item in items:  # noqa: SIM110 - `all` would take longer
        if type(item) is not str and not is_plain(item, room - 1):
            return False
    return True


def _is_plain_atom(value: Json) -> bool:
    if type(value) is int:
        return -MAX_INT <= value <= MAX_INT
    return value is None or type(value) is str or type(value) is bool


def _sorted_keys(value: dict[str, Json], room: int) -> list[str]:
    if room == 0:
        raise EncodingError(_TOO_DEEP)
    try:
        if "".join(value).isascii():
            return sorted(value)
    except TypeError:
        raise EncodingError("a key is not text") from None
    raise EncodingError("a key is not ASCII")


def _checked_atom(value: Json) -> Json:
    if type(value) is int:
        _check_range(value)
    elif type(value) is str:
        _check_text(value)
    elif value is not None and type(value) is not bool:
        raise EncodingError(f"{type(value).__name__} is not allowed")
    return value


def _check_range(value: int) -> None:
    if not -MAX_INT <= value <= MAX_INT:
        raise EncodingError(f"integer outside -{MAX_INT} to {MAX_INT}")


def _check_text(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise EncodingError("lone surrogate in text") from None
