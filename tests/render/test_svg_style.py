import re

import pytest

from lifecycle.render.svg_style import style_sheet

TEXT_CLASSES = ("soft", "tick", "foot", "note", "root", "asoft", "caution")
BACKGROUNDS = ("paper", "band", "s0", "s1", "s2", "s3", "s4", "s5", "under")


def modes() -> dict[str, str]:
    light, _, dark = style_sheet().partition("@media screen and (prefers-color-scheme:dark)")
    return {"light": light, "dark": dark}


def fill(rules: str, selector: str) -> str:
    """The fill of *selector*, e.g. ``.lt .soft``, also where it shares its rule with others."""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", rules):
        colour = re.search(r"(?:^|;)fill:(#[0-9a-f]+)", body)
        if colour and selector in selectors.split(","):
            return str(colour[1])
    raise LookupError(selector)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_ordinary_text_can_be_read_on_every_background(mode: str, background: str) -> None:
    rules = modes()[mode]

    assert contrast(fill(rules, ".lt text"), fill(rules, f".lt .{background}")) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", TEXT_CLASSES)
@pytest.mark.parametrize("background", ["paper", "band"])
def test_lesser_text_can_be_read_on_the_paper(mode: str, name: str, background: str) -> None:
    rules = modes()[mode]

    assert contrast(fill(rules, f".lt .{name}"), fill(rules, f".lt .{background}")) >= 4.5


def test_the_style_sheet_has_nothing_that_markup_would_change() -> None:
    assert not set("<&]") & set(style_sheet())
