"""Three-valued legality: whether a fact is legal in every order that the dates allow, or in some.

All orders of a block are walked together: for each set of facts that can come first, the set of
states that they can lead to. That is exact, and far less than the count of orders.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lifecycle.facts import Fact
from lifecycle.history import History
from lifecycle.mechanism import State, evolve
from lifecycle.placing import Placed, blocks, place, predecessors, ready

SETS_MAX = 40_000
"""Most sets of facts that are walked in one block."""


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
    facts = history.amended.facts
    if history.in_sequence:
        return dict(_determined(history))
    states: Iterable[State] = (history.start,)
    exhaustive = True
    found: dict[str, Legality] = {}
    for block in blocks(place(facts[1:], history.start.rules)):
        walk = _Walk(block, states)
        exhaustive = walk.run() and exhaustive
        found.update(walk.verdicts(exhaustive=exhaustive))
        states = walk.ends() or [_state_after(history, block)]
    return found


def _determined(history: History) -> Iterator[tuple[str, Legality]]:
    for fact, step in zip(history.ordered, history.steps, strict=True):
        if fact.act is not None:
            yield fact.event_id, _KNOWN[step.outcome.legal]


_KNOWN = {True: Legality(Verdict.CERTAIN), False: Legality(Verdict.IMPOSSIBLE)}


def _state_after(history: History, block: Sequence[Placed]) -> State:
    """Return the state behind *block* in effective order."""
    ids = {item.fact.event_id for item in block}
    pairs = zip(history.ordered, history.steps, strict=True)
    return [step.state for fact, step in pairs if fact.event_id in ids][-1]


class _Walk:
    """All orders of one block, from all states that may stand before it.

    A set of facts is a bit mask, and so is a set of states.
    """

    def __init__(self, block: Sequence[Placed], starts: Iterable[State]) -> None:
        self.facts, self.before = _moving(block)
        self.states: list[State] = list(starts)
        self.reached: dict[int, int] = {0: (1 << len(self.states)) - 1}
        """The states that each set of facts can lead to."""
        self.witnesses: dict[tuple[int, bool], int] = {}
        """By fact and legality: a set of facts before which it was so."""
        self._numbers = {state: number for number, state in enumerate(self.states)}
        self._moves: list[dict[int, tuple[int, bool]]] = [{} for _ in self.facts]
        self._steps: dict[tuple[int, int], tuple[int, bool, bool]] = {}

    def run(self) -> bool:
        """Walk all orders; return False if there are too many."""
        level = [0]
        while level:
            ahead: dict[int, None] = {}
            for mask in level:
                for index in ready(mask, self.before):
                    after = mask | 1 << index
                    self.reached[after] = self.reached.get(after, 0) | self._step(mask, index)
                    ahead[after] = None
            if len(self.reached) > SETS_MAX:
                return False
            level = list(ahead)
        return True

    def _step(self, mask: int, index: int) -> int:
        """Return the states that fact *index* leads to behind *mask*; note its legality."""
        states = self.reached[mask]
        known = self._steps.get((states, index))
        if known is None:
            known = self._steps[states, index] = self._work_out(states, index)
        after, legal, illegal = known
        if legal:
            self.witnesses.setdefault((index, True), mask)
        if illegal:
            self.witnesses.setdefault((index, False), mask)
        return after

    def _work_out(self, states: int, index: int) -> tuple[int, bool, bool]:
        after, legal, illegal = 0, False, False
        for number in _bits(states):
            to, fits = self._move(number, index)
            after |= 1 << to
            legal, illegal = legal or fits, illegal or not fits
        return after, legal, illegal

    def _move(self, number: int, index: int) -> tuple[int, bool]:
        """Return where fact *index* leads from a state, and whether that is legal."""
        moves = self._moves[index]
        if number not in moves:
            step = evolve(self.states[number], self.facts[index])
            to = self._numbers.setdefault(step.state, len(self.states))
            if to == len(self.states):
                self.states.append(step.state)
            moves[number] = to, step.outcome.legal
        return moves[number]

    def ends(self) -> list[State]:
        """Return the states in which the block can end; none if not all orders were walked."""
        mask = self.reached.get((1 << len(self.facts)) - 1, 0)
        return [self.states[number] for number in _bits(mask)]

    def verdicts(self, *, exhaustive: bool) -> Iterator[tuple[str, Legality]]:
        """Yield the legality of each fact of the block."""
        for index, fact in enumerate(self.facts):
            if fact.act is None:
                continue
            legal, illegal = ((index, fits) in self.witnesses for fits in (True, False))
            if legal and illegal:
                orders = self._order(index, legal=True), self._order(index, legal=False)
                yield fact.event_id, Legality(Verdict.POSSIBLE, *orders)
            elif exhaustive:
                yield fact.event_id, _KNOWN[legal]
            else:
                yield fact.event_id, Legality(Verdict.POSSIBLE, exhaustive=False)

    def _order(self, index: int, *, legal: bool) -> tuple[str, ...]:
        """Return an order of facts up to *index* in which that one is legal, or is not."""
        mask, order = self.witnesses[index, legal], [index]
        state = next(n for n in _bits(self.reached[mask]) if self._move(n, index)[1] is legal)
        while mask:
            last, state = self._back(mask, state)
            order.append(last)
            mask ^= 1 << last
        return tuple(self.facts[i].event_id for i in reversed(order))

    def _back(self, mask: int, state: int) -> tuple[int, int]:
        """Return a last fact of *mask*, and a state before it, that lead to *state*."""
        return next(
            (last, number)
            for last in _bits(mask)
            if not self.before[last] & ~mask and mask ^ 1 << last in self.reached
            for number in _bits(self.reached[mask ^ 1 << last])
            if self._move(number, last)[0] == state
        )


def _moving(block: Sequence[Placed]) -> tuple[list[Fact], list[int]]:
    """Return the facts that set something in motion, and for each the set of those before it.

    What orders two of them through facts that move nothing is kept.
    """
    before = predecessors(block)
    for index in _bits((1 << len(block)) - 1):
        before[index] = _closed(before, index)
    kept = [i for i, item in enumerate(block) if item.fact.act or item.fact.turn]
    masks = [
        sum(1 << place for place, other in enumerate(kept) if before[index] >> other & 1)
        for index in kept
    ]
    return [block[index].fact for index in kept], masks


def _closed(before: Sequence[int], index: int) -> int:
    """Return all that must come before *index*, through others as well."""
    closed, todo = 0, before[index]
    while todo:
        lowest = todo & -todo
        closed |= lowest
        todo = (todo | before[lowest.bit_length() - 1]) & ~closed
    return closed & ~(1 << index)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
