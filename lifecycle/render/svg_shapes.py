"""The small drawn signs: text, a fact, an uncertain date, a warning."""

from lifecycle.render.text_safety import markup


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


def dot(x: int, y: int, *, moved: bool) -> str:
    """Return the sign of a fact: large if it moved a track, else small."""
    radius, name = (5, "dot") if moved else (3, "small")
    return f'<circle class="{name}" cx="{x}" cy="{y}" r="{radius}"/>'


def diamond(x: int, y: int) -> str:
    """Return the hollow sign of a fact whose date is uncertain."""
    return f'<path class="ring" d="M{x} {y - 6}l6 6l-6 6l-6 -6z"/>'


def warning_sign(x: int, y: int) -> str:
    """Return a triangle with an exclamation mark, its left corner at *x*."""
    return (
        f'<path class="warn" d="M{x} {y + 5}l6.5 -11.5l6.5 11.5z"/>'
        f'<path class="bang" stroke-width="1.5" d="M{x + 6.5} {y - 2.5}v3.5m0 1.2v1.6"/>'
    )
