"""Replay: derive every state again from the facts, and compare it with what was stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lifecycle.amending import AMENDING
from lifecycle.facts import Fact
from lifecycle.history import History, certainly_follows
from lifecycle.mechanism import ILLEGAL, State, Step, evolve


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stored state that the facts do not lead to."""

    position: int
    event_id: str
    stored: dict[str, str]
    derived: dict[str, str]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The state that the facts of one mechanism lead to."""

    mechanism_id: str
    parties: tuple[str, ...]
    kind: str
    """Name of the definition that it lives under now."""
    tracks: dict[str, str]
    """The state of each track by its name."""
    facts: int
    meetings: int
    illegal: int
    """Count of facts that the definition does not allow where they stand."""
    mismatches: tuple[Mismatch, ...]


def replay(history: History) -> Replayed:
    """Fold *history* in effective order, and check the state stored with each of its facts."""
    course = _Course(history)
    mismatches = []
    for fact, state in zip(history.facts, course.states(), strict=True):
        derived = state.named
        if fact.recorded is None or fact.recorded.fields["meta"].get("tracks") != derived:
            mismatches.append(_mismatch(fact, derived))
    registration, last = history.registration, course.steps[-1].state
    return Replayed(
        registration.mechanism,
        tuple(party.code for party in registration.parties),
        last.rules.definition.name,
        dict(last.named),
        len(history.facts),
        sum(fact.type == "meeting_held" for fact in course.ordered),
        sum(step.outcome in ILLEGAL for step in course.steps),
        tuple(mismatches),
    )


class _Course:
    """A history as it grew: after each recorded fact, the effective order and steps known then.

    A fact that certainly follows all others is added to what is known; any other one, and any
    amendment, makes the order be worked out anew.
    """

    def __init__(self, history: History) -> None:
        self.history = history
        # Where it is first known may have been corrected since: then it is read anew.
        self._start = history.at(1).start
        self.ordered: list[Fact] = []
        self.steps: list[Step] = []
        self._in_sequence = True
        self._latest: float = float("-inf")
        """The last day on which any of the facts can have happened."""

    def states(self) -> Iterator[State]:
        """Yield the state that each recorded fact led to, as known when it was recorded."""
        for index, fact in enumerate(self.history.facts):
            step = self._onward(fact)
            yield self._anew(index + 1).step_of(fact).state if step is None else step.state

    def _onward(self, fact: Fact) -> Step | None:
        """Add *fact* behind all others, if that is certainly its place; return its step."""
        if fact.type in AMENDING or not self._follows_all(fact):
            return None
        step = evolve(self.steps[-1].state if self.steps else self._start, fact)
        if not self._in_sequence and step.outcome in ILLEGAL:
            return None  # another order of the facts before it may make it legal
        self.ordered.append(fact)
        self.steps.append(step)
        if len(self.ordered) > 1:
            self._latest = max(self._latest, _latest(fact))
        return step

    def _follows_all(self, fact: Fact) -> bool:
        if len(self.ordered) <= 1:  # the registration comes before everything
            return True
        if self._in_sequence:
            return certainly_follows(fact, self.ordered[-1])
        earliest = None if fact.occurred is None else fact.occurred.earliest
        return earliest is not None and earliest > self._latest

    def _anew(self, size: int) -> History:
        """Work out the order of the first *size* facts; return the history that they made."""
        facts = self.history.facts
        known = self.history if size == len(facts) else self.history.at(size)
        self.ordered, self.steps = list(known.ordered), list(known.steps)
        self._in_sequence = known.in_sequence
        self._latest = max(map(_latest, self.ordered[1:]), default=float("-inf"))
        return known


def _latest(fact: Fact) -> float:
    latest = None if fact.occurred is None else fact.occurred.latest
    return float("inf") if latest is None else latest


def _mismatch(fact: Fact, derived: Mapping[str, str]) -> Mismatch:
    return Mismatch(fact.position, fact.event_id, fact.stored_tracks, dict(derived))
