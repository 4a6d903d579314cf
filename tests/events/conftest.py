"""Stores with a few doors in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from events.model import NO_STREAM
from events.stores.sqlite import SQLiteStore
from events.testing.door import NOON, closed, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a closed store with three events."""
    path = tmp_path / "doors.db"
    with SQLiteStore.open(path, clock=lambda: NOON) as store:
        store.append("door-1", [opened("a"), closed("b")], expected_version=NO_STREAM)
        store.append("door-2", [opened("c")], expected_version=NO_STREAM)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[SQLiteStore]:
    """Return that store, open for writing."""
    with SQLiteStore.open(path, clock=lambda: NOON) as store:
        yield store
