"""How often to meet and who hosts: as agreed, else as reported, else as the definition says."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    EstablishmentAgreed,
    InstrumentConcluded,
    PeriodicityRecorded,
    ResumptionAgreed,
    TermsOfReferenceSigned,
)
from lifecycle.views.reading import text_of

RuleKey = Literal["periodicity", "hosting_rule"]
"""Under which a fact and a definition say how often to meet, or who hosts."""

_TELLING = frozenset(
    model.type
    for model in (
        EstablishmentAgreed,
        ResumptionAgreed,
        PeriodicityRecorded,
        TermsOfReferenceSigned,
        InstrumentConcluded,
    )
)


class Rule(NamedTuple):
    """What is to be kept; `lifecycle.views.periodicity` reads its words."""

    text: str
    fact: Fact | None = None
    """The fact that says so; None where the definition does."""

    @property
    def is_reported(self) -> bool:
        """Whether a source reports it, and it is not on record as agreed."""
        return (
            self.fact is not None
            and self.fact.type == PeriodicityRecorded.type
            and text_of(self.fact, "basis") == "reported"
        )


def rules_of(facts: Iterable[Fact], key: RuleKey, declared: str | None) -> list[Rule]:
    """Return what was agreed for the mechanism itself, not for a sub-group, in effective order.

    Where nothing was agreed, whatever the dates: what sources report; where nothing is reported
    either: what the definition has *declared*.

    Raises:
        UnreadableFactError: If a fact says something else than a text under *key*; the rest of
            what it says is not read.
    """
    told = [
        Rule(text, fact)
        for fact in facts
        if fact.type in _TELLING
        and (text := text_of(fact, key)) is not None
        and text_of(fact, "body") is None
    ]
    agreed = [rule for rule in told if not rule.is_reported]
    return agreed or told or ([] if declared is None else [Rule(declared)])
