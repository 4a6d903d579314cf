"""What a file tells otherwise than the log: the differences become corrections and retractions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from events.encoding import canonical_bytes
from lifecycle.deciding.checks.amendments import NEVER_CORRECTED, NOT_CORRECTED, REGISTERED_FOR_GOOD
from lifecycle.deciding.commands import Command
from lifecycle.errors import DossierError
from lifecycle.exchange.intake import Entry, Intake, MechanismEntries
from lifecycle.facts.entries import entry_of, shown
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import EventCorrected, MechanismRegistered
from lifecycle.history.history import History


class Edits:
    """What a file tells of one mechanism, compared with the record of it.

    What is absent says nothing. What a cell said first, or what reads now, is no edit.
    """

    undone: Sequence[Entry] = ()
    """What takes back what the file tells no longer."""
    reason = "the spreadsheet changed"
    id_parts = ("spreadsheet correction", "c")
    """What ids of corrections are made of: a word, and the key that holds the changes."""
    of_retracted = False
    """Whether what is retracted can be edited: it reads so once it counts again."""

    # Why what the log has told, and the file tells otherwise, cannot be corrected.
    other_type = (
        "the log has {log} under this event_id;"
        " empty the cell event_id if the row is to tell another fact"
    )
    fixed_key = "the log has {log}, the row {file}; this cannot be corrected"
    fixed_type = (
        "differs from the log, but {log} cannot be corrected;"
        " add a row that retracts it, and one instead"
    )

    def __init__(self, history: History, told: MechanismEntries, intake: Intake) -> None:
        """Compare what *intake* has *told* with *history*."""
        self.history, self.told, self.intake = history, told, intake
        self.by_id = {fact.event_id: fact for fact in history.facts}
        read = history.amended
        self.now = {fact.event_id: fact for fact in (*read.facts, *read.retracted)}

    def readings(self, fact: Fact) -> tuple[Fact, ...]:
        """Return *fact* as it reads for the file: what tells one of these is no edit."""
        return fact, self.now.get(fact.event_id, fact)

    def silent(self, entry: Entry, _fact: Fact) -> frozenset[str]:
        """Return the keys of which *entry* says nothing."""
        return entry.silent

    def envelope(self, _event_id: str) -> Envelope:
        """Return what is said about a correction of a fact."""
        return Envelope()

    def check_order(self, new: Sequence[Entry]) -> None:
        """Check that *new* entries stand where they can: anywhere, for order says nothing."""

    def recorded(self, entry: Entry) -> Fact | None:
        """Return the fact of *entry*; a mechanism has one registration, under whatever id."""
        if entry.command.event.type == MechanismRegistered.type:
            return self.history.facts[0]
        return self.by_id.get(entry.command.event_id)

    def corrections(self, entry: Entry, fact: Fact) -> Iterator[Entry]:
        """Yield the correction that makes *fact* read as *entry* tells it, if it differs.

        Raises:
            DossierError: If the entry tells what cannot be corrected.
        """
        if entry.command.event.type != fact.type:
            place, template = entry.place.of_cell("type"), self.other_type
            raise self._error(place, template, log=fact.type, file=entry.command.event.type)
        readings = [_told(reading) for reading in self.readings(fact)]
        changes = self._changes(entry, fact, readings)
        if changes:
            self._check(entry, fact, changes, readings[0])
            yield Entry(self._correction(fact.event_id, changes), entry.place)

    def _changes(
        self, entry: Entry, fact: Fact, readings: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return the keys told otherwise than all *readings*; None takes a key away."""
        tells = _told(entry.command.fact)
        silent = self.silent(entry, fact)
        if entry.command.live and set(entry.command.envelope.after) <= set(fact.after):
            silent |= {"after", "follows"}  # the log hints it behind the one before it
        keys = dict.fromkeys(key for told in (*readings, tells) for key in told)
        return {
            key: tells.get(key)
            for key in keys
            if key not in silent and all(tells.get(key) != told.get(key) for told in readings)
        }

    def _check(
        self,
        entry: Entry,
        fact: Fact,
        changes: Mapping[str, Any],
        first: Mapping[str, Any],
    ) -> None:
        """Check that the keys of *changes* can be corrected."""
        if fact.event_id in self.history.amended.gone and not self.of_retracted:
            reason = "is retracted already; retract the retraction if it counts after all"
            raise self.intake.error(entry.place.of_cell("event_id"), f"{fact.event_id} {reason}")
        is_registration = fact.type == MechanismRegistered.type
        fixed = NEVER_CORRECTED | (REGISTERED_FOR_GOOD if is_registration else frozenset())
        for key, value in changes.items():
            place = entry.place.of_key(key)
            if key in fixed:
                log, file = shown(first.get(key)), shown(value)
                raise self._error(place, self.fixed_key, log=log, file=file)
            if fact.type in NOT_CORRECTED:
                keys = ", ".join(changes)
                raise self._error(place, self.fixed_type, log=fact.type, keys=keys)

    def _correction(self, event_id: str, changes: Mapping[str, Any]) -> Command:
        event = EventCorrected(event=event_id, changes=dict(changes), reason=self.reason)
        word, key = self.id_parts
        own_id = self.id_of(word, event_id, canonical_bytes({key: dict(changes)}).decode())
        return Command(own_id, event, self.envelope(event_id), live=not self.intake.whole)

    def id_of(self, kind: str, *parts: str) -> str:
        """Return the event id of an edit.

        The same one can come again after another: the size of the record tells them apart.
        """
        size = str(len(self.history.facts))
        return derived_id(kind, self.told.mechanism_id, size, *parts)

    def _error(self, place: str, template: str, **told: str) -> DossierError:
        return self.intake.error(place, template.format_map(told))


def _told(fact: Fact) -> dict[str, Any]:
    entry = entry_of(fact)
    if fact.type == MechanismRegistered.type:
        # The definition may have a newer version by now; the mechanism lives on under its own.
        entry["definition"] = entry["definition"]["name"]
    return entry
