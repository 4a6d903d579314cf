"""Definitions on record, so that a log can be read without its software's memory."""

from typing import Annotated, ClassVar

from pydantic import Field

from lifecycle.facts.models.base import (
    DomainEvent,
    Text,
    Word,
)
from lifecycle.facts.models.founding import DefinitionRef


class DefinitionRegistered(DomainEvent):
    """The log takes in a definition, before the first mechanism that lives under it."""

    type: ClassVar[str] = "definition_registered"

    name: Text
    version: int
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the canonical text."""
    text: Annotated[str, Field(max_length=60_000)]
    """The definition as canonical JSON."""


class DefinitionMigrated(DomainEvent):
    """A mechanism lives under another definition from here on. To retract this undoes it."""

    type: ClassVar[str] = "definition_migrated"

    definition: DefinitionRef
    """The one from now on."""
    previously: DefinitionRef
    states: Annotated[dict[Word, Word], Field(default_factory=dict)]
    """The new state for each old one that is called otherwise in the new definition."""
    reason: Text | None = None
