"""Which definition files the `kind` of a dossier or a spreadsheet may name: those beside it."""

import os
from pathlib import Path

import pytest

from lifecycle.definitions.catalogue import find_definition
from lifecycle.errors import DossierError
from lifecycle.exchange.dossier import parse_dossier, read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.spreadsheet.reading import read_spreadsheet
from lifecycle.registry.registry import Registry
from tests.lifecycle.definition_texts import GOOD
from tests.lifecycle.dossiers import HEAD
from tests.lifecycle.spreadsheets import REGISTRATION, csv_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of dossiers with definitions in it, and beside it; the current one is another."""
    inside, elsewhere = tmp_path / "dossiers", tmp_path / "elsewhere"
    (inside / "kinds").mkdir(parents=True)
    elsewhere.mkdir()
    for place in (inside / "own.toml", inside / "kinds" / "own.toml", tmp_path / "outside.toml"):
        place.write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.toml").write_text("hidden_key = 1", encoding="utf-8")
    (inside / "linked.toml").symlink_to(tmp_path / "outside.toml")
    (inside / "linked").symlink_to(tmp_path)
    (inside / "same.toml").symlink_to("own.toml")
    (inside / "folder.toml").mkdir()
    os.mkfifo(inside / "pipe.toml")
    monkeypatch.chdir(elsewhere)
    return inside


def dossier(folder: Path, kind: str) -> str:
    path = folder / "d.toml"
    path.write_text(HEAD.replace("joint-working-group", kind), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("kind", ["own.toml", "./own.toml", "kinds/own.toml", "same.toml"])
def test_a_file_beside_the_dossier_is_found_wherever_one_stands(folder: Path, kind: str) -> None:
    with Registry.open("memory:") as registry:
        read = read_dossier(dossier(folder, kind))
        (registered,), _ = import_file(registry, read)
        again = import_file(registry, read_dossier(dossier(folder, kind)))

    assert registered.stream == "mechanism-bn-in-fc-defence"
    assert again == ([], 0)


def test_a_file_beside_a_spreadsheet_is_found(folder: Path) -> None:
    table = folder / "facts.csv"
    table.write_bytes(csv_of({**REGISTRATION, "kind": "own.toml"}))
    with Registry.open("memory:") as registry:
        (registered,), _ = import_file(registry, read_spreadsheet(str(table)))

    assert registered.stream == "mechanism-aa-zz-fc-harbours"


OUTSIDE = ["../outside.toml", "linked.toml", "linked/outside.toml", "kinds/../../outside.toml"]
NOWHERE = ["../nowhere.toml", "nowhere.toml", "linked/nowhere.toml", "../secret.toml"]
NO_FILE = ["folder.toml", "pipe.toml", "a\\b.toml", "c:own.toml", "~/own.toml", "\u0001.toml"]


@pytest.mark.parametrize("kind", [*OUTSIDE, *NOWHERE, *NO_FILE, "x" * 5_000 + ".toml"])
def test_no_other_file_is_read_and_nothing_tells_whether_it_is_there(
    folder: Path, kind: str
) -> None:
    written = kind.replace("\\", "\\\\").replace("\u0001", "\\u0001")

    with pytest.raises(DossierError) as refused:
        read_dossier(dossier(folder, written))

    assert refused.value.line == 3
    assert (
        refused.value.reason
        == f"there is no definition file beside the file that names it: {kind!r}"
    )


@pytest.mark.parametrize("name", ["outside.toml", "nowhere.toml", "secret.toml"])
def test_an_absolute_path_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(DossierError, match="no definition file beside"):
        read_dossier(dossier(folder, str(folder.parent / name)))


def test_what_comes_from_no_file_names_no_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    with pytest.raises(DossierError, match="what comes from no file names no file"):
        parse_dossier(HEAD.replace("joint-working-group", "own.toml").encode(), "stdin")


def test_a_path_of_the_callers_own_is_any_path(folder: Path) -> None:
    assert find_definition(str(folder.parent / "outside.toml")).name == "friendship-council"
