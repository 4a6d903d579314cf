"""What is late, over many mechanisms, with what is known of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lifecycle.analysis.assessment.agenda import late_steps
from lifecycle.analysis.assessment.assess import Assessment, assess
from lifecycle.analysis.assessment.case import Confidence, Status, Thresholds
from lifecycle.analysis.assessment.meetings_due import by_schedule
from lifecycle.analysis.assessment.steps import NextStep
from lifecycle.dates.bounds import Bounds
from lifecycle.facts.fact import Fact
from lifecycle.views.life import Life
from lifecycle.views.reading import value_of


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """Something of one mechanism that is late, with what is known of the mechanism."""

    mechanism_id: str
    name: str
    parties: tuple[str, ...]
    kind: Literal["meeting", "deadline", "item"]
    """``meeting``: by the schedule, planned, or missed in silence; ``item``: of a roadmap."""
    what: str
    last_meeting: Fact | None
    last_fact: Fact | None
    """The last on record that tells of something that happened."""
    every_months: int | None
    """How often to meet; None if that is not on record."""
    due: int | None
    """Day number; None where there is no rule to tell one by."""
    late_by_days: int | None
    """Days since `due`, at least."""
    status: Status
    confidence: Confidence
    whose_turn: str | None
    """The party that is to host, by the rule."""
    fact: Fact | None
    """The fact that says what is due."""


def overdue(
    mechanisms: Iterable[Life], as_of: int, thresholds: Thresholds | None = None
) -> tuple[OverdueRow, ...]:
    """Return what is late on the day number *as_of*, the longest first; then what has no due day.

    A meeting late by the schedule, a dormant mechanism, a planned meeting of which nothing more is
    on record, deadlines, requests without an answer, items of roadmaps. While a mechanism is
    suspended or has lapsed, no meeting of it is late.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    rows = (
        row
        for mechanism in mechanisms
        for row in _late(assess(mechanism, as_of, thresholds), as_of)
    )
    return tuple(
        sorted(rows, key=lambda r: (Bounds.on(r.due).high, r.mechanism_id, r.kind, r.what))
    )


def _late(assessment: Assessment, as_of: int) -> Iterator[OverdueRow]:
    late = late_steps(assessment, as_of)
    for step in late:
        yield _row(assessment, step, as_of)
    silent = assessment.activity.status in {"overdue", "dormant"}
    if silent and not any(_is_of_schedule(step, assessment) for step in late):
        yield _silent(assessment, as_of)


def _is_of_schedule(step: NextStep, assessment: Assessment) -> bool:
    """Return whether *step* is the meeting that is missed, and not one of another tier."""
    if step.kind != "meeting" or step.fact is None:
        return False
    return step.fact is assessment.activity.last_meeting or value_of(step.fact, "series") is None


def _silent(assessment: Assessment, as_of: int) -> OverdueRow:
    """Return the row of a mechanism that no single step shows to be late."""
    activity, mechanism = assessment.activity, assessment.mechanism
    due = next(by_schedule(assessment.case), None)
    last = Bounds(None, None if due is None else due.earliest)
    step = NextStep("meeting", activity.basis, mechanism.parties, last, activity.basis)
    return _row(assessment, step, as_of)


def _row(assessment: Assessment, step: NextStep, as_of: int) -> OverdueRow:
    mechanism, activity = assessment.mechanism, assessment.activity
    return OverdueRow(
        mechanism_id=mechanism.id,
        name=mechanism.name,
        parties=mechanism.parties,
        kind="item"
        if step.kind == "item"
        else "deadline"
        if step.kind == "deadline"
        else "meeting",
        what=step.what,
        last_meeting=activity.last_meeting,
        last_fact=activity.last_fact,
        every_months=activity.periodicity_months,
        due=step.by,
        late_by_days=None if step.by is None else as_of - step.by,
        status=activity.status,
        confidence=activity.confidence,
        whose_turn=assessment.hosting.party,
        fact=step.fact,
    )
