"""Work on all streams of a log in several processes, each on a run of streams at a time."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from events.model import StreamRange
from events.store import EventStore

T = TypeVar("T")

JOBS_MAX = 8
"""How many processes are worth their start, and the memory that each takes."""
_RUNS_PER_JOB = 4  # so that no process waits long for the last one


def jobs_for(events: int, least: int) -> int:
    """Return how many processes to use for a log of so many events: one if fewer than *least*."""
    return 1 if events < least else min(_processors(), JOBS_MAX)


def _processors() -> int:
    """Return how many processors this process may use; some systems only say how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def runs_of(names: Sequence[str], jobs: int) -> list[StreamRange]:
    """Return runs that hold all streams, each about as many of the sorted *names*."""
    count = min(jobs * _RUNS_PER_JOB, len(names)) or 1
    starts = [names[len(names) * index // count] for index in range(1, count)]
    return [StreamRange(first or "", end) for first, end in pairwise(["", *starts, None])]


def over_runs(
    reopen: Callable[[], EventStore],
    work: Callable[[EventStore, StreamRange], T],
    runs: Sequence[StreamRange],
    jobs: int,
) -> Iterator[T | None]:
    """Yield what *work* returns for each of *runs*, in their order; None where a process failed.

    Args:
        reopen: From `EventStore.reopener`.
        work: A function of a module, or a `functools.partial` of one; it raises nothing of its own.
        runs: From `runs_of`.
        jobs: How many processes to start.
    """
    # Slow to import, and needed for large logs only.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above
    from multiprocessing import get_context  # noqa: PLC0415 - see above

    # Not forked: threads of the caller may hold locks, and a database must not cross a fork.
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        # Ctrl-C is for the caller, which waits for the run in hand and ends them.
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        futures = [pool.submit(_worked, reopen, work, run) for run in runs]
        for future in futures:
            try:
                yield future.result()
            except Exception:  # noqa: BLE001 - the caller does this run itself and meets the error
                yield None
    finally:
        pool.shutdown(cancel_futures=True)


def _worked(
    reopen: Callable[[], EventStore],
    work: Callable[[EventStore, StreamRange], T],
    run: StreamRange,
) -> T:
    with reopen() as store:
        return work(store, run)
