"""From facts to the marks of a lane, each with what amends and what disputes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lifecycle.analysis.anomalies import Anomaly
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.edtf import bounds_of
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    DomainEvent,
    EventDisputed,
    LevelChanged,
    MeetingCancelled,
    MeetingFailed,
    MeetingHeld,
    MeetingMooted,
    MeetingPostponed,
    MeetingRescheduled,
    MeetingScheduled,
    Renamed,
)
from lifecycle.history.amendments import target_of
from lifecycle.timeline.values import Doubt, Mark, Sign, Source
from lifecycle.views.date_words import date_in_words, dated
from lifecycle.views.reading import date_of
from lifecycle.views.wording import details_of, title_of

_SIGNS: Mapping[str, Sign] = {
    MeetingMooted.type: "plan",
    MeetingScheduled.type: "plan",
    MeetingRescheduled.type: "plan",
    MeetingPostponed.type: "off",
    MeetingCancelled.type: "off",
    MeetingFailed.type: "off",
    Renamed.type: "change",
    LevelChanged.type: "change",
}
_PLANNED_FOR = {
    MeetingMooted.type: "for",
    MeetingScheduled.type: "for",
    MeetingRescheduled.type: "to",
    MeetingPostponed.type: "to",
}


def marks_of(mechanism: Mechanism, as_of: int) -> tuple[Mark, ...]:
    """Return the marks of *mechanism* in effective order.

    The registration is the log's act and gets no mark. A dispute is told by the mark of the fact
    that it is about, and gets one of its own only where that fact has none.
    """
    shown = {fact.event_id for fact in mechanism.history[1:]}
    disputes: dict[str, list[Fact]] = {}
    facts: list[tuple[int, Fact]] = []
    for index, fact in enumerate(mechanism.history[1:], start=1):
        about = target_of(fact) if fact.type == EventDisputed.type else None
        if about in shown:
            disputes.setdefault(str(about), []).append(fact)
        else:
            facts.append((index, fact))
    days = _days([fact for _, fact in facts], as_of)
    anomalies = mechanism.anomalies
    return tuple(
        _mark(mechanism, index, day, disputes.get(fact.event_id, ()), anomalies)
        for (index, fact), day in zip(facts, days, strict=True)
    )


def _days(facts: Sequence[Fact], as_of: int) -> list[tuple[int, bool]]:
    """Return (day to draw at, order conflicts with dates) of each fact, never going backwards."""
    latest = [as_of] * (len(facts) + 1)
    for index in reversed(range(len(facts))):
        last = bounds_of(facts[index].occurred).last
        latest[index] = latest[index + 1] if last is None else min(last, latest[index + 1])
    days: list[tuple[int, bool]] = []
    day: int | None = None
    for index, fact in enumerate(facts):
        first, last = bounds_of(fact.occurred)
        low = max((x for x in (first, day) if x is not None), default=latest[index])
        wish = last if first is None or last is None else (first + last) // 2
        wish = low if wish is None else wish
        day = max(low, min(wish, latest[index]))
        days.append((day, last is not None and day > last))
    return days


def _mark(
    mechanism: Mechanism,
    index: int,
    day: tuple[int, bool],
    disputes: Sequence[Fact],
    anomalies: Sequence[Anomaly],
) -> Mark:
    fact = mechanism.history[index]
    at, conflict = day
    earliest, latest = bounds_of(fact.occurred)
    concerned = {fact.event_id, *(dispute.event_id for dispute in disputes)}
    about = [anomaly for anomaly in anomalies if not concerned.isdisjoint(anomaly.events)]
    return Mark(
        event_id=fact.event_id,
        position=fact.position,
        type=fact.type,
        title=_title(fact),
        details=_details(mechanism, fact),
        occurred=None if fact.occurred is None else fact.occurred.text,
        earliest=earliest,
        latest=latest,
        at=at,
        uncertain=fact.occurred is not None
        and (fact.occurred.uncertain or fact.occurred.approximate),
        order_conflict=conflict,
        recorded_at=_recorded_at(fact),
        moves=mechanism.moves(index),
        flags=messages(about, warning=True),
        sources=_sources(fact),
        sign=_sign(fact),
        amended=_amended(mechanism, fact),
        doubts=tuple(map(_doubt, disputes)),
        remarks=messages(about, warning=False),
    )


def messages(anomalies: Iterable[Anomaly], *, warning: bool) -> tuple[str, ...]:
    """Return the sentences of those of *anomalies* that warn, or of those that do not."""
    return tuple(a.message for a in anomalies if (a.severity != "info") is warning)


def _recorded_at(fact: Fact) -> str:
    return "" if fact.recorded is None else fact.recorded.recorded_at


def _sources(fact: Fact) -> tuple[Source, ...]:
    return tuple(
        Source(s.publisher, s.kind, s.published, s.url, s.quote) for s in fact.envelope.sources
    )


def _sign(fact: Fact) -> Sign:
    if fact.type != MeetingHeld.type:
        return _SIGNS.get(fact.type, "fact")
    return "series" if isinstance(fact.event, MeetingHeld) and fact.event.series else "meeting"


def _title(fact: Fact) -> str:
    """Return the label of *fact*; that of a plan tells for when, lest its own date be taken so."""
    title = title_of(fact)
    word = _PLANNED_FOR.get(fact.type)
    planned: str | None = None if word is None else getattr(fact.event, "planned", None)
    if planned is None:
        return title
    return f"{title} {word} {planned if '..' in planned else date_in_words(planned)}"


def _details(mechanism: Mechanism, fact: Fact) -> tuple[tuple[str, str], ...]:
    """Return what *fact* says, with the fact that it is about by its title."""
    details = details_of(fact.event)
    if isinstance(fact.event, EventDisputed):
        about = [other for other in mechanism.history if other.event_id == fact.event.event]
        titles = (("About", f"{title_of(o)} ({dated(o)})") for o in about)
        details = (*titles, *(pair for pair in details if pair[0] != "Event"))
    if fact.envelope.claimed_as is not None:
        details = (*details, ("In the source's words", fact.envelope.claimed_as))
    return details


def _amended(mechanism: Mechanism, fact: Fact) -> tuple[str, ...]:
    """Return the amendments that *fact* reads by, a phrase each."""
    if not fact.amended_by:
        return ()
    by_id = {amendment.event_id: amendment for amendment in mechanism.amendments}
    amendments = (by_id[event_id] for event_id in fact.amended_by if event_id in by_id)
    return tuple(_with_reason(title_of(amendment), amendment.event) for amendment in amendments)


def _with_reason(text: str, event: DomainEvent) -> str:
    reason = getattr(event, "reason", None)
    return f"{text} ({reason})" if reason else text


def _doubt(dispute: Fact) -> Doubt:
    event = dispute.event
    assert isinstance(event, EventDisputed)  # noqa: S101  # the type name says so
    said = ": ".join(_said_instead(event))
    by = f", says {' and '.join(event.by)}" if event.by else ""
    bounds = bounds_of(date_of(event.occurred_claim))
    return Doubt(
        event_id=dispute.event_id,
        position=dispute.position,
        text=_with_reason(f"{said}{by}", event),
        occurred=event.occurred_claim,
        earliest=bounds.first,
        latest=bounds.last,
        recorded_at=_recorded_at(dispute),
        sources=_sources(dispute),
    )


def _said_instead(event: EventDisputed) -> Iterator[str]:
    """Yield the name of what is disputed, and what is claimed where that is told."""
    yield "date" if event.field == "occurred" else event.field.replace("_", " ")
    yield from (text for label, text in details_of(event) if label in ("Claim", "Occurred claim"))
