"""What a user asks for: a fact to be recorded about a mechanism."""

from dataclasses import dataclass, field

from lifecycle.domain_events import DomainEvent
from lifecycle.facts import Envelope, Fact
from lifecycle.mechanism import Turn


@dataclass(frozen=True, slots=True)
class Command:
    """Record *event* about a mechanism, with what is said about it."""

    event_id: str
    event: DomainEvent
    envelope: Envelope = field(default_factory=Envelope)
    live: bool = True
    """Recorded as it happens: if the dates leave open whether it came after the newest known fact,
    it did. False for facts whose order is told by their hints alone."""
    turn: Turn | None = None
    """The change of rules that it brings, for a ``definition_migrated``."""

    @property
    def fact(self) -> Fact:
        """The fact to be recorded, with the hints that the command itself gives."""
        return self.fact_with(self.envelope)

    def fact_with(self, envelope: Envelope) -> Fact:
        """Return the fact to be recorded with another envelope."""
        fact = Fact.proposed(self.event_id, self.event, envelope)
        fact.turn = self.turn
        return fact
