"""A fact: a domain event with its envelope, in or on its way into a stream."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec
from pydantic import Field, ValidationError
from typing_extensions import override

from events.model import RecordedEvent
from lifecycle.dates.days import day_recorded
from lifecycle.dates.edtf import Edtf, parse
from lifecycle.errors import UnreadableFactError
from lifecycle.facts.models import EVENT_TYPES, Act, DomainEvent
from lifecycle.facts.models.base import EdtfText, EventId, Model, PartyCode, Source, Text
from lifecycle.facts.upcasters import SCHEMA_VERSIONS, UPCASTERS

M = TypeVar("M", bound=Model)


class Envelope(Model):
    """What is said about a fact: when, by whom, on whose word, in what order."""

    occurred: EdtfText | None = None
    """When it happened (valid time, EDTF); absent when no date is known."""
    after: tuple[EventId, ...] = ()
    """Ids of facts that this one certainly came after."""
    follows: tuple[EventId, ...] = ()
    """Ids of facts that it came after unless dates or `after` say otherwise."""
    sources: Annotated[tuple[Source, ...], Field(max_length=64)] = ()
    claimed_as: Text | None = None
    """The source's own verb."""
    confidence: Text | None = None
    on_behalf_of: PartyCode | None = None
    language: Text | None = None
    """Language of the source's own words."""
    visibility: Text | None = None
    """Who may see it, e.g. ``public`` or ``confidential``: a label, nothing is hidden by it."""
    act_id: EventId | None = None
    """Shared by the facts, on several mechanisms, that one act brought about."""
    actor: EventId | None = None
    """Who records it."""
    correlation_id: EventId | None = None
    causation_id: EventId | None = None


class Told(NamedTuple):
    """What is told of a fact, as JSON: its payload and its envelope."""

    data: Mapping[str, Any]
    envelope: Mapping[str, Any]


class Fact:
    """One fact of a mechanism, as the fold sees it; its payload is read when it is asked for.

    Attributes:
        event_id: Unique in the log.
        type: Type name, e.g. ``meeting_held``.
        occurred: Its date, or None if none is on record.
        after: Ids of facts that it came after, by explicit hints and by inferred ones that hold.
        follows: Those that were inferred.
        act: What it sets in motion, or None.
        turn: The change of rules that it brings (a `lifecycle.history.fold.Turn`), or None.
        recorded: The stored event, or None while the fact is only proposed.
        amended_by: Ids of the corrections and preferences that made it read as it does.
    """

    __slots__ = (
        "_envelope",
        "_event",
        "_told",
        "act",
        "after",
        "amended_by",
        "event_id",
        "follows",
        "occurred",
        "recorded",
        "turn",
        "type",
    )

    def __init__(  # noqa: PLR0913  # what the fold and the order see of a fact, by name
        self,
        event_id: str,
        event_type: str,
        *,
        occurred: Edtf | None,
        after: tuple[str, ...],
        act: Act | None,
        follows: tuple[str, ...] = (),
        recorded: RecordedEvent | None = None,
    ) -> None:
        self.event_id, self.type = event_id, event_type
        self.occurred, self.act, self.recorded = occurred, act, recorded
        self.follows, self.after = follows, after
        if follows:
            self.follows = tuple(hint for hint in follows if hint not in after)
            self.after = (*after, *self.follows)
        self.turn: Any = None
        self.amended_by: tuple[str, ...] = ()
        self._event: DomainEvent | None = None
        self._envelope: Envelope | None = None
        self._told: Told | None = None

    @override
    def __repr__(self) -> str:
        occurred = None if self.occurred is None else self.occurred.text
        return f"Fact({self.event_id!r}, {self.type!r}, {occurred=}, position={self.position})"

    def reference(self) -> dict[str, Any]:
        """Return which fact it is, of what type and of when, as JSON."""
        occurred = None if self.occurred is None else self.occurred.text
        return {"event_id": self.event_id, "type": self.type, "occurred": occurred}

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as it reads now, as JSON; docs/json.md describes the shape.

        Raises:
            UnreadableFactError: If its envelope cannot be read.
        """
        return {
            **self.reference(),
            "position": None if self.recorded is None else self.recorded.position,
            "data": dict(self.data),
            "amended_by": list(self.amended_by),
            "sources": [source.to_dict() for source in self.envelope.sources],
        }

    @classmethod
    def proposed(cls, event_id: str, event: DomainEvent, envelope: Envelope) -> "Fact":
        """Return a fact that is not yet in the log."""
        occurred = None if envelope.occurred is None else parse(envelope.occurred)
        act = act_of(event, envelope)
        fact = cls(
            event_id,
            event.type,
            occurred=occurred,
            after=envelope.after,
            follows=envelope.follows,
            act=act,
        )
        fact._event, fact._envelope = event, envelope
        return fact

    def read_as(self, told: Told, amended_by: tuple[str, ...]) -> "Fact":
        """Return the fact as it reads once what is told of it has changed.

        Raises:
            UnreadableFactError: If it cannot be read so.
        """
        occurred = told.envelope.get("occurred")
        fact = Fact(
            self.event_id,
            self.type,
            occurred=None if occurred is None else parse(occurred),
            after=tuple(told.envelope.get("after", ())),
            follows=tuple(told.envelope.get("follows", ())),
            act=self.act,
            recorded=self.recorded,
        )
        fact.turn, fact.amended_by, fact._told = self.turn, amended_by, told
        if _moves_otherwise(self.told, told):
            fact.act = act_of(fact.event, fact.envelope)
        return fact

    def placed_after(self, after: Iterable[str], follows: Iterable[str]) -> "Fact":
        """Return the same fact with other order hints: explicit ones, and inferred ones."""
        hints = {"after": list(after), "follows": list(follows)}
        return self.read_as(Told(self.told.data, {**self.told.envelope, **hints}), self.amended_by)

    def without_inferred(self, hints: AbstractSet[str]) -> "Fact":
        """Return the same fact, of which some inferred hints do not hold."""
        fact = copy(self)
        fact.after, fact.follows = (
            tuple(hint for hint in of if hint not in hints) for of in (self.after, self.follows)
        )
        return fact

    @property
    def explicit(self) -> tuple[str, ...]:
        """The hints of `after` that were given, not inferred."""
        return tuple(hint for hint in self.after if hint not in self.follows)

    @property
    def position(self) -> int:
        """Its position in the log; -1 while it is only proposed."""
        return -1 if self.recorded is None else self.recorded.position

    @property
    def recorded_day(self) -> int | None:
        """The day number of the day on which the log took it in; None while it is only proposed.

        Raises:
            BrokenRecordError: If its record does not say when.
        """
        return None if self.recorded is None else day_recorded(self.recorded)

    @property
    def told(self) -> Told:
        """What is told of it, as JSON in the current shape of its type."""
        if self._told is None:
            self._told = Told(self.data, self._said())
        return self._told

    @property
    def data(self) -> Mapping[str, Any]:
        """Its payload, as JSON in the current shape of its type; not checked."""
        if self._told is not None:
            return self._told.data
        if self.recorded is None:
            return self.event.model_dump(mode="json", exclude_defaults=True)
        if self.recorded.schema_version == SCHEMA_VERSIONS[self.type]:
            return self.recorded.data
        return UPCASTERS.data(self.recorded)

    def _said(self) -> Mapping[str, Any]:
        if self._told is not None:
            return self._told.envelope
        if self.recorded is None:
            return self.envelope.model_dump(mode="json", exclude_defaults=True)
        return _envelope_data(self.recorded)

    @property
    def event(self) -> DomainEvent:
        """The domain event, read from the stored data.

        Raises:
            UnreadableFactError: If the stored data does not have the shape of its type.
        """
        if self._event is None:
            self._event = _read(EVENT_TYPES[self.type], self, self.data)
        return self._event

    @property
    def envelope(self) -> Envelope:
        """What is said about the fact.

        Raises:
            UnreadableFactError: If the stored envelope does not have its shape.
        """
        if self._envelope is None:
            said = self._said()
            if said.keys() <= _DATED:  # as most are
                self._envelope = _dated(said.get("occurred"))
            else:
                self._envelope = _read(Envelope, self, said)
        return self._envelope

    @property
    def own_act(self) -> Act | None:
        """What its own data say that it sets in motion, whatever act is stored; raises as both."""
        act = self.event.act()
        return act if act is None or act.parties else act_of(self.event, self.envelope)

    def check(self) -> None:
        """Read `event` and `envelope` to the end.

        Raises:
            UnreadableFactError: If one of them does not have its shape.
        """
        _ = self.event
        if self._envelope is None and not self._said().keys() <= _DATED:
            _ = self.envelope

    @property
    def stored_tracks(self) -> dict[str, str]:
        """The state of each track that was recorded with the fact, as known then."""
        tracks = {} if self.recorded is None else self.recorded.meta.get("tracks")
        return {str(k): str(v) for k, v in tracks.items()} if isinstance(tracks, dict) else {}


def hinted_before(fact: Fact, by_id: Mapping[str, Fact]) -> Iterator[Fact]:
    """Yield the facts that hints put before *fact*, through others too; in a circle, itself."""
    todo, seen = list(fact.after), set[str]()
    while todo:
        other = by_id.get(todo.pop())
        if other is not None and other.event_id not in seen:
            seen.add(other.event_id)
            yield other
            todo += other.after


def act_of(event: DomainEvent, envelope: Envelope) -> Act | None:
    """Return what a fact sets in motion.

    Where the fact names no party, but is recorded on behalf of one, that one acts.
    """
    act = event.act()
    if act is None or act.parties or envelope.on_behalf_of is None:
        return act
    return Act(act.trigger, (envelope.on_behalf_of,))


_IN_META = frozenset(
    {
        *("after", "follows", "sources", "claimed_as", "confidence", "on_behalf_of"),
        *("language", "visibility", "act_id"),
    }
)
_BESIDE_META = ("occurred", "actor", "correlation_id", "causation_id")


def _envelope_data(recorded: RecordedEvent) -> dict[str, Any]:
    data: dict[str, Any] = {key: recorded.meta[key] for key in recorded.meta if key in _IN_META}
    for key in _BESIDE_META:
        value = getattr(recorded.record, key)
        if value is not None:
            data[key] = value
    return data


_DATED = {"occurred"}
"""The keys of an envelope that says nothing but a date, which was read with the fact."""


def _dated(occurred: str | None) -> Envelope:
    """Return the envelope that says nothing but a date that was parsed before."""
    return _UNDATED.model_copy(update={"occurred": occurred})


_UNDATED = Envelope.model_construct()


def _moves_otherwise(before: Told, after: Told) -> bool:
    """Return whether what a fact sets in motion may differ between two tellings of it."""
    party = before.envelope.get("on_behalf_of"), after.envelope.get("on_behalf_of")
    return before.data != after.data or party[0] != party[1]


def _read(model: type[M], fact: Fact, data: Mapping[str, Any]) -> M:
    try:
        return model.model_validate_json(msgspec.json.encode(data))
    except ValidationError as error:
        raise unreadable(fact, error) from error


def unreadable(fact: Fact, error: ValidationError) -> UnreadableFactError:
    """Return the error to raise for *fact*: it names the first place that cannot be read."""
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    fault = problem["msg"].removeprefix("Value error, ")
    reason = f"{place}: {fault}" if place else fault
    return UnreadableFactError(fact.position, fact.type, reason)
