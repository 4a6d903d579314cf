"""What was agreed, or is said to be the rule, and over which time."""

from collections.abc import Sequence
from typing import NamedTuple

from lifecycle.anomalies.life import Life, text_of
from lifecycle.anomalies.words import on
from lifecycle.domain_events import PeriodicityRecorded
from lifecycle.facts import Fact


class Rule(NamedTuple):
    """What is to be kept."""

    text: str
    fact: Fact | None = None
    """The fact that says so; none where the definition does."""


def rules_of(life: Life, field: str) -> list[Rule]:
    """Return what was agreed of the mechanism, not of a sub-group, in effective order.

    Where nothing was agreed, what a source reports holds, else what the definition says.
    """
    told = [
        Rule(text, fact)
        for fact in life.ruling
        if (text := text_of(fact, field)) and text_of(fact, "body") is None
    ]
    declared = getattr(life.mechanism.state.rules.definition, field)
    agreed = [rule for rule in told if not _is_reported(rule.fact)]
    return agreed or told or ([Rule(declared)] if declared else [])


def rule_over(life: Life, rules: Sequence[Rule], a: Fact, b: Fact) -> Rule | None:
    """Return the one rule that held from *a* to *b*; None if that is open, or it changed."""
    known = [rule for rule in rules if not rule.fact or life.order.may_precede(rule.fact, b)]
    for fact in facts_of(*known):
        if life.order.before(a, fact) or not life.order.before(fact, b):
            return None
    return known[-1] if known else None


def facts_of(*rules: Rule) -> list[Fact]:
    """Return the facts that say so."""
    return [rule.fact for rule in rules if rule.fact is not None]


def although(rule: Rule) -> str:
    """Return the end of a sentence about what was not kept: ``although the rule is ...``."""
    if rule.fact is None:
        return f"although the rule is {rule.text!r} (by its definition)"
    if _is_reported(rule.fact):
        return f"although the rule is said to be {rule.text!r} (reported {on(rule.fact)})"
    return f"although the rule is {rule.text!r} (agreed {on(rule.fact)})"


def _is_reported(fact: Fact | None) -> bool:
    return (
        fact is not None
        and fact.type == PeriodicityRecorded.type
        and text_of(fact, "basis") == "reported"
    )
