"""Histories that differ in one thing, which alone decides whether an anomaly is found."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from lifecycle.analysis.anomalies import Anomaly
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.registry.registry import Registry
from tests.lifecycle.anomaly_cases import Fact
from tests.lifecycle.scenario import command

TODAY = datetime(2025, 12, 9, 12, tzinfo=UTC)
"""What the clock of the log shows."""


class Pair(NamedTuple):
    """A history in which an anomaly is found, and others, a little different, in which none is."""

    code: str
    flagged: Sequence[Fact]
    clear: Sequence[Sequence[Fact]]
    told: str = ""
    """What is said of the first."""
    as_of: str | None = None
    registration: dict[str, Any] = {}  # noqa: RUF012  # never changed


def mechanism_of(registry: Registry, facts: Sequence[Fact], **registration: Any) -> Mechanism:
    """Return the mechanism of AA and ZZ with *facts*, whose ids are ``f0`` and so on."""
    said: dict[str, Any] = {
        "name": "A body",
        "kind": "bilateral-mechanism",
        "subject": "Trade",
        "id": "m",
    }
    said |= {"parties": ["AA", "ZZ"], "policy": "record", **registration}
    registry.register(**said)
    for place, fact in enumerate(facts):
        registry.record_all("m", [command(fact, f"f{place}", live=False)])
    return registry.mechanism("m")


def found(
    code: str, facts: Sequence[Fact], *, as_of: str | None = None, **registration: Any
) -> list[Anomaly]:
    """Return the anomalies of *code* in a mechanism with *facts*."""
    with Registry.open("memory:", clock=lambda: TODAY) as registry:
        mechanism_of(registry, facts, **registration)
        anomalies = registry.mechanism("m", as_of=as_of).anomalies
        return [anomaly for anomaly in anomalies if anomaly.code == code]


def check(pair: Pair) -> None:
    """Check that what differs in *pair* decides, and that all else is there."""
    (anomaly,) = found(pair.code, pair.flagged, as_of=pair.as_of, **pair.registration)
    assert pair.told in anomaly.message
    for facts in pair.clear:
        assert not found(pair.code, facts, as_of=pair.as_of, **pair.registration), facts
