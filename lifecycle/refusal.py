"""Why a command is refused, and what is allowed instead: plain values."""

from dataclasses import asdict, dataclass
from typing import Any

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class FailedGuard:
    """A guard that did not hold, and what to do about it."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class AllowedAct:
    """An act that can be recorded now, by each of its names."""

    trigger: str
    """Name in the definition, e.g. ``hold_meeting``."""
    type: str
    """Type of the fact to record, e.g. ``meeting_held``."""
    verb: str | None
    """Method of the registry that records it, e.g. ``meet``; None: use ``record``."""
    title: str
    """Name for people, e.g. ``Hold a meeting``."""

    @property
    def command(self) -> str:
        """The command on the command line, without its arguments: ``meet``."""
        if self.verb is not None:
            return self.verb.replace("_", "-")
        named = f" name={self.trigger}" if self.type == "milestone_reached" else ""
        return f"record {self.type}{named}"

    @override
    def __str__(self) -> str:
        return self.command


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not accepted, and what would be."""

    trigger: str
    state: tuple[str, ...]
    """State of each track at the place in the history where the fact belongs."""
    reason: str
    failed_guards: tuple[FailedGuard, ...] = ()
    allowed: tuple[AllowedAct, ...] = ()
    """What can be recorded there, given the right details."""
    later: tuple[str, ...] = ()
    """Ids of later facts that the new one would make illegal."""
    event_id: str | None = None
    """Id of the new fact that is refused."""

    def to_dict(self) -> dict[str, Any]:
        """Return the refusal as JSON; docs/json.md describes the shape."""
        members = asdict(self)
        return {name: list(v) if isinstance(v, tuple) else v for name, v in members.items()}

    @override
    def __str__(self) -> str:
        where = f"{self.trigger} is refused in state {' / '.join(self.state)}"
        if self.failed_guards:
            reasons = "; ".join(f"{guard.reason} ({guard.name})" for guard in self.failed_guards)
            return f"{where}: {reasons}"
        parts = [f"{where}: {self.reason}"]
        if self.later:
            parts.append(f"later facts that would become illegal: {', '.join(self.later)}")
        parts.append(f"allowed there: {', '.join(map(str, self.allowed)) or 'nothing'}")
        return "; ".join(parts)
