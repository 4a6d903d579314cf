"""Whether it meets as often as was agreed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.analysis.anomalies.rules import although, facts_of, rule_over
from lifecycle.dates.edtf import bounds_of, civil
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld, Suspended
from lifecycle.history.fold import SUSPENDED
from lifecycle.views.agreed_rhythm import Rule
from lifecycle.views.date_words import when
from lifecycle.views.held_meetings import HeldMeeting, of_schedule
from lifecycle.views.life import Life
from lifecycle.views.meeting_counts import number_of
from lifecycle.views.periodicity import MONTH_DAYS, months_of
from lifecycle.views.phrases import counted

_YEAR_MONTHS = 12
_LATE = 1.25
"""Periods after which a meeting is late, where its calendar year has passed as well."""
_LATE_WITHIN_YEAR = 2
"""The same where several meetings are due in a year."""


def _periodicity_missed(life: Life) -> Iterator[Observation]:
    rules = life.periodicity_rules
    patience = min((months_of(rule.text) or inf for rule in rules), default=inf) * MONTH_DAYS
    if patience == inf:
        return
    regular = of_schedule(life.held)
    for a, b in pairwise(regular):
        last, first = bounds_of(a.last).last, bounds_of(b.first).first
        if last is None or first is None or first - last <= patience:
            continue
        rule, unseen = rule_over(life, rules, a.fact, b.fact), _unseen(life, regular, a, b)
        if rule is None or not _is_late(last, first, rule.text, unseen):
            continue
        others = [*(meeting.fact for meeting in regular), *life.of(Suspended)]
        if not life.order.may_lie_between(a.fact, others, b.fact):
            yield observation(
                f"{_none_of(life, regular)} is on record between those {when(a.fact)} and"
                f" {when(b.fact)}, {_told_of(unseen)}{although(rule)}.",
                a.fact,
                b.fact,
                *facts_of(rule),
            )
    yield from _silent_since(life, regular, rules[-1])


def _none_of(life: Life, regular: Sequence[HeldMeeting]) -> str:
    return "No meeting" if len(regular) == len(life.held) else "No meeting of the schedule"


def _unseen(life: Life, regular: Sequence[HeldMeeting], a: HeldMeeting, b: HeldMeeting) -> int:
    """Return how many meetings that are not on record can have come between, by the numbers.

    They are those that the count skips from a number up to *a* to the next one, from *b* on.
    """
    if b.number is not None and a.number == b.number - 1:
        return 0
    place = {meeting.fact: index for index, meeting in enumerate(regular)}
    skipped = [
        abs(number_of(later) - number_of(earlier)) - 1 - unnumbered
        for earlier, later, unnumbered in life.neighbours
        if place.get(earlier.fact, inf) <= place[a.fact]
        and place[b.fact] <= place.get(later.fact, -inf)
    ]
    return sum(max(count, 0) for count in skipped)


def _told_of(unseen: int) -> str:
    return f"and by the numbers only {counted(unseen, 'other')}, " if unseen else ""


def _silent_since(life: Life, regular: Sequence[HeldMeeting], rule: Rule) -> Iterator[Observation]:
    if life.ended or SUSPENDED in life.state.tracks:
        return
    if life.of(Suspended) or life.may_have_happened(MeetingHeld):
        return
    young = [fact for fact in facts_of(rule) if not _is_met(life, regular, fact)]
    last = max(regular, key=lambda meeting: bounds_of(meeting.last).high)
    since = max(bounds_of(date).high for date in (last.last, *(fact.occurred for fact in young)))
    if since != inf and _is_late(int(since), life.horizon, rule.text):
        yield observation(
            f"{_none_of(life, regular)} is on record since that {when(last.fact)},"
            f" {although(rule)}.",
            last.fact,
            *facts_of(rule),
        )


def _is_met(life: Life, regular: Sequence[HeldMeeting], rule: Fact) -> bool:
    """Return whether a meeting certainly came after the *rule*."""
    return life.order.before(rule, regular[-1].fact)


def _is_late(last: int, day: int | None, periodicity: str, unseen: int = 0) -> bool:
    """Return whether a meeting on *day* is late after one on *last*, however the rule is read.

    To meet annually may mean within twelve months or within the next calendar year. Were there
    *unseen* meetings between, one was late whenever they were held.
    """
    months = months_of(periodicity)
    if months is None or day is None:
        return False
    passed = (day - last) / MONTH_DAYS / (unseen + 1)
    if months % _YEAR_MONTHS:
        return passed > _LATE_WITHIN_YEAR * months
    if unseen or passed > months + _YEAR_MONTHS:
        return passed > months + _YEAR_MONTHS  # more calendar years than allowed, whatever the days
    years = civil(day)[0] - civil(last)[0]
    return passed > _LATE * months and years > months // _YEAR_MONTHS


KINDS = (
    Kind(
        "periodicity_missed",
        "warning",
        "The agreed rhythm was not kept",
        _periodicity_missed,
        frozenset({MeetingHeld.type}),
    ),
)
