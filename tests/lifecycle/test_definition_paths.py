"""Every definition is lived through: generated histories, recorded under `enforce`."""

from collections.abc import Iterable
from typing import Any

import pytest

from lifecycle.definitions.catalogue import find_definition, shipped_definitions
from lifecycle.definitions.definition import Definition
from lifecycle.definitions.machine import Rules
from lifecycle.definitions.paths import (
    Path,
    PathStep,
    coverage_paths,
    shortest_histories,
    shortest_path,
)
from lifecycle.errors import CommandRefusedError, DefinitionError
from lifecycle.registry.registry import Registry

pytestmark = pytest.mark.slow

SHIPPED = shipped_definitions()
TYPES = {
    "propose": "proposed",
    "agree": "establishment_agreed",
    "sign_tor": "terms_of_reference_signed",
    "conclude_instrument": "instrument_concluded",
    "hold_meeting": "meeting_held",
    "activate_roadmap": "roadmap_activated",
    "complete_roadmap": "roadmap_completed",
    "suspend": "suspended",
    "resume": "resumed",
    "conclude": "concluded",
    "reopen": "reopened",
}
"""A fact that pulls each trigger."""
NEEDED: dict[str, dict[str, Any]] = {
    "conclude_instrument": {"kind": "mou", "role": "founding"},
    "activate_roadmap": {"basis": "document", "document": "Plan of action"},
    "conclude": {"reason": "completed"},
}
"""What an act must say besides who acts."""
PEOPLE = {"sign_tor": "signatories", "conclude_instrument": "signatories"}

Edges = set[tuple[str, str, str]]
"""(track, state, trigger)"""


def rules(kind: str) -> Rules:
    return Rules(find_definition(kind))


def edges_of(definition: Definition) -> Edges:
    return {
        (track.name, state, move.trigger)
        for track in definition.tracks
        for move in track.transitions
        for state in move.sources
    }


def edges_used(paths: Iterable[Path], definition: Definition) -> Edges:
    known = edges_of(definition)
    names = [track.name for track in definition.tracks]
    steps = [step for path in paths for step in path]
    used = {(n, s, step.trigger) for step in steps for n, s in zip(names, step.frm, strict=True)}
    return used & known


def without_edge(definition: Definition, state: str, trigger: str) -> Definition:
    """Return the definition without the way of *trigger* out of *state*."""
    data = definition.model_dump(by_alias=True)
    for track in data["tracks"]:
        for move in track["transitions"]:
            if move["trigger"] == trigger:
                move["from"] = tuple(source for source in move["from"] if source != state)
        track["transitions"] = tuple(move for move in track["transitions"] if move["from"])
    return Definition.model_validate(data)


def acts(step: PathStep, *, together: bool) -> list[tuple[str, ...]]:
    """Return who acts, one tuple a fact."""
    if step.consent == "none":
        return [()]
    if step.consent == "either":
        return [("AA",)]
    return [("AA", "ZZ")] if together else [("AA",), ("ZZ",)]


def details(step: PathStep, by: tuple[str, ...]) -> dict[str, Any]:
    said = dict(NEEDED.get(step.trigger, {}))
    if step.trigger in PEOPLE:
        said[PEOPLE[step.trigger]] = [{"party": party} for party in by]
    elif step.trigger != "hold_meeting":
        said["by"] = list(by)
    return said


def live(registry: Registry, kind: str, path: Path, *, together: bool) -> tuple[str, ...]:
    """Record *path* under `enforce`, a fact a month, and return where the tracks stand."""
    registry.register(
        id="m",
        name="Arland-Zedland talks",
        kind=kind,
        policy="enforce",
        subject="Peat",
        parties=[{"code": code, "scheme": "user-assigned"} for code in ("AA", "ZZ")],
    )
    facts = [(step, by) for step in path for by in acts(step, together=together)]
    for number, (step, by) in enumerate(facts):
        said = details(step, by)
        said["on"] = f"{2001 + number // 12}-{number % 12 + 1:02}-15"
        registry.record("m", TYPES[step.trigger], **said)
    return registry.mechanism("m").state.tracks


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_generated_histories_use_every_transition(kind: str) -> None:
    definition = find_definition(kind)

    assert edges_used(coverage_paths(Rules(definition)), definition) == edges_of(definition)


@pytest.mark.parametrize("together", [True, False], ids=["together", "one after the other"])
@pytest.mark.parametrize("kind", SHIPPED)
def test_every_generated_history_is_recorded_under_enforce(kind: str, together: bool) -> None:
    for path in coverage_paths(rules(kind)):
        with Registry.open("memory:") as registry:
            assert live(registry, kind, path, together=together) == path[-1].to


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_shortest_history_leads_to_every_state(kind: str) -> None:
    histories = shortest_histories(rules(kind))

    states = [state for track in find_definition(kind).tracks for state in track.states]
    assert list(histories) == states
    for state, path in histories.items():
        with Registry.open("memory:") as registry:
            assert state in live(registry, kind, path, together=True)


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_histories_of_a_definition_with_a_transition_less_do_not_use_it(kind: str) -> None:
    """The control of the first test: take any transition away, and it fails."""
    whole = find_definition(kind)
    for track, state, trigger in edges_of(whole):
        less = without_edge(whole, state, trigger)

        lost = edges_of(whole) - edges_used(coverage_paths(Rules(less)), whole)

        assert (track, state, trigger) in lost


def test_a_history_that_the_definition_does_not_have_is_refused() -> None:
    """The control of the recording: a generated history with one act twice is not legal."""
    path = shortest_histories(rules("joint-commission"))["suspended"]
    with (
        Registry.open("memory:") as registry,
        pytest.raises(CommandRefusedError, match="no transition leads from suspended on suspend"),
    ):
        live(registry, "joint-commission", (*path, *path), together=True)


def test_a_way_back_goes_through_what_reopens() -> None:
    found = shortest_path(
        rules("joint-working-group"), ("tor_signed", "concluded"), "roadmap_active"
    )

    assert found is not None
    assert [(step.trigger, step.consent) for step in found] == [
        ("reopen", "both"),
        ("hold_meeting", "none"),
        ("activate_roadmap", "both"),
    ]
    assert found[-1].guards == ("mechanism_not_ended", "roadmap_is_named")
    assert (found[0].frm, found[-1].to) == (
        ("tor_signed", "concluded"),
        ("roadmap_active", "active"),
    )


def test_where_it_stands_already_nothing_is_to_be_done() -> None:
    assert shortest_path(rules("joint-working-group"), ("agreed", "active"), "agreed") == ()


@pytest.mark.parametrize("goal", ["registered", "no_such_state"])
def test_where_no_path_leads_there_is_none(goal: str) -> None:
    assert shortest_path(rules("joint-working-group"), ("agreed", "active"), goal) is None


def coupled(*, lights: int = 1) -> Definition:
    """Two tracks that one trigger moves together, and as many lights as wanted."""
    both: dict[str, Any] = {
        "name": "coupled",
        "abbreviation": "c",
        "version": 1,
        "title": "Coupled",
        "policy": "enforce",
        "milestones": ("open_door", "ring", *(f"light_{i}" for i in range(lights))),
        "tracks": (
            {
                "name": "door",
                "initial": "shut",
                "states": ("shut", "open"),
                "transitions": (
                    {"trigger": "open_door", "from": ("shut",), "to": "open", "consent": "either"},
                    {"trigger": "ring", "from": ("open",), "consent": "none"},
                ),
            },
            {
                "name": "bell",
                "initial": "still",
                "states": ("still", "rung"),
                "transitions": (
                    {"trigger": "ring", "from": ("still", "rung"), "to": "rung", "consent": "both"},
                ),
            },
        ),
    }
    for i in range(lights):
        move = {"trigger": f"light_{i}", "from": (f"dark_{i}",), "to": f"lit_{i}"}
        states = (f"dark_{i}", f"lit_{i}")
        track = {"name": f"light_{i}", "initial": states[0], "states": states}
        both["tracks"] += ({**track, "final": states[1:], "transitions": (move,)},)
    return Definition.model_validate(both)


def test_tracks_that_share_a_trigger_move_together_and_the_strictest_consent_counts() -> None:
    found = shortest_histories(Rules(coupled()))["rung"]

    assert [(step.trigger, step.consent, step.to) for step in found] == [
        ("open_door", "either", ("open", "still", "dark_0")),
        ("ring", "both", ("open", "rung", "dark_0")),
    ]


def test_of_the_paths_none_is_part_of_another() -> None:
    triggers = [[step.trigger for step in path] for path in coverage_paths(Rules(coupled()))]

    assert triggers == [["open_door", "ring", "ring"], ["light_0"]]


def test_a_search_through_too_many_states_is_given_up() -> None:
    with pytest.raises(DefinitionError, match="too many states together"):
        shortest_path(Rules(coupled(lights=13)), coupled_start(13), "no_such_state")


def coupled_start(lights: int) -> tuple[str, ...]:
    return ("shut", "still", *(f"dark_{i}" for i in range(lights)))
