"""Read a log: mechanisms, events, replayed states and timelines, on both clocks."""

from __future__ import annotations  # the method `list` must not hide the type in annotations

from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from dataclasses import replace
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Self

from events import merkle
from events.model import RecordedEvent
from events.store import EventStore
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.days import as_of_day, day_recorded
from lifecycle.errors import InvalidArgumentError, NotFoundError, check_argument
from lifecycle.history.history import History
from lifecycle.registry.snapshot import Snapshot
from lifecycle.storage.known_at import size_known_at
from lifecycle.storage.loader import Loader, Unreadable, check_readable, readable
from lifecycle.storage.log_clock import newest

if TYPE_CHECKING:
    from lifecycle.storage.replay import Replayed
    from lifecycle.timeline.values import Timeline


class Reader:
    """Reads mechanisms in a log. Safe to share between threads.

    What is wrong with an argument is raised by the call, not by the iterator that it returns.
    """

    def __init__(self, store: EventStore) -> None:
        self.store = store
        self._loader = Loader(store)
        self._newest: tuple[int, RecordedEvent | None] = 0, None
        """A size of the log with the newest event of then: a log only grows, so this stays true."""

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def mechanism(
        self,
        mechanism_id: str,
        *,
        as_of: str | None = None,
        known_at: int | str | None = None,
    ) -> Mechanism:
        """Return a mechanism as of a date and as known at a point of the log.

        Args:
            mechanism_id: Its id.
            as_of: An EDTF date with an end: facts that certainly happened by then count.
            known_at: A position, or an instant (UTC, ``2025-12-09T10:00:00Z``): what was on
                record then counts.

        Raises:
            NotFoundError: If it was not on record.
            InvalidArgumentError: If *as_of* is no date or has no end, or *known_at* is neither a
                position of the log nor an instant.
        """
        snapshot = self._snapshot(as_of, known_at)
        return snapshot.mechanism(self._loader.history(mechanism_id, size=snapshot.size))

    def view_of(
        self,
        mechanism: Mechanism,
        *,
        as_of: str | None = None,
        known_at: int | str | None = None,
    ) -> Mechanism:
        """Return *mechanism* seen from another point of the clocks, without reading it again.

        What was recorded after *mechanism* was read is not seen. Arguments as for `mechanism`.

        Raises:
            NotFoundError: If it was not on record by *known_at*.
            InvalidArgumentError: As for `mechanism`.
        """
        snapshot = self._snapshot(as_of, known_at)
        whole = mechanism.recorded
        known = sum(fact.position < snapshot.size for fact in whole.facts)
        if not known:
            raise NotFoundError("mechanism", mechanism.id)
        return snapshot.mechanism(whole if known == len(whole.facts) else whole.at(known))

    def list(  # noqa: PLR0913  # the clocks and the filters
        self,
        *,
        as_of: str | None = None,
        known_at: int | str | None = None,
        party: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        unreadable: MutableSequence[Unreadable] | None = None,
    ) -> Iterator[Mechanism]:
        """Return the mechanisms that can be read, in the order of their ids.

        Args:
            as_of: As for `mechanism`.
            known_at: As for `mechanism`.
            party: Code of a party that they have.
            kind: Name of the definition that they live under.
            limit: At most so many.
            after: Only those behind this id: for the next page, the last id of the page before.
            unreadable: Takes the mechanisms that cannot be read. Then each one yielded was read to
                the last of its facts; without, as far as its states need it.

        Raises:
            InvalidArgumentError: As for `mechanism`; or if *limit* is less than 1.
            UnreadableMechanismsError: At the end, if there is one that *unreadable* did not take.
        """
        if limit is not None:
            check_argument("limit", limit, int)
            if limit < 1:
                raise InvalidArgumentError("limit", f"{limit} is less than 1")
        if after is not None:
            check_argument("after", after, str)
        found = self._mechanisms(self._snapshot(as_of, known_at), unreadable, after)
        chosen = (
            mechanism
            for mechanism in found
            if party in (None, *mechanism.parties) and kind in (None, mechanism.kind)
        )
        return islice(chosen, limit)

    def replay(
        self,
        *,
        known_at: int | str | None = None,
        unreadable: MutableSequence[Unreadable] | None = None,
        jobs: int | None = 1,
    ) -> Iterator[Replayed]:
        """Return the state of every mechanism, folded anew and compared with what was stored.

        *unreadable* takes the mechanisms that cannot be folded; without, an
        `UnreadableMechanismsError` names them at the end. *jobs* is the count of processes, None
        for as many as are worth it; a program that asks for more than one needs the guard
        ``if __name__ == "__main__"``.
        """
        from lifecycle.storage.replay import replay_all  # noqa: PLC0415  # other readers start faster

        found = replay_all(self._loader, size=size_known_at(self.store, known_at), jobs=jobs)
        return readable(found, unreadable)

    def log(self, mechanism_id: str | None = None, *, after: int = -1) -> Iterator[RecordedEvent]:
        """Return the events as recorded, of one mechanism or all, at positions above *after*.

        Raises:
            NotFoundError: If the mechanism is not on record.
            InvalidArgumentError: If *after* is no number.
        """
        check_argument("after", after, int)
        if mechanism_id is None:
            return self.store.read_all(after=after)
        events = self._loader.events(mechanism_id)
        return (event for event in events if event.position > after)

    def timeline(
        self,
        mechanism_ids: str | Sequence[str] | None = None,
        *,
        as_of: str | None = None,
        known_at: int | str | None = None,
        unreadable: MutableSequence[Unreadable] | None = None,
    ) -> Timeline:
        """Return the timeline of the mechanisms named, or of all, ready to be drawn.

        All of it is read at one size of the log, which the timeline names with its root. Without
        *as_of* it extends to the day of the newest event known: the log's own clock.

        Args:
            mechanism_ids: One id or several; if not given, all mechanisms.
            as_of: As for `mechanism`.
            known_at: As for `mechanism`.
            unreadable: Takes those of all mechanisms that cannot be read.

        Raises:
            NotFoundError: If there is nothing to draw.
            InvalidArgumentError: As for `mechanism`.
            UnreadableMechanismsError: If there is a mechanism that *unreadable* did not take.
        """
        from lifecycle.timeline.lanes import timeline_of  # noqa: PLC0415  # as above

        view = self._snapshot(as_of, known_at)
        if mechanism_ids is None:
            found = [*self._mechanisms(view, unreadable)]
        else:
            check_argument("mechanism_ids", mechanism_ids, str, Iterable)
            ids = (mechanism_ids,) if isinstance(mechanism_ids, str) else mechanism_ids
            histories = (self._loader.history(one, size=view.size) for one in dict.fromkeys(ids))
            found = [*map(view.mechanism, histories)]
        day = view.clock if view.day is None else view.day
        if not found or day is None:
            raise NotFoundError("mechanism to draw", "any")
        root = merkle.root(leaf.leaf_hash for leaf in self.store.leaves(size=view.size))
        return timeline_of(found, as_of=day, log_size=view.size, log_root=root.hex())

    def ids(self) -> Sequence[str]:
        """Return the ids of all mechanisms, sorted."""
        return self._loader.ids()

    def newest(self, size: int | None = None) -> RecordedEvent | None:
        """Return the last event that tells its day, of the first *size* or of all; None if none."""
        known = self.store.head() if size is None else size
        found = self._newest
        if found[0] != known:
            found = self._newest = known, newest(self.store, known)
        return found[1]

    def _snapshot(self, as_of: str | None, known_at: int | str | None) -> Snapshot:
        seen = self._seen_at(size_known_at(self.store, known_at))
        return seen if as_of is None else replace(seen, day=as_of_day(as_of))

    def _seen_at(self, size: int | None) -> Snapshot:
        known = self.store.head() if size is None else size
        event = self.newest(known)
        return Snapshot(known, None if event is None else day_recorded(event))

    def _mechanisms(
        self,
        snapshot: Snapshot,
        unreadable: MutableSequence[Unreadable] | None,
        after: str | None = None,
    ) -> Iterator[Mechanism]:
        def seen(history: History) -> Mechanism:
            if unreadable is not None:
                check_readable(history)
            return snapshot.mechanism(history)

        return readable(self._loader.each(seen, size=snapshot.size, after=after), unreadable)
