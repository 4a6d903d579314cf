"""A log of the first schema, kept as it was written: every later version must read it so."""

from datetime import UTC, datetime
from pathlib import Path

from lifecycle.audit import audit
from lifecycle.dossier import read_dossier
from lifecycle.importing import import_dossier
from lifecycle.registry import Registry

ROOT = Path(__file__).parents[2]
RECORDS = (ROOT / "tests" / "vectors" / "reference-case-1.jsonl").read_bytes().splitlines()
REFERENCE = "bn-in-jwg-defence-cooperation"


def test_the_golden_log_replays_to_the_state_it_had(registry: Registry) -> None:
    registry.store.restore(RECORDS)

    (replayed,) = registry.replay()

    assert replayed.mechanism_id == REFERENCE
    assert replayed.tracks == {"stage": "roadmap_active", "standing": "active"}
    assert (replayed.facts, replayed.meetings, replayed.mismatches) == (8, 1, ())


def test_the_golden_log_passes_the_audit(registry: Registry) -> None:
    registry.store.restore(RECORDS)

    report = audit(registry.store)

    assert (report.size, report.findings) == (len(RECORDS), ())


def test_every_fact_of_the_golden_log_is_read_whole(registry: Registry) -> None:
    registry.store.restore(RECORDS)

    said = [
        (fact.event.act(), fact.envelope.sources) for fact in registry.mechanism(REFERENCE).history
    ]

    assert len(said) == len(RECORDS) - 1
    assert all(sources for _, sources in said[1:])


def test_the_dossier_still_makes_the_golden_log_byte_for_byte() -> None:
    dossier = read_dossier(str(ROOT / "examples" / "india-brunei-jwg-defence.toml"))
    clock = datetime(2025, 12, 31, tzinfo=UTC)
    with Registry.open("memory:", clock=lambda: clock) as registry:
        import_dossier(registry, dossier)

        written = [event.canonical for event in registry.log()]

    assert written == RECORDS
