"""Meetings: planned, moved, called off, failed, held."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from lifecycle.dates import parse
from lifecycle.domain_events.base import (
    DomainEvent,
    EdtfText,
    Model,
    PartyCode,
    Person,
    Text,
    parties_of,
)

Mode = Literal["in_person", "virtual", "hybrid"]


class Topic(Model):
    """A subject on the table, with its parts."""

    name: Text
    parts: tuple[Text, ...] = ()


class CoChair(Person):
    """Who led one side; `office` where the source names only the office."""

    office: Text | None = None
    acting: bool = False


class _MeetingPlan(DomainEvent):
    meeting: Text | None = None
    """Which meeting, by the name that other facts use for it."""
    planned: EdtfText | None = None
    by: tuple[PartyCode, ...] = ()
    place: Text | None = None
    reason: Text | None = None


class MeetingScheduled(_MeetingPlan):
    """A meeting is planned."""

    type: ClassVar[str] = "meeting_scheduled"


class MeetingPostponed(_MeetingPlan):
    """A planned meeting is moved (`planned` is the new date) or left without a date."""

    type: ClassVar[str] = "meeting_postponed"


class MeetingCancelled(_MeetingPlan):
    """A planned meeting is called off."""

    type: ClassVar[str] = "meeting_cancelled"


class MeetingFailed(_MeetingPlan):
    """A meeting was convened but did not take place: no-show, agenda not adopted."""

    type: ClassVar[str] = "meeting_failed"


class MeetingHeld(DomainEvent):
    """A meeting took place. `occurred` of the envelope is its date, `start` and `end` its days."""

    type: ClassVar[str] = "meeting_held"
    trigger: ClassVar[str | None] = "hold_meeting"

    meeting: Text | None = None
    series: Text | None = None
    number_claimed: Text | None = None
    """The number as the source writes it: ``VI``, ``17/3``, ``inaugural``."""
    number: Annotated[int, Field(ge=0, le=9999)] | None = None
    """The number as read."""
    counted: bool = True
    start: EdtfText | None = None
    end: EdtfText | None = None
    mode: Mode | None = None
    place: Text | None = None
    host: PartyCode | None = None
    tier: Text | None = None
    co_chairs: tuple[CoChair, ...] = ()
    topics: tuple[Topic, ...] = ()
    outcomes: tuple[Text, ...] = ()
    joint_with: tuple[Text, ...] = ()
    next_meeting: Text | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.start is not None and self.end is not None:
            start, end = parse(self.start), parse(self.end)
            if (
                start.earliest is not None
                and end.latest is not None
                and end.latest < start.earliest
            ):
                raise ValueError(f"the meeting ends ({self.end}) before it starts ({self.start})")
        return self

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return parties_of(self.co_chairs)
