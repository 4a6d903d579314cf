"""How wide a text is: in pixels when drawn, in cells on a terminal.

Pixels are those of DejaVu Sans, one of the widest common faces, so that text set in another
system font needs at most the room that was kept for it.
"""

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

# Advance widths of DejaVu Sans in 1/1000 em, for U+0020 to U+007E.
_ASCII_WIDTHS = (
    *(318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337),
    *(636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531),
    *(1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787),
    *(603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500),
    *(500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612),
    *(635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838),
)
_BYTE_WIDTHS = (0,) * 32 + _ASCII_WIDTHS + (0,)
_NARROW, _WIDE = 800, 1000
_FIRST_SYMBOL = "\u2010"
_BOLD = 1.12


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _character_width(character: str) -> int:
    if character.isascii():
        return _BYTE_WIDTHS[ord(character)]
    if _is_mark(character):
        return 0
    return _WIDE if character >= _FIRST_SYMBOL else _NARROW


@lru_cache(maxsize=4096)  # a label is measured up to three times, soon one after the other
def _em_thousandths(text: str) -> int:
    if text.isascii():
        return sum(map(_BYTE_WIDTHS.__getitem__, text.encode()))
    return sum(map(_character_width, text))


def text_width(text: str, size: float, *, bold: bool = False) -> int:
    """Return the width in pixels, rounded up, of *text* set at *size* pixels."""
    width = _em_thousandths(text) * size / 1000
    return int(width * _BOLD if bold else width) + 1


def cells(text: str) -> int:
    """Return how many terminal columns *text* takes."""
    if text.isascii():
        return len(text)
    return sum(0 if _is_mark(c) else 2 if _is_wide(c) else 1 for c in text)


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return *text* in lines of at most *width* pixels; a word that is longer is broken."""
    scale = size * (_BOLD if bold else 1) / 1000
    return _wrap(text, width / scale, _em_thousandths)


def clip_text(text: str, width: float, size: float) -> str:
    """Return *text*, or as much of it as fits into *width* pixels and an ellipsis."""
    if text_width(text, size) <= width:
        return text
    kept = next(_pieces(text, width * 1000 / size - _WIDE, _em_thousandths))
    return f"{kept.rstrip()}…"


def wrap_cells(text: str, width: int) -> list[str]:
    """Return *text* in lines of at most *width* terminal columns."""
    return _wrap(text, width, cells)


def _wrap(text: str, width: float, measure: Callable[[str], int]) -> list[str]:
    if measure(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        for piece in _pieces(word, width, measure):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if measure(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: float, measure: Callable[[str], int]) -> Iterator[str]:
    if measure(word) <= width:
        yield word
        return
    start, used = 0, 0
    for index, character in enumerate(word):
        step = measure(character)
        if used + step > width and index > start:
            yield word[start:index]
            start, used = index, 0
        used += step
    yield word[start:]
