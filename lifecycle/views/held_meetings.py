"""A meeting held, as far as the catalogue looks at it.

Most of a log is meetings; to read all that their payloads say would take most of the time.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Required

from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from lifecycle.dates.edtf import Edtf, parse
from lifecycle.facts.fact import Fact, unreadable
from lifecycle.facts.models.base import EdtfText


class Chair(TypedDict, total=False):
    """Who led one side."""

    party: Required[str]
    name: str | None
    title: str | None
    office: str | None
    represented_by: str | None


class _Said(TypedDict, total=False):
    __pydantic_config__ = ConfigDict(strict=True)  # type: ignore[misc]  # pydantic's

    number: int | None
    number_claimed: str | None
    series: str | None
    epoch: str | None
    counted: bool
    start: EdtfText | None
    end: EdtfText | None
    co_chairs: list[Chair]


@cache
def _reader() -> Callable[[object], _Said]:
    """Return what checks the keys; built when it is first needed, for it takes a while."""
    return TypeAdapter(_Said).validate_python


class HeldMeeting:
    """A meeting held; `lifecycle.facts.models.MeetingHeld` describes the attributes.

    Attributes:
        fact: The fact that tells of it.
        number: Its number as read.
        number_claimed: Its number as the source writes it.
        count: The series and the epoch that it names.
        counted: Whether it stands in the count.
        first: When it began, as far as it is told.
        last: When it ended, as far as it is told.
        has_end: Whether its last day is told apart from its date.
        chairs: Who led the sides.

    Raises:
        UnreadableFactError: If the stored data does not have the shape of its type.
    """

    __slots__ = (
        "chairs",
        "count",
        "counted",
        "fact",
        "first",
        "has_end",
        "last",
        "number",
        "number_claimed",
    )

    def __init__(self, fact: Fact) -> None:
        said = _read(fact)
        start, end = said.get("start"), said.get("end")
        self.fact = fact
        self.number, self.number_claimed = said.get("number"), said.get("number_claimed")
        self.count = said.get("series"), said.get("epoch")
        self.counted = said.get("counted", True)
        self.first: Edtf | None = fact.occurred if start is None else parse(start)
        self.last: Edtf | None = fact.occurred if end is None else parse(end)
        self.has_end = end is not None
        self.chairs: Sequence[Chair] = said.get("co_chairs", ())


def of_schedule(meetings: Sequence[HeldMeeting]) -> Sequence[HeldMeeting]:
    """Return the counted meetings of the mechanism's own series; where there is none, all."""
    regular = [meeting for meeting in meetings if meeting.counted and meeting.count[0] is None]
    return regular or meetings


def _read(fact: Fact) -> _Said:
    try:
        said = _reader()(fact.data)
    except ValidationError as error:
        raise unreadable(fact, error) from error
    return said
