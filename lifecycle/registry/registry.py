"""The registry: the only writer of mechanisms, and the public API for services."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self, Unpack, overload

from typing_extensions import override

from events.clock import Clock, utc_now
from events.errors import EventIdReusedError, WrongExpectedVersionError
from events.model import RecordedEvent
from events.store import EventStore
from lifecycle.deciding.commands import Command
from lifecycle.deciding.migration import Migration, migration_command
from lifecycle.deciding.plan import Plan, merged, plan_facts, plan_new, read_registration
from lifecycle.definitions.definition import Definition
from lifecycle.definitions.machine import rules_of
from lifecycle.errors import InvalidFactError, check_argument
from lifecycle.facts.entries import event_model, read_entry, read_envelope
from lifecycle.facts.fact import Fact
from lifecycle.facts.ids import IdSource, derived_id, random_id
from lifecycle.facts.models import DomainEvent
from lifecycle.facts.streams import stream_of
from lifecycle.history.history import History
from lifecycle.registry.change import Change
from lifecycle.registry.details import (
    CommandDetails,
    EnvelopeDetails,
    ListOf,
    NameDict,
    RegistrationDetails,
)
from lifecycle.registry.reader import Reader
from lifecycle.registry.verbs import Verbs
from lifecycle.storage.definition_log import definition_appends
from lifecycle.storage.open_store import BUSY_TIMEOUT, open_store

_LOGGER = logging.getLogger("lifecycle.registry")
logging.getLogger("lifecycle").addHandler(logging.NullHandler())

RETRIES_MAX = 100
"""How often a command is decided again because another writer got there first."""


class Registry(Reader, Verbs):
    """Records and reads mechanisms in a log. Safe to share between threads."""

    def __init__(self, store: EventStore, *, ids: IdSource = random_id) -> None:
        """Wrap an open store; `Registry.open` opens one by its place."""
        super().__init__(store)
        self._ids = ids

    @classmethod
    def open(
        cls,
        location: str,
        *,
        readonly: bool = False,
        create: bool = True,
        clock: Clock = utc_now,
        ids: IdSource = random_id,
        busy_timeout: float = BUSY_TIMEOUT,
    ) -> Self:
        """Open the log at *location*: a path, ``sqlite:///path`` or ``memory:``.

        Args:
            location: Where the log is.
            readonly: Whether it is only to be read; then nothing is made or changed.
            create: Whether to make a log where there is none.
            clock: Says what time it is when something is recorded.
            ids: Draws the ids of events that are recorded without one.
            busy_timeout: How long to wait in all while another program holds the log locked, in
                seconds; 0 to raise `StoreBusyError` at once.

        Raises:
            StoreError: If it cannot be opened; the message says why.
            InvalidArgumentError: If *location* is no text.
        """
        check_argument("location", location, str)
        store = open_store(
            location, readonly=readonly, create=create, clock=clock, busy_timeout=busy_timeout
        )
        return cls(store, ids=ids)

    # Commands: each returns the events recorded.

    @overload
    def register(
        self, *, name: str, names: ListOf[NameDict] = ..., **details: Unpack[RegistrationDetails]
    ) -> list[RecordedEvent]: ...

    @overload
    def register(
        self, *, names: ListOf[NameDict], **details: Unpack[RegistrationDetails]
    ) -> list[RecordedEvent]: ...

    def register(
        self, *, event_id: str | None = None, actor: str | None = None, **details: Any
    ) -> list[RecordedEvent]:
        """Register a mechanism.

        Args:
            event_id: Makes the command repeatable; drawn if not given.
            actor: Who records it.
            **details: ``name``, ``parties``, ``kind``, ``subject``; optionally ``id``, ``names``,
                ``policy``, ``level``, ``known_from``, ``parent``. The kind is the name of a shipped
                definition, the path of a ``.toml`` file, or a `Definition`; do not pass on a path
                that somebody else gave.

        Raises:
            InvalidFactError: If a detail is missing or wrong.
            NotFoundError: If there is no such kind.
        """
        event_id = event_id or self._ids()
        return self.carry_out(
            lambda: self.plan_registration(details, [], event_id=event_id, actor=actor)
        ).events

    @overload
    def record(
        self, mechanism_id: str, event: DomainEvent, /, **details: Unpack[CommandDetails]
    ) -> list[RecordedEvent]: ...

    @overload
    def record(
        self,
        mechanism_id: str,
        event: str,
        /,
        *,
        event_id: str | None = None,
        if_version: int | None = None,
        **details: Any,
    ) -> list[RecordedEvent]: ...

    @override
    def record(
        self,
        mechanism_id: str,
        event: str | DomainEvent,
        /,
        *,
        event_id: str | None = None,
        if_version: int | None = None,
        **details: Any,
    ) -> list[RecordedEvent]:
        """Record one fact: a domain event, or a type name with its fields among *details*.

        Args:
            mechanism_id: The mechanism that it is about.
            event: The domain event or its type name.
            event_id: Makes the command repeatable; drawn if not given.
            if_version: Refuse unless this is the version of the mechanism: nobody wrote since.
            **details: Fields of the event, and of its envelope: ``on`` (EDTF), ``sources``,
                ``after``, ``actor``, ``claimed_as``, ``confidence``, ``on_behalf_of``,
                ``correlation_id``, ``causation_id``.

        Raises:
            NotFoundError: If the mechanism or the type is unknown.
            InvalidFactError: If the fact cannot be recorded under any policy.
            CommandRefusedError: If the policy refuses it; nothing was recorded.
            EventIdReusedError: If *event_id* already names something else.
            WrongExpectedVersionError: If the mechanism does not have the version *if_version*.
        """
        command = self._command(event, event_id, details)
        return self.record_all(mechanism_id, [command], if_version=if_version)

    @overload
    def command(
        self,
        event: DomainEvent,
        /,
        *,
        event_id: str | None = None,
        **details: Unpack[EnvelopeDetails],
    ) -> Command: ...

    @overload
    def command(self, event: str, /, *, event_id: str | None = None, **details: Any) -> Command: ...

    def command(
        self, event: str | DomainEvent, /, *, event_id: str | None = None, **details: Any
    ) -> Command:
        """Return the command that `record` would decide, without deciding it."""
        return self._command(event, event_id, details)

    def _command(
        self, event: str | DomainEvent, event_id: str | None, details: Mapping[str, Any]
    ) -> Command:
        if isinstance(event, DomainEvent):
            event_model(event.type)
            envelope = read_envelope(details)
        else:
            check_argument("event", event, str)
            event, envelope = read_entry(event, details)
        return Command(event_id or self._ids(), event, envelope)

    def record_all(
        self, mechanism_id: str, commands: Sequence[Command], *, if_version: int | None = None
    ) -> list[RecordedEvent]:
        """Record several facts in one transaction, all or none; else as `record`."""
        return self.carry_out(
            lambda: self.plan(mechanism_id, commands, if_version=if_version)
        ).events

    def record_together(
        self, commands: Mapping[str, Sequence[Command]], *, act_id: str | None = None
    ) -> list[RecordedEvent]:
        """Record one act that touches several mechanisms, in one transaction, all or nothing.

        Args:
            commands: What to record, by mechanism.
            act_id: Shared by all the facts; drawn if not given.

        Raises:
            CommandRefusedError: If one is refused; nothing was recorded.
            InvalidFactError: If *act_id* is no id.
        """
        shared = self._ids() if act_id is None else act_id
        together = {
            mechanism_id: [command.saying(act_id=shared) for command in group]
            for mechanism_id, group in commands.items()
        }
        return self.carry_out(lambda: self.plan_together(together)).events

    def migrate(
        self,
        mechanism_ids: Sequence[str],
        migration: Migration,
        **details: Unpack[EnvelopeDetails],
    ) -> list[RecordedEvent]:
        """Move mechanisms to another definition, all or none; details as for `record`.

        Raises:
            InvalidFactError: If a present state has no counterpart in the new definition.
        """
        return self.carry_out(
            lambda: self.plan_migration(mechanism_ids, migration, **details)
        ).events

    # Planning: decide without recording.

    def plan_together(self, commands: Mapping[str, Sequence[Command]]) -> Plan:
        """Decide commands on several mechanisms, without recording."""
        return merged([self.plan(mechanism_id, group) for mechanism_id, group in commands.items()])

    def plan_migration(
        self,
        mechanism_ids: Sequence[str],
        migration: Migration,
        **details: Unpack[EnvelopeDetails],
    ) -> Plan:
        """Decide a migration of several mechanisms, without recording."""
        envelope, plans = read_envelope(details), list[Plan]()
        for mechanism_id in dict.fromkeys(mechanism_ids):
            history = self._loader.history(mechanism_id)
            event_id = derived_id(
                "migration", mechanism_id, migration.definition.digest, str(len(history.facts))
            )
            command = migration_command(history, migration, event_id=event_id, envelope=envelope)
            try:
                plans.append(plan_facts(mechanism_id, history, [command]))
            except InvalidFactError as error:
                reason = f"{mechanism_id}: {error.reason}"
                raise InvalidFactError(reason, place=error.place) from error
        plan = merged(plans)
        return self._with_definition(migration.definition, plan)

    def plan(
        self, mechanism_id: str, commands: Sequence[Command], *, if_version: int | None = None
    ) -> Plan:
        """Decide *commands* as a whole against the log, without recording anything.

        Raises:
            CommandRefusedError: If one is refused.
            WrongExpectedVersionError: If there is something to record, and the mechanism does not
                have the version *if_version*.
        """
        if if_version is not None:
            check_argument("if_version", if_version, int)
        history = self._loader.history(mechanism_id)
        return plan_facts(mechanism_id, history, commands, if_version=if_version)

    def plan_registration(
        self,
        details: Mapping[str, Any],
        commands: Sequence[Command],
        *,
        event_id: str | None = None,
        actor: str | None = None,
    ) -> Plan:
        """Decide the registration of a mechanism and *commands* on it, without recording."""
        registered, definition = read_registration(details)
        envelope = read_envelope({} if actor is None else {"actor": actor})
        first = next(self.store.read_stream(stream_of(registered.mechanism), to_version=0), None)
        if first is not None and first.event_id != event_id:
            raise InvalidFactError(
                f"{registered.mechanism} is on record already; give another id", place="id"
            )
        fact = Fact.proposed(event_id or self._ids(), registered, envelope)
        plan = plan_new(fact, History((fact,), rules_of(definition)), commands)
        return self._with_definition(definition, plan)

    def commit(self, plan: Plan) -> Change:
        """Append what *plan* holds, all or nothing; return what that changed.

        Raises:
            WrongExpectedVersionError: If the log moved on since; plan again.
        """
        added = self.store.append_all(plan.appends) if plan.appends else []
        return Change(plan, tuple(added), self._seen_at)

    def carry_out(self, decide: Callable[[], Plan]) -> Change:
        """Commit what *decide* plans; let it plan again if another writer got there first.

        Raises:
            WrongExpectedVersionError: If others got there first every time.
            EventIdReusedError: If an id names another event.
        """
        reused = False
        for attempt in range(1, RETRIES_MAX + 1):
            plan = decide()
            try:
                change = self.commit(plan)
                if change.follows_plan:
                    return change
            except WrongExpectedVersionError as error:
                _log_retry(error, attempt)
            except EventIdReusedError as error:
                if reused:  # not by a run of the same command at once: it never comes free
                    raise
                reused = True
                _log_retry(error, attempt)
        return self.commit(decide())

    def _with_definition(self, definition: Definition, plan: Plan) -> Plan:
        """Return *plan* with the definition put on record first, if it is not."""
        return replace(plan, appends=(*definition_appends(self.store, [definition]), *plan.appends))


def _log_retry(error: WrongExpectedVersionError | EventIdReusedError, attempt: int) -> None:
    """Log that another writer got there first; ``extra`` has the members of the error."""
    details = {**error.to_dict(), "attempt": attempt}
    fields = {f"lifecycle_{name}": value for name, value in details.items()}
    _LOGGER.info("deciding again: %s (attempt %d)", error, attempt, extra=fields)
