import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register

pytestmark = pytest.mark.slow


def write_notes(registries: list[Registry], each: int) -> list[int]:
    """Let a thread for each of *registries* record notes at once; return versions recorded."""
    start = threading.Barrier(len(registries))

    def write(number: int) -> list[int]:
        start.wait()
        return [
            registries[number].note("m", f"{number}.{index}")[0].version for index in range(each)
        ]

    with ThreadPoolExecutor(len(registries)) as pool:
        return [version for found in pool.map(write, range(len(registries))) for version in found]


def test_threads_that_share_a_registry_lose_nothing(registry: Registry) -> None:
    register(registry)
    versions = write_notes([registry] * 8, 5)
    assert sorted(versions) == list(range(1, 41))
    assert [event.version for event in registry.log("m")] == list(range(41))
    assert [r.mismatches for r in registry.replay()] == [()]


def test_threads_with_a_registry_each_on_one_file_lose_nothing(tmp_path: Path) -> None:
    location = str(tmp_path / "log.db")
    opened = [Registry.open(location) for _ in range(8)]
    try:
        register(opened[0])
        versions = write_notes(opened, 4)
        assert sorted(versions) == list(range(1, 33))
        assert [event.position for event in opened[3].log()] == list(range(34))
        assert [r.mismatches for r in opened[5].replay()] == [()]
    finally:
        for registry in opened:
            registry.close()


def test_threads_that_register_at_once_share_the_definition(registry: Registry) -> None:
    start = threading.Barrier(8)

    def write(number: int) -> None:
        start.wait()
        register(registry, id=f"m-{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert list(registry.ids()) == [f"m-{number}" for number in range(8)]
    types = [event.type for event in registry.log()]
    assert types == ["definition_registered", *["mechanism_registered"] * 8]


def test_threads_that_repeat_one_command_record_it_once(registry: Registry) -> None:
    register(registry)
    start = threading.Barrier(8)

    def write(number: int) -> str:
        start.wait()
        registry.note("m", f"{number}")
        return registry.note("m", "the same", event_id="once")[0].event_id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(write, range(8))) == {"once"}
    assert len(list(registry.log("m"))) == 10
