"""Facts between the bounds that their dates and hints give them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter, or_
from typing import NamedTuple

from lifecycle.definitions.machine import Rules
from lifecycle.facts.fact import Fact

FIRST, LAST = -(10**12), 10**12
"""Bounds of what has no date: before and after all dates."""


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
    by_id = {fact.event_id: fact for fact in facts}
    days = {event_id: days_of(fact) for event_id, fact in by_id.items()}
    first = {event_id: own_first for event_id, (own_first, _) in days.items()}
    last = {event_id: own_last for event_id, (_, own_last) in days.items()}
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
        event_id: Placed.of(fact, first[event_id], last[event_id], rules)
        for event_id, fact in by_id.items()
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


def hinted_behind(item: Placed, known: Mapping[str, Placed]) -> set[str]:
    """Return the ids of the *known* facts that hints put before one, though its dates do not."""
    todo, found = list(item.fact.after), set[str]()
    while todo:
        hint = todo.pop()
        if hint in known and hint not in found and known[hint].last >= item.first:
            found.add(hint)
            todo += known[hint].fact.after
    return found


def days_of(fact: Fact) -> tuple[int, int]:
    """Return the first and the last possible day of a fact by its own date.

    They are before and after all dates where it has none.
    """
    occurred = fact.occurred
    if occurred is None:
        return FIRST, LAST
    first, last = occurred.earliest, occurred.latest
    return FIRST if first is None else first, LAST if last is None else last


def along_hints(by_id: Mapping[str, Fact]) -> list[Fact]:
    """Return the facts so that each stands behind those it is hinted to come after."""
    if _are_along_hints(by_id):
        return list(by_id.values())
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


def _are_along_hints(by_id: Mapping[str, Fact]) -> bool:
    ahead = {**by_id}
    for event_id, fact in by_id.items():
        if fact.after and any(hint in ahead for hint in fact.after):
            return False
        del ahead[event_id]
    return True


def first_days(by_id: Mapping[str, Fact]) -> dict[str, int] | None:
    """Return the first possible day of each fact by its date and by all that hints put before it.

    None if hints put a fact behind itself, through others too.
    """
    if not any(fact.after for fact in by_id.values()):
        return {event_id: days_of(fact)[0] for event_id, fact in by_id.items()}
    first: dict[str, int] = {}
    for fact in along_hints(by_id):
        hints = [hint for hint in fact.after if hint in by_id]
        if any(hint not in first for hint in hints):
            return None
        first[fact.event_id] = max((days_of(fact)[0], *(first[hint] for hint in hints)))
    return first


def is_dated_before(fact: Fact, day: int) -> bool:
    """Return whether the own date of *fact* is certainly before a day."""
    return days_of(fact)[1] < day


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
