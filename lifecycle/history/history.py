"""The history of a mechanism: its facts as they read now, in the order in which they happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from math import inf
from typing import cast

from lifecycle.cached import cached, keep
from lifecycle.dates.edtf import bounds_of, precedes
from lifecycle.definitions.machine import Rules
from lifecycle.facts.fact import Fact, hinted_before
from lifecycle.facts.models import MechanismRegistered
from lifecycle.history.amendments import AMENDING, Amended, amended
from lifecycle.history.chronology import Chronology
from lifecycle.history.fold import Outcome, State, Step, evolve, fold
from lifecycle.history.partial_order import FIRST, days_of


@dataclass(frozen=True)
class History:
    """All that is on record about one mechanism, with the rules that it began to live by."""

    facts: tuple[Fact, ...]
    """As recorded, in recorded order; the first is the registration."""
    rules: Rules

    @cached
    def amended(self) -> Amended:
        """The facts as they read now, with the amendments that make them read so."""
        return amended(self.facts)

    @property
    def version(self) -> int:
        """Version of the last fact in the stream of its mechanism."""
        return len(self.facts) - 1

    @cached
    def registration(self) -> MechanismRegistered:
        """What was said when the log took it in, as it reads now.

        Raises:
            UnreadableFactError: If it cannot be read.
        """
        return cast("MechanismRegistered", self.amended.facts[0].event)

    @cached
    def start(self) -> State:
        """The state before the first fact."""
        known, rules = self.registration.known_from, self.rules
        if known is None:
            return State(rules.initial, rules)
        tracks = (known if known in track.rank else track.initial for track in rules.tracks)
        return State(tuple(tracks), rules)

    @cached
    def in_sequence(self) -> bool:
        """Whether each fact that counts certainly follows the one recorded before it."""
        return is_in_sequence(self.amended.facts)

    @cached
    def chronology(self) -> Chronology:
        """The facts that count, but for the registration, with the orders that are possible."""
        return Chronology.of(self.amended.facts[1:], self.start)

    @cached
    def ordered(self) -> tuple[Fact, ...]:
        """The facts that count, in effective order."""
        facts = self.amended.facts
        if self.in_sequence:
            return facts
        return facts[0], *(item.fact for way in self.chronology.ways for item in way.order)

    @cached
    def steps(self) -> tuple[Step, ...]:
        """The state after each fact of `ordered`, and what the fact did."""
        if self.in_sequence:
            return tuple(fold(self.ordered, self.start))
        ways = self.chronology.ways
        return evolve(self.start, self.ordered[0]), *(step for way in ways for step in way.steps)

    @property
    def state(self) -> State:
        """Where it stands after all that is known."""
        return self.steps[-1].state if self.in_sequence else self.chronology.end

    @property
    def latest_rules(self) -> Rules:
        """The rules that it lives by after all that is known."""
        return self.state.rules

    @property
    def newest(self) -> Fact | None:
        """The last fact in effective order; None if there is none but the registration."""
        facts = self.amended.facts
        if self.in_sequence:
            return facts[-1] if len(facts) > 1 else None
        return self.chronology.newest

    def step_of(self, fact: Fact) -> Step:
        """Return what *fact* did; what has no place in the life leads to where it stands."""
        if fact.type in AMENDING:
            return Step(self.state, Outcome.NEUTRAL)
        if fact.event_id == self.facts[0].event_id:
            return self.steps[0]
        if not self.in_sequence:
            return self.chronology.step_of(fact.event_id) or Step(self.state, Outcome.NEUTRAL)
        for other, step in zip(reversed(self.ordered), reversed(self.steps), strict=True):
            if other.event_id == fact.event_id:
                return step
        return Step(self.state, Outcome.NEUTRAL)

    def state_before(self, fact: Fact) -> State:
        """Return the state in which *fact*, which has a place in the life, came."""
        index = next(i for i, other in enumerate(self.ordered) if other.event_id == fact.event_id)
        return self.steps[index - 1].state if index else self.start

    def at(self, size: int) -> "History":
        """Return the history as it was with its first *size* recorded facts."""
        return History(self.facts[:size], self.rules)

    @property
    def outline(self) -> "History":
        """The same history without what was worked out of its order: many can be kept at once."""
        outline = History(self.facts, self.rules)
        keep(outline, amended=self.amended)
        return outline

    def with_fact(self, fact: Fact) -> "History":
        """Return the history with one fact more, worked out from what is known here.

        Raises:
            UnreadableFactError: If an amendment cannot be applied.
        """
        growing = GrowingHistory(self)
        growing.add(fact)
        return growing.finished()

    def read_anew_with(self, fact: Fact) -> "History":
        """Return the history with one fact more, with which others may read otherwise.

        Raises:
            UnreadableFactError: If an amendment cannot be applied.
        """
        grown = History((*self.facts, fact), self.rules)
        read = self.amended.with_retraction(fact)
        if read is not None:
            keep(grown, amended=read)
        if grown.start == self.start:
            grown._work_out_from(self)
        return grown

    def _work_out_from(self, earlier: "History") -> None:
        """Work out what an amendment changed of an *earlier* history."""
        same = 0
        if earlier.in_sequence:
            same = _count_same(self.amended.facts, earlier.amended.facts)
            # The registration, at index 0, comes before all others anyway.
            keep(self, in_sequence=is_in_sequence(self.amended.facts[max(0, same - 2) :]))
        if self.in_sequence:
            state = earlier.steps[same - 1].state if same else self.start
            keep(self, steps=(*earlier.steps[:same], *fold(self.ordered[same:], state)))
        else:
            known = () if earlier.in_sequence else earlier.chronology.blocks
            keep(self, chronology=Chronology.of(self.amended.facts[1:], self.start, known))


def steps_in_sequence(facts: Sequence[Fact], start: State) -> list[Step]:
    """Return what the first of *facts* did: those before which none recorded later can belong.

    They end before the first amendment, or that may have come before the one before it, or whose
    date may contradict its hints.
    """
    step = evolve(start, facts[0])
    steps, begun, ended, newest = [step], days_of(facts[0])[0], FIRST, facts[0].event_id
    for fact in facts[1:]:
        first, last = days_of(fact)
        if last < begun or fact.type in AMENDING:
            break
        if first <= ended and newest not in fact.after and len(steps) > 1:
            break
        step = evolve(step.state, fact)
        steps.append(step)
        begun, ended, newest = max(begun, first), last, fact.event_id
    return steps


class GrowingHistory:
    """A history that takes in one fact after the other, and copies nothing for each."""

    def __init__(self, history: History) -> None:
        self._become(history)

    def _become(self, history: History) -> None:
        self._known = history
        """The history when its facts were last read anew; since then, facts were only added."""
        self._facts, self._counting = list(history.facts), list(history.amended.facts)
        self._days = dict(history.amended.first_days or {})
        """The first possible day of each fact that counts; none if not all hints hold."""
        self._steps, self._chronology = list[Step](), Chronology(history.start, {}, [])
        self._in_sequence = history.in_sequence
        if self._in_sequence:
            self._steps = list(history.steps)
        else:
            self._chronology = history.chronology.copy()

    def add(self, fact: Fact) -> Step:
        """Take in one fact more, and return what it did.

        Raises:
            UnreadableFactError: If an amendment cannot be applied.
        """
        day = self._day_of(fact)
        if day is None:
            self._become(self.finished().read_anew_with(fact))
            return self._known.step_of(fact)
        if self._in_sequence and not self._follows_newest(fact):
            facts, steps = self._counting[1:], self._steps[1:]
            self._chronology = Chronology.in_sequence(facts, steps, self._known.start)
            self._in_sequence = False
        self._facts.append(fact)
        self._counting.append(fact)
        self._days[fact.event_id] = day
        if not self._in_sequence:
            return self._chronology.add(fact)
        self._steps.append(evolve(self._steps[-1].state, fact))
        return self._steps[-1]

    def _follows_newest(self, fact: Fact) -> bool:
        return len(self._counting) == 1 or certainly_follows(fact, self._counting[-1])

    def _day_of(self, fact: Fact) -> int | None:
        """Return the first possible day of one fact more; None if all must be read anew with it."""
        days, event_id = self._days, fact.event_id
        if not days or fact.type in AMENDING:
            return None
        if event_id in days or event_id in self._known.amended.subjects:  # in a foreign log
            return None
        first, last = days_of(fact)
        for hint in fact.after:
            if hint not in days:
                return None
            first = max(first, days[hint])
        return first if first <= last else None

    def finished(self) -> History:
        """Return the history with all facts so far; none can be added here any more."""
        history = History(tuple(self._facts), self._known.rules)
        keep(history, amended=self._amended(), in_sequence=self._in_sequence)
        if self._in_sequence:
            keep(history, steps=tuple(self._steps))
        else:
            keep(history, chronology=self._chronology)
        return history

    def _amended(self) -> Amended:
        known = self._known.amended
        added = self._counting[len(known.facts) :]
        if not added:
            return known
        amended = replace(known, facts=tuple(self._counting), read=(*known.read, *added))
        keep(amended, first_days=self._days)
        return amended


def _count_same(one: Sequence[Fact], other: Sequence[Fact]) -> int:
    """Return how many facts both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(one, other, strict=False)))


def hint_contradiction(facts: Sequence[Fact], new: Fact) -> Fact | None:
    """Return a fact that *new* is said to come after although its dates certainly come later."""
    if not new.after or new.occurred is None or new.occurred.latest is None:
        return None
    by_id = {fact.event_id: fact for fact in facts}
    for fact in hinted_before(new, by_id):
        earliest = None if fact.occurred is None else fact.occurred.earliest
        if earliest is not None and earliest > new.occurred.latest:
            return fact
    return None


def certainly_before(a: Fact, b: Fact) -> bool:
    """Return whether *a* was over before *b* began, by their own dates."""
    return precedes(a.occurred, b.occurred) is True


def is_in_sequence(facts: Sequence[Fact]) -> bool:
    """Return whether each fact certainly follows the one before it: then no other order exists."""
    return all(certainly_follows(later, earlier) for earlier, later in pairwise(facts[1:]))


def certainly_follows(later: Fact, earlier: Fact) -> bool:
    """Return whether *later* came after *earlier*, by its own hints or by the dates."""
    return earlier.event_id in later.after or certainly_before(earlier, later)


def undetermined_pairs(ordered: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield neighbours in effective order that both set something in motion and could be swapped.

    Facts that move nothing may stand between the two.
    """
    acting = [fact for fact in ordered if fact.act is not None]
    by_id = {fact.event_id: fact for fact in ordered}
    first, last = bounds_by_hints(ordered)
    for earlier, later in pairwise(acting):
        if last[earlier.event_id] < first[later.event_id]:
            continue
        if earlier not in hinted_before(later, by_id):
            yield earlier, later


def bounds_by_hints(ordered: Sequence[Fact]) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return the first and the last possible day of each fact of *ordered*, by its id.

    Its date and the dates of all that hints put before or behind it narrow them; infinite where
    nothing does.
    """
    first, last = dict[str, float](), dict[str, float]()
    for fact in ordered:
        hinted = (first.get(hint, -inf) for hint in fact.after)
        first[fact.event_id] = max((bounds_of(fact.occurred).low, *hinted))
    for fact in reversed(ordered):
        bound = min(last.get(fact.event_id, inf), bounds_of(fact.occurred).high)
        for event_id in (fact.event_id, *fact.after):
            last[event_id] = min(last.get(event_id, inf), bound)
    return first, last
