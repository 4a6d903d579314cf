"""The mutants of one part: drawn, tried, reported."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import pytest

from tests.mutation.forked import outcome, start
from tests.mutation.mutants import Identity, Mutant, mutants_of, sources_in
from tests.mutation.report import Report
from tests.mutation.running import Result, Runner
from tests.mutation.session import files_in, first_failure, in_session, silence
from tests.mutation.settings import Part, Settings
from tests.mutation.swapping import remember
from tests.mutation.tracing import Trace, trace


@dataclass(frozen=True)
class PartRun:
    """One part, and how it is to be tried."""

    part: Part
    settings: Settings
    listed: Mapping[Identity, str]
    """Reasons of the mutants that are listed as equivalent, of whatever part."""
    processes: int
    only: str = ""
    """Part of the paths of the modules that are looked at."""

    def report(self) -> Report:
        """Return what comes of it; to be called in a process that has imported nothing of it."""
        errors = os.fdopen(os.dup(sys.stderr.fileno()), "w")
        silence()
        files = files_in(self.part.tests)
        report = in_session(files, partial(self._tried, errors), self.part.without)
        if report is None:
            raise RuntimeError(f"the tests of {self.part.name} cannot be collected")
        return report

    def _tried(self, errors: TextIO, session: pytest.Session) -> Report:
        remember()
        sources = sources_in(Path(), self.part.modules)
        sources = {path: source for path, source in sources.items() if self.only in path}
        mutants = [m for path, source in sources.items() for m in mutants_of(path, source)]
        own = {
            identity: reason for identity, reason in self.listed.items() if identity.path in sources
        }
        drawn = self._drawn(mutants)
        others = [m for m in mutants if m.identity in own and m not in set(drawn)]
        traced = _traced(session, sorted(sources))
        count = len(drawn) + len(others)
        progress, seconds = _Progress(errors, count), self.settings.seconds_min
        runner = Runner(session, sources, traced, progress, self.processes, seconds)
        results = runner.run([*drawn, *others])
        _confirm(session, results)
        return Report(
            self.part.name,
            results[: len(drawn)],
            own,
            [result for result in results if result.mutant.identity in own],
            {mutant.identity for mutant in mutants},
            self.settings.killed_min,
        )

    def _drawn(self, mutants: Sequence[Mutant]) -> Sequence[Mutant]:
        drawn = sorted(mutants, key=lambda mutant: mutant.draw(self.settings.seed))
        chosen = drawn[: self.settings.mutants or None]
        return sorted(chosen, key=lambda mutant: (mutant.identity.path, mutant.index))


def _traced(session: pytest.Session, paths: Sequence[str]) -> Trace:
    found: Any = outcome(start(partial(trace, session, paths)))
    if found.failed:
        raise RuntimeError(f"without any mutant, these fail: {', '.join(found.failed)}")
    traced: Trace = found
    return traced


def _confirm(session: pytest.Session, results: Sequence[Result]) -> None:
    """Check that the tests that noticed a mutant pass without one, by themselves too."""
    killers = sorted({result.killer for result in results})
    failed = outcome(start(partial(first_failure, session, killers)))
    if failed:
        raise RuntimeError(f"it fails without any mutant, when others are left out: {failed}")


class _Progress:
    """Tells of each mutant as it is tried."""

    def __init__(self, stream: TextIO, count: int) -> None:
        self.stream, self.count, self.done = stream, count, 0

    def __call__(self, result: Result) -> None:
        self.done += 1
        place = f"{result.mutant.identity.path}:{result.mutant.line}"
        fared = f"killed by {result.killer}" if result.killer else "SURVIVED"
        print(f"{self.done}/{self.count} {place} {fared}", file=self.stream, flush=True)
