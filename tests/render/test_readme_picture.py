"""The picture in the README is what the project draws today."""

import runpy
from pathlib import Path

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def test_the_picture_is_drawn_anew_to_the_same_bytes() -> None:
    draw = runpy.run_path(str(PICTURES / "draw.py"))["draw"]
    assert draw() == (PICTURES / "india-brunei-jwg-defence.svg").read_text(encoding="utf-8")
