"""The pictures in the documentation are what the project draws today."""

import runpy
from functools import cache
from pathlib import Path

import pytest

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@cache
def drawn() -> dict[str, str]:
    return dict(runpy.run_path(str(PICTURES / "draw.py"))["pictures"]())


@pytest.mark.parametrize("name", ["india-brunei-jwg-defence.svg", "atlas.svg"])
def test_a_picture_is_drawn_anew_to_the_same_bytes(name: str) -> None:
    assert drawn()[name] == (PICTURES / name).read_text(encoding="utf-8")


def test_every_picture_is_small_enough_for_a_page() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES.glob("*.svg")}

    assert sizes.keys() == drawn().keys()
    assert max(sizes.values()) < 600_000
