"""All that `make atlas` leaves speaks as of one day, and says so."""

import re
import subprocess

from tests.cli.shell import ROOT


def test_each_file_of_the_atlas_is_of_the_same_day() -> None:
    done = subprocess.run(
        ["make", "--dry-run", "atlas", "AS_OF=2027-01-01"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    judging = re.findall(
        r"^\S+lifecycle .* (?:timeline|overdue|anomalies|stats) .*$", done.stdout, re.MULTILINE
    )
    assert len(judging) == 5
    assert all(" --as-of 2027-01-01 " in line for line in judging)
    (heading,) = re.findall(
        r"^for file in (.*); do echo \"as of 2027-01-01\" > ", done.stdout, re.MULTILINE
    )
    written = {line.split(">> atlas/")[1] for line in judging if ">>" in line}
    assert {f"{name}.txt" for name in heading.split()} == written
    assert "2026" not in done.stdout
