"""The log at one moment: what a mechanism that is read then is drawn from."""

from dataclasses import dataclass

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.history.history import History


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The log as it was at one size, seen as of one day: what is written meanwhile is not seen."""

    size: int
    clock: int | None
    """Day number of the newest event; None: there is none."""
    day: int | None = None
    """Day number up to which facts count; None: all."""

    def mechanism(self, history: History) -> Mechanism:
        """Return the mechanism whose *history* was read at this size."""
        mechanism_id = history.registration.mechanism
        return Mechanism(mechanism_id, history, self.size, self.day, self.clock)
