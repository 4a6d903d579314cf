"""Every store keeps the same promises."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from typing_extensions import override

from events.clock import Clock
from events.stores.memory import MemoryStore
from events.stores.sqlite import SQLiteStore
from events.testing import EventStoreContract, NewStore


class TestMemoryStore(EventStoreContract):
    @pytest.fixture
    @override
    def new_store(self) -> NewStore:
        return lambda clock: MemoryStore(clock=clock)


class TestSQLiteStore(EventStoreContract):
    @pytest.fixture
    @override
    def new_store(self, tmp_path: Path) -> Iterator[NewStore]:
        stores: list[SQLiteStore] = []
        numbers = count()

        def new(clock: Clock) -> SQLiteStore:
            stores.append(SQLiteStore.open(tmp_path / f"{next(numbers)}.db", clock=clock))
            return stores[-1]

        yield new
        for store in stores:
            store.close()
