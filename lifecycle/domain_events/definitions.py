"""Definitions on record, so that a log can be read without its software's memory."""

from typing import Annotated, ClassVar

from pydantic import Field

from lifecycle.domain_events.base import DomainEvent, Text


class DefinitionRegistered(DomainEvent):
    """The log takes in a definition, before the first mechanism that lives under it."""

    type: ClassVar[str] = "definition_registered"

    name: Text
    version: int
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the canonical text."""
    text: Annotated[str, Field(max_length=60_000)]
    """The definition as canonical JSON."""
