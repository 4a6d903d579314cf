"""What the tests of the command line share: places, names, and what a command did."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOSSIER = "examples/india-brunei-jwg-defence.toml"
REFERENCE = "bn-in-jwg-defence-cooperation"
EXAMPLE = "aa-zz-jwg-ports"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def clean_environment() -> dict[str, str]:
    """Return the environment without what would change the command line."""
    unwanted = ("LIFECYCLE_", "NO_COLOR", "FORCE_COLOR")
    return {k: v for k, v in os.environ.items() if not k.startswith(unwanted)}
