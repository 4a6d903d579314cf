"""Meeting statistics: partners, first meeting, frequency, schedule adherence, who is late.

None stands for what the record does not tell.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lifecycle.analysis.assessment.assess import Assessment, assess
from lifecycle.analysis.assessment.dues import open_items
from lifecycle.analysis.assessment.meeting_gaps import Gap, gaps_of, longest, median_months
from lifecycle.analysis.assessment.meetings_due import by_schedule
from lifecycle.dates.bounds import Answer
from lifecycle.dates.edtf import bounds_of, civil
from lifecycle.facts.fact import Fact
from lifecycle.views.life import Life
from lifecycle.views.meetings import Meeting
from lifecycle.views.reading import value_of

Kept = Literal["kept", "not kept", "unknown"]
FOUNDING_TRIGGERS = ("conclude_instrument", "sign_tor", "agree", "hold_meeting")
"""What can found a mechanism, the strongest evidence first."""


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """How many items of its roadmaps stand how."""

    done: int
    open: int
    """Agreed or in progress, with those that are overdue."""
    overdue: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of one mechanism on a day."""

    mechanism_id: str
    name: str
    parties: tuple[str, ...]
    founding: Fact | None
    """The fact that it is founded by: the first instrument, else agreement, else meeting."""
    since: str | None
    """The date of that fact, as recorded."""
    meetings: int
    """Meetings held, of all series, with those outside the count."""
    counted: int
    """Those of the schedule: counted, of the mechanism's own series."""
    not_known_held: int
    """Meetings set for a date that went by, of which nothing more is on record."""
    unseen: int
    """How many more of the schedule were held, as the numbers of those on record show."""
    by_decade: Mapping[int, int]
    """Meetings held by the decade, where their dates tell it: 2010 of 2014, -40 of -44."""
    median_gap_months: float | None
    """Between meetings of the schedule, to one digit; not where meetings between are missing."""
    longest_gap: Gap | None
    periodicity_months: int | None
    periodicity_from: str | None
    gaps_too_long: int | None
    """How many gaps, since the rule is on record, certainly exceed the time that it gives; with
    the one that is running."""
    schedule: Kept
    """``unknown`` if how often to meet is not on record, or dates or missing meetings leave it
    open."""
    next_due: int | None
    """Day number of the last day for the next meeting by the schedule; None while it is at rest."""
    behind: str | None
    """The party whose turn it is to host, if it is overdue or dormant."""
    items: ItemCounts


def statistics(mechanism: Life, as_of: int | None = None) -> Statistics:
    """Return the figures of *mechanism* on the day number *as_of*.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    assessment = assess(mechanism, as_of)
    view, activity = assessment.mechanism, assessment.activity
    held = [meeting for meeting in view.all_meetings if meeting.is_held]
    meetings, unseen = view.scheduled, view.unseen
    gaps = gaps_of(view.sequence, unseen)
    founding = founding_of(view)
    late, kept = _kept(assessment, gaps)
    due = next(by_schedule(assessment.case), None)
    return Statistics(
        mechanism_id=view.id,
        name=view.name,
        parties=view.parties,
        founding=founding,
        since=None if founding is None or founding.occurred is None else founding.occurred.text,
        meetings=len(held),
        counted=len(meetings),
        not_known_held=sum(_was_set(plan) for plan in view.plans.passed_by),
        unseen=sum(
            unseen.get(m.event_id, 0) for m in meetings if value_of(m, "number") is not None
        ),
        by_decade=_by_decade([meeting.facts[-1] for meeting in held]),
        median_gap_months=median_months(gaps),
        longest_gap=longest(gaps),
        periodicity_months=activity.periodicity_months,
        periodicity_from=activity.periodicity_from,
        gaps_too_long=late,
        schedule=kept,
        next_due=None if due is None or assessment.at_rest else due.by,
        behind=assessment.hosting.party if activity.status in {"overdue", "dormant"} else None,
        items=_items(view, assessment.day),
    )


def founding_of(mechanism: Life) -> Fact | None:
    """Return the fact that it is founded by: instrument, else agreement, else meeting."""
    return next((fact for each in FOUNDING_TRIGGERS for fact in mechanism.acts(each)), None)


def _kept(assessment: Assessment, gaps: Sequence[Gap]) -> tuple[int | None, Kept]:
    """Return how many gaps are too long, and whether the schedule is kept."""
    activity = assessment.activity
    months = activity.periodicity_months
    if months is None or activity.last_meeting is None:
        return None, "unknown"
    mechanism = assessment.mechanism
    told = [_is_too_long(gap, months, mechanism) for gap in _under_rule(gaps, mechanism)]
    running = activity.status in {"overdue", "dormant"} and activity.confidence == "certain"
    late = told.count(True) + running
    if late:
        return late, "not kept"
    sure = activity.confidence == "certain" or (activity.status == "ended" and bool(gaps))
    return late, "kept" if sure and None not in told else "unknown"


def _is_too_long(gap: Gap, months: int, mechanism: Life) -> Answer:
    """Return whether *gap* is too long; one is not whose due day fell into a time at rest."""
    exceeds = gap.exceeds(months, mechanism.schedule)
    if not exceeds:
        return exceeds
    resting = mechanism.rests_over(gap.due(months, mechanism.schedule))
    return None if resting is None else not resting


def _was_set(plan: Meeting) -> bool:
    return plan.planned is not None and plan.status != "mooted"


def _under_rule(gaps: Sequence[Gap], mechanism: Life) -> Sequence[Gap]:
    """Return the gaps that ended after the rule was made or told of."""
    history, rule = mechanism.history, mechanism.schedule.fact
    if rule is None:
        return gaps
    made = history.index(rule)
    return [gap for gap in gaps if history.index(gap.later) > made]


def _by_decade(facts: Sequence[Fact]) -> Mapping[int, int]:
    decades = Counter[int]()
    for fact in facts:
        first, last = bounds_of(fact.occurred)
        if first is not None and last is not None and _decade(first) == _decade(last):
            decades[_decade(first)] += 1
    return dict(sorted(decades.items()))


def _decade(day: int) -> int:
    """Return the decade by which a year is called: -40 of -44, as 2010 of 2014."""
    year, _, _ = civil(day)
    return year // 10 * 10 if year >= 0 else -(-year // 10 * 10)


def _items(mechanism: Life, day: int | None) -> ItemCounts:
    roadmaps = mechanism.all_roadmaps
    waiting = [item for roadmap in roadmaps for item in open_items(roadmap)]
    return ItemCounts(
        done=sum(item.status == "done" for roadmap in roadmaps for item in roadmap.items),
        open=len(waiting),
        overdue=0 if day is None else sum(item.overdue(day) for item in waiting),
    )
