"""How often to meet: the months agreed, by whom, and what limits follow from the last meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from lifecycle.assessment.reckoning import Bounds, months_after, said, typed
from lifecycle.facts import Fact
from lifecycle.things.periodicity import months_of
from lifecycle.views import Mechanism


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often to meet, and who says so."""

    months: int | None
    """None: nothing is on record, or the words of the agreement are not read."""
    source: str | None
    """The agreement or the definition, in words; None if nothing is on record."""
    fact: Fact | None = None
    """The agreement."""


def schedule_of(mechanism: Mechanism) -> Schedule:
    """Return how often to meet: as agreed last, else as its definition says."""
    agreed = _agreed(mechanism.history)
    if agreed is not None:
        words, fact = agreed
        return Schedule(months_of(words), typed(fact), fact)
    definition = mechanism.state.rules.definition
    if definition.periodicity is None:
        return Schedule(None, None)
    return Schedule(months_of(definition.periodicity), f"the definition {definition.name}")


_AGREEING = frozenset(
    {
        "establishment_agreed",
        "resumption_agreed",
        "terms_of_reference_signed",
        "instrument_concluded",
    }
)


def _agreed(history: Sequence[Fact]) -> tuple[str, Fact] | None:
    """Return the words agreed last for the mechanism itself, and the fact that says so.

    As `lifecycle.things.periodicity.agreed_periodicity`, but without reading whole payloads.
    """
    for fact in reversed(history):
        if fact.type in _AGREEING and said(fact, "body") is None:
            words = said(fact, "periodicity")
            if isinstance(words, str):
                return words, fact
    return None


def limit_after(bounds: Bounds, months: float) -> Bounds:
    """Return between which days the end lies of *months* that begin within *bounds*."""
    first, last = bounds
    ends = None if first is None else months_after(first, months)
    if first == last or last is None:
        return ends, ends if first == last else None
    return ends, months_after(last, months)
