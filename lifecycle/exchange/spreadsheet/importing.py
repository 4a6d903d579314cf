"""Bring a spreadsheet of facts into the log: new rows are recorded, edited cells corrected."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from events.model import RecordedEvent
from lifecycle.deciding.checks.definitions import check_registration
from lifecycle.deciding.commands import Command
from lifecycle.deciding.plan import Plan, merged, plan_facts, plan_new
from lifecycle.definitions.catalogue import find_definition
from lifecycle.definitions.definition import Definition
from lifecycle.definitions.machine import Rules, rules_of
from lifecycle.errors import (
    CommandRefusedError,
    DefinitionError,
    DossierError,
    InvalidFactError,
    NotFoundError,
)
from lifecycle.exchange.importing import Import, carry_out
from lifecycle.exchange.spreadsheet.columns import column_of
from lifecycle.exchange.spreadsheet.edits import edit
from lifecycle.exchange.spreadsheet.reading import FactRow, Sheet, Spreadsheet
from lifecycle.facts.models import DefinitionMigrated, MechanismRegistered
from lifecycle.facts.models.founding import DefinitionRef
from lifecycle.history.fold import Turn
from lifecycle.history.history import History
from lifecycle.registry.registry import Registry
from lifecycle.storage.definition_log import definition_appends
from lifecycle.storage.loader import Loader


def plan_spreadsheet(
    registry: Registry, spreadsheet: Spreadsheet, *, actor: str | None = None
) -> Import:
    """Decide what *spreadsheet* adds to the log, or tells otherwise than it, without recording it.

    What it does not tell, neither in a row nor in a column, stays as it is.

    Raises:
        DossierError: If a row cannot be recorded, or tells what cannot be corrected.
        CommandRefusedError: If the policy of a mechanism refuses one.
    """
    return _Planner(registry, spreadsheet, actor).plan()


def import_spreadsheet(
    registry: Registry, spreadsheet: Spreadsheet, *, actor: str | None = None
) -> tuple[list[RecordedEvent], int]:
    """Record what *spreadsheet* adds, all or nothing; return the new events and the count known."""
    return carry_out(registry, lambda: plan_spreadsheet(registry, spreadsheet, actor=actor))


class _Planner:
    def __init__(self, registry: Registry, spreadsheet: Spreadsheet, actor: str | None) -> None:
        self.registry, self.spreadsheet = registry, spreadsheet
        self.by = {} if actor is None else {"actor": actor}
        self.loader = Loader(registry.store)
        self.used: dict[str, Definition] = {}
        """Definitions that new facts rest on, by hash."""
        self.known = 0

    def plan(self) -> Import:
        plan = merged([self._sheet(sheet) for sheet in self.spreadsheet.sheets])
        definitions = definition_appends(self.registry.store, self.used.values())
        return Import(replace(plan, appends=(*definitions, *plan.appends)), self.known)

    def _sheet(self, sheet: Sheet) -> Plan:
        try:
            history = self.registry.mechanism(sheet.mechanism_id).recorded
        except NotFoundError as error:
            if sheet.registration is None:
                reason = f"{error}; a row mechanism_registered would make it"
                raise self._error(sheet.rows[0], "mechanism", reason) from error
            return self._new(sheet, sheet.registration)
        return self._more(sheet, history)

    def _new(self, sheet: Sheet, first: FactRow) -> Plan:
        fact = first.command.saying(**self.by).fact
        event = fact.event
        assert isinstance(event, MechanismRegistered)  # noqa: S101  # the reader sees to it
        history = History((fact,), self._rules(first, "definition", event.definition))
        try:
            check_registration(event, history.rules.definition)
        except InvalidFactError as error:
            raise self._error(first, error.place, error.reason) from error
        self._check_free(first)
        commands = [self._turning(row) for row in sheet.facts]
        places = {row.command.event_id: row for row in sheet.rows}
        return self._planned(places, lambda: plan_new(fact, history, commands))

    def _more(self, sheet: Sheet, history: History) -> Plan:
        """Plan what a spreadsheet adds to a mechanism on record: corrections first."""
        recorded = {fact.event_id for fact in history.facts}
        places, corrections, new = dict[str, FactRow](), list[Command](), list[Command]()
        for row in sheet.rows:
            places[row.command.event_id] = row
            if row is not sheet.registration and row.command.event_id not in recorded:
                new.append(self._turning(row))
                continue
            self.known += 1
            correction = edit(history, row, self.spreadsheet)
            if correction is not None:
                places[correction.event_id] = row
                corrections.append(correction.saying(**self.by))
        commands = [*corrections, *new]
        return self._planned(places, lambda: plan_facts(sheet.mechanism_id, history, commands))

    def _turning(self, row: FactRow) -> Command:
        """Return the command of a new fact, with the change of rules that it brings."""
        self._check_free(row)
        command, event = row.command.saying(**self.by), row.command.event
        if not isinstance(event, DefinitionMigrated):
            return command
        rules = self._rules(row, "definition", event.definition)
        return replace(command, turn=Turn(rules, event.states))

    def _check_free(self, row: FactRow) -> None:
        """Check that the id of a new fact is not that of a fact of another mechanism."""
        found = self.registry.store.find(row.command.event_id)
        if found is not None:
            reason = f"{found.event_id!r} is a {found.type} of {found.stream}; empty the cell"
            raise self._error(row, "event_id", reason)

    def _rules(self, row: FactRow, column: str, reference: DefinitionRef) -> Rules:
        """Return the rules of a definition: as the file has it, the log, or this program."""
        found = self.spreadsheet.definitions.get(reference.hash) or self._shipped(reference)
        try:
            rules = rules_of(found) if found else self.loader.rules(reference.name, reference.hash)
        except NotFoundError as error:
            reason = f"{error}; the row definition_registered of the export holds it"
            raise self._error(row, column, reason) from error
        self.used[reference.hash] = rules.definition
        return rules

    def _shipped(self, reference: DefinitionRef) -> Definition | None:
        try:
            found = find_definition(f"{reference.name}@{reference.version}")
        except (NotFoundError, DefinitionError):
            return None
        return found if found.digest == reference.hash else None

    def _planned(self, places: Mapping[str, FactRow], plan: Callable[[], Plan]) -> Plan:
        """Run *plan*; a fault in one of the rows is told with its place in the file."""
        try:
            return plan()
        except InvalidFactError as error:
            row = places.get(error.event_id or "")
            if row is None:
                place = f"the fact {error.event_id} on record"
                raise DossierError(self.spreadsheet.file, place, str(error)) from error
            key, _, rest = error.place.partition(".")
            column = ".".join(filter(None, (column_of(row.command.event.type, key), rest)))
            raise self._error(row, column, error.reason) from error
        except CommandRefusedError as error:
            row = places[error.event_id or ""]
            error.place = f"{self.spreadsheet.file}: row {row.row} ({row.command.event.type})"
            raise

    def _error(self, row: FactRow, column: str, reason: str) -> DossierError:
        place = f"row {row.row}, {column}" if column else f"row {row.row}"
        return DossierError(self.spreadsheet.file, place, reason)
