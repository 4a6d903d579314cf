"""Which tests run which lines, and how long each of them takes."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

from tests.mutation.session import Failures
from tests.mutation.swapping import clear_caches


@dataclass
class Trace:
    """What a run of the tests without any mutant showed."""

    tests: Mapping[str, Mapping[int, frozenset[str]]]
    """The tests that run a line, by path and line."""
    lines: Mapping[str, int]
    """How many lines each of them runs."""
    seconds: Mapping[str, float]
    """CPU time that each of them takes while it is traced."""
    failed: Sequence[str]
    """Tests that fail without any mutant; they can show nothing."""

    def tests_of(self, path: str, lines: range) -> list[str]:
        """Return the tests that run one of *lines* of the module at *path*, the quickest first."""
        by_line = self.tests.get(path, {})
        found = set[str]().union(*(by_line.get(line, ()) for line in lines))
        return sorted(found, key=lambda test: (self.seconds[test], test))

    def most_special(self, tests: Sequence[str]) -> list[str]:
        """Return *tests*, those first that run the fewest lines."""
        return sorted(tests, key=lambda test: (self.lines[test], self.seconds[test], test))


class _Tracer:
    """A plugin that tells coverage which test is running."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured = measured
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        clear_caches()  # lines behind a cache would be run by the first test alone
        self.measured.switch_context(item.nodeid)
        begun = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - begun
            self.measured.switch_context("")


def trace(session: pytest.Session, paths: Sequence[str]) -> Trace:
    """Run all tests of *session*; return which of them run the lines of the modules at *paths*."""
    measured = coverage.Coverage(
        data_file=None, include=[*paths], config_file=False, messages=False
    )
    tracer, failures = _Tracer(measured), Failures()
    for plugin in (tracer, failures):
        session.config.pluginmanager.register(plugin)
    measured.start()
    for place, item in enumerate(session.items, start=1):
        following = session.items[place] if place < len(session.items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    measured.stop()
    data, tests = measured.get_data(), dict[str, dict[int, frozenset[str]]]()
    for path in paths:
        by_line = data.contexts_by_lineno(str(Path(path).resolve()))
        tests[path] = {line: frozenset(names) - {""} for line, names in by_line.items()}
    lines = Counter(t for by_line in tests.values() for names in by_line.values() for t in names)
    return Trace(tests, lines, tracer.seconds, failures.tests)
