"""Roadmaps: told too vaguely, before the mechanism, two at once."""

from collections.abc import Iterator
from itertools import combinations
from math import inf

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.dates.edtf import parse
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    RoadmapActivated,
    RoadmapCompleted,
    RoadmapSuperseded,
)
from lifecycle.views.date_words import when
from lifecycle.views.life import Life
from lifecycle.views.phrases import listed
from lifecycle.views.reading import text_of

RUNNING_MAX = 50
"""Roadmaps, the newest, that are compared with each other."""

_ENDS: tuple[type[RoadmapSuperseded] | type[RoadmapCompleted], ...] = (
    RoadmapSuperseded,
    RoadmapCompleted,
)
_SIGNS = frozenset({"agree", "sign_tor", "conclude_instrument", "hold_meeting"})
"""Acts that show that there is a mechanism."""
_Roadmap = tuple[Fact, RoadmapActivated]


def _roadmap_vague(life: Life) -> Iterator[Observation]:
    for fact in life.of(RoadmapActivated):
        missing = [word for word in ("document", "title") if text_of(fact, word) is None]
        if text_of(fact, "term") is None and text_of(fact, "duration") is None:
            missing.append("term")
        if missing:
            yield observation(
                f"No {listed(missing, 'or')} of the roadmap is on record"
                f" (basis: {text_of(fact, 'basis')}).",
                fact,
            )


def _roadmap_without_mechanism(life: Life) -> Iterator[Observation]:
    if not life.is_whole:
        return
    for fact in life.of(RoadmapActivated):
        if not any(
            sign.act and sign.act.trigger in _SIGNS and life.order.may_precede(sign, fact)
            for sign in life.facts
        ):
            yield observation(
                f"The roadmap {when(fact)} is active, but by then no agreement, instrument or"
                " meeting of the mechanism is on record.",
                fact,
            )


def _roadmap_overlap(life: Life) -> Iterator[Observation]:
    if len(life.of(RoadmapActivated)) == 1:
        return
    closed = {end.roadmap for model in _ENDS for _, end in life.told(model)}
    if None in closed:
        return
    running = [one for one in life.roadmaps if one[1].roadmap not in closed]
    for a, b in combinations(running[-RUNNING_MAX:], 2):
        if not _belong_together(a[1], b[1]) and _overlap(a[1].term, b[1].term):
            yield observation(
                f"The terms of {_title(a)} ({a[1].term}) and of {_title(b)} ({b[1].term}) overlap.",
                a[0],
                b[0],
            )


def _title(roadmap: _Roadmap) -> str:
    fact, event = roadmap
    return event.title or event.roadmap or f"the roadmap {when(fact)}"


def _belong_together(a: RoadmapActivated, b: RoadmapActivated) -> bool:
    """Return whether one is part or a new edition of the other, or both are parts of one."""
    same = a.roadmap is not None and a.roadmap == b.roadmap
    return same or a.parent is not None or b.parent is not None


def _overlap(a: str | None, b: str | None) -> bool:
    """Return whether two terms certainly have days in common."""
    if a is None or b is None:
        return False
    (a_begun, a_runs), (b_begun, b_runs) = _certain(a), _certain(b)
    return max(a_begun, b_begun) <= min(a_runs, b_runs)


def _certain(term: str) -> tuple[float, float]:
    """Return the day by which a term has certainly begun, and up to which it certainly runs.

    ``2020/2025`` has begun by the end of 2020 and runs to the start of 2025; ``2025`` is all of it.
    """
    start, slash, end = term.partition("/")
    if not slash:
        return _bound(parse(term).earliest, inf), _bound(parse(term).latest, -inf)
    begun = {"": inf, "..": -inf}.get(start)
    runs = {"": -inf, "..": inf}.get(end)
    return (
        _bound(parse(start).latest, inf) if begun is None else begun,
        _bound(parse(end).earliest, -inf) if runs is None else runs,
    )


def _bound(day: int | None, unknown: float) -> float:
    return unknown if day is None else day


_ROADMAPS = frozenset({RoadmapActivated.type})

KINDS = (
    Kind(
        "roadmap_vague",
        "warning",
        "A roadmap without document, title or term",
        _roadmap_vague,
        _ROADMAPS,
    ),
    Kind(
        "roadmap_without_mechanism",
        "warning",
        "A roadmap before the mechanism",
        _roadmap_without_mechanism,
        _ROADMAPS,
    ),
    Kind(
        "roadmap_overlap",
        "info",
        "Two roadmaps run at once",
        _roadmap_overlap,
        _ROADMAPS,
    ),
)
