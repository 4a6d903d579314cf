"""How often to meet: the months agreed, by whom, and what limits follow from the last meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from lifecycle.assessment.reckoning import (
    Bounds,
    bounds_of,
    dated,
    every,
    months_after,
    said,
    typed,
)
from lifecycle.domain_events import PeriodicityRecorded
from lifecycle.facts import Fact
from lifecycle.things.periodicity import months_of
from lifecycle.views import Mechanism


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


def schedule_of(mechanism: Mechanism) -> Schedule:
    """Return how often to meet: as agreed last, else as reported last, else by its definition."""
    found = _on_record(mechanism.history)
    if found is not None:
        text, fact = found
        return Schedule(months_of(text), _source(fact), text, _is_reported(fact), fact)
    definition = mechanism.state.rules.definition
    if definition.periodicity is None:
        return Schedule()
    source = f"the definition {definition.name}"
    return Schedule(months_of(definition.periodicity), source, definition.periodicity)


_TELLING = frozenset(
    {
        "establishment_agreed",
        "resumption_agreed",
        "periodicity_recorded",
        "terms_of_reference_signed",
        "instrument_concluded",
    }
)


def _on_record(history: Sequence[Fact]) -> tuple[str, Fact] | None:
    """Return the words on it for the mechanism itself that go first, and the fact that has them.

    As `lifecycle.things.periodicity.agreed_periodicity`, but without reading whole payloads.
    """
    reported = None
    for fact in reversed(history):
        text = said(fact, "periodicity") if fact.type in _TELLING else None
        if not isinstance(text, str) or said(fact, "body") is not None:
            continue
        if not _is_reported(fact):
            return text, fact
        reported = reported or (text, fact)
    return reported


def _is_reported(fact: Fact) -> bool:
    return fact.type == PeriodicityRecorded.type and said(fact, "basis") == "reported"


def _source(fact: Fact) -> str:
    if fact.type != PeriodicityRecorded.type:
        return typed(fact)
    return f"Periodicity {said(fact, 'basis')}, {dated(fact)}"


def later_of(met: Bounds, schedule: Schedule) -> Bounds:
    """Return between which days the time begins that runs from a meeting under a *schedule*.

    A rule that is younger than the meeting runs from its own date.
    """
    if schedule.fact is None:
        return met
    (first, last), (begins, ends) = met, bounds_of(schedule.fact.occurred)
    if first is None or last is None or begins is None or ends is None:
        return met
    return max(first, begins), max(last, ends)


def limit_after(bounds: Bounds, months: float) -> Bounds:
    """Return between which days the end lies of *months* that begin within *bounds*."""
    first, last = bounds
    ends = None if first is None else months_after(first, months)
    if first == last or last is None:
        return ends, ends if first == last else None
    return ends, months_after(last, months)
