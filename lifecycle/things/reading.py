"""Read facts of chosen types, and tell dates apart as far as they are known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from lifecycle.dates import Edtf, Precision, parse, precedes
from lifecycle.domain_events import DomainEvent
from lifecycle.facts import Fact

E = TypeVar("E", bound=DomainEvent)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Span(Generic[V]):
    """What held from one fact to another."""

    value: V
    begun: Fact
    """The fact that says so."""
    ended: Fact | None = None
    """The fact that ends it; None while it holds."""


def current(spans: Iterable[Span[V]]) -> tuple[Span[V], ...]:
    """Return those of *spans* that still hold."""
    return tuple(span for span in spans if span.ended is None)


def succeed(spans: list[Span[V]], span: Span[V]) -> None:
    """Add *span* to *spans*; it ends the last of them."""
    if spans:
        spans[-1] = replace(spans[-1], ended=span.begun)
    spans.append(span)


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
    bounds: list[tuple[int, int, Edtf]] = []
    for date in dates:
        if date is None or date.earliest is None or date.latest is None:
            return None
        bounds.append((date.earliest, date.latest, date))
    if not bounds:
        return None
    _, ends, last = max(bounds, key=lambda bound: bound[:2])
    return last if all(ends >= latest for _, latest, _ in bounds) else None


def may_be_same(a: Edtf | None, b: Edtf | None) -> bool:
    """Tell whether two dates may mean the same day: neither is over before the other begins."""
    return precedes(a, b) is not True and precedes(b, a) is not True


def last_told(values: Iterable[V | None]) -> V | None:
    """Return the last of *values* that is not None."""
    last = None
    for value in values:
        last = last if value is None else value
    return last
