"""A mechanism as it stands on a date and as known at a point of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from typing_extensions import override

from lifecycle.cached import cached
from lifecycle.dates.edtf import bounds_of, day_text
from lifecycle.definitions.definition import ENDED
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    EventDisputed,
    MechanismRegistered,
    Renamed,
)
from lifecycle.history.amendments import AMENDING, target_of
from lifecycle.history.fold import State, Step, fold
from lifecycle.history.history import History
from lifecycle.history.legality import Legality, legality


@dataclass(frozen=True)
class View:
    """A mechanism: who, what, where it stands, and the facts that say so, in effective order."""

    id: str
    recorded: History
    """All facts known at `log_size`, in recorded order, whatever `as_of` says."""
    log_size: int
    """Size of the log that this knowledge is drawn from."""
    as_of: int | None = None
    """Day number up to which facts count; None: all."""
    clock: int | None = None
    """Day number of the newest event of the log that this is drawn from; None: not told."""

    @override
    def __repr__(self) -> str:
        as_of = "" if self.as_of is None else f", as_of={day_text(self.as_of)!r}"
        known = f"version={self.version}, log_size={self.log_size}"
        return f"{type(self).__name__}({self.id!r}, {known}{as_of})"

    @property
    def version(self) -> int:
        """Version of the last fact known: what `if_version` of a command is compared with."""
        return self.recorded.version

    @property
    def registration(self) -> MechanismRegistered:
        """What was said when the log took it in."""
        return self.recorded.registration

    @property
    def name(self) -> str:
        """Its name: the last that it was given, else the first one registered."""
        for fact in reversed(self.history):
            if fact.type == Renamed.type and isinstance(fact.event, Renamed):
                return fact.event.names[0].text
        return self.registration.names[0].text

    @property
    def kind(self) -> str:
        """The name of the definition that it lives under."""
        return self.state.rules.definition.name

    @cached
    def parties(self) -> tuple[str, ...]:
        """The codes of both parties, as registered."""
        return tuple(party.code for party in self.registration.parties)

    @cached
    def history(self) -> tuple[Fact, ...]:
        """The facts that count, in effective order; the first is the registration.

        As of a date, a fact counts if it certainly happened by then: by its date, or because one
        that came after it did. A fact without a date stands and falls with the one before it.
        """
        ordered, certain = self.recorded.ordered, self._certain
        if certain is None:
            return ordered
        counted, before = list(ordered[:1]), True
        for fact in ordered[1:]:
            if fact.occurred is not None or fact.event_id in certain:
                before = fact.event_id in certain
            if before:
                counted.append(fact)
        return tuple(counted)

    @cached
    def _certain(self) -> set[str] | None:
        """The ids of the facts that certainly happened by `as_of`; None: all of them did."""
        ordered = self.recorded.ordered
        if self.as_of is None:
            return None
        if self.recorded.in_sequence and bounds_of(ordered[-1].occurred).ends_by(self.as_of):
            return None
        certain = _happened_by(self.as_of, ordered)
        return None if certain.issuperset(fact.event_id for fact in ordered[1:]) else certain

    @property
    def amendments(self) -> tuple[Fact, ...]:
        """The corrections, retractions and preferences on record, in recorded order."""
        return tuple(fact for fact in self.recorded.facts if fact.type in AMENDING)

    @property
    def retracted(self) -> tuple[Fact, ...]:
        """The facts that no longer count, in recorded order."""
        return self.recorded.amended.retracted

    def as_seen_on(self, day: int | None) -> Self:
        """Return it as of *day*; None: all facts count."""
        return self if day == self.as_of else replace(self, as_of=day)

    def disputes(self, event_id: str) -> tuple[Fact, ...]:
        """Return the disputes on record of a fact that counts."""
        found = (fact for fact in self.history if fact.type == EventDisputed.type)
        return tuple(fact for fact in found if target_of(fact) == event_id)

    @cached
    def legality(self) -> Mapping[str, Legality]:
        """Whether each acting fact is legal in every order that the dates allow; by event id."""
        return legality(self.recorded)

    @cached
    def undetermined(self) -> tuple[Fact, ...]:
        """Facts of which it cannot be said whether they happened by `as_of`."""
        certain = self._certain
        if certain is None or self.as_of is None:
            return ()
        return tuple(
            fact
            for fact in self.recorded.amended.facts
            if fact.event_id not in certain
            and fact.occurred is not None
            and bounds_of(fact.occurred).ends_by(self.as_of) is None
        )

    @cached
    def steps(self) -> tuple[Step, ...]:
        """The state after each fact of `history`, and what the fact did."""
        if self._certain is None:
            return self.recorded.steps
        return tuple(fold(self.history, self.recorded.start))

    @cached
    def stood(self) -> frozenset[str]:
        """All states that it stands in or stood in, after any fact of `history`."""
        return frozenset().union(*{step.state.tracks for step in self.steps})

    @property
    def state(self) -> State:
        """Where it stands after all facts of `history`."""
        return self.steps[-1].state

    @cached
    def tracks(self) -> Mapping[str, str]:
        """The state of each track by the track's name."""
        return self.state.named

    @property
    def stage(self) -> str:
        """The state of the first track: how far it has come."""
        return self.state.tracks[0]

    @property
    def ended(self) -> bool:
        """Whether it is concluded."""
        return ENDED in self.state.tracks

    def moves(self, index: int) -> tuple[tuple[str, str, str], ...]:
        """Return (track, from, to) of each track that the fact at *index* of `history` moved."""
        before = self.steps[index - 1].state if index else self.recorded.start
        after = self.steps[index].state
        return tuple(
            (track, before.named.get(track, ""), new)
            for track, new in after.named.items()
            if before.named.get(track) != new
        )


def _happened_by(day: int, ordered: Sequence[Fact]) -> set[str]:
    """Return the ids of the facts that happened by *day*: their dates or hints say so."""
    happened = set[str]()
    for fact in reversed(ordered):
        if fact.event_id in happened or bounds_of(fact.occurred).ends_by(day):
            happened.update((fact.event_id, *fact.after))
    return happened
