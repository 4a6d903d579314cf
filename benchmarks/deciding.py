"""Rows c and g: a command from reading to the disk, and what of it goes into deciding."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application

from benchmarks import ours, peer
from benchmarks.measuring import rates
from benchmarks.table import Row, Target, at_most, rate_row
from benchmarks.workload import EVENTS, last_day, life, meeting, registration
from lifecycle.deciding.commands import Command
from lifecycle.deciding.decider import Accepted, decide
from lifecycle.history.history import History
from lifecycle.registry.registry import Registry

_COMMANDS = 100
_ROUNDS = 5
_UNUSED = _COMMANDS * _ROUNDS + 1
"""Number of a mechanism that is not on record."""
_DECISIONS = 2_000
_LIVES = 20_000
_LIFE = (
    *("propose", "agree", "sign_tor", "hold_meeting", "activate_roadmap"),
    *("hold_meeting", "activate_roadmap", "complete_roadmap", "hold_meeting", "activate_roadmap"),
)
_GUARDED_AFTER = 3
"""Facts after the registration; the next is the first meeting, which has two guards."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield rows c and g."""
    app = peer.open_peer(folder / "command-peer.db")
    with Registry.open(str(folder / "command.db")) as registry:
        yield _command_row(registry, app)
        yield _legality_row(registry)
        yield _decision_row(registry)
    app.close()


def _command_row(registry: Registry, app: Application[UUID]) -> Row:
    numbers = range(_COMMANDS * _ROUNDS)
    ids = iter([(number, ours.tell_life(registry, number)) for number in numbers])
    peer_ids = iter([(number, peer.tell_life(app, number)) for number in numbers])
    sides = {
        "ours": partial(_our_commands, registry, ids),
        "peer": partial(_peer_commands, app, peer_ids),
    }
    found = rates(sides, _ROUNDS)
    return rate_row("c. command on a mechanism of 10 events", found, {"peer": 1})


def _our_commands(registry: Registry, ids: Iterator[tuple[int, str]]) -> int:
    for _ in range(_COMMANDS):
        number, mechanism_id = next(ids)
        fact = meeting(EVENTS, last_day(number))
        registry.meet(mechanism_id, on=fact.on, **fact.details)
    return _COMMANDS


def _peer_commands(app: Application[UUID], ids: Iterator[tuple[int, UUID]]) -> int:
    for _ in range(_COMMANDS):
        number, mechanism_id = next(ids)
        mechanism: peer.Mechanism = app.repository.get(mechanism_id)
        mechanism.tell(meeting(EVENTS, last_day(number)))
        app.save(mechanism)
    return _COMMANDS


def _legality_row(registry: Registry) -> Row:
    track = _planned(registry, []).rules.tracks[0]
    table = {key: row.to for key, row in track.steps.items()}
    rate = rates({"ours": partial(_walk, table, track.initial)}, _ROUNDS)["ours"]
    steps = Target(">= 5 M/s", f"{rate / 1e6:.1f} M/s", rate >= 5e6)
    return Row("g. legality alone, by steps looked up", f"{rate:,.0f}/s", "-", "-", (steps,))


def _planned(registry: Registry, commands: Sequence[Command]) -> History:
    (change,) = registry.plan_registration(registration(_UNUSED), commands).changes
    return change.after


def _walk(table: Mapping[tuple[str, str], str], start: str) -> int:
    for _ in range(_LIVES):
        state = start
        for trigger in _LIFE:
            state = table[state, trigger]
    return _LIVES * len(_LIFE)


def _decision_row(registry: Registry) -> Row:
    facts = life(_UNUSED)
    before = [ours.command(registry, fact) for fact in facts[:_GUARDED_AFTER]]
    history = _planned(registry, before)
    command = ours.command(registry, facts[_GUARDED_AFTER])

    def decisions() -> int:
        for _ in range(_DECISIONS):
            # What a history works out once must be worked out for each command.
            fresh = History(history.facts, history.rules)
            if not isinstance(decide(fresh, command), Accepted):
                raise TypeError("the command is refused")
        return _DECISIONS

    rate = rates({"ours": decisions}, _ROUNDS)["ours"]
    micros = 1e6 / rate
    target = at_most(20, micros, "us")
    return Row("g. decide with two guards", f"{micros:.1f} us", "-", "-", (target,))
