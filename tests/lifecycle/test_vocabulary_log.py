"""What is recorded of every type comes back from the log, whatever part of it was said."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.batch import Tail, record
from events.model import NO_STREAM, Append, NewEvent
from lifecycle.errors import InvalidFactError
from lifecycle.facts.codec import to_fact, to_new_event
from lifecycle.facts.entries import ENVELOPE_KEYS
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.models import EVENT_TYPES, DomainEvent, MeetingHeld
from lifecycle.facts.models.meetings import JointSitting
from lifecycle.registry.registry import Registry
from tests.lifecycle.vocabulary import (
    BY_HAND,
    FULL,
    MECHANISM,
    NOT_BY_HAND,
    read,
    register_group,
    year_of,
)


def stored(new: NewEvent) -> Fact:
    """Return the fact of an event that was stored."""
    appends = [Append("mechanism-m", [new], NO_STREAM)]
    (recorded,) = record(appends, Tail(), lambda _: NO_STREAM, "2025-12-09T12:00:00.000000Z")
    return to_fact(recorded)


@st.composite
def _parts(draw: st.DrawFn) -> DomainEvent:
    """Some type with its required keys and some of the others."""
    name = draw(st.sampled_from(sorted(EVENT_TYPES)))
    fields = EVENT_TYPES[name].model_fields
    needed = {key for key, field in fields.items() if field.is_required()}
    needed |= {"scope_changed": {"excluded"}, "periodicity_recorded": {"periodicity"}}.get(
        name, set()
    )
    others = sorted(fields.keys() - needed)
    chosen = draw(st.sets(st.sampled_from(others))) if others else set[str]()
    return read(name, {key: FULL[name][key] for key in needed | chosen})


@given(_parts())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_said_of_any_type_comes_back(event: DomainEvent) -> None:
    assert stored(to_new_event(Fact.proposed("e", event, Envelope()), {})).event == event


def test_every_type_that_is_recorded_by_hand_comes_back_through_the_registry(
    registry: Registry,
) -> None:
    register_group(registry)
    for name in BY_HAND:
        details: dict[str, Any] = FULL[name]
        registry.record(MECHANISM, name, event_id=name, on=year_of(name), **details)

    facts = {fact.event_id: fact for fact in map(to_fact, registry.log(MECHANISM))}

    for name in BY_HAND:
        assert facts[name].event == read(name, FULL[name])
        assert str(facts[name].occurred) == year_of(name)


def test_all_but_the_types_of_the_registry_are_recorded_by_hand() -> None:
    assert set(BY_HAND) | NOT_BY_HAND == set(EVENT_TYPES)


def test_no_type_has_a_key_that_every_entry_has() -> None:
    shared = {name: ENVELOPE_KEYS.keys() & m.model_fields.keys() for name, m in EVENT_TYPES.items()}

    assert not {name: keys for name, keys in shared.items() if keys}


# Older shapes


def first_shape(data: dict[str, Any]) -> NewEvent:
    return NewEvent(event_id="e", type="meeting_held", data=data, schema_version=1)


def test_a_meeting_of_the_first_shape_keeps_the_names_of_its_joint_sittings() -> None:
    fact = stored(first_shape({"number": 3, "joint_with": ["aa-zz-bm-ports", "Coast Guard Talks"]}))

    assert fact.event == MeetingHeld(
        number=3,
        joint_with=(
            JointSitting(mechanism="aa-zz-bm-ports"),
            JointSitting(mechanism="Coast Guard Talks"),
        ),
    )


def test_a_meeting_of_the_first_shape_without_joint_sittings_is_read_as_it_is() -> None:
    assert stored(first_shape({"place": "Arland City"})).event == MeetingHeld(place="Arland City")


def test_a_meeting_is_stored_in_the_second_shape() -> None:
    event = MeetingHeld(joint_with=(JointSitting(mechanism="aa-zz-bm-ports", number=4),))

    new = to_new_event(Fact.proposed("e", event, Envelope()), {})

    assert new.schema_version == 2
    assert new.data == {"joint_with": [{"mechanism": "aa-zz-bm-ports", "number": 4}]}


# What is refused under every policy


@pytest.mark.parametrize(
    ("event_type", "details", "reason"),
    [
        ("meeting_held", {"start": "2025-06", "end": "2025-05-31"}, "the meeting ends"),
        ("roadmap_activated", {"basis": "document", "term": "2030/2025"}, "ends before it starts"),
        ("instrument_concluded", {"kind": "mou", "role": "outcome", "term": "2/1"}, "term"),
        (
            "instrument_act_recorded",
            {"instrument": "MoU", "step": "extended", "effective": "2020", "until": "2019"},
            "its term ends",
        ),
        ("scope_changed", {}, "neither what is excluded nor what is included"),
        ("renamed", {"names": []}, "at least 1 item"),
        ("alias_recorded", {"names": []}, "at least 1 item"),
        ("merged", {"mechanisms": []}, "at least 1 item"),
        ("event_corrected", {"event": "m", "changes": {}}, "at least 1 item"),
        ("event_corrected", {"event": "m", "changes": {"Platz!": 1}}, "should be small letters"),
        ("event_disputed", {"event": "m", "field": "place", "claim": 1.5}, "float is not allowed"),
        ("event_disputed", {"event": "m", "field": "place", "claim": {"é": 1}}, "ASCII"),
        ("event_disputed", {"event": "m", "field": "place", "claim": 2**60}, "integer outside"),
    ],
)
def test_what_cannot_be_true_or_stored_is_refused_with_its_reason(
    registry: Registry, event_type: str, details: dict[str, Any], reason: str
) -> None:
    register_group(registry)

    with pytest.raises(InvalidFactError) as caught:
        registry.record(MECHANISM, event_type, **details)

    assert reason in f"{caught.value.place}: {caught.value.reason}"


def test_a_claim_does_not_nest_without_end(registry: Registry) -> None:
    register_group(registry)
    claim: Any = "deep"
    for _ in range(40):
        claim = [claim]

    with pytest.raises(InvalidFactError, match="nested deeper than 32 levels"):
        registry.record(MECHANISM, "event_disputed", event="m", field="place", claim=claim)


@pytest.mark.parametrize(
    ("event_type", "details"),
    [
        ("roadmap_superseded", {}),
        ("roadmap_activated", {"basis": "document", "term": "2025/2025-06"}),
        (
            "instrument_act_recorded",
            {"instrument": "MoU", "step": "extended", "effective": "2020", "until": "2020"},
        ),
    ],
)
def test_what_may_be_true_is_recorded(
    registry: Registry, event_type: str, details: dict[str, Any]
) -> None:
    register_group(registry)

    assert len(registry.record(MECHANISM, event_type, **details)) == 1
