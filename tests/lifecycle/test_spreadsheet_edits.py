"""An edited spreadsheet becomes corrections; what it does not tell stays as it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import DossierError
from lifecycle.exchange.importing import import_file, plan_import
from lifecycle.registry.registry import Registry
from tests.lifecycle.spreadsheets import MECHANISM, REGISTRATION, memory, rows_of, sheet
from tests.lifecycle.vocabulary import KIND, VECTORS

MEETING = {
    "id": "first",
    "type": "meeting_held",
    "on": "2024-05",
    "place": "Arland City",
    "number": "1",
    "outcomes": "Minutes; Plan",
}
NOTE = {"id": "remark", "type": "note_recorded", "text": "A remark", "after": "first"}


@pytest.fixture
def log() -> Iterator[Registry]:
    with memory() as registry:
        import_file(registry, sheet(REGISTRATION, MEETING, NOTE))
        yield registry


def edited(log: Registry, event_type: str, **cells: str) -> list[dict[str, str]]:
    """Return an export of *log* in which the first row of a type has other cells."""
    rows = rows_of(log)
    next(row for row in rows if row["type"] == event_type).update(cells)
    return rows


def changes(log: Registry, *rows: dict[str, str]) -> list[Any]:
    """Return the changes that importing *rows* records as corrections."""
    events, _ = import_file(log, sheet(*rows))
    assert {event.type for event in events} <= {"event_corrected"}
    return [event.data["changes"] for event in events]


@pytest.mark.parametrize(
    ("event_type", "cells", "expected"),
    [
        ("meeting_held", {"place": "Port Zedland"}, {"place": "Port Zedland"}),
        ("meeting_held", {"place": ""}, {"place": None}),
        ("meeting_held", {"on": "2024-05-06", "number": "2"}, {"on": "2024-05-06", "number": 2}),
        ("meeting_held", {"counted": "FALSE"}, {"counted": False}),
        ("meeting_held", {"outcomes": '["a; b"]'}, {"outcomes": ["a; b"]}),
        ("note_recorded", {"after": ""}, {"after": None}),
        ("note_recorded", {"sources": '[{"publisher":"P","kind":"press"}]'}, None),
        ("mechanism_registered", {"name": "Ports"}, {"names": [{"text": "Ports"}]}),
        ("mechanism_registered", {"level": "Minister"}, {"level": "Minister"}),
    ],
)
def test_an_edited_cell_is_a_correction(
    log: Registry, event_type: str, cells: dict[str, str], expected: dict[str, Any] | None
) -> None:
    before, rows = rows_of(log), edited(log, event_type, **cells)
    expected = expected or {"sources": [{"publisher": "P", "kind": "press"}]}

    planned = plan_import(log, sheet(*rows)).plan
    recorded = changes(log, *rows)

    assert [item.fact.type for item in planned.accepted] == ["event_corrected"]
    assert recorded == [expected]
    assert changes(log, *rows) == []
    assert changes(log, *before) == []
    assert [replayed.mismatches for replayed in log.replay()] == [()]


def test_an_edit_of_an_edit_reads_as_the_last_one_says(log: Registry) -> None:
    for place in ("Port Zedland", "Quarl", "Port Zedland", "Arland City"):
        changes(log, *edited(log, "meeting_held", place=place))

    # The first word in the row is what was recorded first: it is no edit.
    assert log.mechanism(MECHANISM).history[1].event.model_dump()["place"] == "Port Zedland"


def test_a_fact_corrected_twice_keeps_the_order_of_its_corrections(log: Registry) -> None:
    for number in ("7", "8", "9"):
        changes(log, *edited(log, "meeting_held", number=number))

    mechanism = log.mechanism(MECHANISM)
    assert mechanism.history[1].event.model_dump()["number"] == 9
    assert mechanism.recorded.amended.unordered == ()


def test_rows_and_columns_that_are_not_there_say_nothing(log: Registry) -> None:
    rows = [
        {key: row[key] for key in ("mechanism", "event_id", "type", "number")}
        for row in edited(log, "meeting_held", number="3")
        if row["type"] == "meeting_held"
    ]

    assert changes(log, *rows) == [{"number": 3}]
    assert len(log.mechanism(MECHANISM).history) == 3


def test_a_file_of_ones_own_can_be_imported_again_and_edited(log: Registry) -> None:
    assert changes(log, REGISTRATION, MEETING, NOTE) == []
    assert changes(log, REGISTRATION, {**MEETING, "place": "Quarl"}, NOTE) == [{"place": "Quarl"}]


def test_an_empty_cell_takes_nothing_away_from_who_recorded_it(log: Registry) -> None:
    log.record(MECHANISM, "statement_recorded", text="A word", actor="me")

    assert changes(log, *edited(log, "statement_recorded", actor="")) == []


def test_a_newer_version_of_its_kind_is_no_edit_of_a_mechanism(tmp_path: Path) -> None:
    kind = tmp_path / "harbour-group.toml"
    registration = {**REGISTRATION, "kind": kind.name}
    text = (VECTORS / KIND).read_text(encoding="utf-8")
    with memory() as log:
        kind.write_text(text, encoding="utf-8")
        import_file(log, sheet(registration, folder=tmp_path))
        kind.write_text(text.replace("version = 1", "version = 2"), encoding="utf-8")

        assert import_file(log, sheet(registration, folder=tmp_path)) == ([], 1)


def test_a_new_row_is_a_new_fact(log: Registry) -> None:
    second = {"mechanism": MECHANISM, "type": "meeting_held", "on": "2025"}

    rows = (*rows_of(log), second)

    events, known = import_file(log, sheet(*rows))
    again, _ = import_file(log, sheet(*rows))

    assert [(event.type, event.occurred) for event in events] == [("meeting_held", "2025")]
    assert (known, again) == (3, [])


def test_a_row_that_retracts_takes_a_fact_back(log: Registry) -> None:
    gone = {"type": "event_retracted", "about": "first", "reason": "never held"}
    rows = (REGISTRATION, MEETING, NOTE, gone)
    import_file(log, sheet(*rows))

    assert [fact.type for fact in log.mechanism(MECHANISM).history[1:]] == ["note_recorded"]
    assert import_file(log, sheet(*rows))[0] == []


@pytest.mark.parametrize(
    ("event_type", "cells", "words"),
    [
        ("mechanism_registered", {"parties": "AA; QM"}, ["row 2, parties", "cannot be corrected"]),
        ("mechanism_registered", {"policy": "enforce"}, ["row 2, policy", "cannot be corrected"]),
        ("meeting_held", {"actor": "me"}, ["row 3, actor", "cannot be corrected"]),
        ("meeting_held", {"type": "meeting_failed", "number": "", "outcomes": ""}, ["row 3, type"]),
        ("meeting_held", {"host": "QM"}, ["row 3", "'QM' is not a party"]),
        ("note_recorded", {"on": "2023"}, ["row 4", "certainly earlier"]),
        ("event_retracted", {"reason": "other"}, ["row 6, reason", "add a row that retracts it"]),
        ("statement_recorded", {"text": "other"}, ["row 5", "retracted already"]),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused_with_its_place(
    log: Registry, event_type: str, cells: dict[str, str], words: list[str]
) -> None:
    log.record(MECHANISM, "statement_recorded", text="A word", event_id="word")
    log.record(MECHANISM, "event_retracted", event="word", reason="misheard")
    head = log.store.head()

    with pytest.raises(DossierError) as refused:
        import_file(log, sheet(*edited(log, event_type, **cells)))

    for word in ("facts.csv: ", *words):
        assert word in str(refused.value)
    assert log.store.head() == head


@pytest.mark.parametrize("row", [{**NOTE, "mechanism": MECHANISM, "id": ""}, REGISTRATION])
def test_the_id_of_a_fact_of_another_mechanism_is_refused(
    log: Registry, row: dict[str, str]
) -> None:
    other = {**REGISTRATION, "mechanism": "other", "event_id": "taken"}
    import_file(log, sheet(other))
    row = {"mechanism": "new", **row, "event_id": "taken", "after": ""}

    with pytest.raises(DossierError, match="row 2, event_id: 'taken' is a mechanism_registered"):
        import_file(log, sheet(row))


def test_an_edit_that_another_fact_contradicts_names_that_fact() -> None:
    with memory() as log:
        import_file(log, sheet(REGISTRATION))
        log.record(MECHANISM, "note_recorded", text="x", on="2020", event_id="xxxx")
        details = {"on": "2020", "after": ["xxxx"], "event_id": "yyyy"}
        log.record(MECHANISM, "note_recorded", text="y", **details)
        moved = {"mechanism": MECHANISM, "event_id": "xxxx", "type": "note_recorded"}

        with pytest.raises(DossierError, match="the fact yyyy on record: after: note_recorded"):
            import_file(log, sheet({**moved, "text": "x", "on": "2021"}))


def test_a_registration_that_its_definition_does_not_know_is_told_with_its_cell(
    log: Registry,
) -> None:
    rows = edited(log, "mechanism_registered", known_from="nowhere")

    with memory() as other, pytest.raises(DossierError, match=r"row 2, known_from: .*'nowhere'"):
        import_file(other, sheet(*rows))
