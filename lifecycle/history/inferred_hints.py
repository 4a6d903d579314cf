"""Inferred order hints (`follows`): which of them hold.

A fact recorded live is said to follow the newest one known, an entry of a file the one before it.
Such a hint settles what dates and explicit hints leave open, and yields to them: it holds unless
it lies on a circle of what is certain and what is inferred. So the result depends on the set of
facts only.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import is_

from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.history.partial_order import PartialOrder


def settled(facts: Sequence[Fact]) -> tuple[tuple[Fact, ...], bool]:
    """Return *facts* with the inferred hints that hold, and whether all of them do."""
    if not [fact for fact in facts if fact.follows] or days_if_consistent(facts) is not None:
        return tuple(facts), True
    by_id = {fact.event_id: fact for fact in facts}
    circles = dict(zip(by_id, _components(_edges(by_id)), strict=False))
    found = tuple(_without_circles(fact, circles) for fact in facts)
    return found, all(map(is_, found, facts))


def days_if_consistent(facts: Sequence[Fact]) -> Mapping[str, int] | None:
    """Return the first possible day of each fact by id; None if hints contradict dates or others.

    None also if a hint names none of the facts, or two of them have one id.
    """
    order = PartialOrder(facts)
    if len(order.by_id) < len(facts) or order.contradicted:
        return None
    return (
        order.first if all(hint in order.by_id for fact in facts for hint in fact.after) else None
    )


def _without_circles(fact: Fact, circles: Mapping[str, int]) -> Fact:
    own = circles[fact.event_id]
    wrong = {hint for hint in fact.follows if circles.get(hint) == own}
    return fact.without_inferred(wrong) if wrong else fact


def _edges(by_id: Mapping[str, Fact]) -> list[list[int]]:
    """Return what comes behind each fact by hints and dates; behind them stand the days.

    A fact that has ended leads to the next day on which one begins, a day to the facts that begin
    on it and to the next day: so few edges tell all that is certain by dates.
    """
    places = {event_id: place for place, event_id in enumerate(by_id)}
    begins = [bounds_of(fact.occurred)[0] for fact in by_id.values()]
    days = sorted({day for day in begins if day is not None})
    place_of_day = {day: place for place, day in enumerate(days, len(places))}
    edges: list[list[int]] = [[] for _ in range(len(places) + len(days))]
    for one, other in pairwise(place_of_day.values()):
        edges[one].append(other)
    for place, (fact, begin) in enumerate(zip(by_id.values(), begins, strict=True)):
        for hint in fact.after:
            if hint in places:
                edges[places[hint]].append(place)
        if begin is not None:
            edges[place_of_day[begin]].append(place)
        end = bounds_of(fact.occurred)[1]
        if end is not None and days and end < days[-1]:
            edges[place].append(place_of_day[days[bisect_right(days, end)]])
    return edges


def _components(edges: Sequence[Sequence[int]]) -> list[int]:
    """Return a number for each node, the same for those that lie on a circle together."""
    back: list[list[int]] = [[] for _ in edges]
    for node, onward in enumerate(edges):
        for other in onward:
            back[other].append(node)
    found = [-1] * len(edges)
    for root in reversed(_finished(edges)):
        todo = [root]
        while todo:
            node = todo.pop()
            if found[node] < 0:
                found[node] = root
                todo += back[node]
    return found


def _finished(edges: Sequence[Sequence[int]]) -> list[int]:
    """Return the nodes in the order in which a search, depth first, is done with them."""
    finished, seen = list[int](), set[int]()
    for root in range(len(edges)):
        path = [] if root in seen else [(root, iter(edges[root]))]
        seen.add(root)
        while path:
            node, onward = path[-1]
            ahead = next((other for other in onward if other not in seen), None)
            if ahead is None:
                finished.append(node)
                path.pop()
            else:
                seen.add(ahead)
                path.append((ahead, iter(edges[ahead])))
    return finished
