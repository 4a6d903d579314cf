"""Read facts as far as it is needed, and tell dates apart as far as they are known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from lifecycle.dates.edtf import Edtf, Precision, bounds_of, parse, precedes
from lifecycle.errors import UnreadableFactError
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import DomainEvent

SITTING_DAYS_MAX = 31
"""A meeting dated with an interval up to this long is taken to have sat on all its days."""


class Lasting(Protocol):
    """What holds until a fact ends it."""

    @property
    def ended(self) -> Fact | None:
        """The fact that ends it; None while it holds."""


E = TypeVar("E", bound=DomainEvent)
L = TypeVar("L", bound=Lasting)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Span(Generic[V]):
    """What held from one fact to another."""

    value: V
    begun: Fact
    """The fact that says so."""
    ended: Fact | None = None
    """The fact that ends it; None while it holds."""


def current(spans: Iterable[L]) -> tuple[L, ...]:
    """Return those of *spans* that still hold."""
    return tuple(span for span in spans if span.ended is None)


def successive(values: Iterable[tuple[Fact, V]]) -> tuple[Span[V], ...]:
    """Return *values*, each with the fact that says so, as spans: the next one ends each."""
    spans: list[Span[V]] = []
    for fact, value in values:
        if spans:
            spans[-1] = replace(spans[-1], ended=fact)
        spans.append(Span(value, fact))
    return tuple(spans)


def told(history: Sequence[Fact], *models: type[E]) -> Iterator[tuple[Fact, E]]:
    """Yield the facts of the types *models* with their events; no other payload is read.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    types = {model.type for model in models}
    for fact in history:
        if fact.type in types:
            event = fact.event
            assert isinstance(event, models)  # noqa: S101  # the type name says so
            yield fact, event


def text_of(fact: Fact, key: str) -> str | None:
    """Return the text that *fact* says under *key*; the rest of its payload is not read.

    Raises:
        UnreadableFactError: If it is something else than a text.
    """
    text: object = fact.data.get(key)
    if text is None or isinstance(text, str):
        return text
    raise UnreadableFactError(fact.position, fact.type, f"{key} is no text")


def value_of(fact: Fact, key: str) -> object:
    """Return the text or number that *fact* says under *key*; the rest is not read.

    Raises:
        UnreadableFactError: If it is a list or a table.
    """
    value: object = fact.data.get(key)
    if isinstance(value, list | dict):
        raise UnreadableFactError(fact.position, fact.type, f"{key} is no text and no number")
    return value


def actors(fact: Fact) -> tuple[str, ...]:
    """Return the parties that acted: as the event names them, else on whose behalf it is recorded.

    Raises:
        UnreadableFactError: If the stored fact does not have the shape of its type.
    """
    named = fact.event.acting_parties()
    behalf = None if named else fact.envelope.on_behalf_of
    return named if behalf is None else (behalf,)


def date_of(text: str | None) -> Edtf | None:
    """Return *text* of a checked payload as a date."""
    return None if text is None else parse(text)


def effective_date(fact: Fact) -> Edtf | None:
    """Return since when what *fact* tells takes effect: as told, else its own date.

    Raises:
        UnreadableFactError: If the stored payload does not have the shape of its type.
    """
    return date_of(getattr(fact.event, "effective", None)) or fact.occurred


def last_day_of(date: Edtf | None) -> Edtf | None:
    """Return the last possible day of *date*; None where its end is open or unknown."""
    if date is None or date.latest is None:
        return None
    if date.precision is not Precision.INTERVAL:
        return date
    return parse(date.text.partition("/")[2])


def last_of(dates: Iterable[Edtf | None]) -> Edtf | None:
    """Return the last of *dates*, or None if one is missing or it cannot be told which is last.

    A date is the last if no other can begin or end after it: of ``2025-03`` and ``2025-04-02`` it
    is the second; of ``2025-03`` and ``2025-03-12`` neither.
    """
    known = list(dates)
    bounds = list(map(bounds_of, known))
    if not known or any(None in each for each in bounds):
        return None
    at = max(range(len(known)), key=lambda at: (bounds[at].low, bounds[at].high))
    return known[at] if all(each.high <= bounds[at].high for each in bounds) else None


def may_be_same(a: Edtf | None, b: Edtf | None) -> bool:
    """Return whether two dates may mean the same day: neither is over before the other begins."""
    return precedes(a, b) is not True and precedes(b, a) is not True


def is_sitting(date: Edtf) -> bool:
    """Return whether *date* is an interval so short that it names the days of a sitting."""
    if date.precision is not Precision.INTERVAL or date.earliest is None or date.latest is None:
        return False
    return date.latest - date.earliest < SITTING_DAYS_MAX


def last_told(values: Iterable[V | None]) -> V | None:
    """Return the last of *values* that is not None."""
    last = None
    for value in values:
        last = last if value is None else value
    return last
