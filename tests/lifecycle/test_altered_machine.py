"""All that is said of a definition is read off its machines: an altered machine alters it all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import pytest
from transitions import Machine, Transition

from lifecycle.deciding.decider import Accepted, decide
from lifecycle.definitions import track_machine
from lifecycle.definitions.catalogue import find_definition
from lifecycle.definitions.checks import check_definition
from lifecycle.definitions.definition import Track
from lifecycle.definitions.machine import PathStep, Rules
from lifecycle.definitions.paths import shortest_path
from lifecycle.history.fold import Outcome, fold
from lifecycle.refusal import Refusal
from lifecycle.timeline.diagram_values import DiagramEdge
from lifecycle.timeline.diagrams import diagram_of_definition
from tests.lifecycle.scenario import Given, command, meet, propose, sign_tor

Alter: TypeAlias = Callable[[Callable[[Machine], object]], None]
GUARDS = ("mechanism_not_ended", "meeting_is_dated")
WORKING_GROUP = find_definition("joint-working-group")


@pytest.fixture
def alter(monkeypatch: pytest.MonkeyPatch) -> Alter:
    """Alter each machine of a track called stage that is built from now on."""
    build = track_machine.build_machine

    def alter_with(change: Callable[[Machine], object]) -> None:
        def altered(track: Track) -> Machine:
            machine = build(track)
            if track.name == "stage":
                change(machine)
            return machine

        monkeypatch.setattr(track_machine, "build_machine", altered)
        # The shared rules were built before.
        monkeypatch.setattr("lifecycle.definitions.checks.rules_of", Rules)
        monkeypatch.setattr("lifecycle.timeline.diagrams.rules_of", Rules)

    return alter_with


@dataclass(frozen=True)
class Shown:
    """What is said of the next meeting of a working group whose terms of reference are signed."""

    undated: Accepted | Refusal
    """The decision on a meeting without a date."""
    outcome: Outcome
    """Of a meeting that is on record."""
    stage: str
    """Where that leads."""
    allowed: tuple[str, ...]
    path: tuple[PathStep, ...] | None
    problems: tuple[str, ...]
    edges: tuple[DiagramEdge, ...]


def shown() -> Shown:
    rules = Rules(WORKING_GROUP)
    history = Given(propose(on="2024"), sign_tor("IN", "BN", on="2025"), rules=rules).history
    state = history.steps[-1].state
    (step,) = fold([command(meet(on="2025"), "m").fact], state)
    edges = diagram_of_definition(WORKING_GROUP).tracks[0].edges
    return Shown(
        decide(history, command(meet(), "m")),
        step.outcome,
        step.state.tracks[0],
        tuple(step.trigger for step in rules.steps(state.tracks)),
        shortest_path(rules, state.tracks, "inaugural_meeting_held"),
        tuple(problem.message for problem in check_definition(WORKING_GROUP)),
        tuple(e for e in edges if (e.source, e.trigger) == ("tor_signed", "hold_meeting")),
    )


def inaugural_meeting(machine: Machine) -> Transition:
    (transition,) = machine.get_transitions("hold_meeting", "tor_signed")
    return transition


def test_an_unaltered_machine_does_as_the_definition_says() -> None:
    """The control of the tests below."""
    found = shown()
    assert isinstance(found.undated, Refusal)
    assert [guard.name for guard in found.undated.failed_guards] == ["meeting_is_dated"]
    assert (found.outcome, found.stage) == (Outcome.MOVED, "inaugural_meeting_held")
    assert "hold_meeting" in found.allowed
    assert found.path is not None
    assert [(step.trigger, step.guards) for step in found.path] == [("hold_meeting", GUARDS)]
    assert found.problems == ()
    assert found.edges == (
        DiagramEdge("hold_meeting", "tor_signed", "inaugural_meeting_held", "none", GUARDS),
    )


def test_a_transition_that_is_removed_is_gone_everywhere(alter: Alter) -> None:
    alter(lambda machine: machine.remove_transition("hold_meeting", "tor_signed"))
    found = shown()
    assert isinstance(found.undated, Refusal)
    assert "no transition leads from tor_signed on hold_meeting" in found.undated.reason
    assert (found.outcome, found.stage) == (Outcome.OUT_OF_PLACE, "tor_signed")
    assert "hold_meeting" not in found.allowed
    assert found.path is None
    assert "state 'inaugural_meeting_held' cannot be reached from 'registered'" in found.problems
    assert found.edges == ()


def test_a_destination_that_is_moved_is_another_everywhere(alter: Alter) -> None:
    def move(machine: Machine) -> None:
        inaugural_meeting(machine).dest = "proposed"

    alter(move)
    found = shown()
    assert (found.outcome, found.stage) == (Outcome.MOVED, "proposed")
    assert found.path is None
    assert "state 'inaugural_meeting_held' cannot be reached from 'registered'" in found.problems
    assert [edge.target for edge in found.edges] == ["proposed"]


def test_a_condition_that_is_dropped_is_asked_nowhere(alter: Alter) -> None:
    alter(lambda machine: inaugural_meeting(machine).conditions.clear())
    found = shown()
    assert isinstance(found.undated, Accepted)
    assert found.undated.step.state.tracks[0] == "inaugural_meeting_held"
    assert found.path is not None
    assert [(step.trigger, step.guards) for step in found.path] == [("hold_meeting", ())]
    assert [edge.guards for edge in found.edges] == [()]


def test_a_condition_on_the_mechanism_is_asked_of_what_is_allowed_next(alter: Alter) -> None:
    ended = "inaugural_meeting_held", "concluded"
    before = [step.trigger for step in Rules(WORKING_GROUP).steps(ended)]
    assert before == ["reopen"]

    alter(lambda machine: [t.conditions.clear() for t in machine.get_transitions("hold_meeting")])

    assert [step.trigger for step in Rules(WORKING_GROUP).steps(ended)] == [
        "hold_meeting",
        "reopen",
    ]


def test_consent_that_is_dropped_is_waited_for_no_longer(alter: Alter) -> None:
    first = propose(on="2024"), sign_tor("IN", on="2025")
    Given(*first, rules=Rules(WORKING_GROUP)).then_recorded(stage="proposed")

    alter(lambda machine: [t.conditions.clear() for t in machine.get_transitions("sign_tor")])

    rules = Rules(WORKING_GROUP)
    Given(*first, rules=rules).then_recorded(stage="tor_signed")
    step = rules.step(("proposed", "active"), "sign_tor")
    assert step is not None
    assert step.consent == "none"


def test_a_machinekeeps_no_model(alter: Alter) -> None:
    built: list[Machine] = []
    alter(built.append)
    given = Given(propose(on="2024"), rules=Rules(find_definition("joint-working-group")))
    given.when(sign_tor(on="2025"))
    assert [machine.models for machine in built] == [[]]
