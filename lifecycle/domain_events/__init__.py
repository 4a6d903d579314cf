"""The facts that a mechanism's life is made of, one model a type."""

from lifecycle.domain_events.base import Act, DomainEvent
from lifecycle.domain_events.definitions import DefinitionRegistered
from lifecycle.domain_events.founding import (
    EstablishmentAgreed,
    InstrumentConcluded,
    MechanismRegistered,
    Proposed,
    ResumptionAgreed,
    TermsOfReferenceSigned,
)
from lifecycle.domain_events.meetings import (
    MeetingCancelled,
    MeetingFailed,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
)
from lifecycle.domain_events.records import (
    EngagementRecorded,
    EventDisputed,
    MilestoneReached,
    NoteRecorded,
    StatementRecorded,
)
from lifecycle.domain_events.roadmaps import RoadmapActivated, RoadmapCompleted, RoadmapMandated
from lifecycle.domain_events.standing import Concluded, Reopened, Resumed, Suspended

EVENT_TYPES: dict[str, type[DomainEvent]] = {
    model.type: model
    for model in (
        MechanismRegistered,
        Proposed,
        EstablishmentAgreed,
        ResumptionAgreed,
        TermsOfReferenceSigned,
        InstrumentConcluded,
        MeetingScheduled,
        MeetingPostponed,
        MeetingCancelled,
        MeetingFailed,
        MeetingHeld,
        RoadmapMandated,
        RoadmapActivated,
        RoadmapCompleted,
        Suspended,
        Resumed,
        Concluded,
        Reopened,
        EngagementRecorded,
        StatementRecorded,
        NoteRecorded,
        MilestoneReached,
        EventDisputed,
        DefinitionRegistered,
    )
}
"""Every known type name, as it stands in the log, with its model."""

TRIGGERS: frozenset[str] = frozenset(
    model.trigger for model in EVENT_TYPES.values() if model.trigger is not None
)
"""Every trigger that a domain event can pull; a definition may declare more of its own."""

__all__ = [
    "EVENT_TYPES",
    "TRIGGERS",
    "Act",
    "Concluded",
    "DefinitionRegistered",
    "DomainEvent",
    "EngagementRecorded",
    "EstablishmentAgreed",
    "EventDisputed",
    "InstrumentConcluded",
    "MechanismRegistered",
    "MeetingCancelled",
    "MeetingFailed",
    "MeetingHeld",
    "MeetingPostponed",
    "MeetingScheduled",
    "MilestoneReached",
    "NoteRecorded",
    "Proposed",
    "Reopened",
    "Resumed",
    "ResumptionAgreed",
    "RoadmapActivated",
    "RoadmapCompleted",
    "RoadmapMandated",
    "StatementRecorded",
    "Suspended",
    "TermsOfReferenceSigned",
]
