"""What one side asks of the other, and what is due by when."""

from typing import ClassVar, Literal

from lifecycle.facts.models.base import (
    ActOfParties,
    DomainEvent,
    EdtfText,
    PartyCode,
    Text,
)


class _Request(ActOfParties):
    request: Text | None = None
    """Which one, by the name that other facts use for it."""


class RequestMade(_Request):
    """A party asks for something."""

    type: ClassVar[str] = "request_made"

    what: Text
    until: EdtfText | None = None


class RequestAnswered(_Request):
    """A request is accepted, refused, or known to have stayed without an answer."""

    type: ClassVar[str] = "request_answered"

    answer: Literal["accepted", "refused", "unanswered"]
    text: Text | None = None


class DeadlineSet(DomainEvent):
    """Something is to be done by a date."""

    type: ClassVar[str] = "deadline_set"

    what: Text
    due: EdtfText
    who: tuple[PartyCode, ...] = ()
    meeting: Text | None = None
    """In which meeting it was set."""


class ObligationLapsed(DomainEvent):
    """What the definition obliges the parties to do was not done by its date."""

    type: ClassVar[str] = "obligation_lapsed"

    obligation: Text
    """Its name in the definition."""
    due: EdtfText
    text: Text
