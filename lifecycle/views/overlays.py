"""What holds beside the stage for a time: suspensions, names, level, excluded topics, chairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from lifecycle.dates.edtf import Edtf
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    AliasRecorded,
    ChairNamed,
    Concluded,
    LevelChanged,
    MechanismRegistered,
    Renamed,
    Resumed,
    ScopeChanged,
    Suspended,
)
from lifecycle.facts.models.founding import Name
from lifecycle.facts.models.standing import SuspensionObject
from lifecycle.views.reading import Span, actors, effective_date, successive, told

_NameEvent = MechanismRegistered | Renamed
_NAME_MODELS: tuple[type[_NameEvent], ...] = get_args(_NameEvent)
_LevelEvent = MechanismRegistered | LevelChanged
_LEVEL_MODELS: tuple[type[_LevelEvent], ...] = get_args(_LevelEvent)


@dataclass(frozen=True, slots=True)
class Suspension:
    """That somebody suspends the mechanism, its parent instrument, a part or an activity."""

    by: tuple[str, ...]
    """The parties that suspend; empty: it is not told by whom."""
    object: SuspensionObject
    scope: str | None
    condition: str | None
    """What would end it."""
    contested_by: tuple[str, ...]
    """The parties that deny it."""
    effective: Edtf | None
    """Since when: as told, else the date of the fact."""
    begun: Fact
    ended: Fact | None = None
    """The fact that ends it; None while it holds."""

    @property
    def denied_by(self) -> tuple[str, ...]:
        """The parties of which it is told that they suspend, and that they deny it."""
        return tuple(party for party in self.by if party in self.contested_by)

    @property
    def opposed_by(self) -> tuple[str, ...]:
        """The parties that contest what others did."""
        return tuple(party for party in self.contested_by if party not in self.by)


def suspensions_of(history: Sequence[Fact]) -> tuple[Suspension, ...]:
    """Return the suspensions that *history* tells of, in effective order.

    A resumption ends the suspensions of the same object (and the same scope, where it names one)
    that the parties which resume had begun; where none is theirs, or it is not told who resumes,
    all of them. What concludes the mechanism ends the suspensions of the mechanism itself. To meet
    or to agree to resume ends none.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    suspensions: list[Suspension] = []
    holding: list[int] = []
    for fact in history:
        if fact.type == Suspended.type:
            holding.append(len(suspensions))
            suspensions.append(_suspension(fact))
        elif holding and (fact.type == Resumed.type or _concludes(fact)):
            for place in _ended_by(fact, [(place, suspensions[place]) for place in holding]):
                suspensions[place] = replace(suspensions[place], ended=fact)
                holding.remove(place)
    return tuple(suspensions)


def _suspension(fact: Fact) -> Suspension:
    event = fact.event
    assert isinstance(event, Suspended)  # noqa: S101  # the type name says so
    return Suspension(
        by=actors(fact),
        object=event.object,
        scope=event.scope,
        condition=event.condition,
        contested_by=event.contested_by,
        effective=effective_date(fact),
        begun=fact,
    )


def _concludes(fact: Fact) -> bool:
    return fact.act is not None and fact.act.trigger == Concluded.trigger


def _ended_by(fact: Fact, holding: Sequence[tuple[int, Suspension]]) -> Sequence[int]:
    """Return the places of the suspensions that *fact* ends."""
    event = fact.event
    if not isinstance(event, Resumed):
        return [place for place, suspension in holding if suspension.object == "mechanism"]
    concerned = [
        (place, suspension.by)
        for place, suspension in holding
        if suspension.object == event.object and event.scope in {None, suspension.scope}
    ]
    parties = set(actors(fact))
    theirs = [place for place, by in concerned if not parties.isdisjoint(by)]
    return theirs or [place for place, _ in concerned]


def names_of(history: Sequence[Fact]) -> tuple[Span[Name], ...]:
    """Return the formal names, those that are past first; for further ones see `aliases_of`.

    A new name takes the place of that of the same user, unless both tell a language and the
    languages differ; and of the one that the renaming says was borne before.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    past: list[Span[Name]] = []
    present: list[Span[Name]] = []
    for fact, event in told(history, *_NAME_MODELS):
        if isinstance(event, Renamed):
            past += [replace(span, ended=fact) for span in present if _gives_way(span.value, event)]
            present = [span for span in present if not _gives_way(span.value, event)]
        present += [Span(name, fact) for name in event.names]
    return (*past, *present)


def _gives_way(name: Name, event: Renamed) -> bool:
    return name.text == event.previously or any(
        new.used_by == name.used_by
        and (new.language is None or name.language in {None, new.language})
        for new in event.names
    )


def aliases_of(history: Sequence[Fact]) -> tuple[tuple[Name, Fact], ...]:
    """Return the names and acronyms that it is called by as well, with the facts that say so.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    return tuple(
        (name, fact) for fact, event in told(history, AliasRecorded) for name in event.names
    )


def level_of(history: Sequence[Fact]) -> tuple[Span[str], ...]:
    """Return the levels of the heads of delegation one after the other; the last one holds.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    return successive(
        (fact, event.level)
        for fact, event in told(history, *_LEVEL_MODELS)
        if event.level is not None
    )


def excluded_topics_of(history: Sequence[Fact]) -> tuple[Span[str], ...]:
    """Return the topics that are excluded from it, each until a change takes it in again.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    spans: list[Span[str]] = []
    place: dict[str, int] = {}
    for fact, event in told(history, ScopeChanged):
        for topic in event.included:
            index = place.pop(topic, None)
            if index is not None:
                spans[index] = replace(spans[index], ended=fact)
        for topic in event.excluded:
            if topic not in place:
                place[topic] = len(spans)
                spans.append(Span(topic, fact))
    return tuple(spans)


def chairs_of(history: Sequence[Fact]) -> Mapping[str, tuple[Span[ChairNamed], ...]]:
    """Return by party who was named as its chair, one after the other; the last one holds.

    A vacant or acting chair is told by the `status` of what was said.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    chairs: dict[str, list[tuple[Fact, ChairNamed]]] = {}
    for fact, event in told(history, ChairNamed):
        chairs.setdefault(event.party, []).append((fact, event))
    return {party: successive(named) for party, named in chairs.items()}
