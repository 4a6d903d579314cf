"""Facts between the bounds that their dates and hints give them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import or_

from lifecycle.definitions.machine import Rules
from lifecycle.facts.fact import Fact

_FIRST, _LAST = -(10**12), 10**12
"""Bounds of what has no date: before and after all dates."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact with the bounds that its date and all hints give it."""

    fact: Fact
    first: int
    last: int
    rank: int

    @property
    def key(self) -> tuple[int, int, str]:
        """What decides where nothing else does: earliest bound, trigger, id."""
        return self.first, self.rank, self.fact.event_id

    @property
    def moves(self) -> bool:
        """Whether the fact sets something in motion."""
        return self.fact.act is not None or self.fact.turn is not None


def place(facts: Iterable[Fact], rules: Rules) -> dict[str, Placed]:
    """Return the facts by id, their bounds narrowed along the hints."""
    by_id = {fact.event_id: fact for fact in facts}
    first = {event_id: earliest_day(fact) for event_id, fact in by_id.items()}
    last = {event_id: _latest(fact) for event_id, fact in by_id.items()}
    hints = {
        fact.event_id: [hint for hint in fact.after if hint in by_id] for fact in along_hints(by_id)
    }
    for event_id, hinted in hints.items():
        for hint in hinted:
            first[event_id] = max(first[event_id], first[hint])
    for event_id, hinted in reversed(hints.items()):
        for hint in hinted:
            last[hint] = min(last[hint], last[event_id])
    return {
        event_id: Placed(fact, first[event_id], last[event_id], rank_of(fact, rules))
        for event_id, fact in by_id.items()
    }


def first_day_behind(fact: Fact, first: Mapping[str, int]) -> int:
    """Return the first possible day of a fact by its date and its hints, given those of others."""
    return max((earliest_day(fact), *(first[hint] for hint in fact.after)))


def place_behind(fact: Fact, known: Mapping[str, Placed], rules: Rules) -> Placed | None:
    """Return *fact* with its bounds, or None if it narrows the bounds of the *known* ones.

    None of these may be hinted behind the fact.
    """
    hinted = [known[hint] for hint in fact.after if hint in known]
    first = max((earliest_day(fact), *(item.first for item in hinted)))
    last = _latest(fact)
    if first > last or any(item.last > last for item in hinted):
        return None
    return Placed(fact, first, last, rank_of(fact, rules))


def earliest_day(fact: Fact) -> int:
    """Return the first possible day of a fact by its own date; before all dates if it has none."""
    earliest = None if fact.occurred is None else fact.occurred.earliest
    return _FIRST if earliest is None else earliest


def _latest(fact: Fact) -> int:
    latest = None if fact.occurred is None else fact.occurred.latest
    return _LAST if latest is None else latest


def rank_of(fact: Fact, rules: Rules) -> int:
    """Return where the definition lists the trigger of *fact*; what moves nothing comes last."""
    neutral = len(rules.trigger_rank)
    return neutral if fact.act is None else rules.trigger_rank.get(fact.act.trigger, neutral)


def along_hints(by_id: Mapping[str, Fact]) -> list[Fact]:
    """Return the facts so that each stands behind those it is hinted to come after."""
    done: dict[str, Fact] = {}
    entered = set[str]()
    for fact in by_id.values():
        todo = [fact]
        while todo:
            top = todo[-1]
            missing = (
                []
                if top.event_id in entered
                else [by_id[hint] for hint in top.after if hint in by_id and hint not in entered]
            )
            entered.add(top.event_id)
            if missing:
                todo += missing
            else:
                done.setdefault(top.event_id, todo.pop())
    return list(done.values())


def first_days(by_id: Mapping[str, Fact]) -> dict[str, int] | None:
    """Return the first possible day of each fact by its date and by all that hints put before it.

    None if hints put a fact behind itself, through others too.
    """
    if not any(fact.after for fact in by_id.values()):
        return {event_id: earliest_day(fact) for event_id, fact in by_id.items()}
    first: dict[str, int] = {}
    for fact in along_hints(by_id):
        hints = [hint for hint in fact.after if hint in by_id]
        if any(hint not in first for hint in hints):
            return None
        first[fact.event_id] = max((earliest_day(fact), *(first[hint] for hint in hints)))
    return first


def is_dated_before(fact: Fact, day: int) -> bool:
    """Return whether the own date of *fact* is certainly before a day."""
    return _latest(fact) < day


def cut(placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Sort facts by key, and cut them wherever all before certainly precede all behind."""
    block: list[Placed] = []
    last = _FIRST
    for item in sorted(placed, key=lambda item: item.key):
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
        self._along = along_hints({item.fact.event_id: item.fact for item in block})
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
