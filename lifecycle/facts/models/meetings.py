"""Meetings: mooted, planned, moved, called off, failed, held; and their series."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from lifecycle.facts.models.base import (
    ActOfParties,
    DomainEvent,
    EdtfText,
    Model,
    PartyCode,
    Person,
    Text,
    check_span,
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
    represented_by: Text | None = None
    """Who sat in the chair for the one named."""


class JointSitting(Model):
    """Another mechanism that sat in the same meeting, with the meeting's number there."""

    mechanism: Text
    """Its id, or its name where it is not on record."""
    number_claimed: Text | None = None
    number: Annotated[int, Field(ge=0, le=9999)] | None = None


class _MeetingPlan(ActOfParties):
    meeting: Text | None = None
    """Which meeting, by the name that other facts use for it."""
    series: Text | None = None
    number_claimed: Text | None = None
    planned: EdtfText | None = None
    place: Text | None = None
    mode: Mode | None = None
    reason: Text | None = None


class MeetingMooted(_MeetingPlan):
    """A meeting is talked of; nothing is fixed."""

    type: ClassVar[str] = "meeting_mooted"


class MeetingScheduled(_MeetingPlan):
    """A meeting is planned."""

    type: ClassVar[str] = "meeting_scheduled"


class _MeetingMoved(_MeetingPlan):
    previously: EdtfText | None = None
    """The date planned before."""


class MeetingRescheduled(_MeetingMoved):
    """A planned meeting gets another date: `planned` is the new one."""

    type: ClassVar[str] = "meeting_rescheduled"


class MeetingPostponed(_MeetingMoved):
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
    """False for special, preliminary and other meetings outside the count."""
    epoch: Text | None = None
    """Which count the number belongs to, where the count was restarted."""
    start: EdtfText | None = None
    end: EdtfText | None = None
    mode: Mode | None = None
    place: Text | None = None
    country: PartyCode | None = None
    """Where it was held, for a meeting in a third country."""
    host: PartyCode | None = None
    tier: Text | None = None
    co_chairs: tuple[CoChair, ...] = ()
    delegates: tuple[Person, ...] = ()
    """Who else sat on either side, where they are named."""
    topics: tuple[Topic, ...] = ()
    outcomes: tuple[Text, ...] = ()
    joint_with: tuple[JointSitting, ...] = ()
    next_meeting: Text | None = None
    """What was said of the next one, in words."""
    next_planned: EdtfText | None = None
    reported: Literal["at_the_time", "later"] = "at_the_time"
    """``later``: that it was held is known only from later reports."""

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        check_span("the meeting", self.start, self.end)
        return self

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return parties_of(self.co_chairs)


class SeriesOpened(DomainEvent):
    """A numbered series of meetings of its own begins: a tier, a sub-committee, intersessionals."""

    type: ClassVar[str] = "series_opened"

    series: Text
    tier: Text | None = None
    first_number: Annotated[int, Field(ge=0, le=9999)] | None = None
    reason: Text | None = None


class NumberingRestarted(DomainEvent):
    """The count of a series begins anew."""

    type: ClassVar[str] = "numbering_restarted"

    series: Text | None = None
    """None: the mechanism's own."""
    epoch: Text | None = None
    first_number: Annotated[int, Field(ge=0, le=9999)] = 1
    reason: Text | None = None
