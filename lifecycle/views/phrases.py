"""How sentences tell counts, lists and dates with an open start."""

from collections.abc import Sequence

from lifecycle.dates.edtf import Edtf

NAMED_MAX = 6
"""Things that one sentence names at most."""


def listed(words: Sequence[str], join: str = "and") -> str:
    """Return *words* as ``a, b and c``; behind `NAMED_MAX` of them, how many more there are."""
    if len(words) > NAMED_MAX:
        words = [*words[:NAMED_MAX], f"{len(words) - NAMED_MAX} more"]
    *some, last = words
    return f"{', '.join(some)} {join} {last}" if some else last


def does(parties: Sequence[str], singular: str, plural: str) -> str:
    """Return who does something: ``AA denies``, ``AA and ZZ deny``."""
    return f"{listed(parties)} {singular if len(parties) == 1 else plural}"


def counted(number: int, noun: str) -> str:
    """Return *number* with *noun*: ``1 meeting``, ``2 meetings``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def at_latest(date: Edtf) -> str:
    """Return a *date* with an open start: ``by 2001 at the latest``."""
    return f"by {date.text.removeprefix('../')} at the latest"
