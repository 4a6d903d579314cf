"""The small drawn signs: text, with a date or without, and a warning."""

from typing import NamedTuple

from lifecycle.render.text_safety import markup


class Drawn(NamedTuple):
    """A part of the picture, how far down and how far right it goes."""

    svg: str
    bottom: int
    right: int


def text(x: int, y: int, words: str, name: str = "", anchor: str = "") -> str:
    """Return one line of text; *name* is its class, *anchor* ``middle`` or ``end``."""
    style = f' class="{name}"' if name else ""
    side = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{style} x="{x}" y="{y}"{side}>{markup(words)}</text>'


def dated(x: int, y: int, date: str, words: str, name: str = "") -> str:
    """Return a soft *date* and *words* on one line, in this order."""
    style = f' class="{name}"' if name else ""
    return (
        f'<text{style} x="{x}" y="{y}"><tspan class="soft">{markup(date)}</tspan> '
        f"{markup(words)}</text>"
    )


def warning_sign(x: int, y: int) -> str:
    """Return a triangle with an exclamation mark, its left corner at *x*."""
    return (
        f'<path class="warn" d="M{x} {y + 5}l6.5 -11.5l6.5 11.5z"/>'
        f'<path class="bang" stroke-width="1.5" d="M{x + 6.5} {y - 2.5}v3.5m0 1.2v1.6"/>'
    )
