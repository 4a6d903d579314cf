"""An edited dossier: what it tells otherwise than before becomes corrections and retractions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from events.encoding import canonical_bytes
from lifecycle.amending import AMENDING, Amended, amended
from lifecycle.checks.amendments import NEVER_CORRECTED, REGISTERED_FOR_GOOD
from lifecycle.commands import Command
from lifecycle.domain_events import AssertionPreferred, EventCorrected, EventRetracted
from lifecycle.dossier import Dossier
from lifecycle.entries import entry_of
from lifecycle.errors import DossierError
from lifecycle.facts import Envelope, Fact
from lifecycle.history import History
from lifecycle.ids import derived_id
from lifecycle.planning import read_registration

SHOWN_MAX = 120
"""Most characters of a value that an error repeats."""


def edits(history: History, commands: Sequence[Command], dossier: Dossier) -> list[Command]:
    """Return the commands that make the log tell what *dossier* tells now.

    Corrections come first, then new facts, then retractions. What is on record as the file tells
    it needs no command.

    Raises:
        DossierError: If the file tells something that cannot be corrected.
    """
    return _Edits(history, dossier).commands(commands)


class _Edits:
    def __init__(self, history: History, dossier: Dossier) -> None:
        self.history, self.dossier = history, dossier
        # Which claim is preferred is told by an entry of its own, not by the disputed one.
        facts = [fact for fact in history.facts if fact.type != AssertionPreferred.type]
        self.reads: Amended = amended(facts)
        self.group = derived_id("dossier", dossier.mechanism_id)

    def commands(self, told: Sequence[Command]) -> list[Command]:
        recorded = {fact.event_id: fact for fact in self.history.facts}
        reads = {fact.event_id: fact for fact in (*self.reads.facts, *self.reads.retracted)}
        changed = list(self._registration())
        new = list[Command]()
        for command in told:
            if command.event_id not in recorded:
                new.append(command)
            else:
                fact = reads.get(command.event_id, recorded[command.event_id])
                changed += self._brought_back(command.event_id)
                changed += self._corrected(fact, command)
        return [*changed, *new, *self._gone({command.event_id for command in told})]

    def _registration(self) -> Iterator[Command]:
        told = read_registration(self.dossier.details)[0].model_dump(mode="json")
        recorded = self.history.registration.model_dump(mode="json")
        # The definition may have a newer version by now; the mechanism lives on under its own.
        told["definition"], recorded["definition"] = (
            of["definition"]["name"] for of in (told, recorded)
        )
        changes = {key: value for key, value in told.items() if value != recorded[key]}
        for key in changes:
            if key in REGISTERED_FOR_GOOD:
                raise DossierError(
                    self.dossier.file,
                    f"mechanism.{key}",
                    f"the log has {_short(recorded[key])}, the file {_short(told[key])};"
                    " this cannot be corrected: conclude the mechanism and register another",
                )
        if changes:
            yield self._correction(self.history.facts[0].event_id, changes)

    def _corrected(self, fact: Fact, command: Command) -> Iterator[Command]:
        """Yield the correction that makes *fact* read as *command* tells it."""
        now = command.fact
        if now.type != fact.type:
            raise DossierError(
                self.dossier.file,
                self.dossier.places[command.event_id],
                f"the log has a {fact.type} under this id, the file a {now.type};"
                " give the new fact another id, and the old one is retracted",
            )
        was, tells = _entry(fact), _entry(now)
        if command.event_id not in self.dossier.ordered:
            was.pop("after", None)
            tells.pop("after", None)
        keys = (key for key in {**was, **tells} if was.get(key) != tells.get(key))
        changes = {key: tells.get(key) for key in keys}
        if not changes:
            return
        if fact.type in AMENDING:
            raise DossierError(
                self.dossier.file,
                self.dossier.places[command.event_id],
                f"{', '.join(changes)} differ from the log, but a {fact.type} cannot be corrected;"
                " give the new one another id, and the old one is retracted",
            )
        yield self._correction(fact.event_id, changes)

    def _correction(self, event_id: str, changes: Mapping[str, Any]) -> Command:
        event = EventCorrected(event=event_id, changes=dict(changes), reason="the dossier changed")
        text = canonical_bytes({"changes": dict(changes)}).decode()
        return self._amendment("correction", event, event_id, text)

    def _gone(self, told: set[str]) -> Iterator[Command]:
        """Yield a retraction of each fact that the file told once, and tells no longer."""
        for fact in reversed(self.history.facts):
            is_ours = fact.envelope.correlation_id == self.group
            if is_ours and fact.event_id not in told and not self._retractions(fact.event_id):
                event = EventRetracted(event=fact.event_id, reason="the dossier no longer tells it")
                yield self._amendment("retraction", event, fact.event_id)

    def _brought_back(self, event_id: str) -> Iterator[Command]:
        """Yield a retraction of the retraction of a fact that the file tells again."""
        for retraction in self._retractions(event_id):
            event = EventRetracted(event=retraction, reason="the dossier tells it again")
            yield self._amendment("retraction", event, retraction)

    def _retractions(self, event_id: str) -> list[str]:
        """Return the ids of the retractions of an event that stand."""
        naming = {
            fact.event_id: fact.event.event
            for fact in self.history.facts
            if isinstance(fact.event, EventRetracted)
        }
        undone = set(naming.values())
        return [id_ for id_, target in naming.items() if target == event_id and id_ not in undone]

    def _amendment(self, kind: str, event: EventCorrected | EventRetracted, *parts: str) -> Command:
        # The same edit can come again after another one: the size of the record tells them apart.
        size = str(len(self.history.facts))
        event_id = derived_id(kind, self.dossier.mechanism_id, size, *parts)
        group = derived_id("dossier edit", self.dossier.mechanism_id)
        return Command(event_id, event, Envelope(correlation_id=group))


def _entry(fact: Fact) -> dict[str, Any]:
    return {key: value for key, value in entry_of(fact).items() if key not in NEVER_CORRECTED}


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}..."
