"""Who led the sides: missing, of unequal rank, or other than announced."""

from collections.abc import Iterator, Sequence

from lifecycle.anomalies.kinds import Finding, Kind, finding
from lifecycle.anomalies.life import Life
from lifecycle.anomalies.ranks import BANDS, rank_of
from lifecycle.anomalies.words import counted, listed, on, when
from lifecycle.domain_events import ChairNamed, MeetingHeld
from lifecycle.domain_events.meetings import CoChair
from lifecycle.facts import Fact

ANNOUNCED_DAYS_MAX = 366
"""Days before a meeting within which a chair is announced for it; later ones come unannounced."""


def _chair_missing(life: Life) -> Iterator[Finding]:
    for fact, event in life.meetings:
        known = {c.party for c in event.co_chairs if c.name or c.title or c.office}
        missing = [party for party in life.parties if party not in known]
        if known and missing:
            yield finding(
                f"The chair of {listed(missing)} at the meeting {when(fact)} is not on record.",
                fact,
            )


def _rank_asymmetry(life: Life) -> Iterator[Finding]:
    one, other = life.parties
    unequal: dict[tuple[int, int], list[Fact]] = {}
    for fact, event in life.meetings:
        ranks = _ranks(event.co_chairs)
        a, b = ranks.get(one), ranks.get(other)
        if a is not None and b is not None and a != b:
            unequal.setdefault((a, b), []).append(fact)
    for (a, b), facts in unequal.items():
        more = f" and {counted(len(facts) - 1, 'other')}" if len(facts) > 1 else ""
        yield finding(
            f"The chairs of the meeting {when(facts[0])}{more} were of unequal rank by their"
            f" titles: {one} {BANDS[a]}, {other} {BANDS[b]}.",
            *facts,
        )


def _ranks(chairs: Sequence[CoChair]) -> dict[str, int | None]:
    """Return the highest rank of each side; None if not all of its ranks are known."""
    highest: dict[str, int | None] = {}
    for chair in chairs:
        title = chair.title or chair.office
        rank = None if title is None else rank_of(title)
        known = highest.get(chair.party, rank)
        highest[chair.party] = None if rank is None or known is None else min(rank, known)
    return highest


def _chair_differs_from_announced(life: Life) -> Iterator[Finding]:
    named = list(life.told(ChairNamed))
    for fact, event in life.meetings:
        for party in life.parties:
            own = [pair for pair in named if pair[1].party == party]
            announced = _announced(life, own, fact)
            chairs = [chair for chair in event.co_chairs if chair.party == party]
            names = [chair.name for chair in chairs if chair.name and not chair.represented_by]
            if announced is None or not names or len(names) < len(chairs):
                continue
            notice, expected = announced
            if not any(_may_be_one(expected, name) for name in names):
                yield finding(
                    f"{listed(names)} led the side of {party} {on(fact)}; {expected} was"
                    f" announced {on(notice)}.",
                    fact,
                    notice,
                )


def _announced(
    life: Life, named: Sequence[tuple[Fact, ChairNamed]], meeting: Fact
) -> tuple[Fact, str] | None:
    """Return who certainly was the last one named by a meeting, and by which fact."""
    by_then = [pair for pair in named if life.order.may_precede(pair[0], meeting)]
    if not by_then or not all(life.order.before(fact, meeting) for fact, _ in by_then):
        return None
    fact, event = by_then[-1]
    if event.name is None or event.status == "vacant":
        return None
    alone = all(life.order.before(other, fact) for other, _ in by_then[:-1])
    return (fact, event.name) if alone and _is_fresh(fact, meeting) else None


def _is_fresh(notice: Fact, meeting: Fact) -> bool:
    """Tell whether an announcement was made for a meeting certainly not long after it."""
    if notice.occurred is None or meeting.occurred is None:
        return False
    begun, until = notice.occurred.earliest, meeting.occurred.latest
    return begun is not None and until is not None and until - begun <= ANNOUNCED_DAYS_MAX


def _may_be_one(a: str, b: str) -> bool:
    """Tell whether two names may mean one person: all words of one are in the other."""
    words, others = (set(name.casefold().split()) for name in (a, b))
    return words <= others or others <= words


_MEETINGS = frozenset({MeetingHeld.type})

KINDS = (
    Kind("rank_asymmetry", "info", "Chairs of unequal rank", _rank_asymmetry, _MEETINGS),
    Kind("chair_missing", "info", "The chair of one side is not known", _chair_missing, _MEETINGS),
    Kind(
        "chair_differs_from_announced",
        "info",
        "Somebody else led a side than announced",
        _chair_differs_from_announced,
        frozenset({ChairNamed.type}),
    ),
)
