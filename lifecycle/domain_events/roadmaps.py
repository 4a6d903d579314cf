"""Roadmaps: ordered, active, ended."""

from typing import ClassVar, Literal

from typing_extensions import override

from lifecycle.domain_events.base import DomainEvent, EdtfText, PartyCode, Text


class RoadmapMandated(DomainEvent):
    """Somebody is charged with drafting a roadmap."""

    type: ClassVar[str] = "roadmap_mandated"

    title: Text | None = None
    to: tuple[PartyCode, ...] = ()
    due: EdtfText | None = None
    text: Text | None = None


class RoadmapActivated(DomainEvent):
    """A roadmap becomes active: by an adopted document, or by a commitment to implement one."""

    type: ClassVar[str] = "roadmap_activated"
    trigger: ClassVar[str | None] = "activate_roadmap"

    basis: Literal["commitment", "document"]
    title: Text | None = None
    document: Text | None = None
    term: EdtfText | None = None
    by: tuple[PartyCode, ...] = ()
    adopted_by: Text | None = None
    areas: tuple[Text, ...] = ()
    parent: Text | None = None
    """The roadmap that this one is part of."""

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return self.by


class RoadmapCompleted(DomainEvent):
    """A roadmap ends without a successor."""

    type: ClassVar[str] = "roadmap_completed"
    trigger: ClassVar[str | None] = "complete_roadmap"

    title: Text | None = None
    by: tuple[PartyCode, ...] = ()
    evidence: Text | None = None

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return self.by
