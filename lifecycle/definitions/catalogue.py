"""The definitions that come with the package, and those in files."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from lifecycle.definitions.definition import Definition
from lifecycle.definitions.lint import BYTES_MAX, load_definition
from lifecycle.errors import NotFoundError
from lifecycle.facts.entries import nearest

_FILE = re.compile(r"(?P<name>[a-z0-9-]+?)(?:-v(?P<version>[1-9]\d{0,8}))?\.toml")


class Catalogue:
    """A folder of definitions, versions side by side.

    Version 1 of a kind stands in ``NAME.toml``, version 2 in ``NAME-v2.toml``.
    """

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._read: dict[tuple[str, int], Definition] = {}

    @cached_property
    def _files(self) -> Mapping[tuple[str, int], str]:
        """The file of each (name, version), sorted."""
        found = (_FILE.fullmatch(file.name) for file in self._folder.iterdir())
        files = {(file["name"], int(file["version"] or 1)): file[0] for file in found if file}
        return dict(sorted(files.items()))

    def names(self) -> Sequence[str]:
        """Return the names of all kinds, sorted."""
        return tuple(dict.fromkeys(name for name, _ in self._files))

    def versions(self, name: str) -> Sequence[int]:
        """Return the versions of a kind, the newest last."""
        return tuple(version for known, version in self._files if known == name)

    def find(self, kind: str) -> Definition:
        """Return the newest version of a kind by its name, or another by ``NAME@VERSION``.

        Raises:
            NotFoundError: If there is none; it names the nearest.
            DefinitionError: If the definition has faults.
        """
        name, _, wanted = kind.partition("@")
        versions = {str(version): version for version in self.versions(name)}
        if not versions:
            raise NotFoundError("kind of mechanism (definition)", kind, nearest(kind, self.names()))
        newest = max(versions.values())
        if "@" in kind and wanted not in versions:
            raise NotFoundError("version of a definition", kind, f"{name}@{newest}")
        return self._load(name, versions.get(wanted, newest))

    def _load(self, name: str, version: int) -> Definition:
        definition = self._read.get((name, version))
        if definition is None:
            file = self._files[name, version]
            definition = load_definition((self._folder / file).read_text(encoding="utf-8"), file)
            self._read[name, version] = definition
        return definition


SHIPPED = Catalogue(resources.files("lifecycle") / "definitions" / "shipped")
"""The definitions that come with the package."""


def shipped_definitions() -> Sequence[str]:
    """Return the names of the definitions that come with the package, sorted."""
    return SHIPPED.names()


def find_definition(kind: str) -> Definition:
    """Return a shipped definition, or the one in a ``.toml`` file at any path.

    It is for what users name themselves. For what a file names there is `find_beside`.

    Args:
        kind: ``NAME`` (its newest version), ``NAME@VERSION``, or a path.

    Raises:
        NotFoundError: If there is none; it names the nearest.
        DefinitionError: If the definition has faults.
    """
    return _read(Path(kind), kind) if kind.endswith(_ENDING) else SHIPPED.find(kind)


def find_beside(kind: str, folder: Path | None) -> Definition:
    """Return a shipped definition, or the one in a ``.toml`` file beside the file that names it.

    Args:
        kind: ``NAME``, ``NAME@VERSION``, or a path that leads from *folder* to a file in it.
        folder: That of the file that names the kind; None if that is no file, and then only the
            shipped ones are found.

    Raises:
        NotFoundError: If there is none. Of a path that leads out of *folder* it says no more.
        DefinitionError: If the definition has faults.
    """
    if not kind.endswith(_ENDING):
        return SHIPPED.find(kind)
    if folder is None:
        raise NotFoundError("definition of that name (what comes from no file names no file)", kind)
    missing = NotFoundError("definition file beside the file that names it:", kind)
    if _LEADING_OUT.search(kind):
        raise missing
    try:
        home, found = folder.resolve(strict=True), (folder / kind).resolve(strict=True)
        if not (found.is_relative_to(home) and found.is_file()):
            raise missing
    except (OSError, ValueError, RuntimeError) as error:
        raise missing from error
    return _read(found, kind)


_ENDING = ".toml"
_LEADING_OUT = re.compile(r"^[/~]|[\\:]|(?:^|/)\.\.(?:/|$)")
"""What is in no path that leads from a folder to what lies in it, on any system."""


def _read(path: Path, name: str) -> Definition:
    try:
        with path.open("rb") as stream:
            data = stream.read(BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        raise NotFoundError("definition file", name) from error
    return load_definition(data, name)
