"""The real mechanisms in the examples: nothing that a dossier says is lost on its way."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lifecycle.errors import CommandRefusedError
from lifecycle.exchange.dossier import parse_dossier, read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.intake import Intake
from lifecycle.registry.registry import Registry
from lifecycle.storage.audit import audit

FOLDER = Path(__file__).parents[2] / "examples" / "dossiers"
FILES = sorted(FOLDER.glob("*.toml"))
QUOTE_WORDS_MAX = 25

pytestmark = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@cache
def tables(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def imported(registry: Registry, file: Path) -> Intake:
    dossier = read_dossier(str(file))
    import_file(registry, dossier)
    return dossier


def test_every_field_of_the_file_is_in_the_exported_log(registry: Registry, file: Path) -> None:
    dossier = imported(registry, file)
    with Registry.open("memory:") as copy:
        copy.store.restore(event.canonical for event in registry.log())
        by_id = {event.event_id: event for event in copy.log(dossier.mechanism_id)}
        ids = dict(
            zip(
                (entry.get("id") for entry in tables(file)["events"]),
                (command.event_id for command in dossier.commands),
                strict=True,
            )
        )

        for entry, command in zip(tables(file)["events"], dossier.commands, strict=True):
            event = by_id[command.event_id]
            for key, value in told(entry, ids, tables(file)):
                found = (
                    event.occurred if key == "occurred" else {**event.meta, **event.data}.get(key)
                )
                assert contains(found, value), f"{entry.get('id')}: {key}"


def told(
    entry: Mapping[str, Any], ids: Mapping[str | None, str], file: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Yield what an entry says, by the names that the log has for it."""
    for key, value in entry.items():
        if key in ("id", "type"):
            continue
        if key == "on":
            yield "occurred", str(value)
        elif key == "about":
            yield "event", ids[value]
        elif key == "after":
            names = [value] if isinstance(value, str) else value
            yield from (("after", [ids[name]]) for name in names)
        elif key == "sources":
            yield "sources", [cited(source, file) for source in value]
        elif value not in DEFAULTS.get(key, ()):
            yield key, value


DEFAULTS: Mapping[str, tuple[Any, ...]] = {
    "how": ("signed",),
    "object": ("mechanism", "establish"),
    "counted": (True,),
    "status": ("agreed", "regular"),
    "this": ("ends",),
    "outcome": ("completed",),
    "reported": ("at_the_time",),
    "acting": (False,),
    "first_number": (1,),
}
"""Values that go without saying, and are not written into the log."""


def cited(source: Any, file: Mapping[str, Any]) -> dict[str, Any]:
    said = {"id": source} if isinstance(source, str) else dict(source)
    by_id = {table["id"]: table for table in file.get("sources", ())}
    whole = {**by_id.get(said.get("id"), {}), **said}
    return {key: value for key, value in whole.items() if key != "id"}


def contains(found: Any, value: Any) -> bool:
    """Return whether all that *value* says is in *found*."""
    if isinstance(value, dict):
        return isinstance(found, dict) and all(
            item in DEFAULTS.get(key, ()) or contains(found.get(key), item)
            for key, item in value.items()
        )
    if isinstance(value, list):
        return isinstance(found, list) and all(any(contains(f, v) for f in found) for v in value)
    return bool(found == value)


def test_control_a_field_that_were_lost_would_be_noticed(file: Path) -> None:
    entry = tables(file)["events"][0]
    lost = {key: value for key, value in entry.items() if key != "sources"}

    assert contains(entry, entry)
    assert not contains(lost, entry)
    assert not contains({**entry, "type": "another"}, entry)


def test_every_fact_is_on_the_word_of_a_source_that_can_be_looked_up(file: Path) -> None:
    for entry in tables(file)["events"]:
        sources = [cited(source, tables(file)) for source in entry["sources"]]
        assert any(source.get("url") and source.get("publisher") for source in sources)
        for source in sources:
            assert len(source.get("quote", "").split()) <= QUOTE_WORDS_MAX


def test_the_log_is_sound_and_reads_the_same_again(registry: Registry, file: Path) -> None:
    dossier = imported(registry, file)

    assert audit(registry.store).findings == ()
    assert [replayed.mismatches for replayed in registry.replay()] == [()]
    assert import_file(registry, dossier) == ([], len(dossier.commands))


def test_where_the_rules_are_enforced_a_refusal_says_what_to_do(
    registry: Registry, file: Path
) -> None:
    text = file.read_text(encoding="utf-8").replace('policy = "record"', 'policy = "enforce"')
    dossier = parse_dossier(text.encode(), file.name)
    (told,) = dossier.mechanisms
    assert told.registration is not None
    assert "policy='enforce'" in repr(told.registration.command.event)

    refusal = refused(registry, dossier)
    if refusal is not None:
        assert refusal.startswith(f"{file.name}: entry ")
        assert "allowed there: " in refusal or "(meeting_is_dated)" in refusal
        assert registry.store.head() == 0


def refused(registry: Registry, dossier: Intake) -> str | None:
    try:
        import_file(registry, dossier)
    except CommandRefusedError as error:
        return str(error)
    return None
