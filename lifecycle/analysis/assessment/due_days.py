"""An obligation on a day, and how a due day that is known only within bounds is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lifecycle.dates.bounds import Answer, Bounds
from lifecycle.dates.edtf import day_text
from lifecycle.definitions.definition import ObligationRule
from lifecycle.facts.fact import Fact
from lifecycle.views.life import Life

Status = Literal["fulfilled", "open", "lapsed", "not_applicable", "undetermined"]


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that the definition obliges the parties to do, as of a day."""

    name: str
    """Its name in the definition."""
    title: str
    due: int | None
    """Day number of the last day for it; None where none can be told."""
    status: Status
    """``undetermined``: the dates on record leave open whether it was kept."""
    by: Fact | None
    """The fact that keeps it, or that shows that it was not kept."""
    basis: str
    """One sentence."""
    place: int = 1
    """Which one it is of those with its name and its due day."""

    @property
    def key(self) -> str:
        """What tells it from every other one of its mechanism, whenever it is asked for."""
        key = f"{self.name} {'undated' if self.due is None else day_text(self.due)}"
        return key if self.place == 1 else f"{key} {self.place}"


def unmet(life: Life, due: Bounds) -> Status:
    """Return what becomes of an obligation that nothing on record keeps."""
    if due.last is None:
        return "undetermined"
    status = missed(life, due)
    passed = due.is_passed(life.as_of)
    if status == "not_applicable" or passed:
        return status
    return "open" if passed is False else "undetermined"


def missed(life: Life, due: Bounds) -> Status:
    """Return what becomes of an obligation that was certainly not kept by its day."""
    return _MISSED[life.rests_over(due)]


_MISSED: Mapping[Answer, Status] = {
    True: "not_applicable",
    None: "undetermined",
    False: "lapsed",
}


def obligation(
    asked: ObligationRule, due: Bounds, status: Status, by: Fact | None, basis: str
) -> Obligation:
    """Return what *asked* comes to; *basis* need not begin with a capital."""
    return Obligation(asked.name, asked.title, due.last, status, by, basis[0].upper() + basis[1:])
