import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import lifecycle
from lifecycle.definitions import guards, track_machine
from lifecycle.definitions.catalogue import find_definition, shipped_definitions
from lifecycle.definitions.definition import NEEDS_BOTH, Definition, definition_from_text
from lifecycle.definitions.guards import GUARDS, Guard, GuardContext
from lifecycle.definitions.machine import PathStep, Rules
from lifecycle.history.fold import Outcome
from lifecycle.registry.registry import Registry
from tests.lifecycle.definition_texts import GOOD, MOVE
from tests.lifecycle.scenario import (
    Given,
    activate_roadmap,
    command,
    conclude,
    mechanism,
    meet,
    propose,
    rules_from,
    sign_tor,
    suspend,
)

SHIPPED = shipped_definitions()
UNDATED = GuardContext(command(propose(), "x").event, None, ended=False)


def test_the_shipped_definitions_are_known() -> None:
    assert {"bilateral-mechanism", "joint-working-group"} <= set(SHIPPED)


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_steps_are_those_of_the_definition(kind: str) -> None:
    definition = find_definition(kind)
    for track, machine_ in zip(definition.tracks, Rules(definition).tracks, strict=True):
        written = [
            ((source, move.trigger), (move.to or source, move.consent, move.guards, number))
            for number, move in enumerate(track.transitions)
            for source in move.sources
        ]
        assert list(machine_.steps.items()) == written
        assert (tuple(machine_.rank), machine_.initial) == (track.states, track.initial)
        assert machine_.final == track.final


@pytest.mark.parametrize("kind", SHIPPED)
@pytest.mark.parametrize("consented", [True, False])
def test_the_machine_answers_as_its_steps_say(
    kind: str, consented: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    always = {name: Guard(name, "", lambda _: True) for name in GUARDS}
    monkeypatch.setattr(track_machine, "GUARDS", always)
    for track in Rules(find_definition(kind)).tracks:
        for state in track.rank:
            for trigger in track.triggers:
                step = track.steps.get((state, trigger))
                stays = step is not None and step.consent in NEEDS_BOTH and not consented
                answer = track.ask(state, trigger, UNDATED, consented=consented)
                assert answer.to == (state if stays else step and step.to)


@pytest.mark.parametrize("kind", SHIPPED)
def test_no_trigger_leads_to_a_state_by_its_name(kind: str) -> None:
    for track in Rules(find_definition(kind)).tracks:
        assert not [name for name in track.triggers if name.startswith("to_")]


@pytest.mark.parametrize("kind", SHIPPED)
def test_a_definition_is_the_same_before_and_after_a_machine_is_built_from_it(kind: str) -> None:
    definition = find_definition(kind)
    before = definition.digest
    Rules(definition)
    again = Definition.model_validate_json(definition.model_dump_json(by_alias=True))
    assert again.digest == before
    assert definition_from_text(definition.canonical_text).digest == before


def test_sixteen_threads_on_one_set_of_rules_see_the_same() -> None:
    founding = (propose(on="2024"), sign_tor("IN", on="2025-01"), sign_tor("BN", on="2025-02"))
    later = (meet(on="2025-03"), activate_roadmap(on="2025-04"), suspend(on="2025-05"))
    rules = Rules(find_definition("joint-working-group"))

    def life(_: int) -> tuple[tuple[str, ...], tuple[PathStep, ...]]:
        given = Given(*founding, *later, rules=rules)
        given.when(suspend(on="2025-06")).then_refused()
        return mechanism(given.history).state.tracks, tuple(rules.steps(("proposed", "active")))

    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(life, range(160)))

    ((tracks, steps),) = found
    assert tracks == ("roadmap_active", "suspended")
    assert [step.trigger for step in steps] == ["agree", "sign_tor", "suspend", "conclude"]


def test_replay_asks_no_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    with Registry.open("memory:") as registry:
        registry.register(
            id="m",
            name="A mechanism",
            kind="joint-working-group",
            parties=["IN", "BN"],
            subject="Defence",
        )
        steps = (propose(on="2024"), sign_tor(on="2025"), meet(on="2026"), conclude(on="2027"))
        registry.record_all("m", [command(step, f"e{i}") for i, step in enumerate(steps)])

        def explode(_: GuardContext) -> bool:
            raise AssertionError("a guard was asked")

        raising = {name: Guard(name, "", explode) for name in GUARDS}
        monkeypatch.setattr(track_machine, "GUARDS", raising)
        monkeypatch.setattr(guards, "GUARDS", raising)
        registry.reopen("m", on="2028")
        with pytest.raises(AssertionError, match="a guard was asked"):
            registry.meet("m", on="2029")
        reader = Registry(registry.store)
        (replayed,) = reader.replay()

    assert replayed.tracks == {"stage": "inaugural_meeting_held", "standing": "active"}
    assert replayed.mismatches == ()
    assert replayed.illegal == 0


def test_only_the_machine_module_knows_the_state_machine_library() -> None:
    folder = Path(lifecycle.__file__).parent
    importers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "transitions")
        or (
            isinstance(node, ast.Import)
            and any(name.name.split(".")[0] == "transitions" for name in node.names)
        )
    }
    assert importers == {"definitions/track_machine.py"}


def test_only_the_machine_is_built_from_the_transitions_of_a_definition() -> None:
    """What else reads them checks the file: names, and words that contradict each other."""
    folder = Path(lifecycle.__file__).parent
    readers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "transitions"
    }
    assert readers == {"definitions/checks.py", "definitions/track_machine.py"}


BELL = '[[tracks]]\nname = "bell"\ninitial = "still"\nstates = ["still", "rung"]\n'
BELL += MOVE.format("agree", "still", "rung", "none")
BELL += MOVE.format("hold_meeting", "rung", "rung", "none")


def test_a_track_that_allows_an_act_moves_where_another_does_not() -> None:
    given = Given(
        ("milestone_reached", {"name": "open_house", "on": "2024"}),
        rules=rules_from(GOOD + BELL),
        policy="record",
    )

    given.when(meet(on="2025")).then_recorded(stage="held", bell="still")

    assert given.history.steps[-1].outcome is Outcome.JUMPED
