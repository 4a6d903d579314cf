"""What could be recorded, and the way to a state, are told without recording anything."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import EXAMPLE, REFERENCE, Run

STYLES = ("table", "json", "nl", "csv", "tsv")
CONSENTED = ("agree", EXAMPLE, "--by", "AA", "--on", "2024-06", "--id", "consent")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "command",
    [
        ("what-if", REFERENCE, "meeting_held", "--on", "2026-05", "--data", '{"number": 3}'),
        ("path", REFERENCE, "concluded"),
    ],
    ids=" ".join,
)
def test_trying_prints_data_and_changes_nothing(
    lifecycle: Run, log: Path, command: tuple[str, ...], style: str
) -> None:
    before = log.read_bytes(), sorted(log.parent.iterdir())

    ran = lifecycle("--format", style, *command)

    assert ran.code == 0, ran.err
    assert ran.out.endswith("\n")
    if style in ("json", "nl"):
        assert json.loads(ran.out)
    assert (log.read_bytes(), sorted(log.parent.iterdir())) == before


def test_what_if_tells_outcome_tracks_and_anomalies(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    command = ("what-if", REFERENCE, "meeting_held", "--on", "2026-05", "--data", '{"number": 3}')

    found = json.loads(lifecycle(*command, "--json").out)
    told = lifecycle(*command)

    assert (found["outcome"], found["policy"]) == ("stayed", "record")
    assert found["tracks"]["stage"] == {"before": "roadmap_active", "after": "roadmap_active"}
    assert "number_gap" in [anomaly["code"] for anomaly in found["anomalies"]["appeared"]]
    assert "+ number_gap (info): " in told.out
    assert "stage: Roadmap active, as it is" in told.out
    assert told.err == "nothing was recorded\n"


def test_what_if_tells_which_anomalies_would_go(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    command = ("what-if", REFERENCE, "proposed", "--on", "2025-01-15", "--data", '{"by": ["IN"]}')

    found = json.loads(lifecycle(*command, "--json").out)

    assert [anomaly["code"] for anomaly in found["anomalies"]["disappeared"]] == ["out_of_place"]


def test_what_if_is_refused_as_recording_is(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    tried = lifecycle("what-if", EXAMPLE, "meeting_held", "--on", "2024-08")
    recorded = lifecycle("record", EXAMPLE, "meeting_held", "--on", "2024-08")

    assert tried == recorded
    assert tried.code == 3
    assert "allowed there: agree, sign-tor" in tried.err


def test_what_if_comes_to_what_recording_comes_to(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    command = (EXAMPLE, "terms_of_reference_signed", "--on", "2024-08", "--data")
    data = '{"signatories": [{"party": "AA"}, {"party": "ZZ"}]}'

    found = json.loads(lifecycle("what-if", *command, data, "--json").out)
    lifecycle("record", *command, data)

    shown = json.loads(lifecycle("show", EXAMPLE, "--json").out)
    assert {name: move["after"] for name, move in found["tracks"].items()} == shown["tracks"]


def test_the_other_policy_can_be_tried(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    meeting = ("meeting_held", "--on", "2024-08", "--json")

    lenient = json.loads(lifecycle("what-if", EXAMPLE, *meeting, "--policy", "record").out)
    conclude = ("what-if", REFERENCE, "concluded", "--on", "2026", "--policy")
    strict = lifecycle(*conclude, "enforce")

    assert (lenient["outcome"], lenient["policy"]) == ("jumped", "record")
    assert lenient["tracks"]["stage"]["after"] == "inaugural_meeting_held"
    assert (strict.code, strict.out) == (3, "")
    assert "reason_is_given" in strict.err
    assert lifecycle(*conclude, "record").code == 0


def test_what_is_on_record_would_add_nothing(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    same = ("proposed", "--on", "2024", "--data", '{"by": ["AA"]}', "--id", "the-proposal")

    ran = lifecycle("what-if", EXAMPLE, *same)

    assert (ran.code, ran.err) == (0, "known already: it would add nothing\n")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (("what-if", EXAMPLE, "meeting_hld"), 5, "did you mean 'meeting_held'?"),
        (("what-if", "aa-zz-jwg-prts", "meeting_held"), 5, f"did you mean '{EXAMPLE}'?"),
        (("what-if", EXAMPLE, "meeting_held", "--set", "plce=X"), 2, "did you mean 'place'?"),
        (("what-if", EXAMPLE, "meeting_held", "--data", "[]"), 2, "one JSON object"),
        (("path", EXAMPLE, "tor_singed"), 5, "did you mean 'tor_signed'?"),
        (("path", "aa-zz-jwg-prts", "agreed"), 5, f"did you mean '{EXAMPLE}'?"),
    ],
)
def test_a_wrong_word_is_an_error_with_the_nearest(
    lifecycle: Run, log: Path, command: tuple[str, ...], code: int, said: str
) -> None:
    assert log.exists()

    ran = lifecycle(*command)

    assert (ran.code, ran.out) == (code, "")
    assert said in " ".join(ran.err.split())


def test_a_path_names_what_to_record_who_must_act_and_on_what_conditions(
    lifecycle: Run, log: Path
) -> None:
    assert log.exists()

    steps = json.loads(lifecycle("path", EXAMPLE, "roadmap_active", "--json").out)
    table = lifecycle("--format", "table", "path", EXAMPLE, "roadmap_active").out

    assert [step["record"] for step in steps] == [
        ["terms_of_reference_signed"],
        ["meeting_held"],
        ["roadmap_activated"],
    ]
    assert [step["who"] for step in steps] == ["AA and ZZ", "no consent needed", "AA and ZZ"]
    assert [step["to"] for step in steps] == [
        ["tor_signed"],
        ["inaugural_meeting_held"],
        ["roadmap_active"],
    ]
    assert steps[1]["conditions"] == ["meeting is dated"]
    assert "meeting is dated" in table


def test_a_path_counts_the_consents_that_are_on_record(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    lifecycle(*CONSENTED)

    (step,) = json.loads(lifecycle("path", EXAMPLE, "agreed", "--json").out)

    assert (step["consent"], step["who"], step["on_record"]) == ("both", "ZZ", ["AA"])


def test_every_step_of_a_path_can_be_taken(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    both = '{"signatories": [{"party": "AA"}, {"party": "ZZ"}]}'

    (first, second) = json.loads(lifecycle("path", EXAMPLE, "inaugural_meeting_held", "--json").out)
    lifecycle("record", EXAMPLE, *first["record"], "--on", "2024-08", "--data", both)
    lifecycle("record", EXAMPLE, *second["record"], "--on", "2024-09")

    there = lifecycle("path", EXAMPLE, "inaugural_meeting_held")
    assert (there.code, there.out) == (0, "")
    assert "is in inaugural_meeting_held already" in there.err


def test_no_way_is_a_finding(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    ran = lifecycle("path", REFERENCE, "registered", "--json")

    assert (ran.code, ran.out) == (1, "")
    assert "knows no way from roadmap_active / active to registered" in ran.err
