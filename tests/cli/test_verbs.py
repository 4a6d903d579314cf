"""Methods of the registry and commands have the names and the types of one table."""

import inspect

import pytest

from lifecycle.cli.main import COMMANDS, GROUPS
from lifecycle.facts.models import EVENT_TYPES
from lifecycle.facts.verbs import VERB_TYPES, WORKED_OUT
from lifecycle.registry.registry import Registry


def test_the_commands_are_those_of_the_table() -> None:
    shown = {name for title in ("Record facts", "Correct and settle") for name in GROUPS[title]}

    verbs = {verb.replace("_", "-") for verb in VERB_TYPES}

    assert shown == verbs | {"record", "register", "migrate"}
    assert verbs | WORKED_OUT.keys() <= COMMANDS.keys()
    assert {*VERB_TYPES.values(), *WORKED_OUT.values()} <= EVENT_TYPES.keys()


@pytest.mark.parametrize("verb", VERB_TYPES)
def test_a_method_records_the_type_of_its_verb(verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = list[str]()

    def record(_: Registry, mechanism_id: str, event: str, /, **details: object) -> list[object]:
        recorded.append(event)
        return [mechanism_id, details]

    monkeypatch.setattr(Registry, "record", record)
    parameters = [*inspect.signature(getattr(Registry, verb)).parameters.values()][2:]
    given = {p.name: {} for p in parameters if p.kind is not inspect.Parameter.VAR_KEYWORD}
    with Registry.open("memory:") as registry:
        getattr(registry, verb)("m", **given)

    assert recorded == [VERB_TYPES[verb]]
