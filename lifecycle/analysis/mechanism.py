"""A mechanism: what its facts say, with the anomalies that follow from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lifecycle.analysis.anomalies import Anomaly, find_anomalies
from lifecycle.cached import cached
from lifecycle.facts.fact import Fact
from lifecycle.views.life import Life
from lifecycle.views.status import last_on_record, status_of


@dataclass(frozen=True, repr=False)
class Mechanism(Life):
    """What the registry returns of a mechanism."""

    @cached
    def anomalies(self) -> tuple[Anomaly, ...]:
        """Its anomalies, by the first fact concerned in effective order, then by code."""
        return find_anomalies(self)

    def facts_of(self, anomaly: Anomaly) -> tuple[Fact, ...]:
        """Return the facts that *anomaly* concerns."""
        facts = (*self.history, *self.amendments)
        return tuple(fact for fact in facts if fact.event_id in anomaly.events)

    def summary(self) -> dict[str, Any]:
        """Return its row in `lifecycle list`, as JSON; docs/json.md describes the shape."""
        dated = [fact.occurred.text for fact in self.history if fact.occurred is not None]
        return {
            "id": self.id,
            "name": self.name,
            "parties": list(self.parties),
            "kind": self.kind,
            "tracks": dict(self.tracks),
            "facts": len(self.history),
            "last": dated[-1] if dated else None,
            "anomalies": len(self.anomalies),
        }

    def to_dict(self) -> dict[str, Any]:
        """Return what `lifecycle show` prints, as JSON; docs/json.md describes the shape.

        Raises:
            UnreadableFactError: If a fact cannot be read.
        """
        registration, definition = self.registration, self.state.rules.definition
        return {
            **self.summary(),
            "version": self.version,
            "status": status_of(self),
            "last_on_record": last_on_record(self),
            "subject": registration.subject,
            "policy": registration.policy,
            "definition": {
                "name": definition.name,
                "version": definition.version,
                "hash": definition.digest,
            },
            "history": list(self._history_as_json()),
            "retracted": [fact.event_id for fact in self.retracted],
            "undetermined": [fact.event_id for fact in self.undetermined],
            "anomalies": [anomaly.to_dict() for anomaly in self.anomalies],
        }

    def _history_as_json(self) -> Iterator[dict[str, Any]]:
        for fact, step in zip(self.history, self.steps, strict=True):
            after = {"outcome": step.outcome.value, "tracks": list(step.state.tracks)}
            yield {**fact.to_dict(), **after}
