"""What facts are called and how they are told, in plain English."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lifecycle.domain_events import (
    DomainEvent,
    EngagementRecorded,
    EventDisputed,
    MeetingHeld,
    MilestoneReached,
    RoadmapActivated,
    TermsOfReferenceSigned,
)
from lifecycle.facts import Fact

_TITLES: Mapping[str, str] = {
    "mechanism_registered": "Registered in the log",
    "proposed": "Proposed",
    "establishment_agreed": "Agreed to establish",
    "resumption_agreed": "Agreed to resume",
    "instrument_concluded": "Instrument concluded",
    "meeting_scheduled": "Meeting scheduled",
    "meeting_postponed": "Meeting postponed",
    "meeting_cancelled": "Meeting cancelled",
    "meeting_failed": "Meeting failed",
    "roadmap_mandated": "Roadmap mandated",
    "roadmap_completed": "Roadmap completed",
    "suspended": "Suspended",
    "resumed": "Resumed",
    "concluded": "Concluded",
    "reopened": "Reopened",
    "statement_recorded": "Statement",
    "note_recorded": "Note",
    "definition_registered": "Definition registered",
}
_ENGAGEMENTS = {"call_on": "Call-on", "visit": "Visit", "exercise": "Exercise"}
_CODED = frozenset({"in_person", "call_on", "parent_instrument", "add_topic"})
"""Values that the models write with an underscore."""


def words(name: str) -> str:
    """Return a state or type name as words: ``tor_signed`` is ``ToR signed``."""
    text = " ".join("ToR" if part == "tor" else part for part in name.split("_"))
    return text[:1].upper() + text[1:]


def title_of(fact: Fact) -> str:
    """Return a short label of *fact*."""
    title = _TITLES.get(fact.type)
    if title is not None:
        return title
    return next((tell(fact.event) for kind, tell in _TOLD if isinstance(fact.event, kind)), "")


def _meeting(event: MeetingHeld) -> str:
    if event.number_claimed is not None and not event.number_claimed[0].isdecimal():
        return f"{event.number_claimed[:1].upper()}{event.number_claimed[1:]} meeting held"
    number = event.number_claimed or (None if event.number is None else str(event.number))
    return f"Meeting {number} held" if number else "Meeting held"


def _dispute(event: EventDisputed) -> str:
    return "Date disputed" if event.occurred_claim else f"Disputed: {event.field}"


_TOLD: tuple[tuple[type[DomainEvent], Callable[[Any], str]], ...] = (
    (MeetingHeld, _meeting),
    (EventDisputed, _dispute),
    (RoadmapActivated, lambda event: f"Roadmap activated (basis: {event.basis})"),
    (TermsOfReferenceSigned, lambda event: f"ToR {event.how}"),
    (EngagementRecorded, lambda event: _ENGAGEMENTS.get(event.kind, "Engagement")),
    (MilestoneReached, lambda event: words(event.name)),
)
"""Types whose label depends on what they say. Every type stands here or in `_TITLES`."""


def remark(message: str, facts: Sequence[Fact]) -> str:
    """Return the sentence of an anomaly with the facts that it concerns."""
    named = "; ".join(f"{title_of(fact)}, {fact.occurred or 'undated'}" for fact in facts)
    return f"{message} [{named}]" if named else message


def details_of(event: DomainEvent) -> tuple[tuple[str, str], ...]:
    """Return what *event* says, but for what goes without saying, as (label, text) pairs."""
    said = event.model_dump(mode="json", exclude_defaults=True)
    return tuple(
        (words(key), _text(value)) for key, value in said.items() if value not in ([], "", None)
    )


def _text(value: Any) -> str:  # noqa: ANN401  # JSON of any kind
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
    parts = [str(item) for key, item in rest.items() if key != "parts" and item is not False]
    text = ", ".join(parts)
    if rest.get("parts"):
        text += f" ({_text(rest['parts'])})"
    return f"{text} ({party})" if party and text else text or str(party)
