"""What a reader does not see is shown in text and escaped in JSON: the same characters."""

import json
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.render.text_safety import json_text, visible

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))
SEEN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"  # drawn as signs
    "\U000110bd\U000110cd"  # as above
    "\u200c\u200d"  # spell words in Persian and in Indic scripts
)


def is_hieroglyph(character: str) -> bool:
    return "\U00013430" <= character <= "\U0001345f"


def test_every_control_and_format_character_is_shown_and_escaped() -> None:
    unseen = {
        character
        for character in EVERY
        if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs")
        and character not in SEEN_FORMATS
        and not is_hieroglyph(character)
    }

    assert len(unseen) > 2000
    assert not unseen & set(visible("".join(unseen)))
    assert not unseen & set(json_text("".join(sorted(unseen))))


def test_text_and_json_hide_the_same_characters() -> None:
    shown = {character for character in EVERY if visible(character) != character}
    escaped = {
        character
        for character in EVERY
        if character not in '"\\' and json_text(character) != f'"{character}"'
    }

    assert escaped == shown


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_the_json_has_the_same_value(text: str) -> None:
    value = {"a": [text, {"b": text}]}

    assert json.loads(json_text(value, indent=2)) == json.loads(json.dumps(value))
