"""A log that is checked in parts is found to be what it is as a whole."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from events.merkle import leaf_hash
from events.model import RecordedEvent, StreamRange
from events.stores.sqlite import SQLiteStore
from events.verify import SoundRows, merged_rows, sound_rows, verify_log

RUNS = (StreamRange("", "door-2"), StreamRange("door-2"))


def in_parts(store: SQLiteStore, size: int) -> SoundRows | None:
    return merged_rows(sound_rows(store, run, size, lambda _: None) for run in RUNS)


def test_rows_that_are_checked_in_parts_are_not_checked_again(store: SQLiteStore) -> None:
    visited: list[RecordedEvent] = []

    report = verify_log(store, rows=partial(in_parts, store), visit=visited.append)

    assert report == verify_log(store)
    assert visited == []


def test_each_event_of_a_part_is_visited(store: SQLiteStore) -> None:
    visited: list[RecordedEvent] = []
    rows = sound_rows(store, RUNS[0], 3, visited.append)

    assert visited == list(store.read_stream("door-1"))
    assert rows == ("a", {"a", "b"}, {e.position: leaf_hash(e.canonical) for e in visited})
    assert sound_rows(store, StreamRange("z"), 3, visited.append) == (None, set(), {})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 1",
        "UPDATE events SET canonical = x'7b7d' WHERE position = 1",
        "UPDATE events SET version = 7 WHERE position = 1",
        "UPDATE events SET type = 'door_painted' WHERE position = 1",
    ],
)
def test_a_part_with_a_fault_says_so_and_the_whole_is_checked(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as attacker, attacker:
        guards = attacker.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = guards.fetchall()
        for name, _ in triggers:
            attacker.execute(f"DROP TRIGGER {name}")
        attacker.execute(change)
        for _, sql in triggers:
            attacker.execute(sql)

    with SQLiteStore.open(path, readonly=True) as store:
        assert sound_rows(store, RUNS[0], 3, lambda _: None) is None
        assert sound_rows(store, RUNS[1], 3, lambda _: None) is not None
        assert verify_log(store, rows=partial(in_parts, store)) == verify_log(store)
        assert verify_log(store).findings


@pytest.mark.parametrize(
    "wrong",
    [
        SoundRows("a", {"a"}, {}),
        SoundRows("a", {"a", "b", "c"}, dict.fromkeys(range(3), b"")),
        None,
    ],
)
def test_parts_that_do_not_agree_with_the_log_count_for_nothing(
    store: SQLiteStore, wrong: SoundRows | None
) -> None:
    visited: list[RecordedEvent] = []

    report = verify_log(store, rows=lambda _: wrong, visit=visited.append)

    assert report == verify_log(store)
    assert len(visited) == 3


PART = SoundRows("log", {"a"}, {0: b"0"})


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], SoundRows(None, set(), {})),
        ([PART, SoundRows(None, set(), {})], PART),
        ([SoundRows(None, set(), {}), PART], PART),
        ([PART, SoundRows("log", {"b"}, {1: b"1"})], ("log", {"a", "b"}, {0: b"0", 1: b"1"})),
        ([PART, None], None),
        ([PART, SoundRows("other", {"b"}, {1: b"1"})], None),
        ([PART, SoundRows("log", {"a"}, {1: b"1"})], None),
    ],
)
def test_parts_are_a_log_if_they_do_not_contradict_each_other(
    parts: list[SoundRows | None], whole: SoundRows | None
) -> None:
    assert merged_rows(parts) == whole
