"""A log in memory is shared by threads as one in a file is."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from types import FrameType
from typing import Any

import pytest

from events.errors import ClockWarning
from events.model import NO_STREAM
from events.stores import memory
from events.stores.memory import MemoryStore
from events.testing.door import closed, opened

READERS: dict[str, Callable[[MemoryStore], int]] = {
    "head": lambda store: store.head(),
    "read_all": lambda store: len(list(store.read_all())),
    "read_stream": lambda store: len(list(store.read_stream("door-1"))),
    "read_by_stream": lambda store: len(list(store.read_by_stream("door"))),
    "rows": lambda store: len(list(store.rows())),
    "find": lambda store: sum(store.find(name) is not None for name in "ab"),
    "streams": lambda store: 2 * len(store.streams("door")),
}


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_sees_half_a_batch(reader: str) -> None:
    """Another thread begins to read at every line of the store that an append runs through."""
    store = MemoryStore()
    counts: list[int] = []
    threads: list[Thread] = []

    def read() -> None:
        counts.append(READERS[reader](store))

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != memory.__file__:
            return None
        if event == "line":
            threads.append(Thread(target=read))
            threads[-1].start()
            # Not for ever: the reader may have to wait until the append is done.
            threads[-1].join(0.01)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        store.append("door-1", [opened("a"), closed("b")], expected_version=NO_STREAM)
    finally:
        sys.settrace(before)
    for thread in threads:
        thread.join()

    assert len(counts) > 10
    assert set(counts) <= {0, 2}
    assert READERS[reader](store) == 2


def test_a_warning_of_the_clock_points_to_the_line_that_appends() -> None:
    days = iter([datetime(2026, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)])
    store = MemoryStore(clock=lambda: next(days))
    store.append("door-1", [opened("a")], expected_version=NO_STREAM)

    with pytest.warns(ClockWarning) as caught:
        store.append("door-1", [opened("b")], expected_version=0)

    (warning,) = caught
    assert warning.filename == __file__
