"""Facts between the bounds that their dates and hints give them, cut into blocks."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import or_

from lifecycle.facts import Fact
from lifecycle.machine import Rules

_FIRST, _LAST = -(10**12), 10**12
"""Bounds of what has no date: before and after all dates."""


@dataclass(slots=True)
class Placed:
    """A fact with the bounds that its date and all hints give it."""

    fact: Fact
    first: int
    last: int
    rank: int
    awaited: bool = False
    """Another fact is hinted to come after it."""

    @property
    def key(self) -> tuple[int, int, str]:
        """What decides where nothing else does: earliest bound, trigger, id."""
        return self.first, self.rank, self.fact.event_id


def place(facts: Sequence[Fact], rules: Rules) -> list[Placed]:
    """Return the facts sorted by key, their bounds narrowed along the hints."""
    placed = {fact.event_id: _by_date(fact, rules) for fact in facts}
    along = _along_hints(placed)
    for item in along:
        for target in item.fact.after:
            if target in placed:
                item.first = max(item.first, placed[target].first)
    for item in reversed(along):
        for target in item.fact.after:
            if target in placed:
                placed[target].last = min(placed[target].last, item.last)
                placed[target].awaited = True
    return sorted(placed.values(), key=lambda item: item.key)


def _by_date(fact: Fact, rules: Rules) -> Placed:
    """Return the fact with the bounds that its own date gives it."""
    earliest = latest = None
    if fact.occurred is not None:
        earliest, latest = fact.occurred.earliest, fact.occurred.latest
    rank = neutral = len(rules.trigger_rank)
    if fact.act is not None:
        rank = rules.trigger_rank.get(fact.act.trigger, neutral)
    first = _FIRST if earliest is None else earliest
    return Placed(fact, first, _LAST if latest is None else latest, rank)


def _along_hints(placed: dict[str, Placed]) -> list[Placed]:
    """Return the facts so that each stands behind those it is hinted to come after."""
    done: dict[str, Placed] = {}
    for item in placed.values():
        todo = [item]
        while todo:
            top = todo[-1]
            missing = [
                placed[target]
                for target in top.fact.after
                if target in placed and target not in done and placed[target] not in todo
            ]
            if missing:
                todo += missing
            else:
                done.setdefault(top.fact.event_id, todo.pop())
    return list(done.values())


def blocks(placed: list[Placed]) -> Iterator[list[Placed]]:
    """Cut the sorted facts wherever all before certainly precede all behind."""
    block: list[Placed] = []
    last = _FIRST
    for item in placed:
        if block and last < item.first:
            yield block
            block = []
        block.append(item)
        last = max(last, item.last)
    if block:
        yield block


def predecessors(block: Sequence[Placed]) -> list[int]:
    """Return, for each fact of the block, the set (bit mask) of those that must come before it."""
    bit = {item.fact.event_id: 1 << index for index, item in enumerate(block)}
    by_last = sorted(range(len(block)), key=lambda index: block[index].last)
    lasts = [block[index].last for index in by_last]
    ended = [0, *accumulate((1 << index for index in by_last), or_)]
    masks = []
    for index, item in enumerate(block):
        mask = ended[bisect_left(lasts, item.first)] & ~(1 << index)
        for target in item.fact.after:
            mask |= bit.get(target, 0)
        masks.append(mask)
    return masks


def ready(mask: int, before: Sequence[int]) -> Iterator[int]:
    """Yield the indices that may come next when those in *mask* are placed, by key."""
    free = ((1 << len(before)) - 1) & ~mask
    while free:
        lowest = free & -free
        index = lowest.bit_length() - 1
        if not before[index] & ~mask:
            yield index
        free ^= lowest
