"""Roadmaps and their items as things with a life: mandated, active, refreshed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from lifecycle.dates.edtf import Edtf, bounds_of, parse
from lifecycle.errors import DateError
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    RoadmapActivated,
    RoadmapCompleted,
    RoadmapItemAdded,
    RoadmapItemCarriedOver,
    RoadmapItemCompleted,
    RoadmapItemDropped,
    RoadmapItemProgressed,
    RoadmapMandated,
    RoadmapRefreshed,
    RoadmapSuperseded,
)
from lifecycle.facts.models.roadmaps import Owner
from lifecycle.views.periodicity import last_day_of_months, length_in_months
from lifecycle.views.reading import date_of, told

RoadmapStatus = Literal[
    "mandated", "active", "under_refresh", "superseded", "completed", "expired", "abandoned"
]
ItemStatus = Literal["proposed", "agreed", "in_progress", "done", "dropped", "carried_over"]

_RUNNING = frozenset({"active", "under_refresh"})
_ENDED = frozenset({"superseded", "completed", "expired", "abandoned"})
_WAITING = frozenset({"proposed", "agreed", "in_progress"})

_Course = (
    RoadmapMandated | RoadmapActivated | RoadmapRefreshed | RoadmapSuperseded | RoadmapCompleted
)
_OnItem = (
    RoadmapItemAdded
    | RoadmapItemProgressed
    | RoadmapItemCompleted
    | RoadmapItemDropped
    | RoadmapItemCarriedOver
)
_Event = _Course | _OnItem
_MODELS: tuple[type[_Event], ...] = get_args(_Event)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is to be done under a roadmap, and the facts that tell of it."""

    name: str
    status: ItemStatus = "agreed"
    due: Edtf | None = None
    owners: tuple[Owner, ...] = ()
    facts: tuple[Fact, ...] = ()
    """In effective order; of an item carried over, also those under the roadmap before."""

    def overdue(self, day: int) -> bool:
        """Return whether on *day* (a day number) it was due for certain, agreed and not done."""
        waits = self.status in {"agreed", "in_progress"}
        return waits and bounds_of(self.due).is_passed(day) is True


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A roadmap, its items, and the facts that tell of it."""

    name: str | None
    """By which facts refer to it."""
    status: RoadmapStatus | None = None
    """As told, whatever the day: see `status_on`. None where only items are on record."""
    title: str | None = None
    basis: Literal["commitment", "document"] | None = None
    """What it was activated by, as told last."""
    document: str | None = None
    term: Edtf | None = None
    duration: str | None = None
    """As told, where no term is."""
    term_end: int | None = None
    """Day number of the last day on which it may run; None where it is open or cannot be read.

    Of the term, or of the duration where it is counted from a date.
    """
    due: Edtf | None = None
    """By when it was to be drafted."""
    parent: str | None = None
    """The roadmap that it is part of."""
    adopted_by: str | None = None
    successor: str | None = None
    items: tuple[Item, ...] = ()
    facts: tuple[Fact, ...] = ()
    """In effective order, with those on its items."""

    def status_on(self, day: int) -> RoadmapStatus | None:
        """Return where it stands on *day* (a day number): expired if its term is over by then."""
        over = self.term_end is not None and self.term_end < day
        return "expired" if over and self.status in _RUNNING else self.status


def roadmaps_of(history: Sequence[Fact]) -> tuple[Roadmap, ...]:
    """Return the roadmaps that *history* tells of, each at the place of its first fact.

    Facts with the same name are of one roadmap. Without a name,

    - a mandate, and an activation for which nothing waits, begin a roadmap of their own; an
      activation takes up the newest roadmap without a name if that is only mandated, or only
      committed to while this one has a document;
    - a fact on an item is of the roadmap that took an item of that name last;
    - any other fact is of the newest roadmap without a name that has not ended; else of the only
      one that has not; else, for it is not told which, of one without a name of its own.

    A mandate for a roadmap that is active puts it under refresh. An item that is carried over
    stands in both roadmaps.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    book = _Book()
    for fact, event in told(history, *_MODELS):
        book.enter(fact, event)
    return tuple(page.roadmap() for page in book.pages)


class _Page:
    """A roadmap while its facts are read."""

    def __init__(self, name: str | None) -> None:
        self.head = Roadmap(name)
        self.items: dict[str, Item] = {}
        self.facts: list[Fact] = []

    def roadmap(self) -> Roadmap:
        return replace(self.head, items=tuple(self.items.values()), facts=tuple(self.facts))


class _Book:
    """Roadmaps as they grow: by name, by item, and those that have not ended, the newest last."""

    def __init__(self) -> None:
        self.pages: list[_Page] = []
        self._named: dict[str, _Page] = {}
        self._home: dict[str, _Page] = {}
        self._open: dict[int, _Page] = {}
        self._nameless: dict[int, _Page] = {}

    def enter(self, fact: Fact, event: _Event) -> None:
        page = self._page_of(event)
        page.facts.append(fact)
        if isinstance(event, _OnItem):
            self._enter_item(page, fact, event)
        else:
            page.head = _moved(page.head, event)
            self._shelve(page)

    def _page_of(self, event: _Event) -> _Page:
        if event.roadmap is not None:
            return self._page_named(event.roadmap)
        if isinstance(event, _OnItem) and event.item in self._home:
            return self._home[event.item]
        page = next(reversed(self._nameless.values()), None)
        if isinstance(event, RoadmapMandated | RoadmapActivated):
            return page if page is not None and _waits_for(page.head, event) else self._new(None)
        if page is None and len(self._open) == 1:
            (page,) = self._open.values()
        return page or self._new(None)

    def _page_named(self, name: str) -> _Page:
        if name not in self._named:
            self._named[name] = self._new(name)
        return self._named[name]

    def _new(self, name: str | None) -> _Page:
        page = _Page(name)
        self.pages.append(page)
        self._shelve(page)
        return page

    def _shelve(self, page: _Page) -> None:
        shelves = (self._open, self._nameless) if page.head.name is None else (self._open,)
        for shelf in shelves:
            if page.head.status in _ENDED:
                shelf.pop(id(page), None)
            else:
                shelf[id(page)] = page

    def _enter_item(self, page: _Page, fact: Fact, event: _OnItem) -> None:
        before = page.items.get(event.item, Item(event.item))
        page.items[event.item] = _item_moved(before, fact, event)
        self._home[event.item] = page
        if isinstance(event, RoadmapItemCarriedOver):
            target = self._page_named(event.to)
            target.items[event.item] = _taken_over(before, fact, event)
            self._home[event.item] = target
            if target is not page:
                target.facts.append(fact)


def _waits_for(head: Roadmap, event: RoadmapMandated | RoadmapActivated) -> bool:
    """Return whether an activation without a name is that of the roadmap *head*."""
    if isinstance(event, RoadmapMandated) or (head.title and event.title not in {None, head.title}):
        return False
    committed = head.status == "active" and head.basis == "commitment"
    return head.status == "mandated" or (committed and event.basis == "document")


def _moved(head: Roadmap, event: _Course) -> Roadmap:
    if isinstance(event, RoadmapMandated):
        return _mandated(head, event)
    if isinstance(event, RoadmapActivated):
        return _activated(head, event)
    if isinstance(event, RoadmapRefreshed):
        return _refreshed(head, event)
    if isinstance(event, RoadmapSuperseded):
        return replace(head, status="superseded", successor=event.successor or head.successor)
    return replace(head, status=event.outcome, title=event.title or head.title)


def _mandated(head: Roadmap, event: RoadmapMandated) -> Roadmap:
    status: RoadmapStatus = "under_refresh" if head.status in _RUNNING else "mandated"
    return replace(
        head,
        status=head.status if head.status in _ENDED else status,
        title=head.title or event.title,
        due=date_of(event.due) or head.due,
    )


def _activated(head: Roadmap, event: RoadmapActivated) -> Roadmap:
    term_end = _term_end(event)
    return replace(
        head,
        status="active",
        title=event.title or head.title,
        basis=event.basis,
        document=event.document or head.document,
        term=date_of(event.term) or head.term,
        duration=event.duration or head.duration,
        term_end=head.term_end if term_end is None else term_end,
        parent=event.parent or head.parent,
        adopted_by=event.adopted_by or head.adopted_by,
    )


def _refreshed(head: Roadmap, event: RoadmapRefreshed) -> Roadmap:
    term = date_of(event.term)
    return replace(
        head,
        status="active",
        title=event.title or head.title,
        document=event.document or head.document,
        term=term or head.term,
        term_end=head.term_end if term is None else term.latest,
    )


def _term_end(event: RoadmapActivated) -> int | None:
    if event.term is not None:
        return parse(event.term).latest
    months = None if event.duration is None else length_in_months(event.duration)
    if months is None or event.counted_from is None:
        return None
    try:
        start = parse(event.counted_from).latest
    except DateError:  # words such as "commencement": it is not told when that was
        return None
    return None if start is None else last_day_of_months(start, months)


_ITEM_STATUS: dict[str, ItemStatus] = {
    RoadmapItemProgressed.type: "in_progress",
    RoadmapItemCompleted.type: "done",
    RoadmapItemDropped.type: "dropped",
    RoadmapItemCarriedOver.type: "carried_over",
}


def _item_moved(item: Item, fact: Fact, event: _OnItem) -> Item:
    facts = (*item.facts, fact)
    if isinstance(event, RoadmapItemAdded):
        fresh = not item.facts or item.status == "proposed"
        return replace(
            item,
            status=event.status if fresh else item.status,
            due=date_of(event.due) or item.due,
            owners=event.owners or item.owners,
            facts=facts,
        )
    due = date_of(event.due) if isinstance(event, RoadmapItemProgressed) else None
    return replace(item, status=_ITEM_STATUS[event.type], due=due or item.due, facts=facts)


def _taken_over(item: Item, fact: Fact, event: RoadmapItemCarriedOver) -> Item:
    """Return the item as it stands in the roadmap that takes it."""
    return replace(
        item,
        status=item.status if item.status in _WAITING else "agreed",
        due=date_of(event.due) or item.due,
        facts=(*item.facts, fact),
    )
