"""The order of a block in which every fact is legal, or else the default order."""

from collections.abc import Callable, Iterator, Sequence

from lifecycle.history.fold import State
from lifecycle.history.placing import Placed, Precedence, bits
from lifecycle.history.walk import Walk

SEARCH_STEPS_MAX = 20_000
"""Most steps of the walk over the legal orders of one block, from one state."""
SEARCH_WORK_MAX = 4_000_000
"""Most steps of such a walk, times the facts of the block that set something in motion.

The facts of a large block are mostly recorded one after the other, and each calls for a walk.
"""


def steps_max(moving: int) -> int:
    """Return the most steps of the walk over a block of *moving* facts."""
    return min(SEARCH_STEPS_MAX, SEARCH_WORK_MAX // max(1, moving))


def legal_orders(block: Sequence[Placed], start: State) -> tuple[list[list[Placed]], int]:
    """Return the first legal order by key for each state that one leads to, and the steps taken.

    The orders are sorted by the keys of their facts. If there are too many steps to take them all,
    there are no orders; that depends on the facts only.
    """
    walk = Walk(block, [start], legal_only=True)
    if not walk.run(steps_max(walk.moving.bit_count())):
        return [], walk.steps
    orders = [_first_order(walk, end) for end in bits(walk.ends())]
    return [[block[index] for index in order] for order in sorted(orders)], walk.steps


def default_order(block: Sequence[Placed]) -> list[Placed]:
    """Return the block by key, as far as hints and dates allow."""
    alone = [1 << index for index in range(len(block))]
    order = _ordered(Precedence(block), alone, lambda _: True)
    return [block[index] for index in order]


def _first_order(walk: Walk, end: int) -> list[int]:
    """Return the first order by key that leads to a state at the end of a walk."""
    leading = _leading_to(walk, end)
    done = state = 0

    def is_next(index: int) -> bool:
        """Go on by a fact if the end can be reached so."""
        nonlocal done, state
        if not walk.moving >> index & 1:
            return True
        after = done + walk.units[index]
        to, legal = walk.move(state, index)
        if not legal or not leading.get(after, 0) >> to & 1:
            return False
        done, state = after, to
        return True

    return list(_ordered(walk.precedence, walk.alike, is_next))


def _leading_to(walk: Walk, end: int) -> dict[int, int]:
    """Return, for each set of facts, the states from which the rest leads to the state *end*."""
    leading = {walk.everything: 1 << end}
    for done, ways_on in reversed(walk.ways_on.items()):
        for index, after in ways_on:
            for number in bits(walk.reached[done]) if after in leading else ():
                to, legal = walk.move(number, index)
                if legal and leading[after] >> to & 1:
                    leading[done] = leading.get(done, 0) | 1 << number
    return leading


def _ordered(
    precedence: Precedence, alike: Sequence[int], is_next: Callable[[int], bool]
) -> Iterator[int]:
    """Yield the indices of a block by key, each the first that can come next, and is."""
    free = precedence.everything
    while free:
        ready = (index for index in precedence.ready(free, alike) if is_next(index))
        # Only hints that contradict each other leave nothing ready; then the first that is left.
        index = next(ready, (free & -free).bit_length() - 1)
        yield index
        free ^= 1 << index
