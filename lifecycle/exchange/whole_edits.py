"""What a file that tells a mechanism whole told last, and what it tells no longer."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from typing_extensions import override

from lifecycle.deciding.commands import Command
from lifecycle.exchange.edits import Edits
from lifecycle.exchange.intake import Entry, Intake, MechanismEntries, Place
from lifecycle.facts.fact import Envelope, Fact, hinted_before
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import AssertionPreferred, EventCorrected, EventRetracted
from lifecycle.history.amendments import (
    AMENDING,
    Amended,
    amended,
    retracted_in,
    subject_of,
    target_of,
)
from lifecycle.history.history import History

_GONE = Place("an entry that is gone")


class WholeEdits(Edits):
    """What a file tells of its mechanism as a whole, compared with what it told last.

    What it tells no longer is retracted. What others corrected or retracted since stays as they
    left it, unless the file tells it anew.
    """

    reason = "the dossier changed"
    id_parts = ("correction", "changes")
    of_retracted = True
    other_type = (
        "the log has {log} under this id, the file {file};"
        " give the new fact another id, and the old one is retracted"
    )
    fixed_key = (
        "the log has {log}, the file {file};"
        " this cannot be corrected: conclude the mechanism and register another"
    )
    fixed_type = (
        "{keys} differ from the log, but {log} cannot be corrected;"
        " give the new one another id, and the old one is retracted"
    )

    def __init__(self, history: History, told: MechanismEntries, intake: Intake) -> None:
        """Compare what *intake* has *told* with what it told last, according to *history*."""
        super().__init__(history, told, intake)
        self.told_by = derived_id("dossier", told.mechanism_id)
        self.edited_by = derived_id("dossier edit", told.mechanism_id)
        self.places = {e.command.event_id: index for index, e in enumerate(told.entries)}
        # As the file told it last: its entries with its earlier edits. An amendment that is an
        # entry itself changes how the log reads, not what the file says elsewhere.
        self.told_last = [
            fact for fact in history.facts if fact.type not in AMENDING or self.is_edit(fact)
        ]
        self.gone_last = retracted_in(self.told_last)
        undone = [*self._brought_back(), *self._gone()]
        undone += self._hiding(_with(history.facts, undone))
        self.undone = [Entry(command, _GONE) for command in undone]
        # What changed is seen against what counts in the end.
        commands = [entry.command for entry in told.entries]
        retractions = [c for c in commands if c.event.type == EventRetracted.type]
        counted = [fact for fact in self.told_last if not self._retracts_what_is_told(fact)]
        self.last = _with(counted, undone)
        self.in_force = _with(history.facts, [*undone, *retractions]).amendments
        self.reading = {f.event_id: f for f in (*self.last.retracted, *self.last.facts)}

    def is_edit(self, fact: Fact) -> bool:
        """Return whether an earlier import made *fact* of a change in the file."""
        return fact.envelope.correlation_id == self.edited_by

    def _retracts_what_is_told(self, fact: Fact) -> bool:
        return fact.type == EventRetracted.type and target_of(fact) in self.places

    @override
    def readings(self, fact: Fact) -> tuple[Fact, ...]:
        return (self.reading.get(fact.event_id, fact),)

    @override
    def silent(self, entry: Entry, fact: Fact) -> frozenset[str]:
        """Return the keys of *entry* that amendments in the file hide, and the order of old logs.

        Amendments in the file stay in force; a change to a key that they hide is recorded once
        they are removed.
        """
        amendments = self.in_force.get(fact.event_id, ())
        hidden = {
            key for one in amendments if one.event_id in self.places for key in _changed_by(one)
        }
        was, tells = self.readings(fact)[0].envelope, entry.command.envelope
        if was.after and not tells.after and was.after == tells.follows:
            hidden |= {"after", "follows"}  # older logs keep the order of the file so
        return entry.silent | hidden

    @override
    def envelope(self, event_id: str) -> Envelope:
        """Return what is said about a correction of a fact: it is behind all that amends it."""
        newest = [of.get(event_id, ())[-1:] for of in (self.last.amendments, self.in_force)]
        after = dict.fromkeys(amendment.event_id for one in newest for amendment in one)
        return Envelope(correlation_id=self.edited_by, after=tuple(after))

    @override
    def check_order(self, new: Sequence[Entry]) -> None:
        """Check that amendments of one key stand in the file as they apply, *new* ones last."""
        facts = [entry.command.fact for entry in new]
        by_id = {fact.event_id: fact for fact in (*self.history.facts, *facts)}
        applied = {subject: list(known) for subject, known in self.in_force.items()}
        for fact in facts:
            target = by_id.get(target_of(fact) or "")
            if fact.type in AMENDING and target is not None:
                applied.setdefault(subject_of(fact, target), []).append(fact)
        for amendments in applied.values():
            own = [fact for fact in amendments if fact.event_id in self.places]
            for first, second in combinations(own, 2):
                in_turn = self.places[first.event_id] < self.places[second.event_id]
                if not in_turn and _at_odds(first, second):
                    place, other = (
                        self.told.entries[self.places[one.event_id]].place.label
                        for one in (second, first)
                    )
                    raise self.intake.error(
                        place,
                        f"stands before {other} here, but the log has that one first;"
                        f" give {other} another id to record it again",
                    )

    def _retraction(self, event_id: str, reason: str) -> Command:
        event = EventRetracted(event=event_id, reason=reason)
        envelope = Envelope(correlation_id=self.edited_by)
        return Command(self.id_of("retraction", event_id), event, envelope, live=False)

    def _brought_back(self) -> Iterator[Command]:
        """Yield a retraction of what once retracted a fact that the file tells again."""
        for fact in self.told_last:
            told_last = target_of(fact) not in self.gone_last
            stands = fact.event_id not in self.history.amended.gone | self.gone_last
            if stands and not told_last and self._retracts_what_is_told(fact):
                yield self._retraction(fact.event_id, "the dossier tells it again")

    def _gone(self) -> Iterator[Command]:
        """Yield a retraction of each fact that the file told once, and tells no longer."""
        by = self.told_by
        told_once = {f.event_id for f in self.history.facts if f.envelope.correlation_id == by}
        left = told_once - self.places.keys()
        others = (fact for fact in self.history.facts if fact.event_id not in left)
        left -= retracted_in(others) | self.gone_last
        for fact in reversed(self.history.facts):
            if fact.event_id in left:
                yield self._retraction(fact.event_id, "the dossier no longer tells it")

    def _hiding(self, now: Amended) -> Iterator[Command]:
        """Yield a retraction of each earlier edit that hides an amendment of the file itself."""
        by_id = {fact.event_id: fact for fact in self.history.facts}
        for amendments in now.amendments.values():
            own = [fact for fact in amendments if fact.event_id in self.places]
            for edit in filter(self.is_edit, amendments):
                later = [one for one in own if edit not in hinted_before(one, by_id)]
                if any(_changed_by(one) & _changed_by(edit) for one in later):
                    yield self._retraction(edit.event_id, "the dossier amends it itself")


def _with(facts: Sequence[Fact], commands: Sequence[Command]) -> Amended:
    return amended([*facts, *(command.fact for command in commands)])


def _at_odds(one: Fact, other: Fact) -> bool:
    """Return whether it matters which of two amendments of one fact comes first."""
    both_prefer = one.type == other.type == AssertionPreferred.type
    return both_prefer or not _changed_by(one).isdisjoint(_changed_by(other))


def _changed_by(amendment: Fact) -> AbstractSet[str]:
    """Return the keys that an amendment says how to read; a preference tells none by itself."""
    event = amendment.event
    return event.changes.keys() if isinstance(event, EventCorrected) else frozenset()
