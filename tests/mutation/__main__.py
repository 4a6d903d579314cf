"""`python -m tests.mutation`: which mistakes in the code the tests do not notice, part by part."""

import argparse
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis

from tests.mutation.equivalents import read_equivalents
from tests.mutation.forked import outcome, start
from tests.mutation.part_run import PartRun
from tests.mutation.settings import read_settings

HERE = Path(__file__).parent


def main() -> int:
    """Try the mutants of the parts that are asked for; return 1 if too many survive."""
    asked = _arguments().parse_args()
    settings, listed = read_settings(asked.settings), read_equivalents(asked.equivalents)
    given = {
        key: getattr(asked, key) for key in ("seed", "mutants") if getattr(asked, key) is not None
    }
    settings = replace(settings, **given)
    _be_repeatable()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no child is left behind
    are_good = []
    for name in asked.parts or settings.parts:
        run = PartRun(settings.parts[name], settings, listed, asked.processes, asked.only)
        report: Any = outcome(start(run.report))
        print(report.text, flush=True)  # noqa: T201  # a command
        are_good.append(report.is_good)
    return 0 if all(are_good) else 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("parts", nargs="*", help="parts to try; all, if none is named")
    parser.add_argument("--settings", type=Path, default=HERE / "parts.toml")
    parser.add_argument("--equivalents", type=Path, default=HERE / "equivalents.toml")
    parser.add_argument("--seed", type=int, help="draw others than the settings say")
    parser.add_argument("--mutants", type=int, help="how many of each part; 0: all there are")
    parser.add_argument("--only", default="", help="only modules whose path contains this")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    return parser


def _be_repeatable() -> None:
    """Let the property tests draw the same examples each time."""
    hypothesis.settings.register_profile("mutation", derandomize=True, database=None, deadline=None)
    hypothesis.settings.load_profile("mutation")


if __name__ == "__main__":
    sys.exit(main())
