"""How often to meet: the months agreed, by whom, and what limits follow from the last meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from lifecycle.dates.bounds import Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import PeriodicityRecorded
from lifecycle.views.agreed_rhythm import Rule
from lifecycle.views.date_words import dated
from lifecycle.views.periodicity import months_of
from lifecycle.views.phrases import every
from lifecycle.views.reading import value_of
from lifecycle.views.wording import typed


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often to meet, and who says so."""

    months: int | None = None
    """None: nothing is on record, or the words that are give no period."""
    source: str | None = None
    """The agreement, the report or the definition, in words; None if nothing is on record."""
    text: str | None = None
    """How often, in the words of the source."""
    reported: bool = False
    """Whether it is only reported, and no agreement on it is on record."""
    fact: Fact | None = None
    """The agreement or the report; None where the definition says it."""

    @property
    def rule(self) -> str | None:
        """The rule and who says so; None where none is read."""
        return None if self.months is None else f"{every(self.months)}: {self.source}"

    @property
    def missing(self) -> str:
        """Why no rule is read, where none is."""
        if self.text is None:
            return "how often to meet is not on record"
        return f"how often to meet is told in words that give no period ('{self.text}')"

    def runs_from(self, met: Bounds) -> Bounds:
        """Return between which days the time to the next meeting begins, if the last lies in *met*.

        A rule that is younger than the meeting runs from its own date.
        """
        return met if self.fact is None else met.later(bounds_of(self.fact.occurred))


def schedule_by(rules: Sequence[Rule], definition: str) -> Schedule:
    """Return how often to meet by the last of *rules*; the one without a fact is a *definition*'s.

    The rules are those of `rules_of`.
    """
    if not rules:
        return Schedule()
    rule = rules[-1]
    source = f"the definition {definition}" if rule.fact is None else _source(rule.fact)
    return Schedule(months_of(rule.text), source, rule.text, rule.is_reported, rule.fact)


def _source(fact: Fact) -> str:
    if fact.type != PeriodicityRecorded.type:
        return typed(fact)
    return f"Periodicity {value_of(fact, 'basis')}, {dated(fact)}"
