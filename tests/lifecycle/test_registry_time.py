from datetime import UTC, datetime

import pytest

from events.stores.memory import MemoryStore
from lifecycle.dates.edtf import parse
from lifecycle.errors import InvalidArgumentError, NotFoundError
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register


def test_as_of_counts_what_certainly_happened_by_then(registry: Registry) -> None:
    register(registry)
    registry.propose("m", on="2024-05-01")
    registry.sign_tor("m", on="2024-06")
    registry.meet("m", on="2025-12-09")
    stages = {
        day: registry.mechanism("m", as_of=day).stage
        for day in ("2024-04", "2024-05-01", "2024-06-15", "2024-06-30", "2024", "2025-12-09")
    }
    assert list(stages.values()) == [
        *("registered", "proposed", "proposed"),
        *("tor_signed", "tor_signed", "inaugural_meeting_held"),
    ]
    june = registry.mechanism("m", as_of="2024-06-15")
    assert [fact.type for fact in june.undetermined] == ["terms_of_reference_signed"]
    assert june.as_of == parse("2024-06-15").latest
    with pytest.raises(InvalidArgumentError, match="it has no end; give a day, a month or a year"):
        registry.mechanism("m", as_of="2024/..")


def test_an_undated_fact_stands_and_falls_with_the_one_before_it(registry: Registry) -> None:
    register(registry)
    registry.propose("m", on="2024-05-01")
    registry.sign_tor("m", on="2025-12-09")
    registry.meet("m")
    assert registry.mechanism("m", as_of="2025-12-08").stage == "proposed"
    assert registry.mechanism("m", as_of="2025-12-09").stage == "inaugural_meeting_held"


def test_a_fact_happened_by_then_if_one_that_came_after_it_did(registry: Registry) -> None:
    register(registry)
    (proposal,) = registry.propose("m", on="2025")
    (talk,) = registry.note("m", "talks", after=[proposal.event_id])
    registry.sign_tor("m", on="2025-03-01", after=[talk.event_id])
    june = registry.mechanism("m", as_of="2025-06")
    assert [fact.type for fact in june.history[1:]] == [
        *("proposed", "note_recorded", "terms_of_reference_signed"),
    ]
    assert june.stage == "tor_signed"
    assert june.undetermined == ()
    january = registry.mechanism("m", as_of="2025-01")
    assert january.stage == "registered"
    assert [fact.type for fact in january.undetermined] == ["proposed"]


def test_known_at_a_position_leaves_out_what_was_recorded_later(registry: Registry) -> None:
    register(registry)
    (late,) = registry.meet("m", on="2024")
    (backdated,) = registry.propose("m", on="2020")
    assert registry.mechanism("m", known_at=late.position - 1).stage == "registered"
    before = registry.mechanism("m", known_at=str(late.position))
    assert [fact.type for fact in before.history] == ["mechanism_registered", "meeting_held"]
    now = registry.mechanism("m", known_at=backdated.position)
    assert [fact.type for fact in now.history[1:]] == ["proposed", "meeting_held"]
    assert (before.log_size, now.log_size) == (late.position + 1, backdated.position + 1)


def test_known_at_an_instant_counts_what_was_recorded_by_then(registry: Registry) -> None:
    register(registry)
    (meeting,) = registry.meet("m", on="2024")
    assert meeting.recorded_at == "2025-12-09T12:01:00.000000Z"
    for instant, facts in [
        ("2025-12-09T12:00Z", 1),
        ("2025-12-09T12:00:59.999999Z", 1),
        ("2025-12-09T12:01:00Z", 2),
        ("2026-01-01T00:00:00.5Z", 2),
    ]:
        assert len(registry.mechanism("m", known_at=instant).history) == facts
        assert [r.facts for r in registry.replay(known_at=instant)] == [facts]
        assert [len(m.history) for m in registry.list(known_at=instant)] == [facts]
    with pytest.raises(NotFoundError):
        registry.mechanism("m", known_at="2025-12-09T11:59Z")
    assert list(registry.list(known_at="2025-12-09T11:59Z")) == []


def test_both_clocks_can_be_asked_together(registry: Registry) -> None:
    register(registry)
    (meeting,) = registry.meet("m", on="2024-02")
    registry.propose("m", on="2024-01")
    view = registry.mechanism("m", as_of="2024-01-31", known_at=meeting.position)
    assert [fact.type for fact in view.history] == ["mechanism_registered"]


@pytest.mark.parametrize(
    "known_at",
    [
        -1,
        10**30,
        "99",
        "9" * 5000,
        "²",
        "yesterday",
        "2025-12-09/..",
        "2025-12-09T10:00:00",
        "2025-99-99T99:99Z",
        "",
    ],
)
def test_no_position_and_no_instant_is_refused_in_words(
    registry: Registry, known_at: int | str
) -> None:
    register(registry)
    with pytest.raises(InvalidArgumentError, match="known_at: "):
        registry.mechanism("m", known_at=known_at)


def test_no_date_is_refused_in_words(registry: Registry) -> None:
    register(registry)
    with pytest.raises(InvalidArgumentError, match="as_of: "):
        registry.mechanism("m", as_of="yesterday")


@pytest.mark.filterwarnings("ignore::events.errors.ClockWarning")  # years pass
def test_what_is_late_goes_by_the_clock_of_the_whole_log() -> None:
    times = iter([datetime(2020, 1, 1, tzinfo=UTC)] * 3 + [datetime(2026, 1, 1, tzinfo=UTC)] * 3)
    registry = Registry(MemoryStore(clock=lambda: next(times)))
    register(registry)
    registry.agree("m", on="2018-01-01", periodicity="annually")
    registry.meet("m", on="2019-06-01")
    register(registry, id="other")

    def codes(known_at: int | None) -> set[str]:
        return {a.code for a in registry.mechanism("m", known_at=known_at).anomalies}

    assert "periodicity_missed" in codes(None)
    assert "periodicity_missed" not in codes(3)
