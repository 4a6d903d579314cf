"""Dates that conflict, are not known to the day, or lie ahead."""

from collections.abc import Iterator
from functools import lru_cache

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.dates.edtf import CACHE_SIZE_MAX, bounds_of, day_text, parse
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import EventDisputed, MeetingHeld
from lifecycle.views.date_words import with_date
from lifecycle.views.life import Life
from lifecycle.views.phrases import counted
from lifecycle.views.reading import is_sitting

AHEAD_DAYS_MAX = 1
"""Days that a date may lie ahead of the log's clock, which tells UTC."""


def _date_conflict(life: Life) -> Iterator[Observation]:
    for dispute, event in life.told(EventDisputed):
        fact = life.by_id.get(event.event)
        if fact is None or event.occurred_claim in {None, str(fact.occurred)}:
            continue
        publishers = ", ".join(source.publisher for source in dispute.envelope.sources)
        says = f"{publishers or 'A source'} gives {event.occurred_claim}"
        yield observation(f"{says} for a fact {with_date(fact)}.", fact, dispute)


def _date_imprecise(life: Life) -> Iterator[Observation]:
    undated = [fact for fact in life.facts if fact.occurred is None and fact.act is not None]
    vague = [fact for fact in life.facts if _is_vague(fact)]
    parts = [counted(len(vague), "fact") + " not dated to a certain day"] if vague else []
    parts += [counted(len(undated), "act") + " without any date"] if undated else []
    if parts:
        yield observation(f"On record: {' and '.join(parts)}.", *vague, *undated)


def _is_vague(fact: Fact) -> bool:
    if fact.occurred is None:
        return False
    exact = _is_exact(fact.occurred.text)
    return fact.type != MeetingHeld.type if exact is None else not exact


@lru_cache(maxsize=CACHE_SIZE_MAX)
def _is_exact(text: str) -> bool | None:
    """Return whether a date is certain to the day; None: if it is that of a sitting."""
    date = parse(text)
    if date.uncertain or date.approximate:
        return False
    return True if date.earliest == date.latest else None if is_sitting(date) else False


def _future_dated(life: Life) -> Iterator[Observation]:
    begun = life.history[0].recorded_day or 0  # the log took in nothing before
    for fact in life.facts:
        earliest = bounds_of(fact.occurred).first
        if earliest is None or earliest <= begun:
            continue
        known = life.newest_day if fact.amended_by else fact.recorded_day
        if known is not None and earliest > known + AHEAD_DAYS_MAX:
            yield observation(
                f"It is told as done on {fact.occurred}, but was recorded on {day_text(known)}:"
                " what lies ahead is planned, not done.",
                fact,
            )


KINDS = (
    Kind(
        "date_conflict",
        "warning",
        "Sources give different dates",
        _date_conflict,
        frozenset({EventDisputed.type}),
    ),
    Kind("date_imprecise", "info", "Dates not known to the day", _date_imprecise),
    Kind("future_dated", "serious", "Told as done, but still to come", _future_dated),
)
