from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from events.clock import Clock
from lifecycle.registry.registry import Registry


@pytest.fixture
def clock() -> Clock:
    """Noon of 9 December 2025, then one minute later each time."""
    minutes = count()
    noon = datetime(2025, 12, 9, 12, tzinfo=UTC)
    return lambda: noon + timedelta(minutes=next(minutes))


@pytest.fixture(params=["memory", "sqlite"])
def registry(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Registry]:
    location = "memory:" if request.param == "memory" else str(tmp_path / "log.db")
    with Registry.open(location, clock=clock) as opened:
        yield opened
