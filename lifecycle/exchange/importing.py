"""Bring files of facts, or a copy of a log, into the log."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from events.encoding import MAX_BYTES
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
from lifecycle.exchange.edits import Edits
from lifecycle.exchange.intake import Entry, HeadPlace, Intake, MechanismEntries, Place
from lifecycle.exchange.whole_edits import WholeEdits
from lifecycle.facts.codec import to_fact
from lifecycle.facts.models import DefinitionMigrated, DomainEvent, MechanismRegistered
from lifecycle.facts.models.founding import DefinitionRef
from lifecycle.facts.streams import stream_of
from lifecycle.history.fold import Turn
from lifecycle.history.history import History
from lifecycle.parsing.text_files import BOM
from lifecycle.registry.change import Change
from lifecycle.registry.registry import Registry
from lifecycle.storage.definition_log import definition_appends
from lifecycle.storage.loader import Loader, attempt


@dataclass(frozen=True, slots=True)
class Import:
    """What importing a file would record, or has recorded."""

    plan: Plan
    known: int
    """Count of entries that are on record already."""


def plan_import(registry: Registry, intake: Intake, *, actor: str | None = None) -> Import:
    """Decide what a file adds to the log, or tells otherwise than it, without recording it.

    What a spreadsheet does not tell, neither in a row nor in a column, stays as it is; what a
    dossier told once and tells no longer is retracted.

    Raises:
        DossierError: If an entry cannot be recorded, or tells what cannot be corrected.
        CommandRefusedError: If the policy of a mechanism refuses one.
    """
    return _Planner(registry, intake, actor).plan()


def import_file(
    registry: Registry, intake: Intake, *, actor: str | None = None
) -> tuple[list[RecordedEvent], int]:
    """Record what a file adds, all or nothing; return the new events and the count known.

    Raises as `record_file`.
    """
    change, known = record_file(registry, intake, actor=actor)
    return change.events, known


def record_file(
    registry: Registry, intake: Intake, *, actor: str | None = None
) -> tuple[Change, int]:
    """Record what a file adds, all or nothing; return what that changed and the count known.

    Raises:
        WrongExpectedVersionError: If others got there first every time; else as `plan_import`.
    """
    decided: list[Import] = []

    def plan() -> Plan:
        decided.append(plan_import(registry, intake, actor=actor))
        return decided[-1].plan

    return registry.carry_out(plan), decided[-1].known


class _Planner:
    def __init__(self, registry: Registry, intake: Intake, actor: str | None) -> None:
        self.registry, self.intake, self.actor = registry, intake, actor
        self.loader = Loader(registry.store)
        self.used: dict[str, Definition] = {}
        """Definitions that new facts rest on, by hash."""
        self.known = 0

    def plan(self) -> Import:
        plan = merged([self._mechanism(told) for told in self.intake.mechanisms])
        definitions = definition_appends(self.registry.store, self.used.values())
        return Import(replace(plan, appends=(*definitions, *plan.appends)), self.known)

    def _mechanism(self, told: MechanismEntries) -> Plan:
        try:
            history = self.registry.mechanism(told.mechanism_id).recorded
        except NotFoundError as error:
            if told.registration is None:
                place = told.entries[0].place.of_cell("mechanism")
                reason = f"{error}; a row mechanism_registered would make it"
                raise self.intake.error(place, reason) from error
            return self._new(told, told.registration)
        return self._more(told, history)

    def _new(self, told: MechanismEntries, first: Entry) -> Plan:
        fact, event = self._commands([first])[0].fact, first.command.event
        assert isinstance(event, MechanismRegistered)  # noqa: S101  # the readers see to it
        history = History((fact,), self._rules(first, event.definition))
        try:
            check_registration(event, history.rules.definition)
        except InvalidFactError as error:
            raise self.intake.error(*first.place.of_fault(error)) from error
        self._check_free(first)
        commands = self._commands(map(self._turning, told.entries))
        return self._planned(_places(told.all), lambda: plan_new(fact, history, commands))

    def _more(self, told: MechanismEntries, history: History) -> Plan:
        """Plan what a file adds to a mechanism on record: corrections first."""
        compare = WholeEdits if self.intake.whole else Edits
        edits, changed, new = compare(history, told, self.intake), list[Entry](), list[Entry]()
        places = dict[str, Place]()
        for entry in told.all:
            recorded = edits.recorded(entry)
            if recorded is None:
                new.append(self._turning(entry))
                continue
            places[recorded.event_id] = entry.place
            changed += edits.corrections(entry, recorded)
            self.known += not isinstance(entry.place, HeadPlace)
        edits.check_order(new)
        more = [*edits.undone, *changed, *new]
        places |= _places(more)
        commands = self._commands(more)
        return self._planned(places, lambda: plan_facts(told.mechanism_id, history, commands))

    def _commands(self, entries: Iterable[Entry]) -> list[Command]:
        by = {} if self.actor is None else {"actor": self.actor}
        return [entry.command.saying(**by) for entry in entries]

    def _turning(self, entry: Entry) -> Entry:
        """Return the entry of a new fact, with the change of rules that it brings."""
        self._check_free(entry)
        event = entry.command.event
        if not isinstance(event, DefinitionMigrated):
            return entry
        turn = Turn(self._rules(entry, event.definition), event.states)
        return replace(entry, command=replace(entry.command, turn=turn))

    def _check_free(self, entry: Entry) -> None:
        """Check that the id of a new fact is not that of a fact of another mechanism."""
        found = self.registry.store.find(entry.command.event_id) if entry.gives_event_id else None
        if found is not None:
            reason = f"{found.event_id!r} is a {found.type} of {found.stream}; empty the cell"
            raise self.intake.error(entry.place.of_cell("event_id"), reason)

    def _rules(self, entry: Entry, reference: DefinitionRef) -> Rules:
        """Return the rules of a definition: as the file has it, the log, or this program."""
        found = self.intake.definitions.get(reference.hash) or _shipped(reference)
        try:
            rules = rules_of(found) if found else self.loader.rules(reference.name, reference.hash)
        except NotFoundError as error:
            reason = f"{error}; the row definition_registered of the export holds it"
            raise self.intake.error(entry.place.of_key("definition"), reason) from error
        self.used[reference.hash] = rules.definition
        return rules

    def _planned(self, places: Mapping[str, Place], plan: Callable[[], Plan]) -> Plan:
        """Run *plan*; an error about one of the facts names its place in the file, found by id."""
        try:
            return plan()
        except InvalidFactError as error:
            on_record = Place(f"the fact {error.event_id} on record")
            place = places.get(error.event_id or "", on_record)
            raise self.intake.error(*place.of_fault(error)) from error
        except CommandRefusedError as error:
            error.place = f"{self.intake.file}: {places[error.event_id or ''].label}"
            raise


def _places(entries: Iterable[Entry]) -> dict[str, Place]:
    return {entry.command.event_id: entry.place for entry in entries}


def _shipped(reference: DefinitionRef) -> Definition | None:
    try:
        found = find_definition(f"{reference.name}@{reference.version}")
    except (NotFoundError, DefinitionError):
        return None
    return found if found.digest == reference.hash else None


def namesakes(registry: Registry, intake: Intake) -> list[str]:
    """Return the ids of mechanisms with the name and the parties of a new one in a dossier.

    It may be one of them: without an id of its own in the file, its id is made of its parties,
    kind and subject, and changes with them.
    """
    told = intake.mechanisms[0].registration
    if told is None or intake.mechanism_id in registry.ids():
        return []
    event = told.command.event
    return [other for other in registry.ids() if _is_namesake(event, registry, other)]


def _is_namesake(one: DomainEvent, registry: Registry, mechanism_id: str) -> bool:
    first = registry.store.read_stream(stream_of(mechanism_id), to_version=0)
    other = attempt(mechanism_id, lambda: next((to_fact(event).event for event in first), None))
    if not (isinstance(one, MechanismRegistered) and isinstance(other, MechanismRegistered)):
        return False  # as if one that cannot be read, which is no hint
    names, others = ({name.text.casefold() for name in each.names} for each in (one, other))
    parties = [{party.code for party in each.parties} for each in (one, other)]
    return parties[0] == parties[1] and not names.isdisjoint(others)


def read_log(lines: Iterable[bytes], file: str) -> Iterator[bytes]:
    """Yield the records of an exported log (JSON Lines), each without its line end.

    Raises:
        DossierError: If a line is longer than any record, empty, or cut off.
    """
    for number, line in enumerate(lines, start=1):
        if number == 1 and line.startswith(BOM.encode()):
            reason = (
                "begins with a byte order mark, so its bytes were changed; export the log again"
            )
            raise DossierError(file, "", reason, line=1)
        if not line.endswith(b"\n"):
            raise DossierError(file, "", "the last line is cut off", line=number)
        record = line[:-1]
        if not record or len(record) > MAX_BYTES:
            raise DossierError(
                file, "", f"a record has 1 to {MAX_BYTES:,} bytes, not {len(record):,}", line=number
            )
        yield record
