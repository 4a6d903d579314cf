from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from events.errors import ClockWarning
from events.stores.memory import MemoryStore
from lifecycle.errors import InvalidArgumentError, InvalidFactError, NotFoundError
from lifecycle.exchange.importing import import_file
from lifecycle.registry.registry import Registry
from tests.lifecycle.dossiers import dossier, note
from tests.lifecycle.registering import JWG, register


@pytest.mark.parametrize("name", ["n", "", "M", "../m", "\udcff", "m\0", "ü", "%", "m" * 10_000])
def test_a_mechanism_that_is_not_on_record_is_not_found(registry: Registry, name: str) -> None:
    register(registry)
    for ask in (registry.mechanism, registry.meet, lambda i: list(registry.log(i))):
        with pytest.raises(NotFoundError, match="no mechanism"):
            ask(name)


def test_a_misspelt_id_gets_the_nearest(registry: Registry) -> None:
    register(registry, id="bn-in-jwg-defence")
    with pytest.raises(NotFoundError, match="did you mean 'bn-in-jwg-defence'"):
        registry.mechanism("bn-in-jwg-defense")


def test_a_mechanism_registered_later_is_not_found_and_not_offered(registry: Registry) -> None:
    register(registry)
    with pytest.raises(NotFoundError) as error:
        registry.mechanism("m", known_at=0)
    assert error.value.nearest is None


@pytest.mark.parametrize(
    "details",
    [
        {"number": 1.5},
        {"number": float("nan")},
        {"number": 10**5000},
        {"number": -1},
        {"number": True},
        {"number": "1"},
        {"place": b"\xff"},
        {"place": "\ud800"},
        {"place": ""},
        {"place": object()},
        {"outcomes": 5},
        {"on": 2025},
        {"on": "31 December"},
        {"after": "x"},
        {"after": [5]},
        {"sources": ["pti"]},
        {"sources": [{"publisher": "P", "kind": "rumour"}]},
        {"actor": "Müller"},
        {"co_chairs": [{"party": "I N"}]},
        {"plaice": "x"},
        {"start": "2025-12-10", "end": "2025-12-09"},
    ],
)
def test_nonsense_is_refused_in_words_and_recorded_nowhere(
    registry: Registry, details: dict[str, Any]
) -> None:
    register(registry)
    head = registry.store.head()
    with pytest.raises(InvalidFactError):
        registry.meet("m", **details)
    assert registry.store.head() == head


def test_a_value_that_contains_itself_is_refused(registry: Registry) -> None:
    register(registry)
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(InvalidFactError):
        registry.meet("m", outcomes=endless)


@pytest.mark.parametrize(
    "details",
    [
        {"parties": ["IN"]},
        {"parties": ["IN", "BN", "MY"]},
        {"parties": ["IN", "IN"]},
        {"parties": ["IN", {"code": "IN", "name": "India"}]},
        {"parties": "IN"},
        {"parties": 5},
        {"parties": [5, 6]},
        {"names": 5},
        {"name": 5},
        {"name": None},
        {"subject": ""},
        {"policy": "strict"},
        {"known_from": "tor_sgned"},
        {"id": "A B"},
        {"id": ""},
        {"parent": "A B"},
        {"nmae": "x"},
    ],
)
def test_a_faulty_registration_is_refused_in_words(
    registry: Registry, details: dict[str, Any]
) -> None:
    with pytest.raises(InvalidFactError):
        registry.register(**{**JWG, **details})
    assert registry.store.head() == 0


def test_a_mechanism_first_met_in_mid_life_begins_there(registry: Registry) -> None:
    register(registry, policy="enforce", known_from="tor_signed")
    registry.meet("m", on="2025")
    assert registry.mechanism("m").stage == "inaugural_meeting_held"


NO_IDS = ("é", "", "x" * 201, "a\nb", "\x00", 5, ["x"])


@pytest.mark.parametrize("act_id", NO_IDS)
def test_what_is_no_id_is_not_shared_by_an_act(registry: Registry, act_id: Any) -> None:
    register(registry)
    head = registry.store.head()

    with pytest.raises(InvalidFactError, match="act_id"):
        registry.record_together({"m": [registry.command("suspended")]}, act_id=act_id)

    assert registry.store.head() == head


@pytest.mark.parametrize("actor", NO_IDS)
def test_what_is_no_id_registers_and_imports_nothing(registry: Registry, actor: Any) -> None:
    with pytest.raises(InvalidFactError, match="actor"):
        register(registry, actor=actor)
    with pytest.raises(InvalidFactError, match="actor"):
        import_file(registry, dossier(note("a")), actor=actor)
    import_file(registry, dossier(note("a")))
    with pytest.raises(InvalidFactError, match="actor"):
        import_file(registry, dossier(note("b")), actor=actor)


@pytest.mark.parametrize("text", [" ", "\n\t", "\u200b", "\u2060 "])
def test_a_text_that_nobody_could_see_is_refused(registry: Registry, text: str) -> None:
    with pytest.raises(InvalidFactError, match="is blank; write a word"):
        register(registry, name=text)
    register(registry)
    with pytest.raises(InvalidFactError, match="is blank; write a word"):
        registry.note("m", text=text)


@pytest.mark.parametrize(
    ("argument", "method", "values", "keywords"),
    [
        ("mechanism_id", "mechanism", [5], {}),
        ("mechanism_id", "timeline", [["m", None]], {}),
        ("mechanism_id", "log", [b"m"], {}),
        ("mechanism_id", "meet", [5], {}),
        ("mechanism_ids", "timeline", [5], {}),
        ("as_of", "mechanism", ["m"], {"as_of": 2025}),
        ("as_of", "list", [], {"as_of": date(2025, 1, 1)}),
        ("known_at", "mechanism", ["m"], {"known_at": date(2025, 1, 1)}),
        ("known_at", "replay", [], {"known_at": 1.0}),
        ("limit", "list", [], {"limit": "5"}),
        ("after", "list", [], {"after": 5}),
        ("after", "log", [], {"after": "5"}),
        ("if_version", "meet", ["m"], {"if_version": "0"}),
        ("event", "record", ["m", 5], {}),
        ("location", "open", [Path("log.db")], {}),
    ],
)
def test_an_argument_of_another_type_is_named(
    registry: Registry, argument: str, method: str, values: list[Any], keywords: dict[str, Any]
) -> None:
    register(registry)

    with pytest.raises(InvalidArgumentError, match="should be ") as error:
        getattr(registry, method)(*values, **keywords)

    assert error.value.argument == argument
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("changes", [5, ["text"], None])
def test_changes_that_are_no_table_are_named(registry: Registry, changes: Any) -> None:
    register(registry)
    (noted,) = registry.note("m", "x")

    with pytest.raises(InvalidArgumentError, match="changes: should be a table"):
        registry.correct("m", noted.event_id, changes)


def test_changes_may_be_any_table(registry: Registry) -> None:
    register(registry)
    (noted,) = registry.note("m", "x")

    registry.correct("m", noted.event_id, MappingProxyType({"text": "y"}))

    assert registry.mechanism("m").history[1].data["text"] == "y"


def test_a_warning_of_the_clock_points_to_the_line_that_records() -> None:
    days = iter([datetime(2026, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)])
    with Registry(MemoryStore(clock=lambda: next(days))) as registry:
        register(registry)
        with pytest.warns(ClockWarning) as caught:
            registry.note("m", "x")

    (warning,) = caught
    assert warning.filename == __file__
