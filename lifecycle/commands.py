"""What a user asks for: a fact to be recorded about a mechanism."""

from dataclasses import dataclass, field

from lifecycle.domain_events import DomainEvent
from lifecycle.facts import Envelope


@dataclass(frozen=True, slots=True)
class Command:
    """Record *event* about a mechanism, with what is said about it."""

    event_id: str
    event: DomainEvent
    envelope: Envelope = field(default_factory=Envelope)
    live: bool = True
    """Recorded as it happens: if the dates leave open whether it came after the newest known fact,
    it did. False for facts whose order is told by their hints alone."""
