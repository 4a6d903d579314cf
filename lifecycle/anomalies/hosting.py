"""Whether the sides take turns to host, where that was agreed."""

from collections.abc import Iterator
from itertools import pairwise

from lifecycle.anomalies.kinds import Finding, Kind, finding
from lifecycle.anomalies.life import Life
from lifecycle.anomalies.rules import although, facts_of, rule_over
from lifecycle.anomalies.words import on
from lifecycle.domain_events import MeetingHeld
from lifecycle.things.agreed import rules_of
from lifecycle.things.periodicity import alternates


def _host_not_alternating(life: Life) -> Iterator[Finding]:
    declared = life.mechanism.state.rules.definition.hosting_rule
    rules = rules_of(life.facts, "hosting_rule", declared)
    if not rules:
        return
    for run in life.runs:
        for a, b in pairwise(run):
            if not _hosted_alike(a.event, b.event) or not life.order.before(a.fact, b.fact):
                continue
            rule = rule_over(life, rules, a.fact, b.fact)
            if rule is not None and alternates(rule.text):
                yield finding(
                    f"{a.event.host} hosted two meetings on record in a row, {on(a.fact)} and"
                    f" {on(b.fact)}, {although(rule)}.",
                    a.fact,
                    b.fact,
                    *facts_of(rule),
                )


def _hosted_alike(a: MeetingHeld, b: MeetingHeld) -> bool:
    """Tell whether one side hosted both, and nothing suggests a meeting between them."""
    if a.host is None or a.host != b.host or "virtual" in {a.mode, b.mode}:
        return False
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
