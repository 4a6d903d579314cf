"""How a mechanism belongs together with others: parent, sub-groups, predecessors, successors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    Absorbed,
    MechanismRegistered,
    Merged,
    PutUnder,
    Replaced,
    Split,
    SubgroupChanged,
    SubgroupCreated,
)
from lifecycle.views.reading import Span, successive, told

SubgroupStatus = Literal["active", "suspended", "dissolved", "merged", "split"]
RelationKind = Literal["merged", "split", "replaced", "absorbed"]

_ParentEvent = MechanismRegistered | PutUnder
_PARENT_MODELS: tuple[type[_ParentEvent], ...] = get_args(_ParentEvent)
_SubgroupEvent = SubgroupCreated | SubgroupChanged
_SUBGROUP_MODELS: tuple[type[_SubgroupEvent], ...] = get_args(_SubgroupEvent)
_RelationEvent = Merged | Split | Replaced | Absorbed
_RELATION_MODELS: tuple[type[_RelationEvent], ...] = get_args(_RelationEvent)
_KINDS: dict[str, RelationKind] = {
    Merged.type: "merged",
    Split.type: "split",
    Replaced.type: "replaced",
    Absorbed.type: "absorbed",
}
_SUBGROUP_STATUS: dict[str, SubgroupStatus] = {
    "reactivated": "active",
    "suspended": "suspended",
    "dissolved": "dissolved",
    "merged": "merged",
    "split": "split",
}


@dataclass(frozen=True, slots=True)
class Subgroup:
    """A body under the mechanism, and the facts that tell of it."""

    name: str
    """The one that it bears now."""
    status: SubgroupStatus | None = None
    """None where it is only told that it was renamed."""
    mechanism: str | None = None
    """Its id, where it is on record itself."""
    level: str | None = None
    purpose: str | None = None
    into: tuple[str, ...] = ()
    """What it became by a merger or a split."""
    facts: tuple[Fact, ...] = ()
    """In effective order."""


@dataclass(frozen=True, slots=True)
class Relation:
    """That the mechanism came from others, or went on in others."""

    kind: RelationKind
    mechanisms: tuple[str, ...]
    """The others: ids, or names of those that are not on record."""
    ends: bool
    """Whether the mechanism ended by it."""
    fact: Fact

    @property
    def leads_on(self) -> bool:
        """Whether the others come after it: where it ended, and where it was split."""
        return self.ends or self.kind == "split"


def parents_of(history: Sequence[Fact]) -> tuple[Span[str], ...]:
    """Return the larger mechanisms that it is part of, one after the other; the last one holds.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    return successive(
        (fact, event.parent)
        for fact, event in told(history, *_PARENT_MODELS)
        if event.parent is not None
    )


def subgroups_of(history: Sequence[Fact]) -> tuple[Subgroup, ...]:
    """Return the bodies under it, each at the place of its first fact.

    Facts with the same name are of one body; after it was renamed, it is known by both names.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    groups: list[Subgroup] = []
    place: dict[str, int] = {}
    for fact, event in told(history, *_SUBGROUP_MODELS):
        index = place.setdefault(event.name, len(groups))
        if index == len(groups):
            groups.append(Subgroup(event.name))
        groups[index] = _changed(groups[index], fact, event)
        place.setdefault(groups[index].name, index)
    return tuple(groups)


def relations_of(history: Sequence[Fact]) -> tuple[Relation, ...]:
    """Return how it was merged, split, replaced and absorbed, in effective order.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    return tuple(
        Relation(_KINDS[event.type], event.mechanisms, event.this == "ends", fact)
        for fact, event in told(history, *_RELATION_MODELS)
    )


def predecessors_of(history: Sequence[Fact]) -> tuple[Relation, ...]:
    """Return the relations to mechanisms that it came from or took in; raises as `relations_of`."""
    return tuple(relation for relation in relations_of(history) if not relation.leads_on)


def successors_of(history: Sequence[Fact]) -> tuple[Relation, ...]:
    """Return the relations to mechanisms in which it went on; raises as `relations_of`."""
    return tuple(relation for relation in relations_of(history) if relation.leads_on)


def _changed(group: Subgroup, fact: Fact, event: _SubgroupEvent) -> Subgroup:
    facts = (*group.facts, fact)
    mechanism = event.mechanism or group.mechanism
    if isinstance(event, SubgroupCreated):
        return replace(
            group,
            status="active",
            mechanism=mechanism,
            level=event.level or group.level,
            purpose=event.purpose or group.purpose,
            facts=facts,
        )
    if event.how == "renamed":
        name = event.into[0] if event.into else group.name
        return replace(group, name=name, mechanism=mechanism, facts=facts)
    return replace(
        group,
        status=_SUBGROUP_STATUS[event.how],
        mechanism=mechanism,
        into=event.into,
        facts=facts,
    )
