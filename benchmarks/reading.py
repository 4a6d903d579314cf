"""Rows d, e and f: rebuild one long mechanism, replay a whole log, verify it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application

from benchmarks import ours, peer
from benchmarks.measuring import rates, run_python
from benchmarks.table import Row, at_most, rate_row
from benchmarks.workload import EVENTS
from lifecycle.registry.registry import Registry
from lifecycle.storage.audit import audit

_LONG = 1_000
_REBUILDS = 10
_SMALL, _LARGE = 2_000, 10_000
_ROUNDS = 3


def rows(folder: Path) -> Iterator[Row]:
    """Yield rows d, e and f."""
    app = peer.open_peer(folder / "long-peer.db")
    with Registry.open(str(folder / "long.db")) as registry:
        yield _rebuild_row(registry, app)
    app.close()
    path = str(folder / "large.db")
    app = peer.open_peer(folder / "large-peer.db")
    with Registry.open(path) as registry:
        small = _grow(registry, app, path, range(_SMALL))
        large = _grow(registry, app, path, range(_SMALL, _LARGE))
        yield from _whole_log_rows(registry, app)
        targets = (at_most(80, large, "MiB"), at_most(1.05, large / small, "x that of 20,000"))
        yield Row("e. peak memory of that replay", f"{large:.1f} MiB", "-", "-", targets)
    app.close()


def _rebuild_row(registry: Registry, app: Application[UUID]) -> Row:
    our_id = ours.tell_life(registry, 1, _LONG)
    peer_id = peer.tell_life(app, 1, _LONG)

    def our_side() -> int:
        for _ in range(_REBUILDS):
            mechanism = registry.mechanism(our_id)
            meetings = sum(fact.type == "meeting_held" for fact in mechanism.history)
            _check(mechanism.stage == "roadmap_active" and meetings == _LONG - 5)
        return _REBUILDS * _LONG

    def peer_side() -> int:
        for _ in range(_REBUILDS):
            mechanism: peer.Mechanism = app.repository.get(peer_id)
            _check(mechanism.stage == "roadmap_active" and mechanism.meetings == _LONG - 5)
        return _REBUILDS * _LONG

    found = rates({"ours": our_side, "peer": peer_side}, 5)
    return rate_row("d. rebuild a mechanism of 1,000 events", found, {"peer": 4})


def _grow(registry: Registry, app: Application[UUID], path: str, numbers: range) -> float:
    """Record the lives of *numbers* on both sides; return the peak memory of a replay of ours."""
    for number in numbers:
        ours.tell_life(registry, number)
        peer.tell_life(app, number)
    return float(run_python("-W", "ignore", "-m", "benchmarks.memory", path))


def _whole_log_rows(registry: Registry, app: Application[UUID]) -> Iterator[Row]:
    sides = {
        "ours": partial(_replay, registry),
        "replay in two": partial(_replay, registry, 2),
        "audit": partial(_audit, registry),
        "audit in two": partial(_audit, registry, 2),
        "peer": partial(peer.one_pass, app),
    }
    found = rates(sides, _ROUNDS)
    for work, side, least in (
        ("e. replay 100,000 events, 10,000 mechanisms", "ours", 2),
        ("e. that replay in two processes", "replay in two", 3.5),
        ("f. audit that log", "audit", 0.5),
        ("f. that audit in two processes", "audit in two", 0.9),
    ):
        yield rate_row(work, {**found, "ours": found[side]}, {"peer": least})


def _replay(registry: Registry, jobs: int = 1) -> int:
    states = list(registry.replay(jobs=jobs))
    _check(not any(state.illegal or state.mismatches for state in states))
    return len(states) * EVENTS


def _audit(registry: Registry, jobs: int = 1) -> int:
    report = audit(registry.store, jobs=jobs)
    _check(not report.findings)
    return report.size


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError("what was read is not what was recorded")
