"""Put on record which obligations have lapsed: each exactly once, however often it is run."""

from collections.abc import Callable, Iterator, MutableSequence
from functools import partial
from typing import TypeVar

from events.model import RecordedEvent
from lifecycle.analysis.assessment.due_days import Obligation
from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.edtf import edtf_day, parse
from lifecycle.deciding.commands import Command
from lifecycle.deciding.plan import Plan, merged, plan_facts
from lifecycle.facts.fact import Envelope
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import EventRetracted, ObligationLapsed
from lifecycle.registry.registry import Registry
from lifecycle.storage.loader import Unreadable, attempt, readable
from lifecycle.storage.log_clock import day_asked, newest

T = TypeVar("T")

WATCHER = "lifecycle watch"
"""The actor of all that is recorded here."""


def watch_once(
    registry: Registry,
    as_of: str | None = None,
    *,
    unreadable: MutableSequence[Unreadable] | None = None,
) -> list[RecordedEvent]:
    """Record what has lapsed by *as_of*, and retract what turns out not to have; return that.

    Each mechanism is a transaction of its own. Running again adds nothing, nor do two runs at once:
    each may then return an event that both came to, and that is on record once.

    Args:
        registry: Where the mechanisms are on record.
        as_of: An EDTF date; without one, the day of the newest event that is not of this making.
        unreadable: Takes the mechanisms that cannot be read; the others are watched all the same.

    Raises:
        InvalidArgumentError: If *as_of* is no date, or has no end.
        NotFoundError: If there is neither a date nor an event.
        CommandRefusedError: If a definition enforces against what a lapse brings.
        UnreadableMechanismsError: If *unreadable* did not take them, when all others are done.
    """
    day = day_watched(registry, as_of)

    def watched(mechanism_id: str) -> list[RecordedEvent]:
        return registry.carry_out(partial(_plan, registry, mechanism_id, day)).events

    found = _each(registry, watched)
    return [event for events in readable(found, unreadable) for event in events]


def plan_watch(
    registry: Registry,
    as_of: str | None = None,
    *,
    unreadable: MutableSequence[Unreadable] | None = None,
) -> Plan:
    """Return what `watch_once` would record; raises as it does."""
    day = day_watched(registry, as_of)
    found = _each(registry, lambda mechanism_id: _plan(registry, mechanism_id, day))
    return merged(list(readable(found, unreadable)))


def _each(registry: Registry, work: Callable[[str], T]) -> Iterator[T | Unreadable]:
    for mechanism_id in registry.ids():
        yield attempt(mechanism_id, partial(work, mechanism_id))


def day_watched(registry: Registry, as_of: str | None = None) -> int:
    """Return the day number that obligations are judged on; raises as `watch_once`."""
    if as_of is not None:
        return day_asked(as_of, None)
    store = registry.store
    return day_asked(None, newest(store, store.head(), not_by=WATCHER))


def _plan(registry: Registry, mechanism_id: str, day: int) -> Plan:
    mechanism = registry.mechanism(mechanism_id)
    # Decided against the very history that was judged: another writer's fact makes it anew.
    return plan_facts(mechanism_id, mechanism.recorded, tuple(to_record(mechanism, day)))


def to_record(mechanism: Mechanism, day: int) -> Iterator[Command]:
    """Yield what is to be recorded, so that the record tells what had lapsed by *day*. Pure.

    A lapse has the id of its mechanism, obligation and due day. If it turns out later that it was
    none, it is retracted; if it is one after all, the retraction is; and so on, each by an id
    derived from the one before. What people retract stays so. A lapse without a day is passed over.
    """
    owed = [its for its in obligations_of(mechanism, day) if its.due is not None]
    told = {_id_of(mechanism, _lapse(its), its.place): its for its in owed}
    lapsed = {event_id: _lapse(its) for event_id, its in told.items() if its.status == "lapsed"}
    on_record = {fact.event_id for fact in mechanism.recorded.facts}
    for event_id, event in lapsed.items():
        if event_id not in on_record:
            yield Command(event_id, event, Envelope(occurred=event.due, actor=WATCHER), live=False)
    gone = {fact.event_id for fact in mechanism.retracted}
    for event_id in _recorded(mechanism, day):
        chain = _chain(event_id, on_record)
        counts = len(chain) % 2 == 1
        if counts != (event_id in lapsed) and chain[-1] not in gone:
            its = told.get(event_id)
            yield _retraction(chain[-1], its.basis if its else "By the record, it was not due.")


def _lapse(owed: Obligation) -> ObligationLapsed:
    due = "" if owed.due is None else edtf_day(owed.due)
    return ObligationLapsed(obligation=owed.name, due=due, text=owed.title)


def _id_of(mechanism: Mechanism, event: ObligationLapsed, place: int) -> str:
    """Return the id of a lapse; from the second of one day on, its place is a part of it."""
    also = () if place == 1 else (str(place),)
    return derived_id("obligation", mechanism.id, event.obligation, event.due, *also)


def _recorded(mechanism: Mechanism, day: int) -> Iterator[str]:
    """Yield the ids of the lapses on record that the definition and *day* allow to judge."""
    known = {asked.name for asked in mechanism.state.rules.definition.obligations}
    lapses = [fact for fact in mechanism.recorded.facts if fact.type == ObligationLapsed.type]
    places = range(1, len(lapses) + 1)
    for fact in lapses:
        event = fact.event
        assert isinstance(event, ObligationLapsed)  # noqa: S101  # the type name says so
        due = parse(event.due).latest
        ids = (_id_of(mechanism, event, place) for place in places)
        is_own = event.obligation in known and fact.event_id in ids
        if is_own and due is not None and due < day:
            yield fact.event_id


def _chain(event_id: str, on_record: set[str]) -> list[str]:
    """Return a lapse, the retraction of it, the retraction of that: as far as they are on record.

    An odd number says that it lapsed.
    """
    chain = [event_id]
    while (following := derived_id("retraction", chain[-1])) in on_record:
        chain.append(following)
    return chain


def _retraction(target: str, reason: str) -> Command:
    event = EventRetracted(event=target, reason=reason)
    event_id = derived_id("retraction", target)
    return Command(event_id, event, Envelope(actor=WATCHER), live=False)
