"""A file can be imported again and again, whatever it and others have amended in the log."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.errors import DossierError
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.intake import Intake
from lifecycle.facts.ids import derived_id
from lifecycle.registry.registry import Registry
from tests.lifecycle.dossiers import HEAD, dossier, note

MECHANISM = "bn-in-jwg-defence"
A = note("a", 'id = "a"', 'on = "2024-03"')
B = note("b", 'id = "b"', 'on = "2024-03"')
C = note("c", 'id = "c"', 'on = "2024-03"')


def corrected(about: str, changes: str, *lines: str) -> str:
    about_what = ('type = "event_corrected"', f'about = "{about}"', f"changes = {{ {changes} }}")
    return "\n".join((*about_what, *lines))


def retracted(about: str, *lines: str) -> str:
    return "\n".join(('type = "event_retracted"', f'about = "{about}"', *lines))


def texts(registry: Registry) -> list[str]:
    history = registry.mechanism(MECHANISM).history
    return [fact.told.data["text"] for fact in history if "text" in fact.told.data]


def readings(registry: Registry) -> list[Any]:
    """What counts, in the order in which it happened."""
    return [
        (fact.event_id, fact.occurred, fact.told.data)
        for fact in registry.mechanism(MECHANISM).history
    ]


def read_fresh(*told: Intake) -> list[Any]:
    with Registry.open("memory:") as fresh:
        for one in told:
            import_file(fresh, one)
        return readings(fresh)


def id_of(registry: Registry, text: str) -> str:
    events = registry.log(MECHANISM)
    return next(event.event_id for event in events if event.data.get("text") == text)


# --- Amendments that the file itself tells ---

AMENDED = {
    "a correction": [A, corrected("a", 'text = "A"')],
    "two corrections of one key": [
        A,
        corrected("a", 'text = "A"', 'id = "once"'),
        corrected("a", 'text = "AA"', 'after = "once"'),
    ],
    "a retraction": [A, B, retracted("a")],
    "a retraction of a correction": [
        A,
        corrected("a", 'text = "A"', 'id = "once"'),
        retracted("once"),
    ],
    "a retraction of a retraction": [A, retracted("a", 'id = "gone"'), retracted("gone")],
    "a correction of a retracted fact": [A, corrected("a", 'text = "A"'), retracted("a"), B],
}


@pytest.mark.parametrize("entries", AMENDED.values(), ids=AMENDED)
def test_a_file_with_its_own_amendments_adds_nothing_when_it_is_imported_again(
    registry: Registry, entries: list[str]
) -> None:
    import_file(registry, dossier(*entries))
    believed = readings(registry)

    for _ in range(2):
        assert import_file(registry, dossier(*entries)) == ([], len(entries))
    assert readings(registry) == believed


@pytest.mark.parametrize("entries", AMENDED.values(), ids=AMENDED)
def test_amendments_can_be_added_to_the_file_and_taken_out_again(
    registry: Registry, entries: list[str]
) -> None:
    plain = dossier(*(entry for entry in entries if "note" in entry))
    import_file(registry, plain)
    import_file(registry, dossier(*entries))
    assert readings(registry) == read_fresh(dossier(*entries))

    import_file(registry, plain)

    assert readings(registry) == read_fresh(plain)
    assert import_file(registry, plain)[0] == []


def test_an_amendment_under_an_id_cannot_be_changed(registry: Registry) -> None:
    import_file(registry, dossier(A, corrected("a", 'text = "A"', 'id = "once"')))

    with pytest.raises(DossierError, match=r"entry 2 \(once\).*event_corrected cannot be"):
        import_file(registry, dossier(A, corrected("a", 'text = "AA"', 'id = "once"')))


TEXT_1 = corrected("a", 'text = "A"', 'id = "first"')
TEXT_2 = corrected("a", 'text = "AA"', 'id = "second"')
PLACED = corrected("a", 'on = "2024-02"', 'id = "third"')


@pytest.mark.parametrize(
    ("before", "after"), [([TEXT_1, TEXT_2], [TEXT_2, TEXT_1]), ([TEXT_1], [TEXT_2, TEXT_1])]
)
def test_corrections_of_one_key_cannot_change_places(
    registry: Registry, before: list[str], after: list[str]
) -> None:
    import_file(registry, dossier(A, *before))
    size = registry.store.head()

    with pytest.raises(DossierError, match=r"entry 2 \(second\): stands before entry 3 \(first\)"):
        import_file(registry, dossier(A, *after))

    assert registry.store.head() == size
    anew = TEXT_1.replace("first", "again")
    import_file(registry, dossier(A, TEXT_2, anew))
    assert texts(registry) == ["A"]


def test_preferences_of_one_fact_cannot_change_places(registry: Registry) -> None:
    x, y = (
        'type = "event_disputed"\nabout = "a"\nfield = "text"\n' + f'claim = "{c}"\nid = "{c}"'
        for c in "xy"
    )
    for_x, for_y = (f'type = "assertion_preferred"\nabout = "{c}"\nid = "for-{c}"' for c in "xy")
    import_file(registry, dossier(A, x, for_x))
    assert texts(registry) == ["x"]

    with pytest.raises(DossierError, match=r"\(for-y\): stands before entry 5 \(for-x\)"):
        import_file(registry, dossier(A, y, for_y, x, for_x))


def test_corrections_of_different_keys_can_change_places(registry: Registry) -> None:
    import_file(registry, dossier(A, TEXT_1, PLACED))

    assert import_file(registry, dossier(A, PLACED, TEXT_1)) == ([], 3)


def test_what_a_correction_in_the_file_hides_is_told_when_that_goes(registry: Registry) -> None:
    import_file(registry, dossier(A, TEXT_1))
    edited = A.replace('text = "a"', 'text = "x"')

    assert import_file(registry, dossier(edited, TEXT_1))[0] == []
    assert texts(registry) == ["A"]
    import_file(registry, dossier(edited))
    assert texts(registry) == ["x"]
    import_file(registry, dossier(edited, TEXT_1))
    assert texts(registry) == ["A"]


def test_a_correction_in_the_file_hides_what_the_head_of_the_file_tells(registry: Registry) -> None:
    first = derived_id("registration", MECHANISM)
    level = f'type = "event_corrected"\nevent = "{first}"\nchanges = {{ level = "summit" }}'
    import_file(registry, dossier(level))

    edited = HEAD.replace("[[sources]]", 'level = "minister"\n\n[[sources]]')
    assert import_file(registry, dossier(level, head=edited)) == ([], 1)
    assert registry.mechanism(MECHANISM).history[0].told.data["level"] == "summit"
    import_file(registry, dossier(head=edited))
    assert registry.mechanism(MECHANISM).history[0].told.data["level"] == "minister"


# --- What others amended in the log ---


def test_what_others_corrected_stays_until_the_file_tells_it_anew(registry: Registry) -> None:
    import_file(registry, dossier(A, B))
    registry.record(MECHANISM, "event_corrected", event=id_of(registry, "a"), changes={"text": "x"})

    assert import_file(registry, dossier(A, B))[0] == []
    assert texts(registry) == ["x", "b"]
    import_file(registry, dossier(A.replace('"2024-03"', '"2024-02"'), B))
    assert texts(registry) == ["x", "b"]
    import_file(registry, dossier(A.replace('text = "a"', 'text = "y"'), B))
    assert texts(registry) == ["y", "b"]


def test_what_others_retracted_stays_so(registry: Registry) -> None:
    import_file(registry, dossier(A, B))
    registry.record(MECHANISM, "event_retracted", event=id_of(registry, "a"))

    for told in (dossier(A, B), dossier(A, B, C)):
        import_file(registry, told)
        assert import_file(registry, told)[0] == []
    assert texts(registry) == ["b", "c"]


def test_a_fact_that_is_retracted_can_be_corrected_by_an_entry_or_a_change(
    registry: Registry,
) -> None:
    import_file(registry, dossier(A, retracted("a", 'id = "gone"'), B))
    entries = [A, corrected("a", 'text = "A"'), retracted("a", 'id = "gone"'), B]

    import_file(registry, dossier(*entries))
    assert texts(registry) == ["b"]
    import_file(registry, dossier(*entries[:2], B))

    assert texts(registry) == ["A", "b"]


def test_a_new_entry_behind_what_others_retracted_keeps_its_place(registry: Registry) -> None:
    import_file(registry, dossier(A, B))
    registry.record(MECHANISM, "event_retracted", event=id_of(registry, "b"))

    import_file(registry, dossier(A, B, C))

    assert texts(registry) == ["a", "c"]
    assert import_file(registry, dossier(A, B, C))[0] == []


def test_an_edit_that_others_retracted_is_not_made_again(registry: Registry) -> None:
    edited = dossier(A.replace('text = "a"', 'text = "x"'), B)
    import_file(registry, dossier(A, B))
    (edit,), _ = import_file(registry, edited)
    registry.record(MECHANISM, "event_retracted", event=edit.event_id)

    assert import_file(registry, edited)[0] == []
    assert texts(registry) == ["a", "b"]


def test_a_fact_told_again_after_others_brought_it_back_adds_nothing_for_ever(
    registry: Registry,
) -> None:
    import_file(registry, dossier(A))
    (gone,), _ = import_file(registry, dossier())
    registry.record(MECHANISM, "event_retracted", event=gone.event_id)

    for told in (dossier(A), dossier(A, B)):
        import_file(registry, told)
        for _ in range(2):
            assert import_file(registry, told)[0] == []
    assert texts(registry) == ["a", "b"]


def test_a_fact_that_the_file_brought_back_and_others_retracted_stays_so(
    registry: Registry,
) -> None:
    import_file(registry, dossier(A, B))
    import_file(registry, dossier(B))
    (back,), _ = import_file(registry, dossier(A, B))
    registry.record(MECHANISM, "event_retracted", event=back.event_id)

    for _ in range(2):
        assert import_file(registry, dossier(A, B))[0] == []
    assert texts(registry) == ["b"]


# --- Order, and there and back again ---


def test_entries_in_another_order_are_facts_in_another_order(registry: Registry) -> None:
    import_file(registry, dossier(A, B, C))
    assert texts(registry) == ["a", "b", "c"]

    import_file(registry, dossier(C, A, B))

    assert texts(registry) == ["c", "a", "b"]
    assert import_file(registry, dossier(C, A, B))[0] == []


def test_an_entry_edited_taken_out_and_put_back_as_it_was_reads_as_it_was(
    registry: Registry,
) -> None:
    for entries in ([A, B], [A.replace('text = "a"', 'text = "x"'), B], [B], [A, B]):
        import_file(registry, dossier(*entries))

    assert texts(registry) == ["a", "b"]
    assert import_file(registry, dossier(A, B))[0] == []


def test_a_fact_retracted_by_the_file_and_its_retraction_by_others_is_told_again(
    registry: Registry,
) -> None:
    import_file(registry, dossier(A, B))
    (gone,), _ = import_file(registry, dossier(A))
    registry.record(MECHANISM, "event_retracted", event=gone.event_id)
    assert texts(registry) == ["a", "b"]

    assert import_file(registry, dossier(A, B))[0] == []
    assert texts(registry) == ["a", "b"]
    assert import_file(registry, dossier(A))[0] == []


NOTES = st.builds(
    lambda name, text, on, named: note(
        text if named else f"{name}{text}",
        *([f'id = "{name}"'] if named else []),
        *([f'on = "{on}"'] if on else []),
    ),
    st.sampled_from("abcd"),
    st.sampled_from("xy"),
    st.sampled_from(["2023", "2024-01", "2024-01-05", "2024-01-20", "2025", None]),
    st.booleans(),
)


def own_id(entry: str) -> str:
    """Return what makes an entry the same one in another file."""
    return entry.split('id = "')[1][0] if 'id = "' in entry else entry


FILES = st.lists(st.lists(NOTES, max_size=5, unique_by=own_id), min_size=2, max_size=4)


def named(entries: list[str]) -> set[str]:
    return {own_id(entry) for entry in entries if 'id = "' in entry}


@given(files=FILES, data=st.data())
@settings(max_examples=150, deadline=None)
def test_after_any_edits_the_log_reads_as_if_only_the_last_file_were_imported(
    files: list[list[str]], data: st.DataObject
) -> None:
    told = []
    for entries in files:
        amendments = [
            data.draw(st.sampled_from([corrected(name, 'text = "z"'), retracted(name)]))
            for name in sorted(named(entries))
            if data.draw(st.booleans())
        ]
        told.append(dossier(*entries, *amendments))
    with Registry.open("memory:") as registry:
        for one in told:
            import_file(registry, one)
            assert readings(registry) == read_fresh(one)
            assert import_file(registry, one)[0] == []
        assert [replayed.mismatches for replayed in registry.replay()] == [()]
