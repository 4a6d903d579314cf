"""A step that is expected of a mechanism next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lifecycle.dates.bounds import Bounds
from lifecycle.facts.fact import Fact

Kind = Literal["meeting", "consent", "deadline", "term", "notice", "item", "allowed"]


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that is to come: expected, due, or allowed."""

    kind: Kind
    """``term``: something runs out; ``allowed``: nothing asks for it, but the definition does not
    forbid it."""
    what: str
    """In a few words."""
    who: tuple[str, ...]
    """The parties that must act."""
    due: Bounds
    """Between which days it is due at the latest; unknown if no day is set."""
    basis: str
    """One sentence that names the fact or the rule."""
    trigger: str | None = None
    """What it would pull."""
    fact: Fact | None = None
    """The fact that says so."""

    @property
    def by(self) -> int | None:
        """Day number of the last day for it; None if no day is set."""
        return self.due.last

    @property
    def earliest(self) -> int | None:
        """Day number of the first day on which it may fall due; None if none is known."""
        return self.due.first


def in_order(steps: Iterable[NextStep]) -> tuple[NextStep, ...]:
    """Return *steps* by the day that they are due by; those without a day last, as they came."""
    return tuple(sorted(steps, key=lambda step: (step.by is None, step.by or 0)))
