"""What can go wrong, and what the caller should do about it."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, ClassVar

from typing_extensions import override


class Error(Exception):
    """Base of all errors that `events` and `lifecycle` raise on purpose."""

    code: ClassVar[str] = "error"
    """A word for programs, unique to the class; it never changes."""
    http_status: ClassVar[int] = 500
    """The status that a web service answers with, unless it knows better."""

    @property
    def message(self) -> str:
        """The error in words, with the notes that were added to it."""
        return "; ".join((str(self), *getattr(self, "__notes__", ())))

    def to_dict(self) -> dict[str, Any]:
        """Return the code, the message and the public attributes of the error, as JSON."""
        context = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        return {"code": self.code, "message": self.message, **_as_json(context)}


def _as_json(value: object) -> Any:  # noqa: ANN401  # JSON of any shape
    """Return *value* as JSON; what JSON does not have, as Python writes it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, Mapping):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_as_json(item) for item in value]
    return repr(value)


class EventsError(Error):
    """Base of all errors of this package."""

    code = "events_error"
    http_status = 500


class InvalidEventError(EventsError):
    """A name, an id or a version breaks the rules of the log; nothing was written. Correct it."""

    code = "invalid_event"
    http_status = 422

    def __init__(self, what: str, value: object, rule: str) -> None:
        self.what, self.value, self.rule = what, value, rule
        super().__init__(f"{what} {value!r:.240} is not {rule}")


class ClockError(InvalidEventError):
    """The clock cannot be right; nothing was written. Set it, then repeat the append."""

    code = "wrong_clock"
    http_status = 500

    def __init__(self, moment: object, rule: str) -> None:
        super().__init__("the clock's time", moment, rule)


class EncodingError(EventsError):
    """A value or a byte string is outside the canonical form. Correct what stands at `place`.

    Attributes:
        reason: What is wrong.
        place: Where, as a path from the root ``$``, e.g. ``$.data.visitors[2]``.
    """

    code = "not_encodable"
    http_status = 422

    def __init__(self, reason: str) -> None:
        self.reason, self.place = reason, "$"
        super().__init__(reason)

    def within(self, step: str | int) -> "EncodingError":
        """Note that the fault lies inside the member or item *step* of the value now looked at."""
        link = f"[{step}]" if isinstance(step, int) else f".{step:.80}"
        self.place = f"${link}{self.place[1:]}"
        return self

    @override
    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class TooLargeError(EncodingError):
    """An event is larger than the format allows. Keep attachments outside, record their hash."""

    code = "too_large"
    http_status = 413

    def __init__(self, size: int, limit: int) -> None:
        self.size, self.limit = size, limit
        super().__init__(f"an event of {size:,} bytes; at most {limit:,} are allowed")


class WrongExpectedVersionError(EventsError):
    """The stream moved on between reading and appending; nothing was written.

    Read again, decide again, append again.
    """

    code = "wrong_expected_version"
    http_status = 409

    def __init__(self, stream: str, *, expected: int, actual: int) -> None:
        self.stream, self.expected, self.actual = stream, expected, actual
        super().__init__(f"{stream}: expected version {expected}, found {actual}")


class EventIdReusedError(EventsError):
    """An event id already names something else; nothing was written. Make a new id for a new event.

    Attributes:
        event_id: The id used twice.
        position: Where it is recorded; None if it stands twice in what was to be appended.
    """

    code = "event_id_reused"
    http_status = 409

    def __init__(self, event_id: str, position: int | None, reason: str) -> None:
        self.event_id, self.position = event_id, position
        super().__init__(f"event id {event_id!r} {reason}")


class BrokenRecordError(EventsError):
    """The record at `position` cannot be part of this log. Verify the log; do not go on past it."""

    code = "broken_record"
    http_status = 500

    def __init__(self, position: int, reason: str) -> None:
        self.position, self.reason = position, reason
        super().__init__(f"position {position}: {reason}")


class LogsDivergeError(EventsError):
    """Two logs differ at `position`; nothing was written. Find out which of them was rewritten."""

    code = "logs_diverge"
    http_status = 409

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(f"the logs differ at position {position}")


class UpcastingError(EventsError):
    """A recorded event could not be brought to its current shape. Stop replaying here."""

    code = "upcasting_failed"
    http_status = 500

    def __init__(self, event_type: str, position: int, reason: str) -> None:
        self.type, self.position = event_type, position
        super().__init__(f"position {position}: event type {event_type!r} {reason}")


class UnknownEventTypeError(UpcastingError):
    """The log holds an event type unknown to this program. Use the program that wrote it."""

    code = "unknown_event_type"
    http_status = 500

    def __init__(self, event_type: str, position: int) -> None:
        super().__init__(event_type, position, "is not known")


class UnknownSchemaVersionError(UpcastingError):
    """The log holds an event in a shape newer than this program. Use a newer program.

    Attributes:
        found: Schema version of the event.
        known: Newest schema version of its type known here.
    """

    code = "unknown_schema_version"
    http_status = 500

    def __init__(self, event_type: str, position: int, *, found: int, known: int) -> None:
        self.found, self.known = found, known
        super().__init__(event_type, position, f"has schema version {found}, known up to {known}")


class StoreError(EventsError):
    """The database refused or failed; nothing was written, except as `UnknownOutcomeError` says."""

    code = "store_failed"
    http_status = 500


class StoreBusyError(StoreError):
    """Another program holds the database locked. Try again later with the same event ids.

    Attributes:
        waited: For how long its lock was waited for, in seconds.
    """

    code = "store_busy"
    http_status = 503

    def __init__(self, message: str, *, waited: float = 0.0) -> None:
        self.waited = waited
        super().__init__(message)


class StoreFullError(StoreError):
    """The disk is full or a file may not grow. Free space, then repeat with the same event ids."""

    code = "store_full"
    http_status = 507


class StoreFaultError(StoreError):
    """The operating system failed the database, or the file is damaged.

    Look after the disk and verify the log, then repeat with the same event ids.
    """

    code = "store_fault"
    http_status = 500


class CannotOpenError(StoreError):
    """The database cannot be opened. Check that the folder is there and who may use it."""

    code = "cannot_open"
    http_status = 500


class NeedsRecoveryError(StoreError):
    """A file that another program left beside the database has to be read too, and cannot be.

    Open the database for writing once, which finishes or takes back what was interrupted. Where
    that is not allowed, copy it together with that file to a place that can be written, and open
    the copy for writing.

    Attributes:
        path: The database.
        beside: The other file: a rollback journal or a write-ahead log.
    """

    code = "needs_recovery"
    http_status = 500

    def __init__(self, path: str, beside: str, reason: str) -> None:
        self.path, self.beside = path, beside
        super().__init__(
            f"{path}: {reason}; open it for writing once, or copy it together with {beside} to a"
            " folder that can be written and open the copy for writing"
        )


class OutOfOrderError(StoreError):
    """The guards of the database refused a row that does not continue the log. Verify the log."""

    code = "out_of_order"
    http_status = 500


class StoreReadOnlyError(StoreError):
    """The database was opened for reading, or may only be read. Open it for writing."""

    code = "store_read_only"
    http_status = 403


class StoreClosedError(StoreError):
    """The store was closed, or was opened by another process before a fork. Open it anew."""

    code = "store_closed"
    http_status = 500


class UnknownOutcomeError(StoreError):
    """The commit failed halfway: the events are recorded wholly or not at all.

    Repeat the append with the same event ids: it returns the first result or writes it now.
    """

    code = "unknown_outcome"
    http_status = 503


class NotAnEventStoreError(StoreError):
    """The file is missing or is not an event store. Check the path; nothing was changed."""

    code = "not_an_event_store"
    http_status = 500

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}")


class StoreMissingError(NotAnEventStoreError):
    """There is no file of that name. Check the path; nothing was made."""

    code = "store_missing"
    http_status = 500


class NewerSchemaError(StoreError):
    """The store was written by a newer program. Use that; nothing was changed."""

    code = "newer_schema"
    http_status = 500

    def __init__(self, path: str, *, found: int, known: int) -> None:
        self.path, self.found, self.known = path, found, known
        super().__init__(f"{path}: schema {found} is newer than {known}, the newest known here")


class GuardsMissingError(StoreError):
    """Protections of the store were removed or altered. Verify the log before anything is written.

    Attributes:
        path: The database.
        guards: One sentence for each protection.
    """

    code = "guards_missing"
    http_status = 500

    def __init__(self, path: str, guards: list[str]) -> None:
        self.path, self.guards = path, guards
        super().__init__(f"{path}: {'; '.join(guards)}")


class ClockWarning(UserWarning):
    """The clock and the last event of the log contradict each other. Find out which is wrong.

    Made an error (`warnings.simplefilter`), it refuses the append; nothing is written then.
    """
