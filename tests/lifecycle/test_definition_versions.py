"""Definitions side by side, and the hash that an old definition keeps."""

import json
from pathlib import Path

import pytest

from lifecycle.dates.periods import Period
from lifecycle.definitions.catalogue import SHIPPED, Catalogue, find_definition
from lifecycle.definitions.definition import (
    LATER_KEYS,
    Definition,
    MeetEvery,
    MeetWithin,
    definition_from_text,
)
from lifecycle.definitions.lint import load_definition
from lifecycle.errors import NotFoundError
from tests.lifecycle.definition_texts import shipped_text

VECTOR = Path(__file__).parents[1] / "vectors" / "reference-case-1.jsonl"
JWG = shipped_text("joint-working-group")
OBLIGATION = """
[[obligations]]
name = "first_meeting"
title = "Meet within 90 days of the terms of reference"
kind = "meet_within"
within = "90 days"
after = "sign_tor"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Two versions of one kind, and one of another."""
    for file, version in (("joint-working-group", 1), ("joint-working-group-v2", 2)):
        text = JWG.replace("version = 1", f"version = {version}")
        (tmp_path / f"{file}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "talks.toml").write_text(
        JWG.replace('"joint-working-group"', '"talks"'), encoding="utf-8"
    )
    (tmp_path / "README.md").write_text("no definition", encoding="utf-8")
    return Catalogue(tmp_path)


def test_a_definition_without_later_keys_keeps_the_text_and_the_hash_that_old_logs_hold() -> None:
    stored = json.loads(VECTOR.read_text(encoding="utf-8").splitlines()[0])["data"]
    shipped = find_definition("joint-working-group")

    assert shipped.canonical_text == stored["text"]
    assert shipped.digest == stored["hash"]
    assert definition_from_text(stored["text"]).canonical_text == stored["text"]


@pytest.mark.parametrize(
    ("key", "nothing", "value"),
    [
        ("obligations", [], [{"name": "a", "title": "A", "kind": "alternate_hosts"}]),
        ("enforces", [], ["long_lag"]),
        ("periodicity", None, "annually"),
        ("hosting_rule", None, "alternately"),
    ],
)
def test_a_later_key_stands_in_the_text_only_where_it_says_something(
    key: str, nothing: object, value: object
) -> None:
    plain = find_definition("joint-working-group")
    data = json.loads(plain.canonical_text)
    silent = Definition.model_validate_json(json.dumps({**data, key: nothing}))
    telling = Definition.model_validate_json(json.dumps({**data, key: value}))

    assert key in LATER_KEYS
    assert silent.digest == plain.digest
    assert json.loads(telling.canonical_text) == {**data, key: value}
    assert definition_from_text(telling.canonical_text) == telling


def test_an_obligation_stands_in_the_log_as_it_was_written() -> None:
    text = JWG.replace("[[tracks]]", OBLIGATION + "\n[[tracks]]", 1)

    definition = load_definition(text, "a test")

    assert json.loads(definition.canonical_text)["obligations"] == [
        {
            "name": "first_meeting",
            "title": "Meet within 90 days of the terms of reference",
            "kind": "meet_within",
            "within": "90 days",
            "after": "sign_tor",
        }
    ]


def test_the_time_of_an_obligation_is_read() -> None:
    (yearly, _) = find_definition("defence-policy-dialogue").obligations
    (first, *_) = find_definition("joint-commission").obligations

    assert isinstance(yearly, MeetEvery)
    assert isinstance(first, MeetWithin)
    assert yearly.period == first.period == Period(12, 0)


def test_a_name_alone_means_the_newest_version(catalogue: Catalogue) -> None:
    assert catalogue.find("joint-working-group").version == 2
    assert catalogue.find("joint-working-group@1").version == 1
    assert catalogue.find("joint-working-group@2").version == 2
    assert catalogue.find("talks").name == "talks"


def test_a_catalogue_tells_its_names_and_versions(catalogue: Catalogue) -> None:
    assert catalogue.names() == ("joint-working-group", "talks")
    assert catalogue.versions("joint-working-group") == (1, 2)
    assert catalogue.versions("nothing") == ()


@pytest.mark.parametrize("version", ["3", "0", "01", "", "two", "1@1"])
def test_a_version_that_is_not_there_is_told_with_the_newest(
    catalogue: Catalogue, version: str
) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'joint-working-group@2'"):
        catalogue.find(f"joint-working-group@{version}")


def test_a_shipped_version_is_found_by_its_number() -> None:
    assert find_definition("joint-commission@1") is find_definition("joint-commission")
    with pytest.raises(NotFoundError):
        find_definition("joint-commission@9")


def test_every_shipped_file_holds_the_definition_that_its_name_says() -> None:
    for name in SHIPPED.names():
        for version in SHIPPED.versions(name):
            found = SHIPPED.find(f"{name}@{version}")
            assert (found.name, found.version) == (name, version)


def test_a_definition_file_that_is_not_there_is_told_as_such() -> None:
    with pytest.raises(NotFoundError, match=r"there is no definition file 'nowhere\.toml'"):
        find_definition("nowhere.toml")
