"""What is asked is refused at once; what is read is read at one size of the log."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from typing_extensions import override

from events.model import RecordedEvent
from events.stores.memory import MemoryStore
from events.verify import verify_log
from lifecycle.errors import InvalidArgumentError, NotFoundError
from lifecycle.registry.registry import Registry
from lifecycle.timeline.values import Timeline
from tests.lifecycle.registering import register


class BusyStore(MemoryStore):
    """A log that another writer appends to between any two calls of its reader."""

    def __init__(self) -> None:
        super().__init__(clock=lambda: datetime(2025, 12, 9, 12, tzinfo=UTC))
        self.write: Callable[[], object] | None = None

    def _meanwhile(self) -> None:
        write, self.write = self.write, None
        if write is not None:
            write()
            self.write = write

    @override
    def head(self) -> int:
        size = super().head()
        self._meanwhile()
        return size

    @override
    def read_stream(self, stream: str, **bounds: Any) -> Iterator[RecordedEvent]:
        self._meanwhile()
        return super().read_stream(stream, **bounds)

    @override
    def read_by_stream(self, category: str, **bounds: Any) -> Iterator[RecordedEvent]:
        self._meanwhile()
        return super().read_by_stream(category, **bounds)


@pytest.mark.parametrize("ids", ["m", ["m"], ("m", "n"), None], ids=str)
def test_a_timeline_shows_the_log_at_the_size_and_root_that_it_names(ids: Any) -> None:
    store = BusyStore()
    registry = Registry(store)
    for name in ("m", "n"):
        register(registry, id=name)
        registry.propose(name, on="2024")
    size, root = store.head(), verify_log(store).root.hex()
    store.write = lambda: [registry.note(name, "meanwhile") for name in ("m", "n")]

    timeline = registry.timeline(ids)

    positions = [mark.position for lane in timeline.lanes for mark in lane.marks]
    assert (timeline.log_size, timeline.log_root) == (size, root)
    assert max(positions) < size
    assert store.head() > size


def test_a_timeline_takes_one_id_several_or_none_for_all(registry: Registry) -> None:
    register(registry)
    register(registry, id="n")

    def drawn(timeline: Timeline) -> list[str]:
        return [lane.mechanism_id for lane in timeline.lanes]

    assert drawn(registry.timeline("m")) == drawn(registry.timeline(["m"])) == ["m"]
    assert drawn(registry.timeline()) == drawn(registry.timeline(["m", "n", "m"])) == ["m", "n"]
    with pytest.raises(NotFoundError, match="mechanism to draw"):
        registry.timeline([])
    with pytest.raises(NotFoundError, match="no mechanism 'mm'"):
        registry.timeline("mm")


@pytest.mark.parametrize(
    "ask",
    [
        lambda registry: registry.log("nobody"),
        lambda registry: registry.list(as_of="nonsense"),
        lambda registry: registry.list(known_at=99),
        lambda registry: registry.replay(known_at="nonsense"),
    ],
    ids=["log", "as of", "known at", "replay"],
)
def test_a_wrong_argument_is_refused_by_the_call_itself(
    registry: Registry, ask: Callable[[Registry], object]
) -> None:
    register(registry)

    with pytest.raises((NotFoundError, InvalidArgumentError)):
        ask(registry)


@pytest.mark.parametrize(
    ("asked", "argument"),
    [({"as_of": "foo"}, "as_of"), ({"as_of": "2024/.."}, "as_of"), ({"known_at": 99}, "known_at")],
)
def test_the_argument_that_is_wrong_is_named(
    registry: Registry, asked: dict[str, Any], argument: str
) -> None:
    register(registry)

    with pytest.raises(InvalidArgumentError) as caught:
        registry.timeline(**asked)

    assert caught.value.to_dict()["argument"] == argument
    assert str(caught.value).startswith(f"{argument}: ")


def ids(registry: Registry, **asked: Any) -> list[str]:
    return [mechanism.id for mechanism in registry.list(**asked)]


def many(registry: Registry) -> None:
    register(registry, id="a-1", parties=["AA", "ZZ"])
    register(registry, id="a-2", kind="joint-commission")
    register(registry, id="b", parties=["ZZ", "IN"])
    register(registry, id="c", parties=["AA", "IN"], kind="joint-commission")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "a-1 a-2 b c"),
        ({"party": "ZZ"}, "a-1 b"),
        ({"party": "zz"}, ""),
        ({"kind": "joint-commission"}, "a-2 c"),
        ({"kind": "joint-commission", "party": "AA"}, "c"),
        ({"limit": 3}, "a-1 a-2 b"),
        ({"after": "a-2"}, "b c"),
        ({"after": "a-3"}, "b c"),
        ({"after": "c"}, ""),
        ({"after": "a-1", "limit": 1, "party": "IN"}, "a-2"),
        ({"after": "", "known_at": 2}, "a-1"),
    ],
    ids=str,
)
def test_mechanisms_are_listed_by_party_kind_and_page(
    registry: Registry, asked: dict[str, Any], found: str
) -> None:
    many(registry)

    assert ids(registry, **asked) == found.split()


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_the_pages_are_together_the_whole_list(registry: Registry, limit: int) -> None:
    many(registry)
    pages, last = list[str](), None
    while page := ids(registry, limit=limit, after=last):
        assert len(page) <= limit
        pages, last = [*pages, *page], page[-1]

    assert pages == ids(registry)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_page_has_at_least_one_mechanism(registry: Registry, limit: int) -> None:
    with pytest.raises(InvalidArgumentError, match="limit: "):
        registry.list(limit=limit)
