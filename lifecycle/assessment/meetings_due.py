"""The meetings that are to come: planned, announced at the last one, due by the schedule."""

from collections.abc import Iterator, Sequence

from lifecycle.assessment.case import Thresholds
from lifecycle.assessment.hosting import hosting_of
from lifecycle.assessment.reckoning import bounds_of, every, named
from lifecycle.assessment.schedule import limit_after, schedule_of
from lifecycle.assessment.signs import last_meeting_bounds, last_scheduled
from lifecycle.assessment.steps import NextStep
from lifecycle.domain_events import EstablishmentAgreed, MeetingHeld, ResumptionAgreed
from lifecycle.facts import Fact
from lifecycle.things.meetings import Meeting, meetings_of
from lifecycle.things.reading import date_of
from lifecycle.views import Mechanism

HOLD_MEETING = "hold_meeting"


def meetings_due(mechanism: Mechanism) -> Iterator[NextStep]:
    """Yield the meetings that were spoken of, unless it is concluded."""
    if mechanism.ended:
        return
    meetings = meetings_of(mechanism.history)
    yield from _planned(mechanism, meetings)
    yield from _announced(mechanism, meetings)
    yield from _targets(mechanism)


def _planned(mechanism: Mechanism, meetings: Sequence[Meeting]) -> Iterator[NextStep]:
    for meeting in meetings:
        if not meeting.is_open or _overtaken(meeting, meetings, mechanism.history):
            continue
        earliest, by = bounds_of(meeting.planned)
        date = "without a date" if meeting.planned is None else f"for {meeting.planned}"
        number = f" {meeting.number_claimed}" if meeting.number_claimed else ""
        series = f" of {meeting.series}" if meeting.series else ""
        fact = meeting.facts[-1]
        yield NextStep(
            "meeting",
            f"Meeting{number}{series} {meeting.status} {date}",
            mechanism.parties,
            by,
            f"It stands so by {named(fact)}; nothing on record says that it was held or given up.",
            HOLD_MEETING,
            fact,
            earliest,
        )


def _overtaken(meeting: Meeting, meetings: Sequence[Meeting], history: Sequence[Fact]) -> bool:
    """Tell whether another meeting of the series was held since this one was last spoken of."""
    place = {fact.event_id: index for index, fact in enumerate(history)}
    spoken = place[meeting.facts[-1].event_id]
    return any(
        other.is_held
        and other.series == meeting.series
        and place[other.facts[-1].event_id] > spoken
        for other in meetings
    )


def _announced(mechanism: Mechanism, meetings: Sequence[Meeting]) -> Iterator[NextStep]:
    """Yield what the last meeting said of the next one, where nothing was planned since."""
    last = last_scheduled(mechanism.history)
    event = None if last is None else last.event
    if not isinstance(event, MeetingHeld) or last is None or event.next_planned is None:
        return
    if any(meeting.is_open and meeting.series == event.series for meeting in meetings):
        return
    earliest, by = bounds_of(date_of(event.next_planned))
    what = f"Next meeting, announced for {event.next_planned}"
    basis = f"It was announced at the last one: {named(last)}."
    yield NextStep("meeting", what, mechanism.parties, by, basis, HOLD_MEETING, last, earliest)


def _targets(mechanism: Mechanism) -> Iterator[NextStep]:
    """Yield by when an agreement to establish or to resume is to be carried out: by a meeting."""
    for fact in reversed(mechanism.history):
        if fact.type == MeetingHeld.type:
            return
        event = fact.event if fact.type in _AGREEMENTS else None
        if not isinstance(event, EstablishmentAgreed | ResumptionAgreed) or event.target is None:
            continue
        earliest, by = bounds_of(date_of(event.target))
        what = f"Carry out what was agreed, by {event.target}"
        basis = f"It was agreed so: {named(fact)}; no meeting is on record since."
        yield NextStep("meeting", what, mechanism.parties, by, basis, HOLD_MEETING, fact, earliest)


_AGREEMENTS = (EstablishmentAgreed.type, ResumptionAgreed.type)


def by_schedule(mechanism: Mechanism, thresholds: Thresholds) -> Iterator[NextStep]:
    """Yield the meeting that is due by the time agreed, if both it and the last are known."""
    if mechanism.ended:
        return
    last, schedule = last_scheduled(mechanism.history), schedule_of(mechanism)
    if last is None or schedule.months is None:
        return
    met = last_meeting_bounds(last, mechanism.history)
    earliest, by = limit_after(met, schedule.months * thresholds.overdue)
    host = hosting_of(mechanism).party
    hosted = f", hosted by {host}" if host else ""
    yield NextStep(
        "meeting",
        f"Next meeting due{hosted}",
        (host,) if host else mechanism.parties,
        by,
        f"To meet {every(schedule.months)} is the rule ({schedule.source});"
        f" the last on record is {named(last)}.",
        HOLD_MEETING,
        last,
        earliest,
    )
