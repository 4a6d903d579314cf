"""Three-valued legality: whether a fact is legal in every order that the dates allow, or in some.

It is exact over all orders of a block, see `lifecycle.history.walk`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lifecycle.history.fold import State
from lifecycle.history.history import History
from lifecycle.history.placing import bits
from lifecycle.history.walk import Walk

STEPS_MAX = 400_000
"""Most steps of the walks over the orders of all blocks.

They are other walks than those of `lifecycle.history.legal_order`, with another limit: these go on
behind a fact that is not legal, and start from all states that any order leads to, so they say
nothing of which order is chosen; and they are asked for now and then, of the whole life, where
those are asked for with each fact that is recorded, of its block.
"""


class Verdict(StrEnum):
    """Whether a fact is legal where it stands."""

    CERTAIN = "certain"
    """In every order that dates and hints allow."""
    POSSIBLE = "possible"
    """In some."""
    IMPOSSIBLE = "impossible"
    """In none."""


@dataclass(frozen=True, slots=True)
class Legality:
    """The verdict on one fact, with the orders that show it.

    An order is the ids of the facts that set something in motion, from the first that the dates
    leave open up to the fact itself.
    """

    verdict: Verdict
    legal_order: tuple[str, ...] | None = None
    """An order in which it is legal, where the dates leave more than one."""
    illegal_order: tuple[str, ...] | None = None
    exhaustive: bool = True
    """False if there are more orders than were looked at; then it is ``possible``."""


def legality(history: History) -> Mapping[str, Legality]:
    """Return the legality of each fact that sets something in motion, by event id."""
    if history.in_sequence:
        return dict(_determined(history))
    chronology = history.chronology
    states: Sequence[State] = (history.start,)
    exhaustive, steps_left = True, STEPS_MAX
    found: dict[str, Legality] = {}
    for block, way in zip(chronology.blocks, chronology.ways, strict=True):
        walk = Walk(block.items, states, legal_only=False)
        exhaustive = walk.run(steps_left) and exhaustive
        steps_left -= walk.steps
        found.update(_Verdicts(walk).of_facts(exhaustive=exhaustive))
        states = [walk.states[number] for number in bits(walk.ends())] or [way.end]
    return found


def _determined(history: History) -> Iterator[tuple[str, Legality]]:
    for fact, step in zip(history.ordered, history.steps, strict=True):
        if fact.act is not None:
            yield fact.event_id, _KNOWN[step.outcome.legal]


_KNOWN = {True: Legality(Verdict.CERTAIN), False: Legality(Verdict.IMPOSSIBLE)}


class _Verdicts:
    """What a walk over all orders of a block, legal or not, says of its facts."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.witnesses: dict[tuple[int, bool], tuple[int, int]] = {}
        """By the unit of a kind, and legality: one of that kind, and a set of facts behind which it
        was so."""
        for (states, index), done in walk.first_behind.items():
            for number in bits(states):
                _, legal = walk.move(number, index)
                self.witnesses.setdefault((walk.units[index], legal), (index, done))

    def of_facts(self, *, exhaustive: bool) -> Iterator[tuple[str, Legality]]:
        """Yield the legality of each fact of the block that acts."""
        for index, item in enumerate(self.walk.block):
            if item.fact.act is None:
                continue
            unit = self.walk.units[index]
            legal, illegal = ((unit, fits) in self.witnesses for fits in (True, False))
            if legal and illegal:
                orders = self._order(index, legal=True), self._order(index, legal=False)
                yield item.fact.event_id, Legality(Verdict.POSSIBLE, *orders)
            elif exhaustive:
                yield item.fact.event_id, _KNOWN[legal]
            else:
                yield item.fact.event_id, Legality(Verdict.POSSIBLE, exhaustive=False)

    def _order(self, index: int, *, legal: bool) -> tuple[str, ...]:
        """Return an order of facts up to *index* in which that one is legal, or is not."""
        walk = self.walk
        witness, done = self.witnesses[walk.units[index], legal]
        states = bits(walk.reached[done])
        state = next(number for number in states if walk.move(number, witness)[1] is legal)
        order = [witness]
        while done:
            last, done, state = self._back(done, state)
            order.append(last)
        swapped = {witness: index, index: witness}  # they are of one kind
        return tuple(walk.block[swapped.get(i, i)].fact.event_id for i in reversed(order))

    def _back(self, done: int, state: int) -> tuple[int, int, int]:
        """Return a last fact of the set *done*, the rest, and a state before it that lead there."""
        return next(
            (last, rest, number)
            for last, rest in self.walk.ways_back(done)
            for number in bits(self.walk.reached.get(rest, 0))
            if self.walk.move(number, last)[0] == state
        )
