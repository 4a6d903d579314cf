"""Lapsed obligations are put on record by a command that can be run as often as one likes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import ROOT, Run, clean_environment

STYLES = ("table", "json", "nl", "csv", "tsv")
KIND = ("--kind", "defence-policy-dialogue", "--party", "AA", "--party", "ZZ")


@pytest.fixture
def late(lifecycle: Run, home: Path) -> Path:
    """A log of three dialogues that have to meet every year and met in 2024 only."""
    for name in ("a", "b", "c"):
        lifecycle("register", "--name", name, *KIND, "--subject", name, "--mechanism-id", name)
        assert lifecycle("meet", name, "--on", "2024-05-06", "--host", "AA").code == 0
    return home / "mechanisms.db"


@pytest.mark.parametrize("style", STYLES)
def test_what_was_recorded_is_printed_once(lifecycle: Run, late: Path, style: str) -> None:
    assert late.exists()

    first = lifecycle("--format", style, "watch", "--once", "--as-of", "2026")
    second = lifecycle("watch", "--once", "--as-of", "2026", "--json")

    assert first.code == second.code == 0
    assert first.out.count("2025-05-06") == 3
    assert first.err.endswith("as of 2026-12-31\n3 facts recorded\n")
    assert json.loads(second.out) == []
    assert second.err.endswith("0 facts recorded\n")
    assert lifecycle("verify").code == 0


def test_a_dry_run_shows_the_same_and_records_nothing(lifecycle: Run, late: Path) -> None:
    before = late.read_bytes()

    dry = lifecycle("watch", "--once", "--as-of", "2026", "--dry-run", "--json")

    assert late.read_bytes() == before
    assert "dry run: 3 would be recorded, nothing was" in dry.err
    assert dry.out == lifecycle("watch", "--once", "--as-of", "2026", "--json").out


def test_the_lapse_is_a_fact_that_people_see(lifecycle: Run, late: Path) -> None:
    assert late.exists()
    (row, *_) = json.loads(lifecycle("watch", "--once", "--as-of", "2026", "--json").out)

    shown = lifecycle("show", "a").out

    assert (row["id"], row["obligation"], row["due"]) == ("a", "yearly_round", "2025-05-06")
    assert "2025-05-06               Obligation lapsed: yearly round" in shown
    assert "Meet every year was due by 2025-05-06 and was not done." in shown


def test_a_meeting_found_later_takes_the_lapse_back(lifecycle: Run, late: Path) -> None:
    assert late.exists()
    lifecycle("watch", "--once", "--as-of", "2025-06")
    lifecycle("meet", "b", "--on", "2025-03-01", "--host", "ZZ")

    (row,) = json.loads(lifecycle("watch", "--once", "--as-of", "2025-06", "--json").out)

    assert (row["id"], row["type"]) == ("b", "event_retracted")
    assert "retracted: Obligation lapsed: yearly round (2025-05-06)" in lifecycle("show", "b").out


def test_without_once_it_says_what_there_is(lifecycle: Run, late: Path) -> None:
    assert late.exists()

    ran = lifecycle("watch")

    assert (ran.code, ran.out) == (2, "")
    assert "only --once is there" in ran.err


@pytest.mark.parametrize("day", ["2026/..", "soon"])
def test_a_day_that_is_none_is_wrong_usage(lifecycle: Run, late: Path, day: str) -> None:
    before = late.read_bytes()

    assert lifecycle("watch", "--once", "--as-of", day).code == 2
    assert late.read_bytes() == before


def test_no_log_is_made_to_watch(lifecycle: Run, home: Path) -> None:
    assert lifecycle("watch", "--once", "--as-of", "2026").code == 2
    assert not list(home.glob("*.db"))


def test_processes_at_once_record_each_lapse_once(lifecycle: Run, late: Path) -> None:
    command = [sys.executable, "-m", "lifecycle", "watch", "--once", "--as-of", "2026", "--nl"]
    environment = clean_environment() | {"PYTHONPATH": str(ROOT)}

    running = [
        subprocess.Popen(command, cwd=late.parent, env=environment, stdout=-1, stderr=-1)
        for _ in range(3)
    ]
    said = [process.communicate() for process in running]

    assert [process.returncode for process in running] == [0, 0, 0], said
    types = [json.loads(line)["type"] for line in lifecycle("log", "--nl").out.splitlines()]
    assert types.count("obligation_lapsed") == 3
    assert {json.loads(line)["id"] for out, _ in said for line in out.splitlines()} == {*"abc"}
    assert lifecycle("verify").code == 0
