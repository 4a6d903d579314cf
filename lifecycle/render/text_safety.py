"""Make text from data harmless in each output: nothing hidden, nothing read as markup."""

import html
import json
import re
from collections.abc import Iterable
from functools import lru_cache

_UNSEEN = (
    "\x7f-\x9f"  # control characters
    "\xad\u180e\u200b\u2060-\u2065\ufeff"  # soft hyphen, zero width
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"  # line breaks, marks and overrides of direction
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"  # not allowed in XML or in UTF-8
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # format characters of shorthand and music
    "\U000e0000-\U000e007f"  # tags: text that no font draws
)
"""What a reader does not see, or what changes how other text is seen, as a set of `re`.

The joiners U+200C and U+200D are not in it: words in Persian and in Indic scripts are spelt with
them. Nor are the control characters below the space, which JSON escapes by itself.
"""
_HIDDEN = re.compile(f"[\x00-\x1f{_UNSEEN}]")
_HIDDEN_IN_JSON = re.compile(f"[{_UNSEEN}]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_CONTROL_PICTURES = 0x2400
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_TYPOGRAPHY = {
    ord("\N{EN DASH}"): "-",
    ord("\N{EM DASH}"): "-",
    ord("\N{LEFT SINGLE QUOTATION MARK}"): "'",
    ord("\N{RIGHT SINGLE QUOTATION MARK}"): "'",
    ord("\N{LEFT DOUBLE QUOTATION MARK}"): '"',
    ord("\N{RIGHT DOUBLE QUOTATION MARK}"): '"',
    ord("\N{HORIZONTAL ELLIPSIS}"): "...",
    ord("\N{ALMOST EQUAL TO}"): "~",
    ord("\N{MIDDLE DOT}"): "-",
    ord("\N{RIGHTWARDS ARROW}"): "->",
}
_MERMAID_SYNTAX = re.compile(r"""[!"#$%&'*:;<=>@\[\\\]^`{|}~]""")
_MERMAID_KEYWORD_START = re.compile(r"^(?:title|section|acc)", re.IGNORECASE)


def _show(match: re.Match[str]) -> str:
    character = match[0]
    if character < " ":
        return chr(_CONTROL_PICTURES + ord(character))
    return "␡" if character == "\x7f" else f"⟨U+{ord(character):04X}⟩"


def visible(text: str) -> str:
    """Return *text* with every control, override and other hidden character shown as a symbol."""
    # Most text is printable, and this test costs a tenth of the search.
    return text if text.isprintable() else _HIDDEN.sub(_show, text)


def json_text(value: object, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """Return *value* as JSON, the same value, with what `visible` shows written as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=sort_keys)
    return json_escaped(text)


def json_escaped(text: str) -> str:
    """Return the JSON *text* with hidden characters as escapes: it tells the same value."""
    return text if text.isascii() and "\x7f" not in text else _HIDDEN_IN_JSON.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def isolated(text: str) -> str:
    """Return visible *text*, kept from reordering its neighbours where it runs right to left."""
    if text.isascii() and text.isprintable():  # as most text is
        return text
    shown = visible(text)
    if not _RIGHT_TO_LEFT.search(shown):
        return shown
    return f"{_FIRST_STRONG_ISOLATE}{shown}{_POP_ISOLATE}"


@lru_cache(maxsize=8192)  # names, places and sources come again and again
def markup(text: str) -> str:
    """Return *text* for the content or a quoted attribute of XML or HTML."""
    return html.escape(isolated(text))


def markup_lines(lines: Iterable[str]) -> str:
    """Return *lines* for the content of XML or HTML, a line each."""
    return html.escape("\n".join(map(isolated, lines)))


def plain_ascii(text: str) -> str:
    """Return *text* in printable ASCII; what has no likeness there becomes a Python escape."""
    return text.translate(_TYPOGRAPHY).encode("unicode_escape").decode("ascii")


def mermaid(text: str) -> str:
    """Return *text* for a label in a Mermaid diagram: punctuation with a meaning as ``#code;``.

    Mermaid refuses an empty label, so that becomes a dash.
    """
    return _MERMAID_SYNTAX.sub(lambda match: f"#{ord(match[0])};", isolated(text)).strip() or "-"


def mermaid_line_start(text: str) -> str:
    """Return *text* for the start of a Mermaid line, where ``section`` would be a keyword."""
    escaped = mermaid(text)
    if _MERMAID_KEYWORD_START.match(escaped):
        return f"#{ord(escaped[0])};{escaped[1:]}"
    return escaped


def web_address(url: str | None) -> str | None:
    """Return *url* if it is safe to link to: ``http`` or ``https``; else None."""
    return url if url and re.match(r"https?://[^\s]", url, re.IGNORECASE) else None
