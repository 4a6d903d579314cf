from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from events.errors import (
    EventIdReusedError,
    StoreError,
)
from events.model import RecordedEvent
from lifecycle.deciding.decider import Refusal
from lifecycle.errors import (
    CommandRefusedError,
    InvalidFactError,
    LifecycleError,
    NotFoundError,
)
from lifecycle.facts.models import MeetingHeld, NoteRecorded
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import JWG, register
from tests.lifecycle.scenario import Given

# Commands


def test_commands_return_the_events_recorded(registry: Registry) -> None:
    assert [e.type for e in registry.register(**JWG)] == ["mechanism_registered"]
    acts: list[tuple[Callable[..., list[RecordedEvent]], dict[str, Any], str]] = [
        (registry.propose, {"by": ["IN"], "on": "2024"}, "proposed"),
        (registry.agree, {"on": "2024-06"}, "establishment_agreed"),
        (registry.sign_tor, {"on": "2025-01"}, "terms_of_reference_signed"),
        (registry.meet, {"on": "2025-02"}, "meeting_held"),
        (
            registry.activate_roadmap,
            {"on": "2025-03", "basis": "document", "title": "R"},
            "roadmap_activated",
        ),
        (registry.suspend, {"on": "2025-04"}, "suspended"),
        (registry.resume, {"on": "2025-05"}, "resumed"),
        (registry.conclude, {"on": "2025-06", "reason": "done"}, "concluded"),
        (registry.reopen, {"on": "2025-07"}, "reopened"),
    ]
    for version, (command, details, event_type) in enumerate(acts, start=1):
        (event,) = command("m", **details)
        assert (event.type, event.version, event.occurred) == (event_type, version, details["on"])
    (remark,) = registry.note("m", "a remark", actor="desk-1")
    assert (remark.data, remark.actor) == ({"text": "a remark"}, "desk-1")
    assert registry.mechanism("m").tracks == {"stage": "roadmap_active", "standing": "active"}


def test_a_domain_event_is_recorded_as_it_is(registry: Registry) -> None:
    register(registry)
    (event,) = registry.record("m", MeetingHeld(place="New Delhi"), on="2025-12-09")
    assert event.data == {"place": "New Delhi"}
    assert registry.mechanism("m").meetings[0][1] == MeetingHeld(place="New Delhi")


def test_a_field_may_be_called_like_an_argument(registry: Registry) -> None:
    register(registry)
    (meeting,) = registry.meet("m", on="2025-12-09")
    (dispute,) = registry.record(
        "m", "event_disputed", event=meeting.event_id, field="occurred", occurred_claim="2025-12-10"
    )
    assert dispute.data["event"] == meeting.event_id


def test_several_facts_are_recorded_together_or_not_at_all(registry: Registry) -> None:
    registry.register(**JWG)
    head = registry.store.head()
    good = registry.command("proposed", on="2024")
    bad = registry.command("meeting_held", on="2025")
    with pytest.raises(CommandRefusedError):
        registry.record_all("m", [good, bad])
    assert registry.store.head() == head
    assert len(registry.record_all("m", [good, registry.command("note_recorded", text="x")])) == 2


def test_a_refusal_records_nothing_and_says_why(registry: Registry) -> None:
    registry.register(**JWG)
    head = registry.store.head()
    with pytest.raises(CommandRefusedError, match="allowed there: propose, agree") as refused:
        registry.meet("m", on="2025")
    assert isinstance(refused.value.refusal, Refusal)
    assert refused.value.refusal.trigger == "hold_meeting"
    assert registry.store.head() == head


@pytest.mark.parametrize("event_type", ["mechanism_registered", "definition_registered", "meting"])
def test_only_facts_can_be_recorded(registry: Registry, event_type: str) -> None:
    register(registry)
    with pytest.raises(NotFoundError, match="no event type"):
        registry.record("m", event_type)


def test_a_registration_is_recorded_by_registering_only(registry: Registry) -> None:
    register(registry)
    with pytest.raises(NotFoundError, match="no event type"):
        registry.record("m", registry.mechanism("m").registration)


def test_a_mechanism_is_registered_once(registry: Registry) -> None:
    register(registry)
    with pytest.raises(InvalidFactError, match="m is on record already"):
        register(registry)


def test_the_id_is_made_of_parties_kind_and_subject(registry: Registry) -> None:
    details = {**JWG, "subject": "Défense & Sécurité"}
    del details["id"]
    (event,) = registry.register(**details)
    assert event.stream == "mechanism-bn-in-jwg-defense-securite"


# Idempotence


def test_a_command_with_an_event_id_can_be_repeated(registry: Registry) -> None:
    first = registry.register(**JWG, event_id="r")
    noted = registry.note("m", "a remark", event_id="n", on="2025")
    head = registry.store.head()
    assert registry.register(**JWG, event_id="r") == first
    assert registry.note("m", "a remark", event_id="n", on="2025") == noted
    assert registry.store.head() == head


def test_a_command_can_be_repeated_after_the_log_moved_on(registry: Registry) -> None:
    register(registry, event_id="r")
    first = registry.note("m", "a remark", event_id="n")
    registry.meet("m", on="2025")
    registry.note("m", "another")
    head = registry.store.head()
    assert registry.note("m", "a remark", event_id="n") == first
    assert len(registry.register(**JWG, policy="record", event_id="r")) == 1
    assert registry.store.head() == head


def test_a_batch_of_which_part_is_recorded_records_the_rest(registry: Registry) -> None:
    register(registry)
    commands = [registry.command("note_recorded", text=t, event_id=t) for t in "ab"]
    registry.record_all("m", commands[:1])
    assert [e.event_id for e in registry.record_all("m", commands)] == ["a", "b"]
    assert [e.version for e in registry.log("m")] == [0, 1, 2]


@pytest.mark.parametrize(
    "details", [{"text": "other"}, {"on": "2026"}, {"actor": "somebody"}, {"claimed_as": "said"}]
)
def test_an_event_id_names_one_telling_only(registry: Registry, details: dict[str, Any]) -> None:
    register(registry)
    registry.note("m", "a remark", event_id="n")
    head = registry.store.head()
    said = {"text": "a remark", "event_id": "n", **details}
    with pytest.raises(EventIdReusedError):
        registry.record("m", "note_recorded", **said)
    assert registry.store.head() == head


def test_an_event_id_names_a_fact_of_one_type_only(registry: Registry) -> None:
    register(registry)
    registry.suspend("m", event_id="s", on="2025")
    with pytest.raises(EventIdReusedError):
        registry.resume("m", event_id="s", on="2025")


def test_an_event_id_of_another_mechanism_is_taken(registry: Registry) -> None:
    register(registry)
    register(registry, id="other")
    registry.note("m", "a remark", event_id="n")
    with pytest.raises(EventIdReusedError):
        registry.note("other", "a remark", event_id="n")


# Opening


@pytest.mark.parametrize("location", ["postgresql://host/db", "/no/such/folder/x.db"])
def test_a_place_that_cannot_be_opened_is_refused_in_words(location: str) -> None:
    with pytest.raises(StoreError):
        Registry.open(location)


def test_ids_are_taken_from_the_caller() -> None:
    numbers = count()
    with Registry.open("memory:", ids=lambda: f"id-{next(numbers)}") as registry:
        register(registry)
        assert registry.note("m", "x")[0].event_id == "id-1"


def test_a_fact_read_back_is_the_fact_recorded(registry: Registry) -> None:
    register(registry)
    source = {"publisher": "PTI", "kind": "press", "published": "2025-12-09", "quote": "held"}
    registry.note("m", "x", on="2025~", sources=[source], claimed_as="said", confidence="high")
    fact = registry.mechanism("m").history[-1]
    assert fact.event == NoteRecorded(text="x")
    assert fact.envelope.occurred == "2025~"
    assert fact.envelope.sources[0].quote == "held"
    assert (fact.envelope.claimed_as, fact.envelope.confidence) == ("said", "high")


def test_given_and_registry_decide_alike(registry: Registry) -> None:
    registry.register(**JWG)
    given = Given()
    given.when(("meeting_held", {"on": "2025"})).then_refused()
    with pytest.raises(LifecycleError, match="hold_meeting is refused"):
        registry.meet("m", on="2025")
