import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import lifecycle
from lifecycle.definitions import guards, machine
from lifecycle.definitions.catalogue import find_definition, shipped_definitions
from lifecycle.definitions.definition import Definition, definition_from_text
from lifecycle.definitions.guards import GUARDS, Guard, GuardContext
from lifecycle.definitions.machine import Rules
from lifecycle.errors import DefinitionError
from lifecycle.registry.registry import Registry
from tests.lifecycle.definition_texts import GOOD
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


def test_the_shipped_definitions_are_known() -> None:
    assert {"bilateral-mechanism", "joint-working-group"} <= set(SHIPPED)


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_table_says_the_same_as_the_definition_for_every_state_and_trigger(kind: str) -> None:
    definition = find_definition(kind)
    rules = Rules(definition)
    for track, compiled in zip(definition.tracks, rules.tracks, strict=True):
        told = {
            (source, move.trigger): (move.to or source, move.consent)
            for move in track.transitions
            for source in move.sources
        }
        assert dict(compiled.table) == told


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_machine_says_the_same_as_the_table_for_every_state_and_trigger(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    always = {name: Guard(name, "", lambda _: True) for name in GUARDS}
    monkeypatch.setattr(machine, "GUARDS", always)
    context = GuardContext(command(propose(), "x").event, None, ended=False)
    for track in Rules(find_definition(kind)).tracks:
        for state in track.rank:
            for trigger in track.machine.events:
                row = track.table.get((state, trigger))
                answer = track.ask(state, trigger, context, consented=True)
                assert answer.to == (None if row is None else row.to)
                assert (trigger in track.allowed(state)) == (row is not None)


@pytest.mark.parametrize("consented", [True, False], ids=["always", "never"])
def test_a_machine_that_disagrees_with_its_table_on_consent_is_an_error(
    consented: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the proof that they agree."""
    unguarded = GOOD.replace('guards = ["meeting_is_dated"]\n', "")
    rules_from(unguarded)
    check = "lifecycle.definitions.machine._GuardCheck.check"
    monkeypatch.setattr(check, lambda *_: consented)

    with pytest.raises(DefinitionError, match="machine and table disagree on open_house"):
        rules_from(unguarded)


@pytest.mark.parametrize("kind", SHIPPED)
def test_without_consent_the_machine_stays_where_consent_is_needed(kind: str) -> None:
    context = GuardContext(command(meet(on="2025"), "x").event, "2025", ended=False)
    for track in Rules(find_definition(kind)).tracks:
        for (state, trigger), row in track.table.items():
            answer = track.ask(state, trigger, context, consented=False)
            if not answer.failed_guards:
                assert answer.to == (row.to if row.consent == "none" else state)


@pytest.mark.parametrize("kind", SHIPPED)
def test_no_trigger_leads_to_a_state_by_its_name(kind: str) -> None:
    for track in Rules(find_definition(kind)).tracks:
        assert not [name for name in track.machine.events if name.startswith("to_")]


@pytest.mark.parametrize("kind", SHIPPED)
def test_the_machine_keeps_no_model(kind: str) -> None:
    rules = Rules(find_definition(kind))
    given = Given(propose(on="2024"), rules=rules, kind=kind)
    given.when(sign_tor(on="2025"))
    assert [track.machine.models for track in rules.tracks] == [[], []]


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

    def life(_: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        given = Given(*founding, *later, rules=rules)
        given.when(suspend(on="2025-06")).then_refused()
        return mechanism(given.history).state.tracks, rules.tracks[0].allowed("proposed")

    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(life, range(160)))

    assert found == {
        (
            ("roadmap_active", "suspended"),
            ("agree", "sign_tor"),
        )
    }


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
        monkeypatch.setattr(machine, "GUARDS", raising)
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
    assert importers == {"definitions/machine.py"}
