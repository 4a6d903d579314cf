"""Facts about facts: corrected, retracted, disputed, preferred. Nothing recorded is rewritten."""

from typing import Annotated, ClassVar

from pydantic import Field

from lifecycle.facts.models.base import (
    DomainEvent,
    EdtfText,
    EventId,
    JsonText,
    PartyCode,
    Text,
    Word,
)


class EventDisputed(DomainEvent):
    """A source gives something else for a recorded fact, or a party contests it."""

    type: ClassVar[str] = "event_disputed"

    event: EventId
    """Id of the disputed event."""
    field: Text
    """What is disputed, e.g. ``occurred``."""
    claim: JsonText = None
    """What the other source says instead."""
    occurred_claim: EdtfText | None = None
    """The other date, where the dispute is on the date."""
    by: tuple[PartyCode, ...] = ()
    reason: Text | None = None


class AssertionPreferred(DomainEvent):
    """Of conflicting claims on a fact one is preferred; the others stay on record and are shown."""

    type: ClassVar[str] = "assertion_preferred"

    event: EventId
    """Id of the dispute whose claim is preferred, or of the fact that holds against them."""
    reason: Text | None = None


class EventCorrected(DomainEvent):
    """A recorded fact is corrected. What was recorded stays in the log."""

    type: ClassVar[str] = "event_corrected"

    event: EventId
    """Id of the corrected event."""
    changes: Annotated[dict[Word, JsonText], Field(min_length=1)]
    """The keys that read otherwise, as in an entry of a dossier; null takes a key away."""
    reason: Text | None = None


class EventRetracted(DomainEvent):
    """A recorded event no longer counts. To retract a correction or a retraction undoes it."""

    type: ClassVar[str] = "event_retracted"

    event: EventId
    """Id of the retracted event."""
    reason: Text | None = None
