"""What all domain events share: frozen, strict models that know what they set in motion."""

from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue
from typing_extensions import override

from events.encoding import sorted_copy
from events.errors import EncodingError
from lifecycle.dates.edtf import parse, precedes
from lifecycle.errors import DateError

MAX_TEXT = 4000
"""Longest text of a field, in characters."""


class Act(NamedTuple):
    """What a fact does to the state machine: the trigger it pulls, and who acted.

    No party named means that the source reports the act as done without saying by whom; it then
    counts as the act of both.
    """

    trigger: str
    parties: tuple[str, ...]


class Model(BaseModel):
    """A frozen value that refuses unknown keys and never converts one type into another."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


def _edtf(text: str) -> str:
    try:
        parse(text)
    except DateError as error:
        raise ValueError(str(error)) from error
    return text


def _storable(value: JsonValue) -> JsonValue:
    event: Any = {"data": {"changes": {"key": value}}}  # as deep as it can stand in an event
    try:
        sorted_copy(event)
    except EncodingError as error:
        raise ValueError(error.reason) from error
    return value


def _seen(text: str) -> str:
    if text[0].isalnum():  # nearly always
        return text
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise ValueError("is blank; write a word, or leave it out")
    return text


Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(_seen)]
EdtfText = Annotated[str, AfterValidator(_edtf)]
"""A date as EDTF, kept verbatim."""
JsonText = Annotated[JsonValue, AfterValidator(_storable)]
"""Text, whole number, yes or no, list or table: what the log can store."""
PartyCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
EventId = Annotated[str, Field(pattern=r"^[ -~]+$", max_length=200)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""A name of a state, trigger or key."""
MechanismId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=150)]


class Source(Model):
    """Who says so. `quote` has at most 25 words of the source."""

    publisher: Text
    kind: Literal["official", "joint", "press", "secondary"]
    published: EdtfText | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2000)] | None = None
    quote: Text | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Digest of the archived document."""

    def to_dict(self) -> dict[str, Any]:
        """Return what is known of the source, as JSON."""
        return self.model_dump(mode="json", exclude_none=True)


class Person(Model):
    """Somebody who acted for a party, as named at that time."""

    party: PartyCode
    name: Text | None = None
    title: Text | None = None


class DomainEvent(Model):
    """A fact in the life of a mechanism. Subclasses name their `type` as it stands in the log."""

    type: ClassVar[str]
    trigger: ClassVar[str | None] = None
    """The trigger that this type can pull; `act` says whether it does."""

    def act(self) -> Act | None:
        """Return what this fact sets in motion, or None if it moves nothing."""
        if self.trigger is None:
            return None
        return Act(self.trigger, tuple(dict.fromkeys(self.acting_parties())))

    def acting_parties(self) -> tuple[str, ...]:
        """Return the codes of the parties that acted, in order."""
        return ()


def check_span(what: str, begin: str | None, end: str | None) -> None:
    """Check that *what* does not end before it begins.

    Raises:
        ValueError: If the dates leave no doubt that it does.
    """
    if begin and end and precedes(parse(end), parse(begin)):
        raise ValueError(f"{what} ends ({end}) before it starts ({begin})")


class ActOfParties(DomainEvent):
    """A fact that names the parties that acted."""

    by: tuple[PartyCode, ...] = ()
    """Codes of the parties that acted; none named: the source does not say who."""

    @override
    def acting_parties(self) -> tuple[str, ...]:
        return self.by


def parties_of(people: tuple[Person, ...]) -> tuple[str, ...]:
    """Return the party codes of *people*, in order."""
    return tuple(person.party for person in people)
