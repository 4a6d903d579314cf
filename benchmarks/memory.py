"""A process of its own that replays a log, keeping no state, and prints its peak memory in MiB."""

import sys

from benchmarks.measuring import peak_memory
from lifecycle.registry.registry import Registry


def main() -> None:
    with Registry.open(sys.argv[1], readonly=True) as registry:
        for _ in registry.replay():
            pass
    print(peak_memory())


if __name__ == "__main__":
    main()
