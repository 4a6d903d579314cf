"""Whatever is done in whatever order, the store agrees with a list of what was done."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from events.errors import EventIdReusedError, LogsDivergeError, WrongExpectedVersionError
from events.model import ANY_VERSION, NO_STREAM, Append, NewEvent
from events.stores.memory import MemoryStore
from events.stores.sqlite import SQLiteStore
from events.testing.door import everything, opened
from events.verify import verify_log

STREAMS = st.sampled_from(["door-1", "door-2", "doors-1", "window-1"])
BATCHES = st.lists(st.tuples(STREAMS, st.integers(1, 3)), min_size=1, max_size=3)
NUMBERS = st.integers(0, 2**16)

Done: TypeAlias = list[tuple[str, NewEvent]]


def naive_root(leaves: list[bytes]) -> bytes:
    """Follow RFC 6962, 2.1 to the letter."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + naive_root(leaves[:half]) + naive_root(leaves[half:])).digest()


class AnyHistory(RuleBasedStateMachine):
    """The model is a plain list: what was recorded, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.done: Done = []
        self.batches: list[list[Append]] = []
        self.count = 0
        self.files = 0

    @initialize()
    def begin(self) -> None:
        self.path = self.new_path()
        self.store = SQLiteStore.open(self.path)

    def new_path(self) -> Path:
        self.files += 1
        return Path(self.folder.name) / f"{self.files}.db"

    def version(self, stream: str, done: Iterable[tuple[str, NewEvent]]) -> int:
        return sum(name == stream for name, _ in done) - 1

    def event(self) -> NewEvent:
        self.count += 1
        return opened(f"e-{self.count}", number=self.count, names=["Zoë", None])

    @rule(batch=BATCHES, careless=st.booleans())
    def append(self, batch: list[tuple[str, int]], *, careless: bool) -> None:
        done, appends = list(self.done), []
        for stream, size in batch:
            expected = ANY_VERSION if careless else self.version(stream, done)
            appends.append(Append(stream, [self.event() for _ in range(size)], expected))
            done += [(stream, event) for event in appends[-1].events]

        recorded = self.store.append_all(appends)

        assert [e.position for e in recorded] == list(range(len(self.done), len(done)))
        self.done = done
        self.batches.append(appends)

    @rule(stream=STREAMS, off=st.sampled_from([-1, 1, 7]))
    def lose_a_race(self, stream: str, off: int) -> None:
        actual = self.version(stream, self.done)
        expected = max(actual + off, NO_STREAM)
        if expected == actual:
            return
        with pytest.raises(WrongExpectedVersionError) as lost:
            self.store.append(stream, [self.event()], expected_version=expected)
        assert lost.value.actual == actual

    @precondition(lambda self: self.batches)
    @rule(number=NUMBERS)
    def repeat(self, number: int) -> None:
        appends = self.batches[number % len(self.batches)]
        again = self.store.append_all(appends)

        assert [e.event_id for e in again] == [e.event_id for a in appends for e in a.events]
        assert again == [self.store.find(event.event_id) for event in again]

    @precondition(lambda self: self.done)
    @rule(number=NUMBERS, fresh=st.booleans())
    def reuse_an_id(self, number: int, *, fresh: bool) -> None:
        position = number % len(self.done)
        stream, event = self.done[position]
        events = [opened(event.event_id, other=True), *([self.event()] if fresh else [])]
        with pytest.raises(EventIdReusedError) as refusal:
            self.store.append(stream, events, expected_version=ANY_VERSION)
        assert refusal.value.position == position

    @rule()
    def open_again(self) -> None:
        self.store.close()
        self.store = SQLiteStore.open(self.path, create=False)

    @rule(number=NUMBERS)
    def move_to_a_copy(self, number: int) -> None:
        log = everything(self.store)
        copy = SQLiteStore.open(self.new_path())
        part = number % (len(log) + 1)
        assert copy.restore(log[:part]) == part
        assert copy.restore(log) == len(log) - part
        self.store.close()
        self.path, self.store = copy._file.path, copy

    @precondition(lambda self: self.done)
    @rule(number=NUMBERS)
    def meet_another_log(self, number: int) -> None:
        position = number % len(self.done)
        other = MemoryStore()
        other.restore(everything(self.store)[:position])
        other.append("door-9", [self.event()], expected_version=ANY_VERSION)
        with pytest.raises(LogsDivergeError) as difference:
            self.store.restore(everything(other))
        assert difference.value.position == position

    @invariant()
    def agrees_with_the_list(self) -> None:
        log = list(self.store.read_all())
        assert [(e.stream, e.event_id, e.data) for e in log] == [
            (stream, event.event_id, event.data) for stream, event in self.done
        ]
        for stream in {stream for stream, _ in self.done}:
            ids = [event.event_id for name, event in self.done if name == stream]
            assert [e.event_id for e in self.store.read_stream(stream)] == ids
        doors = sorted({stream for stream, _ in self.done if stream.startswith("door-")})
        assert self.store.streams("door") == doors
        report = verify_log(self.store)
        assert (report.size, report.findings) == (len(self.done), ())
        assert report.root == naive_root([sha256(b"\0" + e.canonical).digest() for e in log])

    @override
    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=2_000 if "LIFECYCLE_SOAK" in os.environ else 40,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    deadline=None,
)
