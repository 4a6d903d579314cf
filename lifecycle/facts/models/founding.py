"""How a mechanism comes to be: registered, proposed, agreed."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from lifecycle.facts.models.base import (
    Act,
    ActOfParties,
    DomainEvent,
    EdtfText,
    MechanismId,
    Model,
    PartyCode,
    Text,
)


class Name(Model):
    """A name of the mechanism, in a language, as used by a side."""

    text: Text
    language: Text | None = None
    used_by: PartyCode | None = None


class Party(Model):
    """One side, with its name as recorded: names change, the log does not."""

    code: PartyCode
    scheme: Text = "iso3166-1"
    """``iso3166-1``; ``eu``; ``iso3166-3`` (former states); ``user-assigned``; or another."""
    name: Text | None = None
    on_behalf_of: Text | None = None
    successor: PartyCode | None = None
    """Code of the state that took the place of a former one."""


class DefinitionRef(Model):
    """The definition a mechanism lives under; its text is in the log under this hash."""

    name: Text
    version: int
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class MechanismRegistered(DomainEvent):
    """The log takes a mechanism in. This is the log's act, not a date in the mechanism's life."""

    type: ClassVar[str] = "mechanism_registered"

    mechanism: MechanismId
    names: Annotated[tuple[Name, ...], Field(min_length=1)]
    parties: tuple[Party, ...]
    subject: Text
    definition: DefinitionRef
    policy: Literal["enforce", "record"]
    level: Text | None = None
    known_from: Text | None = None
    """State in which the mechanism is first known, for one first met in mid-life."""
    parent: MechanismId | None = None

    @model_validator(mode="after")
    def _two_distinct_parties(self) -> Self:
        codes = [party.code for party in self.parties]
        if len(codes) != 2:  # noqa: PLR2004  # bilateral
            raise ValueError(f"a bilateral mechanism has exactly two parties, not {len(codes)}")
        if codes[0] == codes[1]:
            raise ValueError(f"the two parties must be distinct, both are {codes[0]!r}")
        return self


class Proposed(ActOfParties):
    """A party proposes to establish the mechanism, or to do something to it."""

    type: ClassVar[str] = "proposed"
    trigger: ClassVar[str | None] = "propose"

    object: Literal["establish", "end", "revive", "replace", "add_topic"] = "establish"
    place: Text | None = None
    text: Text | None = None

    @override
    def act(self) -> Act | None:
        return super().act() if self.object == "establish" else None


class _Agreement(ActOfParties):
    meeting: Text | None = None
    """In which meeting it was agreed."""
    document: Text | None = None
    place: Text | None = None
    periodicity: Text | None = None
    """How often to meet, e.g. ``annually`` or ``every 2 years``."""
    hosting_rule: Text | None = None
    """Who hosts, e.g. ``alternately``."""
    level: Text | None = None
    target: EdtfText | None = None
    """By when it is to be done."""


class EstablishmentAgreed(_Agreement):
    """The parties agree to establish the mechanism. No party named: reported as agreed by both."""

    type: ClassVar[str] = "establishment_agreed"
    trigger: ClassVar[str | None] = "agree"


class ResumptionAgreed(_Agreement):
    """The parties agree to resume: an intention, which does not end a suspension."""

    type: ClassVar[str] = "resumption_agreed"


class PeriodicityRecorded(ActOfParties):
    """How often to meet, and who hosts: agreed later than the founding, or reported by a source."""

    type: ClassVar[str] = "periodicity_recorded"

    basis: Literal["agreed", "reported"]
    periodicity: Text | None = None
    hosting_rule: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.periodicity is None and self.hosting_rule is None:
            raise ValueError("periodicity or hosting_rule must be there")
        return self
