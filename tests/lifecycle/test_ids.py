"""Ids that are made of texts."""

import pytest

from lifecycle.errors import InvalidFactError
from lifecycle.facts.ids import derived_id


def test_half_a_character_makes_no_id() -> None:
    with pytest.raises(InvalidFactError, match="half of a character"):
        derived_id("entry", "\udcff")
