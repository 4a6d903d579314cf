"""What the facts say of a mechanism on a day: each reading is made once, when it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from lifecycle.cached import cached
from lifecycle.dates.bounds import Answer, Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    DomainEvent,
    EstablishmentAgreed,
    MeetingHeld,
    ResumptionAgreed,
    RoadmapActivated,
)
from lifecycle.facts.models.base import Source
from lifecycle.history.partial_order import PartialOrder
from lifecycle.views.agreed_rhythm import Rule, rules_of
from lifecycle.views.held_meetings import HeldMeeting
from lifecycle.views.instruments import Instrument, instruments_of
from lifecycle.views.meeting_counts import Neighbours, Run, is_even, neighbours_in, runs_of
from lifecycle.views.meeting_order import Place, sequence_of
from lifecycle.views.meetings import Meeting, meetings_of
from lifecycle.views.numbering import Numbered, numbered
from lifecycle.views.overlays import Suspension, suspensions_of
from lifecycle.views.plans import Plans, plans_of
from lifecycle.views.rest import Rest, RestState, rests_in
from lifecycle.views.roadmaps import Roadmap, roadmaps_of
from lifecycle.views.schedule import Schedule, schedule_by
from lifecycle.views.signs import ABOUT_THE_RECORD, last_scheduled, last_sign, scheduled
from lifecycle.views.unrecorded import unseen_before
from lifecycle.views.view import View

E = TypeVar("E", bound=DomainEvent)

SOURCES, UNEVEN = "sources named", "uneven numbers"
"""Traits of a life beside the types of its facts: sources are named; the numbers of its meetings
do not simply follow each other."""
TARGET = "target"
"""The trait that something was agreed to be done by a date."""


@dataclass(frozen=True, repr=False)
class Life(View):
    """A mechanism with all that is read from its facts; anomalies and judgements follow from it.

    What cannot be read makes a reading raise `UnreadableFactError` when it is asked for.
    """

    # --- Facts ---

    @cached
    def facts(self) -> Sequence[Fact]:
        """The facts that count, in effective order, behind the registration."""
        return self.history[1:]

    @cached
    def by_id(self) -> Mapping[str, Fact]:
        """`facts` by their ids."""
        return {fact.event_id: fact for fact in self.facts}

    @cached
    def by_type(self) -> Mapping[str, Sequence[Fact]]:
        """`facts` by their types."""
        by_type: dict[str, list[Fact]] = {}
        for fact in self.facts:
            by_type.setdefault(fact.type, []).append(fact)
        return by_type

    @cached
    def by_trigger(self) -> Mapping[str, Sequence[Fact]]:
        """The facts that set something in motion, by the trigger that they pull."""
        by_trigger: dict[str, list[Fact]] = {}
        for fact in self.facts:
            if fact.act is not None:
                by_trigger.setdefault(fact.act.trigger, []).append(fact)
        return by_trigger

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

    @cached
    def order(self) -> PartialOrder:
        """What is certain about the order of the facts."""
        return PartialOrder(self.history)

    @property
    def traits(self) -> frozenset[str]:
        """What there is to judge: the types of its facts, and what else there is."""
        traits = set(self.by_type)
        if any(TARGET in fact.data for fact in self.of(EstablishmentAgreed, ResumptionAgreed)):
            traits.add(TARGET)
        if self.sourced:
            traits.add(SOURCES)
        if not is_even(self.held):
            traits.add(UNEVEN)
        return frozenset(traits)

    @cached
    def sourced(self) -> Sequence[tuple[Fact, tuple[Source, ...]]]:
        """The facts that name sources, with them."""
        named = [
            fact
            for fact in self.facts
            if fact.recorded is None or fact.amended_by or "sources" in fact.recorded.meta
        ]
        return [(fact, fact.envelope.sources) for fact in named if fact.envelope.sources]

    @cached
    def is_whole(self) -> bool:
        """Whether the record claims to tell the history from its beginning."""
        return self.registration.known_from is None

    # --- Days ---

    @cached
    def newest_day(self) -> int | None:
        """The newest day of the log's clock, else of what is recorded of it; None if nothing is."""
        if self.clock is not None:
            return self.clock
        return max(self.recorded.facts, key=_instant).recorded_day

    @property
    def horizon(self) -> int | None:
        """The day from which is judged: the one asked for, else that of the log's clock."""
        return self.newest_day if self.as_of is None else self.as_of

    def days_since(self, fact: Fact) -> int | None:
        """Return how many days certainly passed from *fact* to the horizon, if that is known."""
        return bounds_of(fact.occurred).days_min(Bounds.on(self.horizon))

    def may_have_happened(self, *types: type[DomainEvent]) -> bool:
        """Return whether a fact of *types* may have happened by the day asked for, or may not."""
        names = {model.type for model in types}
        return any(fact.type in names for fact in self.undetermined)

    @property
    def may_have_gone_on(self) -> bool:
        """Whether a fact on record may have happened by the day asked for, or may not."""
        return any(fact.type not in ABOUT_THE_RECORD for fact in self.undetermined)

    @cached
    def last_sign(self) -> Fact | None:
        """The last fact that tells of something that happened between the parties."""
        return last_sign(self.history)

    # --- Meetings ---

    @cached
    def meetings(self) -> tuple[tuple[Fact, MeetingHeld], ...]:
        """The meetings held, in effective order."""
        return tuple(self.told(MeetingHeld))

    @cached
    def held(self) -> Sequence[HeldMeeting]:
        """The same, read no further than anomalies need."""
        return [HeldMeeting(fact) for fact in self.of(MeetingHeld)]

    @cached
    def all_meetings(self) -> tuple[Meeting, ...]:
        """The meetings held, planned and talked of."""
        return meetings_of(self.history)

    @cached
    def plans(self) -> Plans:
        """The planned meetings of which nothing on record tells what became of them."""
        return plans_of(self.all_meetings, self.history)

    @cached
    def scheduled(self) -> tuple[Fact, ...]:
        """The meetings held of the schedule; where no meeting is of it, all meetings held."""
        return scheduled(self.of(MeetingHeld))

    @cached
    def last_scheduled(self) -> Fact | None:
        """The last of `scheduled`."""
        return last_scheduled(self.of(MeetingHeld))

    @cached
    def sequence(self) -> tuple[Place, ...]:
        """The places of `scheduled`, one after the other."""
        return sequence_of(self.scheduled, self.history, self.order)

    @cached
    def numbered(self) -> tuple[Numbered, ...]:
        """The meetings held with the count of each."""
        return numbered(self.facts)

    @cached
    def unseen(self) -> Mapping[str, int]:
        """How many meetings are missing before a meeting held, by the id of its fact."""
        return unseen_before(self.numbered)

    @cached
    def runs(self) -> tuple[Run, ...]:
        """Its counts of meetings."""
        return runs_of(self.numbered, self.facts, self.order)

    @cached
    def neighbours(self) -> tuple[Neighbours, ...]:
        """Pairs of numbered meetings of a count: the second certainly is the next."""
        return tuple(neighbours_in(self.runs, self.order))

    # --- Rules ---

    @cached
    def periodicity_rules(self) -> Sequence[Rule]:
        """How often to meet: what was agreed, else reported, else declared by the definition."""
        declared = self.state.rules.definition.periodicity
        return rules_of(self.facts, "periodicity", declared)

    @cached
    def hosting_rules(self) -> Sequence[Rule]:
        """Who hosts, as `periodicity_rules`."""
        return rules_of(self.facts, "hosting_rule", self.state.rules.definition.hosting_rule)

    @cached
    def schedule(self) -> Schedule:
        """How often to meet, by the last of `periodicity_rules`."""
        return schedule_by(self.periodicity_rules, self.state.rules.definition.name)

    # --- Instruments and roadmaps ---

    @cached
    def founding_acts(self) -> Sequence[Fact]:
        """The conclusions of its founding instruments; those of a sub-group set nothing in motion.

        Acts on an instrument, such as its ratification, are not among them.
        """
        return self.acts("sign_tor", "conclude_instrument")

    @cached
    def all_instruments(self) -> tuple[Instrument, ...]:
        """The instruments, whatever became of them."""
        return instruments_of(self.history)

    @cached
    def roadmaps(self) -> tuple[tuple[Fact, RoadmapActivated], ...]:
        """The roadmaps that became active, in effective order."""
        return tuple(self.told(RoadmapActivated))

    @cached
    def all_roadmaps(self) -> tuple[Roadmap, ...]:
        """The roadmaps mandated, active and ended."""
        return roadmaps_of(self.history)

    # --- Suspensions and rest ---

    @cached
    def suspensions(self) -> tuple[Suspension, ...]:
        """The suspensions of it, of its parent instrument and of its parts, lifted or not."""
        return suspensions_of(self.history)

    @cached
    def suspensions_in_force(self) -> tuple[Suspension, ...]:
        """Those of `suspensions` that may be in force on its day."""
        return tuple(s for s in self.suspensions if Rest(s.begun, s.ended).holds_on(self.as_of))

    @cached
    def rests(self) -> Mapping[RestState, Sequence[Rest]]:
        """The times in which it stood suspended or concluded, one for each fact that says so."""
        return {
            "suspended": rests_in("suspended", self),
            "concluded": rests_in("concluded", self),
        }

    def resting(self, state: RestState) -> tuple[Rest, ...]:
        """Return the periods that put it in *state* on its day; empty if it is not in it.

        A period that takes effect only later does not count yet, nor does an end that does.
        """
        return tuple(rest for rest in self.rests[state] if rest.holds_on(self.as_of))

    @property
    def has_ended(self) -> bool:
        """Whether it is concluded on its day, by what is in force then."""
        return bool(self.resting("concluded"))

    def rests_over(self, days: Bounds) -> Answer:
        """Return whether it is at rest on a day that lies within *days*."""
        rests_on = {"parent_instrument"}
        if not self.state.rules.knows("suspend"):
            rests_on.add("mechanism")
        others = (Rest(s.begun, s.ended) for s in self.suspensions if s.object in rests_on)
        rests = (*self.rests["suspended"], *self.rests["concluded"], *others)
        answers = {rest.covers(days) for rest in rests}
        return True if True in answers else None if None in answers else False


def _instant(fact: Fact) -> str:
    return "" if fact.recorded is None else fact.recorded.recorded_at
