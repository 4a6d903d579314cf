"""What is wrong with an entry is said without the words of programmers."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from lifecycle.definitions.definition import Definition
from lifecycle.errors import InvalidFactError
from lifecycle.facts.entries import PATTERNS, read_entry
from lifecycle.facts.fact import Envelope
from lifecycle.facts.models import EVENT_TYPES


def patterns(schema: Any) -> Iterator[str]:  # JSON of any kind
    """Yield the patterns that stand in a JSON schema."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for member in schema.values():
            yield from patterns(member)
    elif isinstance(schema, list):
        for member in schema:
            yield from patterns(member)


def test_every_pattern_of_the_models_has_words() -> None:
    models = (*EVENT_TYPES.values(), Envelope, Definition)

    used = {pattern for model in models for pattern in patterns(model.model_json_schema())}

    assert used == PATTERNS.keys()


@pytest.mark.parametrize(
    ("event_type", "details", "said"),
    [
        ("event_corrected", {"event": "e", "changes": {}}, "changes: should have at least 1 item"),
        ("event_corrected", {"event": "e", "changes": 3}, "changes: should be a table, not 3"),
        ("event_retracted", {"event": "é"}, "event: should be printable ASCII, not 'é'"),
        ("renamed", {"names": []}, "names: should have at least 1 item, not 0"),
        ("meeting_held", {"topics": 3}, "topics: should be a list, not 3"),
        ("meeting_held", {"joint_with": [3]}, "joint_with.0: should be a table, not 3"),
        ("meeting_held", {"place": 3}, "place: should be text, not 3"),
        ("meeting_held", {"place": ""}, "place: should have at least 1 character, not ''"),
        ("meeting_held", {"place": "x" * 4001}, "place: should have at most 4000 characters"),
        (
            "note_recorded",
            {"text": "x", "sources": [{"publisher": "P", "kind": "press", "url": "ftp:x"}]},
            "sources.0.url: should be a web address that begins with http:// or https://,",
        ),
    ],
)
def test_a_fault_is_told_in_plain_words(
    event_type: str, details: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidFactError) as caught:
        read_entry(event_type, details)

    assert str(caught.value).startswith(said)
