"""The obligations of a mechanism by its definition, as of a day: met, due, or lapsed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lifecycle.analysis.anomalies.host_turns import hosted_alike, is_next
from lifecycle.analysis.assessment.due_days import Obligation, Status, missed, obligation, unmet
from lifecycle.dates.bounds import UNKNOWN, Answer, Bounds
from lifecycle.dates.edtf import bounds_of, precedes
from lifecycle.definitions.definition import AlternateHosts, MeetEvery, MeetWithin, ReviewAtHalfTerm
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld
from lifecycle.history.fold import Outcome
from lifecycle.history.partial_order import PartialOrder
from lifecycle.views.date_words import dated, on_day
from lifecycle.views.life import Life
from lifecycle.views.meeting_order import Place
from lifecycle.views.reading import told
from lifecycle.views.roadmaps import Roadmap
from lifecycle.views.wording import named


def obligations_of(mechanism: Life, as_of: int | None = None) -> tuple[Obligation, ...]:
    """Return what *mechanism* owes on the day number *as_of*, in the order of its definition.

    Of one that comes again and again, those that lapsed are told, and the present one. Without a
    day (that of *mechanism*, where none is given) nothing lapses.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    day = mechanism.as_of if as_of is None else as_of
    life = mechanism.as_seen_on(day)
    asked = life.state.rules.definition.obligations
    owed = (owed for each in asked for owed in _KINDS[each.kind](life, each))
    return tuple(_told_apart(owed))


def _told_apart(obligations: Iterable[Obligation]) -> Iterator[Obligation]:
    """Yield *obligations*, numbered where several have one name and one due day."""
    known = Counter[str]()
    for owed in obligations:
        known[owed.key] += 1
        yield replace(owed, place=known[owed.key])


def _meet_within(life: Life, asked: MeetWithin) -> Iterator[Obligation]:
    """Yield one for each fact that calls for a meeting."""
    for anchor in _anchors(life, asked.after):
        due = bounds_of(anchor.occurred).plus(asked.period)
        later = [m for m in life.of(MeetingHeld) if _may_follow(m, anchor, life.order)]
        unseen = bool(later) and later[0].event_id in life.unseen
        follows = (m for m in later if life.order.not_after(anchor, m))
        kept = next((m for m in follows if _was_by(due.first, m)), None)
        maybe = next((m for m in later if _was_by(due.last, m) is not False), None)
        calls = f"{named(anchor)}, calls for a meeting by {on_day(due.last)}"
        if kept is not None:
            basis = f"{calls}; it was held: {named(kept)}."
            yield obligation(asked, due, "fulfilled", kept, basis)
        elif maybe is not None:
            basis = f"{calls}; whether this was in time cannot be told: {named(maybe)}."
            yield obligation(asked, due, "undetermined", maybe, basis)
        elif unseen:
            basis = f"{calls}; meetings before this one are not on record: {named(later[0])}."
            yield obligation(asked, due, "undetermined", None, basis)
        else:
            yield obligation(asked, due, unmet(life, due), None, f"{calls}; none is on record.")


def _was_by(day: int | None, fact: Fact) -> Answer:
    """Return whether *fact* was over by *day*."""
    return bounds_of(fact.occurred).ends_by(day)


def _anchors(life: Life, name: str) -> Iterator[Fact]:
    """Yield the facts of a type or trigger; not those that wait for the other side's consent."""
    for fact, step in zip(life.history, life.steps, strict=True):
        pulls = fact.act is not None and fact.act.trigger == name
        if (pulls or fact.type == name) and step.outcome is not Outcome.AWAITING:
            yield fact


def _may_follow(meeting: Fact, anchor: Fact, order: PartialOrder) -> bool:
    """Return whether *meeting* may have come after *anchor*, or on the same day."""
    dated_both = meeting.occurred is not None and anchor.occurred is not None
    same = dated_both and precedes(meeting.occurred, anchor.occurred) is not True
    return meeting is not anchor and (same or not order.before(meeting, anchor))


def _meet_every(life: Life, asked: MeetEvery) -> Iterator[Obligation]:
    """Yield one for each gap between two meetings that is too long, and the present one."""
    places = life.sequence
    if not places:
        yield obligation(asked, UNKNOWN, "not_applicable", None, "No meeting is on record.")
        return
    for last, following in pairwise(places):
        due = last.bounds.plus(asked.period)
        late = due.before(following.bounds)
        if late is False:
            continue
        seen = life.unseen.keys().isdisjoint(fact.event_id for fact in following.among)
        status = missed(life, due) if late and seen else "undetermined"
        basis = f"After {last.name}, the next was due by {on_day(due.last)}: {following.name}."
        yield obligation(asked, due, status, following.fact, basis)
    last = places[-1]
    due = last.bounds.plus(asked.period)
    basis = f"The last on record is {last.name}; the next is due by {on_day(due.last)}."
    yield obligation(asked, due, unmet(life, due), None, basis)


def _alternate_hosts(life: Life, asked: AlternateHosts) -> Iterator[Obligation]:
    """Yield one for each meeting whose host had hosted the one before; else one for all."""
    hosted = dict(told(life.scheduled, MeetingHeld))
    again = [
        (before.fact, later.fact)
        for before, later in pairwise(life.sequence)
        if later.fact.event_id not in life.unseen
        and hosted_alike(*(hosted[fact] for fact in _neighbours(life, before, later)))
    ]
    for before, fact in again:
        due = Bounds.on(bounds_of(fact.occurred).last)
        basis = f"{hosted[fact].host} hosted twice running: {named(before)}; {named(fact)}."
        yield obligation(asked, due, "lapsed", fact, basis)
    if not again:
        yield _in_turn(life, asked, list(hosted.items()))


def _neighbours(life: Life, before: Place, later: Place) -> Sequence[Fact]:
    """Return the meetings that stand in two places; all that may, where that is open."""
    if is_next(before.fact, later.fact, life.scheduled, life.order):
        return before.fact, later.fact
    return *before.among, *later.among


def _in_turn(
    life: Life, asked: AlternateHosts, hosted: Sequence[tuple[Fact, MeetingHeld]]
) -> Obligation:
    """Return the obligation where no side is known to have hosted twice running."""
    if len(hosted) <= 1:
        return obligation(asked, UNKNOWN, "not_applicable", None, "There were no two meetings.")
    doubt = _doubt_of_turns(life, hosted)
    if doubt is not None:
        return obligation(asked, UNKNOWN, "undetermined", None, doubt)
    last = hosted[-1][0]
    basis = f"The sides hosted in turn, last in {named(last)}."
    return obligation(asked, UNKNOWN, "fulfilled", last, basis)


def _doubt_of_turns(life: Life, hosted: Sequence[tuple[Fact, MeetingHeld]]) -> str | None:
    """Return why it cannot be told whether the sides hosted in turn, None if it can."""
    unknown = [dated(fact) for fact, event in hosted if event.host is None]
    if unknown:
        return f"Who hosted is not on record of {', '.join(unknown)}."
    virtual = [dated(fact) for fact, event in hosted if event.mode == "virtual"]
    if virtual:
        return f"A virtual meeting takes no turn: {', '.join(virtual)}."
    if any(fact.event_id in life.unseen for fact, _ in hosted[1:]):
        return "Meetings between those on record are missing, as their numbers show."
    in_order = all(place.is_known for place in life.sequence)
    return None if in_order else "Which of the meetings came first is not known."


def _review_at_half_term(life: Life, asked: ReviewAtHalfTerm) -> Iterator[Obligation]:
    """Yield one for each roadmap with a term of which both ends are known."""
    roadmaps = [r for r in life.all_roadmaps if r.basis is not None]
    if not roadmaps:
        yield obligation(asked, UNKNOWN, "not_applicable", None, "No roadmap is on record.")
    for roadmap in roadmaps:
        yield _review(life, asked, roadmap)


def _review(life: Life, asked: ReviewAtHalfTerm, roadmap: Roadmap) -> Obligation:
    name = roadmap.title or roadmap.name or "the roadmap"
    begins, end = bounds_of(roadmap.term).first, roadmap.term_end
    due = Bounds.on(end)
    if begins is None or end is None:
        basis = f"The term of {name} is not on record."
        return obligation(asked, due, "undetermined", None, basis)
    half = (begins + end + 1) // 2
    reviews = (*life.of(MeetingHeld), *_refreshes(roadmap))
    kept = next((f for f in reviews if _was_by(half - 1, f) is False and _was_by(end, f)), None)
    calls = f"{name} is to be reviewed from {on_day(half)} to {on_day(end)}"
    if kept is not None:
        return obligation(asked, due, "fulfilled", kept, f"{calls}; it was by {named(kept)}.")
    maybe = next(
        (f for f in reviews if not _was_by(half - 1, f) and _was_by(end, f) is not False), None
    )
    if maybe is not None:
        basis = f"{calls}; whether this fell into that time cannot be told: {named(maybe)}."
        return obligation(asked, due, "undetermined", maybe, basis)
    over = roadmap.status in {"superseded", "completed", "abandoned"}
    status: Status = "not_applicable" if over else unmet(life, due)
    return obligation(asked, due, status, None, f"{calls}; neither is on record.")


def _refreshes(roadmap: Roadmap) -> tuple[Fact, ...]:
    return tuple(fact for fact in roadmap.facts if fact.type == "roadmap_refreshed")


_KINDS: Mapping[str, Callable[[Life, Any], Iterator[Obligation]]] = {
    "meet_within": _meet_within,
    "meet_every": _meet_every,
    "alternate_hosts": _alternate_hosts,
    "review_at_half_term": _review_at_half_term,
}
