"""Logs go out and in unchanged, forgery is found, and what is no log of ours is left alone."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from events.merkle import leaf_hash
from events.verify import UNDETECTABLE
from lifecycle.registry.registry import Registry
from tests.cli.shell import DOSSIER, EXAMPLE, REFERENCE, Run
from tests.lifecycle.registering import register


def test_importing_a_dossier_twice_adds_nothing(lifecycle: Run) -> None:
    first = lifecycle("import", DOSSIER)
    log = lifecycle("export").out

    again = lifecycle("import", DOSSIER)

    assert (first.code, again.code, again.out) == (0, 0, "")
    assert "0 recorded, 7 known already" in again.err
    assert lifecycle("export").out == log


def test_an_edited_dossier_is_recorded_as_a_correction_shown_first(
    lifecycle: Run, home: Path
) -> None:
    lifecycle("import", DOSSIER)
    before = lifecycle("export").out
    text = (home / DOSSIER).read_text(encoding="utf-8")
    edited = text.replace('place = "New Delhi"\nhost', 'place = "Delhi"\nhost')
    (home / "edited.toml").write_text(edited, encoding="utf-8")

    shown = lifecycle("import", "--dry-run", "edited.toml")
    unchanged = lifecycle("export").out
    ran = lifecycle("import", "edited.toml")

    assert (shown.code, ran.code) == (0, 0)
    assert "dry run: 1 would be recorded" in shown.err
    assert unchanged == before
    assert "event_corrected" in ran.out
    assert "1 recorded, 7 known already" in ran.err
    assert lifecycle("export").out.startswith(before)


def test_a_log_goes_through_a_pipe_unchanged(process: Run, log: Path) -> None:
    assert log.exists()
    exported = process("export")

    restored = process("--db", "copy.db", "import", "-", stdin=exported.out)

    assert (exported.code, restored.code) == (0, 0), restored.err
    assert "stdin: 11 events restored" in restored.err
    assert process("--db", "copy.db", "export").out == exported.out


def test_a_restored_log_is_the_same_to_all_readers(lifecycle: Run, log: Path) -> None:
    lifecycle("export", "-o", "log.jsonl")

    restored = lifecycle("--db", "copy.db", "import", "log.jsonl")
    again = lifecycle("--db", "copy.db", "import", "log.jsonl")

    assert (restored.code, again.code) == (0, 0)
    assert "log.jsonl: 0 events restored" in again.err
    for command in (("verify", "--json"), ("list", "--json"), ("log", "--nl"), ("timeline",)):
        assert lifecycle("--db", "copy.db", *command).out == lifecycle(*command).out
    assert log.exists()


def test_a_cut_or_foreign_copy_is_refused_whole(lifecycle: Run, log: Path) -> None:
    exported = lifecycle("export").out.encode()
    folder = log.parent
    (folder / "cut.jsonl").write_bytes(exported[:-1])
    (folder / "late.jsonl").write_bytes(exported.split(b"\n", 1)[1])
    lifecycle("--db", "other.db", "import", DOSSIER)

    cut = lifecycle("--db", "new.db", "import", "cut.jsonl")
    late = lifecycle("--db", "newer.db", "import", "late.jsonl")
    (folder / "log.jsonl").write_bytes(exported)
    foreign = lifecycle("--db", "other.db", "import", "log.jsonl")

    assert (cut.code, foreign.code) == (2, 2)
    assert "the last line is cut off" in cut.err
    assert "differ at position 0" in foreign.err
    assert late.code == 1
    assert "belongs to another log" in late.err
    assert {path.name for path in folder.iterdir()} == {
        *("examples", "mechanisms.db", "other.db"),
        *("cut.jsonl", "late.jsonl", "log.jsonl"),
    }


@pytest.mark.parametrize("position", range(11))
def test_one_flipped_bit_is_found_at_its_position(lifecycle: Run, log: Path, position: int) -> None:
    with closing(sqlite3.connect(log)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        connection.execute("DROP TRIGGER events_no_update")
        (canonical,) = connection.execute(
            "SELECT canonical FROM events WHERE position = ?", (position,)
        ).fetchone()
        place = 7 * len(canonical) // 11
        flipped = canonical[:place] + bytes([canonical[place] ^ 1]) + canonical[place + 1 :]
        connection.execute(
            "UPDATE events SET canonical = ? WHERE position = ?", (flipped, position)
        )
        connection.execute(dict(triggers)["events_no_update"])
        connection.commit()

    told = lifecycle("verify")
    ran = lifecycle("verify", "--json")

    found = json.loads(ran.out)
    assert (told.code, ran.code) == (1, 1)
    assert not found["ok"]
    assert (position, "leaf_hash") in {(f["position"], f["code"]) for f in found["findings"]}
    assert f"position {position}: leaf_hash" in told.out


def tampered(log: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change the rows of a log past its guards, and put these back."""
    with closing(sqlite3.connect(log)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = dict(triggers.fetchall())
        for name in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for sql, values in statements:
            connection.execute(sql, values)
        for sql in guards.values():
            connection.execute(sql)
        connection.commit()


def test_events_that_changed_places_are_found_by_replay_as_well(lifecycle: Run, log: Path) -> None:
    move = "UPDATE events SET position = ? WHERE position = ?"
    tampered(log, (move, (99, 1)), (move, (1, 2)), (move, (2, 99)))

    verified, replayed = lifecycle("verify"), lifecycle("replay")

    assert (verified.code, replayed.code) == (1, 1)
    assert ": order: " in verified.out
    assert "comes after position 2 in its stream" in replayed.err


@pytest.mark.parametrize("instant", ["", "zzz", "2026-99-01T00:00:00.000000Z"])
def test_an_instant_that_is_none_is_an_error_with_its_position(
    lifecycle: Run, log: Path, instant: str
) -> None:
    with closing(sqlite3.connect(log)) as connection:
        (stored,) = connection.execute("SELECT canonical FROM events WHERE position = 2").fetchone()
    record = json.loads(stored) | {"recorded_at": instant}
    forged = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    change = "UPDATE events SET canonical = ?, leaf_hash = ?, recorded_at = ? WHERE position = 2"
    tampered(log, (change, (forged, leaf_hash(forged), instant)))

    for command in (("verify",), ("list",), ("show", REFERENCE), ("anomalies",), ("overdue",)):
        ran = lifecycle(*command)
        assert ran.code == 1, command
        assert "position 2" in ran.out + ran.err, command
    assert EXAMPLE in lifecycle("list").out
    assert lifecycle("show", EXAMPLE).code == 0


def test_a_dropped_trigger_is_found_and_stops_recording(process: Run, log: Path) -> None:
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("DROP TRIGGER events_no_update")
        connection.commit()

    verified, recorded = process("verify"), process("note", EXAMPLE, "x")

    assert verified.code == 1
    assert "log: guard: events_no_update is missing" in verified.out
    assert recorded.code == 2
    assert "events_no_update is missing" in recorded.err


def test_a_forged_state_is_found_by_replay(lifecycle: Run, log: Path) -> None:
    exported = lifecycle("export").out
    forged = exported.replace('"tracks":{"stage":"tor_signed"', '"tracks":{"stage":"agreed"')
    (log.parent / "forged.jsonl").write_text(forged, encoding="utf-8", newline="\n")
    lifecycle("--db", "forged.db", "import", "forged.jsonl")

    replayed = lifecycle("--db", "forged.db", "replay")
    verified = lifecycle("--db", "forged.db", "verify")

    assert forged != exported
    assert (replayed.code, verified.code) == (1, 1)
    assert "position 2: stored {'stage': 'agreed'" in replayed.err
    assert "position 2: state_differs" in verified.out


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE letters (text)")


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {0x45564C47}")
        connection.execute("PRAGMA user_version = 99")


def make_garbage(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 16)


def make_nothing(path: Path) -> None:
    assert not path.exists()


NO_FILES = {
    "missing.db": (make_nothing, "does not exist"),
    "no/folder.db": (make_nothing, "does not exist"),
    "folder": (Path.mkdir, "unable to open"),
    "newer.db": (make_newer, "schema 99 is newer than 1"),
}
NO_LOGS = {
    "empty.db": (Path.touch, "is empty"),
    "foreign.db": (make_foreign, "another program's database"),
    "garbage.db": (make_garbage, "not a SQLite database"),
}
PLACES = NO_FILES | NO_LOGS
COMMANDS = [("list",), ("export",), ("note", REFERENCE, "x")]


@pytest.mark.parametrize(
    ("place", "command"),
    [
        *((place, command) for place in PLACES for command in COMMANDS),
        *((place, ("verify",)) for place in NO_FILES),
    ],
)
def test_what_is_no_log_of_ours_is_told_and_left_alone(
    lifecycle: Run, home: Path, place: str, command: tuple[str, ...]
) -> None:
    make, said = PLACES[place]
    make(home / place)
    before = {path: path.is_file() and path.read_bytes() for path in home.rglob("*")}

    ran = lifecycle("--db", place, *command)

    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert {path: path.is_file() and path.read_bytes() for path in home.rglob("*")} == before


@pytest.mark.parametrize("place", NO_LOGS)
def test_a_file_that_is_no_log_is_a_finding_of_verify(
    lifecycle: Run, home: Path, place: str
) -> None:
    make, said = PLACES[place]
    make(home / place)
    before = (home / place).read_bytes()

    ran = lifecycle("--db", place, "verify")
    as_json = lifecycle("--db", place, "verify", "--json")

    (finding,) = json.loads(as_json.out)["findings"]
    assert (ran.code, as_json.code) == (1, 1)
    assert "log: unreadable: " in ran.out
    assert (finding["position"], finding["code"]) == (None, "unreadable")
    assert said in finding["message"]
    assert not json.loads(as_json.out)["ok"]
    assert (home / place).read_bytes() == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def behead(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def drop_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE events")


def make_endless(path: Path) -> None:
    drop_table(path)
    numbers = "WITH RECURSIVE n(position) AS (SELECT 0 UNION ALL SELECT position + 1 FROM n)"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE VIEW events AS {numbers} SELECT * FROM n")  # noqa: S608  # ours


@pytest.mark.parametrize(
    ("damage", "code"),
    [(cut, "unreadable"), (behead, "unreadable"), (drop_table, "guard"), (make_endless, "guard")],
)
def test_a_damaged_file_is_a_finding_of_verify_and_an_error_elsewhere(
    lifecycle: Run, log: Path, damage: Callable[[Path], None], code: str
) -> None:
    damage(log)

    ran, as_json = lifecycle("verify"), lifecycle("verify", "--json")

    assert (ran.code, as_json.code) == (1, 1), ran.err
    assert f"log: {code}: " in ran.out
    assert code in {finding["code"] for finding in json.loads(as_json.out)["findings"]}
    for command in (("list",), ("export",), ("log",), ("note", EXAMPLE, "x")):
        assert lifecycle(*command).code in (1, 2), command


def test_verify_says_what_it_cannot_show(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    ran, as_json = lifecycle("verify"), lifecycle("verify", "--json")

    assert json.loads(as_json.out)["undetectable"] == dict(UNDETECTABLE)
    assert "compare size and root with ones kept elsewhere" in ran.out
    for sentence in UNDETECTABLE.values():
        assert f"- {sentence}\n" in ran.out
    assert ran.out.endswith("ok: nothing wrong was found\n")


@pytest.mark.parametrize("command", [("list",), ("verify",), ("note", EXAMPLE, "x"), ("export",)])
def test_a_log_that_another_program_holds_is_to_be_asked_again(
    lifecycle: Run, log: Path, command: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(log, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("PRAGMA user_version = 1")
        ran = lifecycle("--timeout", "0", *command)

    assert ran.code == 4, ran.err
    assert ran.out == ""
    assert "locked by another connection" in ran.err
    assert "repeat the command" in ran.err


@pytest.mark.parametrize(
    "place", ["no/folder.db", "folder", "foreign.db", "newer.db", "garbage.db"]
)
def test_importing_makes_no_log_out_of_another_file(lifecycle: Run, home: Path, place: str) -> None:
    make, _ = PLACES[place]
    make(home / place)
    before = (home / place).read_bytes() if (home / place).is_file() else b""

    ran = lifecycle("--db", place, "import", DOSSIER)

    assert ran.code == 2
    assert not before or (home / place).read_bytes() == before


def test_the_environment_names_the_log_and_the_recorder(process: Run, log: Path) -> None:
    named = {"LIFECYCLE_DB": str(log), "LIFECYCLE_ACTOR": "desk-officer-1"}

    recorded = process("note", EXAMPLE, "x", "--id", "n", **named)
    actor = process("note", EXAMPLE, "y", "--id", "m", "--actor", "desk-officer-2", **named)

    logged = process("log", "--nl", **named).out.splitlines()
    assert (recorded.code, actor.code) == (0, 0)
    assert [json.loads(line)["actor"] for line in logged[-2:]] == [
        "desk-officer-1",
        "desk-officer-2",
    ]


def test_an_event_is_named_by_the_beginning_that_it_alone_has(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    for event_id in ("event-one", "event-two", "event"):
        assert lifecycle("note", EXAMPLE, "x", "--id", event_id).code == 0

    several = lifecycle("retract", EXAMPLE, "event-")
    alone = lifecycle("retract", EXAMPLE, "event-o", "--json")
    whole = lifecycle("retract", EXAMPLE, "event", "--json")

    assert (several.code, several.out) == (2, "")
    assert "'event-': several events begin so: event-one, event-two" in several.err
    assert (alone.code, whole.code) == (0, 0), alone.err + whole.err
    shown = json.loads(lifecycle("show", EXAMPLE, "--json").out)
    assert shown["retracted"] == ["event-one", "event"]


def test_a_log_from_the_future_is_a_finding_and_its_answers_come_with_a_warning(
    lifecycle: Run, process: Run, home: Path
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=30)  # noqa: TID251  # the commands read it too
    place = str(home / "ahead.db")
    with Registry.open(place, clock=lambda: ahead) as registry:
        register(registry, policy="record")

    verified, listed = lifecycle("--db", place, "verify"), lifecycle("--db", place, "list")
    told = lifecycle("--db", place, "agenda", "--as-of", "2026")
    noted = process("--db", place, "note", "m", "x")
    refused = lifecycle("--db", place, "note", "m", "y")

    assert verified.code == 1
    assert "position 0: future: recorded at " in verified.out
    assert (listed.code, noted.code) == (0, 0)
    doctor = lifecycle("--db", place, "doctor")
    assert doctor.code == 1
    assert "later than it is by this computer's clock" in doctor.out
    assert (
        refused.code == 2
    )  # in this process, as under PYTHONWARNINGS=error, a warning is an error
    assert "later than it is by this computer's clock; without --as-of" in listed.err
    assert "later than it is by this computer's clock\n" in told.err
    assert "warning: the clock shows " in noted.err


def test_a_log_of_the_present_causes_no_warning(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    assert "warning" not in lifecycle("list").err
