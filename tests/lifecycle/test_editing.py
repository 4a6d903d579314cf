"""An edited dossier becomes corrections and retractions; the log keeps what was believed."""

from typing import Any

import pytest

from lifecycle.errors import CommandRefusedError, DossierError
from lifecycle.exchange.importing import import_file, plan_import
from lifecycle.registry.registry import Registry
from tests.lifecycle.dossiers import HEAD, dossier, note

MECHANISM = "bn-in-jwg-defence"
FIRST = (note("a", 'id = "a"', 'on = "2024"'), note("b"), note("c", 'id = "c"', 'after = "a"'))


@pytest.fixture
def imported(registry: Registry) -> Registry:
    import_file(registry, dossier(*FIRST))
    return registry


def readings(registry: Registry) -> list[tuple[str, Any]]:
    history = registry.mechanism(MECHANISM).history
    return [(fact.event_id, fact.event.model_dump()) for fact in history]


CASES = {
    "a changed text": (
        [note("A", 'id = "a"', 'on = "2024"'), *FIRST[1:]],
        [("event_corrected", {"text": "A"})],
    ),
    "a changed date": (
        [note("a", 'id = "a"', 'on = "2025"'), *FIRST[1:]],
        [("event_corrected", {"on": "2025"})],
    ),
    "a date taken away": (
        [note("a", 'id = "a"'), *FIRST[1:]],
        [("event_corrected", {"on": None})],
    ),
    "a changed order": (
        [*FIRST[:2], note("c", 'id = "c"', "after = []")],
        [("event_corrected", {"after": None})],
    ),
    "an entry without an id, changed": (
        [FIRST[0], note("B"), FIRST[2]],
        [("event_retracted", None), ("note_recorded", None)],
    ),
    "an entry that is gone": (
        [FIRST[0], FIRST[2]],
        [("event_retracted", None)],
    ),
    "all but one gone": (
        [note("b")],
        [("event_retracted", None), ("event_retracted", None)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_edit_is_recorded_as_what_it_is(imported: Registry, case: str) -> None:
    entries, expected = CASES[case]

    events, _ = import_file(imported, dossier(*entries))

    assert [(event.type, event.data.get("changes")) for event in events] == expected


@pytest.mark.parametrize("case", CASES)
def test_an_edit_can_be_shown_first(imported: Registry, case: str) -> None:
    entries, expected = CASES[case]
    head = imported.store.head()

    plan = plan_import(imported, dossier(*entries)).plan

    assert [item.fact.type for item in plan.accepted] == [name for name, _ in expected]
    assert imported.store.head() == head


@pytest.mark.parametrize("case", CASES)
def test_after_an_edit_the_log_reads_as_if_only_the_edited_file_were_imported(
    imported: Registry, case: str
) -> None:
    entries, _ = CASES[case]
    import_file(imported, dossier(*entries))
    with Registry.open("memory:") as fresh:
        import_file(fresh, dossier(*entries))

        assert sorted(readings(imported), key=str) == sorted(readings(fresh), key=str)
    assert import_file(imported, dossier(*entries))[0] == []
    assert [replayed.mismatches for replayed in imported.replay()] == [()]


@pytest.mark.parametrize("case", CASES)
def test_an_edit_can_be_taken_back(imported: Registry, case: str) -> None:
    believed, size = readings(imported), imported.store.head()
    import_file(imported, dossier(*CASES[case][0]))

    import_file(imported, dossier(*FIRST))
    import_file(imported, dossier(*CASES[case][0]))
    import_file(imported, dossier(*FIRST))

    assert sorted(readings(imported), key=str) == sorted(believed, key=str)
    then = imported.mechanism(MECHANISM, known_at=size - 1)
    assert [fact.event_id for fact in then.history] == [event_id for event_id, _ in believed]
    assert [replayed.mismatches for replayed in imported.replay()] == [()]


def test_an_edited_name_is_a_correction_of_the_registration(imported: Registry) -> None:
    renamed = dossier(*FIRST, head=HEAD.replace("A working", "The working"))

    (event,), _ = import_file(imported, renamed)

    assert event.type == "event_corrected"
    assert imported.mechanism(MECHANISM).name.startswith("The working")


def test_a_changed_policy_cannot_be_corrected(imported: Registry) -> None:
    head = HEAD.replace('policy = "record"', 'policy = "enforce"')
    assert head != HEAD

    with pytest.raises(DossierError, match=r"mechanism\.policy: .*cannot be corrected"):
        import_file(imported, dossier(*FIRST, head=head))


def test_an_id_cannot_change_its_type(imported: Registry) -> None:
    other = 'id = "a"\ntype = "statement_recorded"\ntext = "a"'

    with pytest.raises(DossierError, match=r"entry 1 \(a\).*give the new fact another id"):
        import_file(imported, dossier(other, *FIRST[1:]))


def test_a_preferred_claim_in_the_file_is_no_edit_of_the_disputed_entry(registry: Registry) -> None:
    entries = (
        note("a", 'id = "a"', 'on = "2024"'),
        'id = "d"\ntype = "event_disputed"\nabout = "a"\nfield = "on"\noccurred_claim = "2025"',
        'type = "assertion_preferred"\nabout = "d"',
    )
    import_file(registry, dossier(*entries))

    again, known = import_file(registry, dossier(*entries))

    assert (again, known) == ([], 3)
    assert str(registry.mechanism(MECHANISM).history[1].occurred) == "2025"


def test_an_edit_that_is_refused_names_its_entry(registry: Registry) -> None:
    head = HEAD.replace('policy = "record"', 'policy = "enforce"')
    agreed = 'id = "a"\ntype = "establishment_agreed"\non = "2024-01"'
    signed = 'id = "t"\ntype = "terms_of_reference_signed"\non = "2024-03"'
    met = 'id = "m"\ntype = "meeting_held"\non = "2024-05"'
    import_file(registry, dossier(agreed, signed, met, head=head))
    later = signed.replace("2024-03", "2024-07")

    with pytest.raises(CommandRefusedError, match=r"^d\.toml: entry 2 \(t\): .*become illegal"):
        import_file(registry, dossier(agreed, later, met, head=head))
    with pytest.raises(CommandRefusedError, match=r"^d\.toml: an entry that is gone: "):
        import_file(registry, dossier(agreed, met, head=head))
