"""Replay: derive every state again from the facts, and compare it with what was stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from events.model import StreamRange
from events.store import EventStore
from lifecycle.cached import keep
from lifecycle.facts.fact import Fact
from lifecycle.facts.streams import MECHANISM
from lifecycle.history.amendments import AMENDING
from lifecycle.history.fold import ILLEGAL, State, Step, evolve
from lifecycle.history.history import History, certainly_follows
from lifecycle.history.placing import earliest_day, is_dated_before
from lifecycle.storage.loader import Loader, Unreadable
from lifecycle.storage.processes import jobs_for, over_runs, runs_of


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
    growing = _Growing(history)
    mismatches = []
    for fact, state in zip(history.facts, growing.states(), strict=True):
        derived = state.named
        if fact.recorded is None or fact.recorded.meta.get("tracks") != derived:
            mismatches.append(_mismatch(fact, derived))
    registration, last = growing.known.registration, growing.steps[-1].state
    return Replayed(
        registration.mechanism,
        tuple(party.code for party in registration.parties),
        last.rules.definition.name,
        dict(last.named),
        len(history.facts),
        sum(fact.type == "meeting_held" for fact in growing.ordered),
        sum(step.outcome in ILLEGAL for step in growing.steps),
        tuple(mismatches),
    )


def replay_all(
    loader: Loader, *, size: int, jobs: int | None = 1
) -> Iterator[Replayed | Unreadable]:
    """Yield what `replay` says of each mechanism, by their ids, or why it is unreadable.

    Args:
        loader: Reads the log.
        size: As for `Loader.history`.
        jobs: In how many processes; None: as many as are worth it. What is yielded is the same.
    """
    store = loader.store
    jobs = jobs_for(size, _LEAST) if jobs is None else jobs
    reopen = store.reopener() if jobs > 1 else None
    if reopen is None:
        yield from loader.each(replay, size=size)
        return
    runs = runs_of(store.streams(MECHANISM), jobs)
    done = over_runs(reopen, partial(_replay_run, size=size), runs, jobs)
    for run, found in zip(runs, done, strict=True):
        yield from loader.each(replay, size=size, streams=run) if found is None else found


_LEAST = 50_000  # events, below which processes take longer to start than they save


def _replay_run(store: EventStore, run: StreamRange, *, size: int) -> list[Replayed] | None:
    """Return what `replay` says of the mechanisms of *run*; None if one is unreadable."""
    found = list[Replayed]()
    for one in Loader(store).each(replay, size=size, streams=run):
        if isinstance(one, Unreadable):
            return None
        found.append(one)
    return found


class _Growing:
    """A history as it grew, fact by fact."""

    def __init__(self, history: History) -> None:
        self.history = self.known = history
        self.ordered: Sequence[Fact] = ()
        """The effective order of all facts, once they have been gone through."""
        self.steps: Sequence[Step] = ()

    def states(self) -> Iterator[State]:
        """Yield the state that each recorded fact led to, as known when it was recorded."""
        facts = self.history.facts
        # Where it is first known may have been corrected since: then it is read anew.
        ordered, steps = list(facts[:1]), [evolve(self.history.at(1).start, facts[0])]
        yield steps[0].state
        day = earliest_day(facts[0])
        for fact in facts[1:]:
            if fact.type in AMENDING or is_dated_before(fact, day):  # then not all hints may hold
                break
            if len(ordered) > 1 and not certainly_follows(fact, ordered[-1]):
                break
            day = max(day, earliest_day(fact))
            ordered.append(fact)
            steps.append(evolve(steps[-1].state, fact))
            yield steps[-1].state
        self.ordered, self.steps = ordered, steps
        if len(ordered) < len(facts):
            yield from self._out_of_sequence()

    def _out_of_sequence(self) -> Iterator[State]:
        """Yield the states of the facts behind those that are in sequence."""
        known = self.history.at(len(self.ordered))
        keep(known, in_sequence=True, steps=tuple(self.steps))
        for fact in self.history.facts[len(self.ordered) :]:
            known = known.with_fact(fact)
            yield known.step_of(fact).state
        self.known, self.ordered, self.steps = known, known.ordered, known.steps


def _mismatch(fact: Fact, derived: Mapping[str, str]) -> Mismatch:
    return Mismatch(fact.position, fact.event_id, fact.stored_tracks, dict(derived))
