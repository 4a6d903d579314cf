"""Our package `events` and that of the distribution ``Events`` live in one environment.

Other libraries need ``from events import Events``; whichever came last owns ``__init__.py``.
"""

import os
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = "from events.store import EventStore; from events.stores.sqlite import SQLiteStore"
THEIRS = "from events import Events, EventsException; Events().on_change; import events.events"
NEEDED = ("msgspec", "pydantic_core", "typing_extensions")


# Nothing from around the throw-away environment may come into it.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=CLEAN)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheels(our_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return our wheel and theirs."""
    theirs = tmp_path_factory.mktemp("theirs")
    download = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download")
    run(*download, "--no-deps", "--dest", theirs, "Events==0.5")
    return {"ours": our_wheel, "theirs": next(theirs.iterdir())}


class Environment:
    """A throw-away environment with what our package needs from others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder, with_pip=False)
        self.python = folder / "bin" / "python"
        site = Path(run(self.python, "-c", "import sysconfig as s; print(s.get_path('purelib'))"))
        for name in NEEDED:
            spec = find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            origin = Path(spec.origin)
            source = origin.parent if origin.name == "__init__.py" else origin
            (site / source.name).symlink_to(source)

    def pip(self, *arguments: str | Path) -> None:
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
        run(*pip, "--python", self.python, *arguments)

    def install(self, wheel: Path) -> None:
        self.pip("install", "--no-deps", "--no-index", "--no-compile", wheel)

    def imports(self, code: str, cwd: Path | None = None) -> bool:
        """Say whether *code* runs, from an empty folder unless told otherwise."""
        command = (self.python, "-W", "error", "-c", code)
        done = subprocess.run(
            command, capture_output=True, check=False, cwd=cwd or self.folder, env=CLEAN
        )
        return done.returncode == 0


@pytest.mark.parametrize("order", [("ours", "theirs"), ("theirs", "ours")], ids=" then ".join)
def test_both_work_whichever_came_first(
    tmp_path: Path, wheels: dict[str, Path], order: tuple[str, str]
) -> None:
    environment = Environment(tmp_path)
    assert not environment.imports(OURS)
    assert not environment.imports(THEIRS)
    for name in order:
        environment.install(wheels[name])

    for code in (OURS, THEIRS, f"{OURS}; {THEIRS}", f"{THEIRS}; {OURS}"):
        assert environment.imports(code), code

    environment.pip("uninstall", "--yes", "Events")
    assert environment.imports(OURS)


def test_theirs_works_in_the_folder_of_our_sources(tmp_path: Path, wheels: dict[str, Path]) -> None:
    environment = Environment(tmp_path)
    environment.install(wheels["theirs"])

    assert not environment.imports(OURS)
    assert environment.imports(f"{THEIRS}; {OURS}", cwd=ROOT)


def test_ours_is_found_through_lifecycle_where_theirs_comes_first(
    tmp_path: Path, wheels: dict[str, Path]
) -> None:
    """As with an editable installation: our sources stand behind the installed packages."""
    environment = Environment(tmp_path)
    environment.install(wheels["theirs"])
    behind = f"import sys; sys.path.append({str(ROOT)!r})"

    assert not environment.imports(f"{behind}; {OURS}")
    assert environment.imports(f"{behind}; import lifecycle; {OURS}; {THEIRS}")


def test_lifecycle_says_so_if_ours_is_missing(tmp_path: Path, wheels: dict[str, Path]) -> None:
    environment = Environment(tmp_path / "environment")
    environment.install(wheels["theirs"])
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "lifecycle").symlink_to(ROOT / "lifecycle")
    told = "reinstall bilateral-lifecycle"
    code = (
        f"import sys; sys.path.append({str(tmp_path / 'alone')!r})",
        "try: import lifecycle",
        f"except ImportError as error: assert {told!r} in str(error)",
        "else: raise SystemExit(1)",
    )

    assert environment.imports("\n".join(code))


def test_without_theirs_their_names_are_missing_as_any_other(
    tmp_path: Path, wheels: dict[str, Path]
) -> None:
    environment = Environment(tmp_path)
    environment.install(wheels["ours"])

    assert environment.imports(OURS)
    for name in ("Events", "EventsException", "Nothing"):
        assert environment.imports(f"import events; assert not hasattr(events, {name!r})")
        assert not environment.imports(f"from events import {name}")


def test_nothing_of_ours_stands_in_the_way() -> None:
    """Their package has these two; ours must not."""
    assert not (ROOT / "events" / "events.py").exists()
    assert not (ROOT / "events" / "tests").exists()
