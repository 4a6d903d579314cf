"""The pages and the API reference make a site, without a warning."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import lifecycle
from lifecycle.facts.models import EVENT_TYPES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    options = ["-q", "-W", "--keep-going", "-b", "html", "-c", "docs"]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, "-d", folder / "doctrees", ".", folder / "html"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def test_every_page_of_the_documents_is_in_the_site(site: Path) -> None:
    pages = {path.relative_to(ROOT).with_suffix(".html") for path in ROOT.glob("docs/**/*.md")}

    assert {page for page in pages if not (site / page).exists()} == set()


@pytest.fixture(scope="module")
def reference(site: Path) -> str:
    return "".join(page.read_text(encoding="utf-8") for page in site.glob("docs/api/*.html"))


NAMES = [n for n in lifecycle.__all__ if n != "__version__"]
MODELS = sorted({model.__name__ for model in EVENT_TYPES.values()})


@pytest.mark.parametrize("name", [*NAMES, *MODELS])
def test_every_public_name_is_in_the_reference(reference: str, name: str) -> None:
    assert re.search(rf'id="(events|lifecycle)\.[\w.]*\b{name}"', reference)
