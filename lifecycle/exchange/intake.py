"""What a file tells, whatever its format: facts with their places, mechanism by mechanism."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typing_extensions import override

from events.encoding import canonical_bytes
from events.errors import EncodingError
from lifecycle.deciding.commands import Command
from lifecycle.definitions.definition import Definition
from lifecycle.errors import DossierError, InvalidFactError
from lifecycle.facts.fact import Envelope
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import DomainEvent
from lifecycle.parsing.text_files import NotUtf8Error, decoded

FILE_BYTES_MAX = 10_000_000
"""Largest file of facts that is read."""
ENTRIES_MAX = 2_000
"""Most facts of one mechanism in a file."""
ENTRY_BYTES_MAX = 60_000
"""Largest entry of a dossier as JSON: with its envelope it fits an event of the log."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file tells a fact, as errors name it: here an entry as a whole."""

    label: str

    def of_key(self, _key: str) -> str:
        """Return where a key of the fact stands."""
        return self.label

    def of_cell(self, column: str) -> str:
        """Return where something stands that is no key, by the column that it has in a table."""
        return self.of_key(column)

    def of_fault(self, error: InvalidFactError) -> tuple[str, str]:
        """Return where the fault stands that was found in the fact, and what it is."""
        return self.label, str(error)


class HeadPlace(Place):
    """The head of a file, which is no entry: its keys are lines of their own."""

    @override
    def of_key(self, key: str) -> str:
        return f"{self.label}.{key}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact that a file tells, as the command that would record it."""

    command: Command
    place: Place
    silent: frozenset[str] = frozenset()
    """Keys of which it says nothing: that they are absent takes nothing away."""
    gives_event_id: bool = False
    """Whether the event id stands in the file, where it can be that of any fact."""


@dataclass(slots=True)
class MechanismEntries:
    """What a file tells of one mechanism."""

    mechanism_id: str
    registration: Entry | None = None
    """A file may tell of a mechanism on record without it."""
    entries: list[Entry] = field(default_factory=list)

    @property
    def all(self) -> list[Entry]:
        """All that it tells, the registration first."""
        return [*([self.registration] if self.registration else ()), *self.entries]


@dataclass(frozen=True, slots=True)
class Intake:
    """A file read."""

    file: str
    whole: bool
    """Whether it tells one mechanism whole: then what it tells no longer is retracted. Else it can
    tell of many, and what is absent says nothing."""
    definitions: Mapping[str, Definition]
    """The definitions that it holds or names, by their hash."""
    mechanisms: tuple[MechanismEntries, ...]

    @property
    def mechanism_id(self) -> str:
        """The mechanism that it tells of; of several, the first."""
        return self.mechanisms[0].mechanism_id

    @property
    def commands(self) -> tuple[Command, ...]:
        """The facts that it tells, without registrations, as commands in file order."""
        return tuple(entry.command for told in self.mechanisms for entry in told.entries)

    def error(self, place: str, reason: str) -> DossierError:
        """Return the error that something in the file is wrong."""
        return DossierError(self.file, place, reason)


def read_bytes(path: str) -> bytes:
    """Return the bytes of the file at *path*, or one more than it may have.

    Raises:
        DossierError: If it cannot be read.
    """
    try:
        with Path(path).open("rb") as stream:
            return stream.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError as error:
        raise DossierError(path, "", "there is no such file") from error
    except (OSError, ValueError) as error:
        raise DossierError(path, "", f"cannot be read: {error}") from error


def text_of(data: bytes, file: str, advice: str = "") -> str:
    """Return the text in *data*; *advice* says how to save it, should it not be UTF-8.

    Raises:
        DossierError: If it is too large, or no text.
    """
    if len(data) > FILE_BYTES_MAX:
        raise DossierError(file, "", f"larger than {FILE_BYTES_MAX:,} bytes; split it")
    try:
        return decoded(data)
    except NotUtf8Error as error:
        place, reason = f"character {error.character}", f"{error.reason}{advice}"
        raise DossierError(file, place, reason, line=error.line) from error


def id_by_name(mechanism_id: str, name: str) -> str:
    """Return the event id of an entry that gives itself the id *name*."""
    return derived_id("named entry", mechanism_id, name)


def id_by_content(mechanism_id: str, entry: Mapping[str, Any]) -> str:
    """Return the event id of an entry without an id of its own: it is made of all that it says.

    Raises:
        InvalidFactError: If it says what the log cannot store.
    """
    try:
        text = canonical_bytes({"entry": _plain(entry)}).decode()
    except EncodingError as error:
        raise InvalidFactError(str(error)) from error
    except RecursionError as error:
        raise InvalidFactError("nested too deeply") from error
    return derived_id("entry", mechanism_id, text)


def check_size(event: DomainEvent, envelope: Envelope, most: int = ENTRY_BYTES_MAX) -> None:
    """Check that an entry fits an event of the log; raises `InvalidFactError` if not."""
    told = (model.model_dump_json(exclude_defaults=True) for model in (event, envelope))
    size = sum(len(text.encode()) for text in told)
    if size > most:
        raise InvalidFactError(
            f"{size:,} bytes as JSON, at most {most:,} are allowed;"
            " keep long texts outside and cite them"
        )


def _plain(value: Any) -> Any:  # noqa: ANN401  # TOML values of any kind
    """Return *value* with TOML dates as text."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | type(None)) else str(value)
