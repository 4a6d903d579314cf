"""When a mechanism is at rest: suspended or concluded, by the days on which that takes effect."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from lifecycle.dates.bounds import Answer, Bounds
from lifecycle.dates.edtf import bounds_of
from lifecycle.definitions.definition import ENDED
from lifecycle.facts.fact import Fact
from lifecycle.history.fold import SUSPENDED
from lifecycle.views.reading import effective_date
from lifecycle.views.view import View

RestState = Literal["suspended", "concluded"]


class Rest(NamedTuple):
    """A time in which a mechanism is at rest."""

    begun: Fact | None
    """The fact that begins it; None if it is first known so."""
    ended: Fact | None
    """The fact that ends it; None if nothing on record does."""

    def covers(self, days: Bounds) -> Answer:
        """Return whether it lasts over all of *days*; None if it may over some of them."""
        before = self.begun is not None and days.before(_effect(self.begun))
        within = self.ended is None or days.before(_effect(self.ended))
        if before or within is False:
            return False
        return True if within and before is False else None

    def holds_on(self, day: int | None) -> bool:
        """Return whether it may be in force on *day*."""
        begun = self.begun is None or has_begun(self.begun, day)
        return begun and not (self.ended is not None and has_begun(self.ended, day))


def has_begun(fact: Fact, day: int | None) -> bool:
    """Return whether the effect of *fact* may be in force on *day*."""
    return _effect(fact).ends_by(day) is not False


def is_in_force(fact: Fact, day: int | None) -> bool:
    """Return whether the effect of *fact*, which has happened, is certainly in force on *day*."""
    effective = effective_date(fact)
    return effective is fact.occurred or day is None or bounds_of(effective).ends_by(day) is True


def _effect(fact: Fact) -> Bounds:
    return bounds_of(effective_date(fact))


_NAMES: dict[RestState, str] = {"suspended": SUSPENDED, "concluded": ENDED}


def rests_in(state: RestState, mechanism: View) -> tuple[Rest, ...]:
    """Return the times in which it stands in *state*, one for each fact that puts it there."""
    return tuple(_rests(state, mechanism)) if _NAMES[state] in mechanism.stood else ()


def _rests(state: RestState, mechanism: View) -> Iterator[Rest]:
    name, begun, stood = _NAMES[state], list[Fact | None](), False
    for index, (fact, step) in enumerate(zip(mechanism.history, mechanism.steps, strict=True)):
        stands_so = name in step.state.tracks
        if stands_so and not stood:
            begun = [None if index == 0 else fact]
        elif stands_so and fact.act is not None and fact.act.trigger == _TRIGGERS[state]:
            begun.append(fact)
        elif stood and not stands_so:
            yield from (Rest(one, fact) for one in begun)
        stood = stands_so
    if stood:
        yield from (Rest(one, None) for one in begun)


_TRIGGERS: dict[RestState, str] = {"suspended": "suspend", "concluded": "conclude"}
