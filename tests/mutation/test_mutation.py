"""The controls: it must catch what tests notice, and let live what none does."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.mutants import mutants_of

ROOT = Path(__file__).parents[2]

TOY = '''
"""A toy."""

LIMIT = 3


def is_late(day: int) -> bool:
    """Tested on both sides of its limit, and on it."""
    return day > LIMIT


def is_early(day: int) -> bool:
    """Run by a test that asserts nothing."""
    return day < -7


def never_called(day: int) -> bool:
    """Without a test."""
    return day == 7


def countdown(day: int) -> int:
    """Endless, if its statement is dropped."""
    while day > 0:
        day -= 1
    return day


def same(day: int) -> int:
    """Its mutant does the same."""
    return max(day, day)
'''

TESTS = """
import pytest
from toys.toy import countdown, is_early, is_late, same


@pytest.mark.parametrize(("day", "late"), [(2, False), (3, False), (4, True)])
def test_late(day, late):
    assert is_late(day) == late


def test_early():
    is_early(1)


def test_countdown():
    assert countdown(2) == 0


def test_same():
    assert same(5) == 5
"""

SETTINGS = """
seed = 1
mutants = 100
killed_min = 0.95
seconds_min = 2

[parts.toy]
modules = ["toys/*.py"]
tests = ["checks/test_*.py"]
"""

EQUIVALENTS = """
[[mutant]]
path = "toys/toy.py"
function = "same"
before = "return max(day, day)"
after = "return min(day, day)"
reason = "both are the same"

[[mutant]]
path = "toys/toy.py"
function = "is_late"
before = "return day > LIMIT"
after = "return day >= LIMIT"
reason = "a false one"

[[mutant]]
path = "toys/toy.py"
function = "gone"
before = "return day > 1"
after = "return day >= 1"
reason = "an old one"
"""


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toys")
    texts = {
        "toys/toy.py": TOY,
        "checks/test_toy.py": TESTS,
        "settings.toml": SETTINGS,
        "equivalents.toml": EQUIVALENTS,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(toys: Path) -> subprocess.CompletedProcess[str]:
    return run(toys)


def run(toys: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.mutation", "toy", "--settings", "settings.toml"),
            *("--equivalents", "equivalents.toml", "--processes", "1"),
        ],
        cwd=toys,
        env={"PYTHONPATH": f"{ROOT}:{toys}", "PATH": "/usr/bin:/bin", "TMPDIR": str(toys)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_no_test_notices_survives_and_is_shown(
    ran: subprocess.CompletedProcess[str],
) -> None:
    assert ran.returncode == 1, ran.stderr
    assert (
        "toys/toy.py:14: comparison in is_early survives 1 tests\n"
        "  - return day < -7\n"
        "  + return day <= -7\n"
    ) in ran.stdout
    assert "toys/toy.py:19: comparison in never_called survives 0 tests\n" in ran.stdout


def test_what_a_test_notices_is_killed(ran: subprocess.CompletedProcess[str]) -> None:
    assert "is_late survives" not in ran.stdout
    assert "LIMIT" not in ran.stdout.replace("return day > LIMIT", "").replace(
        "return day >= LIMIT", ""
    )


def test_an_endless_loop_is_stopped_and_counts_as_killed(
    ran: subprocess.CompletedProcess[str],
) -> None:
    assert "killed by its time limit" in ran.stderr
    assert "dropped statement in countdown" not in ran.stdout


def test_a_listed_mutant_that_is_gone_or_killed_is_told(
    ran: subprocess.CompletedProcess[str],
) -> None:
    assert "toys/toy.py: gone: listed as equivalent, but there is no such mutant\n" in ran.stdout
    assert "toys/toy.py: is_late: listed as equivalent, but killed by checks/test_toy" in ran.stdout
    assert "in same survives" not in ran.stdout


def test_nothing_is_changed_on_the_disk(ran: subprocess.CompletedProcess[str], toys: Path) -> None:
    assert ran.stdout
    assert (toys / "toys/toy.py").read_text(encoding="utf-8") == TOY


def test_lines_that_move_change_neither_mutants_nor_their_draw() -> None:
    before, moved = mutants_of("toy.py", TOY), mutants_of("toy.py", f"\n\n{TOY}")
    assert len(before) > 10
    assert [m.draw(1) for m in before] == [m.draw(1) for m in moved]
    assert [m.line + 2 for m in before] == [m.line for m in moved]
    assert sorted(before, key=lambda m: m.draw(1)) != sorted(before, key=lambda m: m.draw(2))


def test_a_test_that_fails_without_any_mutant_is_named(toys: Path) -> None:
    (toys / "checks/test_red.py").write_text("def test_red():\n    assert False\n")
    try:
        done = run(toys)
    finally:
        (toys / "checks/test_red.py").unlink()

    assert done.returncode == 1
    assert "without any mutant, these fail: checks/test_red.py::test_red" in done.stderr
