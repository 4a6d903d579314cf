"""What the documents show is run: commands in consoles, blocks of Python, files in TOML."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lifecycle.cli.run import run

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"# exit (\d+)")
FILE = re.compile(r"# ([\w-]+\.toml)\n")
PLAIN = re.compile(r"lifecycle [^|<>&;$`*]*")
"""A command that needs no shell: it is run in this process, in a tenth of the time of its own."""


@dataclass
class Example:
    """A command of a console block, and what the document says that it does."""

    command: str
    exit_code: int = 0
    shown: list[str] = field(default_factory=list)


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [found[2] for found in BLOCK.finditer(text) if found[1] == language]


def examples(page: Path) -> list[Example]:
    found: list[Example] = []
    for line in "".join(blocks(page, "console")).splitlines():
        if line.startswith("$ "):
            found.append(Example(line[2:]))
        elif stated := EXIT.fullmatch(line):
            found[-1].exit_code = int(stated[1])
        else:
            found[-1].shown.append(line)
    return found


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the examples in it, and a command `lifecycle` of this source."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    command = tmp_path / "bin" / "lifecycle"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lifecycle "$@"\n')
    command.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for key in [key for key in os.environ if key.startswith("LIFECYCLE_")]:
        monkeypatch.delenv(key)
    return tmp_path


@pytest.mark.parametrize("page", [p for p in PAGES if examples(p)], ids=name)
def test_commands_do_what_their_page_shows(
    page: Path, workplace: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for text in blocks(page, "toml"):
        if file := FILE.match(text):
            (workplace / file[1]).write_text(text, encoding="utf-8")

    for example in examples(page):
        if page.name != "README.md" and PLAIN.fullmatch(example.command):
            code = run(shlex.split(example.command)[1:])
        else:
            code = subprocess.run(["sh", "-c", example.command], check=False).returncode
        said = "".join(capfd.readouterr())
        assert code == example.exit_code, f"$ {example.command}\n{said}"
        for line in example.shown:
            assert line in said, f"$ {example.command}\n{said}"


# The reader in log-format.md takes a log from stdin: tests/events/test_log_format.py runs it.
SHOWING = ("README.md", "things.md", "assessment.md", "errors.md", "json.md")
"""Pages whose text blocks are what their code prints."""
WITH_PYTHON = [p for p in PAGES if blocks(p, "python") and p.name != "log-format.md"]


@pytest.mark.parametrize("page", WITH_PYTHON, ids=name)
def test_python_prints_what_its_page_shows(
    page: Path, workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert workplace == Path.cwd()
    scope: dict[str, object] = {}

    for block in blocks(page, "python"):
        exec(compile(block, name(page), "exec"), scope)  # noqa: S102  # the page's own code

    printed = capsys.readouterr().out
    shown = blocks(page, "text") if page.name in SHOWING else []
    assert printed == "".join(shown)


def test_the_tutorial_files_are_sound() -> None:
    from lifecycle.definitions.lint import lint  # noqa: PLC0415  # as above
    from lifecycle.exchange.dossier import parse_dossier  # noqa: PLC0415  # only here

    (dossier,) = blocks(ROOT / "docs" / "dossiers.md", "toml")
    (definition,) = blocks(ROOT / "docs" / "definitions.md", "toml")

    assert len(parse_dossier(dossier.encode(), "harbour.toml").commands) == 3
    assert lint(definition)[1] == []
