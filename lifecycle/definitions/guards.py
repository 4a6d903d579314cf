"""The fixed set of guards: pure predicates with a reason, asked when a command is decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lifecycle.facts.models import DomainEvent, RoadmapActivated


@dataclass(frozen=True, slots=True)
class GuardContext:
    """All that a guard may look at."""

    event: DomainEvent
    occurred: str | None
    ended: bool
    """A track stands in ``concluded``."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition on a transition; `reason` tells the user why it failed and what to give."""

    name: str
    reason: str
    holds: Callable[[GuardContext], bool]
    of_state: bool = False
    """It asks only whether the mechanism has ended: nothing that could be added to the fact would
    help."""
    triggers: frozenset[str] | None = None
    """Triggers of the facts that can meet it; None: any fact can."""


def _roadmap_is_named(context: GuardContext) -> bool:
    event = context.event
    return isinstance(event, RoadmapActivated) and (event.title or event.document) is not None


def _reason_is_given(context: GuardContext) -> bool:
    return getattr(context.event, "reason", None) is not None


GUARDS: Mapping[str, Guard] = {
    guard.name: guard
    for guard in (
        Guard(
            "mechanism_not_ended",
            "the mechanism is concluded; reopen it first",
            lambda context: not context.ended,
            of_state=True,
        ),
        Guard(
            "meeting_is_dated",
            "the meeting has no date; give one, a month or a year is enough",
            lambda context: context.occurred is not None,
        ),
        Guard(
            "roadmap_is_named",
            "no title or document of the roadmap is named; give one of them",
            _roadmap_is_named,
            triggers=frozenset({"activate_roadmap"}),
        ),
        Guard(
            "reason_is_given",
            "no reason is given; say why",
            _reason_is_given,
            triggers=frozenset({"conclude", "suspend"}),
        ),
    )
}
"""Guards that a definition may name. New guards are added here, never in a definition."""
