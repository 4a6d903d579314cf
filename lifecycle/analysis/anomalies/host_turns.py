"""Whether the sides take turns to host, where that was agreed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.analysis.anomalies.rules import although, facts_of, rule_over
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld
from lifecycle.history.partial_order import PartialOrder
from lifecycle.views.date_words import on
from lifecycle.views.life import Life
from lifecycle.views.periodicity import alternates
from lifecycle.views.reading import told


def _host_not_alternating(life: Life) -> Iterator[Observation]:
    rules = life.hosting_rules
    if not rules:
        return
    for run in life.runs:
        series = run[0].event.series
        meetings = [one.fact for one in life.held if one.counted and one.count[0] == series]
        for a, b in pairwise(run):
            if not _seem_next(a.event, b.event) or not hosted_alike(a.event, b.event):
                continue
            if not is_next(a.fact, b.fact, meetings, life.order):
                continue
            rule = rule_over(life, rules, a.fact, b.fact)
            if rule is not None and alternates(rule.text):
                yield observation(
                    f"{a.event.host} hosted two meetings on record in a row, {on(a.fact)} and"
                    f" {on(b.fact)}, {although(rule)}.",
                    a.fact,
                    b.fact,
                    *facts_of(rule),
                )


def hosted_alike(*meetings: MeetingHeld) -> bool:
    """Return whether one side hosted all *meetings*; a virtual meeting takes no turn."""
    hosts = {None if meeting.mode == "virtual" else meeting.host for meeting in meetings}
    return len(hosts) == 1 and None not in hosts


def is_next(a: Fact, b: Fact, meetings: Sequence[Fact], order: PartialOrder) -> bool:
    """Return whether of *meetings* on record *b* certainly was the next one after *a*.

    Either by the order, or because its number follows that of *a*.
    """
    if not order.before(a, b):
        return False
    return _is_numbered_next(a, b) or not order.may_lie_between(a, meetings, b)


def _is_numbered_next(a: Fact, b: Fact) -> bool:
    first, second = (event for _, event in told((a, b), MeetingHeld))
    one_count = (first.series, first.epoch) == (second.series, second.epoch)
    return one_count and first.number is not None and second.number == first.number + 1


def _seem_next(a: MeetingHeld, b: MeetingHeld) -> bool:
    """Return whether the numbers suggest no meeting between two."""
    if a.number is None or b.number is None:
        return a.number is b.number
    return b.number == a.number + 1


KINDS = (
    Kind(
        "host_not_alternating",
        "warning",
        "One side hosted twice although the sides take turns",
        _host_not_alternating,
        frozenset({MeetingHeld.type}),
    ),
)
