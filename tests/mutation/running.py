"""All mutants of a part before their tests, a few at a time."""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from select import select
from time import monotonic

import pytest

from tests.mutation.forked import Child, start
from tests.mutation.mutants import Mutant, mutated
from tests.mutation.tracing import Trace
from tests.mutation.trial import try_mutant

FIRST_TESTS_MAX = 12
"""Tests that a mutant meets first: those that killed its neighbours, and the most special ones."""
_TIMES_MAX = 3
"""How many times as long as without it the tests of a mutant may take."""
STOPPED = "its time limit"


@dataclass(frozen=True)
class Result:
    """How a mutant fared."""

    mutant: Mutant
    killer: str
    """The test that noticed it; empty: it survived."""
    tests: int
    """How many tests run its lines."""


@dataclass
class _Trial:
    mutant: Mutant
    rounds: deque[Sequence[str]]
    tests: int


@dataclass
class Runner:
    """Tries mutants, at most *processes* at once."""

    session: pytest.Session
    sources: Mapping[str, str]
    trace: Trace
    progress: Callable[[Result], None]
    processes: int
    seconds_min: int
    _killers: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def run(self, mutants: Sequence[Mutant]) -> list[Result]:
        """Return how *mutants* fared, in their order."""
        waiting, done = deque(mutants), dict[Mutant, Result]()
        running: dict[int, tuple[Child, _Trial]] = {}
        try:
            while waiting or running:
                while waiting and len(running) < self.processes:
                    self._begin(self._trial(waiting.popleft()), running)
                for child, trial in self._ended(running):
                    result = self._result(trial, child.finish())
                    if result is None:
                        self._begin(trial, running)
                    else:
                        done[trial.mutant] = result
                        self.progress(result)
        finally:
            for child, _ in running.values():
                child.finish()
        return [done[mutant] for mutant in mutants]

    def _trial(self, mutant: Mutant) -> _Trial:
        tests = self.trace.tests_of(mutant.identity.path, mutant.lines)
        first = [*self._killers[_scope(mutant)][::-1], *self.trace.most_special(tests)]
        chosen = [test for test in dict.fromkeys(first) if test in set(tests)][:FIRST_TESTS_MAX]
        others = [test for test in tests if test not in set(chosen)]
        rounds = deque(tests for tests in (chosen, others) if tests)
        return _Trial(mutant, rounds or deque([()]), len(tests))

    def _begin(self, trial: _Trial, running: dict[int, tuple[Child, _Trial]]) -> None:
        tests, path = trial.rounds.popleft(), trial.mutant.identity.path
        seconds = sum(self.trace.seconds[test] for test in tests)
        tree = mutated(self.sources[path], trial.mutant.index)
        work = partial(try_mutant, self.session, trial.mutant, tree, tests)
        child = start(work, ceil(self.seconds_min + _TIMES_MAX * seconds))
        running[child.pipe] = child, trial

    def _ended(self, running: dict[int, tuple[Child, _Trial]]) -> list[tuple[Child, _Trial]]:
        ready, _, _ = select([*running], [], [], 1)
        done = {pipe for pipe in ready if running[pipe][0].read()}
        done |= {pipe for pipe, (child, _) in running.items() if child.ends_by < monotonic()}
        return [running.pop(pipe) for pipe in sorted(done)]

    def _result(self, trial: _Trial, found: object) -> Result | None:
        """Return how the mutant fared; None if more tests are to try it."""
        if found == "" and trial.rounds:
            return None
        killer = STOPPED if found is None else str(found)
        self._killers[_scope(trial.mutant)].append(killer)
        return Result(trial.mutant, killer, trial.tests)


def _scope(mutant: Mutant) -> tuple[str, str]:
    return mutant.identity.path, mutant.identity.function
