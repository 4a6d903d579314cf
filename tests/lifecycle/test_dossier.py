import json
import tomllib

import pytest

from events.model import RecordedEvent
from lifecycle.exchange.dossier import parse_dossier, read_dossier
from lifecycle.exchange.importing import import_file, plan_import
from lifecycle.exchange.intake import Intake
from lifecycle.facts.models import EventDisputed, NoteRecorded
from lifecycle.registry.registry import Registry
from tests.lifecycle.dossiers import EXAMPLE, HEAD, as_json, dossier, note

# The reference example


@pytest.fixture
def example(registry: Registry) -> tuple[Registry, Intake, list[RecordedEvent]]:
    read = read_dossier(str(EXAMPLE))
    recorded, known = import_file(registry, read)
    assert known == 0
    return registry, read, recorded


def test_the_example_tells_the_life_of_the_working_group(
    example: tuple[Registry, Intake, list[RecordedEvent]],
) -> None:
    registry, read, recorded = example
    assert read.mechanism_id == "bn-in-jwg-defence-cooperation"
    group = registry.mechanism(read.mechanism_id)
    assert group.tracks == {"stage": "roadmap_active", "standing": "active"}
    assert len(recorded) == len(group.history) == 8
    assert [str(fact.occurred) for fact, _ in group.meetings] == ["2025-12-09"]
    assert [r.mismatches for r in registry.replay()] == [()]


def test_the_example_is_flagged_where_the_record_is_thin(
    example: tuple[Registry, Intake, list[RecordedEvent]],
) -> None:
    registry, read, _ = example
    found = registry.mechanism(read.mechanism_id).anomalies
    assert sorted(anomaly.code for anomaly in found) == [
        "date_conflict",
        "date_imprecise",
        "out_of_place",
        "roadmap_vague",
        "source_single",
    ]
    told = {anomaly.code: anomaly.message for anomaly in found}
    assert "the definition has no sign_tor" in told["out_of_place"]
    assert told["date_conflict"] == (
        "Indian Defence News gives 2025-12-10 for a fact dated 2025-12-09."
    )
    assert told["roadmap_vague"] == (
        "No document, title or term of the roadmap is on record (basis: commitment)."
    )


def test_every_fact_of_the_example_names_its_sources_and_quotes_them_shortly(
    example: tuple[Registry, Intake, list[RecordedEvent]],
) -> None:
    registry, read, _ = example
    for fact in registry.mechanism(read.mechanism_id).history[1:]:
        assert fact.envelope.sources
        for source in fact.envelope.sources:
            assert source.publisher
            assert source.quote is not None
            assert 1 <= len(source.quote.split()) <= 25


def test_importing_the_example_twice_adds_nothing(
    example: tuple[Registry, Intake, list[RecordedEvent]],
) -> None:
    registry, read, _ = example
    head = registry.store.head()
    assert import_file(registry, read_dossier(str(EXAMPLE))) == ([], len(read.commands))
    assert registry.store.head() == head


def test_the_same_dossier_as_json_tells_the_same(
    example: tuple[Registry, Intake, list[RecordedEvent]],
) -> None:
    registry, read, _ = example
    text = json.dumps(tomllib.loads(EXAMPLE.read_text("utf-8")))
    told = parse_dossier(text.encode(), "the same.json")
    assert told.commands == read.commands
    assert import_file(registry, told) == ([], len(read.commands))


def test_a_dossier_is_read_as_what_it_looks_like_when_its_name_does_not_say() -> None:
    assert parse_dossier(as_json(), "-").mechanism_id == "bn-in-jwg-defence"
    assert parse_dossier(HEAD.encode(), "-").mechanism_id == "bn-in-jwg-defence"


# Importing again


@pytest.fixture
def imported(registry: Registry) -> Registry:
    import_file(registry, dossier(note("a", 'id = "a"'), note("b")))
    return registry


def test_a_new_entry_is_added_and_the_others_are_known(imported: Registry) -> None:
    (event,), known = import_file(
        imported, dossier(note("a", 'id = "a"'), note("b"), note("c", 'on = "2026"'))
    )
    assert (event.data, known) == ({"text": "c"}, 2)
    assert [event.version for event in imported.log("bn-in-jwg-defence")] == [0, 1, 2, 3]


def test_an_entry_can_be_added_before_the_others(imported: Registry) -> None:
    new = note("z", 'id = "z"', 'on = "2020"')
    (follows, event), known = import_file(imported, dossier(new, note("a", 'id = "a"'), note("b")))
    assert (event.data, known) == ({"text": "z"}, 2)
    assert follows.data["changes"] == {"follows": [event.event_id]}
    texts = [fact.told.data.get("text") for fact in imported.mechanism("bn-in-jwg-defence").history]
    assert texts[1:] == ["z", "a", "b"]


def test_facts_recorded_otherwise_do_not_stand_in_the_way(imported: Registry) -> None:
    imported.meet("bn-in-jwg-defence", on="2025")
    assert import_file(imported, dossier(note("a", 'id = "a"'), note("b"))) == ([], 2)


def test_a_plan_records_nothing(registry: Registry) -> None:
    planned = plan_import(registry, dossier(note("a")))
    assert [item.fact.type for item in planned.plan.accepted] == ["note_recorded"]
    assert planned.known == 0
    assert registry.store.head() == 0


def test_who_imported_it_is_recorded_and_no_reason_to_refuse_another(registry: Registry) -> None:
    (registered, event), _ = import_file(registry, dossier(note("a")), actor="desk-1")
    assert (registered.actor, event.actor) == ("desk-1", "desk-1")
    assert import_file(registry, dossier(note("a")), actor="desk-2") == ([], 1)


# Order


def hints(read: Intake) -> list[list[int]]:
    """For each entry the numbers of the entries that it comes after."""
    ids = [command.event_id for command in read.commands]
    return [[ids.index(hint) for hint in command.fact.after] for command in read.commands]


def dated(*dates: str | None) -> list[str]:
    return [
        note(str(index), *([] if date is None else [f'on = "{date}"']))
        for index, date in enumerate(dates)
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2025-12-09", "2025-12-09", "2025-12-09"], [[], [0], [1]]),
        (["2025-12-09", "2025-12-10", "2026"], [[], [], []]),
        (["2025", "2025-12", None, "2025-12-09"], [[], [0], [1], [2]]),
        ([None, None], [[], [0]]),
        (["2025-12-09", "2024", "2025-12"], [[], [], [0]]),
        (["2025-12-31", "2025", "2025-06-01"], [[], [0], []]),
        (["2025-12-31", None, "2025-06-01"], [[], [0], []]),
        (["2025-12-31", None, "2025-06-01", None], [[], [0], [], [1]]),
    ],
    ids=str,
)
def test_the_order_in_the_file_is_asserted_where_dates_leave_it_open(
    registry: Registry, dates: list[str | None], expected: list[list[int]]
) -> None:
    read = dossier(*dated(*dates))
    assert hints(read) == expected
    import_file(registry, read)


def test_the_order_in_the_file_is_the_order_of_the_facts(registry: Registry) -> None:
    read = dossier(*dated("2025-12-09", "2025-12-09", None, "2025-12-09", "2025-12"))
    import_file(registry, read)
    found = registry.mechanism(read.mechanism_id).history[1:]
    assert [fact.event for fact in found] == [NoteRecorded(text=str(n)) for n in range(5)]


def test_an_empty_after_asserts_nothing() -> None:
    read = dossier(
        note("0", 'on = "2025"'), note("1", 'on = "2025"', "after = []"), note("2", 'on = "2025"')
    )
    assert hints(read) == [[], [], [0]]


def test_an_own_order_replaces_that_of_the_file() -> None:
    first, second = note("0", 'id = "first"'), note("1", 'id = "second"')
    one = dossier(first, second, note("2", 'after = "first"'))
    two = dossier(first, second, note("2", 'after = ["second", "first"]'))
    assert (hints(one), hints(two)) == ([[], [0], [0]], [[], [0], [1, 0]])


def test_an_entry_can_be_about_another(registry: Registry) -> None:
    dispute = 'type = "event_disputed"\nfield = "text"\nabout = "a"'
    read = dossier(note("a", 'id = "a"'), dispute)
    import_file(registry, read)
    assert registry.mechanism(read.mechanism_id).history[-1].event == EventDisputed(
        event=read.commands[0].event_id, field="text"
    )


def test_a_source_of_an_entry_may_stand_in_it(registry: Registry) -> None:
    source = '{ publisher = "X", kind = "official" }'
    read = dossier(note("a", f'sources = ["pti", {{ id = "pti", quote = "q" }}, {source}]'))
    import_file(registry, read)
    sources = registry.mechanism(read.mechanism_id).history[-1].envelope.sources
    assert [(s.publisher, s.quote) for s in sources] == [("PTI", None), ("PTI", "q"), ("X", None)]


def test_norway_is_a_party(registry: Registry) -> None:
    read = dossier(note("a"), head=HEAD.replace('"BN"', '"NO"'))
    import_file(registry, read)
    assert read.mechanism_id == "in-no-jwg-defence"
    assert registry.mechanism(read.mechanism_id).parties == ("IN", "NO")


def test_a_bare_date_of_toml_is_a_date() -> None:
    assert dossier(note("a", "on = 2025-12-09")).commands == (
        dossier(note("a", 'on = "2025-12-09"')).commands
    )
