"""Dossiers: files of facts that people write and keep, read into commands."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lifecycle.deciding.checks.amendments import NEVER_CORRECTED
from lifecycle.deciding.commands import Command
from lifecycle.deciding.plan import read_registration
from lifecycle.definitions.catalogue import find_beside
from lifecycle.definitions.definition import Definition
from lifecycle.errors import DossierError, InvalidFactError, NotFoundError
from lifecycle.exchange.intake import (
    ENTRIES_MAX,
    Entry,
    HeadPlace,
    Intake,
    MechanismEntries,
    Place,
    check_size,
    id_by_content,
    id_by_name,
    read_bytes,
    text_of,
)
from lifecycle.facts.entries import (
    ENVELOPE_KEYS,
    MISSING,
    build,
    did_you_mean,
    read_entry,
    unknown,
)
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import DomainEvent, MechanismRegistered
from lifecycle.facts.models.base import Source
from lifecycle.history.amendments import AMENDING
from lifecycle.history.history import certainly_before, hint_contradiction
from lifecycle.parsing.strict_json import JsonError, read_json
from lifecycle.parsing.strict_toml import TomlError, line_of, read_toml

_DIGITS_MAX = 9  # more than the index of any item has
_SECTIONS = ("mechanism", "sources", "events")


def read_dossier(path: str) -> Intake:
    """Read the dossier at *path*, TOML or JSON by its ending.

    Raises:
        DossierError: With file, line and entry of the first fault.
    """
    return parse_dossier(read_bytes(path), path, folder=Path(path).parent)


def parse_dossier(data: bytes, file: str, *, folder: Path | None = None) -> Intake:
    """Return the dossier in *data*; *file* names it in errors and its ending says what it is.

    Its ``kind`` may name a definition file in *folder*; without one, only what is shipped.
    """
    text = text_of(data, file)
    if not text.strip():
        raise DossierError(file, "", "is empty; a dossier begins with [mechanism]")
    is_json = file.endswith(".json") or (not file.endswith(".toml") and text.lstrip()[0] == "{")
    try:
        tables = read_json(text) if is_json else read_toml(text)
    except (TomlError, JsonError) as error:
        raise DossierError(file, "", error.reason, line=error.line) from error
    return _Reader(file, "" if is_json else text, folder).read(tables)


class _Reader:
    """Reads the tables of one file; knows where it is."""

    def __init__(self, file: str, text: str, folder: Path | None) -> None:
        self.file, self.text, self.folder = file, text, folder
        self.ids: dict[str, str] = {}
        """Event ids by the ids that entries give themselves."""
        self.sources: dict[str, dict[str, Any]] = {}

    def read(self, tables: object) -> Intake:
        if not isinstance(tables, dict):
            raise self.error((), "a dossier is a table with [mechanism] and [[events]]")
        for key in tables:
            if key not in _SECTIONS:
                raise self.error((key,), unknown("section", key, _SECTIONS))
        details = tables.get("mechanism")
        if not isinstance(details, dict):
            raise self.error((), "has no [mechanism] table; it says who and what")
        registered, definition = self.mechanism(details)
        for index, source in enumerate(self.tables(tables, "sources")):
            self.add_source(index, source)
        entries = self.tables(tables, "events")
        if len(entries) > ENTRIES_MAX:
            raise self.error(("events",), f"more than {ENTRIES_MAX:,} entries; split it")
        mechanism_id = registered.mechanism
        registration = Command(derived_id("registration", mechanism_id), registered, live=False)
        first = Entry(registration, HeadPlace("mechanism"), silent=frozenset(ENVELOPE_KEYS))
        told = MechanismEntries(mechanism_id, first, list(self.entries(mechanism_id, entries)))
        definitions = {definition.digest: definition}
        return Intake(self.file, whole=True, definitions=definitions, mechanisms=(told,))

    def mechanism(self, details: dict[str, Any]) -> tuple[MechanismRegistered, Definition]:
        """Return the registration that *details* tell, and the definition that they name."""
        known = (
            *("id", "name", "names", "kind", "parties", "subject", "policy", "level"),
            *("known_from", "parent"),
        )
        for key in details:
            if key not in known:
                raise self.error(("mechanism", key), unknown("key", key, known))
        try:
            if isinstance(kind := details.get("kind"), str) and kind:
                details = {**details, "kind": find_beside(kind, self.folder)}
            return read_registration(details)
        except (InvalidFactError, NotFoundError) as error:
            place = error.place.split(".") if isinstance(error, InvalidFactError) else ["kind"]
            reason = error.reason if isinstance(error, InvalidFactError) else str(error)
            raise self.error(("mechanism", *filter(None, place)), reason) from error

    def tables(self, tables: dict[str, Any], key: str) -> list[dict[str, Any]]:
        rows = tables.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.error((key,), f"is a list of tables; write [[{key}]]")
        return rows

    def add_source(self, index: int, source: dict[str, Any]) -> None:
        name = source.get("id")
        if not isinstance(name, str) or not name:
            raise self.error(("sources", index), "a source needs an id that entries refer to")
        if name in self.sources:
            raise self.error(("sources", index, "id"), f"source {name!r} stands twice")
        told = {key: value for key, value in source.items() if key != "id"}
        try:
            build(Source, told)
        except InvalidFactError as error:
            if error.reason != MISSING:  # an entry that cites it may still add it
                raise self.error(("sources", index, error.place), error.reason) from error
        self.sources[name] = told

    def entries(self, mechanism_id: str, tables: list[dict[str, Any]]) -> Iterator[Entry]:
        """Yield what the *tables* of entries tell, each hinted behind the one before it."""
        newest: Fact | None = None
        facts = list[Fact]()
        group = derived_id("dossier", mechanism_id)
        seen = dict[str, int]()
        for index, entry in enumerate(tables):
            event_id = self.event_id(mechanism_id, index, entry)
            if event_id in seen:
                raise self.error(
                    ("events", index), f"says the same as entry {seen[event_id] + 1}; give it an id"
                )
            seen[event_id] = index
            event, envelope = self.entry(index, entry)
            place = Place(f"entry {index + 1} ({entry.get('id') or event.type})")
            envelope = envelope.model_copy(update={"correlation_id": group})
            if event.type in AMENDING:  # it has no place of its own in the order of facts
                yield Entry(Command(event_id, event, envelope), place, NEVER_CORRECTED)
                continue
            fact = Fact.proposed(event_id, event, envelope)
            in_line = "after" not in entry or bool(entry["after"])
            if newest is not None and "after" not in entry and not certainly_before(newest, fact):
                hinted = envelope.model_copy(update={"follows": (newest.event_id,)})
                behind = Fact.proposed(event_id, event, hinted)
                in_line = hint_contradiction(facts, behind) is None
                envelope, fact = (hinted, behind) if in_line else (envelope, fact)
            if in_line:
                newest = fact if newest is None or _follows(fact, newest) else newest
            facts.append(fact)
            yield Entry(Command(event_id, event, envelope, live=False), place, NEVER_CORRECTED)

    def event_id(self, mechanism_id: str, index: int, entry: dict[str, Any]) -> str:
        """Return the id of an entry: by its own id if it has one, else by all that it says."""
        name = entry.get("id")
        if name is None:
            try:
                return id_by_content(mechanism_id, entry)
            except InvalidFactError as error:
                raise self.error(("events", index), error.reason) from error
        if not isinstance(name, str) or not name:
            raise self.error(("events", index, "id"), "an id is text")
        if name in self.ids:
            raise self.error(("events", index, "id"), f"id {name!r} stands twice")
        self.ids[name] = id_by_name(mechanism_id, name)
        return self.ids[name]

    def entry(self, index: int, entry: dict[str, Any]) -> tuple[DomainEvent, Envelope]:
        details = {key: value for key, value in entry.items() if key not in ("id", "type")}
        self.check_own(index, details)
        event_type = entry.get("type")
        if not isinstance(event_type, str):
            raise self.error(("events", index), "has no type")
        if "after" in details:
            after = details["after"]
            names = [after] if isinstance(after, str) else self.listed(index, "after", after)
            details["after"] = [self.reference(index, "after", name) for name in names]
        if "about" in details:
            details["event"] = self.reference(index, "about", details.pop("about"))
        if "sources" in details:
            sources = self.listed(index, "sources", details["sources"])
            details["sources"] = [self.cited(index, cited) for cited in sources]
        try:
            event, envelope = read_entry(event_type, details)
            check_size(event, envelope)
        except NotFoundError as error:
            raise self.error(("events", index, "type"), str(error)) from error
        except InvalidFactError as error:
            place = filter(None, error.place.split("."))
            steps = (int(p) if p.isdecimal() and len(p) < _DIGITS_MAX else p for p in place)
            raise self.error(("events", index, *steps), error.reason) from error
        return event, envelope

    def check_own(self, index: int, details: Mapping[str, Any]) -> None:
        for key in ("correlation_id", "follows"):
            if key in details:
                raise self.error(("events", index, key), "is set by the import itself")

    def listed(self, index: int, key: str, value: object) -> list[Any]:
        if not isinstance(value, list):
            raise self.error(("events", index, key), "should be a list")
        return value

    def reference(self, index: int, key: str, name: object) -> str:
        if isinstance(name, str) and name in self.ids:
            return self.ids[name]
        raise self.error(
            ("events", index, key),
            f"no entry before this one has the id {name!r}{did_you_mean(str(name), self.ids)}",
        )

    def cited(self, index: int, cited: object) -> dict[str, Any]:
        if isinstance(cited, str):
            cited = {"id": cited}
        if not isinstance(cited, dict):
            raise self.error(("events", index, "sources"), "a source is an id or a table")
        if "id" not in cited:
            return cited
        name = cited["id"]
        if not isinstance(name, str) or name not in self.sources:
            raise self.error(
                ("events", index, "sources"), unknown("source", str(name), self.sources)
            )
        return {**self.sources[name], **{k: v for k, v in cited.items() if k != "id"}}

    def error(self, place: tuple[str | int, ...], reason: str) -> DossierError:
        line = line_of(self.text, place) if self.text and place else None
        if len(place) > 1 and isinstance(place[1], int):
            rest = ".".join(str(part) for part in place[2:])
            what = "source" if place[0] == "sources" else "entry"
            words = f"{what} {place[1] + 1}" + (f", {rest}" if rest else "")
        else:
            words = ".".join(str(part) for part in place)
        return DossierError(self.file, words, reason, line=line)


def _follows(fact: Fact, newest: Fact) -> bool:
    """Return whether *fact*, which stands later in the file, is now the newest."""
    if newest.event_id in fact.after or fact.occurred is None or newest.occurred is None:
        return True
    mine, theirs = fact.occurred.latest, newest.occurred.latest
    return mine is None or theirs is None or mine >= theirs
