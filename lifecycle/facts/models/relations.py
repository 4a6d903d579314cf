"""How mechanisms belong together: sub-groups, parents, mergers, splits, successors."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from lifecycle.facts.models.base import (
    Act,
    DomainEvent,
    MechanismId,
    Text,
)
from lifecycle.facts.models.overlays import Change


class SubgroupCreated(DomainEvent):
    """A body is set up under this mechanism."""

    type: ClassVar[str] = "subgroup_created"

    name: Text
    mechanism: MechanismId | None = None
    """Its id, where it is on record itself."""
    level: Text | None = None
    purpose: Text | None = None


class SubgroupChanged(DomainEvent):
    """A body under this mechanism changes."""

    type: ClassVar[str] = "subgroup_changed"

    name: Text
    mechanism: MechanismId | None = None
    how: Literal[
        "operationalised",
        "reactivated",
        "suspended",
        "dissolved",
        "merged",
        "split",
        "renamed",
        "put_under",
    ]
    into: tuple[Text, ...] = ()
    """What it became; of one that was put under another body: that body."""


class PutUnder(Change):
    """The mechanism becomes part of a larger one and lives on."""

    type: ClassVar[str] = "put_under"

    parent: Text
    """Id of the larger one, or its name where it is not on record."""


class _Ending(Change):
    trigger: ClassVar[str | None] = "conclude"

    mechanisms: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The other mechanisms: ids, or names of those that are not on record."""
    this: Literal["ends", "continues"] = "ends"
    """What becomes of the mechanism that this is recorded of."""

    @override
    def act(self) -> Act | None:
        return super().act() if self.this == "ends" else None


class Merged(_Ending):
    """Mechanisms become one."""

    type: ClassVar[str] = "merged"


class Split(_Ending):
    """A mechanism becomes several."""

    type: ClassVar[str] = "split"


class Replaced(_Ending):
    """A new mechanism takes the place of an old one."""

    type: ClassVar[str] = "replaced"


class Absorbed(_Ending):
    """A mechanism goes on as a part of another."""

    type: ClassVar[str] = "absorbed"
