"""The effective facts of a mechanism of two invented parties, as the registry gives them."""

from typing import Any

from lifecycle.facts.fact import Fact
from lifecycle.registry.registry import Registry

Said = tuple[str, dict[str, Any]]


def said(event_type: str, on: str | None = None, **details: Any) -> Said:
    return event_type, details if on is None else {"on": on, **details}


def life(*facts: Said, **registration: Any) -> tuple[Fact, ...]:
    with Registry.open("memory:") as registry:
        registry.register(
            **{
                "id": "m",
                "name": "A mechanism",
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
        for event_type, details in facts:
            registry.record("m", event_type, **details)
        return registry.mechanism("m").history


def types(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.type for fact in facts]
