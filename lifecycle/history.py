"""The effective order of facts: as they happened, whatever the order they were recorded in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lifecycle.facts import Fact
from lifecycle.machine import Rules
from lifecycle.mechanism import State, evolve, fold

SEARCH_STEPS_MAX = 20_000
"""States looked at in the search for a legal order of facts whose dates leave it open."""

_FIRST, _LAST = -(10**12), 10**12


def effective_order(facts: Sequence[Fact], rules: Rules, start: State) -> list[Fact]:
    """Return *facts* in the order in which they happened; the result depends on the set only.

    1. Hints (`after`) are hard. 2. A fact that certainly ended before another began comes first.
    3. What is still open is settled by the definition: a legal order if there is one; else by
    earliest bound, then the definition's order of triggers, then event id.

    The first fact, the registration, always comes first.
    """
    if is_in_sequence(facts):
        return list(facts)
    placed = _place(facts[1:], rules)
    ordered, state = [facts[0]], start
    for block in _blocks(placed):
        best = _legal_order(block, state, rules) or _default_order(block)
        ordered += best
        for step in fold(best, rules, state):
            state = step.state
    return ordered


def hint_contradiction(facts: Sequence[Fact], new: Fact) -> Fact | None:
    """Return a fact that *new* is said to come after although its dates certainly come later."""
    if new.occurred is None or new.occurred.latest is None:
        return None
    by_id = {fact.event_id: fact for fact in facts}
    todo, seen = list(new.after), set()
    while todo:
        fact = by_id.get(todo.pop())
        if fact is None or fact.event_id in seen:
            continue
        seen.add(fact.event_id)
        earliest = None if fact.occurred is None else fact.occurred.earliest
        if earliest is not None and earliest > new.occurred.latest:
            return fact
        todo += fact.after
    return None


def order_is_open(earlier: Fact, later: Fact) -> bool:
    """Return whether the dates leave open which of the two came first."""
    return not (_certainly_before(earlier, later) or _certainly_before(later, earlier))


def _certainly_before(a: Fact, b: Fact) -> bool:
    if a.occurred is None or b.occurred is None:
        return False
    if a.occurred.latest is None or b.occurred.earliest is None:
        return False
    return a.occurred.latest < b.occurred.earliest


def is_in_sequence(facts: Sequence[Fact]) -> bool:
    """Return whether each fact certainly follows the one before it: then no other order exists."""
    return sequence_length(facts) == len(facts)


def sequence_length(facts: Sequence[Fact]) -> int:
    """Return how many facts from the first on certainly follow each other as they stand."""
    for index in range(2, len(facts)):
        earlier, later = facts[index - 1], facts[index]
        if earlier.event_id not in later.after and not _certainly_before(earlier, later):
            return index
    return len(facts)


@dataclass(slots=True)
class _Placed:
    """A fact with the bounds that its date and all hints give it."""

    fact: Fact
    first: int
    last: int
    rank: int
    awaited: bool = False
    """Another fact is hinted to come after it."""

    @property
    def key(self) -> tuple[int, int, str]:
        return self.first, self.rank, self.fact.event_id


def _place(facts: Sequence[Fact], rules: Rules) -> list[_Placed]:
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


def _by_date(fact: Fact, rules: Rules) -> _Placed:
    """Return the fact with the bounds that its own date gives it."""
    earliest = latest = None
    if fact.occurred is not None:
        earliest, latest = fact.occurred.earliest, fact.occurred.latest
    rank = neutral = len(rules.trigger_rank)
    if fact.act is not None:
        rank = rules.trigger_rank.get(fact.act.trigger, neutral)
    first = _FIRST if earliest is None else earliest
    return _Placed(fact, first, _LAST if latest is None else latest, rank)


def _along_hints(placed: dict[str, _Placed]) -> list[_Placed]:
    """Return the facts so that each stands behind those it is hinted to come after."""
    done: dict[str, _Placed] = {}
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


def _blocks(placed: list[_Placed]) -> Iterator[list[_Placed]]:
    """Cut the sorted facts wherever all before certainly precede all behind."""
    block: list[_Placed] = []
    last = _FIRST
    for item in placed:
        if block and last < item.first:
            yield block
            block = []
        block.append(item)
        last = max(last, item.last)
    if block:
        yield block


def _predecessors(block: list[_Placed]) -> list[int]:
    """Return, for each fact of the block, the set (bit mask) of those that must come before it."""
    bit = {item.fact.event_id: 1 << index for index, item in enumerate(block)}
    masks = []
    for item in block:
        mask = 0
        for index, other in enumerate(block):
            if other.last < item.first and other is not item:
                mask |= 1 << index
        for target in item.fact.after:
            mask |= bit.get(target, 0)
        masks.append(mask)
    return masks


def _default_order(block: list[_Placed]) -> list[Fact]:
    """Return the block by key, as far as hints and dates allow."""
    before = _predecessors(block)
    mask, order = 0, list[Fact]()
    while len(order) < len(block):
        free = [i for i in range(len(block)) if not mask >> i & 1]
        ready = [i for i in free if not before[i] & ~mask]
        index = (ready or free)[0]
        mask |= 1 << index
        order.append(block[index].fact)
    return order


def _legal_order(block: list[_Placed], start: State, rules: Rules) -> list[Fact] | None:
    """Return the first order by key in which every fact is legal, or None if none was found."""
    if len(block) == 1:
        return [block[0].fact]
    before = _predecessors(block)
    dead: set[tuple[int, State]] = set()
    path: list[int] = []
    stack = [(0, start, _candidates(block, before, 0))]
    for _ in range(SEARCH_STEPS_MAX):
        mask, state, candidates = stack[-1]
        index = next(candidates, None)
        if index is None:
            dead.add((mask, state))
            stack.pop()
            if not stack:
                return None
            path.pop()
            continue
        step = evolve(state, block[index].fact.act, rules)
        after = mask | 1 << index
        if not step.outcome.legal or (after, step.state) in dead:
            continue
        path.append(index)
        if len(path) == len(block):
            return [block[i].fact for i in path]
        stack.append((after, step.state, _candidates(block, before, after)))
    return None


def _candidates(block: list[_Placed], before: list[int], mask: int) -> Iterator[int]:
    """Yield what may come next, by key.

    A fact that moves nothing can always be taken at once, so nothing behind it need be tried. Of
    facts that do the same within the same bounds only the first is tried.
    """
    tried = set()
    for index, item in enumerate(block):
        if mask >> index & 1 or before[index] & ~mask:
            continue
        if item.fact.act is None:
            yield index
            return
        twin = (item.fact.act, item.first, item.last, item.fact.after, index * item.awaited)
        if twin not in tried:
            tried.add(twin)
            yield index


def undetermined_pairs(ordered: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield neighbours in effective order that both set something in motion and could be swapped.

    Facts that move nothing may stand between the two.
    """
    acting = [fact for fact in ordered if fact.act is not None]
    by_id = {fact.event_id: fact for fact in ordered}
    for earlier, later in pairwise(acting):
        if order_is_open(earlier, later) and not _hinted_behind(later, earlier, by_id):
            yield earlier, later


def _hinted_behind(later: Fact, earlier: Fact, by_id: dict[str, Fact]) -> bool:
    """Return whether hints, or hints and dates together, put *later* behind *earlier*."""
    todo, seen = list(later.after), set[str]()
    while todo:
        event_id = todo.pop()
        fact = by_id.get(event_id)
        if fact is None or event_id in seen:
            continue
        seen.add(event_id)
        if fact is earlier or _certainly_before(earlier, fact):
            return True
        todo += fact.after
    return False
