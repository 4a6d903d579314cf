"""A log is copied while it is in use, its file is looked after, and nobody waits for ever."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import events
from lifecycle.cli.main import versions
from tests.cli.shell import DOSSIER, Ran, Run


@pytest.fixture
def log(home: Path, lifecycle: Run) -> Path:
    assert lifecycle("import", DOSSIER).code == 0
    return home / "mechanisms.db"


def checks(ran: Ran) -> dict[str, tuple[str, str]]:
    return {row["check"]: (row["status"], row["text"]) for row in json.loads(ran.out)}


def test_a_backup_says_what_verify_says_of_it(log: Path, lifecycle: Run) -> None:
    made = lifecycle("backup", "copy.db", "--json")
    verified = lifecycle("--db", "copy.db", "verify", "--json")

    assert (made.code, verified.code) == (0, 0)
    copy, report = json.loads(made.out), json.loads(verified.out)
    assert copy == {"file": "copy.db", "size": report["size"], "root": report["root"]}
    assert lifecycle("export").out == lifecycle("--db", "copy.db", "export").out
    assert log.exists()


def test_a_backup_replaces_nothing(log: Path, lifecycle: Run) -> None:
    before = log.read_bytes()

    for file in (log.name, "examples"):
        ran = lifecycle("backup", file)
        assert (ran.code, ran.out) == (2, "")
        assert "there already" in ran.err
    assert log.read_bytes() == before
    assert lifecycle("backup", "no folder/copy.db").code == 2
    assert lifecycle("--db", "no.db", "backup", "copy.db").code == 2


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("-", "cannot be written to stdout; give a file, or use lifecycle export"),
        ("memory:", "memory: keeps nothing when the command ends"),
        (":memory:", ":memory: keeps nothing when the command ends"),
        ("", "is empty"),
        ("postgresql://host/x", "no store opens postgresql://"),
    ],
)
def test_a_backup_goes_to_a_file(log: Path, lifecycle: Run, target: str, reason: str) -> None:
    before = sorted(log.parent.iterdir())

    ran = lifecycle("backup", target)

    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err
    assert sorted(log.parent.iterdir()) == before


def test_a_backup_is_named_as_a_log_is(log: Path, lifecycle: Run) -> None:
    assert lifecycle("backup", "sqlite:///copy.db").code == 0
    assert lifecycle("--db", "sqlite:///copy.db", "export").out == lifecycle("export").out
    assert log.with_name("copy.db").exists()


def test_a_machine_and_a_log_in_order_need_no_attention(log: Path, lifecycle: Run) -> None:
    before = log.read_bytes()
    ran = lifecycle("doctor", "--json")

    assert ran.code == 0
    found = checks(ran)
    assert list(found) == [
        "versions",
        "sqlite",
        "events",
        "mode",
        "journal",
        "beside",
        "guards",
        "log",
    ]
    assert {status for status, _ in found.values()} == {"ok"}
    assert found["versions"][1] == f"{versions()}, Python {sys.version.split()[0]}"
    assert found["log"][1].startswith("9 events, the last recorded at 2")
    assert log.read_bytes() == before
    assert "all ok" in lifecycle("doctor").err


def loosen(log: Path) -> None:
    log.chmod(0o644)


def leave_wal_mode(log: Path) -> None:
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def drop_a_trigger(log: Path) -> None:
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("DROP TRIGGER events_no_delete")


def leave_a_journal(log: Path) -> None:
    Path(f"{log}-journal").write_bytes(b"\0" * 512)


def cut(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:5_000])


def remove(log: Path) -> None:
    log.unlink()


@pytest.mark.parametrize(
    ("harm", "check", "words"),
    [
        (loosen, "mode", "chmod 600"),
        (leave_wal_mode, "journal", "not in WAL mode"),
        (drop_a_trigger, "guards", "events_no_delete is missing"),
        (leave_a_journal, "beside", "must stay with the log"),
        (cut, "log", "malformed"),
        (remove, "log", "there is no file mechanisms.db"),
    ],
)
def test_what_needs_attention_is_named(
    log: Path, lifecycle: Run, harm: Callable[[Path], None], check: str, words: str
) -> None:
    harm(log)

    ran = lifecycle("doctor", "--json")

    assert ran.code == 1
    attention = {name: text for name, (status, text) in checks(ran).items() if status != "ok"}
    assert list(attention) == [check]
    assert words in attention[check]
    assert "1 check of " in lifecycle("doctor").err


@pytest.mark.parametrize(
    ("version", "words"),
    [((3, 40, 1), "has the WAL-reset bug"), ((3, 51, 3), "does not have the WAL-reset bug")],
)
def test_the_bug_of_an_old_sqlite_is_told_here_only(
    log: Path,
    lifecycle: Run,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, int, int],
    words: str,
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)

    assert words in checks(lifecycle("doctor", "--json"))["sqlite"][1]
    note = lifecycle("note", "bn-in-jwg-defence-cooperation", "A remark")
    assert (note.code, "WAL" in note.err) == (0, False)
    assert log.exists()


def test_a_log_in_use_says_how_to_copy_it(log: Path, lifecycle: Run) -> None:
    with closing(sqlite3.connect(log)) as other:
        other.execute("SELECT * FROM events").fetchone()

        status, text = checks(lifecycle("doctor", "--json"))["beside"]

    assert status == "ok"
    assert "lifecycle backup" in text


def test_another_package_called_events_is_named(
    log: Path, lifecycle: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "events").mkdir()
    monkeypatch.setattr(events, "__file__", str(tmp_path / "events" / "__init__.py"))

    status, text = checks(lifecycle("doctor", "--json"))["events"]

    assert status == "attention"
    assert "reinstall bilateral-lifecycle" in text
    assert log.exists()


def test_a_locked_log_is_waited_for_as_long_as_told(log: Path, lifecycle: Run) -> None:
    note = ("note", "bn-in-jwg-defence-cooperation", "A remark")
    with closing(sqlite3.connect(log, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        ran = lifecycle("--timeout", "0", *note)
        later = lifecycle("--timeout", "0.2", *note)

    assert ran.code == later.code != 0
    assert "waited 0.0 s" in ran.err
    assert "waited 0.2 s" in later.err
    assert lifecycle("--timeout", "0", *note).code == 0


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "3601", "soon"])
def test_a_timeout_is_a_number_of_seconds(lifecycle: Run, seconds: str) -> None:
    ran = lifecycle("--timeout", seconds, "list")

    assert ran.code == 2
    assert "--timeout" in ran.err
