"""The contract of a store: what readers see."""
# ruff: noqa: S101 - these are tests, though they ship

import pickle
from itertools import islice, pairwise

import pytest

from events.errors import (
    InvalidEventError,
)
from events.merkle import leaf_hash, root
from events.model import COLUMNS, NO_STREAM, StreamRange
from events.store import EventStore
from events.testing.door import HOUSE, DoorContract, closed, everything, opened
from events.verify import verify_log


class ReadingContract(DoorContract):
    """Events are read back as they were recorded, within bounds."""

    @pytest.mark.parametrize(
        ("bounds", "expected"),
        [
            ({}, "abe"),
            ({"from_version": 1}, "be"),
            ({"from_version": 1, "to_version": 1}, "b"),
            ({"to_version": 0}, "a"),
            ({"from_version": 3}, ""),
            ({"from_version": 2, "to_version": 1}, ""),
            ({"size": 4}, "ab"),
            ({"size": 5}, "abe"),
            ({"size": 0}, ""),
            ({"size": 99}, "abe"),
        ],
    )
    def test_a_stream_is_read_within_bounds(
        self, house: EventStore, bounds: dict[str, int], expected: str
    ) -> None:
        """Both versions are included, and the log is as it was at that size."""
        assert "".join(e.event_id for e in house.read_stream("door-1", **bounds)) == expected

    def test_a_stream_without_events_is_empty(self, house: EventStore) -> None:
        """Nobody has to create a stream, so none is missing."""
        assert list(house.read_stream("door-9")) == []

    @pytest.mark.parametrize("batch_size", [1, 2, 5, 1000])
    def test_the_log_is_read_from_where_a_reader_was(
        self, house: EventStore, batch_size: int
    ) -> None:
        """Whatever is fetched at once, nothing is skipped and nothing comes twice."""
        read = house.read_all

        assert [e.event_id for e in read(batch_size=batch_size)] == list("abcde")
        assert [e.event_id for e in read(after=1, batch_size=batch_size)] == list("cde")
        assert [e.event_id for e in read(after=1, size=4, batch_size=batch_size)] == list("cd")
        assert list(read(after=4, batch_size=batch_size)) == []

    def test_fetching_nothing_at_once_is_an_error(self, house: EventStore) -> None:
        """It would never end."""
        with pytest.raises(InvalidEventError):
            house.read_all(batch_size=0)

    def test_a_category_is_read_stream_by_stream(self, house: EventStore) -> None:
        """Only streams of exactly that category, in the order of their names."""
        house.append("doors-1", [opened("x")], expected_version=NO_STREAM)
        house.append("door-10", [opened("y")], expected_version=NO_STREAM)
        house.append("door-1-a", [opened("z")], expected_version=NO_STREAM)

        assert house.streams("door") == ["door-1", "door-1-a", "door-10", "door-2"]
        assert house.streams("doo") == []
        assert [e.event_id for e in house.read_by_stream("door")] == list("abezyd")
        assert [e.event_id for e in house.read_by_stream("door", size=4)] == list("abd")
        assert list(house.read_by_stream("doo")) == []

    def test_a_run_of_streams_is_read_alone(self, house: EventStore) -> None:
        """From the first name on, before the last; what is recorded later is not in it."""
        house.append("door-1-a", [opened("x")], expected_version=NO_STREAM)
        runs = {
            StreamRange(): "abexdc",
            StreamRange("door-1", "door-2"): "abex",
            StreamRange("door-1-a"): "xdc",
            StreamRange("door-10", "x"): "dc",
            StreamRange("", "door-1"): "",
            StreamRange("x"): "",
        }
        for run, ids in runs.items():
            doors = [event_id for event_id in ids if event_id != "c"]
            assert [row.columns[0] for row in house.rows(streams=run)] == list(ids)
            assert [e.event_id for e in house.read_by_stream("door", streams=run)] == doors
        rows = house.rows(size=4, streams=StreamRange("door-1", "door-2"))
        assert [row.columns[0] for row in rows] == ["a", "b"]

    def test_a_log_can_be_opened_once_more_where_others_may_have_it(
        self, house: EventStore
    ) -> None:
        """What is opened so holds the same events."""
        reopen = house.reopener()
        if reopen is not None:
            with pickle.loads(pickle.dumps(reopen))() as again:  # noqa: S301 - our own bytes
                assert everything(again) == everything(house)

    def test_many_events_are_read_whole(self, store: EventStore) -> None:
        """However a store fetches, the seams do not show."""
        for door in range(3):
            events = [opened(f"{door}-{n}") for n in range(1100)]
            store.append(f"door-{door}", events, expected_version=NO_STREAM)
        expected = [f"{door}-{n}" for door in range(3) for n in range(1100)]

        assert [e.event_id for e in store.read_all()] == expected
        assert [e.event_id for e in store.read_by_stream("door")] == expected
        assert [e.event_id for e in store.read_stream("door-1")] == expected[1100:2200]
        assert [row.columns[0] for row in store.rows()] == expected
        assert [leaf.position for leaf in store.leaves()] == list(range(3300))

    def test_an_event_is_found_by_its_id(self, house: EventStore) -> None:
        """And one that is not recorded is not."""
        assert [house.find("c")] == list(house.read_stream("window-1"))
        assert house.find("x") is None

    def test_readers_may_stop_halfway_and_writers_go_on(self, house: EventStore) -> None:
        """No reader holds up a writer, and it gets at least what was there when it began."""
        reader = house.read_all(batch_size=2)
        first = next(reader)
        house.append("door-1", [closed("x")], expected_version=2)

        assert [first.event_id, *(e.event_id for e in islice(reader, 4))] == list("abcde")
        assert [e.event_id for e in reader] in ([], ["x"])

    def test_rows_show_what_lies_in_the_store(self, house: EventStore) -> None:
        """Bytes, leaf hash and columns of each event, in stream order."""
        rows = list(house.rows())
        events = {event.position: event for event in house.read_all()}

        assert [row.columns[0] for row in rows] == list("abedc")
        assert [row.position for row in house.rows(size=4)] == [0, 1, 3, 2]
        for position, canonical, leaf, columns in rows:
            assert isinstance(position, int)
            event = events.pop(position)
            assert (canonical, leaf) == (event.canonical, leaf_hash(event.canonical))
            assert columns == tuple(getattr(event, name) for name in COLUMNS)
        assert not events

    def test_leaves_bind_the_bytes_to_their_positions(self, house: EventStore) -> None:
        """The root over them is the root over the bytes."""
        hashes = [leaf_hash(canonical) for canonical in everything(house)]
        leaves = list(house.leaves())

        assert [(leaf.position, leaf.leaf_hash) for leaf in leaves] == list(enumerate(hashes))
        assert all(a.recorded_at <= b.recorded_at for a, b in pairwise(leaves))
        assert [leaf.leaf_hash for leaf in house.leaves(size=2)] == hashes[:2]

    def test_a_sound_log_verifies(self, house: EventStore) -> None:
        """Nothing is found, and each event is visited, stream by stream."""
        visited: list[str] = []
        report = verify_log(house, visit=lambda event: visited.append(event.event_id))

        assert report.findings == ()
        assert report.size == HOUSE
        assert report.root == root(map(leaf_hash, everything(house)))
        assert visited == list("abedc")
        assert list(house.unfound()) == []
        assert house.guards() == []
