"""Anomalies that a definition does not allow are refused where it is enforced."""

from pathlib import Path

import pytest

from lifecycle.definitions.catalogue import find_definition
from lifecycle.errors import CommandRefusedError
from lifecycle.registry.registry import Registry

STRICT = """\
name = "strict-talks"
abbreviation = "st"
version = 1
title = "Strict talks"
policy = "enforce"
enforces = ["number_duplicate"]

[[tracks]]
name = "stage"
initial = "registered"
states = ["registered", "operational"]

[[tracks.transitions]]
trigger = "hold_meeting"
from = ["registered"]
to = "operational"

[[tracks.transitions]]
trigger = "hold_meeting"
from = ["operational"]
"""


@pytest.fixture
def kind(tmp_path: Path) -> str:
    file = tmp_path / "strict-talks.toml"
    file.write_text(STRICT, encoding="utf-8")
    return str(file)


def held_once(registry: Registry, kind: str, policy: str) -> str:
    registry.register(
        id="m", name="Talks", kind=kind, parties=["AA", "ZZ"], subject="all", policy=policy
    )
    registry.meet("m", number=1, on="2024")
    return "m"


def test_an_anomaly_that_is_enforced_against_is_refused_in_its_own_words(
    registry: Registry, kind: str
) -> None:
    mechanism = held_once(registry, kind, "enforce")
    head = registry.store.head()

    with pytest.raises(
        CommandRefusedError, match=r"^hold_meeting .*number_duplicate: .*allowed there: meet"
    ):
        registry.meet(mechanism, number=1, on="2025")

    assert registry.store.head() == head
    registry.meet(mechanism, number=2, on="2025")


def test_a_correction_that_brings_such_an_anomaly_is_refused_too(
    registry: Registry, kind: str
) -> None:
    mechanism = held_once(registry, kind, "enforce")
    registry.meet(mechanism, number=2, on="2025")

    with pytest.raises(CommandRefusedError, match="number_duplicate"):
        registry.correct(
            mechanism, registry.meet(mechanism, number=3, on="2026")[0].event_id, {"number": 2}
        )


def test_under_record_the_same_is_flagged(registry: Registry, kind: str) -> None:
    mechanism = held_once(registry, kind, "record")

    registry.meet(mechanism, number=1, on="2025")

    assert "number_duplicate" in {a.code for a in registry.mechanism(mechanism).anomalies}


def lapsed(registry: Registry, tmp_path: Path) -> str:
    """Return a mechanism with a missed deadline, which its definition enforces against."""
    file = tmp_path / "punctual-talks.toml"
    file.write_text(STRICT.replace("number_duplicate", "deadline_missed"), encoding="utf-8")
    mechanism = held_once(registry, str(file), "enforce")

    registry.record(
        mechanism, "obligation_lapsed", obligation="to_report", due="2025", text="A report"
    )
    return mechanism


def test_a_lapse_is_recorded_although_missed_deadlines_are_enforced_against(
    registry: Registry, tmp_path: Path
) -> None:
    mechanism = lapsed(registry, tmp_path)

    assert "deadline_missed" in {a.code for a in registry.mechanism(mechanism).anomalies}


def test_a_lapse_beside_other_facts_is_no_reason_to_refuse_them(
    registry: Registry, tmp_path: Path
) -> None:
    mechanism = lapsed(registry, tmp_path)
    lapse = registry.command("obligation_lapsed", obligation="met", due="2025-06", text="A meeting")

    _, remark = registry.record_all(
        mechanism, [lapse, registry.command("note_recorded", text="A remark")]
    )

    assert remark.type == "note_recorded"


def test_an_anomaly_that_was_there_before_refuses_nothing(
    registry: Registry, tmp_path: Path
) -> None:
    mechanism = lapsed(registry, tmp_path)

    (remark,) = registry.note(mechanism, "a remark")

    assert remark.event_id in {fact.event_id for fact in registry.mechanism(mechanism).history}


def test_the_shipped_kinds_enforce_what_their_practice_forbids() -> None:
    assert find_definition("joint-commission").enforces == (
        "meeting_while_suspended",
        "number_duplicate",
    )
