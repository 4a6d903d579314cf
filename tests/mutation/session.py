"""pytest, held where the tests are collected and none has run, to run some of them in children."""

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar

import pytest

T = TypeVar("T")


def files_in(patterns: Sequence[str]) -> list[str]:
    """Return the paths of the files that *patterns* name."""
    return sorted({path.as_posix() for pattern in patterns for path in Path().glob(pattern)})


def in_session(
    files: Sequence[str], work: Callable[[pytest.Session], T], without: Sequence[str] = ()
) -> T | None:
    """Collect the tests in *files*; return what *work* makes of them, None if they cannot be.

    Tests whose id begins with one of *without* are left out. What *work* raises is raised.
    """
    loop = _Loop(work)
    warm = "ignore::pytest.PytestAssertRewriteWarning"  # of plugins: they are imported already
    omitted = [f"--deselect={test}" for test in without]
    pytest.main(["-q", "-p", "no:cacheprovider", "-W", warm, *omitted, *files], plugins=[loop])
    if loop.fault is not None:  # pytest only shows it
        raise loop.fault
    return loop.found


class _Loop(Generic[T]):
    """A plugin that does its work instead of running the tests."""

    def __init__(self, work: Callable[[pytest.Session], T]) -> None:
        self.work = work
        self.found: T | None = None
        self.fault: Exception | None = None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not session.testsfailed:  # they cannot be collected
            try:
                self.found = self.work(session)
            except Exception as fault:  # noqa: BLE001  # it is raised where the work was asked for
                self.fault = fault
        return True


def first_failure(session: pytest.Session, tests: Sequence[str]) -> str:
    """Run *tests* of *session*, up to the first that fails; return it, or ``""``."""
    by_id = {item.nodeid: item for item in session.items}
    items = [by_id[test] for test in tests if test in by_id]
    failures = Failures()
    session.config.pluginmanager.register(failures)
    for item, following in pairwise([*items, None]):
        assert item is not None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if failures.tests:
            return failures.tests[0]
    return ""


class Failures:
    """A plugin that takes note of the tests that fail."""

    def __init__(self) -> None:
        self.tests: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.tests.append(report.nodeid)


def silence() -> None:
    """Let nothing that the tests write be seen."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
