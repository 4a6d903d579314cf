"""The contract of a store: how a log is copied, kept as it is, and closed."""
# ruff: noqa: S101, PLR2004 - these are tests, though they ship

from datetime import timedelta
from functools import partial

import pytest

from events.encoding import canonical_bytes, decode
from events.errors import (
    BrokenRecordError,
    LogsDivergeError,
    StoreClosedError,
)
from events.model import NO_STREAM, Json
from events.store import EventStore
from events.testing.door import HOUSE, NOON, DoorContract, NewStore, closed, everything, opened
from events.verify import verify_log


class KeepingContract(DoorContract):
    """A log can be restored from a copy, is not changed through what was read, and is closed."""

    def test_a_log_is_restored_byte_for_byte(self, house: EventStore, new_store: NewStore) -> None:
        """Into an empty store, and again where it already is."""
        copy = new_store(lambda: NOON + timedelta(days=1))

        assert copy.restore(everything(house)) == HOUSE
        assert copy.restore(everything(house)) == 0
        assert list(copy.read_all()) == list(house.read_all())
        assert verify_log(copy) == verify_log(house)

    def test_a_copy_catches_up(self, house: EventStore, new_store: NewStore) -> None:
        """Only what is new is added; a copy that is ahead stays so; both can be appended to."""
        copy = new_store(lambda: NOON)
        copy.restore(everything(house)[:2])

        assert copy.restore(everything(house)) == 3
        assert house.restore(everything(house)[:2]) == 0
        (event,) = copy.append("door-1", [closed("x")], expected_version=2)
        assert (event.position, event.log) == (HOUSE, "a")
        assert copy.append("door-2", [opened("d")], expected_version=NO_STREAM) == [copy.find("d")]

    def test_logs_that_differ_are_not_joined(self, house: EventStore, new_store: NewStore) -> None:
        """The error says where they part."""
        copy = new_store(lambda: NOON)
        copy.restore(everything(house)[:2])
        copy.append("door-1", [closed("x")], expected_version=1)

        with pytest.raises(LogsDivergeError) as difference:
            copy.restore(everything(house))

        assert difference.value.position == 2
        assert copy.head() == 3

    @pytest.mark.parametrize(
        ("records", "position"),
        [
            ([1], 0),
            ([0, 2, 4], 2),
            ([0, 1, 1], 2),
            ([0, 1, 4, b"{}"], 3),
            ([0, 1, b'{"a":1}'], 2),
            ([0, 1, b" "], 2),
        ],
        ids=["not the first", "gap in a stream", "twice", "not a record", "foreign", "not JSON"],
    )
    def test_what_does_not_continue_the_log_is_not_restored(
        self, house: EventStore, new_store: NewStore, records: list[int | bytes], position: int
    ) -> None:
        """The error says at which position, and nothing of the rest is there either."""
        log = everything(house)
        copy = new_store(lambda: NOON)

        with pytest.raises(BrokenRecordError) as refusal:
            copy.restore(log[r] if isinstance(r, int) else r for r in records)

        assert refusal.value.position == position
        assert copy.head() == 0

    @pytest.mark.parametrize(
        "change", [{"event_id": "b"}, {"recorded_at": "2026-01-02T11:59:59.999999Z"}]
    )
    def test_a_well_made_record_still_has_to_fit(
        self, house: EventStore, change: dict[str, Json]
    ) -> None:
        """No event id stands twice, and the time of recording never falls."""
        last = everything(house)[-1]
        forged: dict[str, Json] = {**decode(last), "event_id": "x", "version": 3, **change}

        with pytest.raises(BrokenRecordError) as refusal:
            house.restore([*everything(house), canonical_bytes(forged)])

        assert refusal.value.position == house.head() == HOUSE

    def test_another_log_cannot_be_replayed_into_this_one(
        self, house: EventStore, new_store: NewStore
    ) -> None:
        """Each record names its log: the id of the log's first event."""
        other = new_store(lambda: NOON)
        other.append("door-7", [opened("x")], expected_version=NO_STREAM)
        other.append("door-1", [opened("y")], expected_version=NO_STREAM)

        with pytest.raises(BrokenRecordError, match="another log"):
            house.restore([*everything(house), everything(other)[1]])

        assert house.head() == HOUSE

    def test_a_caller_may_change_its_own_events(self, house: EventStore) -> None:
        """What a caller does to an event that it got changes nothing in the log."""
        (recorded,) = house.append("door-1", [opened("x", by=["Zoë"])], expected_version=2)
        before = everything(house)
        got = [
            recorded,
            *house.append("door-1", [opened("x", by=["Zoë"])], expected_version=2),
            *house.read_all(),
            *house.read_stream("door-1"),
            *house.read_by_stream("door"),
            *filter(None, [house.find("x")]),
        ]
        for event in got:
            event.data["by"] = "forger"
            event.meta["seen"] = True
            event.fields["type"] = "door_painted"

        assert everything(house) == before
        readers = (house.read_all, partial(house.read_stream, "door-1"))
        for event in (event for read in readers for event in read()):
            assert event.fields == decode(event.canonical)
        found = house.find("x")
        assert found is not None
        assert found.data == {"by": ["Zoë"]}
        assert verify_log(house).findings == ()

    def test_a_closed_store_is_closed(self, house: EventStore) -> None:
        """It may be closed twice, but not used."""
        with house as same:
            assert same is house
        house.close()

        with pytest.raises(StoreClosedError):
            house.head()
        with pytest.raises(StoreClosedError):
            house.append("door-1", [closed("x")], expected_version=2)
        with pytest.raises(StoreClosedError):
            list(house.read_all())
