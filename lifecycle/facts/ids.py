"""The edge where fresh ids come from; everything else is handed ids or an `IdSource`."""

import uuid
from collections.abc import Callable
from typing import TypeAlias

from lifecycle.errors import InvalidFactError

IdSource: TypeAlias = Callable[[], str]
"""Makes an id that nobody else has made."""

_NAMESPACE = uuid.UUID("8d0c1c0e-52b5-5f53-9c4f-6f0f1f2b7a11")


def random_id() -> str:
    """Return a fresh random id."""
    return str(uuid.uuid4())  # noqa: TID251  # the one place where ids are drawn


def derived_id(*parts: str) -> str:
    """Return the id that belongs to *parts*: the same parts, the same id (RFC 9562 version 5).

    Raises:
        InvalidFactError: If one of them is no text that can be stored.
    """
    try:
        return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))
    except UnicodeEncodeError as error:
        raise InvalidFactError("a text holds half of a character (a lone surrogate)") from error
