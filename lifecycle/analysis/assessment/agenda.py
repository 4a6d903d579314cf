"""Upcoming meetings, deadlines and expiries, over many mechanisms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lifecycle.analysis.assessment.assess import Assessment, assess
from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.analysis.assessment.steps import NextStep
from lifecycle.facts.fact import Fact
from lifecycle.views.life import Life

AgendaKind = Literal["meeting", "deadline", "term", "notice", "item", "obligation", "overdue"]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something of one mechanism that is due or late."""

    day: int | None
    """Day number of the last day for it; None if it is planned without a date."""
    mechanism_id: str
    kind: AgendaKind
    what: str
    who: tuple[str, ...]
    """The parties that must act."""
    fact: Fact | None


def agenda(mechanisms: Iterable[Life], as_of: int, days: int) -> tuple[AgendaItem, ...]:
    """Return what is due from the day number *as_of* to *days* later, and what is late by then.

    What may fall into these days, as far as its bounds tell, is among it. Sorted by day; what is
    planned without a date comes last.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    items = (item for mechanism in mechanisms for item in _items(mechanism, as_of, days))
    return tuple(
        sorted(items, key=lambda i: (i.day is None, i.day or 0, i.mechanism_id, i.kind, i.what))
    )


def _items(mechanism: Life, as_of: int, days: int) -> Iterator[AgendaItem]:
    assessment = assess(mechanism, as_of)
    found = [(step, _kind(step, as_of + days)) for step in assessment.next_steps]
    for step, kind in found:
        resting = step.kind == "meeting" and assessment.at_rest
        if kind is not None and not resting and not is_past(step, as_of):
            yield AgendaItem(step.by, mechanism.id, kind, step.what, step.who, step.fact)
    for step in late_steps(assessment, as_of):
        yield AgendaItem(step.by, mechanism.id, "overdue", step.what, step.who, step.fact)
    has_lapsed = assessment.activity.status == "lapsed"
    for owed in () if has_lapsed else obligations_of(assessment.mechanism, as_of):
        if owed.status == "open" and owed.due is not None and owed.due <= as_of + days:
            parties = mechanism.parties
            yield AgendaItem(owed.due, mechanism.id, "obligation", owed.title, parties, owed.by)


def _kind(step: NextStep, until: int) -> AgendaKind | None:
    """Return as what a step stands on an agenda that runs *until* a day, None if it does not."""
    kind = _AGENDA_KINDS.get(step.kind)
    first = step.by if step.earliest is None else step.earliest
    if first is None:
        return kind if step.kind == "meeting" else None
    return kind if first <= until else None


def late_steps(assessment: Assessment, as_of: int) -> tuple[NextStep, ...]:
    """Return the steps whose last day is past; no meeting of what is at rest is among them."""
    return tuple(
        step
        for step in assessment.next_steps
        if step.kind in _CAN_BE_LATE
        and is_past(step, as_of)
        and not (step.kind == "meeting" and assessment.at_rest)
    )


def is_past(step: NextStep, as_of: int) -> bool:
    """Return whether the last day for *step* is over."""
    return step.by is not None and step.by < as_of


_AGENDA_KINDS: dict[str, AgendaKind] = {
    "meeting": "meeting",
    "deadline": "deadline",
    "term": "term",
    "notice": "notice",
    "item": "item",
}
_CAN_BE_LATE = frozenset({"meeting", "deadline", "item"})
