"""Bad dossiers are refused with file and place, and nothing is recorded."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.errors import CommandRefusedError, DossierError
from lifecycle.exchange.dossier import parse_dossier, read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.intake import FILE_BYTES_MAX
from lifecycle.registry.registry import Registry
from tests.lifecycle.bad_dossiers import BAD_JSON, BAD_TOML, TYPE
from tests.lifecycle.dossiers import HEAD, MECHANISM, dossier, note


def refused(registry: Registry, data: bytes, file: str) -> str:
    """Return in what words the dossier in *data* is refused; nothing may be recorded."""
    registry.register(**{**MECHANISM, "id": "before"})
    head = registry.store.head()
    with pytest.raises(DossierError) as error:
        import_file(registry, parse_dossier(data, file))
    assert registry.store.head() == head
    assert str(error.value).startswith(file)
    str(error.value).encode()
    return str(error.value)


@pytest.fixture
def memory() -> Iterator[Registry]:
    with Registry.open("memory:") as registry:
        yield registry


@pytest.mark.parametrize("fault", BAD_TOML)
def test_a_bad_dossier_is_refused_in_words_with_its_place(memory: Registry, fault: str) -> None:
    text, words = BAD_TOML[fault]
    told = refused(memory, text.encode(), "d.toml")
    for word in words:
        assert word in told


@pytest.mark.parametrize("fault", BAD_JSON)
def test_a_bad_dossier_in_json_is_refused_in_words_with_its_place(
    memory: Registry, fault: str
) -> None:
    data, words = BAD_JSON[fault]
    told = refused(memory, data, "d.json")
    for word in words:
        assert word in told


def test_text_that_is_not_utf_8_is_refused(memory: Registry) -> None:
    assert "d.toml:1: character 1: is UTF-16 text; save it as UTF-8" in refused(
        memory, b"\xff\xfe[", "d.toml"
    )


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * (FILE_BYTES_MAX + 1))
    with pytest.raises(DossierError, match="larger than 10,000,000 bytes"):
        read_dossier(str(path))


@pytest.mark.parametrize("name", ["none.toml", "a" * 300, "", ".", "a\0b", "\udcff"])
def test_what_is_no_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DossierError):
        read_dossier(name)


def test_too_many_entries_are_refused(memory: Registry) -> None:
    events = ",".join(['{"type":"note_recorded","text":"x"}'] * 2_001)
    data = f'{{"mechanism": {json.dumps(MECHANISM)}, "events": [{events}]}}'.encode()
    assert "more than 2,000 entries" in refused(memory, data, "d.json")


def test_a_policy_of_refusal_holds_for_dossiers_too(memory: Registry) -> None:
    read = dossier(f'{TYPE}\non = "2025"', head=HEAD.replace('"record"', '"enforce"'))
    with pytest.raises(
        CommandRefusedError, match=r"entry 1 \(meeting_held\): hold_meeting is refu"
    ):
        import_file(memory, read)
    assert memory.store.head() == 0


def test_one_faulty_entry_keeps_all_others_out(memory: Registry) -> None:
    with pytest.raises(DossierError, match="entry 2"):
        import_file(
            memory, dossier(note("fine"), 'type = "proposed"\nby = ["MY"]', note("fine too"))
        )
    assert memory.store.head() == 0


def test_a_fault_in_a_source_is_told_where_the_source_stands(memory: Registry) -> None:
    source = '[[sources]]\nid = "gov"\npublisher = "P"\nkind = "gov"\n'
    data = f'{HEAD}\n{source}\n[[events]]\ntype = "note_recorded"\ntext = "x"\nsources = ["gov"]\n'
    said = refused(memory, data.encode(), "d.toml")
    assert "d.toml:17: source 2, kind: should be 'official'" in said
