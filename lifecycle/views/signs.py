"""What counts as a sign of life, and what as a meeting of the schedule."""

from collections.abc import Iterable, Sequence

from lifecycle.dates.bounds import Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld
from lifecycle.views.reading import value_of

ABOUT_THE_RECORD = frozenset(
    {
        "mechanism_registered",
        "definition_registered",
        "definition_migrated",
        "alias_recorded",
        "note_recorded",
        "obligation_lapsed",
        "event_disputed",
    }
)
"""Types that tell of the record, not of something that happened between the parties."""


def last_sign(history: Sequence[Fact]) -> Fact | None:
    """Return the last fact of *history* that tells of something that happened, None if none does.

    Informal contacts and statements count; what is only about the record does not.
    """
    return next((fact for fact in reversed(history) if fact.type not in ABOUT_THE_RECORD), None)


def signs(history: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return all facts of *history* that tell of something that happened."""
    return tuple(fact for fact in history if fact.type not in ABOUT_THE_RECORD)


def last_dated(history: Sequence[Fact]) -> Fact | None:
    """Return the last sign of life of *history* that has a date."""
    dated = (fact for fact in reversed(history) if fact.occurred is not None)
    return next((fact for fact in dated if fact.type not in ABOUT_THE_RECORD), None)


def keeps_schedule(fact: Fact) -> bool:
    """Return whether a meeting held is one of the schedule: counted, of the mechanism's own series.

    A meeting outside the count, or of another tier or sub-committee, shows that the mechanism
    lives, but does not stand in for the one that is due.
    """
    return value_of(fact, "counted") is not False and value_of(fact, "series") is None


def last_scheduled(meetings: Sequence[Fact]) -> Fact | None:
    """Return the last of `scheduled`, without looking at more than it must."""
    if not meetings:
        return None
    own = (fact for fact in reversed(meetings) if keeps_schedule(fact))
    last = next(own, meetings[-1])
    if value_of(last, "meeting") is None:
        return last
    return next(fact for fact in meetings if _is_same(fact, last))


def scheduled(held: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the meetings *held* of the schedule; where no meeting is of it, all meetings.

    Of two facts that one meeting was held the first tells of it, as in `meetings_of`.
    """
    meetings: list[Fact] = []
    names = set[object]()
    for fact in held:
        name = value_of(fact, "meeting")
        if name is None or name not in names:
            meetings.append(fact)
            names.add(name)
    return tuple(filter(keeps_schedule, meetings)) or tuple(meetings)


def last_meeting_bounds(last: Fact, history: Iterable[Fact]) -> Bounds:
    """Return between which days the last meeting of the schedule lies.

    Args:
        last: The last of them in effective order. Where it has no date it came after those before
            it, and may have been at any time since.
        history: The facts; of two meetings whose dates overlap, either may have been the last.
    """
    others = (fact for fact in _may_be_later(last, history) if fact.type == MeetingHeld.type)
    return _widened(last, (f for f in others if keeps_schedule(f) and not _is_same(f, last)))


def last_sign_bounds(last: Fact, history: Iterable[Fact]) -> Bounds:
    """Return between which days the last sign of life lies; arguments as above."""
    return _widened(last, signs(_may_be_later(last, history)))


def _is_same(meeting: Fact, other: Fact) -> bool:
    """Return whether two facts are about one meeting, by its name."""
    name = value_of(meeting, "meeting")
    return name is not None and name == value_of(other, "meeting")


def _may_be_later(last: Fact, history: Iterable[Fact]) -> list[Fact]:
    """Return the facts of *history* that can have happened after *last*, by dates and hints.

    If *last* has no end, they are all facts: it came after those before it.
    """
    ends = bounds_of(last.occurred).last
    if ends is None:
        return list(history)
    later = [fact for fact in history if (bounds_of(fact.occurred).last or 0) > ends]
    before = _hinted_before(last, history) if later else set()
    return [fact for fact in later if fact.event_id not in before]


def _hinted_before(last: Fact, history: Iterable[Fact]) -> set[str]:
    """Return the ids of the facts that *last* is said to have come after."""
    hints = {fact.event_id: fact.after for fact in history}
    todo, found = list(last.after), set[str]()
    while todo:
        event_id = todo.pop()
        if event_id not in found:
            found.add(event_id)
            todo += hints.get(event_id, ())
    return found


def _widened(last: Fact, others: Iterable[Fact]) -> Bounds:
    own, more = bounds_of(last.occurred), [bounds_of(fact.occurred) for fact in others]
    low = max([own.low, *(other.low for other in more)])
    high = max([own.high, *(other.high for other in more if other.last is not None)])
    return Bounds.between(low, high)
