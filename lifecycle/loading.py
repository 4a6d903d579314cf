"""Read mechanisms and definitions out of a store."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Protocol

from pydantic import ValidationError

from events.errors import EncodingError
from events.model import RecordedEvent
from events.store import EventStore
from lifecycle.codec import to_fact
from lifecycle.definition import Definition, definition_from_text
from lifecycle.domain_events import DefinitionMigrated, DefinitionRegistered, MechanismRegistered
from lifecycle.entries import explain, nearest
from lifecycle.errors import NotFoundError, UnreadableFactError
from lifecycle.facts import Fact
from lifecycle.history import History
from lifecycle.machine import Rules, rules_of
from lifecycle.mechanism import Turn

MECHANISM = "mechanism"
DEFINITION = "definition"


def stream_of(mechanism_id: str) -> str:
    """Return the name of a mechanism's stream."""
    return f"{MECHANISM}-{mechanism_id}"


class RulesByHash(Protocol):
    """Gives the rules of the definition with a hash."""

    def __call__(self, name: str, digest: str) -> Rules:
        """Return the rules of definition *name* with that hash."""
        ...


class Loader:
    """Reads facts from a store; keeps the rules of definitions, which never change."""

    def __init__(self, store: EventStore) -> None:
        self.store = store
        self._rules: dict[str, Rules] = {}

    def history(self, mechanism_id: str, *, size: int | None = None) -> History:
        """Return what is on record about a mechanism, as the log was with *size* events.

        Raises:
            NotFoundError: If it is not on record; it names the nearest id.
            UnreadableFactError: If a stored fact cannot be read.
        """
        return history_of(self.events(mechanism_id, size=size), self.rules)

    def events(self, mechanism_id: str, *, size: int | None = None) -> list[RecordedEvent]:
        """Return the events of a mechanism's stream, as the log was with *size* events.

        Raises:
            NotFoundError: If there is none; it names the nearest id.
        """
        stream = stream_of(mechanism_id)
        events = list(self.store.read_stream(stream, size=size)) if stream.isascii() else []
        if not events:
            others = [other for other in self.ids() if other != mechanism_id]
            raise NotFoundError("mechanism", mechanism_id, nearest(mechanism_id, others))
        return events

    def histories(self, *, size: int | None = None, after: str | None = None) -> Iterator[History]:
        """Yield the history of every mechanism, in the order of their ids; of those *after* one."""
        if after is None:
            events = self.store.read_by_stream(MECHANISM, size=size)
        else:  # what stands before is not read
            ids = (mechanism_id for mechanism_id in self.ids() if mechanism_id > after)
            streams = (self.store.read_stream(stream_of(each), size=size) for each in ids)
            events = chain.from_iterable(streams)
        for _, group in groupby(events, key=lambda event: event.fields["stream"]):
            yield history_of(group, self.rules)

    def ids(self) -> list[str]:
        """Return the ids of all mechanisms, sorted."""
        return [name.removeprefix(f"{MECHANISM}-") for name in self.store.streams(MECHANISM)]

    def rules(self, name: str, digest: str) -> Rules:
        """Return the rules of a definition as the log holds it.

        Raises:
            NotFoundError: If the log holds no definition *name* with that hash.
        """
        if digest not in self._rules:
            for event in self.store.read_stream(f"{DEFINITION}-{name}"):
                definition = registered_definition(event)
                self._rules.setdefault(definition.digest, rules_of(definition))
        if digest not in self._rules:
            raise NotFoundError("definition", f"{name} with hash {digest}")
        return self._rules[digest]


def registered_definition(event: RecordedEvent) -> Definition:
    """Return the definition that a ``definition_registered`` event holds.

    Raises:
        UnreadableFactError: If it holds none.
    """
    registered = to_fact(event).event
    if not isinstance(registered, DefinitionRegistered):
        raise UnreadableFactError(event.position, event.type, "definition_registered is expected")
    try:
        return definition_from_text(registered.text)
    except ValidationError as error:
        reason = ": ".join(filter(None, explain(error, Definition)))
        raise UnreadableFactError(event.position, event.type, reason) from error
    except EncodingError as error:
        raise UnreadableFactError(event.position, event.type, str(error)) from error


def history_of(events: Iterable[RecordedEvent], rules: RulesByHash) -> History:
    """Return the history that the events of one mechanism's stream tell."""
    facts = tuple(map(to_fact, events))
    last = facts[-1].recorded
    if last is not None and last.version != len(facts) - 1:
        reason = f"it has version {last.version}, but only {len(facts) - 1} events stand before it"
        raise UnreadableFactError(last.position, last.type, reason)
    return history_from(facts, rules)


def history_from(facts: tuple[Fact, ...], rules: RulesByHash) -> History:
    """Return the history made of *facts*, the registration first."""
    first, registration = facts[0], facts[0].event
    if not isinstance(registration, MechanismRegistered):
        reason = "mechanism_registered is expected first"
        raise UnreadableFactError(first.position, first.type, reason)
    for fact in facts:
        if fact.type == DefinitionMigrated.type:
            fact.turn = _turn(fact, rules)
    reference = registration.definition
    return History(facts, rules(reference.name, reference.hash))


def _turn(fact: Fact, rules: RulesByHash) -> Turn | None:
    event = fact.event
    if not isinstance(event, DefinitionMigrated):
        return None
    return Turn(rules(event.definition.name, event.definition.hash), event.states)
