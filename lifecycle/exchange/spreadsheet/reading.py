"""Spreadsheets of facts: CSV files of one fact a row, read into commands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from typing_extensions import override

from events.encoding import MAX_BYTES
from events.errors import EncodingError
from lifecycle.deciding.checks.amendments import NEVER_CORRECTED
from lifecycle.deciding.commands import Command
from lifecycle.definitions.definition import Definition, definition_from_text
from lifecycle.errors import DossierError, InvalidFactError, NotFoundError
from lifecycle.exchange.intake import (
    ENTRIES_MAX,
    Entry,
    Intake,
    MechanismEntries,
    Place,
    check_size,
    id_by_content,
    id_by_name,
    read_bytes,
)
from lifecycle.exchange.spreadsheet.cells import read_cell
from lifecycle.exchange.spreadsheet.columns import (
    COLUMNS,
    ROW_COLUMNS,
    column_of,
    content_of,
    keys_without,
)
from lifecycle.exchange.spreadsheet.registration import read_registered
from lifecycle.exchange.spreadsheet.table import Row, Table, heading_of, read_table
from lifecycle.facts.entries import (
    ENVELOPE_KEYS,
    did_you_mean,
    explain,
    read_as,
    read_envelope,
    shown,
)
from lifecycle.facts.fact import Envelope
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import (
    EVENT_TYPES,
    DefinitionRegistered,
    DomainEvent,
    MechanismRegistered,
)
from lifecycle.storage.definition_log import definition_fact

_EVENT_ID = re.compile(r"[ -~]{1,200}")
_READ_FIRST = frozenset({DefinitionRegistered.type, MechanismRegistered.type})
"""Types of rows that other rows may rest on, wherever these stand."""


def read_spreadsheet(path: str) -> Intake:
    """Read the CSV file at *path*.

    Raises:
        DossierError: With file, row and column of the first fault.
    """
    return parse_spreadsheet(read_bytes(path), path, folder=Path(path).parent)


def parse_spreadsheet(data: bytes, file: str, *, folder: Path | None = None) -> Intake:
    """Return the spreadsheet in *data*; *file* names it in errors.

    A ``kind`` may name a definition file in *folder*; without one, only what is shipped.
    """
    return _Reader(read_table(data, file, COLUMNS), folder).read()


def is_heading(line: bytes) -> bool:
    """Return whether a file that begins with *line* is a spreadsheet of facts."""
    columns = heading_of(line.decode("utf-8", "replace"))
    return "type" in columns and all(column in COLUMNS for column in columns)


@dataclass(frozen=True, slots=True)
class RowPlace(Place):
    """A row, whose cells are places of their own."""

    number: int
    type: str

    @override
    def of_cell(self, column: str) -> str:
        return f"row {self.number}, {column}" if column else f"row {self.number}"

    @override
    def of_key(self, key: str) -> str:
        key, _, rest = key.partition(".")
        return self.of_cell(".".join(filter(None, (column_of(self.type, key), rest))))

    @override
    def of_fault(self, error: InvalidFactError) -> tuple[str, str]:
        return self.of_key(error.place), error.reason


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose cells are read."""

    row: Row
    type: str
    said: Mapping[str, Any]

    @property
    def place(self) -> RowPlace:
        return RowPlace(f"row {self.row.number} ({self.type})", self.row.number, self.type)


class _Reader:
    """Reads the rows of one file; knows where it is."""

    def __init__(self, table: Table, folder: Path | None) -> None:
        self.table, self.folder = table, folder
        self.columns = frozenset(table.columns)
        self.definitions: dict[str, Definition] = {}
        self.told: dict[str, MechanismEntries] = {}
        self.seen: dict[str, int] = {}
        """Rows by the event ids that they tell."""
        self.named: dict[tuple[str, str], str] = {}
        """Event ids by mechanism and by the id that a row gives itself."""
        self.stands: dict[str, int] = {}
        """Rows by the event ids that other rows can refer to."""

    def read(self) -> Intake:
        if "type" not in self.table.columns:
            raise self.error(1, "", "has no column 'type'; it says what each row tells")
        entries = [self.entry(row) for row in self.table.rows]
        for entry in entries:
            if entry.type == DefinitionRegistered.type:
                self.add_definition(entry)
            elif entry.type == MechanismRegistered.type:
                self.register(entry)
        rest = [entry for entry in entries if entry.type not in _READ_FIRST]
        ids = self.mechanism_ids(rest)
        for entry, mechanism_id in zip(rest, ids, strict=True):
            self.name(entry, mechanism_id)
        for entry, mechanism_id in zip(rest, ids, strict=True):
            told = self.told.setdefault(mechanism_id, MechanismEntries(mechanism_id))
            self.add_fact(entry, told)
        return Intake(
            self.table.file,
            whole=False,
            definitions=self.definitions,
            mechanisms=tuple(self.told.values()),
        )

    def entry(self, row: Row) -> _Row:
        event_type = row.cells.get("type", "")
        if event_type not in EVENT_TYPES:
            hint = did_you_mean(event_type, EVENT_TYPES)
            raise self.error(row.number, "type", f"there is no type {event_type[:80]!r}{hint}")
        said: dict[str, Any] = {}
        for column, cell in row.cells.items():
            if column in ROW_COLUMNS:
                continue
            try:
                content = content_of(event_type, column)
                said[content.key] = read_cell(content.form, cell)
            except InvalidFactError as error:
                raise self.error(row.number, column, error.reason) from error
        return _Row(row, event_type, said)

    def add_definition(self, entry: _Row) -> None:
        event, _ = self.fact(entry, entry.said)
        assert isinstance(event, DefinitionRegistered)  # noqa: S101  # by the entry's type
        try:
            definition = definition_from_text(event.text)
        except ValidationError as error:
            reason = ": ".join(filter(None, explain(error, Definition)))
            raise self.error(entry.row.number, "text", reason) from error
        except EncodingError as error:
            raise self.error(entry.row.number, "text", str(error)) from error
        if definition.digest != event.hash:
            reason = "is not the definition with the hash of this row; it was changed or cut off"
            raise self.error(entry.row.number, "text", reason)
        for key, value in definition_fact(definition).event:
            if getattr(event, key) != value:
                reason = f"the definition itself says {shown(value)}"
                raise self.error(entry.row.number, column_of(entry.type, key), reason)
        for column in sorted(entry.said.keys() & ENVELOPE_KEYS.keys()):
            reason = "a definition is no fact of a mechanism; leave the cell empty"
            raise self.error(entry.row.number, column, reason)
        self.definitions[definition.digest] = definition

    def register(self, entry: _Row) -> None:
        number, given = entry.row.number, entry.row.cells.get("mechanism")
        column = next((key for key in ("on", "after", "follows") if key in entry.said), None)
        if column is not None:
            reason = "a registration is the log's own act and has no date; leave the cell empty"
            raise self.error(number, column, reason)
        said = {key: value for key, value in entry.said.items() if key in ENVELOPE_KEYS}
        told = {key: value for key, value in entry.said.items() if key not in said}
        try:
            event, definition = read_registered(given, told, self.folder)
            envelope = read_envelope(said)
        except NotFoundError as error:
            raise self.error(number, "kind", str(error)) from error
        except InvalidFactError as error:
            column = "mechanism" if error.place == "id" else error.place
            raise self.error(number, column, error.reason) from error
        if event.mechanism in self.told:
            raise self.error(number, "mechanism", f"{event.mechanism} is registered twice")
        if definition is not None:
            self.definitions.setdefault(definition.digest, definition)
        event_id = entry.row.cells.get("event_id") or derived_id("registration", event.mechanism)
        self.take(event_id, entry)
        first = self.telling(entry, event_id, event, envelope)
        self.told[event.mechanism] = MechanismEntries(event.mechanism, first)

    def mechanism_ids(self, entries: Sequence[_Row]) -> list[str]:
        """Return the mechanism of each entry: its own, or the only one that the file tells of."""
        given = [entry.row.cells.get("mechanism") for entry in entries]
        known = {*self.told, *filter(None, given)}
        only = next(iter(known)) if len(known) == 1 else None
        for entry, mechanism_id in zip(entries, given, strict=True):
            if not mechanism_id and only is None:
                reason = "is empty; where a file tells of several mechanisms, every row names its"
                raise self.error(entry.row.number, "mechanism", f"{reason} own")
        return [mechanism_id or str(only) for mechanism_id in given]

    def name(self, entry: _Row, mechanism_id: str) -> None:
        """Take in by which ids other rows can refer to this one."""
        name, event_id = entry.row.cells.get("id"), entry.row.cells.get("event_id")
        if name is not None:
            if (mechanism_id, name) in self.named:
                raise self.error(entry.row.number, "id", f"id {name[:80]!r} stands twice")
            event_id = event_id or id_by_name(mechanism_id, name)
            self.named[mechanism_id, name] = event_id
        if event_id is not None:
            self.stands.setdefault(event_id, entry.row.number)

    def add_fact(self, entry: _Row, told: MechanismEntries) -> None:
        said = dict(entry.said)
        for key in ("after", "follows"):
            if key in said:
                said[key] = [self.reference(entry, key, told, name) for name in said[key]]
        if "event" in said:
            said["event"] = self.reference(entry, "about", told, said["event"])
        event, envelope = self.fact(entry, said)
        event_id = self.event_id(entry, told.mechanism_id)
        self.take(event_id, entry)
        told.entries.append(self.telling(entry, event_id, event, envelope))
        if len(told.entries) > ENTRIES_MAX:
            reason = f"more than {ENTRIES_MAX:,} facts of {told.mechanism_id}; split the file"
            raise self.error(entry.row.number, "mechanism", reason)

    def telling(self, entry: _Row, event_id: str, event: DomainEvent, envelope: Envelope) -> Entry:
        """Return the fact of a row: silent about keys without a column, and who recorded it."""
        return Entry(
            Command(event_id, event, envelope, live=False),
            entry.place,
            silent=keys_without(self.columns, entry.type) | NEVER_CORRECTED - entry.said.keys(),
            gives_event_id="event_id" in entry.row.cells,
        )

    def event_id(self, entry: _Row, mechanism_id: str) -> str:
        given, name = entry.row.cells.get("event_id"), entry.row.cells.get("id")
        if given is not None:
            return given
        if name is not None:
            return self.named[mechanism_id, name]
        about = {"about": entry.said["event"]} if "event" in entry.said else {}
        told = {key: value for key, value in entry.said.items() if key != "event"}
        try:
            return id_by_content(mechanism_id, {"type": entry.type, **told, **about})
        except InvalidFactError as error:
            raise self.error(entry.row.number, "", error.reason) from error

    def take(self, event_id: str, entry: _Row) -> None:
        if not _EVENT_ID.fullmatch(event_id):
            reason = "an id has 1 to 200 characters, all of them ASCII"
            raise self.error(entry.row.number, "event_id", reason)
        if event_id in self.seen:
            reason = f"tells the same fact as row {self.seen[event_id]}"
            column = "event_id" if "event_id" in entry.row.cells else ""
            raise self.error(entry.row.number, column, f"{reason}; give it an id of its own")
        self.seen[event_id] = entry.row.number

    def reference(self, entry: _Row, column: str, told: MechanismEntries, name: Any) -> str:  # noqa: ANN401  # what a cell holds
        """Return the event id that *name* stands for: the id of a row, or an event id itself."""
        event_id = self.named.get((told.mechanism_id, str(name)), str(name))
        own, row = entry.row.number, self.stands.get(event_id, 0)
        if row > own:
            reason = f"{name!r} is told further down, in row {row}; move that row above this one"
            raise self.error(own, column, reason)
        return event_id

    def fact(self, entry: _Row, said: Mapping[str, Any]) -> tuple[DomainEvent, Envelope]:
        try:
            event, envelope = read_as(EVENT_TYPES[entry.type], said)
            check_size(event, envelope, MAX_BYTES)  # what the log holds can be imported
        except InvalidFactError as error:
            raise DossierError(self.table.file, *entry.place.of_fault(error)) from error
        return event, envelope

    def error(self, number: int, column: str, reason: str) -> DossierError:
        place = f"row {number}, {column}" if column else f"row {number}"
        return DossierError(self.table.file, place, reason)
