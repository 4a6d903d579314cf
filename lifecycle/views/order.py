"""What dates and hints make certain about the order of facts."""

from collections.abc import Iterable, Sequence

from lifecycle.cached import cached
from lifecycle.dates.edtf import bounds_of, precedes
from lifecycle.facts.fact import Fact


class Order:
    """Which of some facts certainly came before which."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts

    @cached
    def by_id(self) -> dict[str, Fact]:
        """The facts by their ids."""
        return {fact.event_id: fact for fact in self._facts}

    @cached
    def _hinted(self) -> list[tuple[float, Fact]]:
        """The facts with hints, by the last day on which each can have happened."""
        hinted = [(bounds_of(fact.occurred).high, fact) for fact in self._facts if fact.after]
        return sorted(hinted, key=lambda pair: pair[0])

    def before(self, a: Fact, b: Fact) -> bool:
        """Return whether *a* certainly came before *b*: dates or hints say so."""
        if precedes(a.occurred, b.occurred) is True:
            return True
        return bool(self._hinted) and self.hinted(a, b)

    def not_after(self, a: Fact, b: Fact) -> bool:
        """Return whether *a* certainly came before *b*, or on the same day."""
        return precedes(b.occurred, a.occurred) is False or self.before(a, b)

    def may_precede(self, a: Fact, b: Fact) -> bool:
        """Return whether *a* may have come before *b*."""
        return a is not b and not self.before(b, a)

    def may_lie_between(self, start: Fact, facts: Iterable[Fact], end: Fact) -> bool:
        """Return whether one of *facts* may have come after *start* and before *end*."""
        return any(self.may_precede(start, one) and self.may_precede(one, end) for one in facts)

    def hinted(self, earlier: Fact, later: Fact) -> bool:
        """Return whether hints, or hints and dates together, put *later* behind *earlier*."""
        hinted, place = self._hinted, 0
        todo, seen = [later], {later.event_id}
        while todo:
            fact = todo.pop()
            told = [self.by_id[event_id] for event_id in fact.after if event_id in self.by_id]
            if any(one is earlier or precedes(earlier.occurred, one.occurred) for one in told):
                return True
            begun = bounds_of(fact.occurred).low
            while place < len(hinted) and hinted[place][0] < begun:
                told.append(hinted[place][1])
                place += 1
            todo += [one for one in told if one.event_id not in seen]
            seen.update(one.event_id for one in told)
        return False
