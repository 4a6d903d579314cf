"""What an entry of the catalogue is: a code, how grave it is, and the function that finds it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from lifecycle.facts.fact import Fact
from lifecycle.views.life import Life

Severity = Literal["info", "warning", "serious"]
"""``info``: good to know; ``warning``: somebody should look; ``serious``: the record contradicts
itself or the rules."""


class Anomaly(NamedTuple):
    """Something accepted but remarkable."""

    code: str
    severity: Severity
    message: str
    """One sentence in plain English."""
    events: tuple[str, ...]
    """Ids of the facts concerned."""

    def to_dict(self) -> dict[str, Any]:
        """Return the anomaly as JSON; docs/json.md describes the shape."""
        return {**self._asdict(), "events": list(self.events)}


class Observation(NamedTuple):
    """One sentence, and the ids of the facts concerned."""

    message: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of anomaly."""

    code: str
    severity: Severity
    title: str
    find: Callable[[Life], Iterator[Observation]]
    needs: frozenset[str] = frozenset()
    """It is looked for where the life has one of these `Life.traits`; empty: always."""
    misplaced: frozenset[str] = frozenset()
    """Types of the facts that it tells to stand where they should not, and why."""


def observation(message: str, *facts: Fact) -> Observation:
    """Return *message* about *facts*."""
    return Observation(message, tuple([fact.event_id for fact in facts]))
