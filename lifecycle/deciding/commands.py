"""What a user asks for: a fact to be recorded about a mechanism."""

from dataclasses import dataclass, field, replace

from lifecycle.facts.entries import read_envelope
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.models import DomainEvent
from lifecycle.history.fold import Turn


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

    def saying(self, **said: object) -> "Command":
        """Return the command with more said about its fact, by the keys of an entry.

        Raises:
            InvalidFactError: If a key or a value is wrong.
        """
        added = read_envelope(said)
        update = {name: getattr(added, name) for name in added.model_fields_set}
        return replace(self, envelope=self.envelope.model_copy(update=update))

    @property
    def fact(self) -> Fact:
        """The fact to be recorded, with the hints that the command itself gives."""
        return self.fact_with(self.envelope)

    def fact_with(self, envelope: Envelope) -> Fact:
        """Return the fact to be recorded with another envelope."""
        fact = Fact.proposed(self.event_id, self.event, envelope)
        fact.turn = self.turn
        return fact
