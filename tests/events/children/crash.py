"""Writers that are killed in the middle of their work.

Forks one writer after the other and kills each after some batches. Prints a line of JSON for each:
the event ids and leaf hashes that it acknowledged. An honest writer acknowledges after the commit;
a hasty one before it.
"""

import json
import os
import random
import signal
import sys
import time
from itertools import count, islice
from pathlib import Path

from events.merkle import leaf_hash
from events.model import ANY_VERSION, Append
from events.stores.sqlite import SQLiteStore
from events.testing.door import opened


def write(path: Path, writer: int, acknowledge: int, *, hasty: bool) -> None:
    """Append batches of one to three events to one or two streams, until killed."""
    store = SQLiteStore.open(path)
    for batch in count():
        ids = [f"{writer}-{batch}-{n}" for n in range(1 + batch % 3)]
        if hasty:
            os.write(acknowledge, f"{json.dumps(dict.fromkeys(ids, ''))}\n".encode())
        events = [opened(event_id, filler="x" * (batch * 37 % 900)) for event_id in ids]
        recorded = store.append_all(
            [Append(f"door-{n % 2}", [event], ANY_VERSION) for n, event in enumerate(events)]
        )
        if not hasty:
            hashes = {event.event_id: leaf_hash(event.canonical).hex() for event in recorded}
            os.write(acknowledge, f"{json.dumps(hashes)}\n".encode())


def kill_one(path: Path, writer: int, chance: random.Random, *, hasty: bool) -> dict[str, str]:
    """Return what *writer* acknowledged before it was killed, in the middle of a batch."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        write(path, writer, writing, hasty=hasty)
    os.close(writing)
    with os.fdopen(reading) as lines:
        acknowledged: dict[str, str] = {}
        # Counted in batches, so that a slow machine sees as many of them as a fast one.
        for line in islice(lines, chance.randint(1, 8)):
            acknowledged |= json.loads(line)
        time.sleep(chance.uniform(0, 0.003))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for line in lines:
            acknowledged |= json.loads(line)
    return acknowledged


def main(path: Path, writers: int, *, hasty: bool) -> None:
    chance = random.Random(writers)  # noqa: S311 - moments, not secrets
    SQLiteStore.open(path).close()
    for writer in range(writers):
        acknowledged = kill_one(path, writer, chance, hasty=hasty)
        sys.stdout.write(f"{json.dumps(acknowledged)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), hasty=sys.argv[3] == "hasty")
