"""What a command changed: the events recorded, and each mechanism before and after."""

from collections.abc import Callable
from dataclasses import dataclass

from events.model import RecordedEvent
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.cached import cached
from lifecycle.dates.days import day_recorded
from lifecycle.deciding.plan import Plan, PlannedChange
from lifecycle.facts.codec import to_fact
from lifecycle.facts.streams import DEFINITION, category_of, stream_of
from lifecycle.history.history import History
from lifecycle.registry.snapshot import Snapshot


@dataclass(frozen=True)
class Change:
    """What a command changed. What follows from the events is worked out when it is asked for."""

    plan: Plan
    added: tuple[RecordedEvent, ...]
    """What was recorded now, definitions included, in the order of the log."""
    seen_at: Callable[[int | None], Snapshot]
    """Gives the log as it was at a size, or as it is."""

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

    @cached
    def then(self) -> Snapshot:
        """The log before."""
        return self.seen_at(self.added[0].position if self.added else None)

    @cached
    def now(self) -> Snapshot:
        """The log with what was recorded."""
        if not self.added:
            return self.then
        last = self.added[-1]
        return Snapshot(last.position + 1, day_recorded(last))

    @cached
    def mechanisms(self) -> tuple["MechanismChange", ...]:
        """What was changed of each mechanism, in the order of the plan."""
        return tuple(MechanismChange(self, planned) for planned in self.plan.changes)


@dataclass(frozen=True)
class MechanismChange:
    """What a command changed of one mechanism, which is not read for it."""

    whole: Change
    planned: PlannedChange

    @property
    def mechanism_id(self) -> str:
        """The mechanism that it is about."""
        return self.planned.mechanism_id

    @cached
    def added(self) -> tuple[RecordedEvent, ...]:
        """What was recorded of it now."""
        stream = stream_of(self.mechanism_id)
        return tuple(event for event in self.whole.added if event.stream == stream)

    @cached
    def before(self) -> Mechanism | None:
        """The mechanism as it was on record before; None if it was not."""
        return None if self.planned.is_new else self.whole.then.mechanism(self.planned.before)

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
        return self.whole.now.mechanism(history)
