"""Bring a dossier, or a copy of a log, into the log."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from events.encoding import MAX_BYTES
from events.model import RecordedEvent
from lifecycle.deciding.commands import Command
from lifecycle.deciding.plan import Plan, read_registration
from lifecycle.errors import CommandRefusedError, DossierError, InvalidFactError, NotFoundError
from lifecycle.exchange.dossier import Dossier
from lifecycle.exchange.dossier_diff import edits
from lifecycle.facts.codec import to_fact
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import MechanismRegistered
from lifecycle.facts.streams import stream_of
from lifecycle.history.amendments import target_of
from lifecycle.parsing.text_files import BOM
from lifecycle.registry.registry import Registry
from lifecycle.storage.loader import attempt


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
    try:
        history = registry.mechanism(dossier.mechanism_id).recorded
    except NotFoundError:
        commands = [command.saying(**by) for command in dossier.commands]
        event_id = derived_id("registration", dossier.mechanism_id)
        plan = _planned(
            dossier,
            lambda: registry.plan_registration(
                dossier.details, commands, event_id=event_id, actor=actor
            ),
        )
        return Import(plan, 0)
    new = [command.saying(**by) for command in edits(history, dossier)]
    places = {**dossier.places, history.facts[0].event_id: "mechanism"}
    told = replace(dossier, places={**places, **_places_of_edits(new, places)})
    plan = _planned(told, lambda: registry.plan(dossier.mechanism_id, new))
    on_record = {fact.event_id for fact in history.facts}
    return Import(plan, sum(command.event_id in on_record for command in dossier.commands))


def import_dossier(
    registry: Registry, dossier: Dossier, *, actor: str | None = None
) -> tuple[list[RecordedEvent], int]:
    """Record what *dossier* adds, all or nothing; return the new events and the count known."""
    return carry_out(registry, lambda: plan_import(registry, dossier, actor=actor))


def carry_out(registry: Registry, decide: Callable[[], Import]) -> tuple[list[RecordedEvent], int]:
    """Record what *decide* plans, as `Registry.carry_out`; return the new events, the count known.

    Raises:
        WrongExpectedVersionError: If others got there first every time.
    """
    decided: list[Import] = []

    def plan() -> Plan:
        decided.append(decide())
        return decided[-1].plan

    return registry.carry_out(plan), decided[-1].known


def namesakes(registry: Registry, dossier: Dossier) -> list[str]:
    """Return the ids of mechanisms with the name and the parties of a new one in *dossier*.

    It may be one of them: without an id of its own in the file, its id is made of its parties,
    kind and subject, and changes with them.
    """
    if dossier.mechanism_id in registry.ids():
        return []
    told = read_registration(dossier.details)[0]
    return [other for other in registry.ids() if _is_namesake(told, registry, other)]


def _is_namesake(one: MechanismRegistered, registry: Registry, mechanism_id: str) -> bool:
    first = registry.store.read_stream(stream_of(mechanism_id), to_version=0)
    other = attempt(mechanism_id, lambda: next((to_fact(event).event for event in first), None))
    if not isinstance(other, MechanismRegistered):  # as one that cannot be read, which is no hint
        return False
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


def _places_of_edits(commands: Iterable[Command], places: Mapping[str, str]) -> Mapping[str, str]:
    """Return where the file tells, or no longer tells, what each amendment is about."""
    about = {c.event_id: target_of(c.fact) for c in commands if c.event_id not in places}
    return {
        event_id: places.get(target, "an entry that is gone")
        for event_id, target in about.items()
        if target is not None
    }


def _planned(dossier: Dossier, plan: Callable[[], Plan]) -> Plan:
    """Run *plan*; a fault in one of the entries is told with its place in the file."""
    try:
        return plan()
    except InvalidFactError as error:
        event_id = error.event_id or ""
        about = "mechanism" if not event_id else f"the fact {event_id} on record"
        place = dossier.places.get(event_id, about)
        raise DossierError(dossier.file, place, str(error)) from error
    except CommandRefusedError as error:
        error.place = f"{dossier.file}: {dossier.places.get(error.event_id or '', 'mechanism')}"
        raise
