"""The sign of a mark: plain where its words stand beside it, else with its number inside.

Shape and line tell what it is: round for facts and meetings, square for a meeting in a series of
its own, a tag for a new name or level, hollow for what was only planned, struck out for what was
called off, pointed where the date is uncertain or not on record.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from lifecycle.render.measure import text_width
from lifecycle.render.wording import warnings
from lifecycle.timeline.values import Mark

NUMBER_SIZE = 9
_HALF_HEIGHT = 8
_BADGE_WIDTH = 7


def sign_name(mark: Mark) -> str:
    """Return what *mark* is drawn as; that it did not take place comes before all else."""
    if mark.sign in ("plan", "off"):
        return mark.sign
    if mark.uncertain or mark.occurred is None:
        return "uncertain"
    return mark.sign


def is_filled(mark: Mark) -> bool:
    """Return whether *mark* is drawn as one that led to another state."""
    return bool(mark.moves) and sign_name(mark) in _FILLED


_FILLED = ("fact", "meeting", "series", "change")

# --- Plain ---


def _circle(x: int, y: int, radius: int, name: str) -> str:
    return f'<circle class="{name}" cx="{x}" cy="{y}" r="{radius}"/>'


def _square(x: int, y: int, name: str) -> str:
    return f'<path class="{name}" d="M{x - 4} {y - 4}h8v8h-8z"/>'


_PLAIN: Mapping[str, Callable[[int, int], str]] = {
    "fact": lambda x, y: _circle(x, y, 3, "small"),
    "meeting": lambda x, y: _circle(x, y, 4, "held"),
    "series": lambda x, y: _square(x, y, "held"),
    "plan": lambda x, y: _circle(x, y, 4, "hollow"),
    "off": lambda x, y: f'{_circle(x, y, 4, "hollow")}<path class="strike" d="M{x - 6} {y}h12"/>',
    "change": lambda x, y: f'<path class="small" d="M{x - 4} {y - 4}h5l4 4l-4 4h-5z"/>',
    "uncertain": lambda x, y: f'<path class="ring" d="M{x} {y - 6}l6 6l-6 6l-6 -6z"/>',
}


def plain_sign(x: int, y: int, name: str) -> str:
    """Return the sign *name* (see `sign_name`) at (*x*, *y*)."""
    return _PLAIN[name](x, y)


def filled_sign(x: int, y: int, name: str) -> str:
    """Return the sign of a mark that led to another state: larger than `plain_sign`, and dark."""
    if name == "series":
        return f'<path class="dot" d="M{x - 5} {y - 5}h10v10h-10z"/>'
    return _circle(x, y, 5, "dot")


# --- With a number inside ---


@lru_cache(maxsize=1024)  # each lane counts from 1
def numbered_half_width(number: int) -> int:
    """Return the pixels from the middle of a numbered sign to its side."""
    return max(_HALF_HEIGHT, text_width(str(number), NUMBER_SIZE, bold=True) // 2 + 3)


def numbered_room(mark: Mark, number: int) -> int:
    """Return the pixels that a numbered sign takes from its left side on."""
    badge = _BADGE_WIDTH if warnings(mark) else 0
    return 2 * numbered_half_width(number) + badge


def numbered_sign(x: int, y: int, mark: Mark, number: int) -> str:
    """Return the sign of *mark* with *number* inside."""
    name, half = sign_name(mark), numbered_half_width(number)
    filled = is_filled(mark)
    look = "dot" if filled else _LOOKS[name]
    words = "n on" if filled else "n struck" if name == "off" else "n"
    sign = f'<path class="{look}" d="{outline(name, x, y, half)}"/>'
    sign += f'<text class="{words}" x="{x}" y="{y + 3}" text-anchor="middle">{number}</text>'
    if warnings(mark):
        sign += f'<path class="warn" d="M{x + half - 1} {y - 1}l4 -7l4 7z"/>'
    return sign


_LOOKS = {
    "fact": "disc",
    "meeting": "disc held",
    "series": "disc held",
    "plan": "disc hollow",
    "off": "disc hollow",
    "change": "disc",
    "uncertain": "disc ring",
}


def outline(name: str, x: int, y: int, half: int) -> str:
    """Return the path of the numbered sign *name* around (*x*, *y*)."""
    left, top, width = x - half, y - _HALF_HEIGHT, 2 * half
    if name == "series":
        return f"M{left} {top}h{width}v16h-{width}z"
    if name == "change":
        return f"M{left} {top}h{width - 5}l5 8l-5 8h-{width - 5}z"
    if name == "uncertain":
        inner = width - 8
        return f"M{left} {y}l4 -8h{inner}l4 8l-4 8h-{inner}z"
    straight = width - 16
    return f"M{left + 8} {top}h{straight}a8 8 0 0 1 0 16h-{straight}a8 8 0 0 1 0 -16z"


def ghost_sign(x: int, y: int) -> str:
    """Return the sign of the place where a mark would stand by another source."""
    return _circle(x, y, 3, "ghost")
