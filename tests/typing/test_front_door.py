"""A caller of the built package gets real types: from mypy and from pyright alike."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import lifecycle
from lifecycle.facts.verbs import VERB_TYPES
from lifecycle.registry.verbs import Verbs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OWN = ("service.py", "wrong.py")
OLD_DOOR = """
from importlib import import_module

_HOMES = {"Registry": "lifecycle.registry.registry", "CommandRefusedError": "lifecycle.errors"}


def __getattr__(name: str) -> object:
    return getattr(import_module(_HOMES[name]), name)
"""
"""A package whose names are all of the type `object`."""


def examples() -> dict[str, str]:
    """Return the Python of each page, by the name of a module."""
    found = {page: "".join(PYTHON.findall(page.read_text(encoding="utf-8"))) for page in PAGES}
    return {f"page_{page.stem.replace('-', '_')}.py": code for page, code in found.items() if code}


EXAMPLES = examples()


@dataclass
class Checked:
    """What a type checker reports: by file, the lines with an error."""

    errors: Mapping[str, Mapping[int, str]]
    output: str


class Caller:
    """A folder with code of a caller, and an environment with the built package."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.code, environment = folder / "code", folder / "environment"
        self.code.mkdir()
        venv.create(environment, with_pip=False, symlinks=True)
        self.python = environment / "bin" / "python"
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
        install = ("install", "--no-deps", "--no-index", "--no-compile", str(wheel))
        self.run(*pip, "--python", str(self.python), *install)
        # Dependencies come from where the tests run; our package does not: it is linked in there
        # by a .pth file, and such files count only in the environment's own folder.
        (site,) = (environment / "lib").glob("python*/site-packages")
        (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
        self.package = site / "lifecycle"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYRIGHT_"))}
        return subprocess.run(
            command,
            cwd=self.code,
            # The bundled pyright is run by the node of a wheel; nothing is looked for elsewhere.
            env=clean | {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1", "PYRIGHT_PYTHON_GLOBAL_NODE": "0"},
            capture_output=True,
            text=True,
            check=False,
        )

    def mypy(self, *files: str) -> Checked:
        options = ("--strict", "--no-error-summary", "--no-color-output", "--hide-error-context")
        cache = ("--python-executable", str(self.python), "--cache-dir", str(self.code / ".cache"))
        done = self.run(sys.executable, "-m", "mypy", *options, *cache, *files)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        found: dict[str, dict[int, str]] = {name: {} for name in files}
        for file, line, text in re.findall(
            r"^(\S+?):(\d+): error: (.*)$", done.stdout, re.MULTILINE
        ):
            found.setdefault(file, {})[int(line)] = text
        return Checked(found, done.stdout + done.stderr)

    def pyright(self, *files: str) -> Checked:
        (self.code / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
        options = ("--pythonpath", str(self.python), "--outputjson")
        done = self.run(sys.executable, "-m", "pyright", *options, *files)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        found: dict[str, dict[int, str]] = {name: {} for name in files}
        for report in json.loads(done.stdout)["generalDiagnostics"]:
            file = Path(report["file"]).name
            if report["severity"] == "error":
                line = report["range"]["start"]["line"] + 1
                found.setdefault(file, {})[line] = report["message"]
        return Checked(found, done.stdout)


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory, our_wheel: Path) -> Caller:
    caller = Caller(tmp_path_factory.mktemp("caller"), our_wheel)
    for name in OWN:
        shutil.copy(HERE / name, caller.code)
    for name, text in EXAMPLES.items():
        (caller.code / name).write_text(text, encoding="utf-8")
    return caller


@pytest.fixture(scope="module", params=["mypy", "pyright"])
def checked(request: pytest.FixtureRequest, caller: Caller) -> Checked:
    check = caller.mypy if request.param == "mypy" else caller.pyright
    return check(*OWN, *EXAMPLES)


def test_the_package_under_test_is_the_wheel(caller: Caller) -> None:
    code = "import lifecycle, events.store; print(lifecycle.__file__, events.store.__file__)"

    done = caller.run(str(caller.python), "-c", code)

    assert done.stdout.count(str(caller.package.parent)) == 2, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["service.py", *EXAMPLES])
def test_the_examples_and_a_service_have_no_type_errors(checked: Checked, name: str) -> None:
    assert checked.errors[name] == {}, checked.output


def test_every_mistake_is_reported(checked: Checked) -> None:
    lines = (HERE / "wrong.py").read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("def mistakes"))
    wrong = {i + 1 for i, line in enumerate(lines) if i > start or "Timelines" in line}

    assert checked.errors["wrong.py"].keys() == wrong, checked.output


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_a_front_door_without_types_is_noticed(caller: Caller, checker: str) -> None:
    door = caller.package / "__init__.py"
    kept = door.read_text(encoding="utf-8")
    try:
        door.write_text(OLD_DOOR, encoding="utf-8")
        check = caller.mypy if checker == "mypy" else caller.pyright
        found = check("page_README.py")
    finally:
        door.write_text(kept, encoding="utf-8")

    assert found.errors["page_README.py"], found.output


def test_checkers_see_the_names_that_are_there_at_run_time() -> None:
    assert sorted(lifecycle.__all__) == lifecycle.__all__
    assert {*lifecycle.__all__} == {*lifecycle._HOMES, "__version__"}
    for name in lifecycle.__all__:
        assert getattr(lifecycle, name) is not None
        assert name in dir(lifecycle)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = lifecycle.Nothing


def test_the_verbs_are_those_of_the_table() -> None:
    methods = {name for name in vars(Verbs) if not name.startswith("_")} - {"record"}

    assert methods == VERB_TYPES.keys()
