"""Public values as JSON: what the page describes, and what the command line prints."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lifecycle import CommandRefusedError, InvalidArgumentError, assess
from lifecycle.cli.run import run
from lifecycle.dates.edtf import parse
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
DAY = "2026-06"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[tuple[Path, Registry]]:
    """A mechanism with a dispute, a correction, a retraction and a meeting too early."""
    path = tmp_path / "log.db"
    with Registry.open(str(path)) as registry:
        register(registry)
        registry.propose("m", on="2024-05", sources=[{"publisher": "P", "kind": "press"}])
        registry.meet("m", on="2024-06", event_id="meeting", number=3)
        registry.sign_tor("m", on="2025-01", periodicity="annually")
        registry.correct("m", "meeting", {"number": 1})
        registry.dispute("m", "meeting", field="occurred", occurred_claim="2024-07", by=["IN"])
        registry.note("m", "x", event_id="note")
        registry.retract("m", "note")
        yield path, registry


def refused(registry: Registry) -> dict[str, Any]:
    register(registry, id="strict", policy="enforce")
    with pytest.raises(CommandRefusedError) as caught:
        registry.meet("strict", on="2025")
    return caught.value.refusal.to_dict()


def described(heading: str) -> set[str]:
    """Return the members that the page lists under *heading*."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]*`) \|", section, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_every_value_has_the_members_that_the_page_lists(log: tuple[Path, Registry]) -> None:
    _, registry = log
    mechanism = registry.mechanism("m", as_of=DAY)
    values = {
        "Mechanism": mechanism.to_dict(),
        "Fact": mechanism.history[1].to_dict(),
        "Anomaly": mechanism.anomalies[0].to_dict(),
        "Assessment": assess(mechanism).to_dict(),
        "Timeline": registry.timeline("m").to_dict(),
        "Refusal": refused(registry),
    }

    for heading, value in values.items():
        assert value == json.loads(json.dumps(value)), heading
        assert value.keys() == described(heading), heading
    (reason, *_), (dispute,) = values["Assessment"]["reasons"], values["Assessment"]["disputes"]
    (lane,) = values["Timeline"]["lanes"]
    for inner in (reason, dispute, lane, *values["Refusal"]["allowed"]):
        assert all(f"`{name}`" in PAGE for name in inner), inner


@pytest.mark.parametrize(
    ("command", "value"),
    [
        (("show", "m"), lambda mechanism: mechanism.to_dict()),
        (("explain", "m"), lambda mechanism: assess(mechanism).to_dict()),
    ],
    ids=["show", "explain"],
)
def test_the_command_line_prints_the_same(
    log: tuple[Path, Registry], capfd: pytest.CaptureFixture[str], command: Any, value: Any
) -> None:
    path, registry = log

    assert run(["--db", str(path), *command, "--as-of", DAY, "--json"]) == 0

    printed = json.loads(capfd.readouterr().out)
    assert printed == value(registry.mechanism("m", as_of=DAY))
    assert parse(DAY).latest == registry.mechanism("m", as_of=DAY).as_of


def test_a_timeline_in_a_file_is_the_same(log: tuple[Path, Registry], tmp_path: Path) -> None:
    path, registry = log
    out = tmp_path / "timeline.json"

    assert run(["--db", str(path), "-q", "timeline", "m", "-o", str(out)]) == 0

    assert json.loads(out.read_text(encoding="utf-8")) == registry.timeline("m").to_dict()


def test_a_fact_has_the_position_of_its_event(log: tuple[Path, Registry]) -> None:
    _, registry = log

    logged = {event.event_id: event.position for event in registry.log("m")}

    for fact in registry.mechanism("m").history:
        assert fact.to_dict()["position"] == logged[fact.event_id]


def test_a_fact_that_is_only_proposed_has_no_position(log: tuple[Path, Registry]) -> None:
    _, registry = log
    command = registry.command("note_recorded", text="x", event_id="new")

    assert command.fact.to_dict() == {
        "event_id": "new",
        "type": "note_recorded",
        "occurred": None,
        "position": None,
        "data": {"text": "x"},
        "amended_by": [],
        "sources": [],
    }


def test_an_assessment_takes_a_date_as_the_registry_does(registry: Registry) -> None:
    register(registry)
    mechanism = registry.mechanism("m")

    assert assess(mechanism, as_of="2026").day == assess(mechanism, as_of="2026-12-31").day
    assert repr(assess(mechanism, as_of="2026-11-01"))
    for text in ("x", "2026/.."):
        with pytest.raises(InvalidArgumentError, match="as_of"):
            assess(mechanism, as_of=text)
