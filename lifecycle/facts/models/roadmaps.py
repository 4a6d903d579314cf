"""Roadmaps and their items: ordered, active, refreshed, replaced, ended."""

from typing import ClassVar, Literal

from lifecycle.facts.models.base import (
    ActOfParties,
    DomainEvent,
    EdtfText,
    Model,
    PartyCode,
    Text,
)


class _OnRoadmap(ActOfParties):
    roadmap: Text | None = None
    """Which one, by the name that other facts use for it."""


class RoadmapMandated(DomainEvent):
    """Somebody is charged with drafting a roadmap."""

    type: ClassVar[str] = "roadmap_mandated"

    roadmap: Text | None = None
    title: Text | None = None
    to: tuple[PartyCode, ...] = ()
    due: EdtfText | None = None
    text: Text | None = None


class RoadmapActivated(_OnRoadmap):
    """A roadmap becomes active: by an adopted document, or by a commitment to implement one."""

    type: ClassVar[str] = "roadmap_activated"
    trigger: ClassVar[str | None] = "activate_roadmap"

    basis: Literal["commitment", "document"]
    title: Text | None = None
    document: Text | None = None
    term: EdtfText | None = None
    duration: Text | None = None
    """How long it runs where no term is given: ``2 years``."""
    counted_from: Text | None = None
    """What the duration is counted from: a date, or words such as ``commencement``."""
    adopted_by: Text | None = None
    """Who adopted it, where that was not the mechanism itself."""
    areas: tuple[Text, ...] = ()
    parent: Text | None = None
    """The roadmap that this one is part of."""


class RoadmapRefreshed(_OnRoadmap):
    """A roadmap goes on with another content or term."""

    type: ClassVar[str] = "roadmap_refreshed"

    title: Text | None = None
    document: Text | None = None
    term: EdtfText | None = None
    text: Text | None = None


class RoadmapSuperseded(_OnRoadmap):
    """Another roadmap takes the place of this one."""

    type: ClassVar[str] = "roadmap_superseded"

    successor: Text | None = None
    text: Text | None = None


class RoadmapCompleted(_OnRoadmap):
    """A roadmap ends without a successor."""

    type: ClassVar[str] = "roadmap_completed"
    trigger: ClassVar[str | None] = "complete_roadmap"

    title: Text | None = None
    outcome: Literal["completed", "expired", "abandoned"] = "completed"
    evidence: Text | None = None


class Owner(Model):
    """Who answers for an item on one side."""

    party: PartyCode
    name: Text | None = None


class _OnItem(_OnRoadmap):
    item: Text
    """Which item, by the name under which it was added."""
    text: Text | None = None
    evidence: Text | None = None


class RoadmapItemAdded(_OnItem):
    """An item is proposed or agreed. Welcomed by the other side is not agreed."""

    type: ClassVar[str] = "roadmap_item_added"

    status: Literal["proposed", "agreed"] = "agreed"
    owners: tuple[Owner, ...] = ()
    due: EdtfText | None = None


class RoadmapItemProgressed(_OnItem):
    """Work on an item has moved."""

    type: ClassVar[str] = "roadmap_item_progressed"

    due: EdtfText | None = None
    """The new date by which it is due, where that changed."""


class RoadmapItemCompleted(_OnItem):
    """An item is done."""

    type: ClassVar[str] = "roadmap_item_completed"


class RoadmapItemDropped(_OnItem):
    """An item is given up."""

    type: ClassVar[str] = "roadmap_item_dropped"


class RoadmapItemCarriedOver(_OnItem):
    """An item goes on under another roadmap."""

    type: ClassVar[str] = "roadmap_item_carried_over"

    to: Text
    """The roadmap that takes it."""
    due: EdtfText | None = None
