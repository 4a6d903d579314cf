"""Work in a forked child, which finds everything imported already, and can do no harm."""

import os
import pickle
import resource
import shutil
import signal
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from time import monotonic, sleep

MEMORY_BYTES_MAX = 4 << 30
"""A mutant that wants more is stopped."""
_WALL_FACTOR = 30  # the machine may be busy with other things


@dataclass
class Child:
    """A running child: what it finds is read from its pipe."""

    pid: int
    pipe: int
    folder: str
    ends_by: float
    """On the monotonic clock; then it is stopped."""
    received: bytearray = field(default_factory=bytearray)

    def read(self) -> bool:
        """Take in what the child has written; tell whether it is done."""
        chunk = os.read(self.pipe, 1 << 16)
        self.received += chunk
        return not chunk

    def finish(self) -> object:
        """Return what the child found; None if it was stopped.

        Raises:
            RuntimeError: If it fell over by a fault of ours.
        """
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.pipe)
        shutil.rmtree(self.folder, ignore_errors=True)
        if not self.received and os.WIFSIGNALED(status):
            return None
        found, fault = pickle.loads(self.received)  # noqa: S301  # written by our own child
        if fault:
            raise RuntimeError(fault)
        return found


def start(work: Callable[[], object], cpu_seconds_max: int | None = None) -> Child:
    """Start *work* in a child of its own, with a folder of its own for what its tests write."""
    reading, writing = os.pipe()
    folder = tempfile.mkdtemp(prefix="mutation-")
    pid = os.fork()
    if not pid:
        _be_child(work, folder, writing, cpu_seconds_max)
    os.close(writing)
    _lead_group(pid)
    seconds = inf if cpu_seconds_max is None else cpu_seconds_max * _WALL_FACTOR
    return Child(pid, reading, folder, monotonic() + seconds)


def outcome(child: Child) -> object:
    """Wait for *child*; return as its `finish` does."""
    try:
        while not child.read():
            pass
    except BaseException:
        os.kill(child.pid, signal.SIGTERM)
        raise
    return child.finish()


def _lead_group(pid: int) -> None:
    """Make the process *pid* the head of a group, from whichever side comes first."""
    try:
        os.setpgid(pid, pid)
    except OSError:  # the child has done so, or is gone
        return


def _be_child(
    work: Callable[[], object], folder: str, writing: int, cpu_seconds_max: int | None
) -> None:
    parent = os.getppid()
    try:
        _lead_group(0)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        if cpu_seconds_max is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds_max, cpu_seconds_max + 1))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
        found = _outcome(work)
        with open(writing, "wb") as pipe:
            pipe.write(found)
    finally:
        while os.getppid() == parent:  # it ends us, and whatever the tests have started
            sleep(0.1)
        os._exit(1)


def _outcome(work: Callable[[], object]) -> bytes:
    try:
        return pickle.dumps((work(), None))
    except BaseException:  # noqa: BLE001  # it goes to the parent
        return pickle.dumps((None, traceback.format_exc()))
