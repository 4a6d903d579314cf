"""A kind of mechanism as data: its tracks, transitions, consent, guards and obligations."""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import to_json

from events.encoding import canonical_bytes, decode
from events.model import MAX_INT
from lifecycle.dates.periods import Period, PeriodError, read_period
from lifecycle.facts.models.base import Model, Word

Consent = Literal["none", "either", "both", "initiator+acknowledgement"]
CONSENTS: tuple[Consent, ...] = ("none", "either", "initiator+acknowledgement", "both")
"""All kinds of consent, the least demanding first."""
NEEDS_BOTH = frozenset[Consent](("initiator+acknowledgement", "both"))
"""Those for which both parties must act."""

Policy = Literal["enforce", "record"]
Title = Annotated[str, Field(min_length=1, max_length=200)]

ENDED = "concluded"
"""The state, by its name in every definition, in which a mechanism no longer lives."""

LATER_KEYS = frozenset({"obligations", "enforces", "periodicity", "hosting_rule"})
"""Keys that came later. Where they say nothing they are left out of the canonical text, so that
an older definition keeps its hash."""


class Transition(Model):
    """How one trigger moves a track. Without `to` the act is legal and the state stays."""

    trigger: Word
    sources: Annotated[tuple[Word, ...], Field(alias="from", min_length=1)]
    to: Word | None = None
    consent: Consent | None = None
    guards: tuple[Word, ...] = ()

    @property
    def consent_needed(self) -> Consent:
        """Whose consent it needs; nobody's where it does not say."""
        return self.consent or "none"


class Track(Model):
    """One flat state machine; `states` stand in rank order, the furthest last."""

    name: Word
    initial: Word
    states: Annotated[tuple[Word, ...], Field(min_length=1)]
    final: tuple[Word, ...] = ()
    transitions: tuple[Transition, ...] = ()


def _period(text: str) -> str:
    try:
        read_period(text)
    except PeriodError as error:
        raise ValueError(str(error)) from error
    return text


PeriodText = Annotated[str, AfterValidator(_period)]
"""A length of time, kept verbatim: ``90 days``, ``P3M``."""


class _Obligation(Model):
    name: Word
    """What a lapsed one is called by in the log."""
    title: Title


class MeetWithin(_Obligation):
    """A meeting within some time of a fact."""

    kind: Literal["meet_within"]
    within: PeriodText
    after: Word
    """Trigger or event type of the fact."""

    @property
    def period(self) -> Period:
        """`within`, read."""
        return read_period(self.within)


class MeetEvery(_Obligation):
    """Never longer than some time between two meetings."""

    kind: Literal["meet_every"]
    every: PeriodText

    @property
    def period(self) -> Period:
        """`every`, read."""
        return read_period(self.every)


class AlternateHosts(_Obligation):
    """The sides host in turn."""

    kind: Literal["alternate_hosts"]


class ReviewAtHalfTerm(_Obligation):
    """A meeting, or a refresh of the roadmap, in the second half of the active one's term."""

    kind: Literal["review_at_half_term"]


ObligationRule = Annotated[
    MeetWithin | MeetEvery | AlternateHosts | ReviewAtHalfTerm, Field(discriminator="kind")
]
"""What a mechanism of this kind owes. It moves nothing; it is kept, due or lapsed as of a date."""

OBLIGATIONS: Mapping[str, type[Model]] = {
    "meet_within": MeetWithin,
    "meet_every": MeetEvery,
    "alternate_hosts": AlternateHosts,
    "review_at_half_term": ReviewAtHalfTerm,
}
"""All kinds of obligation."""


class Definition(Model):
    """A kind of mechanism. Two definitions with the same `digest` are the same definition."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
    abbreviation: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$", max_length=16)]
    version: Annotated[int, Field(ge=1, le=MAX_INT)]
    title: Title
    policy: Policy
    tracks: Annotated[tuple[Track, ...], Field(min_length=1, max_length=16)]
    milestones: tuple[Word, ...] = ()
    """Triggers of the definition's own, recorded as ``milestone_reached``."""
    obligations: Annotated[tuple[ObligationRule, ...], Field(max_length=64)] = ()
    enforces: tuple[Word, ...] = ()
    """Codes of the anomalies that ``enforce`` refuses."""
    periodicity: Title | None = None
    """How often to meet where nothing was agreed, in words: ``annually``."""
    hosting_rule: Title | None = None
    """Who hosts where nothing was agreed, in words: ``alternately``."""

    @cached_property
    def canonical_text(self) -> str:
        """The definition as canonical JSON (RFC 8785), as it is stored in the log."""
        return canonical_bytes(self._told()).decode()

    @property
    def stored_bytes(self) -> int:
        """How many bytes its text takes in the event that stores it."""
        return len(to_json(to_json(self._told()).decode()))

    def _told(self) -> dict[str, Any]:
        return {
            key: value
            for key, value in self.model_dump(mode="json", by_alias=True).items()
            if value or key not in LATER_KEYS
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text, hexadecimal."""
        return hashlib.sha256(self.canonical_text.encode()).hexdigest()


def definition_from_text(text: str) -> Definition:
    """Return the definition whose canonical text stands in a log."""
    decode(text.encode())
    return Definition.model_validate_json(text)
