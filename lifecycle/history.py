"""The history of a mechanism: its facts as they read now, in the order in which they happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import inf
from typing import TypeAlias

from lifecycle.amending import Amended, amended
from lifecycle.cached import cached
from lifecycle.dates import precedes
from lifecycle.domain_events import MechanismRegistered
from lifecycle.errors import UnreadableFactError
from lifecycle.facts import Fact, hinted_before
from lifecycle.legal_order import default_order, legal_orders
from lifecycle.machine import Rules
from lifecycle.mechanism import Outcome, State, Step, fold
from lifecycle.placing import Placed, blocks, place

_Ways: TypeAlias = dict[State, tuple[list[Fact], ...]]
"""States that can be reached, each with the ordered blocks that lead to it."""


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
            UnreadableFactError: If the first fact is no registration.
        """
        first = self.amended.facts[0]
        event = first.event
        if not isinstance(event, MechanismRegistered):
            reason = "mechanism_registered is expected first"
            raise UnreadableFactError(first.position, first.type, reason)
        return event

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
    def ordered(self) -> tuple[Fact, ...]:
        """The facts that count, in effective order."""
        facts = self.amended.facts
        return facts if self.in_sequence else tuple(effective_order(facts, self.start))

    @cached
    def steps(self) -> tuple[Step, ...]:
        """The state after each fact of `ordered`, and what the fact did."""
        return tuple(fold(self.ordered, self.start))

    @property
    def latest_rules(self) -> Rules:
        """The rules that it lives by after all that is known."""
        return self.steps[-1].state.rules

    def step_of(self, fact: Fact) -> Step:
        """Return what *fact* did; what has no place in the life leads to where it stands."""
        for other, step in zip(reversed(self.ordered), reversed(self.steps), strict=True):
            if other.event_id == fact.event_id:
                return step
        return Step(self.steps[-1].state, Outcome.NEUTRAL)

    def state_before(self, fact: Fact) -> State:
        """Return the state in which *fact*, which has a place in the life, came."""
        index = next(i for i, other in enumerate(self.ordered) if other.event_id == fact.event_id)
        return self.steps[index - 1].state if index else self.start

    def at(self, size: int) -> "History":
        """Return the history as it was with its first *size* recorded facts."""
        return History(self.facts[:size], self.rules)

    def with_fact(self, fact: Fact) -> "History":
        """Return the history with one fact more."""
        return History((*self.facts, fact), self.rules)


def effective_order(facts: Sequence[Fact], start: State) -> list[Fact]:
    """Return *facts* in the order in which they happened; the result depends on the set only.

    1. Hints (`after`) are hard. 2. A fact that certainly ended before another began comes first.
    3. What is still open is settled by the definition: a legal order if there is one; else by
    earliest bound, then the definition's order of triggers, then event id.

    The first fact, the registration, always comes first.
    """
    ways: _Ways = {start: ()}
    for block in blocks(place(facts[1:], start.rules)):
        ways = _onward(ways, block)
    return [facts[0], *chain.from_iterable(next(iter(ways.values())))]


def _onward(ways: _Ways, block: list[Placed]) -> _Ways:
    """Return the states that legal orders of *block* lead to, each with the first way to it.

    If there is no legal order from any of the states, the first of them goes on by default order.
    """
    reached: _Ways = {}
    for state, way in ways.items():
        for end, order in legal_orders(block, state):
            reached.setdefault(end, (*way, order))
    if reached:
        return reached
    state, way = next(iter(ways.items()))
    order = default_order(block)
    for step in fold(order, state):
        state = step.state
    return {state: (*way, order)}


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


def order_is_open(earlier: Fact, later: Fact) -> bool:
    """Return whether the dates leave open which of the two came first."""
    return not (_certainly_before(earlier, later) or _certainly_before(later, earlier))


def _certainly_before(a: Fact, b: Fact) -> bool:
    return precedes(a.occurred, b.occurred) is True


def is_in_sequence(facts: Sequence[Fact]) -> bool:
    """Return whether each fact certainly follows the one before it: then no other order exists."""
    return all(certainly_follows(later, earlier) for earlier, later in pairwise(facts[1:]))


def certainly_follows(later: Fact, earlier: Fact) -> bool:
    """Return whether *later* came after *earlier*, by its own hints or by the dates."""
    return earlier.event_id in later.after or _certainly_before(earlier, later)


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
        own = None if fact.occurred is None else fact.occurred.earliest
        hinted = (first.get(hint, -inf) for hint in fact.after)
        first[fact.event_id] = max((-inf if own is None else own, *hinted))
    for fact in reversed(ordered):
        own = None if fact.occurred is None else fact.occurred.latest
        bound = min(last.get(fact.event_id, inf), inf if own is None else own)
        for event_id in (fact.event_id, *fact.after):
            last[event_id] = min(last.get(event_id, inf), bound)
    return first, last
