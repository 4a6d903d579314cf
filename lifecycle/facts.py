"""A fact: a domain event with its envelope, in or on its way into a stream."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import to_json

from events.model import RecordedEvent
from lifecycle.dates import Edtf, parse
from lifecycle.domain_events import EVENT_TYPES, Act, DomainEvent
from lifecycle.domain_events.base import EdtfText, EventId, Model, PartyCode, Source, Text
from lifecycle.errors import UnreadableFactError
from lifecycle.shapes import UPCASTERS

M = TypeVar("M", bound=Model)


class Envelope(Model):
    """What is said about a fact: when, by whom, on whose word, in what order."""

    occurred: EdtfText | None = None
    """When it happened (valid time, EDTF); absent when no date is known."""
    after: tuple[EventId, ...] = ()
    """Ids of facts that this one certainly came after."""
    sources: Annotated[tuple[Source, ...], Field(max_length=64)] = ()
    claimed_as: Text | None = None
    """The source's own verb."""
    confidence: Text | None = None
    on_behalf_of: PartyCode | None = None
    actor: EventId | None = None
    """Who records it."""
    correlation_id: EventId | None = None
    causation_id: EventId | None = None


class Fact:
    """One fact of a mechanism, as the fold sees it; its payload is read when it is asked for.

    Attributes:
        event_id: Unique in the log.
        type: Type name, e.g. ``meeting_held``.
        occurred: Its date, or None if none is on record.
        after: Ids of facts that it certainly came after.
        act: What it sets in motion, or None.
        recorded: The stored event, or None while the fact is only proposed.
    """

    __slots__ = ("_envelope", "_event", "act", "after", "event_id", "occurred", "recorded", "type")

    def __init__(
        self,
        event_id: str,
        event_type: str,
        *,
        occurred: Edtf | None,
        after: tuple[str, ...],
        act: Act | None,
        recorded: RecordedEvent | None = None,
    ) -> None:
        self.event_id, self.type = event_id, event_type
        self.occurred, self.after, self.act, self.recorded = occurred, after, act, recorded
        self._event: DomainEvent | None = None
        self._envelope: Envelope | None = None

    @classmethod
    def proposed(cls, event_id: str, event: DomainEvent, envelope: Envelope) -> "Fact":
        """Return a fact that is not yet in the log."""
        occurred = None if envelope.occurred is None else parse(envelope.occurred)
        act = act_of(event, envelope)
        fact = cls(event_id, event.type, occurred=occurred, after=envelope.after, act=act)
        fact._event, fact._envelope = event, envelope
        return fact

    @property
    def event(self) -> DomainEvent:
        """The domain event, read from the stored data.

        Raises:
            UnreadableFactError: If the stored data does not have the shape of its type.
        """
        if self._event is None:
            assert self.recorded is not None  # noqa: S101  # a proposed fact brings its event
            data = UPCASTERS.data(self.recorded)
            self._event = _read(EVENT_TYPES[self.type], self.recorded, data)
        return self._event

    @property
    def envelope(self) -> Envelope:
        """What is said about the fact.

        Raises:
            UnreadableFactError: If the stored envelope does not have its shape.
        """
        if self._envelope is None:
            assert self.recorded is not None  # noqa: S101  # as above
            data = _envelope_data(self.recorded)
            if data.keys() <= {"occurred"}:  # as most are, and the date is parsed already
                self._envelope = Envelope.model_construct(**data)
            else:
                self._envelope = _read(Envelope, self.recorded, data)
        return self._envelope

    @property
    def stored_tracks(self) -> dict[str, str]:
        """The state of each track that was recorded with the fact, as known then."""
        tracks = {} if self.recorded is None else self.recorded.meta.get("tracks")
        return {str(k): str(v) for k, v in tracks.items()} if isinstance(tracks, dict) else {}


def act_of(event: DomainEvent, envelope: Envelope) -> Act | None:
    """Return what a fact sets in motion.

    Where the fact names no party, but is recorded on behalf of one, that one acts.
    """
    act = event.act()
    if act is None or act.parties or envelope.on_behalf_of is None:
        return act
    return Act(act.trigger, (envelope.on_behalf_of,))


_IN_META = ("after", "sources", "claimed_as", "confidence", "on_behalf_of")


def _envelope_data(recorded: RecordedEvent) -> dict[str, Any]:
    data = {key: recorded.meta[key] for key in _IN_META if key in recorded.meta}
    for key in ("occurred", "actor", "correlation_id", "causation_id"):
        value = recorded.fields.get(key)
        if value is not None:
            data[key] = value
    return data


def _read(model: type[M], recorded: RecordedEvent, data: Mapping[str, Any]) -> M:
    try:
        return model.model_validate_json(to_json(data))
    except ValidationError as error:
        raise UnreadableFactError(recorded.position, recorded.type, _first(error)) from error


def _first(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place}: {problem['msg']}" if place else problem["msg"]
