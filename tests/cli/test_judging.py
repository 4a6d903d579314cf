"""What is judged is shown in every mode, on the day that is said, and names what it rests on."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import EXAMPLE, REFERENCE, ROOT, Run, clean_environment

STYLES = ("table", "json", "nl", "csv", "tsv")
DIALOGUE = "aa-zz-dpd-defence"
ROUND = ("--host", "AA", "--number", "1", "--id", "first")
COMMANDS = [
    ("anomalies",),
    ("anomalies", DIALOGUE, "--as-of", "2025", "--known-at", "14"),
    ("anomalies", "--codes"),
    ("overdue", "--as-of", "2026-11-01"),
    ("agenda", "--as-of", "2026-11-01", "--days", "365"),
    ("agenda", DIALOGUE, "--as-of", "2026-11-01"),
    ("stats", "--as-of", "2026-11-01"),
    ("stats", DIALOGUE, REFERENCE),
    ("stats", DIALOGUE),
    ("explain", REFERENCE),
    ("explain", DIALOGUE, "--as-of", "2024-06", "--known-at", "14"),
]


@pytest.fixture
def dialogue(lifecycle: Run, log: Path) -> Path:
    """The filled log, and a dialogue that has to meet every year and met once, in 2024."""
    for command in (
        (
            *("register", "--name", "Arland-Zedland Defence Policy Dialogue"),
            *("--kind", "defence-policy-dialogue", "--party", "AA", "--party", "ZZ"),
            *("--subject", "Defence"),
        ),
        ("meet", DIALOGUE, "--on", "2024-05-06", *ROUND, "--source", "press:Arland News"),
        ("dispute", DIALOGUE, "first", "--field", "on", "--date", "2024-05-07", "--id", "doubt"),
    ):
        assert lifecycle(*command).code == 0
    return log


def rows(lifecycle: Run, *command: str) -> list[dict[str, object]]:
    ran = lifecycle(*command, "--json")
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_judging_prints_data_that_parses_and_changes_nothing(
    lifecycle: Run, dialogue: Path, command: tuple[str, ...], style: str
) -> None:
    before = dialogue.read_bytes()

    ran = lifecycle("--format", style, *command)

    assert ran.code == 0, ran.err
    assert ran.out.endswith("\n")
    if style == "json":
        assert json.loads(ran.out)
    elif style == "nl":
        assert all(json.loads(line) for line in ran.out.splitlines())
    elif style == "csv":
        heads, *found = csv.reader(io.StringIO(ran.out, newline=""), strict=True)
        assert found
        assert all(len(row) == len(heads) for row in found)
    assert dialogue.read_bytes() == before


def test_anomalies_name_the_facts_for_people_and_the_events_for_programs(
    lifecycle: Run, dialogue: Path
) -> None:
    assert dialogue.exists()

    (row,) = rows(lifecycle, "anomalies", DIALOGUE, "--code", "date_conflict")
    table = lifecycle("--format", "table", "anomalies", DIALOGUE, "--code", "date_conflict")

    assert row["id"] == DIALOGUE
    assert row["severity"] == "warning"
    assert "2024-05-07" in str(row["message"])
    assert row["events"] == ["first", "doubt"]
    assert "[Meeting 1 held, 2024-05-06; Date disputed, undated]" in table.out


def test_anomalies_are_chosen_by_code_and_severity(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    by_code = rows(lifecycle, "anomalies", "--code", "source_single", "--code", "date_conflict")
    by_severity = rows(lifecycle, "anomalies", "--severity", "info")
    both = rows(lifecycle, "anomalies", "--severity", "serious", "--code", "source_single")

    assert {row["code"] for row in by_code} == {"source_single", "date_conflict"}
    assert {row["severity"] for row in by_severity} == {"info"}
    assert both == []


def test_an_unknown_code_is_an_error_with_the_nearest(lifecycle: Run, home: Path) -> None:
    assert home.is_dir()

    ran = lifecycle("anomalies", "--code", "source_singel")

    assert (ran.code, ran.out) == (5, "")
    assert "did you mean 'source_single'?" in ran.err


def test_the_codes_are_listed_without_a_log(lifecycle: Run, home: Path) -> None:
    found = rows(lifecycle, "anomalies", "--codes")

    assert {"code": "number_gap", "severity": "info", "title": "A number is skipped"} in found
    assert not list(home.glob("*.db"))


def test_overdue_tells_the_last_meeting_the_due_day_and_whose_turn_it_is(
    lifecycle: Run, dialogue: Path
) -> None:
    assert dialogue.exists()

    found = lifecycle("overdue", "--as-of", "2025-06-06", "--json")

    (row,) = json.loads(found.out)
    assert row["id"] == DIALOGUE
    assert row["last_meeting"] == "2024-05-06"
    assert (row["every_months"], row["expected"]) == (12, "every year")
    assert (row["due"], row["late_by_days"], row["late_by"]) == ("2025-05-06", 31, "31d")
    assert (row["status"], row["whose_turn"]) == ("overdue", "ZZ")
    assert found.err == "as of 2025-06-06\n"


def test_thresholds_are_parameters_of_the_view(lifecycle: Run, dialogue: Path) -> None:
    assert dialogue.exists()

    assert rows(lifecycle, "overdue", "--as-of", "2025-06", "--overdue-factor", "1.5") == []
    (late,) = rows(lifecycle, "overdue", "--as-of", "2026-06")
    (patient,) = rows(lifecycle, "overdue", "--as-of", "2026-06", "--dormant-factor", "3")
    assert (late["status"], patient["status"]) == ("dormant", "overdue")


@pytest.mark.parametrize("factor", ["nan", "0", "inf", "1e9", "often"])
def test_a_threshold_is_a_number_within_reason(lifecycle: Run, log: Path, factor: str) -> None:
    assert log.exists()

    assert lifecycle("overdue", "--dormant-factor", factor).code == 2


@pytest.mark.parametrize("command", ["overdue", "agenda", "stats"])
def test_without_a_day_the_log_tells_it_and_it_is_said(
    lifecycle: Run, dialogue: Path, command: str
) -> None:
    assert dialogue.exists()
    newest = lifecycle("log", "--nl").out.splitlines()[-1]

    ran = lifecycle(command)
    quiet = lifecycle("-q", command)

    assert ran.err == f"as of {json.loads(newest)['recorded_at'][:10]}\n"
    assert quiet.err == ""
    assert quiet.out == ran.out


@pytest.mark.parametrize("day", ["2025/..", "soon"])
def test_a_day_that_is_none_is_wrong_usage(lifecycle: Run, log: Path, day: str) -> None:
    assert log.exists()

    for command in ("overdue", "agenda", "stats"):
        assert lifecycle(command, "--as-of", day).code == 2


def test_the_agenda_looks_as_far_ahead_as_asked(lifecycle: Run, dialogue: Path) -> None:
    assert dialogue.exists()

    near = rows(lifecycle, "agenda", DIALOGUE, "--as-of", "2025-03-01", "--days", "30")
    far = rows(lifecycle, "agenda", DIALOGUE, "--as-of", "2025-03-01")

    assert near == []
    assert {(row["day"], row["kind"]) for row in far} == {
        ("2025-05-06", "meeting"),
        ("2025-05-06", "obligation"),
    }
    assert lifecycle("agenda", "nobody").code == 5


def test_statistics_answer_the_question_of_parliament(lifecycle: Run, dialogue: Path) -> None:
    """With whom, since when, meeting how often, is the schedule kept, who is behind."""
    lifecycle("meet", DIALOGUE, "--on", "2025-11-20", "--host", "ZZ", "--number", "2")
    assert dialogue.exists()

    (row,) = rows(lifecycle, "stats", DIALOGUE, "--as-of", "2026-12")
    told = lifecycle("stats", DIALOGUE, "--as-of", "2026-12").out

    assert row["parties"] == ["AA", "ZZ"]
    assert (row["since"], row["founded_by"]) == ("2024-05-06", "meeting_held")
    assert (row["meetings"], row["by_decade"]) == (2, {"2020": 2})
    assert (row["every_months"], row["schedule"], row["gaps_too_long"]) == (12, "not kept", 2)
    assert (row["next_due"], row["behind"]) == ("2026-11-20", "AA")
    for line in (
        "with whom      AA and ZZ",
        "since when     2024-05-06 (Meeting 1 held)",
        "schedule       not kept: 2 gaps too long",
        "who is behind  AA",
        "last fact on record: Meeting 2 held, 2025-11-20",
    ):
        assert line in told


def test_an_explanation_names_facts_rules_sources_and_what_is_contested(
    lifecycle: Run, dialogue: Path
) -> None:
    assert dialogue.exists()

    told = lifecycle("explain", DIALOGUE).out
    as_json = json.loads(lifecycle("explain", DIALOGUE, "--json").out)

    for line in (
        "stage: Operational",
        "Registered -> Operational: Meeting 1 held, 2024-05-06",
        "defence-policy-dialogue version 1 allows hold_meeting there.",
        "[press] Arland News",
        "last fact       Meeting 1 held, 2024-05-06",
        "contested: Meeting 1 held, 2024-05-06; by somebody, on: 2024-05-07 (the fact's own is",
    ):
        assert line in told
    (reason,) = as_json["reasons"]
    assert (reason["effect"], reason["from"], reason["to"]) == (
        "moved",
        "registered",
        "operational",
    )
    assert reason["legality"] == "certain"
    assert as_json["last_fact"]["event_id"] == "first"
    assert as_json["disputes"][0]["used"] is False


def test_an_explanation_follows_what_is_preferred(lifecycle: Run, dialogue: Path) -> None:
    assert dialogue.exists()

    def used() -> bool:
        (dispute,) = json.loads(lifecycle("explain", DIALOGUE, "--json").out)["disputes"]
        return bool(dispute["used"])

    lifecycle("prefer", DIALOGUE, "doubt", "--id", "belief")
    assert used()
    assert "(this is used)" in lifecycle("explain", DIALOGUE).out
    lifecycle("prefer", DIALOGUE, "first")
    assert not used()


def test_an_explanation_tells_what_does_not_count_and_why(lifecycle: Run, log: Path) -> None:
    lifecycle("agree", EXAMPLE, "--on", "2024-06", "--by", "AA", "--id", "half")
    lifecycle("retract", EXAMPLE, "the-proposal", "--reason", "another one was meant")
    assert log.exists()

    found = json.loads(lifecycle("explain", EXAMPLE, "--json").out)["reasons"]
    told = lifecycle("explain", EXAMPLE).out
    early = json.loads(lifecycle("explain", EXAMPLE, "--as-of", "2024-06-15", "--json").out)

    assert [(reason["event_id"], reason["effect"]) for reason in found] == [
        ("half", "awaiting_consent"),
        ("the-proposal", "retracted"),
    ]
    assert "facts that moved nothing, or read otherwise now:" in told
    assert "moves it only when both parties have acted" in told
    assert "half" in [r["event_id"] for r in early["reasons"] if r["effect"] == "undetermined"]


def test_an_explanation_names_the_orders_that_make_a_fact_legal_or_not(
    lifecycle: Run, log: Path
) -> None:
    assert log.exists()
    details = ("--name", "Talks", "--kind", "joint-working-group", "--policy", "record")
    parties = ("--party", "AA", "--party", "ZZ", "--subject", "Talks", "--mechanism-id", "talks")
    lifecycle("register", *details, *parties)
    lifecycle("record", "talks", "suspended", "--on", "2024-06", "--set", "reason=x", "--id", "s")
    lifecycle("record", "talks", "resumed", "--on", "2024", "--id", "r")
    lifecycle("correct", "talks", "r", "--to", '{"follows": null}')

    (reason,) = [
        found
        for found in json.loads(lifecycle("explain", "talks", "--json").out)["reasons"]
        if found["event_id"] == "r" and found["track"] == "standing"
    ]
    told = lifecycle("explain", "talks").out

    assert reason["legality"] == "possible"
    assert reason["legal_order"] == ["s", "r"]
    assert reason["illegal_order"] == ["r"]
    assert "legal: Suspended, 2024-06 < Resumed, 2024" in told
    assert "not legal: Resumed, 2024" in told


def test_data_commands_no_terminal(lifecycle: Run, dialogue: Path) -> None:
    assert dialogue.exists()
    for text in ("red \x1b[31m", "turned \u202e"):
        lifecycle("record", DIALOGUE, "deadline_set", "--set", f"what={text}", "--set", "due=2024")
    commands = (("overdue",), ("agenda",), ("stats", DIALOGUE), ("explain", DIALOGUE))

    for command in (*commands, ("anomalies", DIALOGUE)):
        for style in STYLES:
            out = lifecycle("--format", style, *command).out
            assert "\x1b" not in out
            assert "\u202e" not in out
    assert "red \N{SYMBOL FOR ESCAPE}[31m" in lifecycle("overdue", "--as-of", "2026").out


def test_columns_stand_on_a_terminal_whatever_the_names(dialogue: Path) -> None:
    """A table is what a terminal gets: each line has the same columns at the same places."""
    environment = clean_environment() | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    party = "A" * 32
    long = ("--party", party, "--party", "Z" * 32, "--subject", "Talks " * 20)
    kind = ("--kind", "defence-policy-dialogue", "--name", "Long name " * 30)
    command = [sys.executable, "-m", "lifecycle"]
    for arguments in (
        ("register", *kind, *long, "--mechanism-id", "long"),
        ("meet", "long", "--on", "2024-01"),
    ):
        subprocess.run(
            [*command, *arguments],
            cwd=dialogue.parent,
            env=environment,
            check=True,
            capture_output=True,
        )
    leader, follower = pty.openpty()
    subprocess.run(
        [*command, "-q", "overdue", "--as-of", "2026"],
        cwd=dialogue.parent,
        env=environment,
        stdout=follower,
        check=True,
    )
    os.close(follower)
    heads, *lines = os.read(leader, 65536).decode().splitlines()
    os.close(leader)

    assert len(lines) == 2
    for head in ("last meeting", "expected", "due", "late by", "status"):
        place = heads.index(head)
        assert all(line[place - 1] == " " != line[place] for line in lines)
