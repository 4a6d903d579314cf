"""Read mechanisms and definitions out of a store."""

from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from pydantic import ValidationError

from events.errors import BrokenRecordError, EncodingError, UpcastingError
from events.model import ALL_STREAMS, RecordedEvent, StreamRange
from events.store import EventStore
from lifecycle.definitions.checks import check_definition
from lifecycle.definitions.definition import Definition, definition_from_text
from lifecycle.definitions.machine import Rules, rules_of
from lifecycle.errors import (
    NotFoundError,
    UnreadableFactError,
    UnreadableMechanismsError,
    check_argument,
)
from lifecycle.facts.codec import to_fact
from lifecycle.facts.entries import explain, nearest
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import DefinitionMigrated, DefinitionRegistered, MechanismRegistered
from lifecycle.facts.models.founding import DefinitionRef
from lifecycle.facts.streams import MECHANISM, definition_stream, id_in, stream_of
from lifecycle.history.fold import Turn
from lifecycle.history.history import History

T = TypeVar("T")


class RulesByHash(Protocol):
    """Gives the rules of the definition with a hash."""

    def __call__(self, name: str, digest: str) -> Rules:
        """Return the rules of definition *name* with that hash."""
        ...


UnreadableError: TypeAlias = UnreadableFactError | BrokenRecordError | UpcastingError
"""What is raised for a stored event that cannot be read: each has its `position`."""


class Unreadable(NamedTuple):
    """A mechanism on record that cannot be read, and why; the error has the position."""

    mechanism_id: str
    error: UnreadableError


def attempt(mechanism_id: str, work: Callable[[], T]) -> T | Unreadable:
    """Return what *work* on a mechanism gives, or that it cannot be read."""
    try:
        return work()
    except (UnreadableFactError, BrokenRecordError, UpcastingError) as error:
        return Unreadable(mechanism_id, error)


def readable(
    found: Iterable[T | Unreadable], unreadable: MutableSequence[Unreadable] | None
) -> Iterator[T]:
    """Yield what could be read; put the rest into *unreadable*, or raise it at the end."""
    broken: MutableSequence[Unreadable] = [] if unreadable is None else unreadable
    for one in found:
        if isinstance(one, Unreadable):
            broken.append(one)
        else:
            yield one
    if broken and unreadable is None:
        raise UnreadableMechanismsError(broken)


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
            InvalidArgumentError: If *mechanism_id* is no text.
        """
        check_argument("mechanism_id", mechanism_id, str)
        stream = stream_of(mechanism_id)
        events = list(self.store.read_stream(stream, size=size)) if stream.isascii() else []
        if not events:
            others = [other for other in self.ids() if other != mechanism_id]
            raise NotFoundError("mechanism", mechanism_id, nearest(mechanism_id, others))
        return events

    def each(
        self,
        work: Callable[[History], T],
        *,
        size: int | None = None,
        after: str | None = None,
        streams: StreamRange = ALL_STREAMS,
    ) -> Iterator[T | Unreadable]:
        """Yield what *work* makes of each mechanism's history, or why it is unreadable.

        Args:
            work: Called with each history, in the order of the ids.
            size: As for `history`.
            after: Only the mechanisms behind this id; what stands before is not read.
            streams: Only the mechanisms with these streams.
        """
        last = "" if after is None else stream_of(after)
        if after is None:
            try:
                events = self.store.read_by_stream(MECHANISM, size=size, streams=streams)
                for stream, group in groupby(events, key=lambda event: event.record.stream):
                    yield self._worked(stream, list(group), work)
                    last = stream
            except BrokenRecordError:  # nothing behind it can be read in one go
                pass
            else:
                return
        for stream in self.store.streams(MECHANISM):
            if stream > last and stream in streams:
                yield from self._alone(stream, work, size)

    def _alone(
        self, stream: str, work: Callable[[History], T], size: int | None
    ) -> Iterator[T | Unreadable]:
        """Yield what `each` does of one stream; nothing if it had not begun by then."""
        found = attempt(id_in(stream), lambda: list(self.store.read_stream(stream, size=size)))
        if isinstance(found, Unreadable):
            yield found
        elif found:
            yield self._worked(stream, found, work)

    def _worked(
        self, stream: str, events: Sequence[RecordedEvent], work: Callable[[History], T]
    ) -> T | Unreadable:
        return attempt(id_in(stream), lambda: work(history_of(events, self.rules)))

    def ids(self) -> list[str]:
        """Return the ids of all mechanisms, sorted."""
        return [id_in(stream) for stream in self.store.streams(MECHANISM)]

    def rules(self, name: str, digest: str) -> Rules:
        """Return the rules of a definition as the log holds it.

        Raises:
            NotFoundError: If the log holds no definition *name* with that hash.
            UnreadableFactError: If it can be one that cannot be read.
        """
        if digest not in self._rules:
            self._read_definitions(name, digest)
        return self._rules[digest]

    def _read_definitions(self, name: str, wanted: str) -> None:
        """Keep the rules of all definitions called *name*; raises if the one wanted is not there.

        One that cannot be read concerns only the mechanisms that live by it.
        """
        broken: UnreadableError | None = None
        version, unread = 0, True
        while unread:
            try:
                for event in self.store.read_stream(definition_stream(name), from_version=version):
                    version += 1
                    definition = registered_definition(event)
                    self._rules.setdefault(definition.digest, rules_of(definition))
                unread = False
            except BrokenRecordError as error:
                broken, version = broken or error, version + 1
            except (UnreadableFactError, UpcastingError) as error:
                broken = broken or error
        if wanted not in self._rules:
            raise broken or NotFoundError("definition", f"{name} with hash {wanted}")


def registered_definition(event: RecordedEvent) -> Definition:
    """Return the definition that a ``definition_registered`` event holds.

    Raises:
        UnreadableFactError: If it holds none, or one that would be refused if it came from a file.
    """
    registered = to_fact(event).event
    if not isinstance(registered, DefinitionRegistered):
        raise UnreadableFactError(event.position, event.type, "definition_registered is expected")
    try:
        definition = definition_from_text(registered.text)
    except ValidationError as error:
        reason = ": ".join(filter(None, explain(error, Definition)))
        raise UnreadableFactError(event.position, event.type, reason) from error
    except EncodingError as error:
        raise UnreadableFactError(event.position, event.type, str(error)) from error
    for problem in check_definition(definition):
        if problem.severity == "error":
            raise UnreadableFactError(event.position, event.type, str(problem))
    return definition


def history_of(events: Iterable[RecordedEvent], rules: RulesByHash) -> History:
    """Return the history of one mechanism, from the events of its stream.

    Raises:
        UnreadableFactError: If an event cannot be read, or is not in its place.
    """
    facts = tuple(map(to_fact, events))
    for earlier, later in pairwise(facts):
        if later.position <= earlier.position:
            reason = f"it comes after position {earlier.position} in its stream"
            raise UnreadableFactError(later.position, later.type, reason)
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
    if first.recorded is not None and first.recorded.stream != stream_of(registration.mechanism):
        reason = f"it registers {registration.mechanism}, but stands in {first.recorded.stream}"
        raise UnreadableFactError(first.position, first.type, reason)
    for fact in facts:
        if fact.type == DefinitionMigrated.type:
            fact.turn = _turn(fact, rules)
    return History(facts, _rules_by(first, registration.definition, rules))


def _turn(fact: Fact, rules: RulesByHash) -> Turn | None:
    event = fact.event
    if not isinstance(event, DefinitionMigrated):
        return None
    return Turn(_rules_by(fact, event.definition, rules), event.states)


def _rules_by(fact: Fact, reference: DefinitionRef, rules: RulesByHash) -> Rules:
    """Return the rules that *fact* refers to; what a log refers to must be in it."""
    try:
        return rules(reference.name, reference.hash)
    except NotFoundError as error:
        raise UnreadableFactError(fact.position, fact.type, str(error)) from error


def check_readable(history: History) -> None:
    """Read every fact of *history* to the end, as recorded and as amended.

    Raises:
        UnreadableFactError: If one does not have the shape of its type.
        BrokenRecordError: If one does not say when it was recorded.
    """
    amended = history.amended
    for fact in (*history.facts, *amended.facts, *amended.retracted):
        fact.check()
        _ = fact.recorded_day
