"""The facts of a mechanism in the order in which they happened, cut into blocks.

A block holds facts of which dates and hints leave the order open. What is worked out depends on
the set of facts only; a fact more calls for no more than the block it falls into, and for those
behind it that begin in another state then.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from lifecycle.facts.fact import Fact
from lifecycle.history.fold import State, Step, evolve, fold
from lifecycle.history.legal_order import default_order, legal_orders, steps_max
from lifecycle.history.placing import Placed, cut, place, place_behind


@dataclass(frozen=True, slots=True)
class Way:
    """The facts of a block in one order, from one state."""

    start: State
    order: tuple[Placed, ...]
    steps: tuple[Step, ...]

    @classmethod
    def along(cls, order: Sequence[Placed], start: State) -> "Way":
        """Return the way from *start* in the given order."""
        return cls(start, tuple(order), tuple(fold((item.fact for item in order), start)))

    @property
    def end(self) -> State:
        """The state after all facts of the block."""
        return self.steps[-1].state

    def step_of(self, item: Placed) -> Step:
        """Return what one of its facts did."""
        pairs = zip(self.order, self.steps, strict=True)
        return next(step for other, step in pairs if other.fact is item.fact)

    def with_fact(self, item: Placed) -> "Way":
        """Return the way with one fact more, which precedes none of the others for certain.

        It goes behind all that its hints put before it, and there before the first with a higher
        key: what is dated before it has a lower one, and so have those before that.
        """
        order, count = self.order, len(self.order)
        hints, key = item.fact.after, item.key
        at = next((i for i in range(count, 0, -1) if order[i - 1].fact.event_id in hints), 0)
        while at < count and order[at].key < key:
            at += 1
        steps = [
            *self.steps[:at],
            evolve(self.steps[at - 1].state if at else self.start, item.fact),
        ]
        for other, step in zip(order[at:], self.steps[at:], strict=True):
            steps.append(evolve(steps[-1].state, other.fact))
            if steps[-1] == step:  # from here on nothing differs
                break
        steps += self.steps[len(steps) - 1 :]
        return Way(self.start, (*order[:at], item, *order[at:]), tuple(steps))


@dataclass(frozen=True, slots=True)
class Search:
    """The legal ways through a block from one state, the first to each end, and the steps taken."""

    ways: tuple[Way, ...]
    steps: int

    @classmethod
    def from_start(cls, items: Sequence[Placed], start: State) -> "Search":
        """Search the legal orders of *items*."""
        orders, steps = legal_orders(items, start)
        return cls(tuple(Way.along(order, start) for order in orders), steps)

    def with_fact(self, item: Placed) -> "Search":
        """Return the search with a fact more that moves nothing, or follows all that do."""
        grown = (way.with_fact(item) for way in self.ways)
        ways = _first_to_each_end(way for way in grown if way.step_of(item).outcome.legal)
        # The fact is tried once: behind all others, if they have a legal order at all.
        return Search(ways, self.steps + (item.moves and bool(self.ways)))


@dataclass(frozen=True, slots=True)
class Block:
    """Facts of which the order is open, and the ways from the states in which they can begin."""

    items: tuple[Placed, ...]
    """Sorted by key."""
    last: int
    """The last possible day of any of them."""
    starts: tuple[State, ...]
    searches: Mapping[State, Search]
    """What was found from the starts, and from earlier ones; empty if a fact was added since to
    more orders than are looked at."""
    exhaustive: bool
    """Whether all orders were looked at."""
    ways: tuple[Way, ...]
    """The first way to each state that legal orders lead to, by start and key; one in the default
    order if no order is legal, or if there are too many to look at."""

    @classmethod
    def of(
        cls,
        items: Sequence[Placed],
        starts: tuple[State, ...],
        known: Mapping[State, Search] = MappingProxyType({}),
        default: Way | None = None,
    ) -> "Block":
        """Work out the ways of *items*, which are sorted by key.

        Args:
            items: The facts.
            starts: The states in which they can begin.
            known: Searches of these items that were made before.
            default: The way in the default order, if it is known.
        """
        searches = {**known}
        for start in starts:
            if start not in searches:
                searches[start] = Search.from_start(items, start)
        found = [searches[start] for start in starts]
        limit = steps_max(sum(item.moves for item in items))
        exhaustive = all(search.steps <= limit for search in found)
        ways: tuple[Way, ...] = ()
        if exhaustive:
            ways = _first_to_each_end(way for search in found for way in search.ways)
        if not ways:
            ways = (default or Way.along(default_order(items), starts[0]),)
        last = max(item.last for item in items)
        return cls(tuple(items), last, starts, searches, exhaustive, ways)

    def begun_in(self, starts: tuple[State, ...]) -> "Block":
        """Return the same facts, begun in other states."""
        return Block.of(self.items, starts, self.searches)

    @property
    def first(self) -> int:
        """The first possible day of any of its facts."""
        return self.items[0].first

    def with_fact(self, item: Placed) -> "Block":
        """Return the block with one fact more, whose bounds meet those of the others."""
        items = [*self.items]
        insort(items, item, key=lambda other: other.key)
        if item.last < items[-1].first:  # it certainly precedes one of the others
            return Block.of(items, self.starts)
        if not self.exhaustive:
            last, ways = max(self.last, item.last), (self.ways[0].with_fact(item),)
            return replace(self, items=tuple(items), last=last, searches={}, ways=ways)
        if item.moves and any(other.moves and item.first <= other.last for other in self.items):
            return Block.of(items, self.starts)
        searches = {start: self.searches[start].with_fact(item) for start in self.starts}
        is_legal = any(self.searches[start].ways for start in self.starts)
        default = None if is_legal else self.ways[0].with_fact(item)
        return Block.of(items, self.starts, searches, default)


def _first_to_each_end(ways: Iterable[Way]) -> tuple[Way, ...]:
    first: dict[State, Way] = {}
    for way in ways:
        first.setdefault(way.end, way)
    return tuple(first.values())


@dataclass(frozen=True, slots=True)
class Chronology:
    """The facts of a mechanism, but for its registration, in the order in which they happened."""

    start: State
    placed: Mapping[str, Placed]
    """The facts by id, in the order given."""
    blocks: tuple[Block, ...]
    """In order of time: all facts of one certainly precede all of the next."""

    @classmethod
    def of(cls, facts: Sequence[Fact], start: State, known: Iterable[Block] = ()) -> "Chronology":
        """Put *facts* in order; of the *known* blocks, those that are the same still are kept."""
        placed = place(facts, start.rules)
        solved = {block.items: block for block in known}
        blocks: list[Block] = []
        for items in map(tuple, cut(placed.values())):
            starts = _ends(blocks, start)
            block = solved.get(items)
            if block is None:
                block = Block.of(items, starts)
            blocks.append(block if block.starts == starts else block.begun_in(starts))
        return cls(start, placed, tuple(blocks))

    def with_fact(self, fact: Fact) -> "Chronology":
        """Return the chronology with one fact more.

        No hint may name a fact that is yet to come, and none may contradict dates or others.
        """
        item = self._place_behind(fact)
        if item is None:
            facts = [*(other.fact for other in self.placed.values()), fact]
            return Chronology.of(facts, self.start, self.blocks)
        begin = bisect_left(self.blocks, item.first, key=lambda block: block.last)
        end = bisect_right(self.blocks, item.last, key=lambda block: block.first)
        blocks = list(self.blocks[:begin])
        blocks.append(_taking_in(item, self.blocks[begin:end], _ends(blocks, self.start)))
        for number, block in enumerate(self.blocks[end:], end):
            starts = _ends(blocks, self.start)
            if block.starts == starts:  # from here on nothing differs
                blocks += self.blocks[number:]
                break
            blocks.append(block.begun_in(starts))
        placed = {**self.placed, fact.event_id: item}
        return replace(self, placed=placed, blocks=tuple(blocks))

    def _place_behind(self, fact: Fact) -> Placed | None:
        """Return *fact* with its bounds, or None if it changes those of other facts."""
        if fact.event_id in self.placed:
            return None
        return place_behind(fact, self.placed, self.start.rules)

    @property
    def ways(self) -> tuple[Way, ...]:
        """The way through each block that leads to where the last one ends first."""
        return tuple(reversed(list(self._ways_back())))

    def _ways_back(self) -> Iterator[Way]:
        end: State | None = None
        for block in reversed(self.blocks):
            way = next(way for way in block.ways if end is None or way.end == end)
            yield way
            end = way.start

    @property
    def end(self) -> State:
        """The state after all facts, of which there is one at least."""
        return self.blocks[-1].ways[0].end

    @property
    def newest(self) -> Fact:
        """The last fact in the order, of which there is one at least."""
        return self.blocks[-1].ways[0].order[-1].fact

    def step_of(self, event_id: str) -> Step | None:
        """Return what the fact with an id did, or None if it is none of these."""
        item = self.placed.get(event_id)
        if item is None:
            return None
        at = bisect_right(self.blocks, item.key, key=lambda block: block.items[0].key) - 1
        ways = self.blocks[at].ways
        return (ways[0] if len(ways) == 1 else self.ways[at]).step_of(item)


def _taking_in(item: Placed, met: Sequence[Block], starts: tuple[State, ...]) -> Block:
    """Return the block that a fact makes with the blocks whose bounds it meets."""
    if len(met) == 1:
        return met[0].with_fact(item)
    items = [item, *(other for block in met for other in block.items)]
    return Block.of(sorted(items, key=lambda other: other.key), starts)


def _ends(blocks: Sequence[Block], start: State) -> tuple[State, ...]:
    """Return the states that *blocks* lead to."""
    return tuple(way.end for way in blocks[-1].ways) if blocks else (start,)
