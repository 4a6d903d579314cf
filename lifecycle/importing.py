"""Bring a dossier, or a copy of a log, into the log."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from events.encoding import MAX_BYTES
from events.model import RecordedEvent
from lifecycle.codec import said_of
from lifecycle.commands import Command
from lifecycle.decider import History
from lifecycle.dossier import Dossier
from lifecycle.errors import CommandRefusedError, DossierError, InvalidFactError, NotFoundError
from lifecycle.facts import Fact
from lifecycle.ids import derived_id
from lifecycle.planning import Plan, read_registration
from lifecycle.registry import Registry

SHOWN_MAX = 120
"""Most characters of a value that an error repeats."""


@dataclass(frozen=True, slots=True)
class Import:
    """What importing a dossier would record, or has recorded."""

    plan: Plan
    known: int
    """Count of entries that are on record already."""


def plan_import(registry: Registry, dossier: Dossier, *, actor: str | None = None) -> Import:
    """Decide what *dossier* adds to the log, without recording it.

    Raises:
        DossierError: If an entry cannot be recorded, or tells a recorded fact otherwise.
    """
    commands = [_by(command, actor) for command in dossier.commands]
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
    _check_registration(history, dossier)
    new = list(_new_commands(history, commands, dossier))
    plan = _planned(dossier, lambda: registry.plan(dossier.mechanism_id, new))
    return Import(plan, len(commands) - len(new))


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


def _by(command: Command, actor: str | None) -> Command:
    if actor is None:
        return command
    return replace(command, envelope=command.envelope.model_copy(update={"actor": actor}))


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


def _check_registration(history: History, dossier: Dossier) -> None:
    told = read_registration(dossier.details)[0].model_dump(mode="json")
    recorded = history.registration.model_dump(mode="json")
    # The definition may have a newer version by now; the mechanism lives on under its own.
    told["definition"], recorded["definition"] = (
        of["definition"]["name"] for of in (told, recorded)
    )
    for key, value in told.items():
        if value != recorded[key]:
            raise DossierError(
                dossier.file,
                f"mechanism.{key}",
                f"the log has {_short(recorded[key])}, the file {_short(value)};"
                " the log keeps what was recorded",
            )


def _new_commands(history: History, commands: list[Command], dossier: Dossier) -> Iterator[Command]:
    """Yield the commands that are not on record; check those that are."""
    by_id = {fact.event_id: fact for fact in history.facts}
    told = {command.event_id for command in commands}
    group = derived_id("dossier", dossier.mechanism_id)
    for fact in history.facts:
        if fact.envelope.correlation_id == group and fact.event_id not in told:
            date = fact.occurred or "undated"
            raise DossierError(
                dossier.file,
                "",
                f"the log has a {fact.type} ({date}) from an earlier import that the file no longer"
                " tells; the log keeps what was recorded: put the entry back as it was",
            )
    for command in commands:
        recorded = by_id.get(command.event_id)
        if recorded is None:
            yield command
        else:
            _check_same(recorded, command, dossier)


def _check_same(recorded: Fact, command: Command, dossier: Dossier) -> None:
    was = _told(said_of(recorded))
    now = _told(said_of(Fact.proposed(command.event_id, command.event, command.envelope)))
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            raise DossierError(
                dossier.file,
                f"{dossier.places[command.event_id]}, {key}",
                f"the log has {_short(was.get(key))}, the file {_short(now.get(key))};"
                " the log keeps what was recorded",
            )


def _told(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry itself tells: not its place in the file, nor who imported it."""
    return {key: value for key, value in said.items() if key not in ("after", "actor")}


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}..."
