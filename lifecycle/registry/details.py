"""The keywords of the registry's methods, for type checkers and editors.

Made by ``tests/typing/make.py`` from the models of the facts; a test holds the two equal.
"""

from typing import Any, Literal, Required, TypeAlias, TypedDict, TypeVar

T = TypeVar("T")
ListOf: TypeAlias = list[T] | tuple[T, ...]
"""Several values; a text alone is none."""


class CoChairDict(TypedDict, total=False):
    """Who led one side; `office` where the source names only the office."""

    party: Required[str]
    name: str | None
    title: str | None
    office: str | None
    acting: bool
    represented_by: str | None
    """Who sat in the chair for the one named."""


class JointSittingDict(TypedDict, total=False):
    """Another mechanism that sat in the same meeting, with the meeting's number there."""

    mechanism: Required[str]
    """Its id, or its name where it is not on record."""
    number_claimed: str | None
    number: int | None


class NameDict(TypedDict, total=False):
    """A name of the mechanism, in a language, as used by a side."""

    text: Required[str]
    language: str | None
    used_by: str | None


class PartyDict(TypedDict, total=False):
    """One side, with its name as recorded: names change, the log does not."""

    code: Required[str]
    scheme: str
    """``iso3166-1``; ``eu``; ``iso3166-3`` (former states); ``user-assigned``; or another."""
    name: str | None
    on_behalf_of: str | None
    successor: str | None
    """Code of the state that took the place of a former one."""


class PersonDict(TypedDict, total=False):
    """Somebody who acted for a party, as named at that time."""

    party: Required[str]
    name: str | None
    title: str | None


class SignatoryDict(TypedDict, total=False):
    """Who signed, when it was another day than the fact's, and in whose name."""

    party: Required[str]
    name: str | None
    title: str | None
    on_behalf_of: str | None
    on: str | None
    """The day on which this one signed, adopted or notified."""


class SourceDict(TypedDict, total=False):
    """Who says so. `quote` has at most 25 words of the source."""

    publisher: Required[str]
    kind: Required[Literal["official", "joint", "press", "secondary"]]
    published: str | None
    url: str | None
    quote: str | None
    sha256: str | None
    """Digest of the archived document."""


class TopicDict(TypedDict, total=False):
    """A subject on the table, with its parts."""

    name: Required[str]
    parts: ListOf[str]


class EnvelopeDetails(TypedDict, total=False):
    """What is said about a fact: when, by whom, in what order."""

    on: str | None
    """When it happened (valid time, EDTF); absent when no date is known."""
    after: ListOf[str]
    """Ids of facts that this one certainly came after."""
    follows: ListOf[str]
    """Ids of facts that it came after unless dates or `after` say otherwise."""
    sources: ListOf[SourceDict]
    claimed_as: str | None
    """The source's own verb."""
    confidence: str | None
    on_behalf_of: str | None
    language: str | None
    """Language of the source's own words."""
    visibility: str | None
    """Who may see it, e.g. ``public`` or ``confidential``: a label, nothing is hidden by it."""
    act_id: str | None
    """Shared by the facts, on several mechanisms, that one act brought about."""
    actor: str | None
    """Who records it."""
    correlation_id: str | None
    causation_id: str | None


class CommandDetails(EnvelopeDetails, total=False):
    """What every command takes."""

    event_id: str | None
    """Makes the command repeatable; drawn if not given."""
    if_version: int | None
    """Refuse the command unless the mechanism has this version."""


class ProposedDetails(CommandDetails, total=False):
    """A party proposes to establish the mechanism, or to do something to it."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    object: Literal["establish", "end", "revive", "replace", "add_topic"]
    place: str | None
    text: str | None


class EstablishmentAgreedDetails(CommandDetails, total=False):
    """The parties agree to establish the mechanism. No party named: reported as agreed by both."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    meeting: str | None
    """In which meeting it was agreed."""
    document: str | None
    place: str | None
    periodicity: str | None
    """How often to meet, e.g. ``annually`` or ``every 2 years``."""
    hosting_rule: str | None
    """Who hosts, e.g. ``alternately``."""
    level: str | None
    target: str | None
    """By when it is to be done."""


class TermsOfReferenceSignedDetails(CommandDetails, total=False):
    """The terms of reference are signed (or exchanged, adopted, finalised), by one side or both."""

    instrument: str | None
    """The name by which later acts on it refer to it."""
    signatories: ListOf[SignatoryDict]
    how: Literal["signed", "exchanged", "adopted", "finalised"]
    document: str | None
    version: str | None
    term: str | None
    periodicity: str | None
    """How often to meet, by these terms."""
    hosting_rule: str | None
    body: str | None
    """The sub-group that the terms are for, where they are not for the mechanism itself."""
    place: str | None


class MeetingHeldDetails(CommandDetails, total=False):
    """A meeting took place. `occurred` of the envelope is its date, `start` and `end` its days."""

    meeting: str | None
    series: str | None
    number_claimed: str | None
    """The number as the source writes it: ``VI``, ``17/3``, ``inaugural``."""
    number: int | None
    """The number as read."""
    counted: bool
    """False for special, preliminary and other meetings outside the count."""
    epoch: str | None
    """Which count the number belongs to, where the count was restarted."""
    start: str | None
    end: str | None
    mode: Literal["in_person", "virtual", "hybrid"] | None
    place: str | None
    country: str | None
    """Where it was held, for a meeting in a third country."""
    host: str | None
    tier: str | None
    co_chairs: ListOf[CoChairDict]
    delegates: ListOf[PersonDict]
    """Who else sat on either side, where they are named."""
    topics: ListOf[TopicDict]
    outcomes: ListOf[str]
    joint_with: ListOf[JointSittingDict]
    next_meeting: str | None
    """What was said of the next one, in words."""
    next_planned: str | None
    reported: Literal["at_the_time", "later"]
    """``later``: that it was held is known only from later reports."""


class MeetingScheduledDetails(CommandDetails, total=False):
    """A meeting is planned."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    meeting: str | None
    """Which meeting, by the name that other facts use for it."""
    series: str | None
    number_claimed: str | None
    planned: str | None
    place: str | None
    mode: Literal["in_person", "virtual", "hybrid"] | None
    reason: str | None


class RoadmapActivatedDetails(CommandDetails, total=False):
    """A roadmap becomes active: by an adopted document, or by a commitment to implement one."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    roadmap: str | None
    """Which one, by the name that other facts use for it."""
    basis: Required[Literal["commitment", "document"]]
    title: str | None
    document: str | None
    term: str | None
    duration: str | None
    """How long it runs where no term is given: ``2 years``."""
    counted_from: str | None
    """What the duration is counted from: a date, or words such as ``commencement``."""
    adopted_by: str | None
    """Who adopted it, where that was not the mechanism itself."""
    areas: ListOf[str]
    parent: str | None
    """The roadmap that this one is part of."""


class SuspendedDetails(CommandDetails, total=False):
    """The mechanism, its parent instrument or a part is suspended; only the first moves it."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    object: Literal["mechanism", "parent_instrument", "part", "activity"]
    scope: str | None
    condition: str | None
    vehicle: str | None
    """How it was made known: note verbale, decree, statement."""
    recognised_by: ListOf[str]
    contested_by: ListOf[str]
    announced: str | None
    effective: str | None
    reason: str | None


class ResumedDetails(CommandDetails, total=False):
    """A suspension ends."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    object: Literal["mechanism", "parent_instrument", "part", "activity"]
    scope: str | None
    condition: str | None
    vehicle: str | None
    """How it was made known: note verbale, decree, statement."""
    recognised_by: ListOf[str]
    contested_by: ListOf[str]
    announced: str | None
    effective: str | None
    reason: str | None


class ConcludedDetails(CommandDetails, total=False):
    """The mechanism ends; its stage is not forgotten."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    reason: str | None
    effective: str | None


class ReopenedDetails(CommandDetails, total=False):
    """A concluded mechanism lives again."""

    by: ListOf[str]
    """Codes of the parties that acted; none named: the source does not say who."""
    reason: str | None
    effective: str | None


class NoteRecordedDetails(CommandDetails, total=False):
    """A remark of whoever keeps the record."""


class EventCorrectedDetails(CommandDetails, total=False):
    """A recorded fact is corrected. What was recorded stays in the log."""

    reason: str | None


class EventRetractedDetails(CommandDetails, total=False):
    """A recorded event no longer counts. To retract a correction or a retraction undoes it."""

    reason: str | None


class EventDisputedDetails(CommandDetails, total=False):
    """A source gives something else for a recorded fact, or a party contests it."""

    claim: Any
    """What the other source says instead."""
    occurred_claim: str | None
    """The other date, where the dispute is on the date."""
    by: ListOf[str]
    reason: str | None


class AssertionPreferredDetails(CommandDetails, total=False):
    """Of conflicting claims on a fact one is preferred; the others stay on record and are shown."""

    reason: str | None


class RegistrationDetails(TypedDict, total=False):
    """What `register` takes beside the names of the mechanism."""

    kind: Required[str]
    """The definition that it lives under, e.g. ``joint-working-group``."""
    parties: Required[ListOf[str] | ListOf[PartyDict] | ListOf[str | PartyDict]]
    """The two parties, each a code or a table."""
    subject: Required[str]
    """What it is about, in a few words."""
    id: str | None
    """Made from parties, kind and subject if not given."""
    policy: Literal["enforce", "record"]
    """That of the definition if not given."""
    level: str | None
    known_from: str | None
    """State in which the mechanism is first known, for one first met in mid-life."""
    parent: str | None
    event_id: str | None
    """Makes the command repeatable; drawn if not given."""
    actor: str | None
    """Who records it."""
