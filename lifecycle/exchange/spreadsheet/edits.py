"""An edited row of a fact on record: its differences become a correction."""

from collections.abc import Mapping
from typing import Any

from events.encoding import canonical_bytes
from lifecycle.deciding.checks.amendments import NEVER_CORRECTED, NOT_CORRECTED, REGISTERED_FOR_GOOD
from lifecycle.deciding.commands import Command
from lifecycle.errors import DossierError
from lifecycle.exchange.spreadsheet.columns import column_of
from lifecycle.exchange.spreadsheet.reading import FactRow, Spreadsheet
from lifecycle.facts.entries import entry_of, shown
from lifecycle.facts.fact import Fact
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import EventCorrected, MechanismRegistered
from lifecycle.history.history import History

_SHORT_FORMS = {"names": "name", "definition": "kind"}


def edit(history: History, row: FactRow, spreadsheet: Spreadsheet) -> Command | None:
    """Return the correction that makes a fact of *history* read as *row* tells it, if it differs.

    A cell changes nothing if it says what was recorded first, or what reads now: so neither an
    export that is imported again, nor an edit that is imported twice, adds anything.

    Raises:
        DossierError: If the row tells what cannot be corrected.
    """
    recorded = _recorded(history, row)
    if recorded.type != row.command.event.type:
        reason = f"the log has {recorded.type} under this event_id; empty the cell event_id"
        raise _error(spreadsheet, row, "type", f"{reason} if the row is to tell another fact")
    now = {fact.event_id: fact for fact in (*history.amended.facts, *history.amended.retracted)}
    changes = _changes(recorded, now.get(recorded.event_id, recorded), row, spreadsheet)
    if not changes:
        return None
    if recorded.event_id in history.amended.gone:
        reason = "is retracted already; retract the retraction if it counts after all"
        raise _error(spreadsheet, row, "event_id", f"{recorded.event_id} {reason}")
    _check(recorded, changes, row, spreadsheet)
    event = EventCorrected(
        event=recorded.event_id, changes=changes, reason="the spreadsheet changed"
    )
    # The same edit can come again after another one: the size of the record tells them apart.
    parts = (str(len(history.facts)), recorded.event_id, canonical_bytes({"c": changes}).decode())
    event_id = derived_id("spreadsheet correction", history.registration.mechanism, *parts)
    return Command(event_id, event)


def _recorded(history: History, row: FactRow) -> Fact:
    """Return the fact of *row*; a mechanism has one registration, under whatever id."""
    if row.command.event.type == MechanismRegistered.type:
        return history.facts[0]
    return next(fact for fact in history.facts if fact.event_id == row.command.event_id)


def _changes(recorded: Fact, now: Fact, row: FactRow, spreadsheet: Spreadsheet) -> dict[str, Any]:
    """Return the keys that *row* tells otherwise, with their new values; None takes a key away."""
    first, reads, tells = _told(recorded), _told(now), _told(row.command.fact)
    changes = {
        key: tells.get(key)
        for key in {**first, **reads, **tells}
        if _has_column(spreadsheet, recorded.type, key)
        and tells.get(key) not in (first.get(key), reads.get(key))
    }
    # Who recorded a fact is no part of what it tells: an empty cell takes nothing away.
    return {
        k: value for k, value in changes.items() if value is not None or k not in NEVER_CORRECTED
    }


def _told(fact: Fact) -> dict[str, Any]:
    entry = entry_of(fact)
    if fact.type == MechanismRegistered.type:
        # The definition may have a newer version by now; the mechanism lives on under its own.
        entry["definition"] = entry["definition"]["name"]
    return entry


def _has_column(spreadsheet: Spreadsheet, event_type: str, key: str) -> bool:
    columns = {column_of(event_type, key)}
    if event_type == MechanismRegistered.type:
        columns.add(_SHORT_FORMS.get(key, key))
    return not columns.isdisjoint(spreadsheet.columns)


def _check(
    recorded: Fact, changes: Mapping[str, Any], row: FactRow, spreadsheet: Spreadsheet
) -> None:
    """Check that the keys of *changes* can be corrected."""
    is_registration = recorded.type == MechanismRegistered.type
    fixed = NEVER_CORRECTED | (REGISTERED_FOR_GOOD if is_registration else frozenset())
    for key, value in changes.items():
        column, was = column_of(recorded.type, key), _told(recorded).get(key)
        if key in fixed:
            reason = f"the log has {shown(was)}, the row {shown(value)}; this cannot be corrected"
            raise _error(spreadsheet, row, column, reason)
        if recorded.type in NOT_CORRECTED:
            reason = f"differs from the log, but {recorded.type} cannot be corrected; add a row"
            raise _error(spreadsheet, row, column, f"{reason} that retracts it, and one instead")


def _error(spreadsheet: Spreadsheet, row: FactRow, column: str, reason: str) -> DossierError:
    return DossierError(spreadsheet.file, f"row {row.row}, {column}", reason)
