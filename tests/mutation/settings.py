"""What a run is asked to do, as `parts.toml` says it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Part:
    """Some modules, and the tests that must notice what is wrong in them."""

    name: str
    modules: tuple[str, ...]
    """Patterns of paths."""
    tests: tuple[str, ...]
    """Patterns of paths."""
    without: tuple[str, ...] = ()
    """Files and single tests of these that are left out."""


@dataclass(frozen=True)
class Settings:
    """Of a run; paths are relative to the current folder."""

    seed: int
    mutants: int
    """How many of each part are drawn."""
    killed_min: float
    """Share of the mutants that must be killed, without those that are listed as equivalent."""
    seconds_min: int
    """CPU time that each mutant has, beside three times what its tests take without it."""
    parts: Mapping[str, Part]


def read_settings(path: Path) -> Settings:
    """Read the settings at *path*."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = {
        name: Part(name, **{key: tuple(values) for key, values in keys.items()})
        for name, keys in said.pop("parts").items()
    }
    return Settings(**said, parts=parts)
