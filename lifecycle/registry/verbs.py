"""The verbs of the registry: one for each common fact, all of them short for `record`.

Their keywords are the classes of `lifecycle.registry.details`: the fields of the fact, and of its
envelope.
"""

from collections.abc import Mapping
from typing import Any, Protocol, Unpack

from events.model import RecordedEvent
from lifecycle.errors import check_argument
from lifecycle.facts.verbs import VERB_TYPES
from lifecycle.registry.details import (
    AssertionPreferredDetails,
    ConcludedDetails,
    EstablishmentAgreedDetails,
    EventCorrectedDetails,
    EventDisputedDetails,
    EventRetractedDetails,
    MeetingHeldDetails,
    MeetingScheduledDetails,
    NoteRecordedDetails,
    ProposedDetails,
    ReopenedDetails,
    ResumedDetails,
    RoadmapActivatedDetails,
    SuspendedDetails,
    TermsOfReferenceSignedDetails,
)


class Verbs(Protocol):
    """What can be recorded by a name of its own. Details are those of the type and of `record`."""

    def record(self, mechanism_id: str, event: str, /, **details: Any) -> list[RecordedEvent]:
        """Record one fact by its type name."""
        ...

    def _record(self, verb: str, mechanism_id: str, /, **details: Any) -> list[RecordedEvent]:
        return self.record(mechanism_id, VERB_TYPES[verb], **details)

    def propose(self, mechanism_id: str, **details: Unpack[ProposedDetails]) -> list[RecordedEvent]:
        """Record a proposal; details as `Proposed` and `record`."""
        return self._record("propose", mechanism_id, **details)

    def agree(
        self, mechanism_id: str, **details: Unpack[EstablishmentAgreedDetails]
    ) -> list[RecordedEvent]:
        """Record that the parties agreed to establish it; details as `EstablishmentAgreed`."""
        return self._record("agree", mechanism_id, **details)

    def sign_tor(
        self, mechanism_id: str, **details: Unpack[TermsOfReferenceSignedDetails]
    ) -> list[RecordedEvent]:
        """Record the signing of the ToR; details as `TermsOfReferenceSigned`."""
        return self._record("sign_tor", mechanism_id, **details)

    def meet(self, mechanism_id: str, **details: Unpack[MeetingHeldDetails]) -> list[RecordedEvent]:
        """Record a meeting; details as `MeetingHeld`."""
        return self._record("meet", mechanism_id, **details)

    def activate_roadmap(
        self, mechanism_id: str, **details: Unpack[RoadmapActivatedDetails]
    ) -> list[RecordedEvent]:
        """Record that a roadmap became active; details as `RoadmapActivated`."""
        return self._record("activate_roadmap", mechanism_id, **details)

    def suspend(
        self, mechanism_id: str, **details: Unpack[SuspendedDetails]
    ) -> list[RecordedEvent]:
        """Record a suspension; details as `Suspended`."""
        return self._record("suspend", mechanism_id, **details)

    def resume(self, mechanism_id: str, **details: Unpack[ResumedDetails]) -> list[RecordedEvent]:
        """Record the end of a suspension; details as `Resumed`."""
        return self._record("resume", mechanism_id, **details)

    def conclude(
        self, mechanism_id: str, **details: Unpack[ConcludedDetails]
    ) -> list[RecordedEvent]:
        """Record the end of the mechanism; details as `Concluded`."""
        return self._record("conclude", mechanism_id, **details)

    def reopen(self, mechanism_id: str, **details: Unpack[ReopenedDetails]) -> list[RecordedEvent]:
        """Record that it lives again; details as `Reopened`."""
        return self._record("reopen", mechanism_id, **details)

    def note(
        self, mechanism_id: str, text: str, **details: Unpack[NoteRecordedDetails]
    ) -> list[RecordedEvent]:
        """Record a remark."""
        return self._record("note", mechanism_id, text=text, **details)

    def schedule(
        self, mechanism_id: str, **details: Unpack[MeetingScheduledDetails]
    ) -> list[RecordedEvent]:
        """Record that a meeting is planned; details as `MeetingScheduled`."""
        return self._record("schedule", mechanism_id, **details)

    def correct(
        self,
        mechanism_id: str,
        event: str,
        changes: Mapping[str, Any],
        **details: Unpack[EventCorrectedDetails],
    ) -> list[RecordedEvent]:
        """Correct the fact with the id *event*; None removes a key."""
        check_argument("changes", changes, Mapping)
        return self._record("correct", mechanism_id, event=event, changes=dict(changes), **details)

    def retract(
        self, mechanism_id: str, event: str, **details: Unpack[EventRetractedDetails]
    ) -> list[RecordedEvent]:
        """Record that the event with the id *event* no longer counts."""
        return self._record("retract", mechanism_id, **details, event=event)

    def dispute(
        self, mechanism_id: str, event: str, *, field: str, **details: Unpack[EventDisputedDetails]
    ) -> list[RecordedEvent]:
        """Record that a source or a party contests *field* of a fact."""
        return self._record("dispute", mechanism_id, event=event, field=field, **details)

    def prefer(
        self, mechanism_id: str, event: str, **details: Unpack[AssertionPreferredDetails]
    ) -> list[RecordedEvent]:
        """Record which claim is preferred: that of a dispute, or the disputed fact's own."""
        return self._record("prefer", mechanism_id, **details, event=event)
