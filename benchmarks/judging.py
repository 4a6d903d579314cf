"""Rows j to n: amendments, legality, judgement and as-of over the whole log, against the replay."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import ours
from benchmarks.measuring import rates
from benchmarks.table import Row, Target, at_most
from benchmarks.workload import EVENTS, last_day
from lifecycle.analysis.assessment import assess
from lifecycle.deciding.commands import Command
from lifecycle.deciding.decider import Accepted, decide
from lifecycle.deciding.plan import read_registration
from lifecycle.definitions.catalogue import find_definition
from lifecycle.definitions.machine import rules_of
from lifecycle.facts.entries import read_entry
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.history.history import History
from lifecycle.history.legality import legality
from lifecycle.registry.registry import Registry

_MECHANISMS = 10_000
_ROUNDS = 3
_OVERLAPPING: Sequence[tuple[str, dict[str, Any]]] = (
    ("proposed", {}),
    ("establishment_agreed", {}),
    ("establishment_agreed", {"by": ["IN"]}),
    ("terms_of_reference_signed", {}),
    ("terms_of_reference_signed", {"signatories": [{"party": "BN"}]}),
    ("meeting_held", {}),
    ("roadmap_activated", {"basis": "document", "title": "Roadmap"}),
    ("roadmap_completed", {}),
    ("suspended", {}),
    ("resumed", {}),
    ("concluded", {}),
    ("reopened", {}),
)


def rows(folder: Path) -> Iterator[Row]:
    """Yield rows j to n."""
    with (
        Registry.open(str(folder / "plain.db")) as plain,
        Registry.open(str(folder / "corrected.db")) as corrected,
    ):
        for number in range(_MECHANISMS):
            ours.tell_life(plain, number)
            _tell_corrected(corrected, number)
        sides = {
            "replay": partial(_replay, plain),
            "corrected": partial(_replay, corrected),
            "legality": partial(_legality, plain),
            "judged": partial(_judge, plain),
            "as of": partial(_as_of, plain),
        }
        found = rates(sides, _ROUNDS)
    yield _row("j. replay with corrections on 10 % of events", found, "corrected", 0.7)
    yield _overlapping_row()
    yield _row("l. legality of every fact, whole log", found, "legality", 1 / 1.2)
    yield _row("m. anomalies and assessment, whole log", found, "judged", 0.5)
    yield _row("n. as of a date, whole log", found, "as of", 1.0)


def _row(work: str, found: dict[str, float], side: str, least: float) -> Row:
    ratio = found[side] / found["replay"]
    target = Target(f">= {least:.2f} x replay", f"{ratio:.2f} x replay", ratio >= least)
    return Row(work, f"{found[side]:,.0f}/s", "-", "-", (target,))


def _tell_corrected(registry: Registry, number: int) -> None:
    """Record a life whose last fact is the correction of a meeting's date."""
    mechanism_id = ours.tell_life(registry, number, EVENTS - 1)
    *_, meeting = registry.log(mechanism_id)
    registry.correct(mechanism_id, meeting.event_id, {"on": last_day(number)})


def _replay(registry: Registry) -> int:
    found = list(registry.replay())
    _check(not any(replayed.illegal or replayed.mismatches for replayed in found))
    return len(found) * EVENTS


def _legality(registry: Registry) -> int:
    verdicts = [legality(mechanism.recorded) for mechanism in registry.list()]
    _check(all(found.verdict == "certain" for by_id in verdicts for found in by_id.values()))
    return len(verdicts) * EVENTS


def _judge(registry: Registry) -> int:
    """Count what is remarkable and how the mechanisms stand on a day, as a report does."""
    codes, statuses = Counter[str](), Counter[str]()
    for mechanism in registry.list(as_of=last_day(_MECHANISMS)):
        codes.update(anomaly.code for anomaly in mechanism.anomalies)
        statuses[assess(mechanism).activity.status] += 1
    _check(bool(codes) and statuses.total() == _MECHANISMS)
    return _MECHANISMS * EVENTS


def _as_of(registry: Registry) -> int:
    found = [mechanism.state for mechanism in registry.list(as_of="2010")]
    return len(found) * EVENTS


def _overlapping_row() -> Row:
    history = _overlapping()
    best = min(_seconds(history) for _ in range(5)) * 1000
    work = "k. legality, 12 facts in any order"
    return Row(work, f"{best:.1f} ms", "-", "-", (at_most(50, best, "ms"),))


def _seconds(history: History) -> float:
    start = perf_counter()
    found = legality(history)
    _check(len(found) == len(_OVERLAPPING))
    return perf_counter() - start


def _overlapping() -> History:
    """Return a history of twelve acts of one year, in an order that nothing tells."""
    registration, _ = read_registration(
        {
            "kind": "joint-working-group",
            "name": "A group",
            "parties": ["IN", "BN"],
            "subject": "defence",
            "policy": "record",
        }
    )
    first = Fact.proposed("registration", registration, Envelope())
    history = History((first,), rules_of(find_definition("joint-working-group")))
    for number, (event_type, details) in enumerate(_OVERLAPPING):
        event, envelope = read_entry(event_type, {"on": "2025", **details})
        decision = decide(history, Command(f"fact {number:02}", event, envelope, live=False))
        _check(isinstance(decision, Accepted))
        if isinstance(decision, Accepted):
            history = decision.history
    return History(history.facts, history.rules)


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError("what was read is not what was recorded")
