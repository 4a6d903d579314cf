"""The table of results: what was measured, what was to be reached, and whether it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

HEADINGS = ("work", "ours", "limit", "peer", "reached", "to reach", "")


class Target(NamedTuple):
    """One thing to reach, how near it was come, and whether that is enough."""

    wanted: str
    reached: str
    met: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One work, with what each side did."""

    work: str
    ours: str
    limit: str
    peer: str
    targets: tuple[Target, ...]

    def cells(self) -> tuple[str, ...]:
        """Return the row as it stands in the table."""
        verdict = "met" if all(target.met for target in self.targets) else "short"
        return (
            self.work,
            self.ours,
            self.limit,
            self.peer,
            ", ".join(target.reached for target in self.targets),
            ", ".join(target.wanted for target in self.targets),
            verdict,
        )


def rate_row(work: str, rates: Mapping[str, float], wanted: Mapping[str, float]) -> Row:
    """Return the row of a work measured in times a second.

    Args:
        work: What was done.
        rates: Of ``ours`` and the sides beside it, ``limit`` and ``peer``.
        wanted: How many times as fast as which side ours is to be.
    """
    targets = []
    for side, least in wanted.items():
        ratio = rates["ours"] / rates[side]
        targets.append(Target(f">= {least:g} x {side}", f"{ratio:.2f} x {side}", ratio >= least))
    ours, limit, peer = (_rate(rates.get(side)) for side in ("ours", "limit", "peer"))
    return Row(work, ours, limit, peer, tuple(targets))


def at_most(most: float, value: float, unit: str) -> Target:
    """Return the target that *value* is not above *most*."""
    return Target(f"<= {most:g} {unit}", f"{value:.3g} {unit}", value <= most)


def _rate(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:,.0f}/s"


def render(rows: Sequence[Row]) -> str:
    """Return *rows* as a plain-text table."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
