"""How meetings are held by what was agreed: who hosts, and how often."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from lifecycle.anomalies.kinds import Finding, Kind, finding
from lifecycle.anomalies.life import Agreement, Life, first_day, last_day
from lifecycle.anomalies.words import on, when
from lifecycle.dates import Edtf, civil
from lifecycle.domain_events import (
    MeetingHeld,
    Suspended,
    TermsOfReferenceSigned,
)
from lifecycle.facts import Fact
from lifecycle.mechanism import SUSPENDED
from lifecycle.things.periodicity import alternates, months_of

_Meeting = tuple[Fact, MeetingHeld]

_TEXTS_MAX = 1024  # of rules that are remembered
_YEAR_MONTHS = 12
_MONTH_DAYS = 30.436875
_LATE_DAYS_MIN = 60
"""Days that pass before a meeting is late by any rule: twice the shortest period, a month."""
_LATE = 1.25
"""Periods after which a meeting is late, where its calendar year has passed as well."""
_LATE_WITHIN_YEAR = 2
"""The same where several meetings are due in a year."""


class _Rule(NamedTuple):
    """What is to be kept."""

    text: str
    facts: tuple[Fact, ...] = ()
    """The fact by which it was agreed; none where the definition says so."""


def _rules(life: Life, field: Literal["periodicity", "hosting_rule"]) -> list[_Rule]:
    """Return what was agreed of the mechanism, not of a sub-group, in effective order.

    Where nothing was agreed, what the definition says holds.
    """
    agreed = [
        _Rule(text, (fact,))
        for fact, event in life.agreements
        if (text := getattr(event, field)) and not _is_of_subgroup(event)
    ]
    declared = getattr(life.mechanism.state.rules.definition, field)
    return agreed or ([_Rule(declared)] if declared else [])


def _is_of_subgroup(event: Agreement) -> bool:
    return isinstance(event, TermsOfReferenceSigned) and event.body is not None


def _rule_over(life: Life, rules: list[_Rule], a: Fact, b: Fact) -> _Rule | None:
    """Return the one rule that held from *a* to *b*; None if that is open, or it changed."""
    known = [rule for rule in rules if all(life.order.may_precede(f, b) for f in rule.facts)]
    facts = [fact for rule in known for fact in rule.facts]
    if any(life.order.before(a, fact) or not life.order.before(fact, b) for fact in facts):
        return None
    return known[-1] if known else None


def _host_not_alternating(life: Life) -> Iterator[Finding]:
    rules = _rules(life, "hosting_rule")
    if not rules:
        return
    for run in life.runs:
        for a, b in pairwise(run):
            if not _hosted_alike(a.event, b.event) or not life.order.before(a.fact, b.fact):
                continue
            rule = _rule_over(life, rules, a.fact, b.fact)
            if rule is not None and alternates(rule.text):
                yield finding(
                    f"{a.event.host} hosted two meetings on record in a row, {on(a.fact)} and"
                    f" {on(b.fact)}, although the rule is {_quoted(rule)}.",
                    a.fact,
                    b.fact,
                    *rule.facts,
                )


def _hosted_alike(a: MeetingHeld, b: MeetingHeld) -> bool:
    """Tell whether one side hosted both, and nothing suggests a meeting between them."""
    if a.host is None or a.host != b.host or "virtual" in {a.mode, b.mode}:
        return False
    if a.number is None or b.number is None:
        return a.number is b.number
    return b.number == a.number + 1


def _periodicity_missed(life: Life) -> Iterator[Finding]:
    rules = _rules(life, "periodicity")
    if not rules:
        return
    for a, b in pairwise(life.meetings):
        last, first = _latest(a), _earliest(b)
        if last is None or first is None or first - last < _LATE_DAYS_MIN:
            continue
        rule = _rule_over(life, rules, a[0], b[0])
        if rule is None or not _is_late(last, first, rule.text) or _skips_numbers(a[1], b[1]):
            continue
        between = life.of(MeetingHeld, Suspended)
        if not life.order.may_lie_between(a[0], between, b[0]):
            yield finding(
                f"No meeting is on record between those {when(a[0])} and {when(b[0])}, although the"
                f" rule is {_quoted(rule)}.",
                a[0],
                b[0],
                *rule.facts,
            )
    yield from _silent_since(life, rules)


def _silent_since(life: Life, rules: list[_Rule]) -> Iterator[Finding]:
    mechanism, ends = life.mechanism, [_latest(meeting) for meeting in life.meetings]
    if not ends or mechanism.ended or SUSPENDED in mechanism.state.tracks:
        return
    if life.of(Suspended) or life.may_have_happened(MeetingHeld):
        return
    rule, days = rules[-1], [*ends, *(_latest_of(fact.occurred) for fact in rules[-1].facts)]
    known = [day for day in days if day is not None]
    if len(known) == len(days) and _is_late(max(known), life.horizon, rule.text):
        last = life.meetings[ends.index(max(end for end in ends if end is not None))][0]
        yield finding(
            f"No meeting is on record since that {when(last)}, although the rule is"
            f" {_quoted(rule)}.",
            last,
            *rule.facts,
        )


def _quoted(rule: _Rule) -> str:
    source = f"agreed {on(rule.facts[0])}" if rule.facts else "by its definition"
    return f"{rule.text!r} ({source})"


def _is_late(last: int | None, day: int | None, periodicity: str) -> bool:
    """Tell whether a meeting on *day* is late after one on *last*, however the rule is read.

    To meet annually may mean within twelve months or within the next calendar year.
    """
    months = _months(periodicity)
    if months is None or last is None or day is None:
        return False
    passed = (day - last) / _MONTH_DAYS
    if passed <= months:
        return False
    if months % _YEAR_MONTHS:
        return passed > _LATE_WITHIN_YEAR * months
    if passed > months + _YEAR_MONTHS:
        return True  # more calendar years than allowed, whatever the days
    years = civil(day)[0] - civil(last)[0]
    return passed > _LATE * months and years > months // _YEAR_MONTHS


@lru_cache(maxsize=_TEXTS_MAX)
def _months(text: str) -> int | None:
    return months_of(text)


def _skips_numbers(a: MeetingHeld, b: MeetingHeld) -> bool:
    """Tell whether the numbers say that other meetings came between."""
    return a.number is not None and b.number is not None and b.number != a.number + 1


def _latest(meeting: _Meeting) -> int | None:
    return _latest_of(last_day(*meeting))


def _latest_of(date: Edtf | None) -> int | None:
    return None if date is None else date.latest


def _earliest(meeting: _Meeting) -> int | None:
    date = first_day(*meeting)
    return None if date is None else date.earliest


_MEETINGS = frozenset({MeetingHeld.type})

KINDS = (
    Kind(
        "host_not_alternating",
        "warning",
        "One side hosted twice although the sides take turns",
        _host_not_alternating,
        _MEETINGS,
    ),
    Kind(
        "periodicity_missed",
        "warning",
        "The agreed rhythm was not kept",
        _periodicity_missed,
        _MEETINGS,
    ),
)
