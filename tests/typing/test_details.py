"""The typed keywords are those of the models."""

from tests.typing.make import DETAILS, made


def test_the_keywords_are_made_from_the_models_as_they_are() -> None:
    assert DETAILS.read_text(encoding="utf-8") == made()
