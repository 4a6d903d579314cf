"""A folder to work in, and the command line in it: as a process of its own, or in this one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lifecycle.cli.run import run
from tests.cli.shell import DOSSIER, EXAMPLE, ROOT, Ran, Run, clean_environment


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which commands run; it is the current one."""
    monkeypatch.chdir(tmp_path)
    for name in set(os.environ) - set(clean_environment()):
        monkeypatch.delenv(name)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.fixture
def lifecycle(home: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process."""
    assert home.is_dir()

    def ran(*arguments: str) -> Ran:
        capsysbinary.readouterr()
        code = run(arguments)
        said = capsysbinary.readouterr()
        return Ran(code, said.out.decode(), said.err.decode())

    return ran


@pytest.fixture
def process(home: Path) -> Run:
    """Run the command line as a process of its own."""

    def ran(*arguments: str, stdin: str = "", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "lifecycle", *arguments],
            cwd=home,
            env=clean_environment() | {"PYTHONPATH": str(ROOT)} | environment,
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return ran


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with the reference case and an example that enforces."""
    path = tmp_path_factory.mktemp("log") / "filled.db"
    commands = (
        ("import", str(ROOT / DOSSIER)),
        (
            *("register", "--name", "Ports", "--kind", "joint-working-group"),
            *("--party", "AA", "--party", "ZZ", "--subject", "Ports", "--id", "the-example"),
        ),
        ("propose", EXAMPLE, "--by", "AA", "--on", "2024", "--id", "the-proposal"),
    )
    for command in commands:
        assert run(["--db", str(path), "-q", *command]) == 0
    return path


@pytest.fixture
def log(home: Path, filled: Path) -> Path:
    """The filled log, as ``mechanisms.db`` of the folder."""
    return Path(shutil.copy(filled, home / "mechanisms.db"))
