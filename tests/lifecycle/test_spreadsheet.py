"""What is exported for spreadsheets and imported into an empty log tells the same."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.encoding import MAX_BYTES
from lifecycle.deciding.migration import Migration
from lifecycle.definitions.lint import load_definition
from lifecycle.errors import CommandRefusedError, DossierError, InvalidFactError, NotFoundError
from lifecycle.exchange.dossier import read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.intake import ENTRY_BYTES_MAX
from lifecycle.exchange.spreadsheet.cells import Form, read_cell, write_cell
from lifecycle.exchange.spreadsheet.reading import parse_spreadsheet
from lifecycle.exchange.spreadsheet.rows import spreadsheet_of
from lifecycle.exchange.spreadsheet.table import csv_text, neutral, original
from lifecycle.history.amendments import AMENDING
from lifecycle.registry.registry import Registry
from tests.lifecycle.spreadsheets import everything, memory, rows_of, sheet
from tests.lifecycle.test_golden_log import EXAMPLE, GOLDEN, records_of
from tests.lifecycle.vocabulary import KIND, VECTORS

pytestmark = pytest.mark.slow

DOSSIERS = sorted((EXAMPLE.parent / "dossiers").glob("*.toml"))
SIGNS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
FORMULA_STARTS = (*SIGNS, "\t", "\r", "\n")


def comes_back(log: Registry) -> None:
    """Check that an export of *log* makes the same log, and adds nothing to the first."""
    text = spreadsheet_of(log)
    table = parse_spreadsheet(text.encode(), "facts.csv")
    with memory() as copy:
        import_file(copy, table)

        assert everything(copy) == everything(log)
        assert spreadsheet_of(copy) == text
        assert [replayed.mismatches for replayed in copy.replay()] == [()] * len(copy.ids())
    assert import_file(log, table) == ([], sum(len(told.all) for told in table.mechanisms))


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_log_comes_back(name: str) -> None:
    with memory() as log:
        log.store.restore(records_of(name))
        comes_back(log)


@pytest.mark.parametrize("dossier", [EXAMPLE, *DOSSIERS], ids=lambda path: path.stem)
def test_a_real_dossier_comes_back(dossier: Path) -> None:
    with memory() as log:
        import_file(log, read_dossier(str(dossier)))
        comes_back(log)
        assert import_file(log, read_dossier(str(dossier)))[0] == []


def test_an_imported_copy_still_knows_its_dossier() -> None:
    with memory() as log, memory() as copy:
        import_file(log, read_dossier(str(EXAMPLE)))
        import_file(copy, parse_spreadsheet(spreadsheet_of(log).encode(), "facts.csv"))

        assert import_file(copy, read_dossier(str(EXAMPLE)))[0] == []


def test_a_mechanism_that_moved_to_another_definition_comes_back() -> None:
    text = (VECTORS / KIND).read_text(encoding="utf-8")
    text = text.replace("version = 1", "version = 2").replace('"operational"', '"working"')
    newer = load_definition(text, "newer")
    with memory() as log:
        register(log, "m", kind=str(VECTORS / KIND))
        log.record("m", "meeting_held", on="2024")
        log.migrate(["m"], Migration(newer, {"operational": "working"}), on="2025")
        comes_back(log)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"states": '{"operational":"bogus"}'}, "no state 'bogus'"),
        ({"states": ""}, "no state 'operational'; map it to one of"),
        (
            {"previously": '{"name":"other","version":9,"hash":"' + "0" * 64 + '"}'},
            "not under other",
        ),
    ],
)
@pytest.mark.parametrize("policy", ["record", "enforce"])
def test_a_row_that_migrates_is_checked_like_the_command(
    cells: dict[str, str], words: str, policy: str
) -> None:
    text = (VECTORS / KIND).read_text(encoding="utf-8")
    text = text.replace("version = 1", "version = 2").replace('"operational"', '"working"')
    newer = load_definition(text, "newer")
    with memory() as log, memory() as copy:
        register(log, "m", kind=str(VECTORS / KIND), policy=policy)
        log.record("m", "meeting_held", on="2024")
        log.migrate(["m"], Migration(newer, {"operational": "working"}), on="2025")
        rows = rows_of(log)
        next(row for row in rows if row["type"] == "definition_migrated").update(cells)

        with pytest.raises(DossierError, match=words):
            import_file(copy, sheet(*rows))

        assert copy.store.head() == 0


def test_only_the_mechanisms_asked_for_are_exported() -> None:
    with memory() as log:
        for mechanism_id in ("m", "n"):
            register(log, mechanism_id)

        text = spreadsheet_of(log, ["n", "n"])

        assert [row["mechanism"] for row in csv.DictReader(io.StringIO(text[1:]))] == ["n", ""]
        with pytest.raises(NotFoundError):
            spreadsheet_of(log, ["o"])


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_begins_like_a_formula(start: str) -> None:
    with memory() as log:
        register(log, "m")
        log.record("m", "note_recorded", text=f"{start}1+1")

        exported = list(csv.reader(io.StringIO(spreadsheet_of(log), newline="")))

        assert not [cell for row in exported for cell in row if cell.startswith(FORMULA_STARTS)]
        assert f"{start}1+1" in [row["text"] for row in rows_of(log)]


@given(st.text(alphabet="'=+-@\t\r\n,;[\" a\uff1d"))
def test_every_text_comes_back_from_its_neutral_cell(text: str) -> None:
    assert original(neutral(text)) == text
    assert not neutral(text).startswith(FORMULA_STARTS)


@given(st.lists(st.text(alphabet="'=+-@\t\r\n,;[\" a\uff1d"), min_size=1))
@example(["x;=HYPERLINK(1);y"])
@example(["x\n=1+1\nz"])
@example(['x;"=1+1"'])
def test_no_part_of_a_cell_is_a_formula_wherever_a_spreadsheet_ends_cells(cells: list[str]) -> None:
    text = csv_text([cells])

    # Separators that a program may take, alone or together; it takes quotes and line ends away.
    for separators in (",", ";", "\t", "\r\n", ",;\t\r\n"):
        for part in re.split(f"[{separators}]", text):
            assert not part.lstrip('"\t\r\n').startswith(SIGNS), (separators, part)


@given(st.lists(st.text(alphabet='a; [\\"\t\u3000', min_size=1), min_size=1))
def test_every_list_of_words_comes_back_from_its_cell(words: list[str]) -> None:
    assert read_cell(Form.WORDS, write_cell(Form.WORDS, words)) == words


TEXTS = st.builds(
    lambda start, rest: (start + rest) or "x",
    st.sampled_from(["", "=", "'", "'=", "''-", "[", "[]", ";", "a; b", "\r\n", '"', " ", "TRUE"]),
    st.text(max_size=6),
)
LISTS = st.lists(TEXTS, max_size=3)
SOURCES = st.lists(st.fixed_dictionaries({"publisher": TEXTS, "kind": st.just("press")}))
JSON = st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | TEXTS, st.lists, max_leaves=4)
DATES = st.sampled_from(["2024", "2024-05", "2024-05-06", "2025?", "../2023", "2024/2025"])
FACTS = st.one_of(
    st.tuples(st.just("note_recorded"), st.fixed_dictionaries({"text": TEXTS})),
    st.tuples(
        st.just("meeting_held"),
        st.fixed_dictionaries(
            {},
            optional={
                "place": TEXTS,
                "number": st.integers(0, 9999),
                "counted": st.booleans(),
                "outcomes": LISTS,
                "topics": st.lists(st.fixed_dictionaries({"name": TEXTS, "parts": LISTS})),
                "co_chairs": st.lists(st.fixed_dictionaries({"party": st.just("AA")})),
            },
        ),
    ),
    st.tuples(st.just("suspended"), st.fixed_dictionaries({"by": st.just(["ZZ"])})),
    st.tuples(st.just("resumed"), st.fixed_dictionaries({"reason": TEXTS})),
    st.tuples(st.just("scope_changed"), st.fixed_dictionaries({"excluded": LISTS})),
    st.tuples(
        st.just("event_disputed"), st.fixed_dictionaries({"field": st.just("place"), "claim": JSON})
    ),
    st.tuples(
        st.just("event_corrected"),
        st.fixed_dictionaries(
            {
                "changes": st.fixed_dictionaries(
                    {}, optional={"text": TEXTS, "place": TEXTS, "on": DATES}
                )
            }
        ),
    ),
    st.tuples(st.just("event_retracted"), st.just({})),
    st.tuples(st.just("assertion_preferred"), st.just({})),
)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "on": DATES,
        "sources": SOURCES,
        "claimed_as": TEXTS,
        "confidence": TEXTS,
        "language": TEXTS,
    },
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(FACTS, SAID, st.integers(0, 9), st.booleans()), max_size=9),
    st.sampled_from(["record", "enforce"]),
)
def test_any_history_comes_back(steps: list[Any], policy: str) -> None:
    with memory() as log:
        register(log, "m", policy=policy)
        for (event_type, data), said, which, is_hinted in steps:
            known = list(log.log("m"))
            other = known[which % len(known)].event_id
            facts = [event.event_id for event in known if event.type not in AMENDING]
            details: dict[str, Any] = {**data, **said}
            if event_type.startswith(("event_", "assertion_")):
                details["event"] = other
            if is_hinted:
                details["after"] = [facts[which % len(facts)]]
            try:
                log.record("m", event_type, **details)
            except (InvalidFactError, CommandRefusedError):
                continue
        comes_back(log)


def register(log: Registry, mechanism_id: str, **details: Any) -> None:
    log.register(
        **{
            "id": mechanism_id,
            "name": "=A group",
            "kind": "bilateral-mechanism",
            "parties": ["AA", "ZZ"],
            "subject": "Harbours",
            **details,
        }
    )


def test_the_largest_fact_that_the_log_takes_comes_through_a_spreadsheet() -> None:
    cited = {"publisher": "P" * 200, "kind": "press", "url": "https://x.example/" + "b" * 1900}
    with Registry.open("memory:") as log, Registry.open("memory:") as other:
        log.register(
            id="m", name="Ports", kind="joint-working-group", parties=["AA", "ZZ"], subject="Ports"
        )
        log.note("m", text="x", sources=[cited] * 28)
        (size,) = [len(event.canonical) for event in log.log("m", after=1)]

        import_file(other, parse_spreadsheet(spreadsheet_of(log).encode(), "f.csv"))

        assert ENTRY_BYTES_MAX < size < MAX_BYTES
        assert [e.data for e in other.log("m")] == [e.data for e in log.log("m")]
