"""The contract of a store: how threads share a log, and what a fork does to it."""
# ruff: noqa: S101, PLR2004 - these are tests, though they ship

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from select import select
from signal import SIGKILL
from threading import Event

import pytest

from events.errors import StoreClosedError, StoreError
from events.model import ANY_VERSION, RecordedEvent
from events.store import EventStore
from events.testing.door import HOUSE, NOON, DoorContract, NewStore, closed, everything, opened
from events.verify import verify_log


class SharingContract(DoorContract):
    """The threads of one process share a store; a child made by a fork does not."""

    def test_threads_share_a_store(self, store: EventStore) -> None:
        """Each append is acknowledged once, and positions have no gap."""

        def write(thread: int) -> list[RecordedEvent]:
            return [
                event
                for n in range(20)
                for event in store.append(
                    f"door-{n % 3}", [opened(f"{thread}-{n}")], expected_version=ANY_VERSION
                )
            ]

        with ThreadPoolExecutor(4) as pool:
            acknowledged = [event for events in pool.map(write, range(4)) for event in events]

        assert sorted(acknowledged, key=lambda e: e.position) == list(store.read_all())
        assert [e.position for e in store.read_all()] == list(range(80))
        assert verify_log(store).findings == ()

    def test_readers_see_whole_batches(self, store: EventStore) -> None:
        """All events of a batch appear at the same moment, in every reader."""
        interval = sys.getswitchinterval()
        readers: list[Callable[[], int]] = [
            store.head,
            lambda: len(list(store.read_all())),
            lambda: len(list(store.read_stream("door-1"))),
            lambda: len(list(store.read_by_stream("door"))),
            lambda: len(list(store.leaves())),
        ]

        def write() -> None:
            for n in range(150):
                batch = [opened(f"{n}-first"), closed(f"{n}-second")]
                store.append("door-1", batch, expected_version=ANY_VERSION)

        counts: set[int] = set()
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(1) as pool:
                writing = pool.submit(write)
                while not writing.done():
                    counts.update(read() for read in readers)
                writing.result()
        finally:
            sys.setswitchinterval(interval)

        assert not [count for count in counts if count % 2]
        assert store.head() == 300

    def test_a_store_is_not_written_while_it_is_written(
        self, house: EventStore, new_store: NewStore
    ) -> None:
        """Records that are restored may come from code that uses the store itself."""
        copy = new_store(lambda: NOON)

        def meddling() -> Iterator[bytes]:
            yield from everything(house)
            copy.append("door-1", [opened("x")], expected_version=ANY_VERSION)

        with pytest.raises(StoreError, match="already writing"):
            copy.restore(meddling())

        assert copy.head() == 0
        assert copy.restore(everything(house)) == HOUSE

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
    @pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
    def test_a_forked_child_is_refused_at_once(
        self, house: EventStore, new_store: NewStore
    ) -> None:
        """Though another thread was using the store during the fork; closing it does no harm."""
        copy = new_store(lambda: NOON)
        is_busy, may_end = Event(), Event()

        def slow() -> Iterator[bytes]:
            yield from everything(house)
            is_busy.set()
            may_end.wait()

        with ThreadPoolExecutor(1) as pool:
            restoring = pool.submit(copy.restore, slow())
            restoring.add_done_callback(lambda _: is_busy.set())  # a broken store fails early
            is_busy.wait()
            try:
                answer = _in_a_child(copy)
            finally:
                may_end.set()

        assert answer == b"refused and closed"
        assert restoring.result() == HOUSE
        assert list(copy.read_all()) == list(house.read_all())


def _in_a_child(store: EventStore) -> bytes:
    """Return what a forked child said of its use of *store*; nothing if it hangs."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store.head()
        except StoreClosedError:
            store.close()
            os.write(writing, b"refused and closed")
        finally:
            os._exit(0)
    os.close(writing)
    try:
        ready, _, _ = select([reading], [], [], 30)
        return os.read(reading, 100) if ready else b""
    finally:
        os.kill(child, SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
