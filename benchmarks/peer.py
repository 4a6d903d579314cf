"""The peer: the same mechanism as an aggregate of the eventsourcing library, in its SQLite store.

The aggregate takes in the same facts and keeps the state that ours does: stage, standing, meetings.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.sqlite import SQLiteApplicationRecorder
from typing_extensions import override

from benchmarks.workload import EVENTS, Details, Told, life, registration


class Mechanism(Aggregate):
    """A mechanism that takes in what it is told, and decides only whether it may meet."""

    @event("Registered")
    def __init__(self, details: Details) -> None:
        self.details = details
        self.stage, self.standing, self.meetings = "registered", "active", 0

    @dataclass(frozen=True)
    class Proposed(Aggregate.Event):
        """A party proposes it."""

        on: str
        details: Details

        @override
        def apply(self, aggregate: "Mechanism") -> None:
            aggregate.stage = "proposed"

    @dataclass(frozen=True)
    class EstablishmentAgreed(Aggregate.Event):
        """The parties agree to establish it."""

        on: str
        details: Details

        @override
        def apply(self, aggregate: "Mechanism") -> None:
            aggregate.stage = "agreed"

    @dataclass(frozen=True)
    class TermsOfReferenceSigned(Aggregate.Event):
        """The terms of reference are signed."""

        on: str
        details: Details

        @override
        def apply(self, aggregate: "Mechanism") -> None:
            aggregate.stage = "tor_signed"

    @dataclass(frozen=True)
    class MeetingHeld(Aggregate.Event):
        """A meeting took place."""

        on: str
        details: Details

        @override
        def apply(self, aggregate: "Mechanism") -> None:
            aggregate.meetings += 1
            if aggregate.stage == "tor_signed":
                aggregate.stage = "inaugural_meeting_held"

    @dataclass(frozen=True)
    class RoadmapActivated(Aggregate.Event):
        """A roadmap became active."""

        on: str
        details: Details

        @override
        def apply(self, aggregate: "Mechanism") -> None:
            aggregate.stage = "roadmap_active"

    def tell(self, fact: Told) -> None:
        """Take in one fact, if it is no meeting at a time when there can be none."""
        if fact.type == "meeting_held" and (
            self.stage not in _MEETS_FROM or self.standing == "concluded" or not fact.on
        ):
            raise ValueError(f"no meeting from {self.stage}")
        self.trigger_event(_EVENTS[fact.type], on=fact.on, details=fact.details)


_MEETS_FROM = ("tor_signed", "inaugural_meeting_held", "roadmap_active")
_EVENTS = {
    "proposed": Mechanism.Proposed,
    "establishment_agreed": Mechanism.EstablishmentAgreed,
    "terms_of_reference_signed": Mechanism.TermsOfReferenceSigned,
    "meeting_held": Mechanism.MeetingHeld,
    "roadmap_activated": Mechanism.RoadmapActivated,
}
_PAGE = 1000


def open_peer(path: Path) -> Application[UUID]:
    """Open an application on *path*, and see that it is as durable as ours."""
    app = Application[UUID](
        env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
    )
    recorder = app.recorder
    if not isinstance(recorder, SQLiteApplicationRecorder):
        raise TypeError(f"the peer keeps its events in a {type(recorder).__name__}")
    with recorder.datastore.transaction(commit=True) as cursor:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2)):
            cursor.execute(f"PRAGMA {pragma}")
            if cursor.fetchone()[0] != value:
                raise RuntimeError(f"the peer's {pragma} is not {value}")
    return app


def tell_life(app: Application[UUID], number: int, events: int = EVENTS) -> UUID:
    """Record the life of mechanism *number* and return the id that the peer gave it."""
    mechanism = Mechanism(registration(number))
    for fact in life(number, events):
        mechanism.tell(fact)
    app.save(mechanism)
    return mechanism.id


def one_pass(app: Application[UUID]) -> int:
    """Rebuild all mechanisms in one pass over the log; return the count of events."""
    mechanisms: dict[UUID, Mechanism] = {}
    count = 0
    while page := app.recorder.select_notifications(start=count + 1, limit=_PAGE):
        for notification in page:
            told: Any = app.mapper.to_domain_event(notification)
            key = told.originator_id
            mechanisms[key] = told.mutate(mechanisms.get(key))
        count += len(page)
    return count
