"""What the trial of a part has shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tests.mutation.mutants import Identity
from tests.mutation.running import Result


@dataclass(frozen=True)
class Report:
    """How the mutants of a part fared that were drawn, and those that are listed as equivalent."""

    part: str
    drawn: Sequence[Result]
    listed: Mapping[Identity, str]
    """Reasons of the mutants of this part that are listed."""
    listed_results: Sequence[Result]
    """Of those that exist."""
    known: Collection[Identity]
    """All mutants of the part."""
    killed_min: float

    @cached_property
    def killed(self) -> int:
        """How many of the mutants drawn were noticed."""
        return sum(bool(result.killer) for result in self.drawn)

    @cached_property
    def survivors(self) -> Sequence[Result]:
        """The mutants drawn that no test noticed, and that are not listed."""
        alive = [r for r in self.drawn if not r.killer and r.mutant.identity not in self.listed]
        return sorted(alive, key=lambda r: (r.mutant.identity.path, r.mutant.line, r.mutant.index))

    @property
    def share(self) -> float:
        """The share of the mutants drawn that were noticed, without those that are listed."""
        judged = self.killed + len(self.survivors)
        return self.killed / judged if judged else 1.0

    @property
    def is_good(self) -> bool:
        """Whether enough of them were noticed."""
        return self.share >= self.killed_min

    @property
    def text(self) -> str:
        """The survivors, what is wrong with the list, and the figures."""
        lines = [_survivor(result) for result in self.survivors]
        lines += [
            f"{_place(i)}: listed as equivalent, but there is no such mutant\n{_difference(i)}"
            for i in sorted(self.listed.keys() - set(self.known))
        ]
        lines += [
            f"{_place(r.mutant.identity)}: listed as equivalent, but killed by {r.killer}\n"
            f"{_difference(r.mutant.identity)}"
            for r in self.listed_results
            if r.killer
        ]
        equivalent = len(self.drawn) - self.killed - len(self.survivors)
        less = "" if self.is_good else f", less than {self.killed_min:.0%}"
        lines.append(
            f"{self.part}: {len(self.drawn)} of {len(self.known)} mutants tried, {self.killed}"
            f" killed, {equivalent} equivalent, {len(self.survivors)} survived:"
            f" {self.share:.1%} killed{less}"
        )
        return "\n".join(lines)


def _survivor(result: Result) -> str:
    mutant = result.mutant
    return (
        f"{mutant.identity.path}:{mutant.line}: {mutant.operator} in"
        f" {mutant.identity.function or 'the module'} survives {result.tests} tests\n"
        f"{_difference(mutant.identity)}"
    )


def _place(identity: Identity) -> str:
    return f"{identity.path}: {identity.function or 'the module'}"


def _difference(identity: Identity) -> str:
    which = f"  (number {identity.place} of these)" if identity.place > 1 else ""
    return (
        "\n".join(
            [
                *(f"  - {line}" for line in identity.before.splitlines()),
                *(f"  + {line}" for line in identity.after.splitlines()),
            ]
        )
        + which
    )
