"""Facts leave the log as CSV and come back, by the command line."""

import csv
import io
from pathlib import Path

import pytest

from tests.cli.shell import EXAMPLE, REFERENCE, Run


def test_facts_go_out_and_come_back(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    out = lifecycle("export", "--csv", "-o", "facts.csv")
    again = lifecycle("import", "facts.csv")
    copied = lifecycle("--db", "copy.db", "import", "facts.csv")
    lifecycle("--db", "copy.db", "export", "--csv", "-o", "copy.csv")

    assert (out.code, out.err) == (0, "wrote facts.csv\n")
    assert (again.code, again.out) == (0, "")
    assert "facts.csv: 0 recorded, 10 known already" in again.err
    assert "facts.csv: 10 recorded, 0 known already" in copied.err
    assert Path("copy.csv").read_bytes() == Path("facts.csv").read_bytes()


def test_a_pipe_carries_the_facts_of_the_mechanisms_named(process: Run, log: Path) -> None:
    assert log.exists()

    out = process("export", "--csv", EXAMPLE)
    came = process("--db", "copy.db", "import", "-", stdin=out.out)

    rows = list(csv.DictReader(io.StringIO(out.out.removeprefix("\ufeff"), newline="")))
    assert {row["mechanism"] for row in rows} == {EXAMPLE, ""}
    assert came.code == 0, came.err
    assert "stdin: 2 recorded, 0 known already" in came.err


def test_an_edited_cell_is_shown_and_then_recorded(lifecycle: Run, log: Path) -> None:
    lifecycle("export", "--csv", "-o", "facts.csv")
    text = Path("facts.csv").read_text(encoding="utf-8")
    Path("facts.csv").write_text(text.replace("DPSU Bhawan", "DPSU House"), encoding="utf-8")
    before = log.read_bytes()

    dry = lifecycle("import", "facts.csv", "--dry-run")
    unchanged = log.read_bytes() == before
    real = lifecycle("import", "facts.csv", "--tsv")

    assert unchanged
    assert "dry run: 1 would be recorded" in dry.err
    assert "event_corrected" in real.out
    assert "1 recorded, 10 known already" in real.err
    assert "DPSU House" in lifecycle("timeline", REFERENCE, "--as", "json").out


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("type,on\nnote_recorded,09/12/2025\n", 2, "bad.csv: row 2, on: '09/12/2025'"),
        ("mechanism,type,on\nm,meeting_held,2025\n", 2, "bad.csv: row 2, mechanism: there is no"),
        (f"mechanism,type,by\n{EXAMPLE},reopened,AA; ZZ\n", 3, "bad.csv: row 2 (reopened): reopen"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(
    lifecycle: Run, log: Path, text: str, code: int, words: str
) -> None:
    Path("bad.csv").write_text(text, encoding="utf-8")
    before = log.read_bytes()

    ran = lifecycle("import", "bad.csv")

    assert ran.code == code
    assert words in ran.err
    assert log.read_bytes() == before


def test_a_whole_log_has_no_ids_and_csv_is_not_written_over_it(lifecycle: Run, log: Path) -> None:
    before = log.read_bytes()

    whole = lifecycle("export", EXAMPLE)
    over = lifecycle("export", "--csv", "-o", "mechanisms.db")

    assert (whole.code, over.code) == (2, 2)
    assert "--csv takes the ids of mechanisms" in whole.err
    assert log.read_bytes() == before
