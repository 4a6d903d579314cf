"""All orders of a block walked together: from each set of facts that can come first to the states.

That is exact, and far less than the count of orders. Facts that do the same, and that dates and
hints put between the same others, count as one kind: of them the first by key comes first, so that
the sets grow with the count of each kind, and not with its power.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from lifecycle.history.fold import State, evolve
from lifecycle.history.placing import Placed, Precedence, bits


class Walk:
    """The orders of the facts of a block that set something in motion, from some states.

    A set of facts is a number that counts how many there are of each kind; a set of states is a
    bit mask.
    """

    def __init__(
        self, block: Sequence[Placed], starts: Iterable[State], *, legal_only: bool
    ) -> None:
        self.block, self.states = block, list(starts)
        self.precedence = Precedence(block)
        self.moving = reduce(or_, (1 << i for i, item in enumerate(block) if item.moves), 0)
        self.alike = _alike(block, self.precedence, self.moving)
        """For each fact, the bit mask of those of its kind."""
        self.units = _units(self.alike)
        """What each fact adds to the number of a set."""
        self._kinds: dict[int, list[int]] = {}
        """By unit, the facts of a kind."""
        for index in bits(self.moving):
            self._kinds.setdefault(self.units[index], []).append(index)
        self.everything = sum(self.units[index] for index in bits(self.moving))
        self.reached: dict[int, int] = {0: (1 << len(self.states)) - 1}
        """The states that each set of facts can lead to."""
        self.ways_on: dict[int, list[tuple[int, int]]] = {}
        """For each set of facts: a fact that can come next and be legal, and the set with it."""
        self.steps = 0
        """Count of the facts tried behind a set of facts."""
        self._legal_only = legal_only
        self._numbers = {state: number for number, state in enumerate(self.states)}
        self._moves: list[dict[int, tuple[int, bool]]] = [{} for _ in block]
        self._onward: dict[tuple[int, int], int] = {}
        self.first_behind: dict[tuple[int, int], int] = {}
        """By a set of states and a fact: the first set of facts behind which it was tried so."""

    def run(self, steps_max: int) -> bool:
        """Walk all orders; return False if that takes more than *steps_max* steps."""
        level = {0: self.moving}
        """The sets of one size, each with the bit mask of the facts that are left."""
        while level:
            ahead: dict[int, int] = {}
            for done, left in level.items():
                self._go_on(done, left, ahead)
                if self.steps > steps_max:
                    return False
            level = ahead
        return True

    def _go_on(self, done: int, left: int, ahead: dict[int, int]) -> None:
        """Try what may come behind *done*; note the sets that it leads to in *ahead*."""
        reached, onward, states = self.reached, self._onward, self.reached[done]
        ways_on: list[tuple[int, int]] = []
        for index in self.precedence.ready(left, self.alike):
            self.steps += 1
            leads_to = onward.get((states, index))
            if leads_to is None:
                leads_to = onward[states, index] = self._states_after(states, index)
                self.first_behind[states, index] = done
            if leads_to:
                after = done + self.units[index]
                reached[after] = reached.get(after, 0) | leads_to
                ahead[after] = left ^ 1 << index
                if self._legal_only:
                    ways_on.append((index, after))
        if ways_on:
            self.ways_on[done] = ways_on

    def _states_after(self, states: int, index: int) -> int:
        """Return the states that the fact at *index* leads to from *states*."""
        moves = (self.move(number, index) for number in bits(states))
        return reduce(or_, (1 << to for to, legal in moves if legal or not self._legal_only), 0)

    def move(self, number: int, index: int) -> tuple[int, bool]:
        """Return where the fact at *index* leads from a state, and whether that is legal."""
        moves = self._moves[index]
        if number not in moves:
            step = evolve(self.states[number], self.block[index].fact)
            to = self._numbers.setdefault(step.state, len(self.states))
            if to == len(self.states):
                self.states.append(step.state)
            moves[number] = to, step.outcome.legal
        return moves[number]

    def ways_back(self, done: int) -> Iterator[tuple[int, int]]:
        """Yield what may be the last of the facts *done*, each with the set of the others."""
        for unit, members in reversed(self._kinds.items()):
            count = done >> unit.bit_length() - 1 & (1 << len(members).bit_length()) - 1
            if count:
                yield members[count - 1], done - unit

    def ends(self) -> int:
        """Return the states that the whole block leads to; none if the walk was not finished."""
        return self.reached.get(self.everything, 0)


def _alike(block: Sequence[Placed], precedence: Precedence, moving: int) -> list[int]:
    """Return, for each fact, those that do the same between the same facts that move something."""
    kinds: list[object] = []
    for item, before, behind in zip(block, precedence.before, precedence.behind, strict=True):
        act = item.fact.act
        between = before & moving, behind & moving
        kinds.append(item.fact.event_id if act is None else (act, *between))
    members: dict[object, int] = {}
    for index, kind in enumerate(kinds):
        members[kind] = members.get(kind, 0) | 1 << index
    return [members[kind] for kind in kinds]


def _units(alike: Sequence[int]) -> list[int]:
    """Return, for each fact, the unit of its kind: wide enough to count all of that kind."""
    units: dict[int, int] = {}
    offset = 0
    for kind in alike:
        if kind not in units:
            units[kind] = 1 << offset
            offset += kind.bit_count().bit_length()
    return [units[kind] for kind in alike]
