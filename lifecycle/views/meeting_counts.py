"""Runs of numbered meetings: the counts of a life, as far as it is certain what belongs to them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lifecycle.facts.fact import Fact
from lifecycle.facts.models import NumberingRestarted
from lifecycle.history.partial_order import PartialOrder
from lifecycle.views.held_meetings import HeldMeeting
from lifecycle.views.numbering import Numbered

Run = list[Numbered]
"""Counted meetings of one count, in effective order."""


class Neighbours(NamedTuple):
    """Two numbered meetings of a count, one after the other."""

    earlier: Numbered
    later: Numbered
    unnumbered: int
    """Count of meetings between them that have no number."""


def runs_of(
    meetings: Sequence[Numbered], facts: Sequence[Fact], order: PartialOrder
) -> tuple[Run, ...]:
    """Return the runs of the *meetings* among *facts*; a count that visibly begins anew is another.

    Where it is open whether a restart came before or after a meeting, the meeting is left out.
    """
    restarts = [fact for fact in facts if fact.type == NumberingRestarted.type]
    runs: dict[tuple[str | None, int, int], Run] = {}
    parts: dict[tuple[str | None, int], int] = {}
    for one in meetings:
        if not one.event.counted or not _is_placed(one, restarts, order):
            continue
        count = one.count.series, one.count.epoch
        part = parts.get(count, 0)
        if _begins_anew(runs.get((*count, part), []), one, order):
            part = parts[count] = part + 1
        runs.setdefault((*count, part), []).append(one)
    return tuple(runs.values())


def is_even(meetings: Sequence[HeldMeeting]) -> bool:
    """Return whether *meetings* of one count bear one number after the other."""
    for a, b in pairwise(meetings):
        if a.number is None or b.number != a.number + 1 or a.count != b.count or not b.counted:
            return False
    return True


def number_of(one: Numbered) -> int:
    """Return the number of a meeting that has one."""
    assert one.event.number is not None  # noqa: S101  # those without are left out before
    return one.event.number


def neighbours_in(runs: Sequence[Run], order: PartialOrder) -> Iterator[Neighbours]:
    """Yield pairs of numbered meetings of which the second certainly is the next."""
    for run in runs:
        places = [index for index, one in enumerate(run) if one.event.number is not None]
        for a, b in pairwise(places):
            if order.before(run[a].fact, run[b].fact):
                yield Neighbours(run[a], run[b], b - a - 1)


def _is_placed(one: Numbered, restarts: Sequence[Fact], order: PartialOrder) -> bool:
    return one.event.epoch is not None or all(
        order.before(restart, one.fact) or order.before(one.fact, restart) for restart in restarts
    )


def _begins_anew(run: Run, one: Numbered, order: PartialOrder) -> bool:
    if not run or one.event.number not in {0, 1}:
        return False
    before = [other for other in run if other.event.number is not None]
    return (
        bool(before)
        and number_of(before[-1]) > number_of(one)
        and order.before(before[-1].fact, one.fact)
    )
