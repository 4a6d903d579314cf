"""A working group to record facts of."""

from typing import Any

from lifecycle.registry.registry import Registry

JWG: dict[str, Any] = {
    "id": "m",
    "name": "A working group",
    "kind": "joint-working-group",
    "parties": ["IN", "BN"],
    "subject": "Defence",
}


def register(registry: Registry, **details: object) -> str:
    said: dict[str, Any] = {**JWG, "policy": "record", **details}
    (event,) = registry.register(**said)
    return str(event.data["mechanism"])
