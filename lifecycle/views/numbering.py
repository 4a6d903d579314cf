"""Counts of meetings: each series has its own, and a count can be begun anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld, NumberingRestarted, SeriesOpened
from lifecycle.views.reading import told

_Event = MeetingHeld | NumberingRestarted | SeriesOpened
_MODELS: tuple[type[_Event], ...] = get_args(_Event)


@dataclass(frozen=True, slots=True)
class Count:
    """One count of the meetings of one series."""

    series: str | None
    """None: the mechanism's own."""
    epoch: int = 0
    """How many counts of the series came before it."""
    label: str | None = None
    """The name of the epoch, where one is told."""
    first_number: int | None = None
    """The number that it begins with, where that is told."""
    begun: Fact | None = None
    """The fact that opened the series or restarted the count, where there is one."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A meeting held, and the count that it stands in."""

    fact: Fact
    event: MeetingHeld
    count: Count


def numbered(history: Sequence[Fact]) -> tuple[Numbered, ...]:
    """Return the meetings held with the count of each, in effective order.

    A restarted numbering begins a new epoch of its series. So does a meeting that names an epoch
    not heard of before, unless no meeting of the present one is on record: then it names that one.
    A meeting that names an epoch known from before stands in it. A second fact that a meeting of
    some name was held is left out.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    return tuple(_numbered(history))


def _numbered(history: Sequence[Fact]) -> Iterator[Numbered]:
    shelves: dict[str | None, _Series] = {}
    names: set[str] = set()
    for fact, event in told(history, *_MODELS):
        if event.series not in shelves:
            shelves[event.series] = _Series(Count(event.series))
        series = shelves[event.series]
        if isinstance(event, SeriesOpened):
            series.open(fact, event)
        elif isinstance(event, NumberingRestarted):
            series.restart(fact, event)
        elif event.meeting not in names:
            if event.meeting is not None:
                names.add(event.meeting)
            yield Numbered(fact, event, series.count_of(event.epoch))


@dataclass(slots=True)
class _Series:
    count: Count
    empty: bool = True
    """Whether no meeting of `count` has come yet."""
    labelled: dict[str, Count] = field(default_factory=dict)

    def open(self, fact: Fact, event: SeriesOpened) -> None:
        if self.empty and self.count.begun is None:
            self.count = replace(self.count, first_number=event.first_number, begun=fact)

    def restart(self, fact: Fact, event: NumberingRestarted) -> None:
        epoch = self.count.epoch + 1
        self._begin(Count(self.count.series, epoch, event.epoch, event.first_number, fact))

    def count_of(self, label: str | None) -> Count:
        if label is not None and label not in self.labelled:
            if self.empty and self.count.label is None:
                self._begin(replace(self.count, label=label))
            else:
                self._begin(Count(self.count.series, self.count.epoch + 1, label))
        count = self.count if label is None else self.labelled[label]
        self.empty = self.empty and count is not self.count
        return count

    def _begin(self, count: Count) -> None:
        self.count, self.empty = count, True
        if count.label is not None:
            self.labelled[count.label] = count
