"""The reading of a mechanism that all findings share: its facts by type, and what is certain."""

from collections.abc import Sequence
from typing import TypeVar, cast

from lifecycle.cached import cached
from lifecycle.dates.bounds import Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    DomainEvent,
    EstablishmentAgreed,
    MeetingHeld,
    ResumptionAgreed,
)
from lifecycle.facts.models.base import Source
from lifecycle.views.held_meetings import Meeting
from lifecycle.views.meeting_counts import Neighbours, Run, is_even, neighbours_in, runs_of
from lifecycle.views.order import Order
from lifecycle.views.view import View

E = TypeVar("E", bound=DomainEvent)

SOURCES, UNEVEN = "sources named", "uneven numbers"
"""Traits of a life beside the types of its facts: sources are named; the numbers of its meetings
do not simply follow each other."""
TARGET = "target"
"""The trait that something was agreed to be done by a date."""


class Life:
    """A mechanism, read once for the whole catalogue.

    Attributes:
        mechanism: The mechanism.
        facts: The facts that count, in effective order, behind the registration.
        by_type: `facts` by their types.
        by_trigger: Those that set something in motion, by the trigger that they pull.
        order: What is certain about their order.
        parties: The codes of both parties.
        is_whole: Whether the record claims to tell the life from its beginning.
        meetings: The meetings held, in effective order.
    """

    def __init__(self, mechanism: View) -> None:
        self.mechanism = mechanism
        self.facts = mechanism.history[1:]
        self.by_type: dict[str, list[Fact]] = {}
        self.by_trigger: dict[str, list[Fact]] = {}
        for fact in self.facts:
            self.by_type.setdefault(fact.type, []).append(fact)
            if fact.act is not None:
                self.by_trigger.setdefault(fact.act.trigger, []).append(fact)
        self.order = Order(self.facts)
        self.parties = mechanism.parties
        self.is_whole = mechanism.registration.known_from is None
        self.meetings = [Meeting(fact) for fact in self.of(MeetingHeld)]

    @property
    def traits(self) -> frozenset[str]:
        """What there is to judge: the types of its facts, and what else there is."""
        traits = set(self.by_type)
        if any(TARGET in fact.data for fact in self.of(EstablishmentAgreed, ResumptionAgreed)):
            traits.add(TARGET)
        if self.sourced:
            traits.add(SOURCES)
        if not is_even(self.meetings):
            traits.add(UNEVEN)
        return frozenset(traits)

    @cached
    def sourced(self) -> list[tuple[Fact, tuple[Source, ...]]]:
        """The facts that name sources, with them."""
        named = [
            fact
            for fact in self.facts
            if fact.recorded is None or fact.amended_by or "sources" in fact.recorded.meta
        ]
        return [(fact, fact.envelope.sources) for fact in named if fact.envelope.sources]

    @cached
    def instruments(self) -> Sequence[Fact]:
        """Its founding instruments. Terms of a sub-group set nothing in motion, and are none."""
        return self.acts("sign_tor", "conclude_instrument")

    @cached
    def runs(self) -> tuple[Run, ...]:
        """Its counts of meetings."""
        return runs_of(self.facts, self.order)

    @cached
    def neighbours(self) -> tuple[Neighbours, ...]:
        """Pairs of numbered meetings of a count: the second certainly is the next."""
        return tuple(neighbours_in(self.runs, self.order))

    @cached
    def clock(self) -> int | None:
        """The newest day of the log's clock, else of what is recorded of it; None if nothing is."""
        if self.mechanism.clock is not None:
            return self.mechanism.clock
        facts = self.mechanism.recorded.facts
        recorded = [fact for fact in facts if fact.recorded is not None]
        return max(recorded, key=_instant).recorded_day if recorded else None

    @property
    def horizon(self) -> int | None:
        """The day from which is judged: the one asked for, else that of the log's clock."""
        as_of = self.mechanism.as_of
        return self.clock if as_of is None else as_of

    def of(self, *models: type[DomainEvent]) -> Sequence[Fact]:
        """Return the facts of *models*, in effective order, without reading what they say."""
        if len(models) == 1:
            return self.by_type.get(models[0].type, ())
        known = {model.type for model in models} & self.by_type.keys()
        return [fact for fact in self.facts if fact.type in known]

    def told(self, *models: type[E], saying: str | None = None) -> list[tuple[Fact, E]]:
        """Return the facts of *models* with what they say, in effective order.

        With *saying*, only those that say something under that key; no others are read.
        """
        facts = self.of(*models)
        if saying is not None:
            facts = [fact for fact in facts if saying in fact.data]
        return [(fact, cast("E", fact.event)) for fact in facts]

    def acts(self, *triggers: str) -> Sequence[Fact]:
        """Return the facts that pull one of *triggers*, in effective order."""
        if len(triggers) == 1:
            return self.by_trigger.get(triggers[0], ())
        known = self.by_trigger.keys() & triggers
        return [f for f in self.facts if f.act and f.act.trigger in known]

    def days_since(self, fact: Fact) -> int | None:
        """Return how many days certainly passed from *fact* to the horizon, if that is known."""
        return bounds_of(fact.occurred).days_min(Bounds.on(self.horizon))

    def may_have_happened(self, *types: type[DomainEvent]) -> bool:
        """Return whether a fact of *types* may have happened by the day asked for, or may not."""
        names = {model.type for model in types}
        return any(fact.type in names for fact in self.mechanism.undetermined)


def _instant(fact: Fact) -> str:
    return "" if fact.recorded is None else fact.recorded.recorded_at
