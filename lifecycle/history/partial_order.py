"""What dates and hints make certain about the order of facts."""

from collections.abc import Iterable, Mapping, Sequence

from lifecycle.cached import cached
from lifecycle.dates.edtf import precedes
from lifecycle.facts.fact import Fact, hinted_before

FIRST, LAST = -(10**12), 10**12
"""Bounds of what has no date: before and after all dates."""


def days_of(fact: Fact) -> tuple[int, int]:
    """Return the first and the last possible day of a fact by its own date.

    They are before and after all dates where it has none.
    """
    occurred = fact.occurred
    if occurred is None:
        return FIRST, LAST
    first, last = occurred.earliest, occurred.latest
    return FIRST if first is None else first, LAST if last is None else last


class PartialOrder:
    """Which of some facts certainly came before which.

    A fact did if it was over before the other began, within the bounds that its own date gives it
    and those of all that hints put before or behind it; or if hints say so, through others too.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.by_id = {fact.event_id: fact for fact in facts}

    @cached
    def along_hints(self) -> Sequence[Fact]:
        """The facts, each behind those that it is hinted to come after, as far as that can be."""
        facts = tuple(self.by_id.values())
        return facts if self._are_along_hints(facts) else _along_hints(self.by_id)

    def _are_along_hints(self, facts: Sequence[Fact]) -> bool:
        ahead = dict(self.by_id)
        for fact in facts:
            if fact.after and any(hint in ahead for hint in fact.after):
                return False
            del ahead[fact.event_id]
        return True

    @cached
    def first(self) -> Mapping[str, int]:
        """The first possible day of each fact by id, by all that hints put before it too."""
        first = {event_id: days_of(fact)[0] for event_id, fact in self.by_id.items()}
        for fact in self.along_hints:
            for hint in fact.after:
                if hint in first:
                    first[fact.event_id] = max(first[fact.event_id], first[hint])
        return first

    @cached
    def last(self) -> Mapping[str, int]:
        """The last possible day of each fact by id, by all that is hinted behind it too."""
        last = {event_id: days_of(fact)[1] for event_id, fact in self.by_id.items()}
        for fact in reversed(self.along_hints):
            for hint in fact.after:
                if hint in last:
                    last[hint] = min(last[hint], last[fact.event_id])
        return last

    def before(self, earlier: Fact, later: Fact) -> bool:
        """Return whether one of the facts certainly came before another."""
        if self.last[earlier.event_id] < self.first[later.event_id]:
            return True
        return earlier in hinted_before(later, self.by_id)

    def not_after(self, a: Fact, b: Fact) -> bool:
        """Return whether *a* certainly came before *b*, or on the same day."""
        return precedes(b.occurred, a.occurred) is False or self.before(a, b)

    def may_precede(self, a: Fact, b: Fact) -> bool:
        """Return whether *a* may have come before *b*."""
        return a is not b and not self.before(b, a)

    def may_lie_between(self, start: Fact, facts: Iterable[Fact], end: Fact) -> bool:
        """Return whether one of *facts* may have come after *start* and before *end*."""
        return any(self.may_precede(start, one) and self.may_precede(one, end) for one in facts)

    @property
    def contradicted(self) -> list[Fact]:
        """The facts with hints that contradict a date; all with hints, if some go in a circle.

        `lifecycle.history.history.hint_contradiction` names what one of them contradicts.
        """
        hinted = [fact for fact in self.by_id.values() if fact.after]
        if hinted and not self._are_along_hints(self.along_hints):
            return hinted
        return [fact for fact in hinted if days_of(fact)[1] < self.first[fact.event_id]]


def _along_hints(by_id: Mapping[str, Fact]) -> list[Fact]:
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
