"""What a command changed: the events recorded, and each mechanism before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.model import RecordedEvent
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.cached import cached
from lifecycle.deciding.plan import Plan, PlannedChange
from lifecycle.facts.codec import to_fact
from lifecycle.facts.streams import DEFINITION, category_of, stream_of
from lifecycle.history.history import History
from lifecycle.registry.snapshot import Snapshot


@dataclass(frozen=True)
class MechanismChange:
    """What a command changed of one mechanism; worked out when asked for, without reading."""

    planned: PlannedChange
    added: tuple[RecordedEvent, ...]
    """What was recorded of it now."""
    then: Snapshot
    now: Snapshot

    @property
    def mechanism_id(self) -> str:
        """The mechanism that it is about."""
        return self.planned.mechanism_id

    @cached
    def before(self) -> Mechanism | None:
        """The mechanism as it was on record before; None if it was not."""
        return None if self.planned.is_new else self.then.mechanism(self.planned.before)

    @cached
    def after(self) -> Mechanism:
        """The mechanism with what was recorded."""
        turns = {item.fact.event_id: item.fact.turn for item in self.planned.accepted}
        history = self.planned.before
        facts = [to_fact(event) for event in self.added]
        if self.planned.is_new:
            history = History((facts.pop(0),), history.rules)
        for fact in facts:
            fact.turn = turns[fact.event_id]
            history = history.with_fact(fact)
        return self.now.mechanism(history)


@dataclass(frozen=True, slots=True)
class Change:
    """What a command changed."""

    plan: Plan
    added: tuple[RecordedEvent, ...]
    """What was recorded now, definitions included, in the order of the log."""
    mechanisms: tuple[MechanismChange, ...]

    @property
    def events(self) -> list[RecordedEvent]:
        """The facts of the command as recorded; those that were on record already come first."""
        facts = (event for event in self.added if category_of(event.stream) != DEFINITION)
        return [*self.plan.known, *facts]

    @property
    def follows_plan(self) -> bool:
        """Whether the events stand where they were planned to.

        If not, another run of the same command recorded them first, behind facts that this one
        has not seen.
        """
        last_seen = {append.stream: append.expected_version for append in self.plan.appends}
        firsts = {event.stream: event.version for event in reversed(self.added)}
        return all(version == last_seen[stream] + 1 for stream, version in firsts.items())


def change_of(plan: Plan, added: Sequence[RecordedEvent], then: Snapshot, now: Snapshot) -> Change:
    """Return what *plan* changed, of which *added* was recorded between two states of the log."""
    mechanisms = []
    for planned in plan.changes:
        stream = stream_of(planned.mechanism_id)
        own = tuple(event for event in added if event.stream == stream)
        mechanisms.append(MechanismChange(planned, own, then, now))
    return Change(plan, tuple(added), tuple(mechanisms))
