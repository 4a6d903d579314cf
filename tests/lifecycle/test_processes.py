"""Several processes find and fold what one does, in the same order."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from events.clock import Clock
from events.model import ALL_STREAMS, ANY_VERSION, NewEvent, StreamRange
from events.store import EventStore
from events.stores.sqlite import SQLiteStore
from lifecycle.registry.registry import Registry
from lifecycle.storage import processes
from lifecycle.storage.audit import audit
from lifecycle.storage.loader import Unreadable
from lifecycle.storage.processes import jobs_for, over_runs, runs_of
from tests.lifecycle.registering import register

pytestmark = pytest.mark.slow

NAMES = [f"group-{letter}" for letter in "abcdefghi"]


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> Iterator[Registry]:
    """Nine mechanisms in a file."""
    with Registry.open(str(tmp_path / "log.db"), clock=clock) as registry:
        for name in NAMES:
            register(registry, id=name, policy="record")
            registry.meet(name, on="2025-12")
        yield registry


def forge(registry: Registry, stream: str, event_type: str) -> None:
    event = NewEvent(f"forged-{registry.store.head()}", event_type, {"text": "x"})
    registry.store.append(stream, [event], expected_version=ANY_VERSION)


def replayed(registry: Registry, jobs: int | None) -> tuple[list[object], list[Unreadable]]:
    unreadable: list[Unreadable] = []
    return [*registry.replay(unreadable=unreadable, jobs=jobs)], unreadable


def test_two_processes_find_and_fold_what_one_does(log: Registry) -> None:
    report = audit(log.store, jobs=2)

    assert report == audit(log.store)
    assert (report.size, report.findings) == (log.store.head(), ())
    states, unreadable = replayed(log, 2)
    assert (states, unreadable) == replayed(log, 1)
    assert (len(states), unreadable) == (9, [])


def test_what_is_wrong_is_found_in_the_same_order(log: Registry) -> None:
    forge(log, "mechanism-group-h", "note_recorded")
    forge(log, "mechanism-group-b", "door_opened")
    forge(log, "door-1", "door_opened")

    report = audit(log.store, jobs=2)

    assert report == audit(log.store)
    assert [found.code for found in report.findings] == [
        "state_differs",
        "unreadable_fact",
        "unknown_category",
    ]
    states, unreadable = replayed(log, 2)
    assert states == replayed(log, 1)[0]
    assert [one.mechanism_id for one in unreadable] == ["group-b"]


def test_a_sound_log_is_checked_elsewhere(log: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[StreamRange] = []
    rows = SQLiteStore.rows

    def noted(store: SQLiteStore, **bounds: object) -> object:
        read.append(ALL_STREAMS)
        return rows(store, **bounds)  # type: ignore[arg-type]

    monkeypatch.setattr(SQLiteStore, "rows", noted)

    assert audit(log.store, jobs=2).findings == ()
    assert read == []
    assert audit(log.store, jobs=1).findings == ()
    assert read == [ALL_STREAMS]


def test_a_log_is_replayed_elsewhere_as_it_was(log: Registry) -> None:
    size = log.store.head()
    forge(log, "mechanism-group-a", "note_recorded")

    assert [*log.replay(known_at=size - 1, jobs=2)] == [*log.replay(known_at=size - 1)]


def test_where_processes_fail_the_caller_does_the_work(
    log: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SQLiteStore, "reopener", lambda _: Path)
    assert audit(log.store, jobs=2) == audit(log.store)

    missing = partial(SQLiteStore.open, "/nowhere/log.db", readonly=True)
    monkeypatch.setattr(SQLiteStore, "reopener", lambda _: missing)
    assert replayed(log, 2) == replayed(log, 1)


def test_a_file_that_took_the_place_of_the_log_is_noticed(
    log: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = str(tmp_path / "other.db")
    with Registry.open(other) as registry:
        for name in NAMES:
            register(registry, id=name, policy="record")
            registry.meet(name, on="2025-11")
    open_other = partial(SQLiteStore.open, other, readonly=True)
    monkeypatch.setattr(SQLiteStore, "reopener", lambda _: open_other)

    assert audit(log.store, jobs=2) == audit(log.store)


def test_a_log_in_memory_is_checked_in_one_process() -> None:
    with Registry.open("memory:") as memory:
        register(memory)

        assert memory.store.reopener() is None
        assert audit(memory.store, jobs=2) == audit(memory.store, jobs=None)
        assert replayed(memory, 2) == replayed(memory, None)


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 25])
def test_runs_hold_each_stream_once(jobs: int, count: int) -> None:
    names = sorted(f"mechanism-{number}" for number in range(count))
    runs = runs_of(names, jobs)

    assert (runs[0].first, runs[-1].end) == ("", None)
    assert all(before.end == after.first for before, after in pairwise(runs))
    assert len(runs) == max(1, min(count, 4 * jobs))
    for name in ["a-1", "z-1", *names]:
        assert sum(name in run for run in runs) == 1
    assert 1 not in ALL_STREAMS


def test_only_large_logs_are_worth_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes.os, "sched_getaffinity", lambda _: range(3), raising=False)
    assert (jobs_for(9, 10), jobs_for(10, 10)) == (1, 3)

    monkeypatch.setattr(processes.os, "sched_getaffinity", lambda _: range(99))
    assert jobs_for(10, 10) == processes.JOBS_MAX

    monkeypatch.delattr(processes.os, "sched_getaffinity")
    monkeypatch.setattr(processes.os, "cpu_count", lambda: None)
    assert jobs_for(10, 10) == 1


def test_results_come_in_the_order_of_the_runs(log: Registry) -> None:
    reopen = log.store.reopener()
    assert reopen is not None
    runs = [StreamRange(f"mechanism-group-{letter}", None) for letter in "iaz"]

    assert [*over_runs(reopen, count_rows, runs, 2)] == [2, 18, 0]


def count_rows(store: EventStore, run: StreamRange) -> int:
    return sum(1 for _ in store.rows(streams=run))
