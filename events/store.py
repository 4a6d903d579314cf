"""The port of a log: what every store promises."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from events.model import ALL_STREAMS, Append, Leaf, NewEvent, RecordedEvent, StoredRow, StreamRange


class EventStore(Protocol):
    """Appends events to streams and reads them back in order.

    Positions and versions count from 0 without gaps, in the order of the commits. What an append
    returned is durable; an append that raised left nothing, except as `UnknownOutcomeError` says.
    Appending is idempotent: a batch whose event ids are all recorded with the same content returns
    what was recorded then, whatever version it expects. The time of recording never falls; a clock
    that contradicts the last event of the log causes a `ClockWarning`.

    With *size*, a reader sees the log as it was when it had that many events. Without, it sees all
    that is recorded when it is called, and may see what is recorded while it reads.
    Iterators may be left unfinished, and used beside other readers and writers of the store.
    A batch appears to all readers at one moment. Events are the reader's own: changing one changes
    nothing in the log. Threads may share a store; a child made by a fork gets `StoreClosedError`.
    Anything that reads an event raises `BrokenRecordError` if the stored bytes hold none; if only
    its data or meta cannot be decoded, it is raised where they are asked for.

    Implementations must pass `events.testing.EventStoreContract`.
    """

    def append(
        self, stream: str, events: Sequence[NewEvent], *, expected_version: int
    ) -> list[RecordedEvent]:
        """Append all of *events* to *stream*, or none of them.

        Args:
            stream: Name of the form ``category-id``, e.g. ``door-12``.
            events: At least one event, in the order in which they are to stand.
            expected_version: Version of the last event that the caller has seen, `NO_STREAM`
                or `ANY_VERSION`.

        Returns:
            The events as recorded.

        Raises:
            WrongExpectedVersionError: If another writer got there first.
            EventIdReusedError: If an event id already names something else.
            EncodingError: If an event cannot be encoded.
            InvalidEventError: If the stream name breaks the rules.
            ClockError: If the clock cannot be right.
            BrokenRecordError: If the log is damaged so that nothing may be added to it.
            StoreError: If the database refused or failed.
        """
        ...

    def append_all(self, appends: Sequence[Append]) -> list[RecordedEvent]:
        """Append to several streams, everything or nothing; else as `append`."""
        ...

    def restore(self, records: Iterable[bytes]) -> int:
        """Append *records* of a copy of this log, byte for byte, all of them or none.

        Args:
            records: Canonical bytes from position 0 on, in position order. Those that the log
                already has are compared.

        Returns:
            How many were added.

        Raises:
            LogsDivergeError: If the log has other bytes at a position.
            BrokenRecordError: If a record is broken or does not continue the log.
            StoreError: If the database refused or failed.
        """
        ...

    def read_stream(
        self,
        stream: str,
        *,
        from_version: int = 0,
        to_version: int | None = None,
        size: int | None = None,
    ) -> Iterator[RecordedEvent]:
        """Yield the events of *stream* from *from_version* to *to_version*, both included."""
        ...

    def read_all(
        self, *, after: int = -1, size: int | None = None, batch_size: int = 1000
    ) -> Iterator[RecordedEvent]:
        """Yield the events at positions above *after*, in position order.

        Args:
            after: The last position already seen.
            size: As for all readers.
            batch_size: How many events are fetched at once.
        """
        ...

    def read_by_stream(
        self, category: str, *, size: int | None = None, streams: StreamRange = ALL_STREAMS
    ) -> Iterator[RecordedEvent]:
        """Yield the events of those *streams* named ``<category>-...``, one after the other.

        Streams come in the order of their names, events in that of their versions. Without *size*
        it is the log as it stands now.
        """
        ...

    def rows(
        self, *, size: int | None = None, streams: StreamRange = ALL_STREAMS
    ) -> Iterator[StoredRow]:
        """Yield the rows of *streams* as they lie in the store, unchecked, in stream order."""
        ...

    def leaves(self, *, size: int | None = None) -> Iterator[Leaf]:
        """Yield what the store keeps beside the bytes for the Merkle tree, in position order."""
        ...

    def unfound(self, *, size: int | None = None) -> Iterator[int]:
        """Yield the position of each event that a scan finds, but an index does not.

        The indexes are those by which `find` and `read_stream` look an event up.
        """
        ...

    def head(self) -> int:
        """Return the size of the log: the count of its events, the position of the next."""
        ...

    def find(self, event_id: str) -> RecordedEvent | None:
        """Return the event with *event_id*, None if it is not recorded."""
        ...

    def streams(self, category: str) -> list[str]:
        """Return the names of all streams ``<category>-...``, sorted."""
        ...

    def reopener(self) -> Callable[[], "EventStore"] | None:
        """Return what opens this log once more, for reading, in whatever process calls it.

        It can be pickled. None: only this process has the log.
        """
        ...

    def guards(self) -> list[str]:
        """Return a sentence for each protection that is missing, and each damage that shows."""
        ...

    def close(self) -> None:
        """Give back what the store holds. Any further use but this is an error."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
