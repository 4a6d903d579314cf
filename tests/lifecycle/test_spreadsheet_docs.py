"""The page on spreadsheets tells the columns, the limits and an example of the program."""

import re
from pathlib import Path

from lifecycle.exchange.importing import import_file
from lifecycle.exchange.intake import ENTRIES_MAX, FILE_BYTES_MAX
from lifecycle.exchange.spreadsheet.columns import COLUMNS, CONTENTS, ENVELOPE_COLUMNS, ROW_COLUMNS
from lifecycle.exchange.spreadsheet.reading import parse_spreadsheet
from lifecycle.exchange.spreadsheet.table import CELL_CHARS_MAX, ROWS_MAX
from tests.lifecycle.spreadsheets import memory

PAGE = (Path(__file__).parents[2] / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
TOLD = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
FEW = 3


def test_the_table_has_the_columns_in_their_order() -> None:
    assert [column for column, _, _ in TOLD] == list(COLUMNS)


def test_the_table_tells_what_each_cell_holds_and_which_rows_fill_it() -> None:
    for column, told, types in TOLD:
        holders = [name for name, places in CONTENTS.items() if column in places]
        forms = {CONTENTS[name][column].form.value for name in holders}
        if column in ENVELOPE_COLUMNS:
            forms, holders = {ENVELOPE_COLUMNS[column].value}, []
        elif column in ROW_COLUMNS:
            forms = {"text"}

        words = told.replace("true or false", "true+false").replace(" or ", ", ").split(", ")
        assert {word.replace("+", " or ") for word in words} == forms, column
        if column not in (*ROW_COLUMNS, *ENVELOPE_COLUMNS, "about"):
            shown = ", ".join(f"`{name}`" for name in holders) if len(holders) <= FEW else "many"
            assert types == shown, column


def test_no_column_of_a_type_has_the_name_of_one_that_all_rows_have() -> None:
    for places in CONTENTS.values():
        assert not places.keys() & {*ROW_COLUMNS, *ENVELOPE_COLUMNS}


def test_the_file_of_the_page_can_be_imported() -> None:
    (example,) = re.findall(r"^```csv\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

    with memory() as log:
        events, _ = import_file(log, parse_spreadsheet(example.encode(), "f.csv"))

    assert len(events) == example.count("\n") - 1


def test_the_page_tells_the_limits_of_the_program() -> None:
    limits = PAGE.split("Limits: ")[1]

    for limit in (FILE_BYTES_MAX, ROWS_MAX, CELL_CHARS_MAX, ENTRIES_MAX):
        assert f"{limit:,} " in limits
