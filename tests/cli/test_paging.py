"""Mechanisms are listed by page; a fact is recorded only on the version that was seen."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import EXAMPLE, REFERENCE, Run


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), [EXAMPLE, REFERENCE]),
        (("--party", "IN"), [REFERENCE]),
        (("--kind", "joint-working-group"), [EXAMPLE, REFERENCE]),
        (("--kind", "joint-commission"), []),
        (("--limit", "1"), [EXAMPLE]),
        (("--limit", "1", "--after", EXAMPLE), [REFERENCE]),
        (("--after", REFERENCE), []),
    ],
    ids=str,
)
def test_mechanisms_are_listed_by_party_kind_and_page(
    lifecycle: Run, log: Path, options: tuple[str, ...], found: list[str]
) -> None:
    assert log.exists()

    ran = lifecycle("list", *options, "--json")

    assert [row["id"] for row in json.loads(ran.out)] == found
    assert ("no mechanism on record matches" in ran.err) == (not found)


@pytest.mark.parametrize("options", [("--dry-run",), ()], ids=str)
def test_an_old_version_is_refused_as_a_conflict(
    lifecycle: Run, log: Path, options: tuple[str, ...]
) -> None:
    assert log.exists()
    command = ("agree", EXAMPLE, "--by", "AA", "--on", "2024-06", "--json")

    late = lifecycle(*command, "--if-version", "0", *options)
    right = lifecycle(*command, "--if-version", "1", *options)

    assert (late.code, right.code) == (4, 0)
    assert json.loads(late.err)["code"] == "wrong_expected_version"


def test_a_version_is_of_one_mechanism(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    ran = lifecycle("note", EXAMPLE, "x", "--also", REFERENCE, "--if-version", "0")

    assert ran.code == 2
    assert "leave out --also" in ran.err


def test_trying_takes_no_version(lifecycle: Run, log: Path) -> None:
    assert log.exists()

    ran = lifecycle("what-if", EXAMPLE, "note_recorded", "--set", "text=x", "--if-version", "0")

    assert (ran.code, "leave out --if-version" in ran.err) == (2, True)
