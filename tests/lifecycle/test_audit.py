"""What the audit finds in logs that somebody else has written to."""

from typing import Any

import pytest

from events.model import ANY_VERSION, NewEvent
from lifecycle.registry.registry import Registry
from lifecycle.storage.audit import audit
from tests.lifecycle.registering import register

ACTIVE = {"stage": "registered", "standing": "active"}


def append(registry: Registry, event_type: str, data: dict[str, Any], **said: Any) -> int:
    """Write an event past the registry, and return its position."""
    stream = said.pop("stream", "mechanism-m")
    occurred = said.pop("occurred", None)
    meta = {"tracks": ACTIVE, **said}
    number = registry.store.head()
    event = NewEvent(f"forged-{number}", event_type, data, meta, occurred=occurred)
    registry.store.append(stream, [event], expected_version=ANY_VERSION)
    return number


def findings(registry: Registry) -> list[tuple[int | None, str]]:
    return [(found.position, found.code) for found in audit(registry.store).findings]


def test_a_log_that_the_registry_wrote_is_clean(registry: Registry) -> None:
    register(registry, policy="record")
    registry.meet("m", on="2025-12")
    registry.propose("m", by=["IN"], on="2024")
    registry.sign_tor("m", signatories=[{"party": "IN"}], on="2025-12")
    registry.note("m", "a remark")

    report = audit(registry.store)

    assert (report.size, report.findings) == (registry.store.head(), ())


def test_a_forged_state_is_found_with_its_position(registry: Registry) -> None:
    register(registry, policy="record")
    forged = {"stage": "roadmap_active", "standing": "active"}
    position = append(registry, "note_recorded", {"text": "x"}, tracks=forged)
    assert findings(registry) == [(position, "state_differs")]


def test_an_act_that_its_own_data_do_not_say_is_found(registry: Registry) -> None:
    register(registry, policy="record")
    act = {"trigger": "propose", "parties": []}
    position = append(registry, "note_recorded", {"text": "x"}, act=act)
    assert findings(registry) == [(position, "act_differs")]


@pytest.mark.parametrize(
    ("event_type", "data"),
    [
        ("note_recorded", {}),
        ("note_recorded", {"text": "x", "more": 1}),
        ("note_recorded", {"text": 5}),
        ("door_opened", {}),
    ],
)
def test_facts_without_the_shape_of_their_type_are_found(
    registry: Registry, event_type: str, data: dict[str, Any]
) -> None:
    register(registry, policy="record")
    position = append(registry, event_type, data)
    assert findings(registry) == [(position, "unreadable_fact")]


def test_all_findings_are_reported_not_only_the_first(registry: Registry) -> None:
    register(registry, policy="record")
    positions = [append(registry, "note_recorded", {}) for _ in range(3)]
    assert findings(registry) == [(position, "unreadable_fact") for position in positions]


def test_a_hint_to_what_is_not_on_record_before_is_found(registry: Registry) -> None:
    register(registry, policy="record")
    own = f"forged-{registry.store.head()}"
    position = append(registry, "note_recorded", {"text": "x"}, after=[own])
    other = append(registry, "note_recorded", {"text": "y"}, after=["nobody"])
    assert findings(registry) == [(position, "unknown_hint"), (other, "unknown_hint")]


def test_a_hint_against_the_dates_is_found(registry: Registry) -> None:
    register(registry, policy="record")
    later = append(registry, "note_recorded", {"text": "x"}, occurred="2025")
    position = append(
        registry, "note_recorded", {"text": "y"}, occurred="2024", after=[f"forged-{later}"]
    )
    assert findings(registry) == [(position, "order_contradicts_dates")]


def test_an_illegal_move_of_a_mechanism_that_enforces_is_found(registry: Registry) -> None:
    register(registry, policy="enforce")
    position = append(
        registry,
        "meeting_held",
        {},
        occurred="2025",
        act={"trigger": "hold_meeting", "parties": []},
        tracks={"stage": "inaugural_meeting_held", "standing": "active"},
    )
    assert findings(registry) == [(position, "illegal_transition")]


def test_a_stream_that_no_rule_checks_is_found(registry: Registry) -> None:
    register(registry, policy="record")
    position = append(registry, "door_opened", {}, stream="door-1")
    assert findings(registry) == [(position, "unknown_category")]


def test_a_definition_under_a_false_hash_is_found(registry: Registry) -> None:
    register(registry, policy="record")
    stated = registry.store.find(next(registry.log()).event_id)
    assert stated is not None
    position = append(
        registry,
        "definition_registered",
        {**stated.data, "hash": "0" * 64},
        stream="definition-joint-working-group",
    )
    assert findings(registry) == [(position, "definition_hash")]


def test_a_mechanism_whose_definition_is_not_in_the_log_is_found(registry: Registry) -> None:
    register(registry, policy="record")
    first = next(registry.log("m"))
    reference = {"name": "joint-working-group", "version": 1, "hash": "0" * 64}
    data = {**first.data, "mechanism": "other", "definition": reference}
    position = append(registry, "mechanism_registered", data, stream="mechanism-other")
    assert findings(registry) == [(position, "unreadable_mechanism")]
