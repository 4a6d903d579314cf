"""The columns of a spreadsheet of facts: which there are, and which key of a fact each holds."""

from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from lifecycle.errors import InvalidFactError
from lifecycle.exchange.spreadsheet.cells import Form
from lifecycle.facts.entries import nearest
from lifecycle.facts.models import (
    EVENT_TYPES,
    DomainEvent,
    EventDisputed,
    MechanismRegistered,
    SubgroupChanged,
    SubgroupCreated,
)
from lifecycle.facts.models.base import EdtfText
from lifecycle.history.amendments import AMENDING

ROW_COLUMNS = ("mechanism", "event_id", "id", "type")
"""Columns that say which fact of which mechanism the row tells."""
ENVELOPE_COLUMNS: Mapping[str, Form] = {
    "on": Form.DATE,
    "after": Form.WORDS,
    "follows": Form.WORDS,
    "sources": Form.JSON,
    "claimed_as": Form.TEXT,
    "confidence": Form.TEXT,
    "on_behalf_of": Form.TEXT,
    "language": Form.TEXT,
    "visibility": Form.TEXT,
    "act_id": Form.TEXT,
    "actor": Form.TEXT,
    "correlation_id": Form.TEXT,
    "causation_id": Form.TEXT,
}
"""Columns for what is said about a fact of any type: they are the keys of a dossier's entry."""

_RENAMED: Mapping[str, Mapping[str, str]] = {
    **{name: {"event": "about"} for name in (*AMENDING, EventDisputed.type)},
    # The column of that name says whose fact the row is.
    **{
        model.type: {"mechanism": "subgroup_mechanism"}
        for model in (SubgroupCreated, SubgroupChanged)
    },
}
"""Columns that do not have the name of their key, by type and key."""
_SHORT_FORMS: Mapping[str, str] = {"names": "name", "definition": "kind"}
"""Keys of a registration that have a short form, with its column."""


class Content(NamedTuple):
    """What a column holds in the rows of one type."""

    key: str
    form: Form


def _form(hint: Any) -> Form:  # noqa: ANN401  # a type in any notation
    """Return how values of a type are written in a cell."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint == EdtfText:
        return Form.DATE
    if origin is Annotated:
        return _form(inner[0])
    if origin in (Union, UnionType):
        return _form(next(kind for kind in inner if kind is not NoneType))
    if origin is Literal:
        return Form.TEXT
    if origin is tuple and _form(inner[0]) is Form.TEXT:
        return Form.WORDS
    return _PLAIN.get(hint, Form.JSON)


_PLAIN: Mapping[Any, Form] = {str: Form.TEXT, int: Form.NUMBER, bool: Form.YES_NO}


def _contents(model: type[DomainEvent]) -> dict[str, Content]:
    hints = get_type_hints(model, include_extras=True)
    renamed = _RENAMED.get(model.type, {})
    contents = {
        renamed.get(key, key): Content(key, _form(hints[key])) for key in model.model_fields
    }
    if model is MechanismRegistered:  # short forms of its keys
        contents |= {key: Content(key, Form.TEXT) for key in ("name", "kind")}
        contents["parties"] = Content("parties", Form.WORDS)
        del contents["mechanism"]
    return contents


CONTENTS: Mapping[str, Mapping[str, Content]] = {
    name: _contents(model) for name, model in EVENT_TYPES.items()
}
"""By type and column, the key that the column holds, and in which form."""

COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *ROW_COLUMNS,
            *("on", "after", "follows", "about"),
            *("name", "kind", "parties", "subject", "policy"),
            *(column for contents in CONTENTS.values() for column in contents),
            *ENVELOPE_COLUMNS,
        )
    )
)
"""Every column, in the order in which an export has them."""


def content_of(event_type: str, column: str) -> Content:
    """Return what *column* holds in a row of *event_type*.

    Raises:
        InvalidFactError: If rows of that type have nothing there.
    """
    if column in ENVELOPE_COLUMNS:
        return Content(column, ENVELOPE_COLUMNS[column])
    contents = CONTENTS[event_type]
    if column not in contents:
        near = nearest(column, contents)
        hint = f"; did you mean the column {near!r}?" if near else "; leave the cell empty"
        raise InvalidFactError(f"a {event_type} has nothing to say here{hint}")
    return contents[column]


def column_of(event_type: str, key: str) -> str:
    """Return the column that holds *key* in a row of *event_type*."""
    return _RENAMED.get(event_type, {}).get(key, key)


@cache
def keys_without(columns: frozenset[str], event_type: str) -> frozenset[str]:
    """Return the keys of a fact of *event_type* that none of *columns* holds."""
    held = {CONTENTS[event_type][column].key for column in columns & CONTENTS[event_type].keys()}
    held |= columns & ENVELOPE_COLUMNS.keys()
    held |= {key for key, short in _SHORT_FORMS.items() if short in held}
    return frozenset({*EVENT_TYPES[event_type].model_fields, *ENVELOPE_COLUMNS} - held)
