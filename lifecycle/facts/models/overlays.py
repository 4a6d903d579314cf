"""What holds beside the stage for a time: level, names, scope, chairs."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from lifecycle.facts.models.base import (
    ActOfParties,
    DomainEvent,
    EdtfText,
    PartyCode,
    Text,
)
from lifecycle.facts.models.founding import Name

Names = Annotated[tuple[Name, ...], Field(min_length=1)]


class Change(ActOfParties):
    """Something of the mechanism changes from a day on."""

    effective: EdtfText | None = None
    reason: Text | None = None


class LevelChanged(Change):
    """The heads of delegation are of another level from now on."""

    type: ClassVar[str] = "level_changed"

    level: Text
    previously: Text | None = None
    direction: Literal["raised", "lowered", "other"] | None = None


class Renamed(Change):
    """The mechanism has another name from now on."""

    type: ClassVar[str] = "renamed"

    names: Names
    previously: Text | None = None


class AliasRecorded(DomainEvent):
    """The mechanism is called by another name or acronym as well."""

    type: ClassVar[str] = "alias_recorded"

    names: Names


class ScopeChanged(Change):
    """Topics are excluded from the mechanism, or taken in."""

    type: ClassVar[str] = "scope_changed"

    excluded: tuple[Text, ...] = ()
    included: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _something_changes(self) -> Self:
        if not self.excluded and not self.included:
            raise ValueError("says neither what is excluded nor what is included")
        return self


class ChairNamed(DomainEvent):
    """A side names its chair, or its chair is vacant."""

    type: ClassVar[str] = "chair_named"

    party: PartyCode
    name: Text | None = None
    title: Text | None = None
    office: Text | None = None
    status: Literal["regular", "acting", "vacant"] = "regular"
    succeeds: Text | None = None
    """Who held the chair before."""

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return (self.party,)
