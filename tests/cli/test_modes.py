"""Every command, in every mode: stdout is data and nothing else, words go to stderr."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.shell import DOSSIER, EXAMPLE, REFERENCE, Run

STYLES = ("table", "json", "nl", "csv", "tsv")
PARTIES = ("--party", "AA", "--party", "ZZ")
READING = [
    ("list",),
    ("list", "--as-of", "2025", "--known-at", "5"),
    ("show", REFERENCE),
    ("log",),
    ("log", REFERENCE, "--since", "3"),
    ("as-of", "2025-12-09"),
    ("as-of", "2025-12-08", REFERENCE),
    ("replay",),
    ("replay", "--to", "4"),
    ("verify",),
    ("definitions", "list"),
    ("definitions", "lint", "doubtful.toml"),
]
LIFE = [
    ("register", "--name", "Fish", "--kind", "joint-working-group", *PARTIES, "--subject", "Fish"),
    ("propose", "aa-zz-jwg-fish", "--by", "AA", "--on", "2024-05"),
    ("agree", "aa-zz-jwg-fish", "--by", "AA", "--by", "ZZ", "--on", "2024-07?"),
    ("sign-tor", "aa-zz-jwg-fish", "--signatory", "AA:Ada, Joint Secretary", "--on", "2024-09-17"),
    ("sign-tor", "aa-zz-jwg-fish", "--signatory", "ZZ:Zoe", "--on", "2024-09-17"),
    ("meet", "aa-zz-jwg-fish", "--on", "2024-11-04/2024-11-05", "--topic", "Nets"),
    (
        *("activate-roadmap", "aa-zz-jwg-fish", "--on", "2025", "--basis", "document"),
        *("--title", "Plan", "--by", "AA", "--by", "ZZ"),
    ),
    ("suspend", "aa-zz-jwg-fish", "--by", "ZZ", "--on", "2026-01"),
    ("resume", "aa-zz-jwg-fish", "--by", "ZZ", "--on", "2026-02"),
    ("conclude", "aa-zz-jwg-fish", "--reason", "Done", "--on", "2026-03"),
    ("reopen", "aa-zz-jwg-fish", "--by", "AA", "--by", "ZZ", "--on", "2026-04"),
    ("note", "aa-zz-jwg-fish", "A remark"),
    ("record", "aa-zz-jwg-fish", "statement_recorded", "--data", '{"text": "A word"}'),
]


def parsed(text: str, style: str) -> list[object]:
    """Return the things that *text* holds, read as strictly as a program would."""
    if style == "json":
        value = json.loads(text)
        return value if isinstance(value, list) else [value]
    if style == "nl":
        return [json.loads(line) for line in text.splitlines()]
    if style == "csv":
        heads, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        assert all(len(row) == len(heads) for row in rows)
        return list(rows)
    assert text.endswith("\n")
    return list(text.splitlines())


@pytest.fixture
def doubtful(home: Path) -> Path:
    """A definition that is sound, but for a doubt."""
    text = """
        name = "talks"
        abbreviation = "t"
        version = 1
        title = "Talks"
        policy = "record"
        [[tracks]]
        name = "stage"
        initial = "meeting"
        states = ["meeting"]
        [[tracks.transitions]]
        trigger = "hold_meeting"
        from = ["meeting"]
        """
    path = home / "doubtful.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_reading_prints_data_that_parses(
    lifecycle: Run, log: Path, doubtful: Path, command: tuple[str, ...], style: str
) -> None:
    before = log.read_bytes(), sorted(doubtful.parent.iterdir())

    ran = lifecycle("--format", style, *command)

    assert ran.code == 0, ran.err
    assert parsed(ran.out, style)
    assert (log.read_bytes(), sorted(doubtful.parent.iterdir())) == before


@pytest.mark.parametrize("style", STYLES)
def test_a_whole_life_is_recorded_in_every_mode(lifecycle: Run, style: str) -> None:
    for position, command in enumerate(LIFE, start=1):
        ran = lifecycle("--format", style, *command)

        assert ran.code == 0, ran.err
        rows = parsed(ran.out, style)
        assert len(rows) == (2 if style == "table" else 1)
        assert str(position) in str(rows[-1])

    shown = lifecycle("show", "aa-zz-jwg-fish", "--json")
    assert json.loads(shown.out)["tracks"] == {"stage": "roadmap_active", "standing": "active"}


@pytest.mark.parametrize("style", STYLES)
def test_importing_prints_what_was_recorded(lifecycle: Run, style: str) -> None:
    planned = lifecycle("--format", style, "import", "--dry-run", DOSSIER)
    imported = lifecycle("--format", style, "import", DOSSIER)

    heading = style == "table"
    assert len(parsed(planned.out, style)) == 7 + heading
    assert len(parsed(imported.out, style)) == 8 + heading
    assert "8 recorded" in imported.err
    assert "8 recorded" not in imported.out


def test_the_shape_of_a_row_is_stable(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    (listed,) = json.loads(lifecycle("list", "--as-of", "2025", "--json").out)[1:]
    recorded = json.loads(lifecycle("note", EXAMPLE, "x", "--id", "n", "--nl").out)
    verified = json.loads(lifecycle("verify", "--json").out)

    assert listed == {
        "id": REFERENCE,
        "name": "India-Brunei Joint Working Group on Defence Cooperation",
        "parties": ["IN", "BN"],
        "kind": "joint-working-group",
        "tracks": {"stage": "roadmap_active", "standing": "active"},
        "facts": 8,
        "last": "2025-12-09",
        "anomalies": 5,
    }
    assert recorded == {
        "position": 11,
        "version": 2,
        "type": "note_recorded",
        "occurred": None,
        "tracks": {"stage": "proposed", "standing": "active"},
        "event_id": "n",
    }
    assert verified.keys() == {"ok", "size", "root", "findings", "undetectable"}
    assert (verified["ok"], verified["size"], verified["findings"]) == (True, 12, [])


def test_a_pipe_gets_the_same_as_tsv_and_quiet_says_nothing(process: Run, log: Path) -> None:
    assert log.exists()

    piped, asked = process("list"), process("list", "--tsv")
    quiet = process("-q", "note", EXAMPLE, "x")

    assert piped == asked
    assert quiet.code == 0
    assert quiet.out
    assert quiet.err == ""


def test_processes_record_read_check_and_draw(process: Run, home: Path) -> None:
    imported = process("import", DOSSIER)
    listed = process("list", "--json")
    shown = process("show", REFERENCE, "--nl")
    logged = process("log", "--csv")
    verified = process("verify")
    replayed = process("replay", "--json")
    drawn = process("timeline", "-o", "all.html")

    for ran in (imported, listed, shown, logged, verified, replayed, drawn):
        assert ran.code == 0, ran.err
    assert "8 recorded, 0 known already" in imported.err
    assert json.loads(listed.out)[0]["id"] == REFERENCE
    assert json.loads(shown.out)["status"].startswith("Roadmap active since 2025-12-09")
    assert len(parsed(logged.out, "csv")) == 9
    assert verified.out.splitlines()[-1] == "ok: nothing wrong was found"
    assert json.loads(replayed.out)[0]["mismatches"] == 0
    assert (drawn.out, drawn.err) == ("", "wrote all.html\n")
    assert "<svg" in (home / "all.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        ("t.svg", "<svg"),
        ("t.HTML", "<!DOCTYPE html>"),
        ("t.mmd", "timeline"),
        ("t.json", "{"),
        ("t.txt", "Roadmap active since 2025-12-09"),
    ],
)
def test_a_timeline_is_drawn_by_the_ending_of_its_file_or_as_told(
    lifecycle: Run, log: Path, file: str, mark: str
) -> None:
    style = {"mmd": "mermaid", "txt": "text"}.get(file[2:].lower(), file[2:].lower())

    written = lifecycle("timeline", REFERENCE, "-o", file)
    printed = lifecycle("timeline", REFERENCE, "--as", style)

    text = (log.parent / file).read_text(encoding="utf-8")
    assert (written.code, printed.code) == (0, 0), written.err
    assert mark in text
    assert printed.out.rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize("what", [(REFERENCE,), ("--definition", "bilateral-mechanism")])
def test_a_diagram_is_drawn_as_mermaid_or_svg(
    lifecycle: Run, log: Path, what: tuple[str, ...]
) -> None:
    mermaid = lifecycle("diagram", *what)
    svg = lifecycle("diagram", *what, "-o", "states.svg")

    assert (mermaid.code, svg.code) == (0, 0), svg.err
    assert "stateDiagram" in mermaid.out
    assert (log.parent / "states.svg").read_text(encoding="utf-8").startswith("<svg")


def test_text_is_ascii_where_the_terminal_knows_no_more(process: Run, log: Path) -> None:
    assert log.exists()

    wide = process("timeline", PYTHONUTF8="1")
    plain = process("timeline", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert plain.code == 0
    assert plain.out.isascii()
    assert not wide.out.isascii()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(lifecycle: Run, shell: str) -> None:
    ran = lifecycle("completion", shell)

    assert (ran.code, ran.err) == (0, "")
    assert "_LIFECYCLE_COMPLETE" in ran.out


def test_completion_knows_the_commands(process: Run) -> None:
    ran = process(_LIFECYCLE_COMPLETE="bash_complete", COMP_WORDS="lifecycle re", COMP_CWORD="1")

    names = {line.partition(",")[2] for line in ran.out.splitlines()}
    assert ran.code == 0
    assert names == {"register", "resume", "reopen", "record", "replay", "retract"}


def test_the_version_names_program_format_and_sqlite(process: Run) -> None:
    ran = process("--version")

    assert ran.code == 0
    assert ran.out.startswith("lifecycle ")
    assert "record format 1, SQLite 3." in ran.out


def test_one_act_on_several_mechanisms_is_recorded_of_all_or_none(lifecycle: Run) -> None:
    for subject in ("one", "two"):
        lifecycle(
            *("register", "--name", subject, "--kind", "bilateral-mechanism"),
            *("--party", "AA", "--party", "ZZ", "--subject", subject),
        )
    act = ("suspend", "aa-zz-bm-one", "--also", "aa-zz-bm-two", "--by", "AA", "--id", "halt")

    planned = lifecycle(*act, "--dry-run")
    ran = lifecycle(*act, "--nl")
    again = lifecycle(*act)
    failed = lifecycle("resume", "aa-zz-bm-one", "--also", "aa-zz-bm-none", "--by", "AA")

    assert "2 would be recorded" in planned.err
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert (first["position"] + 1, first["event_id"]) == (second["position"], "halt")
    assert first["event_id"] != second["event_id"]
    assert "nothing was added" in again.err
    assert failed.code == 5
    for event in map(json.loads, lifecycle("log", "--nl").out.splitlines()[-2:]):
        assert event["meta"]["act_id"] == "halt"


MIGRATED = ("migrate", "bilateral-mechanism", REFERENCE, "--map", "roadmap_active=operational")


def test_a_day_long_before_all_records_can_be_watched(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    ran = lifecycle("watch", "--once", "--as-of=Y-170000")

    assert (ran.code, ran.err) == (0, "as of -170000-12-31\n0 facts recorded\n")


def test_an_act_is_known_only_if_all_its_mechanisms_know_it(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    kind, parties = ("--kind", "bilateral-mechanism"), ("--party", "AA", "--party", "ZZ")
    lifecycle("register", "--name", "Third", *kind, *parties, "--subject", "third")
    act = ("note", EXAMPLE, "x", "--id", "both", "--also", REFERENCE)
    more = (*act, "--also", "aa-zz-bm-third")
    assert lifecycle(*act).code == 0

    ran, again = lifecycle(*more), lifecycle(*more)

    assert (ran.code, "known already" in ran.err) == (0, False), ran.err
    assert "known already: nothing was added" in again.err


def test_the_diagram_of_a_migrated_mechanism_is_that_of_its_new_definition(
    lifecycle: Run, log: Path
) -> None:
    assert lifecycle(*MIGRATED).code == 0

    mermaid = lifecycle("diagram", REFERENCE)
    svg = lifecycle("diagram", REFERENCE, "-o", "states.svg")

    assert (mermaid.code, svg.code) == (0, 0), mermaid.err
    assert 'state "operational (now)"' in mermaid.out
    assert "roadmap_active" not in mermaid.out
    assert "visited" not in mermaid.out
    drawn = (log.parent / "states.svg").read_text(encoding="utf-8")
    assert "operational, now" in drawn
    assert "roadmap_active" not in drawn


def test_a_migrated_mechanism_is_shown_as_of_its_new_kind(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    before = json.loads(lifecycle("show", REFERENCE, "--json").out)
    registered = json.loads(lifecycle("log", REFERENCE, "--nl").out.splitlines()[0])
    assert lifecycle(*MIGRATED).code == 0

    after = json.loads(lifecycle("show", REFERENCE, "--json").out)

    assert before["definition"] == registered["data"]["definition"]
    assert (after["kind"], after["definition"]["name"]) == ("bilateral-mechanism",) * 2
    assert "  kind     bilateral-mechanism (policy record)" in lifecycle("show", REFERENCE).out


@pytest.mark.parametrize(
    "command",
    [
        ("stats", "--as-of", "2026", "--json"),
        ("agenda", "--as-of", "2025-12-09", "--days", "36525", "--json"),
        ("timeline", "--as", "json"),
        ("export", "--csv"),
    ],
    ids=lambda command: command[0],
)
def test_a_mechanism_named_twice_is_shown_once(
    lifecycle: Run, log: Path, command: tuple[str, ...]
) -> None:
    assert log.exists()
    name, *options = command
    due = ("--data", '{"what": "to report", "due": "2026-03"}')
    assert lifecycle("record", REFERENCE, "deadline_set", *due).code == 0

    once = lifecycle(name, REFERENCE, EXAMPLE, *options)
    twice = lifecycle(name, REFERENCE, EXAMPLE, REFERENCE, *options)

    assert twice == once
    assert once.code == 0
    assert REFERENCE in once.out


def test_statistics_of_a_mechanism_named_twice_are_told_as_those_of_one(
    lifecycle: Run, log: Path
) -> None:
    assert log.exists()

    assert lifecycle("stats", REFERENCE, REFERENCE) == lifecycle("stats", REFERENCE)


def test_a_mechanism_named_twice_is_migrated_once(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    definition, *others = MIGRATED[1:]

    ran = lifecycle("migrate", definition, REFERENCE, *others, "--json")

    assert ran.code == 0, ran.err
    assert [row["type"] for row in json.loads(ran.out)] == ["definition_migrated"]
