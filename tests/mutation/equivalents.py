"""Mutants that do nothing wrong, each with the reason, as `equivalents.toml` lists them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.mutation.mutants import Identity


def read_equivalents(path: Path) -> Mapping[Identity, str]:
    """Return the reasons at *path* by the mutants that they are given for."""
    if not path.exists():
        return {}
    listed = tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", ())
    return {
        Identity(
            one["path"], one["function"], one["before"], one["after"], one.get("place", 1)
        ): one["reason"]
        for one in listed
    }
