"""The contract of a store: what an append does."""
# ruff: noqa: S101 - these are tests, though they ship

import warnings
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from itertools import islice
from typing import Any

import pytest

from events.encoding import canonical_bytes
from events.errors import (
    ClockError,
    ClockWarning,
    EncodingError,
    EventIdReusedError,
    InvalidEventError,
    WrongExpectedVersionError,
)
from events.model import ANY_VERSION, NO_STREAM, Append, NewEvent
from events.store import EventStore
from events.testing.door import HOUSE, NOON, DoorContract, NewStore, closed, everything, opened


class AppendingContract(DoorContract):
    """Events are appended once, whole, and in order."""

    def test_positions_and_versions_count_from_zero(self, house: EventStore) -> None:
        """Positions count through the log, versions through each stream."""
        places = [(e.position, e.stream, e.version, e.event_id) for e in house.read_all()]

        assert places == [
            (0, "door-1", 0, "a"),
            (1, "door-1", 1, "b"),
            (2, "window-1", 0, "c"),
            (3, "door-2", 0, "d"),
            (4, "door-1", 2, "e"),
        ]
        assert house.head() == len(places) == HOUSE

    def test_append_returns_what_is_read_later(self, store: EventStore) -> None:
        """What append returns and what a reader gets are the same, field by field."""
        event = NewEvent(
            event_id="a",
            type="door_opened",
            data={"to": {"wide": True, "angle": 90}, "by": ["Zoë", None], "": "\u2028\x7f\x00"},
            meta={"seen": "from the street"},
            schema_version=3,
            occurred="2025-12",
            actor="porter",
            correlation_id="visit-7",
            causation_id="bell-7",
        )
        (recorded,) = store.append("door-1", [event], expected_version=NO_STREAM)
        (found,) = store.read_all()

        assert found == recorded
        assert found.fields == recorded.fields
        assert (found.data, found.meta) == (event.data, event.meta)
        assert (found.type, found.schema_version) == (event.type, event.schema_version)
        assert (found.occurred, found.actor) == (event.occurred, event.actor)
        assert (found.correlation_id, found.causation_id) == ("visit-7", "bell-7")
        assert (found.log, found.recorded_at) == ("a", "2026-01-02T12:00:00.000000Z")
        assert found.canonical == canonical_bytes(found.fields)

    def test_second_writer_is_refused_and_nothing_is_written(self, house: EventStore) -> None:
        """Of two writers that saw the same version, one wins and one learns why."""
        with pytest.raises(WrongExpectedVersionError) as lost:
            house.append("door-1", [closed("x"), opened("y")], expected_version=1)

        error = lost.value
        assert (error.stream, error.expected, error.actual) == ("door-1", 1, 2)
        with pytest.raises(WrongExpectedVersionError) as lost:
            house.append("door-9", [closed("x")], expected_version=0)
        assert lost.value.actual == NO_STREAM
        assert len(everything(house)) == house.head() == HOUSE

    def test_any_version_is_accepted_if_asked_for(self, house: EventStore) -> None:
        """A writer that does not care who wrote before appends at the end."""
        (event,) = house.append("door-1", [closed("x")], expected_version=ANY_VERSION)

        assert (event.position, event.version) == (HOUSE, 3)

    def test_several_streams_are_appended_to_at_once(self, house: EventStore) -> None:
        """Each append of a batch goes on where the one before it left off."""
        recorded = house.append_all(
            [
                Append("door-1", [closed("x")], 2),
                Append("door-3", [opened("y")], NO_STREAM),
                Append("door-1", [opened("z")], 3),
            ]
        )

        assert [e.position for e in recorded] == [5, 6, 7]
        assert [e.version for e in recorded] == [3, 0, 4]
        assert house.append_all([]) == []

    def test_one_lost_race_refuses_the_whole_batch(self, house: EventStore) -> None:
        """Over several streams, too, it is everything or nothing."""
        with pytest.raises(WrongExpectedVersionError):
            house.append_all(
                [Append("door-3", [opened("x")], NO_STREAM), Append("door-1", [closed("y")], 7)]
            )

        assert house.head() == HOUSE
        assert house.find("x") is None

    def test_what_cannot_be_encoded_is_refused_with_its_place(self, house: EventStore) -> None:
        """One bad event leaves nothing of its batch."""
        floats: Any = [1, {"width": 0.5}]

        with pytest.raises(EncodingError) as refusal:
            house.append(
                "door-3", [opened("x"), opened("y", hinges=floats)], expected_version=NO_STREAM
            )

        assert refusal.value.place == "$.data.hinges[1].width"
        assert house.head() == HOUSE

    @pytest.mark.parametrize("stream", ["door", "Door-1", "door-", "-1", "door 1", "d-" * 101])
    def test_stream_names_follow_one_form(self, store: EventStore, stream: str) -> None:
        """A name is a category and an id."""
        with pytest.raises(InvalidEventError):
            store.append(stream, [opened("a")], expected_version=NO_STREAM)

    def test_nothing_to_append_is_an_error(self, store: EventStore) -> None:
        """An append without events would have no first result to repeat."""
        with pytest.raises(InvalidEventError):
            store.append("door-1", [], expected_version=NO_STREAM)

    def test_the_same_append_again_returns_the_first_result(self, house: EventStore) -> None:
        """A writer that lost the answer repeats, though the stream has moved on."""
        again = house.append("door-1", [opened("a"), closed("b")], expected_version=NO_STREAM)
        careless = house.append("door-2", [opened("d")], expected_version=ANY_VERSION)

        assert again == list(islice(house.read_all(), 2))
        assert careless == [house.find("d")]
        assert house.head() == HOUSE

    @pytest.mark.parametrize(
        ("stream", "events", "reused", "position"),
        [
            ("door-1", [closed("a")], "a", 0),
            ("door-1", [opened("e", by="Zoë")], "e", 4),
            ("door-2", [opened("a")], "a", 0),
            ("door-1", [opened("x"), opened("e")], "e", 4),
            ("door-1", [opened("e"), opened("x")], "e", 4),
            ("door-1", [opened("x"), opened("x")], "x", None),
        ],
        ids=["type", "data", "stream", "new and known", "known and new", "twice in one batch"],
    )
    @pytest.mark.parametrize("expected_version", [NO_STREAM, 2, ANY_VERSION])
    def test_an_id_names_one_event(
        self,
        house: EventStore,
        stream: str,
        events: list[NewEvent],
        reused: str,
        position: int | None,
        expected_version: int,
    ) -> None:
        """The same id with other content is an error that says where the id is taken."""
        with pytest.raises(EventIdReusedError) as refusal:
            house.append(stream, events, expected_version=expected_version)

        assert (refusal.value.event_id, refusal.value.position) == (reused, position)
        assert house.head() == HOUSE

    def test_a_clock_that_runs_backwards_breaks_no_order(self, new_store: NewStore) -> None:
        """The time of recording never falls from one position to the next."""
        store = at_times(new_store, NOON, NOON - timedelta(minutes=10), NOON + timedelta(seconds=1))
        for event_id in "abc":
            store.append("door-1", [opened(event_id)], expected_version=ANY_VERSION)

        assert [event.recorded_at for event in store.read_all()] == [
            "2026-01-02T12:00:00.000000Z",
            "2026-01-02T12:00:00.000000Z",
            "2026-01-02T12:00:01.000000Z",
        ]

    @pytest.mark.parametrize(
        "wrong", [timedelta(minutes=-10, microseconds=-1), timedelta(days=366, microseconds=1)]
    )
    def test_a_clock_that_contradicts_the_log_warns_once(
        self, new_store: NewStore, wrong: timedelta
    ) -> None:
        """One of both is wrong, but the append is recorded."""
        store = at_times(new_store, NOON, NOON + wrong, NOON + wrong)
        append = partial(store.append, "door-1", expected_version=ANY_VERSION)
        append([opened("a")])

        with pytest.warns(ClockWarning, match=r"2026-01-02T12:00:00\.000000Z") as caught:
            append([opened("b")])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            append([opened("c")])

        assert len(caught) == 1
        assert [e.event_id for e in store.read_all()] == list("abc")

    @pytest.mark.parametrize("right", [timedelta(minutes=-10), timedelta(days=366)])
    def test_a_clock_that_may_be_right_is_believed(
        self, new_store: NewStore, right: timedelta
    ) -> None:
        """Clocks differ a little, and a log may lie untouched for a year."""
        store = at_times(new_store, NOON, NOON + right)
        store.append("door-1", [opened("a")], expected_version=NO_STREAM)

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            store.append("door-1", [opened("b")], expected_version=0)

        assert [event.event_id for event in store.read_all()] == list("ab")

    def test_a_warning_made_an_error_refuses_each_append(self, new_store: NewStore) -> None:
        """So a service can stop at the first wrong instant."""
        store = at_times(new_store, NOON, *[NOON + timedelta(days=400)] * 2)
        store.append("door-1", [opened("a")], expected_version=NO_STREAM)

        with warnings.catch_warnings():
            warnings.simplefilter("error", ClockWarning)
            for _ in range(2):
                with pytest.raises(ClockWarning):
                    store.append("door-1", [opened("b")], expected_version=0)

        assert store.head() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            datetime(2077, 1, 1, tzinfo=UTC),
            datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
            datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-1))),
            datetime(2026, 1, 2, 12),  # noqa: DTZ001  # the wrong clock
        ],
        ids=["51 years later", "before the year 1", "after the year 9999", "without a time zone"],
    )
    def test_a_clock_that_cannot_be_right_records_nothing(
        self, new_store: NewStore, wrong: datetime
    ) -> None:
        """What is on record already is still returned."""
        store = at_times(new_store, NOON, *[wrong] * 2)
        first = store.append("door-1", [opened("a")], expected_version=NO_STREAM)

        with pytest.raises(ClockError, match="the clock's time"):
            store.append("door-1", [opened("b")], expected_version=0)

        assert store.append("door-1", [opened("a")], expected_version=NO_STREAM) == first
        assert store.head() == 1

    def test_time_is_recorded_in_utc(self, new_store: NewStore) -> None:
        """The clock may show any time zone, but must show one."""
        zone = timezone(timedelta(hours=5, minutes=30))
        store = new_store(lambda: datetime(9999, 12, 31, 23, 59, tzinfo=zone))
        (event,) = store.append("door-1", [opened("a")], expected_version=NO_STREAM)

        assert event.recorded_at == "9999-12-31T18:29:00.000000Z"


def at_times(new_store: NewStore, *times: datetime) -> EventStore:
    """Return an empty store whose clock shows *times*, one after the other."""
    clock = iter(times)
    return new_store(lambda: next(clock))
