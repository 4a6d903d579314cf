"""Stored events that were changed consistently: no command crashes, and verify tells of them."""

import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from events.model import Record, RecordedEvent
from events.stores import sqlite
from lifecycle.cli.exits import CRASH, NEGATIVE
from tests.cli.broken_logs import GROUP, WHOLE, WRITING, Command, base_log, commands
from tests.cli.mutations import Mutation, mutate, rewrite
from tests.cli.shell import REFERENCE, ROOT, Run

SOAK = os.environ.get("LIFECYCLE_SOAK") == "1"
SEEDS = range(3_000) if SOAK else range(180)
GROUPS = 12
"""The seeds are run in so many tests."""
COMMANDS_EACH = 4
"""How many commands are run on each mutation beside verify."""


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return base_log(tmp_path_factory.mktemp("base") / "base.db")


def chosen(seed: int) -> list[Command]:
    """Return the commands to run on the mutation of *seed*: those that read first."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    reading = [command for command in commands() if command not in WRITING]
    return [*chance.sample(reading, COMMANDS_EACH - 1), chance.choice(WRITING)]


def faults(lifecycle: Run, base: Path, mutated: Path, seed: int) -> list[str]:
    """Return what is wrong with how the commands take the mutation of *seed*."""
    mutation = mutate(base, mutated, seed)
    ran = {command: lifecycle("--db", str(mutated), *command) for command in chosen(seed)}
    crashed = [c for c, done in ran.items() if done.code == CRASH or "Traceback" in done.err]
    found = [f"seed {seed}: {mutation}: {' '.join(command)} crashes" for command in crashed]
    mutate(base, mutated, seed)  # what was written since is gone again
    verified = lifecycle("--db", str(mutated), "verify")
    if verified.code == CRASH:
        found.append(f"seed {seed}: {mutation}: verify crashes")
    if verified.code == 0:  # then nothing that reads finds anything either
        missed = [command for command, done in ran.items() if done.code == NEGATIVE]
        found += [f"seed {seed}: {mutation}: verify misses what {c} finds" for c in missed]
    return found


@pytest.mark.parametrize("group", range(GROUPS))
def test_no_command_crashes_on_a_changed_event_and_verify_finds_what_others_find(
    lifecycle: Run, base: Path, tmp_path: Path, group: int
) -> None:
    mutated = tmp_path / "mutated.db"
    assert not [
        fault for seed in SEEDS[group::GROUPS] for fault in faults(lifecycle, base, mutated, seed)
    ]


def test_the_harness_sees_a_crash(
    lifecycle: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(position: int, canonical: bytes) -> RecordedEvent:
        return RecordedEvent(position, canonical, Record(**json.loads(canonical)))

    monkeypatch.setattr(sqlite, "read_record", careless)
    mutated = tmp_path / "mutated.db"
    assert any(
        "crashes" in fault for seed in SEEDS for fault in faults(lifecycle, base, mutated, seed)
    )


# What the commands say


@pytest.fixture
def broken(base: Path, home: Path) -> Path:
    """The log, with a fact of its first mechanism that cannot be read, as ``mechanisms.db``."""
    path = home / "mechanisms.db"

    def spoil(records: list[dict[str, Any]]) -> Mutation:
        position = [record["type"] for record in records].index("note_recorded")
        records[position]["data"]["text"] = 5
        return Mutation(position, "a number in the place of a text")

    rewrite(base, path, spoil)
    return path


@pytest.mark.parametrize("command", WHOLE, ids=" ".join)
def test_the_rest_of_the_log_is_shown_and_what_cannot_be_read_is_named(
    lifecycle: Run, broken: Path, command: Command
) -> None:
    assert broken.exists()
    if command == ("replay",):
        assert lifecycle(*command).code == 0  # it reads no payload
        return
    ran = lifecycle(*command)

    assert ran.code == NEGATIVE
    assert "1 of the mechanisms on record cannot be read" in ran.err
    assert f"{GROUP}: position " in ran.err
    if "--as" not in command and command[0] not in ("overdue", "agenda"):
        assert REFERENCE in ran.out or "India" in ran.out


def test_the_broken_one_is_an_error_and_the_others_are_shown(lifecycle: Run, broken: Path) -> None:
    assert broken.exists()
    show = lifecycle("show", GROUP)

    assert (show.code, show.out) == (NEGATIVE, "")
    assert "error: position " in show.err
    assert lifecycle("show", REFERENCE).code == 0


def test_an_older_copy_is_not_replaced_by_a_table_with_holes(
    lifecycle: Run, broken: Path, home: Path
) -> None:
    assert broken.exists()
    copy = home / "facts.csv"
    copy.write_text("older", encoding="utf-8")

    assert lifecycle("export", "--csv", "-o", "facts.csv").code == NEGATIVE
    assert copy.read_text(encoding="utf-8") == "older"


def test_a_definition_file_that_is_not_utf_8_is_refused_with_its_place(
    lifecycle: Run, home: Path
) -> None:
    shipped = ROOT / "lifecycle" / "definitions" / "shipped" / "joint-commission.toml"
    (home / "own.toml").write_bytes(shipped.read_bytes().replace(b'title = "', b'title = "\xff', 1))
    shutil.copy(shipped, home / "sound.toml")
    for command in (
        ("definitions", "show", "own.toml"),
        ("definitions", "diff", "own.toml", "sound.toml"),
        ("definitions", "paths", "own.toml"),
        ("diagram", "--definition", "own.toml"),
    ):
        ran = lifecycle(*command)
        assert (ran.code, ran.out) == (2, "")
        assert "is not UTF-8" in ran.err
    lint = lifecycle("definitions", "lint", "own.toml", "--json")
    assert lint.code == NEGATIVE
    assert "is not UTF-8" in lint.out
