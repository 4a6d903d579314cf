"""Exit codes, and which error gets which."""

OK = 0
NEGATIVE = 1
"""A negative finding: verify failed, replay mismatch."""
USAGE = 2
"""Wrong usage, wrong input, or the file system said no."""
REFUSED = 3
CONFLICT = 4
"""Another writer was faster, or held the log for too long. Repeat the command."""
NOT_FOUND = 5
CRASH = 70
INTERRUPTED = 130


def code_of(error: Exception) -> int:
    """Return the exit code for *error*."""
    from events.errors import (
        BrokenRecordError,
        ClockWarning,
        EventsError,
        StoreBusyError,
        UpcastingError,
        WrongExpectedVersionError,
    )
    from lifecycle.errors import (
        CommandRefusedError,
        LifecycleError,
        NotFoundError,
        UnreadableFactError,
        UnreadableMechanismsError,
    )

    codes: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int], ...] = (
        (CommandRefusedError, REFUSED),
        ((WrongExpectedVersionError, StoreBusyError), CONFLICT),
        (NotFoundError, NOT_FOUND),
        (
            (
                UnreadableFactError,
                UnreadableMechanismsError,
                BrokenRecordError,
                UpcastingError,
            ),
            NEGATIVE,
        ),
        ((LifecycleError, EventsError, OSError, ClockWarning), USAGE),
    )
    return next((code for kinds, code in codes if isinstance(error, kinds)), CRASH)
