"""What is recorded is told: what an amendment is about and changes, and which remarks are new."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import DOSSIER, EXAMPLE, REFERENCE, Ran, Run

MEETING = (
    *("record", EXAMPLE, "statement_recorded", "--on", "2024-05", "--id", "the-word"),
    *("--set", "text=Soon", "--source", "press:A"),
)


@pytest.fixture
def stated(lifecycle: Run, log: Path) -> Path:
    """A log in which the example has a fact to be corrected."""
    assert lifecycle(*MEETING).code == 0
    return log


def words(ran: Ran) -> list[str]:
    """Return what was said that is no warning of the library."""
    assert ran.code == 0, ran.err
    return [line for line in ran.err.splitlines() if "SQLite" not in line]


CORRECTION = ("correct", EXAMPLE, "the-word", "--set", "text=Late", "--to", '{"on": "2024-06"}')


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_correction_tells_the_fact_and_both_readings(
    lifecycle: Run, stated: Path, dry: tuple[str, ...]
) -> None:
    assert stated.exists()

    said = words(lifecycle(*CORRECTION, *dry))

    assert said[:3] == [
        "corrects Statement, 2024-05 (the-word)",
        "  text: Soon -> Late",
        "  on: 2024-05 -> 2024-06",
    ]


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_programs_get_the_fact_and_both_readings(
    lifecycle: Run, stated: Path, dry: tuple[str, ...]
) -> None:
    assert stated.exists()

    (row,) = json.loads(lifecycle(*CORRECTION, *dry, "--json").out)

    assert row["about"] == "the-word"
    assert row["changes"] == {
        "text": {"before": "Soon", "after": "Late"},
        "on": {"before": "2024-05", "after": "2024-06"},
    }


def test_what_is_no_amendment_is_about_nothing(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    (row,) = json.loads(lifecycle("note", EXAMPLE, "x", "--json").out)

    assert "about" not in row


def test_a_retraction_and_its_retraction_tell_what_counts(lifecycle: Run, stated: Path) -> None:
    assert stated.exists()

    gone = words(lifecycle("retract", EXAMPLE, "the-word", "--id", "off-with-it"))
    back = words(lifecycle("retract", EXAMPLE, "off-with-it"))

    assert gone[:2] == ["retracts Statement, 2024-05 (the-word)", "  it no longer counts"]
    assert back[:3] == [
        "retracts Fact retracted, undated (off-with-it)",
        "  it no longer counts",
        "  Statement, 2024-05: counts again",
    ]


def test_to_retract_a_correction_tells_what_it_undoes(lifecycle: Run, stated: Path) -> None:
    assert stated.exists()
    lifecycle("correct", EXAMPLE, "the-word", "--set", "text=Late", "--id", "a-slip")

    said = words(lifecycle("retract", EXAMPLE, "a-slip", "--dry-run"))

    assert "  text: Late -> Soon" in said


def test_a_dispute_tells_the_claim_and_a_preference_what_changes(
    lifecycle: Run, stated: Path
) -> None:
    assert stated.exists()
    dispute = ("dispute", EXAMPLE, "the-word", "--field", "on", "--date", "2024-07")

    disputed = words(lifecycle(*dispute, "--id", "other-date"))
    preferred = words(lifecycle("prefer", EXAMPLE, "other-date"))
    own = words(lifecycle("prefer", EXAMPLE, "the-word", "--dry-run"))

    assert disputed[:2] == [
        "disputes Statement, 2024-05 (the-word)",
        "  on: 2024-05; claimed: 2024-07",
    ]
    assert preferred[:2] == [
        "settles Date disputed, undated (other-date)",
        "  on: 2024-05 -> 2024-07",
    ]
    assert own[:2] == ["settles Statement, 2024-07 (the-word)", "  on: 2024-07 -> 2024-05"]


def test_what_changes_nothing_says_so(lifecycle: Run, stated: Path) -> None:
    assert stated.exists()

    lifecycle(*("dispute", EXAMPLE, "the-word", "--field", "on", "--date", "2024-07"))

    said = words(lifecycle("prefer", EXAMPLE, "the-word", "--dry-run"))

    assert said[1] == "  it reads as before"


def test_a_correction_of_a_retracted_fact_says_when_it_holds(lifecycle: Run, stated: Path) -> None:
    assert stated.exists()
    lifecycle("retract", EXAMPLE, "the-word", "--reason", "misheard")

    said = words(lifecycle("correct", EXAMPLE, "the-word", "--set", "text=Later"))

    assert said[1] == "  it is retracted: this holds once it counts again"


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_an_edited_dossier_tells_what_it_corrects(
    lifecycle: Run, log: Path, home: Path, dry: tuple[str, ...]
) -> None:
    assert log.exists()
    dossier = home / DOSSIER
    text = dossier.read_text(encoding="utf-8")
    edited = text.replace('on = "2025-12-09"', 'on = "2025-12-08"', 1)
    assert edited != text
    dossier.write_text(edited, encoding="utf-8")

    said = words(lifecycle("import", DOSSIER, *dry))

    assert any(line.startswith("corrects ") for line in said), said
    assert "  on: 2025-12-09 -> 2025-12-08" in said


def test_an_edited_table_tells_what_it_corrects(lifecycle: Run, stated: Path, home: Path) -> None:
    assert stated.exists()
    facts = home / "facts.csv"
    lifecycle("export", "--csv", EXAMPLE, "-o", str(facts))
    facts.write_text(facts.read_text(encoding="utf-8").replace("Soon", "Late"), encoding="utf-8")

    said = words(lifecycle("import", "facts.csv", "--dry-run"))

    assert said[:2] == ["corrects Statement, 2024-05 (the-word)", "  text: Soon -> Late"]


def test_only_remarks_that_are_new_are_told(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    first = ("meet", "aa-zz-dpd-d", "--on", "2024-05-06", "--number", "1")
    twin = ("meet", "aa-zz-dpd-d", "--on", "2025-05-06", "--number", "1", "--place", "X")
    lifecycle(
        *("register", "--name", "D", "--kind", "defence-policy-dialogue", "--subject", "D"),
        *("--party", "AA", "--party", "ZZ", "--mechanism-id", "aa-zz-dpd-d"),
    )
    lifecycle(*first)
    old = lifecycle("anomalies", "aa-zz-dpd-d", "--json").out

    said = words(lifecycle(*twin))

    assert len(json.loads(old)) == 3  # one of which goes
    assert any(line.startswith("warning (serious): 2 meetings bear the number 1") for line in said)
    assert not any(row["message"] in line for row in json.loads(old) for line in said)
    assert said[-1] == "and 2 older remarks: lifecycle anomalies aa-zz-dpd-d"


def test_a_repeated_import_only_counts_its_remarks(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    said = words(lifecycle("import", DOSSIER))

    assert said == [
        f"{REFERENCE}: 0 recorded, 7 known already",
        f"5 older remarks: lifecycle anomalies {REFERENCE}",
    ]
