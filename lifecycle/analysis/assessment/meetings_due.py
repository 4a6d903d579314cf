"""The meetings that are to come: planned, announced at the last one, due by the schedule."""

from collections.abc import Iterator

from lifecycle.analysis.assessment.case import Case
from lifecycle.analysis.assessment.next_host import hosting_of
from lifecycle.analysis.assessment.steps import NextStep
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.models import EstablishmentAgreed, MeetingHeld, ResumptionAgreed
from lifecycle.views.done import carried_out
from lifecycle.views.life import Life
from lifecycle.views.meetings import Meeting
from lifecycle.views.phrases import every
from lifecycle.views.reading import date_of, may_be_same
from lifecycle.views.wording import named

HOLD_MEETING = "hold_meeting"


def meetings_due(mechanism: Life) -> Iterator[NextStep]:
    """Yield the meetings that were spoken of, unless it is concluded."""
    if mechanism.has_ended:
        return
    yield from _planned(mechanism)
    yield from _announced(mechanism)
    yield from _targets(mechanism)


def _planned(mechanism: Life) -> Iterator[NextStep]:
    for meeting in mechanism.plans.awaited:
        date = "without a date" if meeting.planned is None else f"for {meeting.planned}"
        fact = meeting.facts[-1]
        yield NextStep(
            "meeting",
            f"{_called(meeting)} {meeting.status} {date}",
            mechanism.parties,
            bounds_of(meeting.planned),
            f"It stands so by {named(fact)}; nothing on record says that it was held or given up.",
            HOLD_MEETING,
            fact,
        )


def _called(meeting: Meeting) -> str:
    """Return what a planned meeting is called: ``Meeting VI``, ``Third meeting of the Council``."""
    number = meeting.number_claimed
    series = f" of {meeting.series}" if meeting.series else ""
    if number is None:
        return f"Meeting{series}"
    if number.isupper() or number.isdecimal():
        return f"Meeting {number}{series}"
    return f"{number[0].upper()}{number[1:]} meeting{series}"


def _announced(mechanism: Life) -> Iterator[NextStep]:
    """Yield what the last meeting said of the next one, where nothing was planned since."""
    last = mechanism.last_scheduled
    event = None if last is None else last.event
    if not isinstance(event, MeetingHeld) or last is None or event.next_planned is None:
        return
    behind = set(mechanism.history[mechanism.history.index(last) + 1 :])
    if any(
        _is_on_it(meeting, event) and meeting.facts[-1] in behind
        for meeting in mechanism.all_meetings
    ):
        return
    due = bounds_of(date_of(event.next_planned))
    what = f"Next meeting, announced for {event.next_planned}"
    basis = f"It was announced at the last one: {named(last)}."
    yield NextStep("meeting", what, mechanism.parties, due, basis, HOLD_MEETING, last)


def _is_on_it(meeting: Meeting, last: MeetingHeld) -> bool:
    """Return whether a *meeting* that was not held is the one that was announced at the *last* one.

    One that was given up is not if it was planned for another time.
    """
    if meeting.is_held or meeting.series != last.series:
        return False
    return meeting.is_open or may_be_same(meeting.planned, date_of(last.next_planned))


def _targets(mechanism: Life) -> Iterator[NextStep]:
    """Yield by when an agreement to establish or to resume is to be carried out, the last first."""
    for fact, event in reversed(mechanism.told(EstablishmentAgreed, ResumptionAgreed)):
        if event.target is None or carried_out(mechanism, fact):
            continue
        due = bounds_of(date_of(event.target))
        what = f"Carry out what was agreed, by {event.target}"
        basis = f"It was agreed so: {named(fact)}; nothing on record since says that it was done."
        yield NextStep("meeting", what, mechanism.parties, due, basis, HOLD_MEETING, fact)


def by_schedule(case: Case) -> Iterator[NextStep]:
    """Yield the meeting that is due by the time agreed, if both it and the last are known."""
    mechanism = case.life
    last, schedule = mechanism.last_scheduled, mechanism.schedule
    if mechanism.has_ended or last is None or schedule.months is None:
        return
    host = hosting_of(mechanism).party
    hosted = f", hosted by {host}" if host else ""
    rule = "said to be the rule" if schedule.reported else "the rule"
    reported = " by what is reported" if schedule.reported else ""
    yield NextStep(
        "meeting",
        f"Next meeting due{reported}{hosted}",
        (host,) if host else mechanism.parties,
        case.due,
        f"To meet {every(schedule.months)} is {rule} ({schedule.source});"
        f" the last on record is {named(last)}.",
        HOLD_MEETING,
        last,
    )
