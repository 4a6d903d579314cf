"""Spreadsheets that people made are read, and bad ones refused with row and column."""

from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import CommandRefusedError, DossierError
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.intake import FILE_BYTES_MAX
from lifecycle.exchange.spreadsheet.reading import parse_spreadsheet, read_spreadsheet
from lifecycle.exchange.spreadsheet.rows import spreadsheet_of
from lifecycle.exchange.spreadsheet.table import CELL_CHARS_MAX, ROWS_MAX
from lifecycle.registry.registry import Registry
from tests.lifecycle.dossiers import dossier
from tests.lifecycle.spreadsheets import (
    MECHANISM,
    REGISTRATION,
    csv_of,
    everything,
    memory,
    rows_of,
    sheet,
)

PLAIN = """\
mechanism,type,on,name,kind,parties,subject,place,text
,mechanism_registered,,A working group,bilateral-mechanism,AA; ZZ,Harbours,,
,meeting_held,2024-05,,,,,Arland City,
,note_recorded,,,,,,,"Two lines,
one note"
"""
NOTE = {"type": "note_recorded", "text": "A remark"}
MEETING = {"type": "meeting_held", "on": "2024-05"}


def recorded(data: bytes) -> list[Any]:
    with memory() as log:
        import_file(log, parse_spreadsheet(data, "facts.csv"))
        return everything(log)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace(",\n", ";\n")
        .replace(",", ";")
        .replace("lines;", "lines,")
        # The lists in it stand in quotes, as spreadsheets write them.
        .replace("AA; ZZ", '"AA; ZZ"')
        .encode(),
        PLAIN.replace(",", "\t").replace("lines\t", "lines,").encode(),
        PLAIN.replace("\n", "\r\n").replace("lines,\r\n", "lines,\n").encode(),
        (PLAIN + ",,,,,,,,\n\n").encode(),
    ],
    ids=["byte order mark", "semicolons", "tabs", "line ends of Windows", "empty rows at the end"],
)
def test_what_spreadsheets_write_is_read(data: bytes) -> None:
    assert recorded(data) == recorded(PLAIN.encode())


def test_a_file_may_hold_several_mechanisms() -> None:
    ports = {**REGISTRATION, "subject": "Ports", "mechanism": "ports"}
    with memory() as log:
        import_file(
            log,
            sheet(
                {**NOTE, "mechanism": "ports"},
                {**MEETING, "mechanism": MECHANISM},
                ports,
                REGISTRATION,
            ),
        )

        assert list(log.ids()) == [MECHANISM, "ports"]
        assert [fact.type for fact in log.mechanism("ports").history[1:]] == ["note_recorded"]


def test_the_order_of_rows_says_nothing_about_the_order_of_facts() -> None:
    with memory() as log:
        import_file(log, sheet(REGISTRATION, MEETING, NOTE, {**MEETING, "id": "other"}))

        assert [fact.after for fact in log.mechanism(MECHANISM).history] == [()] * 4


def test_rows_refer_to_each_other_by_their_ids() -> None:
    rows = (
        {**MEETING, "id": "first"},
        {**NOTE, "id": "a; b", "after": "first"},
        {**NOTE, "text": "x", "after": '["first", "a; b"]'},
        {"type": "event_disputed", "about": "first", "field": "on", "occurred_claim": "2025"},
    )
    with memory() as log:
        import_file(log, sheet(REGISTRATION, *rows))
        by_type = {fact.type: fact for fact in log.mechanism(MECHANISM).recorded.facts}
        first = by_type["meeting_held"].event_id

        assert first in by_type["note_recorded"].after
        assert len(by_type["note_recorded"].after) == 2
        assert by_type["event_disputed"].event.model_dump()["event"] == first


def test_ids_mean_the_same_in_a_spreadsheet_and_in_a_dossier() -> None:
    head = """
        [mechanism]
        name = "A working group"
        kind = "bilateral-mechanism"
        parties = ["AA", "ZZ"]
        subject = "Harbours"
        """
    named = 'id = "first"\ntype = "meeting_held"\non = "2024-05"'
    plain = 'type = "note_recorded"\ntext = "A remark"\nafter = []'
    rows = (REGISTRATION, {**MEETING, "id": "first"}, NOTE)
    with memory() as log:
        import_file(log, dossier(named, plain.replace("\nafter = []", ""), head=head))
        ids = [fact.event_id for fact in log.mechanism(MECHANISM).recorded.facts]

        assert [entry.command.event_id for entry in sheet(*rows).mechanisms[0].all] == ids


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"tpye": "x"}], ["row 1, column 1: unknown column 'tpye'", "did you mean 'type'?"]),
        ([{"on": "2024"}], ["row 1", "no column 'type'"]),
        ([{**NOTE, "type": "note_record"}], ["row 3, type", "did you mean 'note_recorded'?"]),
        ([{**NOTE, "type": ""}], ["row 3, type", "there is no type ''"]),
        ([{**NOTE, "place": "Quarl"}], ["row 3, place", "leave the cell empty"]),
        ([{"type": "note_recorded"}], ["row 3, text: is missing"]),
        ([{**MEETING, "on": "09/12/2025"}], ["row 3, on: '09/12/2025'", "write 2025-12-09"]),
        ([{**MEETING, "on": "9-Dec-25"}], ["row 3, on", "write 2025-12-09", "as text"]),
        ([{**MEETING, "on": "2025-12-09 00:00:00"}], ["row 3, on", "write 2025-12-09"]),
        ([{**MEETING, "on": "46000"}], ["row 3, on", "write 2025-12-09"]),
        ([{**MEETING, "start": "12/2025"}], ["row 3, start", "write 2025-12-09"]),
        ([{**MEETING, "number": "six"}], ["row 3, number", "should be a whole number, not 'six'"]),
        ([{**MEETING, "number": "10000"}], ["row 3, number", "less than or equal to 9999"]),
        ([{**MEETING, "counted": "no"}], ["row 3, counted", "should be true or false"]),
        ([{**MEETING, "mode": "by post"}], ["row 3, mode", "'in_person'"]),
        ([{**MEETING, "topics": "Tides"}], ["row 3, topics", "write it as JSON"]),
        ([{**MEETING, "topics": '[{"name":1.5}]'}], ["row 3, topics", "not a whole number"]),
        (
            [{**MEETING, "topics": '[{"name":"x","nam":"x"}]'}],
            ["row 3, topics.0.nam", "unknown key 'nam'"],
        ),
        ([{**MEETING, "outcomes": '["a"'}], ["row 3, outcomes", "write it as JSON"]),
        ([{**MEETING, "sources": "[" * 99_000}], ["row 3, sources", "nested too deeply"]),
        ([{**MEETING, "after": "none"}], ["row 3, after", "no fact 'none' is on record"]),
        ([{**NOTE, "after": "b"}, {**NOTE, "id": "b"}], ["row 3, after", "row 4; move that row"]),
        ([{**NOTE, "id": "b"}, {**NOTE, "id": "b"}], ["row 4, id", "'b' stands twice"]),
        ([NOTE, NOTE], ["row 4", "the same fact as row 3; give it an id"]),
        ([{**NOTE, "event_id": "é"}], ["row 3, event_id", "ASCII"]),
        ([{"type": "event_retracted", "about": "x"}], ["row 3, about", "no fact 'x'"]),
        ([{"type": "event_retracted"}], ["row 3, about: is missing"]),
        ([{**NOTE, "mechanism": "m"}, NOTE], ["row 4, mechanism: is empty", "its own"]),
        ([{**NOTE, "mechanism": "m"}], ["row 3, mechanism", "no mechanism 'm'"]),
        ([REGISTRATION], ["row 3, mechanism", "registered twice"]),
        ([{**REGISTRATION, "kind": "x", "subject": "s"}], ["row 3, kind", "'x'"]),
        ([{**REGISTRATION, "parties": "AA", "subject": "s"}], ["row 3", "exactly two parties"]),
        ([{**REGISTRATION, "mechanism": "A b"}], ["row 3, mechanism", "words joined by dashes"]),
        ([{**REGISTRATION, "subject": "s", "on": "2024"}], ["row 3, on", "has no date"]),
        (
            [{**REGISTRATION, "subject": "s", "definition": '{"name":"x"}'}],
            ["row 3, kind", "names 'x'"],
        ),
        (
            [{**REGISTRATION, "subject": "s", "kind": "", "definition": '{"name":"x"}'}],
            ["row 3, mechanism: is empty", "column definition is empty too"],
        ),
        (
            [{"type": "definition_registered", "name": "d", "version": "1", "hash": "0" * 64}],
            ["row 3, text: is missing"],
        ),
        (
            [
                {
                    "type": "definition_registered",
                    "name": "d",
                    "version": "1",
                    "hash": "0" * 64,
                    "text": '{"name":"d"}',
                }
            ],
            ["row 3, text"],
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_place(rows: list[dict[str, str]], words: list[str]) -> None:
    with_head = rows if words[0].startswith("row 1") else [REGISTRATION, *rows]
    with memory() as log:
        with pytest.raises(DossierError) as refused:
            import_file(log, sheet(*with_head))

        assert log.store.head() == 0
    for word in ("facts.csv: ", *words):
        assert word in str(refused.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["row 1", "the first row names the columns"]),
        (b"type,on\nnote_recorded\n", ["row 2", "has 1 cells, the heading has 2"]),
        (b'type,text\nnote_recorded,"a" b\n', ["row 2", "is not CSV"]),
        (b'type,text\nnote_recorded,x\nnote_recorded,"a\n', ["row 3", "is not CSV"]),
        (b"type,text,type\n", ["row 1, column 3", "'type' stands twice"]),
        (b"type,text,\n", ["row 1, column 3", "unknown column ''"]),
        (b"sep=;\ntype;text\n", ["row 1", "only Excel reads"]),
        (b"\xef\xbb\xbfsep=,\ntype,text\n", ["row 1", "only Excel reads"]),
        (
            b"type,text\nnote_recorded,\xe9\n",
            ["facts.csv:2: character 15: byte 0xe9 is not UTF-8", "CSV UTF-8"],
        ),
        (PLAIN.encode("utf-16"), ["facts.csv:1: ", "is UTF-16 text; save it as UTF-8"]),
        (b"type\n" + b"x" * FILE_BYTES_MAX, ["larger than 10,000,000 bytes"]),
        (b"type\n" + b"x\n" * (ROWS_MAX + 1), ["row 20002", "more than 20,000 rows"]),
        (b"type,text\nx," + b"x" * (CELL_CHARS_MAX + 1), ["row 2, text", "100,001 characters"]),
        (b"type,text\nx," + b"x" * 200_000, ["row 2", "is not CSV", "limit"]),
    ],
)
def test_a_bad_file_is_refused_with_its_place(data: bytes, words: list[str]) -> None:
    with pytest.raises(DossierError) as refused:
        parse_spreadsheet(data, "facts.csv")

    for word in ("facts.csv:", *words):
        assert word in str(refused.value)


def test_too_many_facts_of_one_mechanism_are_refused() -> None:
    rows = [{**NOTE, "text": str(number), "mechanism": "m"} for number in range(2_001)]

    with pytest.raises(DossierError, match=r"row 2002, mechanism: more than 2,000 facts of m"):
        sheet(*rows)


@pytest.mark.parametrize("name", ["none.csv", ".", "a\0b", "a" * 300])
def test_what_is_no_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DossierError):
        read_spreadsheet(name)


def test_one_bad_row_keeps_all_mechanisms_out() -> None:
    ports = {**REGISTRATION, "mechanism": "ports", "policy": "enforce"}
    end = {"type": "reopened", "mechanism": "ports", "by": "AA; ZZ"}
    with memory() as log:
        with pytest.raises(CommandRefusedError, match=r"^facts.csv: row 5 \(reopened\): "):
            import_file(log, sheet(REGISTRATION, {**NOTE, "mechanism": MECHANISM}, ports, end))

        assert log.store.head() == 0


def test_a_definition_that_nobody_has_is_asked_for(registry: Registry) -> None:
    with memory() as log:
        import_file(log, sheet({**REGISTRATION, "mechanism": "m"}))
        text = spreadsheet_of(log).replace("bilateral-mechanism", "foreign-mechanism")
    without = "".join(text.splitlines(keepends=True)[:2]).encode()

    with pytest.raises(DossierError, match=r"row 2, definition: .*the row definition_registered"):
        import_file(registry, parse_spreadsheet(without, "facts.csv"))


def test_a_definition_that_was_changed_is_refused() -> None:
    with memory() as log:
        import_file(log, sheet({**REGISTRATION, "mechanism": "m"}))
        text = spreadsheet_of(log)
    changed = text.replace('""policy"":""record""', '""policy"":""enforce""')
    assert changed != text

    with pytest.raises(DossierError, match="row 3, text: is not the definition with the hash"):
        parse_spreadsheet(changed.encode(), "facts.csv")


def test_who_imports_is_the_actor_of_all_that_is_new() -> None:
    with memory() as log:
        events, _ = import_file(log, sheet(REGISTRATION, {**NOTE, "actor": "x"}), actor="me")

        assert [event.actor for event in events] == ["me", "me"]


def test_a_cell_as_a_spreadsheet_shows_it_is_taken_as_it_is() -> None:
    data = csv_of(REGISTRATION, {**NOTE, "text": "X"}).replace(b'"X"', b'"=1+1"')
    with memory() as log:
        import_file(log, parse_spreadsheet(data, "facts.csv"))

        assert log.mechanism(MECHANISM).history[1].event.model_dump()["text"] == "=1+1"


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("version", "99", ["row 4, version", "the definition itself says 1"]),
        ("name", "other", ["row 4, name", "the definition itself says 'joint-working-group'"]),
        ("on", "2024", ["row 4, on", "no fact of a mechanism; leave the cell empty"]),
    ],
)
def test_a_row_of_a_definition_that_tells_something_else_is_refused(
    column: str, cell: str, words: list[str]
) -> None:
    with memory() as log:
        log.register(
            id="m", name="N", kind="joint-working-group", parties=["AA", "ZZ"], subject="S"
        )
        log.note("m", text="x", on="2024")
        rows = rows_of(log)

    with pytest.raises(DossierError) as refused:
        sheet(*rows[:-1], {**rows[-1], column: cell})

    for word in words:
        assert word in str(refused.value)


@pytest.mark.parametrize("names", ["5", "true", '{"text":"x"}'])
def test_names_of_a_registration_that_are_no_list_are_refused(names: str) -> None:
    with memory() as log:
        log.register(
            id="m", name="N", kind="joint-working-group", parties=["AA", "ZZ"], subject="S"
        )
        rows = rows_of(log)

    with pytest.raises(DossierError, match="row 2, names: should be a list"):
        sheet({**rows[0], "names": names}, *rows[1:])
