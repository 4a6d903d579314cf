"""Who led the sides: missing, of unequal rank, or other than announced."""

from collections.abc import Iterator, Sequence

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.analysis.anomalies.ranks import BANDS, rank_of
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import ChairNamed, MeetingHeld
from lifecycle.views.date_words import on, when
from lifecycle.views.held_meetings import Chair
from lifecycle.views.life import Life
from lifecycle.views.phrases import counted, listed

ANNOUNCED_DAYS_MAX = 366
"""Days before a meeting within which a chair is announced for it; later ones come unannounced."""


def _chair_missing(life: Life) -> Iterator[Observation]:
    for meeting in life.held:
        known = {
            chair["party"]
            for chair in meeting.chairs
            if chair.get("name") or chair.get("title") or chair.get("office")
        }
        if known and not known.issuperset(life.parties):
            missing = [party for party in life.parties if party not in known]
            yield observation(
                f"The chair of {listed(missing)} at the meeting {when(meeting.fact)} is not on"
                " record.",
                meeting.fact,
            )


def _rank_asymmetry(life: Life) -> Iterator[Observation]:
    one, other = life.parties
    unequal: dict[tuple[int, int], list[Fact]] = {}
    for meeting in life.held:
        ranks = _ranks(meeting.chairs)
        a, b = ranks.get(one), ranks.get(other)
        if a is not None and b is not None and a != b:
            unequal.setdefault((a, b), []).append(meeting.fact)
    for (a, b), facts in unequal.items():
        more = f" and {counted(len(facts) - 1, 'other')}" if len(facts) > 1 else ""
        yield observation(
            f"The chairs of the meeting {when(facts[0])}{more} were of unequal rank by their"
            f" titles: {one} at the level of {BANDS[a]}, {other} of {BANDS[b]}.",
            *facts,
        )


def _ranks(chairs: Sequence[Chair]) -> dict[str, int | None]:
    """Return the highest rank of each side; None if not all of its ranks are known."""
    highest: dict[str, int | None] = {}
    for chair in chairs:
        party, title = chair["party"], chair.get("title") or chair.get("office")
        rank = None if title is None else rank_of(title)
        if party in highest:
            known = highest[party]
            rank = None if rank is None or known is None else min(rank, known)
        highest[party] = rank
    return highest


def _chair_differs_from_announced(life: Life) -> Iterator[Observation]:
    named = list(life.told(ChairNamed))
    for meeting in life.held:
        for party in life.parties:
            names = _names(meeting.chairs, party)
            own = [pair for pair in named if pair[1].party == party]
            announced = _announced(life, own, meeting.fact) if names else None
            if announced is None:
                continue
            notice, expected = announced
            if not any(_may_be_one(expected, name) for name in names):
                yield observation(
                    f"{listed(names)} led the side of {party} {on(meeting.fact)}; {expected} was"
                    f" announced {on(notice)}.",
                    meeting.fact,
                    notice,
                )


def _names(chairs: Sequence[Chair], party: str) -> list[str]:
    """Return who sat in the chair for *party*; nobody if that is not told of all its chairs."""
    own = [chair for chair in chairs if chair["party"] == party]
    names = [chair.get("name") for chair in own if not chair.get("represented_by")]
    known = [name for name in names if name]
    return known if len(known) == len(own) else []


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
    """Return whether an announcement was made for a meeting certainly not long after it."""
    days = bounds_of(notice.occurred).days_max(bounds_of(meeting.occurred))
    return days is not None and days <= ANNOUNCED_DAYS_MAX


def _may_be_one(a: str, b: str) -> bool:
    """Return whether two names may mean one person: all words of one are in the other."""
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
