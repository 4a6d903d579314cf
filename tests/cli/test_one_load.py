"""A command reads a mechanism once: what it tells after recording, it knows already."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from events.model import Append, RecordedEvent
from events.store import EventStore
from lifecycle.registry import registry as public
from lifecycle.storage import open_store as storage
from tests.cli.shell import DOSSIER, EXAMPLE, REFERENCE, Run

AGREED = ("agree", EXAMPLE, "--by", "AA", "--by", "ZZ", "--on", "2024-05")
NOTE = ("note", EXAMPLE, "x", "--id", "a-note")
DISPUTE = ("dispute", EXAMPLE, "a-note", "--field", "text", "--claim", "z")


class CountingStore:
    """A store that counts which streams are read, before and after something is appended."""

    def __init__(self, store: EventStore, before: Counter[str], after: Counter[str]) -> None:
        self._store, self._reads, self._after = store, before, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def read_stream(self, stream: str, **limits: Any) -> Iterator[RecordedEvent]:
        events = [*self._store.read_stream(stream, **limits)]
        self._reads[stream] += bool(events)
        return iter(events)

    def read_by_stream(self, category: str, **limits: Any) -> Iterator[RecordedEvent]:
        self._reads[category] += 1
        return self._store.read_by_stream(category, **limits)

    def append_all(self, appends: Sequence[Append]) -> list[RecordedEvent]:
        self._reads = self._after
        return self._store.append_all(appends)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> tuple[Counter[str], Counter[str]]:
    """How often each stream is read, before and after something is appended."""
    before, after = Counter[str](), Counter[str]()
    open_store = storage.open_store

    def opened(location: str, **options: Any) -> EventStore:
        return cast("EventStore", CountingStore(open_store(location, **options), before, after))

    for module in (storage, public):
        monkeypatch.setattr(module, "open_store", opened)
    return before, after


@pytest.fixture
def noted(lifecycle: Run, log: Path) -> Path:
    """A log in which the example has a note, which is disputed."""
    assert lifecycle(*NOTE).code == 0
    assert lifecycle(*DISPUTE, "--id", "a-dispute").code == 0
    return log


@pytest.mark.parametrize(
    "command",
    [
        AGREED,
        NOTE,
        ("note", EXAMPLE, "y", "--also", REFERENCE),
        ("record", EXAMPLE, "statement_recorded", "--set", "text=x", "--after", "a-note"),
        ("correct", EXAMPLE, "a-no", "--set", "text=y"),
        ("correct", EXAMPLE, "a-note", "--set", "on=2023"),
        ("retract", EXAMPLE, "a-note", "--reason", "misheard"),
        DISPUTE,
        ("prefer", EXAMPLE, "a-dispute"),
        ("import", DOSSIER),
        ("watch", "--once", "--as-of", "2030"),
        ("migrate", "bilateral-mechanism", EXAMPLE, "--map", "roadmap_active=active"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("dry", [False, True])
def test_a_recording_command_reads_once_and_nothing_after_it_recorded(
    lifecycle: Run,
    noted: Path,
    reads: tuple[Counter[str], Counter[str]],
    command: tuple[str, ...],
    dry: bool,
) -> None:
    assert noted.exists()

    ran = lifecycle(*command, *(["--dry-run"] if dry else []))

    before, after = reads
    assert ran.code in (0, 3), ran.err
    assert max(before.values()) == 1
    assert after.total() == 0


def test_a_new_mechanism_is_not_read_when_it_is_recorded(
    lifecycle: Run, home: Path, reads: tuple[Counter[str], Counter[str]]
) -> None:
    assert home.exists()

    ran = lifecycle("import", DOSSIER)

    assert "older remark" not in ran.err
    assert (reads[0].total(), reads[1].total()) == (0, 0)


@pytest.mark.parametrize(
    "command",
    [
        ("show", REFERENCE),
        ("show", REFERENCE, "--json"),
        ("as-of", "2025", REFERENCE),
        ("timeline", REFERENCE),
        ("explain", REFERENCE),
        ("anomalies", REFERENCE),
        ("stats", REFERENCE),
        ("agenda", REFERENCE),
        ("path", REFERENCE, "concluded"),
        ("log", REFERENCE),
        ("diff", REFERENCE, "--from", "3"),
        ("diff", REFERENCE, "--from", "2025", "--clock", "valid"),
        ("what-if", REFERENCE, "note_recorded", "--set", "text=x", "--after", "no-such"),
        ("list",),
        ("overdue",),
        ("anomalies",),
    ],
    ids=" ".join,
)
def test_a_reading_command_reads_once(
    lifecycle: Run, log: Path, reads: tuple[Counter[str], Counter[str]], command: tuple[str, ...]
) -> None:
    assert log.exists()

    ran = lifecycle(*command)

    assert ran.code in (0, 2), ran.err
    assert {name: count for name, count in reads[0].items() if count > 1} == {}
