"""Logs of earlier schemas and of this one: every later version must read them as they are.

As long as the present schema (2) is not released, its logs are written anew with
``python tests/vectors/make.py``; `reference-case-1` is of a released one and stays for good.
"""

from pathlib import Path

import pytest

from lifecycle.exchange.dossier import read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.registry.registry import Registry
from lifecycle.storage.audit import audit
from tests.lifecycle.vocabulary import (
    BY_HAND,
    FULL,
    MECHANISM,
    VECTORS,
    read,
    whole_vocabulary,
    written,
)

EXAMPLE = VECTORS.parents[1] / "examples" / "india-brunei-jwg-defence.toml"
REFERENCE = "bn-in-jwg-defence-cooperation"
GOLDEN = ("reference-case-1", "reference-case-2", "whole-vocabulary-2", "inferred-order-2")


def records_of(name: str, folder: Path = VECTORS) -> list[bytes]:
    return (folder / f"{name}.jsonl").read_bytes().splitlines()


def from_the_dossier() -> list[bytes]:
    """Return the records of a log that the example dossier is imported into."""
    return written(lambda registry: import_file(registry, read_dossier(str(EXAMPLE))))


def inferred_order() -> list[bytes]:
    """Return the records of a log with inferred order hints, of which one does not hold."""

    def write(registry: Registry) -> None:
        registry.register(
            id="m",
            name="A working group",
            kind="joint-working-group",
            parties=["AA", "ZZ"],
            subject="Harbours",
            policy="record",
            event_id="registration",
        )
        registry.note("m", text="A", on="2025-03-05", event_id="a")
        registry.note("m", text="B", on="2025-03-05", event_id="b")
        registry.note("m", text="C", event_id="c")
        registry.correct("m", "a", {"on": "2025-03-06"}, event_id="correction")

    return written(write)


@pytest.mark.parametrize("name", GOLDEN[:2])
def test_the_reference_case_replays_to_the_state_it_had(registry: Registry, name: str) -> None:
    registry.store.restore(records_of(name))

    (replayed,) = registry.replay()

    assert replayed.mechanism_id == REFERENCE
    assert replayed.tracks == {"stage": "roadmap_active", "standing": "active"}
    assert (replayed.facts, replayed.meetings, replayed.mismatches) == (8, 1, ())


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_log_passes_the_audit(registry: Registry, name: str) -> None:
    registry.store.restore(records_of(name))

    report = audit(registry.store)

    assert (report.size, report.findings) == (len(records_of(name)), ())


@pytest.mark.parametrize("name", GOLDEN[:2])
def test_every_fact_of_the_reference_case_is_read_whole(registry: Registry, name: str) -> None:
    registry.store.restore(records_of(name))

    said = [
        (fact.event.act(), fact.envelope.sources) for fact in registry.mechanism(REFERENCE).history
    ]

    assert len(said) == len(records_of(name)) - 1
    assert all(sources for _, sources in said[1:])


def test_inferred_hints_are_read_and_yield_to_dates(registry: Registry) -> None:
    registry.store.restore(records_of("inferred-order-2"))

    recorded = registry.mechanism("m").recorded

    assert [fact.envelope.follows for fact in recorded.facts[1:4]] == [(), ("a",), ("b",)]
    assert [fact.event_id for fact in recorded.ordered[1:]] == ["b", "c", "a"]


def test_the_whole_vocabulary_replays_to_the_state_it_had(registry: Registry) -> None:
    registry.store.restore(records_of("whole-vocabulary-2"))

    (replayed,) = registry.replay()

    assert replayed.mechanism_id == MECHANISM
    assert replayed.tracks == {"stage": "hotline_open", "standing": "active"}
    assert (replayed.facts, replayed.mismatches) == (len(BY_HAND) + 1, ())


def test_the_whole_vocabulary_is_read_whole(registry: Registry) -> None:
    registry.store.restore(records_of("whole-vocabulary-2"))

    recorded = {fact.type: fact for fact in registry.mechanism(MECHANISM).recorded.facts}

    assert {name: recorded[name].event for name in BY_HAND} == {
        name: read(name, FULL[name]) for name in BY_HAND
    }


def test_the_dossier_still_makes_the_reference_case_byte_for_byte() -> None:
    assert from_the_dossier() == records_of("reference-case-2")


def test_the_examples_still_make_the_whole_vocabulary_byte_for_byte() -> None:
    assert whole_vocabulary() == records_of("whole-vocabulary-2")


def test_live_recording_still_makes_the_inferred_order_byte_for_byte() -> None:
    assert inferred_order() == records_of("inferred-order-2")
