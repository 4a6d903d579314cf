"""Facts beside the line: engagements, statements, notes, disputes, milestones of a definition."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from lifecycle.domain_events.base import (
    Act,
    DomainEvent,
    EdtfText,
    EventId,
    PartyCode,
    Person,
    Text,
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
    place: Text | None = None


class NoteRecorded(DomainEvent):
    """A remark of whoever keeps the record."""

    type: ClassVar[str] = "note_recorded"

    text: Text


class MilestoneReached(DomainEvent):
    """A step that the mechanism's own definition declares."""

    type: ClassVar[str] = "milestone_reached"

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
    by: tuple[PartyCode, ...] = ()
    text: Text | None = None

    @override
    def act(self) -> Act | None:
        return Act(self.name, tuple(dict.fromkeys(self.by)))


class EventDisputed(DomainEvent):
    """A source gives something else for a recorded fact, or a party contests it."""

    type: ClassVar[str] = "event_disputed"

    event: EventId
    """Id of the disputed event."""
    field: Text
    """What is disputed, e.g. ``occurred``."""
    claim: Text | None = None
    """What the other source says instead."""
    occurred_claim: EdtfText | None = None
    """The other date, where the dispute is on the date."""
    by: tuple[PartyCode, ...] = ()
    reason: Text | None = None
