"""Facts as rows of a spreadsheet: everything on record, as it was recorded."""

from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence
from typing import Any

from lifecycle.exchange.spreadsheet.cells import write_cell
from lifecycle.exchange.spreadsheet.columns import COLUMNS, column_of, content_of
from lifecycle.exchange.spreadsheet.registration import shortened
from lifecycle.exchange.spreadsheet.table import csv_text
from lifecycle.facts.entries import entry_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import DefinitionMigrated, MechanismRegistered
from lifecycle.facts.models.founding import DefinitionRef
from lifecycle.history.history import History
from lifecycle.parsing.text_files import BOM
from lifecycle.registry.reader import Reader
from lifecycle.storage.definition_log import definition_fact
from lifecycle.storage.loader import Loader, Unreadable

_ALWAYS = frozenset({"mechanism", "event_id", "type", "on", "after"})
"""Columns that an export has even if no fact fills them; of the others it has those it needs."""


def spreadsheet_of(
    registry: Reader,
    mechanism_ids: Sequence[str] = (),
    *,
    unreadable: MutableSequence[Unreadable] | None = None,
) -> str:
    """Return all facts of the mechanisms named, or of all, as CSV text for spreadsheets.

    Corrections, retractions and preferences are rows of their own, and so are the definitions that
    the mechanisms live under: what is imported from it into an empty log reads the same.
    *unreadable* takes those of all mechanisms that cannot be read.

    Raises:
        NotFoundError: If a mechanism is not on record.
        UnreadableMechanismsError: If there is a mechanism that *unreadable* did not take.
    """
    if mechanism_ids:
        found = [registry.mechanism(mechanism_id) for mechanism_id in dict.fromkeys(mechanism_ids)]
    else:
        found = list(registry.list(unreadable=unreadable))
    histories = [mechanism.recorded for mechanism in found]
    facts = [
        cells_of(fact, history.registration.mechanism)
        for history in histories
        for fact in history.facts
    ]
    rows = [*facts, *_definitions(registry, histories)]
    used = _ALWAYS.union(*rows)
    columns = [column for column in COLUMNS if column in used]
    body = ([row.get(column, "") for column in columns] for row in rows)
    return BOM + csv_text([columns, *body])


def cells_of(fact: Fact, mechanism_id: str = "") -> dict[str, str]:
    """Return the cells of the row that tells *fact*, by column."""
    told: Mapping[str, Any] = entry_of(fact)
    if fact.type == MechanismRegistered.type:
        told = shortened(told)
    row = {"mechanism": mechanism_id, "event_id": fact.event_id, "type": fact.type}
    for key, value in told.items():
        column = column_of(fact.type, key)
        row[column] = write_cell(content_of(fact.type, column).form, value)
    return row


def _definitions(registry: Reader, histories: Iterable[History]) -> Iterator[dict[str, str]]:
    """Yield the rows of all definitions that the mechanisms live or lived under."""
    loader, told = Loader(registry.store), set[str]()
    for reference in _references(histories):
        if reference.hash not in told:
            told.add(reference.hash)
            definition = loader.rules(reference.name, reference.hash).definition
            yield cells_of(definition_fact(definition))


def _references(histories: Iterable[History]) -> Iterator[DefinitionRef]:
    for history in histories:
        yield history.registration.definition
        for fact in history.facts:
            if isinstance(fact.event, DefinitionMigrated):
                yield fact.event.definition
