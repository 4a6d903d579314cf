"""Mistakes in the use of the registry, each of which every type checker must report."""

from lifecycle import CommandRefusedError, Mechanism, Refusal, Registry, Timelines
from lifecycle.facts.models import MeetingHeld


def mistakes(registry: Registry, mechanism: Mechanism, error: CommandRefusedError) -> Refusal:
    registry.meat("a-b")
    registry.meet("a-b", nubmer=3)
    registry.meet("a-b", number="3")
    registry.propose("a-b", by="AA")
    registry.activate_roadmap("a-b", on="2025")
    registry.sign_tor("a-b", sources=[{"publisher": "P", "kind": "rumour"}])
    registry.register(name="N", kind="joint-commission", parties=["AA", "ZZ"])
    registry.register(kind="joint-commission", parties=["AA", "ZZ"], subject="S")
    registry.record("a-b", MeetingHeld(number=3), no="2025")
    registry.timeline(3)
    print(mechanism.stages)
    print(error.refusal.alowed)
    print(error.refusal.allowed[0].verb.upper())
    return mechanism
