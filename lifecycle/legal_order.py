"""The search for an order of facts in which every fact is legal."""

from collections.abc import Iterator, Sequence

from lifecycle.facts import Fact
from lifecycle.mechanism import State, evolve
from lifecycle.placing import Placed, predecessors, ready

SEARCH_STEPS_MAX = 20_000
"""Steps tried in the search for the orders of one block."""


def legal_orders(block: Sequence[Placed], start: State) -> Iterator[tuple[State, list[Fact]]]:
    """Yield, for each state that legal orders lead to, the first such order by key.

    The search gives up after `SEARCH_STEPS_MAX` steps; what it found until then depends on the
    facts only.
    """
    before = predecessors(block)
    everything = (1 << len(block)) - 1
    seen = {(0, start)}
    path: list[int] = []
    stack = [(0, start, _candidates(block, before, 0))]
    for _ in range(SEARCH_STEPS_MAX):
        mask, state, candidates = stack[-1]
        index = next(candidates, None)
        if index is None:
            stack.pop()
            if not stack:
                return
            path.pop()
            continue
        step = evolve(state, block[index].fact)
        after = mask | 1 << index, step.state
        if not step.outcome.legal or after in seen:
            continue
        seen.add(after)
        if after[0] == everything:
            yield step.state, [block[i].fact for i in (*path, index)]
            continue
        path.append(index)
        stack.append((*after, _candidates(block, before, after[0])))


def default_order(block: Sequence[Placed]) -> list[Fact]:
    """Return the block by key, as far as hints and dates allow."""
    before = predecessors(block)
    mask, order = 0, list[Fact]()
    while len(order) < len(block):
        # Only hints that contradict each other leave nothing ready; then the first that is left.
        left = ready(mask, [0] * len(block))
        index = next(ready(mask, before), None)
        index = next(left) if index is None else index
        mask |= 1 << index
        order.append(block[index].fact)
    return order


def _candidates(block: Sequence[Placed], before: Sequence[int], mask: int) -> Iterator[int]:
    """Yield what may come next, by key.

    A fact that moves nothing can always be taken at once, so nothing behind it need be tried. Of
    facts that do the same within the same bounds only the first is tried.
    """
    tried = set()
    for index in ready(mask, before):
        item = block[index]
        if item.fact.act is None and item.fact.turn is None:
            yield index
            return
        twin = (
            item.fact.act,
            item.fact.turn is None or index,
            item.first,
            item.last,
            item.fact.after,
            index * item.awaited,
        )
        if twin not in tried:
            tried.add(twin)
            yield index
