"""Facts between the bounds that their dates and hints give them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter, or_
from typing import NamedTuple

from lifecycle.definitions.machine import Rules
from lifecycle.facts.fact import Fact
from lifecycle.history.partial_order import FIRST, PartialOrder, days_of


class Placed(NamedTuple):
    """A fact with the bounds that its date and all hints give it."""

    fact: Fact
    first: int
    last: int
    rank: int
    key: tuple[int, int, str]
    """What decides where nothing else does: earliest bound, trigger, id."""
    moves: bool
    """Whether the fact sets something in motion."""

    @classmethod
    def of(cls, fact: Fact, first: int, last: int, rules: Rules) -> "Placed":
        """Return *fact* between two days."""
        act, neutral = fact.act, len(rules.trigger_rank)
        rank = neutral if act is None else rules.trigger_rank.get(act.trigger, neutral)
        moves = act is not None or fact.turn is not None
        return cls(fact, first, last, rank, (first, rank, fact.event_id), moves)

    def until(self, last: int) -> "Placed":
        """Return the fact with an earlier last day."""
        return Placed(self.fact, self.first, last, self.rank, self.key, self.moves)


BY_KEY = attrgetter("key")


def place(facts: Iterable[Fact], rules: Rules) -> dict[str, Placed]:
    """Return the facts by id, their bounds narrowed along the hints."""
    order = PartialOrder(facts)
    return {
        event_id: Placed.of(fact, order.first[event_id], order.last[event_id], rules)
        for event_id, fact in order.by_id.items()
    }


def place_behind(
    fact: Fact, known: Mapping[str, Placed], rules: Rules
) -> tuple[Placed, dict[str, Placed]]:
    """Return *fact* with its bounds, and by id those of the *known* ones that it narrows.

    None of these may be hinted behind the fact, and its hints may not contradict dates.
    """
    first, last = days_of(fact)
    narrowed: dict[str, Placed] = {}
    hinted = [known[hint] for hint in fact.after if hint in known]
    for item in hinted:
        first = max(first, item.first)
    while hinted:
        item = hinted.pop()
        if item.last > last and item.fact.event_id not in narrowed:
            narrowed[item.fact.event_id] = item.until(last)
            hinted += [known[hint] for hint in item.fact.after if hint in known]
    return Placed.of(fact, first, last, rules), narrowed


def cut(placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Sort facts by key, and cut them wherever all before certainly precede all behind."""
    block: list[Placed] = []
    last = FIRST
    for item in sorted(placed, key=BY_KEY):
        if block and last < item.first:
            yield block
            block = []
        block.append(item)
        last = max(last, item.last)
    if block:
        yield block


class Precedence:
    """Which facts of a block come before which, by dates and hints, through others too.

    A set of facts is a bit mask: bit *i* is the fact at index *i* of the block.
    """

    def __init__(self, block: Sequence[Placed]) -> None:
        self.everything = (1 << len(block)) - 1
        self._block = block
        self._places = {item.fact.event_id: index for index, item in enumerate(block)}
        self._along = PartialOrder(item.fact for item in block).along_hints
        self.before = self._by_dates_before()
        self.behind = self._by_dates_behind()
        for fact in self._along:
            self._spread(fact, self.before, forth=True)
        for fact in reversed(self._along):
            self._spread(fact, self.behind, forth=False)

    def _by_dates_before(self) -> list[int]:
        by_last = sorted(range(len(self._block)), key=lambda index: self._block[index].last)
        lasts = [self._block[index].last for index in by_last]
        ended = [0, *accumulate((1 << index for index in by_last), or_)]
        return [
            ended[bisect_left(lasts, item.first)] & ~(1 << index)
            for index, item in enumerate(self._block)
        ]

    def _by_dates_behind(self) -> list[int]:
        firsts = [item.first for item in self._block]
        return [
            self.everything >> (at := bisect_right(firsts, item.last)) << at & ~(1 << index)
            for index, item in enumerate(self._block)
        ]

    def _spread(self, fact: Fact, masks: list[int], *, forth: bool) -> None:
        """Take in what the hints of *fact* say of it, or of those that it is hinted behind."""
        own = self._places[fact.event_id]
        for hint in fact.after:
            other = self._places.get(hint)
            if other is not None:
                to, by = (own, other) if forth else (other, own)
                masks[to] |= masks[by] | 1 << by

    def ready(self, free: int, alike: Sequence[int]) -> Iterator[int]:
        """Yield the indices that may come next when those in *free* are left, by key.

        Args:
            free: The facts that are not yet placed.
            alike: For each fact, those of which only the first one is asked for.
        """
        todo = free
        while todo:
            index = (todo & -todo).bit_length() - 1
            if self.before[index] & free:
                todo &= ~(1 << index | self.behind[index])
            else:
                yield index
                todo &= ~(alike[index] | self.behind[index])


def bits(mask: int) -> Iterator[int]:
    """Yield the indices of the bits of *mask*, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
