"""The definitions that come with the package, and those in files."""

from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

from lifecycle.definition import Definition
from lifecycle.entries import nearest
from lifecycle.errors import NotFoundError
from lifecycle.lint import load_definition

FILE_BYTES_MAX = 1_000_000
"""Largest definition file that is read."""


@cache
def shipped_definitions() -> tuple[str, ...]:
    """Return the names of the definitions that come with the package, sorted."""
    folder = resources.files("lifecycle") / "definitions"
    names = (file.name for file in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def _shipped(name: str) -> Definition:
    file = resources.files("lifecycle") / "definitions" / f"{name}.toml"
    return load_definition(file.read_text(encoding="utf-8"), name)


def find_definition(kind: str) -> Definition:
    """Return a shipped definition by its name, or the one in a ``.toml`` file by its path.

    Raises:
        NotFoundError: If there is none; it names the nearest.
        DefinitionError: If the definition has faults.
    """
    names = shipped_definitions()
    if kind in names:
        return _shipped(kind)
    if kind.endswith(".toml"):
        data: bytes | None = None
        with suppress(OSError, ValueError), Path(kind).open("rb") as stream:
            data = stream.read(FILE_BYTES_MAX + 1)
        if data is not None:
            return load_definition(data.decode("utf-8", "replace"), kind)
    raise NotFoundError("kind of mechanism (definition)", kind, nearest(kind, names))
