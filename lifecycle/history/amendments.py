"""Amendments: facts as they read once corrections, retractions and preferences are applied.

Nothing recorded is changed. The result depends on the set of facts only: amendments of one fact
apply in the order that their hints give, and where hints leave it open, by event id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import combinations

from pydantic import JsonValue

from lifecycle.cached import cached
from lifecycle.errors import DateError, UnreadableFactError
from lifecycle.facts.entries import ENVELOPE_KEYS
from lifecycle.facts.fact import Fact, Told, hinted_before
from lifecycle.facts.models import (
    AssertionPreferred,
    EventCorrected,
    EventDisputed,
    EventRetracted,
)
from lifecycle.history.inferred_hints import days_if_consistent, settled

AboutFact = EventCorrected | EventRetracted | AssertionPreferred | EventDisputed
"""What is about another fact; all but a dispute say how that reads."""
AMENDING = frozenset({EventCorrected.type, EventRetracted.type, AssertionPreferred.type})
"""Types that say how other facts read. They have no place of their own in a life."""


@dataclass(frozen=True)
class Amended:
    """The facts of a mechanism as they read now."""

    facts: tuple[Fact, ...]
    """The facts that count, in recorded order, without the amendments."""
    all_hold: bool
    """Whether all inferred hints hold."""
    retracted: tuple[Fact, ...] = ()
    """Facts that no longer count, as they read."""
    amendments: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    """Amendments that hold, by the id of the fact that they amend, in the order they apply."""
    unordered: tuple[tuple[Fact, Fact], ...] = ()
    """Pairs of amendments that say different things of one key, with no order between them."""
    gone: frozenset[str] = frozenset()
    """Ids of all events that stand retracted, amendments among them."""

    read: tuple[Fact, ...] = ()
    """All facts as they read, in recorded order, whether they count or not."""
    retractions: Mapping[str, str] = field(default_factory=dict)
    """By the id of each retraction, that of the event that it retracts."""
    subjects: frozenset[str] = frozenset()
    """Ids of the events that amendments name or bear on; not all need be on record."""

    @cached
    def first_days(self) -> Mapping[str, int] | None:
        """The first possible day of each fact that counts, by id.

        None if hints contradict dates or other hints: then a fact more can change which hold.
        """
        return days_if_consistent(self.facts) if self.all_hold else None

    def with_retraction(self, fact: Fact) -> "Amended | None":
        """Return the facts with one more, or None if it takes more than to let some count or not.

        So it does for all but retractions, and for those that were amended beforehand.
        """
        if fact.type != EventRetracted.type or fact.event_id in self.subjects:
            return None
        retractions = {**self.retractions, fact.event_id: str(target_of(fact))}
        gone = _gone(retractions) - {self.read[0].event_id}
        others = (gone ^ self.gone) - retractions.keys()
        found = [one.type for one in self.read[1:] if one.event_id in others]
        if len(found) < len(others) or EventDisputed.type in found:  # how others read may change
            return None
        counting, all_hold = settled(tuple(_without_gaps(self.read, gone)))
        return replace(
            self,
            facts=counting,
            all_hold=all_hold,
            retracted=tuple(one for one in self.read if one.event_id in gone),
            gone=gone,
            retractions=retractions,
        )


def amended(facts: Sequence[Fact]) -> Amended:
    """Return *facts* as they read with all their amendments.

    Raises:
        UnreadableFactError: If a stored amendment cannot be applied.
    """
    if not any(fact.type in AMENDING for fact in facts):
        return Amended(*settled(facts), read=tuple(facts))
    return _Amending(facts).result()


def target_of(fact: Fact) -> str | None:
    """Return the id of the event that an amendment or a dispute is about; None for other facts."""
    event = fact.event
    return event.event if isinstance(event, AboutFact) else None


def subject_of(amendment: Fact, target: Fact) -> str:
    """Return the id of the fact that reads otherwise by *amendment*, which names *target*.

    To prefer what a dispute claims bears on the disputed fact.
    """
    about = None
    if amendment.type == AssertionPreferred.type and target.type == EventDisputed.type:
        about = target_of(target)
    return about or target.event_id


def claim_of(dispute: EventDisputed) -> Mapping[str, JsonValue]:
    """Return what a dispute says instead, as keys of an entry with their values."""
    if dispute.occurred_claim is not None:
        return {"on": dispute.occurred_claim}
    return {} if dispute.claim is None else {dispute.field: dispute.claim}


def claims_used(
    fact: Fact, amendments: Iterable[Fact], read: Callable[[str], Fact]
) -> Mapping[str, tuple[str, JsonValue]]:
    """Return what is preferred to what *fact* itself says, by key: the dispute's id, and its claim.

    Args:
        fact: Any fact.
        amendments: Those of the fact, in the order they apply.
        read: Returns the dispute with an id, as it reads.
    """
    used: dict[str, tuple[str, JsonValue]] = {}
    for amendment in amendments:
        target = target_of(amendment)
        if amendment.type != AssertionPreferred.type or target is None:
            continue
        if target == fact.event_id:
            used.clear()
        elif isinstance(dispute := read(target).event, EventDisputed):
            used.update({key: (target, value) for key, value in claim_of(dispute).items()})
    return used


class _Amending:
    """The amendments among the facts of one mechanism, sorted out."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.by_id = {fact.event_id: fact for fact in facts}
        self.retractions = _retractions(facts)
        self.gone = _gone(self.retractions) - {facts[0].event_id}  # the registration always counts
        self.subjects = {*self.retractions.values()}
        self.by_target = self._by_target()
        self.read: dict[str, Fact] = {}
        """Facts as they read, by id, once they have been read."""

    def result(self) -> Amended:
        read = [self._read(fact) for fact in self.facts if fact.type not in AMENDING]
        return Amended(
            *settled(tuple(_without_gaps(read, self.gone))),
            tuple(fact for fact in read if fact.event_id in self.gone),
            self.by_target,
            tuple(pair for group in self.by_target.values() for pair in self._unordered(group)),
            self.gone,
            tuple(read),
            self.retractions,
            frozenset(self.subjects),
        )

    def _by_target(self) -> dict[str, tuple[Fact, ...]]:
        """Return the corrections and preferences that hold, by the fact that they bear on."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            if fact.type in _READING_OTHERWISE and fact.event_id not in self.gone:
                named = str(target_of(fact))
                self.subjects.add(named)
                target = self.by_id.get(named)
                if target is None:
                    continue
                subject = subject_of(fact, target)
                self.subjects.add(subject)
                if subject == target.event_id or target.event_id not in self.gone:
                    found.setdefault(subject, []).append(fact)  # a retracted claim is moot
        return {target: tuple(_in_order(group, self.by_id)) for target, group in found.items()}

    def _changes(self, fact: Fact) -> Mapping[str, JsonValue]:
        """Return the keys that an amendment changes, with their new values."""
        event = fact.event
        if isinstance(event, EventCorrected):
            return event.changes
        dispute = self._read(self.by_id[str(target_of(fact))]).event
        return claim_of(dispute) if isinstance(dispute, EventDisputed) else {}

    def _read(self, fact: Fact) -> Fact:
        """Return *fact* with its corrections applied first, then the claims that are preferred."""
        amendments = self.by_target.get(fact.event_id)
        if amendments is None:
            return fact
        if fact.event_id in self.read:
            return self.read[fact.event_id]
        self.read[fact.event_id] = fact  # what disputes in a circle of a foreign log come to
        changes: dict[str, JsonValue] = {}
        for other in amendments:
            if isinstance(other.event, EventCorrected):
                changes.update(other.event.changes)
        claims = claims_used(fact, amendments, lambda event_id: self._read(self.by_id[event_id]))
        changes.update({key: value for key, (_, value) in claims.items()})
        read = self.read[fact.event_id] = _changed(fact, changes, amendments)
        return read

    def _unordered(self, group: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
        for earlier, later in combinations(group, 2):
            mine, theirs = self._changes(earlier), self._changes(later)
            differ = any(mine[key] != theirs[key] for key in mine.keys() & theirs.keys())
            both_prefer = AssertionPreferred.type == earlier.type == later.type
            if (differ or both_prefer) and earlier not in hinted_before(later, self.by_id):
                yield earlier, later


_READING_OTHERWISE = AMENDING - {EventRetracted.type}


def retracted_in(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the ids of the events that stand retracted, by a retraction that itself stands."""
    return _gone(_retractions(facts))


def _retractions(facts: Iterable[Fact]) -> dict[str, str]:
    return {
        fact.event_id: str(target_of(fact)) for fact in facts if fact.type == EventRetracted.type
    }


def _gone(retractions: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of the events that stand retracted; *retractions* name what each retracts."""
    by_target: dict[str, list[str]] = {}
    for event_id, target in retractions.items():
        by_target.setdefault(target, []).append(event_id)
    gone: dict[str, bool] = {}
    todo = list(by_target)
    while todo:
        event_id = todo[-1]
        own = by_target.get(event_id, ())
        open_still = [other for other in own if other not in gone]
        if open_still:
            gone[event_id] = False  # also what a circle of retractions in a foreign log comes to
            todo += open_still
        else:
            gone[event_id] = any(not gone[other] for other in own)
            todo.pop()
    return frozenset(event_id for event_id in by_target if gone[event_id])


def _in_order(group: Sequence[Fact], by_id: Mapping[str, Fact]) -> list[Fact]:
    """Return amendments of one fact as they apply: along their hints, else by event id."""
    left = sorted(group, key=lambda fact: fact.event_id)
    if len(left) == 1:
        return left
    before = {one.event_id: {other.event_id for other in hinted_before(one, by_id)} for one in left}
    order: list[Fact] = []
    while left:
        waiting = {fact.event_id for fact in left}
        free = (fact for fact in left if waiting.isdisjoint(before[fact.event_id]))
        order.append(next(free, left[0]))
        left.remove(order[-1])
    return order


def _changed(fact: Fact, changes: Mapping[str, JsonValue], amendments: Sequence[Fact]) -> Fact:
    data, envelope = dict(fact.told.data), dict(fact.told.envelope)
    for key, value in changes.items():
        told, name = (envelope, ENVELOPE_KEYS[key]) if key in ENVELOPE_KEYS else (data, key)
        if value is None:
            told.pop(name, None)
        else:
            told[name] = value
    try:
        return fact.read_as(Told(data, envelope), tuple(other.event_id for other in amendments))
    except (DateError, TypeError, UnreadableFactError) as error:
        reason = error.reason if isinstance(error, UnreadableFactError) else str(error)
        last = amendments[-1]
        raise UnreadableFactError(last.position, last.type, reason) from error


def _without_gaps(facts: Sequence[Fact], gone: AbstractSet[str]) -> Iterator[Fact]:
    """Yield the facts that count; what was hinted behind a retracted one stays behind its hints."""
    retracted = [fact for fact in facts if fact.event_id in gone]
    hints = {fact.event_id: fact.after for fact in retracted}
    explicit = {fact.event_id: fact.explicit for fact in retracted}
    for fact in facts:
        if fact.event_id in gone:
            continue
        if gone.isdisjoint(fact.after):
            yield fact
        else:
            after = _bridged(fact.explicit, explicit, gone)
            follows = _bridged(fact.after, hints, gone)
            yield fact.placed_after(after, [hint for hint in follows if hint not in after])


def _bridged(
    after: Iterable[str], hints: Mapping[str, tuple[str, ...]], gone: AbstractSet[str]
) -> dict[str, None]:
    """Return the hints *after* with those of each retracted fact in its place, in order.

    *hints* are those of the retracted facts.
    """
    found: dict[str, None] = {}
    todo, seen = list(reversed(tuple(after))), set[str]()
    while todo:
        event_id = todo.pop()
        if event_id in seen:
            continue
        seen.add(event_id)
        if event_id in gone:
            todo += reversed(hints.get(event_id, ()))
        else:
            found[event_id] = None
    return found
