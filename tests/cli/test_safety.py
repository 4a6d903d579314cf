"""Nothing is written by mistake, and no data commands a terminal, a spreadsheet or a reader."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import DOSSIER, EXAMPLE, ROOT, Run, clean_environment

DANGEROUS = (
    "red \x1b[31m, C1 \x9b31m, bell \x07, turned \u202egnp.exe\u202c, \ufeff, \u200f, \U000e0041"
)
UNSEEN = set("\x1b\x9b\x07\u202e\u202c\ufeff\u200f\U000e0041")
DRY = [
    ("register", "--name", "N", "--kind", "joint-working-group", "--subject", "S"),
    ("agree", EXAMPLE, "--on", "2025"),
    ("sign-tor", EXAMPLE, "--signatory", "AA:Ada"),
    ("suspend", EXAMPLE, "--by", "AA"),
    ("conclude", EXAMPLE, "--reason", "Done"),
    ("note", EXAMPLE, "x"),
    ("record", EXAMPLE, "statement_recorded", "--set", "text=x"),
    ("import", DOSSIER),
]


@pytest.mark.parametrize("command", DRY, ids=lambda command: command[0])
def test_a_dry_run_decides_and_writes_nothing(
    lifecycle: Run, log: Path, command: tuple[str, ...]
) -> None:
    parties = ("--party", "AA", "--party", "ZZ") if command[0] == "register" else ()
    before = log.read_bytes(), sorted(log.parent.iterdir())

    ran = lifecycle(*command, *parties, "--dry-run")

    assert ran.code == 0, ran.err
    assert "dry run: " in ran.err
    assert (log.read_bytes(), sorted(log.parent.iterdir())) == before


def test_a_dry_run_is_refused_as_the_real_run_is(lifecycle: Run, log: Path) -> None:
    dry = lifecycle("meet", EXAMPLE, "--on", "2024", "--dry-run")
    real = lifecycle("meet", EXAMPLE, "--on", "2024")

    assert dry == real
    assert dry.code == 3
    assert log.exists()


def test_a_dry_run_makes_no_log(lifecycle: Run, home: Path) -> None:
    (home / "empty.db").touch()

    missing = lifecycle("--db", "missing.db", "import", "--dry-run", DOSSIER)
    empty = lifecycle("--db", "empty.db", "import", "--dry-run", DOSSIER)

    assert (missing.code, empty.code) == (0, 0)
    assert missing.out == empty.out
    assert not (home / "missing.db").exists()
    assert (home / "empty.db").read_bytes() == b""


def test_an_export_that_cannot_be_read_to_its_end_replaces_nothing(
    lifecycle: Run, log: Path
) -> None:
    copy = log.with_name("log.jsonl")
    assert lifecycle("export", "-o", "log.jsonl").code == 0
    sound = copy.read_bytes()
    with sqlite3.connect(log) as attacker:
        attacker.executescript("DROP TRIGGER events_no_update")
        attacker.execute("UPDATE events SET canonical = x'7b' WHERE position = 5")
    attacker.close()

    ran = lifecycle("export", "-o", "log.jsonl")

    assert ran.code == 1
    assert "5" in ran.err
    assert copy.read_bytes() == sound
    assert not list(log.parent.glob(".*"))


@pytest.mark.parametrize("style", ["table", "json", "nl", "csv", "tsv"])
@pytest.mark.parametrize(
    "command",
    [
        ("show", EXAMPLE),
        ("log",),
        ("timeline",),
        ("timeline", "--as", "html"),
        ("timeline", "--as", "json"),
    ],
)
def test_control_characters_are_shown_and_not_sent(
    lifecycle: Run, log: Path, style: str, command: tuple[str, ...]
) -> None:
    recorded = lifecycle("--format", style, "note", EXAMPLE, DANGEROUS)

    ran = lifecycle("--format", style, *command)

    assert (recorded.code, ran.code) == (0, 0)
    assert not UNSEEN & set(ran.out + ran.err + recorded.out + recorded.err)
    assert log.exists()


@pytest.mark.parametrize("command", [("export",), ("export", "--csv"), ("log", "--nl")])
def test_an_export_commands_no_terminal(
    home: Path, lifecycle: Run, log: Path, command: tuple[str, ...]
) -> None:
    assert log.exists()
    assert lifecycle("note", EXAMPLE, DANGEROUS).code == 0
    terminal, end = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "lifecycle", *command],
        cwd=home,
        env=clean_environment() | {"PYTHONPATH": str(ROOT)},
        stdout=end,
    ) as running:
        os.close(end)
        shown = b""
        try:
            while data := os.read(terminal, 65536):
                shown += data
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(terminal)

    assert running.returncode == 0
    assert "gnp.exe" in shown.decode()
    assert not UNSEEN & set(shown.decode())


def test_json_keeps_every_character(lifecycle: Run, log: Path) -> None:
    lifecycle("note", EXAMPLE, DANGEROUS)

    logged = [json.loads(line) for line in lifecycle("log", "--nl").out.splitlines()]

    assert logged[-1]["data"]["text"] == DANGEROUS
    assert log.exists()


def test_errors_show_control_characters_too(lifecycle: Run, log: Path) -> None:
    ran = lifecycle("show", DANGEROUS)

    assert ran.code == 5
    assert not UNSEEN & set(ran.err)
    assert log.exists()


@pytest.mark.parametrize("start", "=+-@")
def test_a_spreadsheet_takes_no_cell_for_a_formula(lifecycle: Run, log: Path, start: str) -> None:
    lifecycle("note", EXAMPLE, "x", "--id", f"{start}1+1")

    *_, last = csv.DictReader(io.StringIO(lifecycle("log", "--csv").out, newline=""))

    assert last["event_id"] == f"'{start}1+1"
    assert log.exists()


@pytest.mark.parametrize("command", ["log", "export", "list", "verify", "timeline", "--help"])
def test_a_reader_that_goes_away_is_no_error(home: Path, log: Path, command: str) -> None:
    assert log.exists()
    with subprocess.Popen(
        [sys.executable, "-m", "lifecycle", command],
        cwd=home,
        env=clean_environment() | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()

    assert running.returncode == 0
    assert said == b""


def test_head_gets_its_line(home: Path, log: Path) -> None:
    assert log.exists()
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m lifecycle log | head -1'],
        cwd=home,
        env=clean_environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("0\t")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("variables", "red"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"NO_COLOR": "1"}, False)],
)
def test_colour_is_for_terminals_and_those_who_ask(
    lifecycle: Run,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    red: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setitem(os.environ, name, value)

    ran = lifecycle("show", "nobody")

    assert ("\x1b[31merror\x1b[0m" in ran.err) is red
    assert ran.err.replace("\x1b[31m", "").replace("\x1b[0m", "").startswith("error: ")
    assert log.exists()


def test_recording_shows_no_warning_of_python(process: Run, log: Path) -> None:
    assert log.exists()

    ran = process("note", EXAMPLE, "x", PYTHONWARNINGS="always::UserWarning")

    assert ran.code == 0
    assert "Warning" not in ran.err
    assert ".py" not in ran.err


def test_norway_is_a_party(lifecycle: Run, home: Path) -> None:
    registered = lifecycle(
        *("register", "--name", "N", "--kind", "bilateral-mechanism", "--subject", "Fish"),
        *("--party", "NO", "--party", "IN"),
    )
    (home / "no.toml").write_text(
        '[mechanism]\nname = "N"\nkind = "bilateral-mechanism"\n'
        'parties = ["NO", "SE"]\nsubject = "Fish"\n',
        encoding="utf-8",
    )
    imported = lifecycle("import", "no.toml")

    listed = json.loads(lifecycle("list", "--json").out)
    assert (registered.code, imported.code) == (0, 0)
    assert [row["parties"] for row in listed] == [["NO", "IN"], ["NO", "SE"]]
    assert [row["id"] for row in listed] == ["in-no-bm-fish", "no-se-bm-fish"]
