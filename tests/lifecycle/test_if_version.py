"""A caller that saw an older version of a mechanism is refused; a repeated command is not."""

import pytest

from lifecycle import WrongExpectedVersionError
from lifecycle.errors import CommandRefusedError
from lifecycle.facts.models import MeetingHeld
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register


def test_the_version_counts_the_facts_known(registry: Registry) -> None:
    register(registry)
    registry.note("m", "one")
    registry.note("m", "two")

    assert registry.mechanism("m").version == 2
    assert registry.mechanism("m", as_of="1900").version == 2
    assert registry.mechanism("m", known_at="2025-12-09T12:00:00Z").version == 0


def test_a_command_on_an_old_version_is_refused_and_records_nothing(registry: Registry) -> None:
    register(registry)
    seen = registry.mechanism("m").version
    registry.note("m", "meanwhile")

    for record in (
        lambda: registry.note("m", "late", if_version=seen),
        lambda: registry.record("m", MeetingHeld(), if_version=seen),
        lambda: registry.record("m", "meeting_held", if_version=seen),
        lambda: registry.record_all("m", [registry.command("meeting_held")], if_version=seen),
    ):
        with pytest.raises(WrongExpectedVersionError) as caught:
            record()
        assert (caught.value.expected, caught.value.actual) == (0, 1)

    assert registry.mechanism("m").version == 1
    assert registry.note("m", "now", if_version=1)[0].version == 2


def test_a_repeated_command_returns_its_first_result(registry: Registry) -> None:
    register(registry)

    first = registry.note("m", "once", event_id="a", if_version=0)
    second = registry.note("m", "once", event_id="a", if_version=0)

    assert first == second


def test_an_old_version_goes_before_a_refusal(registry: Registry) -> None:
    register(registry, policy="enforce")

    with pytest.raises(CommandRefusedError):
        registry.resume("m", if_version=0)
    with pytest.raises(WrongExpectedVersionError):
        registry.resume("m", if_version=7)
