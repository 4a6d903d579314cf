"""Spreadsheets in few words, and all that a log tells."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lifecycle.exchange.intake import Intake
from lifecycle.exchange.spreadsheet.reading import parse_spreadsheet
from lifecycle.exchange.spreadsheet.rows import spreadsheet_of
from lifecycle.exchange.spreadsheet.table import csv_text, original
from lifecycle.facts.entries import entry_of
from lifecycle.registry.registry import Registry

REGISTRATION = {
    "type": "mechanism_registered",
    "name": "A working group",
    "kind": "bilateral-mechanism",
    "parties": "AA; ZZ",
    "subject": "Harbours",
}
MECHANISM = "aa-zz-bm-harbours"
NOON = datetime(2025, 12, 31, 12, tzinfo=UTC)

Cells = Mapping[str, str]


def csv_of(*rows: Cells) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return csv_text([columns, *([row.get(c, "") for c in columns] for row in rows)]).encode()


def sheet(*rows: Cells, folder: Path | None = None) -> Intake:
    return parse_spreadsheet(csv_of(*rows), "facts.csv", folder=folder)


def rows_of(registry: Registry) -> list[dict[str, str]]:
    """Return the rows of an export, as an editor of spreadsheets would show them."""
    text = spreadsheet_of(registry).removeprefix("\ufeff")
    read = csv.DictReader(io.StringIO(text, newline=""))
    return [{column: original(cell) for column, cell in row.items()} for row in read]


def memory() -> Registry:
    """Open an empty log whose clock stands still."""
    return Registry.open("memory:", clock=lambda: NOON)


def everything(registry: Registry) -> list[Any]:
    """Return all that the log tells of its mechanisms: facts, readings, states, anomalies."""
    return [
        (
            mechanism.id,
            [(f.event_id, f.type, entry_of(f)) for f in mechanism.recorded.facts],
            [(f.event_id, entry_of(f), f.amended_by) for f in mechanism.history],
            [(step.state.tracks, step.outcome) for step in mechanism.steps],
            [(a.code, a.message, a.events) for a in mechanism.anomalies],
        )
        for mechanism in registry.list()
    ]
