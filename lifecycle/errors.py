"""Errors of the lifecycle package: one base, context as attributes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from typing_extensions import override

from events.errors import Error
from lifecycle.refusal import Refusal


class LifecycleError(Error):
    """Base of the errors of this package; those of the log derive from `events.errors.Error` too.

    Catch `lifecycle.Error` for both.
    """

    code = "lifecycle_error"
    http_status = 500


class DateError(LifecycleError):
    """A text is not a date that this project reads.

    Write it as EDTF, e.g. ``2025-12-09`` or ``2025-12``.
    """

    code = "invalid_date"
    http_status = 422

    def __init__(self, text: str, reason: str, place: int) -> None:
        self.text, self.reason, self.place = text, reason, place
        super().__init__(f"{text!r}: {reason} (at character {place + 1})")


class InvalidArgumentError(LifecycleError):
    """An argument of a call is out of its range or of another type; correct it and call again.

    Attributes:
        argument: Its name, e.g. ``as_of``.
        reason: What is wrong with its value.
    """

    code = "invalid_argument"
    http_status = 422

    def __init__(self, argument: str, reason: str) -> None:
        self.argument, self.reason = argument, reason
        super().__init__(f"{argument}: {reason}")


def check_argument(argument: str, value: object, *kinds: type) -> None:
    """Check that the *value* of an argument is of one of *kinds*, as type checkers tell too.

    Raises:
        InvalidArgumentError: If it is not.
    """
    if not isinstance(value, kinds):
        wanted = " or ".join(_KINDS[kind] for kind in kinds)
        raise InvalidArgumentError(argument, f"should be {wanted}, not {repr(value)[:100]}")


_KINDS = {str: "text", int: "a whole number", Iterable: "a list", Mapping: "a table"}


class DefinitionError(LifecycleError):
    """A definition has faults; mend the named places and load it again."""

    code = "invalid_definition"
    http_status = 422

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        self.name, self.problems = name, problems
        super().__init__(f"{name}: " + "; ".join(problems))


class NotFoundError(LifecycleError):
    """Nothing of that name is on record; `nearest` is the closest name that is."""

    code = "not_found"
    http_status = 404

    def __init__(self, kind: str, name: str, nearest: str | None = None) -> None:
        self.kind, self.name, self.nearest = kind, name, nearest
        hint = f"; did you mean {nearest!r}?" if nearest else ""
        super().__init__(f"there is no {kind} {name!r}{hint}")


class InvalidFactError(LifecycleError):
    """A fact cannot be recorded under any policy; correct it and record it again."""

    code = "invalid_fact"
    http_status = 422

    def __init__(self, reason: str, *, place: str = "", event_id: str | None = None) -> None:
        self.reason, self.place = reason, place
        self.event_id = event_id
        """Id of the fact that it is about, once that is known."""
        super().__init__(f"{place}: {reason}" if place else reason)


class UnreadableFactError(LifecycleError):
    """A stored event does not have the shape of its type; run ``verify`` on the log."""

    code = "unreadable_fact"
    http_status = 500

    def __init__(self, position: int, event_type: str, reason: str) -> None:
        self.position, self.event_type, self.reason = position, event_type, reason
        super().__init__(f"position {position}: {event_type} cannot be read: {reason}")


class UnreadableMechanismsError(LifecycleError):
    """Some mechanisms of a log cannot be read; run ``verify`` on it. All others were given before.

    `mechanisms` has the id of each, and the error that says where and why.
    """

    code = "unreadable_mechanisms"
    http_status = 500

    def __init__(self, mechanisms: Sequence[tuple[str, Error]]) -> None:
        self.mechanisms = tuple(mechanisms)
        reasons = "; ".join(f"{mechanism_id}: {error}" for mechanism_id, error in mechanisms)
        super().__init__(f"{len(mechanisms)} of the mechanisms on record cannot be read: {reasons}")

    @override
    def to_dict(self) -> dict[str, Any]:
        """Return code and message, and for each mechanism its id and the members of its error."""
        mechanisms = [{"id": name, "error": error.to_dict()} for name, error in self.mechanisms]
        return {"code": self.code, "message": self.message, "mechanisms": mechanisms}


class CommandRefusedError(LifecycleError):
    """The mechanism's policy does not allow the command now; nothing was recorded.

    `refusal` says why, and what is allowed instead.
    """

    code = "command_refused"
    http_status = 409

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        self.event_id: str | None = refusal.event_id
        """Id of the fact that is refused."""
        self.place = ""
        """Where the fact stands, if it comes from a file."""
        super().__init__(refusal)

    @override
    def __str__(self) -> str:
        return f"{self.place}: {self.refusal}" if self.place else str(self.refusal)

    @override
    def to_dict(self) -> dict[str, Any]:
        """Return code, message and place of the error with the members of its refusal."""
        refusal = {**self.refusal.to_dict(), "event_id": self.event_id}
        return {"code": self.code, "message": self.message, "place": self.place, **refusal}


class DossierError(LifecycleError):
    """A dossier cannot be read; nothing was recorded. Mend the named place."""

    code = "invalid_dossier"
    http_status = 422

    def __init__(self, file: str, place: str, reason: str, *, line: int | None = None) -> None:
        self.file, self.place, self.reason, self.line = file, place, reason, line
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {place}: {reason}" if place else f"{where}: {reason}")
