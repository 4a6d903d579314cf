"""Processes die and compete; what they were told is recorded stays recorded."""

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

from events.merkle import leaf_hash
from events.stores.sqlite import SQLiteStore
from events.verify import verify_log

CHILDREN = Path(__file__).parent / "children"
SOAK = "LIFECYCLE_SOAK" in os.environ  # set by `make soak`
KILLS = 10_000 if SOAK else 300
WRITERS = 8
ROUNDS = 25


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "ignore", str(CHILDREN / script), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed(path: Path, kills: int, manner: str) -> list[dict[str, str]]:
    """Return what each of *kills* writers acknowledged before it was killed."""
    with start("crash.py", path, kills, manner) as process:
        output, _ = process.communicate()
    assert process.returncode == 0
    return [json.loads(line) for line in output.splitlines()]


def test_what_was_acknowledged_survives_any_kill(tmp_path: Path) -> None:
    path = tmp_path / "doors.db"
    acknowledged = killed(path, KILLS, "honest")
    with SQLiteStore.open(path) as store:
        report = verify_log(store)
        recorded = {e.event_id: leaf_hash(e.canonical).hex() for e in store.read_all()}

    assert report.findings == ()
    assert len(acknowledged) == KILLS
    assert sum(map(len, acknowledged)) > KILLS * 5
    for hashes in acknowledged:
        assert hashes.items() <= recorded.items()
    unsaid = recorded.keys() - {event_id for hashes in acknowledged for event_id in hashes}
    batches = Counter(event_id.rpartition("-")[0] for event_id in unsaid)
    # A writer dies between commit and word at most once, and a batch is recorded whole.
    assert Counter(batch.partition("-")[0] for batch in batches).most_common(1)[0][1] <= 1
    assert all(size == 1 + int(batch.partition("-")[2]) % 3 for batch, size in batches.items())


def test_the_harness_sees_a_writer_that_speaks_too_soon(tmp_path: Path) -> None:
    """The control: without it, the test above might be blind."""
    path = tmp_path / "doors.db"
    acknowledged = killed(path, 20, "hasty")
    with SQLiteStore.open(path) as store:
        recorded = {event.event_id for event in store.read_all()}

    assert any(hashes.keys() - recorded for hashes in acknowledged)


def test_processes_compete_without_loss_or_gap(tmp_path: Path) -> None:
    """They also make the store together: none is there when they begin."""
    path = tmp_path / "doors.db"
    writers = [start("compete.py", path, n, ROUNDS) for n in range(WRITERS)]
    seen = follow(path, writers)
    acknowledged: list[list[Any]] = []
    for writer in writers:
        with writer:
            acknowledged += json.loads(writer.communicate()[0])
    with SQLiteStore.open(path) as store:
        log = [[e.position, e.stream, e.version, e.event_id] for e in store.read_all()]
        report = verify_log(store)

    assert report.findings == ()
    assert sorted(acknowledged) == log
    assert len(log) == WRITERS * ROUNDS * 3
    assert seen == [event_id for *_, event_id in log[: len(seen)]]
    for stream, places in groupby(sorted(log, key=lambda place: place[1:3]), lambda p: p[1]):
        versions = [version for _, _, version, _ in places]
        expected = WRITERS * (ROUNDS + 1) // 2 if stream == "shared-0" else len(versions)
        assert versions == list(range(expected)), stream


def follow(path: Path, writers: list[subprocess.Popen[str]]) -> list[str]:
    """Read the log while it grows, as a subscriber would."""
    seen: list[str] = []
    while any(writer.poll() is None for writer in writers):
        if path.exists() and path.stat().st_size:
            with SQLiteStore.open(path, busy_timeout=60) as store:
                seen += [event.event_id for event in store.read_all(after=len(seen) - 1)]
    return seen
