"""Rows e' and o: real lives, the mechanisms of `examples/` recorded again under other names."""

import timeit
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.measuring import rates, run_python
from benchmarks.table import Row, at_most, rate_row
from events.model import ANY_VERSION, Append, NewEvent, RecordedEvent
from lifecycle.exchange.dossier import read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.facts.streams import MECHANISM, id_in, stream_of
from lifecycle.registry.registry import Registry

_EXAMPLES = Path(__file__).parents[1] / "examples"
_COPIES = 185  # 100,000 facts
_PLAIN = 2_000
_SMALL, _LARGE = 50, 100
_LISTED = 400  # times the atlas, of which the goals speak: 216,000 events, 10,800 mechanisms
_GOALS = {"list": 3, "overdue": 4}  # seconds
_AS_OF = "2026-11-01"


def rows(folder: Path) -> Iterator[Row]:
    """Yield row e' and both rows o."""
    path, plain = folder / "atlas.db", folder / "atlas-plain.db"
    record_atlas(path, range(_SMALL))
    small = {command: _seconds(path, command) for command in _GOALS}
    record_atlas(path, range(_SMALL, _LARGE))
    for command, goal in _GOALS.items():
        seconds = _seconds(path, command)
        work = f"o. lifecycle {command}, the atlas {_LARGE} times"
        targets = (
            at_most(goal * _LARGE / _LISTED, seconds, f"s ({goal} s for {_LISTED} times)"),
            at_most(2.1, seconds / small[command], "x that of half of it"),
        )
        yield Row(work, f"{seconds:.2f} s", "-", "-", targets)
    record_atlas(path, range(_LARGE, _COPIES))
    with Registry.open(str(path)) as atlas, Registry.open(str(plain)) as lives:
        for number in range(_PLAIN):
            ours.tell_life(lives, number)
        sides = {"ours": partial(_replay, atlas), "row e": partial(_replay, lives)}
        yield rate_row("e'. replay the atlas 185 times", rates(sides, 3), {"row e": 0.6})


def _seconds(path: Path, command: str) -> float:
    """Return how long a command takes as a process of its own: the best of three times."""
    arguments = ("-m", "lifecycle", "--db", str(path), command, "--as-of", _AS_OF)
    return min(timeit.repeat(partial(run_python, *arguments), number=1, repeat=3))


def _replay(registry: Registry) -> int:
    states = list(registry.replay())
    if any(state.mismatches for state in states):
        raise ValueError("what was read is not what was recorded")
    return sum(state.facts for state in states)


def record_atlas(path: Path, copies: range) -> None:
    """Add copies of the real mechanisms, by their numbers, to the log at *path*."""
    with Registry.open("memory:") as original:
        for dossier in sorted(_EXAMPLES.rglob("*.toml")):
            if dossier.parent.name != "judged":
                import_file(original, read_dossier(str(dossier)))
        lives = [
            list(events)
            for _, events in groupby(
                original.store.read_by_stream(MECHANISM), lambda event: event.stream
            )
        ]
        definitions = [e for e in original.log() if not e.stream.startswith(f"{MECHANISM}-")]
    with Registry.open(str(path)) as registry:
        if registry.store.head() == 0:
            for event in definitions:
                registry.store.append_all([_copied([event], event.stream, {})])
        for number in copies:
            registry.store.append_all(list(_copies(lives, number)))


def _copies(lives: list[list[RecordedEvent]], number: int) -> Iterator[Append]:
    names = {
        name: f"{name}-{number}"
        for events in lives
        for name in (id_in(events[0].stream), *(event.event_id for event in events))
    }
    for events in lives:
        yield _copied(events, stream_of(names[id_in(events[0].stream)]), names)


def _copied(events: list[RecordedEvent], stream: str, names: Mapping[str, str]) -> Append:
    copied = [
        NewEvent(
            event_id=names.get(event.event_id, event.event_id),
            type=event.type,
            data=_renamed(event.data, names),
            meta=_renamed(event.meta, names),
            schema_version=event.schema_version,
            occurred=event.occurred,
            actor=event.actor,
            correlation_id=event.correlation_id,
            causation_id=event.causation_id and names[event.causation_id],
        )
        for event in events
    ]
    return Append(stream, copied, ANY_VERSION)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return *value* with each text that is a name replaced."""
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value
