"""Between the log's events and the facts of a mechanism."""

from typing import Any

from events.model import Json, NewEvent, RecordedEvent
from lifecycle.dates.edtf import parse
from lifecycle.errors import DateError, UnreadableFactError
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import Act
from lifecycle.facts.upcasters import SCHEMA_VERSIONS, UPCASTERS


def to_fact(recorded: RecordedEvent) -> Fact:
    """Return the fact that a stored event tells.

    Raises:
        UnknownEventTypeError: If the type is none of ours.
        UnknownSchemaVersionError: If its shape is newer than this program.
        UnreadableFactError: If its date or its act cannot be read.
    """
    record = recorded.record
    event_type = record.type
    if record.schema_version > SCHEMA_VERSIONS.get(event_type, 0):
        UPCASTERS.data(recorded)  # says what is unknown, with the position
    occurred, meta = record.occurred, recorded.meta
    try:
        return Fact(
            record.event_id,
            event_type,
            occurred=None if occurred is None else parse(occurred),
            after=_texts(meta["after"], "after") if "after" in meta else (),
            follows=_texts(meta["follows"], "follows") if "follows" in meta else (),
            act=_act(meta["act"]) if "act" in meta else None,
            recorded=recorded,
        )
    except (DateError, ValueError) as error:
        raise UnreadableFactError(recorded.position, event_type, str(error)) from error


def _act(told: Any) -> Act:  # noqa: ANN401  # whatever a log holds
    """Return a stored act; raises `ValueError` if it has not the form of one."""
    if type(told) is not dict or told.keys() != _ACT or type(told["trigger"]) is not str:
        raise ValueError("act: should be a table of trigger and parties")
    return Act(told["trigger"], _texts(told["parties"], "act.parties"))


_ACT = {"trigger", "parties"}


def _texts(told: Any, place: str) -> tuple[str, ...]:  # noqa: ANN401  # as above
    """Return a stored list of texts; raises `ValueError` if it is something else."""
    if type(told) is not list or not {*map(type, told)} <= _TEXT:
        raise ValueError(f"{place}: should be a list of texts")
    return tuple(told)


_TEXT = {str}


def to_new_event(fact: Fact, tracks: dict[str, str]) -> NewEvent:
    """Return the event to append for a proposed fact that leads to *tracks*."""
    envelope = fact.envelope
    return NewEvent(
        event_id=fact.event_id,
        type=fact.type,
        data=data_of(fact),
        meta=_meta(fact, tracks),
        schema_version=SCHEMA_VERSIONS[fact.type],
        occurred=envelope.occurred,
        actor=envelope.actor,
        correlation_id=envelope.correlation_id,
        causation_id=envelope.causation_id,
    )


def data_of(fact: Fact) -> dict[str, Json]:
    """Return the payload as JSON; what is as it is by default is not written down."""
    return fact.event.model_dump(mode="json", exclude_defaults=True)


def said_of(fact: Fact) -> dict[str, Json]:
    """Return all that the recorder said of the fact, for comparing one telling with another."""
    dumped = fact.envelope.model_dump(mode="json", exclude_none=True, exclude={"follows"})
    envelope = _said(dumped)
    return {"type": fact.type, "data": data_of(fact), **envelope}


def _meta(fact: Fact, tracks: dict[str, str]) -> dict[str, Json]:
    envelope = fact.envelope.model_dump(
        mode="json",
        exclude_none=True,
        exclude={"occurred", "actor", "correlation_id", "causation_id"},
    )
    meta = _said(envelope)
    if tracks:
        meta["tracks"] = dict(tracks)
    if fact.act is not None:
        meta["act"] = {"trigger": fact.act.trigger, "parties": list(fact.act.parties)}
    return meta


def _said(data: dict[str, Any]) -> dict[str, Json]:
    return {key: value for key, value in data.items() if value not in (None, [], {})}
