"""A mechanism of two invented parties as the registry gives it, to be judged as of a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.edtf import parse
from lifecycle.registry.registry import Registry
from tests.lifecycle.lives import Said, said
from tests.lifecycle.scenario import command

BOTH = ({"party": "AA"}, {"party": "ZZ"})


def recorded(*facts: Said, as_of: str | None = None, **registration: Any) -> Mechanism:
    """Return it with *facts* as they became known, one after the other."""
    with _registered(registration) as (registry, mechanism_id):
        for number, (event_type, details) in enumerate(facts, start=1):
            registry.record(mechanism_id, event_type, event_id=f"e{number}", **details)
        return registry.mechanism(mechanism_id, as_of=as_of)


def gathered(*facts: Said, as_of: str | None = None, **registration: Any) -> Mechanism:
    """Return it with *facts* as a reader gathers them: only dates and hints tell their order."""
    with _registered(registration) as (registry, mechanism_id):
        said_so = [command(fact, f"e{n}", live=False) for n, fact in enumerate(facts, start=1)]
        registry.record_all(mechanism_id, said_so)
        return registry.mechanism(mechanism_id, as_of=as_of)


@contextmanager
def _registered(registration: dict[str, Any]) -> Iterator[tuple[Registry, str]]:
    with Registry.open("memory:") as registry:
        registry.register(
            **{
                "id": "m",
                "name": "Arland-Zedland Commission",
                "kind": "bilateral-mechanism",
                "parties": [
                    {"code": "AA", "scheme": "user-assigned"},
                    {"code": "ZZ", "scheme": "user-assigned"},
                ],
                "subject": "Trade",
                "policy": "record",
                **registration,
            }
        )
        yield registry, registration.get("id", "m")


def day(text: str) -> int:
    latest = parse(text).latest
    assert latest is not None
    return latest


def terms(on: str, **details: Any) -> Said:
    return said("terms_of_reference_signed", on, signatories=BOTH, **details)


def yearly(on: str = "2000-01-10") -> Said:
    return terms(on, periodicity="annually", hosting_rule="alternately")


def met(on: str | None, **details: Any) -> Said:
    return said("meeting_held", on, **details)
