"""Standard streams that are closed, full or gone: clear words, and never a fault of the program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import DOSSIER, EXAMPLE, ROOT, Ran, clean_environment


def sh(home: Path, command: str) -> Ran:
    """Run *command* in a shell in which ``lifecycle`` is the program."""
    python = f'lifecycle() {{ "{sys.executable}" -m lifecycle "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-c", python + command],
        cwd=home,
        env=clean_environment() | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("command", ["verify", "list --json", f"note {EXAMPLE} x", "--help"])
def test_a_closed_stdout_is_refused_before_anything_is_done(log: Path, command: str) -> None:
    before = log.read_bytes(), sorted(log.parent.iterdir())

    ran = sh(log.parent, f"lifecycle {command} >&-")

    assert ran.code == 2
    assert "stdout is closed; send it to /dev/null" in ran.err
    assert (log.read_bytes(), sorted(log.parent.iterdir())) == before


@pytest.mark.parametrize(
    "command", ["import -", f"record {EXAMPLE} note_recorded --data -", "list --as-of 2025"]
)
def test_a_closed_stdin_matters_only_to_those_who_read_it(log: Path, command: str) -> None:
    ran = sh(log.parent, f"lifecycle {command} <&-")

    assert (ran.code, "stdin is closed" in ran.err) == (
        (2, True) if command[-1] == "-" else (0, False)
    )


def test_a_closed_stderr_changes_no_exit_code(log: Path) -> None:
    codes = [
        sh(log.parent, f"lifecycle {command} 2>&-").code
        for command in ("list", "show nobody", "lst", f"conclude {EXAMPLE}", "verify >&-")
    ]

    assert codes == [0, 5, 2, 3, 2]


def test_no_file_takes_the_place_of_a_closed_stream(log: Path) -> None:
    """What is printed there would be written into the log."""
    ran = sh(log.parent, f"lifecycle note {EXAMPLE} x --json <&- 2>&-")
    again = sh(log.parent, "lifecycle verify <&- 2>&-")

    assert (ran.code, again.code) == (0, 0)
    assert "note_recorded" in ran.out


@pytest.mark.parametrize(
    "command",
    ["list", "list --csv", "log", "export", "export --csv", "timeline", "verify",
     "definitions show joint-commission", "completion bash"],
)  # fmt: skip
def test_a_full_disk_is_told_once(log: Path, command: str) -> None:
    ran = sh(log.parent, f"lifecycle {command} > /dev/full")

    assert (ran.code, ran.err) == (2, "error: stdout: No space left on device\n")


@pytest.mark.parametrize("command", ["--help", "list --help", "--version"])
def test_help_for_a_full_disk_is_told_once(log: Path, command: str) -> None:
    ran = sh(log.parent, f"lifecycle {command} > /dev/full")

    assert (ran.code, ran.err) == (2, "error: No space left on device\n")


def test_words_that_nobody_can_receive_change_no_exit_code(log: Path) -> None:
    full = [
        sh(log.parent, f"lifecycle {command} 2> /dev/full").code
        for command in ("list", "show nobody", "lst", f"note {EXAMPLE} x")
    ]
    gone = sh(log.parent, "lifecycle show nobody 2> >(exec true)")

    assert full == [0, 5, 2, 0]
    assert gone.code == 5


def test_a_full_disk_under_a_recording_keeps_what_was_recorded(log: Path) -> None:
    ran = sh(
        log.parent, f"lifecycle import {DOSSIER} > /dev/full; lifecycle note {EXAMPLE} x >/dev/full"
    )

    assert ran.code == 2
    assert sh(log.parent, "lifecycle verify").code == 0
    assert os.access(log, os.R_OK)
