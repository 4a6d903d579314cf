"""A writer that competes with others for the same streams.

Appends to a stream of its own, and to shared ones, where it has to read, decide and try again.
Prints a line of JSON: all that it got acknowledged, as [position, stream, version, event id].
"""

import json
import sys
from pathlib import Path

from events.errors import WrongExpectedVersionError
from events.model import NO_STREAM, RecordedEvent
from events.stores.sqlite import SQLiteStore
from events.testing.door import opened


def win(store: SQLiteStore, stream: str, event_id: str) -> RecordedEvent:
    """Append to *stream* at the version that was last seen there, as often as it takes."""
    while True:
        version = max((event.version for event in store.read_stream(stream)), default=NO_STREAM)
        try:
            return store.append(stream, [opened(event_id)], expected_version=version)[0]
        except WrongExpectedVersionError:
            continue


def main(path: Path, writer: str, rounds: int) -> None:
    acknowledged: list[RecordedEvent] = []
    with SQLiteStore.open(path, busy_timeout=60) as store:
        for number in range(rounds):
            event_id = f"{writer}-{number}"
            acknowledged += store.append(
                f"own-{writer}",
                [opened(f"{event_id}-a"), opened(f"{event_id}-b")],
                expected_version=number * 2 - 1,
            )
            acknowledged.append(win(store, f"shared-{number % 2}", event_id))
    json.dump([[e.position, e.stream, e.version, e.event_id] for e in acknowledged], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
