"""What has lapsed is put on record once, taken back if it had not, whoever runs it how often."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.edtf import parse
from lifecycle.deciding.migration import Migration
from lifecycle.definitions.catalogue import find_definition
from lifecycle.errors import InvalidArgumentError, NotFoundError
from lifecycle.registry.registry import Registry
from lifecycle.registry.watch import WATCHER, plan_watch, to_record, watch_once

YEARLY = "defence-policy-dialogue"


def dialogue(registry: Registry, mechanism_id: str = "m", *meetings: str, **details: Any) -> None:
    """Register a mechanism that has to meet every year, and its meetings, the first by AA."""
    registry.register(
        **{
            "id": mechanism_id,
            "name": "Arland-Zedland dialogue",
            "kind": YEARLY,
            "parties": ["AA", "ZZ"],
            "subject": "Defence",
            "policy": "record",
            **details,
        }
    )
    for number, on in enumerate(meetings):
        host = ("AA", "ZZ")[number % 2]
        registry.meet(mechanism_id, on=on, host=host, event_id=f"{mechanism_id}-{on}")


def told(registry: Registry, mechanism_id: str = "m") -> list[tuple[str, str]]:
    """Return the obligations that lapsed by what is on record and counts: name and due day."""
    return [
        (fact.told.data["obligation"], fact.told.data["due"])
        for fact in registry.mechanism(mechanism_id).history
        if fact.type == "obligation_lapsed"
    ]


def test_a_lapse_is_recorded_once(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")

    first, second = watch_once(registry, "2022"), watch_once(registry, "2022")

    (event,) = first
    assert event.type == "obligation_lapsed"
    assert event.data == {
        "obligation": "yearly_round",
        "due": "2021-03-01",
        "text": "Meet every year",
    }
    assert (event.occurred, event.actor) == ("2021-03-01", WATCHER)
    assert second == []
    assert watch_once(registry, "2030") == []
    assert [replayed.mismatches for replayed in registry.replay()] == [()]


def test_what_is_still_open_is_not_recorded(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")

    assert watch_once(registry, "2021-03-01") == []
    assert len(watch_once(registry, "2021-03-02")) == 1


def test_a_late_meeting_leaves_the_lapse_and_begins_anew(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    watch_once(registry, "2022")
    registry.meet("m", on="2022-05-10", host="ZZ")

    assert watch_once(registry, "2023-05-10") == []
    watch_once(registry, "2023-06")

    assert told(registry) == [("yearly_round", "2021-03-01"), ("yearly_round", "2023-05-10")]


def test_a_meeting_in_time_that_is_found_later_takes_the_lapse_back(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    (lapse,) = watch_once(registry, "2021-06")
    registry.meet("m", on="2021-02-11", host="ZZ", event_id="found")

    (retraction,) = watch_once(registry, "2021-06")

    assert retraction.type == "event_retracted"
    assert retraction.data["event"] == lapse.event_id
    assert told(registry) == []
    assert watch_once(registry, "2021-06") == []


def test_a_lapse_comes_back_when_the_meeting_turns_out_to_be_none(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    watch_once(registry, "2021-06")
    registry.meet("m", on="2021-02-11", host="ZZ", event_id="found")
    (retraction,) = watch_once(registry, "2021-06")

    registry.record("m", "event_retracted", event="found", event_id="not-it")
    (again,) = watch_once(registry, "2021-06")
    assert again.data["event"] == retraction.event_id
    assert told(registry) == [("yearly_round", "2021-03-01")]

    registry.record("m", "event_retracted", event="not-it")
    (once_more,) = watch_once(registry, "2021-06")
    assert once_more.data["event"] == again.event_id
    assert told(registry) == []
    assert watch_once(registry, "2021-06") == []


def test_what_people_retract_stays_retracted(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    (lapse,) = watch_once(registry, "2021-06")
    registry.record("m", "event_retracted", event=lapse.event_id, reason="Waived by both")

    assert watch_once(registry, "2021-06") == []
    registry.meet("m", on="2021-02-11", host="ZZ")
    assert watch_once(registry, "2021-06") == []
    assert told(registry) == []


def test_an_earlier_day_takes_nothing_back(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    watch_once(registry, "2022")

    assert watch_once(registry, "2020-06") == []
    assert told(registry) == [("yearly_round", "2021-03-01")]


def test_a_lapse_under_an_earlier_definition_stays(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    watch_once(registry, "2022")
    general = Migration(find_definition("bilateral-mechanism"), {}, None)
    registry.migrate(["m"], general, on="2022-03")

    assert watch_once(registry, "2023") == []
    assert told(registry) == [("yearly_round", "2021-03-01")]


def test_a_lapse_without_a_day_is_passed_over(registry: Registry) -> None:
    dialogue(registry)
    registry.meet("m", host="AA")
    registry.meet("m", host="AA")

    assert watch_once(registry, "2022") == []


def test_a_side_that_hosts_twice_is_on_record_with_the_day_of_the_meeting(
    registry: Registry,
) -> None:
    dialogue(registry)
    registry.meet("m", host="AA", on="2020-03")
    registry.meet("m", host="AA", on="2020-11")

    watch_once(registry, "2021-01")

    assert told(registry) == [("hosts_in_turn", "2020-11-30")]


def test_the_ids_are_the_same_in_every_log() -> None:
    found = []
    for _ in range(2):
        with Registry.open("memory:") as registry:
            dialogue(registry, "m", "2020-03-01")
            found += [event.event_id for event in watch_once(registry, "2022")]

    assert found[0] == found[1]


def test_a_plan_says_what_would_be_recorded_and_records_nothing(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    dialogue(registry, "n", "2019-01-15", "2020-01-15")
    size = registry.store.head()

    planned = plan_watch(registry, "2022")

    assert registry.store.head() == size
    recorded = watch_once(registry, "2022")
    assert len(recorded) == 2
    assert [item.fact.event_id for item in planned.accepted] == [e.event_id for e in recorded]


def test_what_to_record_depends_on_the_history_and_the_day_alone(registry: Registry) -> None:
    dialogue(registry, "m", "2020-03-01")
    day = parse("2022").latest
    assert day is not None
    mechanism = registry.mechanism("m")
    same = Mechanism("m", mechanism.recorded, 0)

    assert list(to_record(mechanism, day)) == list(to_record(same, day)) != []


@pytest.mark.filterwarnings("ignore::events.errors.ClockWarning")  # years pass
def test_without_a_day_the_newest_fact_of_others_tells_it() -> None:
    """Else each run would move the day on, and the next one would find more."""
    now = [datetime(2021, 6, 1, tzinfo=UTC)]
    with Registry.open("memory:", clock=lambda: now[0]) as registry:
        dialogue(registry, "m", "2020-03-01")
        dialogue(registry, "n", "2021-01-15")
        now[0] = datetime(2029, 6, 1, tzinfo=UTC)

        first, second = watch_once(registry), watch_once(registry)

        assert [event.data["due"] for event in first] == ["2021-03-01"]
        assert second == []
        registry.note("n", "A remark")
        assert [event.data["due"] for event in watch_once(registry)] == ["2022-01-15"]


def test_a_day_must_be_told_and_have_an_end(registry: Registry) -> None:
    with pytest.raises(NotFoundError):
        watch_once(registry)
    with pytest.raises(InvalidArgumentError, match="no end"):
        watch_once(registry, "2022/..")
    with pytest.raises(InvalidArgumentError):
        watch_once(registry, "soon")


def test_what_lapsed_in_a_far_year_is_due_in_that_year(registry: Registry) -> None:
    dialogue(registry, "far", "Y-20001")
    dialogue(registry, "near", "2020-03-01")

    watch_once(registry, "2022")

    assert told(registry, "far") == [("yearly_round", "Y-20000")]
    assert told(registry, "near") == [("yearly_round", "2021-03-01")]


def test_two_lapses_of_one_day_are_two_facts(registry: Registry) -> None:
    dialogue(registry)
    for number in (1, 2, 3):
        registry.meet("m", on="2020-01", number=number, host="AA", event_id=f"m{number}")

    watch_once(registry, "2020-06")
    watch_once(registry, "2020-06")

    assert [name for name, _ in told(registry)] == ["hosts_in_turn"] * 2
    registry.record("m", "event_corrected", event="m2", changes={"host": "ZZ"})
    watch_once(registry, "2020-06")
    assert told(registry) == []


def test_runs_at_once_record_each_lapse_once(tmp_path: Path) -> None:
    location = str(tmp_path / "log.db")
    opened = [Registry.open(location) for _ in range(6)]
    try:
        for number in range(5):
            dialogue(opened[0], f"m-{number}", "2020-03-01")
        start = threading.Barrier(len(opened))

        def run(registry: Registry) -> int:
            start.wait()
            watch_once(registry, "2022")
            return len(watch_once(registry, "2022"))

        with ThreadPoolExecutor(len(opened)) as pool:
            found_again = list(pool.map(run, opened))

        lapses = [event for event in opened[0].log() if event.type == "obligation_lapsed"]
        assert found_again == [0] * len(opened)
        assert [event.stream for event in lapses] == sorted(f"mechanism-m-{n}" for n in range(5))
        assert [replayed.mismatches for replayed in opened[0].replay()] == [()] * 5
    finally:
        for registry in opened:
            registry.close()


def test_a_fact_recorded_meanwhile_is_heard(registry: Registry) -> None:
    """Between judging and recording another writer tells of the meeting: then nothing lapsed."""
    dialogue(registry, "m", "2020-03-01")
    append = registry.store.append_all
    found = list[str]()

    def late_append(appends: Any) -> Any:
        if not found:
            found.append("once")
            registry.meet("m", on="2021-02-11", host="ZZ")
        return append(appends)

    registry.store.append_all = late_append  # type: ignore[method-assign]  # the other writer

    assert watch_once(registry, "2021-06") == []
    assert told(registry) == []
