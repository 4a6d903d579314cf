"""The registry: the only writer of mechanisms, and the door for services."""

from collections.abc import Callable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, cast

from typing_extensions import override

from events.clock import Clock, utc_now
from events.errors import EventIdReusedError, WrongExpectedVersionError
from events.merkle import Frontier, leaf_hash
from events.model import RecordedEvent
from events.store import EventStore
from lifecycle.chronicle import timeline_of
from lifecycle.commands import Command
from lifecycle.definition import Definition
from lifecycle.definition_log import definition_appends
from lifecycle.domain_events import DomainEvent
from lifecycle.entries import event_model, read_entry, read_envelope
from lifecycle.errors import InvalidFactError, NotFoundError
from lifecycle.facts import Fact
from lifecycle.history import History
from lifecycle.ids import IdSource, derived_id, random_id
from lifecycle.instants import size_known_at
from lifecycle.loading import DEFINITION, Loader, Unreadable, check_readable, readable, stream_of
from lifecycle.log_clock import day_asked, day_recorded, last_day_of, newest
from lifecycle.machine import rules_of
from lifecycle.migrating import Migration, migration_command
from lifecycle.opening import open_store
from lifecycle.planning import Plan, merged, plan_facts, plan_new, read_registration
from lifecycle.replaying import Replayed, replay
from lifecycle.timeline import Timeline
from lifecycle.verbs import Verbs
from lifecycle.views import Mechanism

RETRIES_MAX = 100
"""How often a command is decided again because another writer got there first."""


class Registry(Verbs):
    """Records and reads mechanisms in a log. Safe to share between threads."""

    def __init__(self, store: EventStore, *, ids: IdSource = random_id) -> None:
        """Wrap an open store; `Registry.open` opens one by its place."""
        self.store = store
        self._ids = ids
        self._loader = Loader(store)

    @classmethod
    def open(
        cls,
        location: str,
        *,
        readonly: bool = False,
        create: bool = True,
        clock: Clock = utc_now,
        ids: IdSource = random_id,
    ) -> Self:
        """Open the log at *location*: a path, ``sqlite:///path`` or ``memory:``.

        Raises:
            StoreError: If it cannot be opened; the message says why.
        """
        return cls(open_store(location, readonly=readonly, create=create, clock=clock), ids=ids)

    def close(self) -> None:
        """Give back what the store holds."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Commands: each returns the events recorded.

    def register(
        self, *, event_id: str | None = None, actor: str | None = None, **details: Any
    ) -> list[RecordedEvent]:
        """Take a mechanism into the log.

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
        )

    @override
    def record(
        self,
        mechanism_id: str,
        event: str | DomainEvent,
        /,
        *,
        event_id: str | None = None,
        **details: Any,
    ) -> list[RecordedEvent]:
        """Record one fact: a domain event, or a type name with its fields among *details*.

        Args:
            mechanism_id: The mechanism that it is about.
            event: The domain event or its type name.
            event_id: Makes the command repeatable; drawn if not given.
            **details: Fields of the event, and of its envelope: ``on`` (EDTF), ``sources``,
                ``after``, ``actor``, ``claimed_as``, ``confidence``, ``on_behalf_of``,
                ``correlation_id``, ``causation_id``.

        Raises:
            NotFoundError: If the mechanism or the type is unknown.
            InvalidFactError: If the fact cannot be recorded under any policy.
            CommandRefusedError: If the policy refuses it; nothing was recorded.
            EventIdReusedError: If *event_id* already names something else.
        """
        command = self.command(event, event_id=event_id, **details)
        return self.record_all(mechanism_id, [command])

    def command(
        self, event: str | DomainEvent, /, *, event_id: str | None = None, **details: Any
    ) -> Command:
        """Return the command that `record` would decide, without deciding it."""
        if isinstance(event, DomainEvent):
            event_model(event.type)
            envelope = read_envelope(details)
        else:
            event, envelope = read_entry(event, details)
        return Command(event_id or self._ids(), event, envelope)

    def record_all(self, mechanism_id: str, commands: Sequence[Command]) -> list[RecordedEvent]:
        """Record several facts in one transaction, all or none; else as `record`."""
        return self.carry_out(lambda: self.plan(mechanism_id, commands))

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
        return self.carry_out(lambda: self.plan_together(together))

    def migrate(
        self, mechanism_ids: Sequence[str], migration: Migration, **details: Any
    ) -> list[RecordedEvent]:
        """Move mechanisms to another definition, all or none; details as for `record`.

        Raises:
            InvalidFactError: If a present state has no counterpart in the new definition.
        """
        return self.carry_out(lambda: self.plan_migration(mechanism_ids, migration, **details))

    # Planning: decide without recording.

    def plan_together(self, commands: Mapping[str, Sequence[Command]]) -> Plan:
        """Decide commands on several mechanisms, without recording."""
        return merged([self.plan(mechanism_id, group) for mechanism_id, group in commands.items()])

    def plan_migration(
        self, mechanism_ids: Sequence[str], migration: Migration, **details: Any
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

    def plan(self, mechanism_id: str, commands: Sequence[Command]) -> Plan:
        """Decide *commands* as a whole against the log, without recording anything.

        Raises:
            CommandRefusedError: If one is refused.
        """
        return plan_facts(mechanism_id, self._loader.history(mechanism_id), commands)

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

    def commit(self, plan: Plan) -> list[RecordedEvent]:
        """Append what *plan* holds, all or nothing; return all its events as recorded.

        Raises:
            WrongExpectedVersionError: If the log moved on since; plan again.
        """
        if not plan.appends:
            return list(plan.known)
        recorded = self.store.append_all(plan.appends)
        return [*plan.known, *(e for e in recorded if not e.stream.startswith(f"{DEFINITION}-"))]

    def carry_out(self, decide: Callable[[], Plan]) -> list[RecordedEvent]:
        """Commit what *decide* plans; let it plan again if another writer got there first.

        Raises:
            WrongExpectedVersionError: If others got there first every time.
            EventIdReusedError: If an id names another event.
        """
        reused = False
        for _ in range(RETRIES_MAX):
            plan = decide()
            try:
                return self.commit(plan)
            except WrongExpectedVersionError:
                continue
            except EventIdReusedError:
                if reused:  # not by a run of the same command at once: it never comes free
                    raise
                reused = True
        return self.commit(decide())

    def _with_definition(self, definition: Definition, plan: Plan) -> Plan:
        """Return *plan* with the definition put on record first, if it is not."""
        return replace(plan, appends=(*definition_appends(self.store, [definition]), *plan.appends))

    # Reading.

    def mechanism(
        self,
        mechanism_id: str,
        *,
        as_of: str | None = None,
        known_at: int | str | None = None,
    ) -> Mechanism:
        """Return a mechanism as of a date and as known at a point of the log.

        Args:
            mechanism_id: Its id.
            as_of: An EDTF date with an end: facts that certainly happened by then count.
            known_at: A position, or an instant (UTC, ``2025-12-09T10:00:00Z``): what was on
                record then counts.

        Raises:
            NotFoundError: If it was not on record.
            DateError: If *as_of* is no date, or has no end.
        """
        size = size_known_at(self.store, known_at)
        history = self._loader.history(mechanism_id, size=size)
        return Mechanism(mechanism_id, history, size, _day(as_of), self._clock(size))

    def list(
        self,
        *,
        as_of: str | None = None,
        known_at: int | str | None = None,
        unreadable: MutableSequence[Unreadable] | None = None,
    ) -> Iterator[Mechanism]:
        """Yield every mechanism that can be read, in the order of their ids.

        Args:
            as_of: As for `mechanism`.
            known_at: As for `mechanism`.
            unreadable: Takes the mechanisms that cannot be read. Then each one yielded was read to
                the last of its facts; without, as far as its states need it.

        Raises:
            UnreadableMechanismsError: At the end, if there is one that *unreadable* did not take.
        """
        size, day = size_known_at(self.store, known_at), _day(as_of)
        clock = self._clock(size)

        def view(history: History) -> Mechanism:
            if unreadable is not None:
                check_readable(history)
            return Mechanism(history.registration.mechanism, history, size, day, clock)

        yield from readable(self._loader.each(view, size=size), unreadable)

    def replay(
        self,
        *,
        known_at: int | str | None = None,
        unreadable: MutableSequence[Unreadable] | None = None,
    ) -> Iterator[Replayed]:
        """Yield the state of every mechanism, folded anew and compared with what was stored.

        *unreadable* takes the mechanisms that cannot be folded; without, an
        `UnreadableMechanismsError` names them at the end.
        """
        found = self._loader.each(replay, size=size_known_at(self.store, known_at))
        yield from readable(found, unreadable)

    def log(self, mechanism_id: str | None = None, *, after: int = -1) -> Iterator[RecordedEvent]:
        """Yield the events as recorded, of one mechanism or all, at positions above *after*."""
        if mechanism_id is None:
            yield from self.store.read_all(after=after)
            return
        self._loader.history(mechanism_id)
        for event in self.store.read_stream(stream_of(mechanism_id)):
            if event.position > after:
                yield event

    def timeline(
        self,
        mechanism_ids: Sequence[str] = (),
        *,
        as_of: str | None = None,
        known_at: int | str | None = None,
        unreadable: MutableSequence[Unreadable] | None = None,
    ) -> Timeline:
        """Return the timeline of the mechanisms named, or of all, ready to be drawn.

        Without *as_of* it speaks up to the day of the newest event known: the log's own clock.
        *unreadable* takes those of all mechanisms that cannot be read.

        Raises:
            NotFoundError: If there is nothing to draw.
            UnreadableMechanismsError: If there is a mechanism that *unreadable* did not take.
        """
        size = size_known_at(self.store, known_at)
        if mechanism_ids:
            found = [self.mechanism(i, as_of=as_of, known_at=known_at) for i in mechanism_ids]
        else:
            found = list(self.list(as_of=as_of, known_at=known_at, unreadable=unreadable))
        if not found:
            raise NotFoundError("mechanism to draw", "any")
        day = day_asked(as_of, newest(self.store, size))
        return timeline_of(found, as_of=day, log_size=size, log_root=self._root(size).hex())

    def _root(self, size: int) -> bytes:
        """Return the root over the bytes of the first *size* events, readable or not."""
        hashes = {
            cast("int", row.position): leaf_hash(cast("bytes", row.canonical))
            for row in self.store.rows(size=size)
        }
        tree = Frontier()
        for position in sorted(hashes):
            tree.add(hashes[position])
        return tree.root()

    def _clock(self, size: int) -> int | None:
        """Return the day of the newest of the first *size* events; None if there is none."""
        event = newest(self.store, size)
        return None if event is None else day_recorded(event)

    def ids(self) -> Sequence[str]:
        """Return the ids of all mechanisms, sorted."""
        return self._loader.ids()


def _day(as_of: str | None) -> int | None:
    return None if as_of is None else last_day_of(as_of)
