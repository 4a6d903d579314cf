from hypothesis import given
from hypothesis import strategies as st

from lifecycle.render.measure import clip_text, text_width


@given(st.text(max_size=80), st.integers(60, 300))
def test_a_clipped_text_fits_and_is_whole_where_it_may_be(text: str, width: int) -> None:
    found = clip_text(text, width, 11)

    assert text_width(found, 11) <= width + 1
    assert found == text or found.endswith("…")
    if text_width(text, 11) <= width:
        assert found == text
