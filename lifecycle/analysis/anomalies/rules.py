"""Over which time a rule held, and how it is told that it was not kept."""

from collections.abc import Sequence

from lifecycle.facts.fact import Fact
from lifecycle.views.agreed_rhythm import Rule
from lifecycle.views.date_words import on
from lifecycle.views.life import Life


def rule_over(life: Life, rules: Sequence[Rule], a: Fact, b: Fact) -> Rule | None:
    """Return the one rule that certainly held from *a* to *b*; None if none did, or it changed."""
    known = [rule for rule in rules if not rule.fact or life.order.may_precede(rule.fact, b)]
    for fact in facts_of(*known):
        if not life.order.not_after(fact, a) or not life.order.before(fact, b):
            return None
    return known[-1] if known else None


def facts_of(*rules: Rule) -> list[Fact]:
    """Return the facts that say so."""
    return [rule.fact for rule in rules if rule.fact is not None]


def although(rule: Rule) -> str:
    """Return the end of a sentence about what was not kept: ``although the rule is ...``."""
    if rule.fact is None:
        return f"although the rule is {rule.text!r} (by its definition)"
    if rule.is_reported:
        return f"although the rule is said to be {rule.text!r} (reported {on(rule.fact)})"
    return f"although the rule is {rule.text!r} (agreed {on(rule.fact)})"
