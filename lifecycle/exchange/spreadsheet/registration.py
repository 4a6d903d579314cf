"""The row that registers a mechanism: the short forms that its keys have there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lifecycle.deciding.plan import in_tables, read_registration
from lifecycle.definitions.catalogue import find_beside
from lifecycle.definitions.definition import Definition
from lifecycle.errors import InvalidFactError
from lifecycle.facts.entries import build
from lifecycle.facts.models import MechanismRegistered


def shortened(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a registration tells, in the short forms of a row.

    One plain name stands in ``name``, parties of which only the codes are told are words, and
    ``kind`` repeats the name of the definition for people.
    """
    said = {key: value for key, value in told.items() if key != "mechanism"}
    names, parties = said["names"], said["parties"]
    if len(names) == 1 and names[0].keys() == {"text"}:
        said["name"] = said.pop("names")[0]["text"]
    if all(party.keys() == {"code"} for party in parties):
        said["parties"] = [party["code"] for party in parties]
    said["kind"] = said["definition"]["name"]
    return said


def read_registered(
    mechanism: str | None, said: Mapping[str, Any], folder: Path | None
) -> tuple[MechanismRegistered, Definition | None]:
    """Return the registration that a row tells: the inverse of `shortened`.

    A row without a ``definition`` is read as ``[mechanism]`` of a dossier; the definition that its
    ``kind`` names, shipped or in *folder*, is then returned too.

    Raises:
        InvalidFactError: If something is missing or wrong.
        NotFoundError: If the kind is unknown.
    """
    if "definition" not in said:
        given: dict[str, Any] = {} if mechanism is None else {"id": mechanism}
        if isinstance(kind := said.get("kind"), str) and kind:
            given["kind"] = find_beside(kind, folder)
        return read_registration({**said, **given})
    _check_kind(said)
    data = in_tables({key: value for key, value in said.items() if key != "kind"})
    if mechanism is None:
        reason = "is empty; it may be so only where the column definition is empty too"
        raise InvalidFactError(reason, place="mechanism")
    return build(MechanismRegistered, {**data, "mechanism": mechanism}), None


def _check_kind(said: Mapping[str, Any]) -> None:
    definition = said["definition"]
    name = definition.get("name") if isinstance(definition, dict) else None
    if said.get("kind", name) != name:
        raise InvalidFactError(
            f"the column definition names {name!r}; empty that cell, or write the same here",
            place="kind",
        )
