"""The contract of a store as pytest tests.

Subclass `EventStoreContract` and give it your store::

    class TestMyStore(EventStoreContract):
        @pytest.fixture
        def new_store(self) -> NewStore:
            return lambda clock: MyStore(clock=clock)
"""
# ruff: noqa: E402 - pytest explains failed assertions only of modules that it knows beforehand

import pytest

pytest.register_assert_rewrite(
    "events.testing.appending",
    "events.testing.keeping",
    "events.testing.reading",
    "events.testing.sharing",
)

from events.testing.appending import AppendingContract
from events.testing.door import NewStore
from events.testing.keeping import KeepingContract
from events.testing.reading import ReadingContract
from events.testing.sharing import SharingContract

__all__ = ["EventStoreContract", "NewStore"]


class EventStoreContract(AppendingContract, ReadingContract, KeepingContract, SharingContract):
    """What every store promises. Give it a fixture `new_store`."""
