"""Tables as CSV: read with limits and places, and written so that no cell is a formula."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from lifecycle.errors import DossierError
from lifecycle.exchange.intake import text_of
from lifecycle.facts.entries import unknown
from lifecycle.parsing.text_files import BOM

ROWS_MAX = 20_000
CELL_CHARS_MAX = 100_000

_DELIMITERS = ",;\t"
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FIRST = f"(?=[\"']*[{_SIGNS}\t\r\n])"
"""What a cell begins with that is taken for a formula, also behind quotes, which are taken away."""
_INNER = f"(?=[\"']*[{_SIGNS}])"
"""The same behind a character at which some spreadsheet ends the cell; line ends do so too."""
_ENDED = "(?<=[,;\t\r\n])"
_LIVE = re.compile(f"\\A{_FIRST}|{_ENDED}{_INNER}")
_NEUTRAL = re.compile(f"\\A'{_FIRST}|{_ENDED}'{_INNER}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says something."""

    number: int
    """As a spreadsheet counts: the heading is row 1."""
    cells: Mapping[str, str]
    """By column; empty cells are left out."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns and the rows of a file."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def neutral(text: str) -> str:
    """Return *text* as a cell of which no spreadsheet takes a part for a formula.

    What begins like a formula gets an apostrophe before it (OWASP, CSV Injection), at the
    beginning and after each character that a spreadsheet may take for the end of a cell. So does
    what begins with apostrophes and then like a formula: `original` gives back every text.
    """
    return _LIVE.sub("'", text)


def original(cell: str) -> str:
    """Return the text that `neutral` made *cell* of."""
    return _NEUTRAL.sub("", cell)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return *rows* as CSV (RFC 4180), every cell quoted and neutral."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def heading_of(line: str) -> list[str]:
    """Return the names of the columns that a heading has, whatever separates them."""
    line = line.removeprefix(BOM)
    try:
        cells = next(csv.reader([line], delimiter=_delimiter(line), strict=True), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def read_table(data: bytes, file: str, known: Collection[str]) -> Table:
    """Return the table in *data*, whose columns are among the *known* ones.

    Commas, semicolons or tabs separate the cells; the heading tells which.

    Raises:
        DossierError: With the row and the column of the first fault.
    """
    text = text_of(data, file, advice=' (in Excel: "CSV UTF-8")')
    records = _records(text, file)
    columns = tuple(cell.strip() for cell in next(records, []))
    if not columns:
        raise DossierError(file, "row 1", "is empty; the first row names the columns")
    _check_heading(columns, file, known)
    rows = list[Row]()
    for number, cells in enumerate(records, start=2):
        if any(cells):
            rows.append(_row(number, cells, columns, file))
        if len(rows) > ROWS_MAX:
            raise DossierError(file, f"row {number}", f"more than {ROWS_MAX:,} rows; split it")
    return Table(file, columns, tuple(rows))


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(_DELIMITERS, key=heading.count)


def _records(text: str, file: str) -> Iterator[list[str]]:
    # Line ends within a cell are the cell's own, so the text is read without translating them.
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
    for number in count(1):
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DossierError(file, f"row {number}", f"is not CSV: {error}") from error


def _check_heading(columns: Sequence[str], file: str, known: Collection[str]) -> None:
    if columns[0] == "sep=":
        raise DossierError(file, "row 1", "is a line that only Excel reads; take it away")
    for index, column in enumerate(columns, start=1):
        if column not in known:
            raise DossierError(file, f"row 1, column {index}", unknown("column", column, known))
        if column in columns[: index - 1]:
            raise DossierError(file, f"row 1, column {index}", f"{column!r} stands twice")


def _row(number: int, cells: Sequence[str], columns: Sequence[str], file: str) -> Row:
    if len(cells) != len(columns):
        reason = f"has {len(cells)} cells, the heading has {len(columns)}"
        raise DossierError(file, f"row {number}", reason)
    said = {column: original(cell) for column, cell in zip(columns, cells, strict=True) if cell}
    for column, cell in said.items():
        if len(cell) > CELL_CHARS_MAX:
            reason = f"{len(cell):,} characters, at most {CELL_CHARS_MAX:,} are allowed"
            raise DossierError(file, f"row {number}, {column}", reason)
    return Row(number, said)
