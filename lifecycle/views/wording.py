"""What facts are called and how they are described, in plain English."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lifecycle.facts.fact import Fact
from lifecycle.facts.models import DomainEvent
from lifecycle.views.date_words import date_in_words, dated
from lifecycle.views.titles import TITLES, words

__all__ = ["details_of", "named", "remark", "title_of", "typed", "words"]

_CODED = frozenset(
    {
        *("in_person", "at_the_time", "call_on", "parent_instrument", "add_topic", "put_under"),
        *("text_finalised", "in_force", "notice_given"),
        *("later_notification", "exchange_of_ratifications"),
    }
)
"""Values that the models write with an underscore."""


def title_of(fact: Fact) -> str:
    """Return a short label of *fact*."""
    title = TITLES[fact.type]
    return title if isinstance(title, str) else title(fact.event)


def named(fact: Fact) -> str:
    """Return what a fact is called, and its date: ``Sixth meeting held, 2019-05``."""
    return f"{title_of(fact)}, {dated(fact)}"


def typed(fact: Fact) -> str:
    """Return what type of fact it is, and its date, without reading its payload."""
    return f"{words(fact.type)}, {dated(fact)}"


def remark(message: str, facts: Sequence[Fact]) -> str:
    """Return the sentence of an anomaly with the facts that it concerns."""
    about = "; ".join(map(named, facts))
    return f"{message} [{about}]" if about else message


def details_of(event: DomainEvent) -> tuple[tuple[str, str], ...]:
    """Return what *event* says, but for what goes without saying, as (label, text) pairs."""
    said = event.model_dump(mode="json", exclude_defaults=True)
    return tuple(
        (words(key), _SPECIAL.get(key, _text)(value))
        for key, value in said.items()
        if value not in ([], {}, "", None)
    )


def _text(value: Any) -> str:  # noqa: ANN401  # JSON of any kind
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    if isinstance(value, dict):
        return _table(value)
    return words(value) if value in _CODED else str(value)


def _table(value: dict[str, Any]) -> str:
    """Return a person, topic or other small table as one phrase."""
    rest = dict(value)
    party = rest.pop("party", None)
    parts = rest.pop("parts", None)
    text = ", ".join(_phrase(key, item) for key, item in rest.items() if item is not False)
    if parts:
        text += f" ({_text(parts)})"
    return f"{text} ({party})" if party and text else text or str(party)


def _phrase(key: str, value: Any) -> str:  # noqa: ANN401  # as above
    """Return a member of a table, with the word that tells what it is where it needs one."""
    if value is True:
        return words(key).lower()
    before = _BEFORE.get(key)
    return f"{before} {_text(value)}" if before else _text(value)


def _joint(sittings: list[dict[str, Any]]) -> str:
    """Return the other mechanisms of a joint sitting, each with the meeting's number there."""
    return "; ".join(map(_sitting, sittings))


def _sitting(sitting: dict[str, Any]) -> str:
    number = sitting.get("number_claimed", sitting.get("number"))
    mechanism = str(sitting["mechanism"])
    return mechanism if number is None else f"{mechanism}, as meeting {number}"


def _date(value: Any) -> str:  # noqa: ANN401  # as above
    return date_in_words(value) if isinstance(value, str) else _text(value)


def _pairs(table: dict[str, Any]) -> str:
    """Return what is now said under each key: ``on: 2025-12-10; place: nothing``."""
    return "; ".join(f"{key}: {_text(value)}" for key, value in table.items())


_BEFORE = {
    "on": "on",
    "on_behalf_of": "on behalf of",
    "represented_by": "represented by",
    "used_by": "used by",
    "successor": "succeeded by",
    "version": "version",
}
_SPECIAL: Mapping[str, Callable[[Any], str]] = {
    "joint_with": _joint,
    "changes": _pairs,
    "states": _pairs,
    **dict.fromkeys(("planned", "next_planned", "effective", "term", "due", "announced"), _date),
}
"""Keys whose tables are told in words of their own."""
