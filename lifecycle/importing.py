"""Bring a dossier, or a copy of a log, into the log."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from events.encoding import MAX_BYTES
from events.model import RecordedEvent
from lifecycle.amending import target_of
from lifecycle.commands import Command
from lifecycle.dossier import Dossier
from lifecycle.editing import edits
from lifecycle.errors import CommandRefusedError, DossierError, InvalidFactError, NotFoundError
from lifecycle.ids import derived_id
from lifecycle.planning import Plan
from lifecycle.registry import Registry


@dataclass(frozen=True, slots=True)
class Import:
    """What importing a dossier would record, or has recorded."""

    plan: Plan
    known: int
    """Count of entries that are on record already."""


def plan_import(registry: Registry, dossier: Dossier, *, actor: str | None = None) -> Import:
    """Decide what *dossier* adds to the log, or tells otherwise than it, without recording it.

    Raises:
        DossierError: If an entry cannot be recorded, or tells what cannot be corrected.
    """
    by = {} if actor is None else {"actor": actor}
    commands = [command.saying(**by) for command in dossier.commands]
    try:
        history = registry.mechanism(dossier.mechanism_id).recorded
    except NotFoundError:
        event_id = derived_id("registration", dossier.mechanism_id)
        plan = _planned(
            dossier,
            lambda: registry.plan_registration(
                dossier.details, commands, event_id=event_id, actor=actor
            ),
        )
        return Import(plan, 0)
    new = [command.saying(**by) for command in edits(history, commands, dossier)]
    told = replace(dossier, places={**dossier.places, **_places_of_edits(new, dossier)})
    plan = _planned(told, lambda: registry.plan(dossier.mechanism_id, new))
    on_record = {fact.event_id for fact in history.facts}
    return Import(plan, sum(command.event_id in on_record for command in commands))


def import_dossier(
    registry: Registry, dossier: Dossier, *, actor: str | None = None
) -> tuple[list[RecordedEvent], int]:
    """Record what *dossier* adds, all or nothing; return the new events and the count known."""
    known = 0

    def plan() -> Plan:
        nonlocal known
        planned = plan_import(registry, dossier, actor=actor)
        known = planned.known
        return planned.plan

    return registry.carry_out(plan), known


def read_log(lines: Iterable[bytes], file: str) -> Iterator[bytes]:
    """Yield the records of an exported log (JSON Lines), each without its line end.

    Raises:
        DossierError: If a line is longer than any record, empty, or cut off.
    """
    for number, line in enumerate(lines, start=1):
        if not line.endswith(b"\n"):
            raise DossierError(file, "", "the last line is cut off", line=number)
        record = line[:-1]
        if not record or len(record) > MAX_BYTES:
            raise DossierError(
                file, "", f"a record has 1 to {MAX_BYTES:,} bytes, not {len(record):,}", line=number
            )
        yield record


def _places_of_edits(commands: Iterable[Command], dossier: Dossier) -> Mapping[str, str]:
    """Return where the file tells, or no longer tells, what each amendment is about."""
    about = {c.event_id: target_of(c.fact) for c in commands if c.event_id not in dossier.places}
    return {
        event_id: dossier.places.get(target, "an entry that is gone")
        for event_id, target in about.items()
        if target is not None
    }


def _planned(dossier: Dossier, plan: Callable[[], Plan]) -> Plan:
    """Run *plan*; a fault in one of the entries is told with its place in the file."""
    try:
        return plan()
    except InvalidFactError as error:
        place = dossier.places.get(error.event_id or "", "mechanism")
        raise DossierError(dossier.file, place, str(error)) from error
    except CommandRefusedError as error:
        error.place = f"{dossier.file}: {dossier.places.get(error.event_id or '', 'mechanism')}"
        raise
