"""Our side: the same mechanisms in a registry on SQLite."""

from benchmarks.workload import EVENTS, Told, life, registration
from lifecycle.deciding.commands import Command
from lifecycle.registry.registry import Registry


def tell_life(registry: Registry, number: int, events: int = EVENTS) -> str:
    """Record the life of mechanism *number* and return its id."""
    commands = [command(registry, fact) for fact in life(number, events)]
    plan = registry.plan_registration(registration(number), commands)
    registry.commit(plan)
    return plan.mechanism_id


def command(registry: Registry, fact: Told) -> Command:
    """Return the command that records *fact*."""
    return registry.command(fact.type, on=fact.on, **fact.details)
