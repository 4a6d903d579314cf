"""What dates and hints make certain about the order of facts."""

from collections.abc import Iterable, Sequence

from lifecycle.cached import cached
from lifecycle.dates import precedes
from lifecycle.facts import Fact


class Order:
    """Which of some facts certainly came before which."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts

    @cached
    def _by_id(self) -> dict[str, Fact]:
        return {fact.event_id: fact for fact in self._facts}

    def before(self, a: Fact, b: Fact) -> bool:
        """Tell whether *a* certainly came before *b*: dates or hints say so."""
        return precedes(a.occurred, b.occurred) is True or self.hinted(a, b)

    def may_precede(self, a: Fact, b: Fact) -> bool:
        """Tell whether *a* may have come before *b*."""
        return a is not b and not self.before(b, a)

    def may_lie_between(self, start: Fact, facts: Iterable[Fact], end: Fact) -> bool:
        """Tell whether one of *facts* may have come after *start* and before *end*."""
        return any(self.may_precede(start, one) and self.may_precede(one, end) for one in facts)

    def hinted(self, earlier: Fact, later: Fact) -> bool:
        """Tell whether hints, or hints and dates together, put *later* behind *earlier*."""
        if not later.after:
            return False
        todo, seen = list(later.after), set[str]()
        while todo:
            fact = self._by_id.get(todo.pop())
            if fact is None or fact.event_id in seen:
                continue
            seen.add(fact.event_id)
            if fact is earlier or precedes(earlier.occurred, fact.occurred) is True:
                return True
            todo += fact.after
        return False
