"""The facts of a mechanism in the order in which they happened, cut into blocks.

A block holds facts of which dates and hints leave the order open. What is worked out depends on
the set of facts only; a fact more calls for no more than the block it falls into, and for those
behind it that begin in another state then.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from lifecycle.facts.fact import Fact, hinted_before
from lifecycle.history.fold import ILLEGAL, State, Step, evolve, fold
from lifecycle.history.legal_order import default_order, legal_orders, steps_max
from lifecycle.history.placing import BY_KEY, Placed, cut, place, place_behind


class Way(NamedTuple):
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
        return self.steps[self.order.index(item)]

    def with_fact(self, item: Placed, narrowed: Mapping[str, Placed]) -> "Way":
        """Return the way with one fact more; see `Block.with_fact`.

        It goes behind all that its hints put before it, and there before the first with a higher
        key: what is dated before it has a lower one, and so have those before that.
        """
        order, steps = _replaced(self.order, narrowed), list(self.steps)
        at = _place_in(order, item)
        order.insert(at, item)
        steps.insert(at, evolve(steps[at - 1].state if at else self.start, item.fact))
        for later in range(at + 1, len(order) if item.moves else 0):
            step = evolve(steps[later - 1].state, order[later].fact)
            if step == steps[later]:  # from here on nothing differs
                break
            steps[later] = step
        return Way(self.start, tuple(order), tuple(steps))


def _place_in(order: Sequence[Placed], item: Placed) -> int:
    hints, key, at = item.fact.after, item.key, len(order) if item.fact.after else 0
    while at and order[at - 1].fact.event_id not in hints:
        at -= 1
    while at < len(order) and order[at].key < key:
        at += 1
    return at


class Search(NamedTuple):
    """The legal ways through a block from one state, the first to each end, and the steps taken."""

    ways: tuple[Way, ...]
    steps: int

    @classmethod
    def from_start(cls, items: Sequence[Placed], start: State) -> "Search":
        """Search the legal orders of *items*."""
        if len(items) == 1:
            way = Way.along(items, start)
            return cls((way,) if way.steps[0].outcome.legal else (), int(items[0].moves))
        orders, steps = legal_orders(items, start)
        return cls(tuple(Way.along(order, start) for order in orders), steps)

    def with_fact(self, item: Placed, narrowed: Mapping[str, Placed]) -> "Search":
        """Return the search with a fact more that moves nothing, or follows all that do."""
        ways = tuple([way.with_fact(item, narrowed) for way in self.ways])
        if not item.moves:
            return Search(ways, self.steps)
        legal = [way for way in ways if way.step_of(item).outcome.legal]
        # The fact is tried once: behind all others, if they have a legal order at all.
        return Search(_first_to_each_end(legal), self.steps + bool(ways))


class Block(NamedTuple):
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
    ) -> "Block":
        """Work out the ways of *items*, which are sorted by key.

        Args:
            items: The facts.
            starts: The states in which they can begin.
            known: Searches of these items that were made before.
        """
        searches = {**known}
        for start in starts:
            if start not in searches:
                searches[start] = Search.from_start(items, start)
        return cls._found(items, starts, searches, None)

    @classmethod
    def _found(
        cls,
        items: Sequence[Placed],
        starts: tuple[State, ...],
        searches: Mapping[State, Search],
        default: Way | None,
    ) -> "Block":
        """Return the block of what was found; *default* is the way in that order, if known."""
        found = list(map(searches.__getitem__, starts))
        limit = steps_max(sum(map(_MOVES, items)))
        exhaustive = max(map(_STEPS, found)) <= limit
        ways = found[0].ways if exhaustive else ()
        if exhaustive and len(found) > 1:
            ways = _first_to_each_end(way for search in found for way in search.ways)
        if not ways:
            ways = (default or Way.along(default_order(items), starts[0]),)
        return cls(tuple(items), max(map(_LAST_DAY, items)), starts, searches, exhaustive, ways)

    @classmethod
    def of_one(cls, items: Sequence[Placed], way: Way) -> "Block":
        """Return the block of *items*, sorted by key, of which dates and hints allow one way."""
        pairs = zip(way.order, way.steps, strict=True)
        illegal = [step.outcome in ILLEGAL for item, step in pairs if item.moves]
        search = (
            Search((), illegal.index(True) + 1) if True in illegal else Search((way,), len(illegal))
        )
        exhaustive = search.steps <= steps_max(len(illegal))
        last = max(map(_LAST_DAY, items))
        return cls(tuple(items), last, (way.start,), {way.start: search}, exhaustive, (way,))

    def begun_in(self, starts: tuple[State, ...]) -> "Block":
        """Return the same facts, begun in other states."""
        return Block.of(self.items, starts, self.searches)

    @property
    def key(self) -> tuple[int, int, str]:
        """The lowest key of its facts, with the first possible day of any of them."""
        return self.items[0].key

    def with_fact(self, item: Placed, narrowed: Mapping[str, Placed]) -> "Block | None":
        """Return the block with one fact more, or None if the order of the others may change.

        It stays if the fact puts none of the others before a third one, and sets nothing in motion
        or only once all that do are over: then it has its place in each way.

        Args:
            item: The fact; its bounds meet those of the others.
            narrowed: Those of the others whose bounds it narrows, by id.
        """
        if item.last < self.items[-1].first and (narrowed or item.moves):
            return None
        if item.moves and self.exhaustive and not self._moves_before(item):
            return None
        items = _replaced(self.items, narrowed)
        insort(items, item, key=BY_KEY)
        if not self.exhaustive:
            last, ways = max(map(_LAST_DAY, items)), (self.ways[0].with_fact(item, narrowed),)
            return Block(tuple(items), last, self.starts, {}, exhaustive=False, ways=ways)
        searches = {start: self.searches[start].with_fact(item, narrowed) for start in self.starts}
        is_in_default_order = not any(self.searches[start].ways for start in self.starts)
        default = self.ways[0].with_fact(item, narrowed) if is_in_default_order else None
        return Block._found(items, self.starts, searches, default)

    def _moves_before(self, item: Placed) -> bool:
        """Return whether all that sets something in motion certainly comes before *item*."""
        near = [other for other in self.items if other.last >= item.first]
        moving = {other.fact for other in near if other.moves}
        if moving and item.fact.after:
            moving -= {*hinted_before(item.fact, {one.fact.event_id: one.fact for one in near})}
        return not moving


_LAST_DAY, _MOVES, _STEPS = attrgetter("last"), attrgetter("moves"), attrgetter("steps")


def _replaced(items: Sequence[Placed], narrowed: Mapping[str, Placed]) -> list[Placed]:
    if not narrowed:
        return [*items]
    return [narrowed.get(item.fact.event_id, item) for item in items]


def _first_to_each_end(ways: Iterable[Way]) -> tuple[Way, ...]:
    first: dict[State, Way] = {}
    for way in ways:
        first.setdefault(way.end, way)
    return tuple(first.values())


@dataclass(slots=True)
class Chronology:
    """The facts of a mechanism, but for its registration, in the order in which they happened.

    It grows in place: let only a `copy` of it grow where others hold it too.
    """

    start: State
    placed: dict[str, Placed]
    """The facts by id, in the order given."""
    blocks: list[Block]
    """In order of time: all facts of one certainly precede all of the next."""

    @classmethod
    def of(cls, facts: Sequence[Fact], start: State, known: Iterable[Block] = ()) -> "Chronology":
        """Put *facts* in order; of the *known* blocks, those that are the same still are kept."""
        found = cls(start, place(facts, start.rules), [])
        solved = {block.items: block for block in known}
        for items in map(tuple, cut(found.placed.values())):
            block, starts = solved.get(items), found.ends(len(found.blocks))
            if block is None:
                block = Block.of(items, starts)
            found.blocks.append(block if block.starts == starts else block.begun_in(starts))
        return found

    @classmethod
    def in_sequence(
        cls, facts: Sequence[Fact], steps: Sequence[Step], start: State
    ) -> "Chronology":
        """Return the order of *facts*, each of which certainly follows the one before it.

        Args:
            facts: The facts, no two with the same id.
            steps: What they did, one after the other.
            start: The state before the first.
        """
        placed, blocks, begin = place(facts, start.rules), list[Block](), 0
        order, state = tuple(placed.values()), start
        for items in cut(order):
            end = begin + len(items)
            way = Way(state, order[begin:end], tuple(steps[begin:end]))
            blocks.append(Block.of_one(items, way))
            begin, state = end, way.end
        return cls(start, placed, blocks)

    def copy(self) -> "Chronology":
        """Return the same facts, to which others can be added."""
        return Chronology(self.start, dict(self.placed), list(self.blocks))

    def add(self, fact: Fact) -> Step:
        """Take in one fact more, and return what it did.

        No hint may name a fact that is yet to come, and none may contradict dates or others.
        """
        item, narrowed = place_behind(fact, self.placed, self.start.rules)
        self.placed |= narrowed
        self.placed[fact.event_id] = item
        begin = bisect_left(self.blocks, item.first, key=_LAST_DAY)
        end = bisect_right(self.blocks, (item.last + 1,), begin, key=BY_KEY)
        if end == begin:
            self.blocks.insert(begin, Block.of((item,), self.ends(begin)))
        elif end - begin == 1 and (block := self.blocks[begin].with_fact(item, narrowed)):
            self.blocks[begin] = block
        else:
            met = self.blocks[begin:end]
            others = _replaced([other for block in met for other in block.items], narrowed)
            begin += self._replace(begin, end, cut([item, *others])) - 1
        self._begin_anew(begin + 1)
        return self._step_of(item)

    def _replace(self, begin: int, end: int, found: Iterable[Sequence[Placed]]) -> int:
        """Put blocks of the facts *found* in the place of others; return how many there are."""
        behind = self.blocks[end:]
        del self.blocks[begin:]
        for items in found:
            self.blocks.append(Block.of(items, self.ends(len(self.blocks))))
        self.blocks += behind
        return len(self.blocks) - len(behind) - begin

    def _begin_anew(self, at: int) -> None:
        """Begin the blocks from *at* on in the states that those before lead to."""
        for number in range(at, len(self.blocks)):
            starts = self.ends(number)
            if self.blocks[number].starts == starts:  # from here on nothing differs
                break
            self.blocks[number] = self.blocks[number].begun_in(starts)

    def ends(self, count: int) -> tuple[State, ...]:
        """Return the states that the first *count* blocks lead to."""
        if not count:
            return (self.start,)
        ways = self.blocks[count - 1].ways
        return (ways[0].end,) if len(ways) == 1 else tuple(way.end for way in ways)

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
        return None if item is None else self._step_of(item)

    def _step_of(self, item: Placed) -> Step:
        at = bisect_right(self.blocks, item.key, key=BY_KEY) - 1
        ways = self.blocks[at].ways
        if len(ways) == 1:
            return ways[0].step_of(item)
        way = next(islice(self._ways_back(), len(self.blocks) - 1 - at, None))
        return way.step_of(item)
