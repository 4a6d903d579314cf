"""Measure several sides of the same work in turns, so that a slow moment hits all of them."""

import gc
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeAlias

Side: TypeAlias = Callable[[], int]
"""Does one round of the work and returns how many times the work was done in it."""


def rates(sides: Mapping[str, Side], rounds: int) -> dict[str, float]:
    """Return how often a second each side does the work: the median of *rounds*.

    The sides take turns, and each round begins with another side.
    """
    found: dict[str, list[float]] = {name: [] for name in sides}
    names = list(sides)
    for _ in range(rounds):
        for name in names:
            gc.collect()
            # Neither side is to pay for looking through what the other one holds.
            gc.freeze()
            start = perf_counter()
            count = sides[name]()
            found[name].append(count / (perf_counter() - start))
        names.append(names.pop(0))
    return {name: median(values) for name, values in found.items()}


def run_python(*arguments: str) -> str:
    """Run this interpreter as a process of its own and return what it prints."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def peak_memory() -> float:
    """Return the most memory that this process ever held, in MiB.

    Asked of the kernel's account of the process itself: that of `resource.getrusage` begins with
    what the parent held when it started the process.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not tell the peak memory of a process")
