"""Plan: decide commands, and what would be appended for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.errors import EventIdReusedError, WrongExpectedVersionError
from events.model import NO_STREAM, Append, NewEvent, RecordedEvent
from lifecycle.deciding.anomaly_veto import forbidden
from lifecycle.deciding.checks.definitions import check_registration
from lifecycle.deciding.commands import Command
from lifecycle.deciding.decider import Accepted, decide_all
from lifecycle.deciding.identity import mechanism_id_of
from lifecycle.deciding.migration import reference_to
from lifecycle.definitions.catalogue import find_definition
from lifecycle.definitions.definition import Definition
from lifecycle.errors import CommandRefusedError, InvalidFactError
from lifecycle.facts.codec import said_of, to_new_event
from lifecycle.facts.entries import build
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MechanismRegistered
from lifecycle.facts.streams import stream_of
from lifecycle.history.history import History
from lifecycle.refusal import Refusal


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What would be recorded of one mechanism."""

    mechanism_id: str
    before: History
    """What is on record; of a new mechanism, its registration."""
    after: History
    """As it would be with the accepted facts."""
    accepted: tuple[Accepted, ...]
    is_new: bool = False
    """Whether the mechanism would be registered."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be appended, decided against the log as it was read."""

    changes: tuple[PlannedChange, ...]
    appends: tuple[Append, ...]
    """Empty if everything is on record already."""
    known: tuple[RecordedEvent, ...] = ()
    """Facts of the commands that are on record already."""

    @property
    def mechanism_id(self) -> str:
        """The mechanism that it is about; of several, the first."""
        return self.changes[0].mechanism_id

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """All that would be recorded."""
        return tuple(item for change in self.changes for item in change.accepted)


def merged(plans: Sequence[Plan]) -> Plan:
    """Return the plan that does all that *plans* do, in one transaction."""
    return Plan(
        tuple(change for plan in plans for change in plan.changes),
        tuple(append for plan in plans for append in plan.appends),
        tuple(event for plan in plans for event in plan.known),
    )


def read_registration(details: Mapping[str, Any]) -> tuple[MechanismRegistered, Definition]:
    """Return what *details* of a mechanism say, with its definition found and its id made.

    Their ``kind`` is a `Definition`, or the name of a shipped one, or the path of one: the caller's
    own, for what a file names is found where the file is read (`find_beside`).

    Raises:
        InvalidFactError: If a detail is missing or wrong.
        NotFoundError: If the kind is unknown.
    """
    data = dict(details)
    for key in ("kind", "parties", "subject"):
        if not data.get(key):
            raise InvalidFactError("is missing", place=key)
    kind = data.pop("kind")
    definition = kind if isinstance(kind, Definition) else find_definition(str(kind))
    data = in_tables(data)
    data["definition"] = reference_to(definition).model_dump()
    data.setdefault("policy", definition.policy)
    given = data.pop("id", None)
    data["mechanism"] = given if given is not None else mechanism_id_of(data, definition)
    registered = build(MechanismRegistered, data)
    check_registration(registered, definition)
    return registered, definition


def in_tables(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return *details* of a mechanism with its short forms written out: ``name``, party codes.

    Raises:
        InvalidFactError: If names or parties are no list.
    """
    data = {"parties": (), **details}
    name = data.pop("name", None)
    for key in ("names", "parties"):
        if not isinstance(data.get(key, []), list | tuple):
            raise InvalidFactError("should be a list", place=key)
    if name is not None:
        data["names"] = [{"text": name}, *data.get("names", ())]
    data["parties"] = [{"code": p} if isinstance(p, str) else p for p in data["parties"]]
    return data


def plan_facts(
    mechanism_id: str,
    history: History,
    commands: Sequence[Command],
    *,
    if_version: int | None = None,
) -> Plan:
    """Return the plan that records *commands* on a mechanism with *history*.

    Raises:
        CommandRefusedError: If one is refused.
        InvalidFactError: If one cannot be recorded under any policy.
        WrongExpectedVersionError: If there is something to record, and the mechanism does not
            have the version *if_version*.
    """
    stream = stream_of(mechanism_id)
    if if_version is not None and if_version != history.version:
        on_record = {fact.event_id for fact in history.facts}
        if any(command.event_id not in on_record for command in commands):
            raise WrongExpectedVersionError(stream, expected=if_version, actual=history.version)
    accepted, known, after = _decided(history, commands)
    events = [*map(_event, accepted)]
    appends = (Append(stream, events, history.version),) if events else ()
    return Plan((PlannedChange(mechanism_id, history, after, accepted),), appends, known)


def plan_new(registration: Fact, history: History, commands: Sequence[Command]) -> Plan:
    """Return the plan that registers a mechanism, its *history* so far, and records *commands*."""
    accepted, _, after = _decided(history, commands)
    registered = history.registration
    first = to_new_event(registration, dict(history.start.named))
    events = [first, *map(_event, accepted)]
    appends = (Append(stream_of(registered.mechanism), events, NO_STREAM),)
    change = PlannedChange(registered.mechanism, history, after, accepted, is_new=True)
    return Plan((change,), appends)


def _decided(
    history: History, commands: Sequence[Command]
) -> tuple[tuple[Accepted, ...], tuple[RecordedEvent, ...], History]:
    """Return what is accepted, what is on record already, and the history with both."""
    found = [(command, _on_record(history, command)) for command in commands]
    known = tuple(recorded for _, recorded in found if recorded is not None)
    new = [command for command, recorded in found if recorded is None]
    if not new:
        return (), known, history
    decision = decide_all(history, new)
    if not isinstance(decision, Refusal):
        decision = forbidden(history, decision) or decision
    if isinstance(decision, Refusal):
        raise CommandRefusedError(decision)
    return decision, known, decision[-1].history


def _on_record(history: History, command: Command) -> RecordedEvent | None:
    """Return the event that an earlier run of *command* recorded, if there is one.

    Raises:
        EventIdReusedError: If the id names a fact that says something else.
    """
    fact = next((fact for fact in history.facts if fact.event_id == command.event_id), None)
    if fact is None or fact.recorded is None:
        return None
    if said_of(fact) != said_of(command.fact):
        raise EventIdReusedError(
            command.event_id, fact.recorded.position, "names a fact that says something else"
        )
    return fact.recorded


def _event(item: Accepted) -> NewEvent:
    return to_new_event(item.fact, dict(item.step.state.named))
