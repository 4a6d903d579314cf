"""An edited dossier: its differences to the last import become corrections and retractions."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Any

from events.encoding import canonical_bytes
from lifecycle.deciding.checks.amendments import NEVER_CORRECTED, REGISTERED_FOR_GOOD
from lifecycle.deciding.commands import Command
from lifecycle.deciding.plan import read_registration
from lifecycle.errors import DossierError
from lifecycle.exchange.dossier import Dossier
from lifecycle.facts.entries import entry_of, shown
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


def edits(history: History, dossier: Dossier) -> list[Command]:
    """Return the commands that record the differences of *dossier* to its last import.

    What others corrected or retracted since stays as they left it, unless the file tells it anew.

    Raises:
        DossierError: If the file tells something that cannot be corrected.
    """
    return _Edits(history, dossier).commands()


class _Edits:
    def __init__(self, history: History, dossier: Dossier) -> None:
        self.history, self.dossier = history, dossier
        self.told_by = derived_id("dossier", dossier.mechanism_id)
        self.edited_by = derived_id("dossier edit", dossier.mechanism_id)
        self.places = {c.event_id: index for index, c in enumerate(dossier.commands)}
        # As the file told it last: its entries with its earlier edits. An amendment that is an
        # entry itself changes how the log reads, not what the file says elsewhere.
        self.told_last = [
            fact for fact in history.facts if fact.type not in AMENDING or self.is_edit(fact)
        ]
        self.gone_last = retracted_in(self.told_last)
        self.undone = [*self._brought_back(), *self._gone()]
        self.undone += self._hiding(_with(history.facts, self.undone))
        # What changed is seen against what counts in the end.
        retractions = [c for c in dossier.commands if c.event.type == EventRetracted.type]
        told = [fact for fact in self.told_last if not self._retracts_what_is_told(fact)]
        self.last = _with(told, self.undone)
        self.now = _with(history.facts, [*self.undone, *retractions])

    def is_edit(self, fact: Fact) -> bool:
        """Return whether an earlier import made *fact* of a change in the file."""
        return fact.envelope.correlation_id == self.edited_by

    def _is_told(self, fact: Fact) -> bool:
        """Return whether *fact* is, or once was, an entry of the file."""
        return fact.envelope.correlation_id == self.told_by

    def _retracts_what_is_told(self, fact: Fact) -> bool:
        return fact.type == EventRetracted.type and target_of(fact) in self.places

    def commands(self) -> list[Command]:
        known = {fact.event_id: fact for fact in self.history.facts}
        known |= {fact.event_id: fact for fact in (*self.last.retracted, *self.last.facts)}
        changed = [*self._registration()]
        for command in self.dossier.commands:
            if command.event_id in known:
                changed += self._corrected(known[command.event_id], command)
        new = [command for command in self.dossier.commands if command.event_id not in known]
        self._check_order([command.fact for command in new])
        return [*self.undone, *changed, *new]

    def _registration(self) -> Iterator[Command]:
        told, recorded = (
            event.model_dump(mode="json", exclude_defaults=True)
            for event in (read_registration(self.dossier.details)[0], self.last.facts[0].event)
        )
        # The definition may have a newer version by now; the mechanism lives on under its own.
        told["definition"], recorded["definition"] = (
            of["definition"]["name"] for of in (told, recorded)
        )
        changes = _differing(recorded, told)
        for key in changes:
            if key in REGISTERED_FOR_GOOD:
                raise DossierError(
                    self.dossier.file,
                    f"mechanism.{key}",
                    f"the log has {shown(recorded.get(key))}, the file {shown(told.get(key))};"
                    " this cannot be corrected: conclude the mechanism and register another",
                )
        if changes:
            yield self._correction(self.history.facts[0].event_id, changes)

    def _changes(self, fact: Fact, command: Command) -> dict[str, Any]:
        """Return the keys that *command* tells otherwise than *fact*, with what it tells."""
        told = command.fact
        place = self.dossier.places[command.event_id]
        if told.type != fact.type:
            raise DossierError(
                self.dossier.file,
                place,
                f"the log has {fact.type} under this id, the file {told.type};"
                " give the new fact another id, and the old one is retracted",
            )
        was, tells = _entry(fact), _entry(told)
        if fact.type in AMENDING and set(told.after) <= set(fact.after):
            _take_order(was, tells)  # the log hints it behind the one before it
        elif "after" in was and "after" not in tells and was["after"] == tells.get("follows"):
            _take_order(was, tells)  # older logs keep the order of the file so
        changes = _differing(was, tells)
        if changes and fact.type in AMENDING:
            raise DossierError(
                self.dossier.file,
                place,
                f"{', '.join(changes)} differ from the log, but {fact.type} cannot be corrected;"
                " give the new one another id, and the old one is retracted",
            )
        return changes

    def _corrected(self, fact: Fact, command: Command) -> Iterator[Command]:
        """Yield the correction of what *command* tells otherwise than *fact*.

        What amendments in the file say goes on to count; what they hide is told when they go.
        """
        amendments = self.now.amendments.get(fact.event_id, ())
        hidden = {
            key for one in amendments if one.event_id in self.places for key in _changed_by(one)
        }
        changes = self._changes(fact, command)
        if changes := {key: value for key, value in changes.items() if key not in hidden}:
            yield self._correction(fact.event_id, changes)

    def _check_order(self, new: Sequence[Fact]) -> None:
        """Check that amendments of one key stand in the file as they apply, *new* ones last."""
        by_id = {fact.event_id: fact for fact in (*self.history.facts, *new)}
        applied = {subject: list(known) for subject, known in self.now.amendments.items()}
        for fact in new:
            target = by_id.get(target_of(fact) or "")
            if fact.type in AMENDING and target is not None:
                applied.setdefault(subject_of(fact, target), []).append(fact)
        for amendments in applied.values():
            own = [fact for fact in amendments if fact.event_id in self.places]
            for first, second in combinations(own, 2):
                in_turn = self.places[first.event_id] < self.places[second.event_id]
                if not in_turn and _at_odds(first, second):
                    place, other = (self.dossier.places[one.event_id] for one in (second, first))
                    raise DossierError(
                        self.dossier.file,
                        place,
                        f"stands before {other} here, but the log has that one first;"
                        f" give {other} another id, and it is told anew",
                    )

    def _correction(self, event_id: str, changes: Mapping[str, Any]) -> Command:
        """Return the correction of a fact, behind all that amends it by now."""
        event = EventCorrected(event=event_id, changes=dict(changes), reason="the dossier changed")
        text = canonical_bytes({"changes": dict(changes)}).decode()
        newest = [read.amendments.get(event_id, ())[-1:] for read in (self.last, self.now)]
        after = dict.fromkeys(amendment.event_id for one in newest for amendment in one)
        return self._amendment("correction", event, event_id, text).saying(after=list(after))

    def _retraction(self, event_id: str, reason: str) -> Command:
        event = EventRetracted(event=event_id, reason=reason)
        return self._amendment("retraction", event, event_id)

    def _amendment(self, kind: str, event: EventCorrected | EventRetracted, *parts: str) -> Command:
        # The same edit can come again after another one: the size of the record tells them apart.
        size = str(len(self.history.facts))
        event_id = derived_id(kind, self.dossier.mechanism_id, size, *parts)
        return Command(event_id, event, Envelope(correlation_id=self.edited_by), live=False)

    def _brought_back(self) -> Iterator[Command]:
        """Yield a retraction of what once retracted a fact that the file tells again."""
        for fact in self.told_last:
            told_last = target_of(fact) not in self.gone_last
            stands = fact.event_id not in self.history.amended.gone | self.gone_last
            if stands and not told_last and self._retracts_what_is_told(fact):
                yield self._retraction(fact.event_id, "the dossier tells it again")

    def _gone(self) -> Iterator[Command]:
        """Yield a retraction of each fact that the file told once, and tells no longer."""
        told_once = {f.event_id for f in self.history.facts if self._is_told(f)}
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


def _take_order(was: dict[str, Any], tells: Mapping[str, Any]) -> None:
    """Let an entry as it *was* have the order hints that it has now."""
    for key in ("after", "follows"):
        was[key] = tells.get(key)


def _differing(was: Mapping[str, Any], tells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys that differ, with what they are told to be; None takes a key away."""
    keys = (key for key in {**was, **tells} if was.get(key) != tells.get(key))
    return {key: tells.get(key) for key in keys}


def _entry(fact: Fact) -> dict[str, Any]:
    return {key: value for key, value in entry_of(fact).items() if key not in NEVER_CORRECTED}
