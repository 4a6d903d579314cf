"""Whether the mechanism lives: suspended, resumed, concluded, reopened."""

from typing import ClassVar, Literal

from typing_extensions import override

from lifecycle.facts.models.base import (
    Act,
    ActOfParties,
    EdtfText,
    PartyCode,
    Text,
)

SuspensionObject = Literal["mechanism", "parent_instrument", "part", "activity"]


class _Suspension(ActOfParties):
    object: SuspensionObject = "mechanism"
    scope: Text | None = None
    condition: Text | None = None
    vehicle: Text | None = None
    """How it was made known: note verbale, decree, statement."""
    recognised_by: tuple[PartyCode, ...] = ()
    contested_by: tuple[PartyCode, ...] = ()
    announced: EdtfText | None = None
    effective: EdtfText | None = None
    reason: Text | None = None

    @override
    def act(self) -> Act | None:
        return super().act() if self.object == "mechanism" else None


class Suspended(_Suspension):
    """The mechanism, its parent instrument or a part is suspended; only the first moves it."""

    type: ClassVar[str] = "suspended"
    trigger: ClassVar[str | None] = "suspend"


class Resumed(_Suspension):
    """A suspension ends."""

    type: ClassVar[str] = "resumed"
    trigger: ClassVar[str | None] = "resume"


class Concluded(ActOfParties):
    """The mechanism ends; its stage is not forgotten."""

    type: ClassVar[str] = "concluded"
    trigger: ClassVar[str | None] = "conclude"

    reason: Text | None = None
    effective: EdtfText | None = None


class Reopened(ActOfParties):
    """A concluded mechanism lives again."""

    type: ClassVar[str] = "reopened"
    trigger: ClassVar[str | None] = "reopen"

    reason: Text | None = None
    effective: EdtfText | None = None
