"""A lock for the threads of one process, which a child made by a fork does not wait for."""

import os
from threading import RLock
from types import TracebackType

from events.errors import StoreClosedError


class ProcessLock:
    """Lets one thread at a time use a store; the thread may enter again."""

    def __init__(self, name: str) -> None:
        """Make a lock of this process; *name* says in errors what it protects."""
        self._name = name
        self._lock = RLock()
        self._process = os.getpid()

    @property
    def is_ours(self) -> bool:
        """Whether this process made the lock, not one from which it was forked."""
        return self._process == os.getpid()

    def __enter__(self) -> None:
        # Asked before the lock is taken: a thread that held it during the fork does not exist in
        # the child, and never releases it there.
        if not self.is_ours:
            raise StoreClosedError(f"{self._name}: opened by another process, before a fork")
        self._lock.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()
