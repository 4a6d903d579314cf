"""A small web service that embeds the registry: type-checked against the wheel, and run."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import lifecycle
from lifecycle import CommandRefusedError, Mechanism, RecordedEvent, Refusal, Registry, assess
from lifecycle.facts.models import MeetingHeld


class NewMechanism(BaseModel):
    """What registers a mechanism that its parties agreed to."""

    name: str
    parties: list[str]
    subject: str
    agreed: str


class Meeting(BaseModel):
    """What is known of a meeting."""

    on: str
    number: int | None = None


def summary(mechanism: Mechanism) -> dict[str, Any]:
    """Return what a client sees of a mechanism."""
    day = mechanism.clock
    return {
        "id": mechanism.id,
        "stage": mechanism.stage,
        "version": mechanism.version,
        "status": assess(mechanism, as_of=day).activity.status,
    }


def next_verbs(refusal: Refusal) -> Iterator[str]:
    """Yield the methods of the registry that would be accepted."""
    for act in refusal.allowed:
        if act.verb is not None:
            yield act.verb


def on_error(_: Request, error: Exception) -> Response:
    """Answer with the status and the JSON of an error of the registry."""
    if not isinstance(error, lifecycle.Error):
        raise error
    body = error.to_dict()
    if isinstance(error, CommandRefusedError):
        body["verbs"] = list(next_verbs(error.refusal))
    return JSONResponse(body, status_code=error.http_status)


def create_app(registry: Registry) -> FastAPI:
    """Return a service on *registry*."""
    app = FastAPI(title="Mechanisms", version=lifecycle.__version__)
    app.add_exception_handler(lifecycle.Error, on_error)

    @app.post("/mechanisms", status_code=201)
    def register(new: NewMechanism) -> dict[str, Any]:
        events: list[RecordedEvent] = registry.register(
            name=new.name,
            kind="joint-working-group",
            parties=new.parties,
            subject=new.subject,
            policy="enforce",
        )
        mechanism_id = str(events[-1].data["mechanism"])
        registry.agree(mechanism_id, by=new.parties, on=new.agreed)
        return summary(registry.mechanism(mechanism_id))

    @app.post("/mechanisms/{mechanism_id}/terms", status_code=201)
    def sign(mechanism_id: str, on: str) -> dict[str, Any]:
        registry.sign_tor(
            mechanism_id,
            on=on,
            periodicity="annually",
            sources=[{"publisher": "A ministry", "kind": "official"}],
        )
        return summary(registry.mechanism(mechanism_id))

    @app.post("/mechanisms/{mechanism_id}/meetings", status_code=201)
    def meet(
        mechanism_id: str, meeting: Meeting, if_match: Annotated[int | None, Header()] = None
    ) -> dict[str, Any]:
        event = MeetingHeld(number=meeting.number)
        registry.record(mechanism_id, event, on=meeting.on, if_version=if_match)
        return summary(registry.mechanism(mechanism_id))

    @app.get("/mechanisms")
    def mechanisms(as_of: str | None = None) -> list[dict[str, Any]]:
        return [summary(mechanism) for mechanism in registry.list(as_of=as_of)]

    @app.get("/mechanisms/{mechanism_id}")
    def mechanism(mechanism_id: str, known_at: int | None = None) -> dict[str, Any]:
        return summary(registry.mechanism(mechanism_id, known_at=known_at))

    return app
