"""Instruments: terms of reference and other documents that bind, and what is done to them."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator
from typing_extensions import override

from lifecycle.facts.models.base import (
    Act,
    ActOfParties,
    DomainEvent,
    EdtfText,
    Person,
    Text,
    check_span,
    parties_of,
)


class Signatory(Person):
    """Who signed, when it was another day than the fact's, and in whose name."""

    on_behalf_of: Text | None = None
    on: EdtfText | None = None
    """The day on which this one signed, adopted or notified."""


class TermsOfReferenceSigned(DomainEvent):
    """The terms of reference are signed (or exchanged, adopted, finalised), by one side or both."""

    type: ClassVar[str] = "terms_of_reference_signed"
    trigger: ClassVar[str | None] = "sign_tor"

    instrument: Text | None = None
    """The name by which later acts on it refer to it."""
    signatories: tuple[Signatory, ...] = ()
    how: Literal["signed", "exchanged", "adopted", "finalised"] = "signed"
    document: Text | None = None
    version: Text | None = None
    term: EdtfText | None = None
    periodicity: Text | None = None
    """How often to meet, by these terms."""
    hosting_rule: Text | None = None
    body: Text | None = None
    """The sub-group that the terms are for, where they are not for the mechanism itself."""
    place: Text | None = None

    @override
    def act(self) -> Act | None:
        return super().act() if self.body is None else None

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return parties_of(self.signatories)


class InstrumentConcluded(DomainEvent):
    """An instrument other than the ToR is concluded; only a founding one moves the mechanism."""

    type: ClassVar[str] = "instrument_concluded"
    trigger: ClassVar[str | None] = "conclude_instrument"

    instrument: Text | None = None
    """The name by which later acts on it refer to it."""
    kind: Text
    """``mou``, ``agreement``, ``treaty``, ``exchange of letters``, ``agreed minutes`` ..."""
    role: Literal["founding", "umbrella", "outcome"]
    title: Text | None = None
    how: Literal["signed", "exchanged", "adopted", "initialled", "agreed"] = "signed"
    signatories: tuple[Signatory, ...] = ()
    other_signatories: tuple[Text, ...] = ()
    """Who signed beside the two parties."""
    version: Text | None = None
    term: EdtfText | None = None
    effective: EdtfText | None = None
    """When it takes effect, where the source gives the date."""
    effective_rule: (
        Literal["signature", "later_notification", "exchange_of_ratifications", "approval"] | None
    ) = None
    """What it takes effect by, where that is a rule."""
    periodicity: Text | None = None
    hosting_rule: Text | None = None
    place: Text | None = None

    @override
    def act(self) -> Act | None:
        return super().act() if self.role == "founding" else None

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return parties_of(self.signatories)


class InstrumentActRecorded(ActOfParties):
    """Something is done to an instrument, by one side or by both, before or after its signature."""

    type: ClassVar[str] = "instrument_act_recorded"

    instrument: Text
    """Which one, by the name that the fact of its conclusion gives it."""
    step: Literal[
        "drafted",
        "text_finalised",
        "initialled",
        "signed",
        "exchanged",
        "adopted",
        "notified",
        "approved",
        "in_force",
        "amended",
        "extended",
        "suspended",
        "resumed",
        "notice_given",
        "expired",
        "terminated",
        "superseded",
    ]
    effective: EdtfText | None = None
    until: EdtfText | None = None
    """To when it now runs, or when the notice runs out."""
    successor: Text | None = None
    """What takes its place."""
    document: Text | None = None
    version: Text | None = None
    place: Text | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _runs_out_after_it_takes_effect(self) -> Self:
        check_span("its term", self.effective, self.until)
        return self
