"""Facts beside the line: engagements, statements, notes, milestones of a definition."""

from typing import ClassVar, Literal

from typing_extensions import override

from lifecycle.facts.models.base import (
    Act,
    DomainEvent,
    PartyCode,
    Person,
    Text,
    Word,
)


class EngagementRecorded(DomainEvent):
    """People met or visited outside a meeting of the mechanism."""

    type: ClassVar[str] = "engagement_recorded"

    kind: Literal["call_on", "visit", "exercise", "other"]
    people: tuple[Person, ...] = ()
    """Who was received or took part."""
    hosts: tuple[Person, ...] = ()
    place: Text | None = None
    text: Text | None = None


class StatementRecorded(DomainEvent):
    """What somebody said or published, as text or quote."""

    type: ClassVar[str] = "statement_recorded"

    text: Text
    speaker: Person | None = None
    body: Text | None = None
    """Who speaks, where it is neither side: a court, a bank, a third state."""
    place: Text | None = None


class NoteRecorded(DomainEvent):
    """A remark of whoever keeps the record."""

    type: ClassVar[str] = "note_recorded"

    text: Text


class MilestoneReached(DomainEvent):
    """A step that the mechanism's own definition declares."""

    type: ClassVar[str] = "milestone_reached"

    name: Word
    by: tuple[PartyCode, ...] = ()
    text: Text | None = None

    @override
    def act(self) -> Act | None:
        return Act(self.name, tuple(dict.fromkeys(self.by)))
