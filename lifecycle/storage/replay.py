"""Replay: derive every state again from the facts, and compare it with what was stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from events.model import StreamRange
from events.store import EventStore
from lifecycle.cached import keep
from lifecycle.facts.fact import Fact
from lifecycle.facts.streams import MECHANISM
from lifecycle.history.fold import ILLEGAL, Step
from lifecycle.history.history import GrowingHistory, History, steps_in_sequence
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
    steps, known = _grown(history)
    mismatches = []
    for fact, step in zip(history.facts, steps, strict=True):
        derived = step.state.named
        if fact.recorded is None or fact.recorded.meta.get("tracks") != derived:
            mismatches.append(_mismatch(fact, derived))
    registration, last = known.registration, known.state
    return Replayed(
        registration.mechanism,
        tuple(party.code for party in registration.parties),
        last.rules.definition.name,
        dict(last.named),
        len(history.facts),
        sum(fact.type == "meeting_held" for fact in known.ordered),
        sum(step.outcome in ILLEGAL for step in known.steps),
        tuple(mismatches),
    )


def _grown(history: History) -> tuple[Sequence[Step], History]:
    """Return what each recorded fact did, as known when it was recorded, and what all led to."""
    facts = history.facts
    # Where it is first known may have been corrected since: then it is read anew.
    first = history.at(1)
    steps = steps_in_sequence(facts, first.start)
    known = history.at(len(steps))
    keep(known, registration=first.registration, in_sequence=True)
    keep(known, ordered=known.facts, steps=tuple(steps))
    if len(steps) == len(facts):
        return steps, known
    growing = GrowingHistory(known)
    return [*steps, *map(growing.add, facts[len(steps) :])], growing.finished()


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


_LEAST = 1_000_000  # events; two processes fold and hand over 100,000 in more time than one takes


def _replay_run(store: EventStore, run: StreamRange, *, size: int) -> list[Replayed] | None:
    """Return what `replay` says of the mechanisms of *run*; None if one is unreadable."""
    found = list[Replayed]()
    for one in Loader(store).each(replay, size=size, streams=run):
        if isinstance(one, Unreadable):
            return None
        found.append(one)
    return found


def _mismatch(fact: Fact, derived: Mapping[str, str]) -> Mismatch:
    return Mismatch(fact.position, fact.event_id, fact.stored_tracks, dict(derived))
