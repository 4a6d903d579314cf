"""Values as the text of a cell, and back: each kind of value in the form that people read best."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from lifecycle.dates.edtf import parse
from lifecycle.errors import DateError, InvalidFactError
from lifecycle.facts.entries import SHOWN_MAX
from lifecycle.parsing.strict_json import JsonError, read_json

SEPARATOR = "; "
"""Between the words of a list."""

_PARTING = re.compile(r";|\A\[")
_WHOLE_NUMBER = re.compile(r"[+-]?\d{1,15}")


class Form(StrEnum):
    """How a kind of value is written in a cell."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "true or false"
    WORDS = "words"
    JSON = "JSON"


def write_cell(form: Form, value: Any) -> str:  # noqa: ANN401  # JSON of any shape
    """Return *value* as the text of a cell; `read_cell` reads it back exactly."""
    if form is Form.WORDS:
        return _words_text(value)
    return _json_text(value) if form in _AS_JSON else str(value)


def read_cell(form: Form, cell: str) -> Any:  # noqa: ANN401  # as above
    """Return the value that *cell* tells.

    Raises:
        InvalidFactError: If it does not have the form; the reason says how to write it.
    """
    return _READERS[form](cell)


def _words_text(words: Sequence[Any]) -> str:
    """Return *words* in a row, or as a JSON list if they could not be told apart there."""
    plain = all(
        isinstance(word, str) and word and word == word.strip() and not _PARTING.search(word)
        for word in words
    )
    return SEPARATOR.join(words) if plain else _json_text(words)


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _words(cell: str) -> list[Any]:
    if cell.lstrip().startswith("["):
        return list(_json(cell))
    return [word for part in cell.split(";") if (word := part.strip())]


def _json(cell: str) -> Any:  # noqa: ANN401  # JSON can be anything
    try:
        return read_json(cell)
    except JsonError as error:
        raise InvalidFactError(
            f"{error.reason}; write it as JSON, every text in double quotes"
        ) from error


def _date(cell: str) -> str:
    try:
        parse(cell)
    except DateError as error:
        shown = repr(cell[:SHOWN_MAX])
        raise InvalidFactError(
            f"{shown} is not a date as it is written here; write 2025-12-09, 2025-12 or 2025."
            " Spreadsheets rewrite dates: format the column as text first"
        ) from error
    return cell


def _number(cell: str) -> int:
    if not _WHOLE_NUMBER.fullmatch(cell):
        raise InvalidFactError(f"should be a whole number, not {cell[:SHOWN_MAX]!r}")
    return int(cell)


def _yes_no(cell: str) -> bool:
    word = cell.lower()  # spreadsheets write TRUE
    if word not in ("true", "false"):
        raise InvalidFactError(f"should be true or false, not {cell[:SHOWN_MAX]!r}")
    return word == "true"


_AS_JSON = (Form.JSON, Form.YES_NO)
_READERS: Mapping[Form, Callable[[str], Any]] = {
    Form.TEXT: str,
    Form.DATE: _date,
    Form.NUMBER: _number,
    Form.YES_NO: _yes_no,
    Form.WORDS: _words,
    Form.JSON: _json,
}
