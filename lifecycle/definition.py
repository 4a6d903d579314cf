"""A kind of mechanism as data: its tracks, transitions, consent and guards."""

import hashlib
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from events.encoding import canonical_bytes, decode
from lifecycle.domain_events.base import Model

Consent = Literal["none", "either", "both", "initiator+acknowledgement"]
Policy = Literal["enforce", "record"]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""A name of a state, trigger, track or guard: never anything that could be run."""


class Transition(Model):
    """How one trigger moves a track. Without `to` the act is legal and the state stays."""

    trigger: Word
    sources: Annotated[tuple[Word, ...], Field(alias="from", min_length=1)]
    to: Word | None = None
    consent: Consent | None = None
    guards: tuple[Word, ...] = ()


class Track(Model):
    """One flat state machine; `states` stand in rank order, the furthest last."""

    name: Word
    initial: Word
    states: Annotated[tuple[Word, ...], Field(min_length=1)]
    final: tuple[Word, ...] = ()
    transitions: tuple[Transition, ...] = ()


class Definition(Model):
    """A kind of mechanism. Two definitions with the same `digest` are the same definition."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
    abbreviation: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$", max_length=16)]
    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    policy: Policy
    tracks: Annotated[tuple[Track, ...], Field(min_length=1, max_length=16)]
    milestones: tuple[Word, ...] = ()
    """Triggers of the definition's own, recorded as ``milestone_reached``."""

    @cached_property
    def canonical_text(self) -> str:
        """The definition as canonical JSON (RFC 8785), as it is stored in the log."""
        return canonical_bytes(self.model_dump(mode="json", by_alias=True)).decode()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text, hexadecimal."""
        return hashlib.sha256(self.canonical_text.encode()).hexdigest()

    @property
    def triggers(self) -> tuple[str, ...]:
        """All triggers, in the definition's own order."""
        return tuple(
            dict.fromkeys(move.trigger for track in self.tracks for move in track.transitions)
        )


def definition_from_text(text: str) -> Definition:
    """Return the definition whose canonical text stands in a log."""
    decode(text.encode())
    return Definition.model_validate_json(text)
