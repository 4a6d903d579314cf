"""Where there is nothing to show, people are told that there is nothing; programs get no rows."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import EXAMPLE, Run

ALWAYS = [
    (("overdue", "--as-of", "2024-02"), "nothing is overdue as of 2024-02-29"),
    (
        ("agenda", EXAMPLE, "--as-of", "2024-02-01", "--days", "2"),
        "nothing is due until 2024-02-03, and nothing is late",
    ),
    (("anomalies", EXAMPLE, "--severity", "serious"), "there is nothing to remark"),
    (("log", "--since", "99"), "no event is on record there"),
]
WITHOUT_MECHANISMS = [("list",), ("stats", "--as-of", "2025"), ("as-of", "2025")]


@pytest.mark.parametrize(("command", "said"), ALWAYS)
def test_an_empty_answer_says_that_there_is_nothing(
    lifecycle: Run, log: Path, command: tuple[str, ...], said: str
) -> None:
    assert log.exists()

    told, quiet, data = (
        lifecycle(*command),
        lifecycle("-q", *command),
        lifecycle(*command, "--json"),
    )

    assert (told.code, told.out) == (0, "")
    assert said in told.err.splitlines()
    assert said not in quiet.err
    assert json.loads(data.out) == []


@pytest.mark.parametrize("command", WITHOUT_MECHANISMS)
def test_a_log_without_mechanisms_says_so(
    lifecycle: Run, home: Path, command: tuple[str, ...]
) -> None:
    (home / "empty.jsonl").write_bytes(b"")
    assert lifecycle("import", "empty.jsonl").code == 0

    ran = lifecycle(*command)

    assert (ran.code, ran.out) == (0, "")
    assert "no mechanism is on record" in ran.err.splitlines()


def test_what_is_not_empty_says_nothing_of_the_kind(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    assert "no mechanism" not in lifecycle("list").err


def test_a_word_may_be_joined_by_a_dash(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    meeting = ("meet", "bn-in-jwg-defence-cooperation", "--on", "2026-12", "--id", "second")

    assert lifecycle(*meeting, "--mode", "in-person").code == 0
    assert '"mode":"in_person"' in lifecycle("export").out


@pytest.mark.parametrize("verb", ["correct", "retract", "dispute", "prefer"])
def test_the_help_tells_whose_date_on_is(lifecycle: Run, verb: str) -> None:
    assert "itself, not that of EVENT." in " ".join(lifecycle(verb, "--help").out.split())
