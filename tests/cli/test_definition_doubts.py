"""The linter doubts rules in words that nothing can be reckoned by."""

from pathlib import Path

import pytest

from tests.cli.shell import Run
from tests.lifecycle.definition_texts import GOOD

RULES = 'policy = "enforce"\nperiodicity = "{}"\nhosting_rule = "{}"'


def written(home: Path, periodicity: str, hosting_rule: str) -> str:
    text = GOOD.replace('policy = "enforce"', RULES.format(periodicity, hosting_rule))
    (home / "council.toml").write_text(text, encoding="utf-8")
    return "council.toml"


def test_rules_that_are_not_understood_are_doubts(lifecycle: Run, home: Path) -> None:
    ran = lifecycle("definitions", "lint", written(home, "now and then", "as agreed"))

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "warning\t6\tperiodicity\t'now and then' is not understood: nothing is reckoned by it",
        "warning\t7\thosting_rule\t'as agreed' is not understood: nothing is reckoned by it",
    ]
    assert "is sound" in ran.err


@pytest.mark.parametrize(
    ("periodicity", "hosting_rule"), [("annually", "alternately"), ("every 2 years", "in turn")]
)
def test_rules_that_are_understood_are_none(
    lifecycle: Run, home: Path, periodicity: str, hosting_rule: str
) -> None:
    ran = lifecycle("definitions", "lint", written(home, periodicity, hosting_rule))

    assert (ran.code, ran.out) == (0, "")
