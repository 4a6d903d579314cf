"""From mechanisms to the timeline that is drawn: marks, spans, status."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from lifecycle.definition import ENDED
from lifecycle.domain_events import EventDisputed, RoadmapActivated
from lifecycle.durations import duration_text
from lifecycle.facts import Fact
from lifecycle.mechanism import SUSPENDED
from lifecycle.timeline import Lane, Mark, Source, Span, Timeline
from lifecycle.views import Anomaly, Mechanism
from lifecycle.wording import details_of, title_of, words

GAP_DAYS_MIN = 1096
"""Days without a fact that are shown as a gap: three years."""

Bounds = tuple[int | None, int | None]


def timeline_of(
    mechanisms: Iterable[Mechanism], *, as_of: int, log_size: int, log_root: str
) -> Timeline:
    """Return the timeline of *mechanisms* up to the day *as_of*, one lane each."""
    lanes = tuple(lane_of(mechanism, as_of) for mechanism in mechanisms)
    return Timeline(lanes, as_of, log_size, log_root)


def lane_of(mechanism: Mechanism, as_of: int) -> Lane:
    """Return the lane of one mechanism. The registration is the log's act and gets no mark."""
    facts = mechanism.history[1:]
    days = _days(facts, as_of)
    anomalies = mechanism.anomalies
    marks = tuple(_mark(mechanism, index + 1, day, anomalies) for index, day in enumerate(days))
    ended = (
        next((mark.at for mark in reversed(marks) if _leads_to(mark, ENDED)), None)
        if mechanism.ended
        else None
    )
    return Lane(
        mechanism_id=mechanism.id,
        title=mechanism.name,
        parties=mechanism.parties,
        status=status_of(mechanism),
        marks=marks,
        spans=tuple(_spans(mechanism, marks, as_of)),
        ended=ended,
        flags=tuple(a.message for a in anomalies if a.events[0] == mechanism.history[0].event_id),
    )


def status_of(mechanism: Mechanism) -> str:
    """Return one line: the stage, its basis and since when; the standing if it is not active."""
    index = _last_move(mechanism, 0)
    text = words(mechanism.stage)
    if index is not None:
        fact = mechanism.history[index]
        text += f" since {fact.occurred}" if fact.occurred else ", date not on record"
        if isinstance(fact.event, RoadmapActivated):
            text += f" (basis: {fact.event.basis})"
    rest = [words(state) for state in mechanism.state.tracks[1:] if state != "active"]
    return " · ".join([text, *rest])


def _last_move(mechanism: Mechanism, track: int) -> int | None:
    """Return the index in the history of the fact that last moved a track, None if none did."""
    states = [mechanism.recorded.start, *(step.state for step in mechanism.steps)]
    moved = [
        index
        for index, (old, new) in enumerate(pairwise(states))
        # Another definition gives the place where it stands another name, and moves nothing.
        if old.rules is new.rules and old.tracks[track] != new.tracks[track]
    ]
    return moved[-1] if moved else None


def _bounds(fact: Fact) -> Bounds:
    return (None, None) if fact.occurred is None else (fact.occurred.earliest, fact.occurred.latest)


def _days(facts: Sequence[Fact], as_of: int) -> list[tuple[int, bool]]:
    """Return (day to draw at, order conflicts with dates) of each fact, never going backwards."""
    latest = [as_of] * (len(facts) + 1)
    for index in reversed(range(len(facts))):
        last = _bounds(facts[index])[1]
        latest[index] = latest[index + 1] if last is None else min(last, latest[index + 1])
    days: list[tuple[int, bool]] = []
    day: int | None = None
    for index, fact in enumerate(facts):
        first, last = _bounds(fact)
        low = max((x for x in (first, day) if x is not None), default=latest[index])
        wish = last if first is None or last is None else (first + last) // 2
        wish = low if wish is None else wish
        day = max(low, min(wish, latest[index]))
        days.append((day, last is not None and day > last))
    return days


def _mark(
    mechanism: Mechanism, index: int, day: tuple[int, bool], anomalies: Sequence[Anomaly]
) -> Mark:
    fact = mechanism.history[index]
    at, conflict = day
    earliest, latest = _bounds(fact)
    recorded = fact.recorded
    envelope = fact.envelope
    details = _details(mechanism, fact)
    if envelope.claimed_as is not None:
        details = (*details, ("In the source's words", envelope.claimed_as))
    return Mark(
        event_id=fact.event_id,
        position=-1 if recorded is None else recorded.position,
        type=fact.type,
        title=title_of(fact),
        details=details,
        occurred=None if fact.occurred is None else fact.occurred.text,
        earliest=earliest,
        latest=latest,
        at=at,
        uncertain=fact.occurred is not None
        and (fact.occurred.uncertain or fact.occurred.approximate),
        order_conflict=conflict,
        recorded_at="" if recorded is None else recorded.recorded_at,
        moves=mechanism.moves(index),
        flags=tuple(a.message for a in anomalies if fact.event_id in a.events),
        sources=tuple(
            Source(s.publisher, s.kind, s.published, s.url, s.quote) for s in envelope.sources
        ),
    )


def _details(mechanism: Mechanism, fact: Fact) -> tuple[tuple[str, str], ...]:
    """Return what *fact* says, with the fact that it is about by its title."""
    details = details_of(fact.event)
    if not isinstance(fact.event, EventDisputed):
        return details
    about = [other for other in mechanism.history if other.event_id == fact.event.event]
    titles = (("About", f"{title_of(o)} ({o.occurred or 'undated'})") for o in about)
    return (*titles, *(pair for pair in details if pair[0] != "Event"))


def _spans(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    yield from _stages(mechanism, marks, as_of)
    for track in mechanism.recorded.rules.tracks[1:]:
        yield from _pauses(track.name, marks, as_of)
    yield from _gaps(marks, as_of, ended=mechanism.ended)


def _stages(mechanism: Mechanism, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the states of the first track, as long as the mechanism lives."""
    track = mechanism.recorded.rules.tracks[0]
    stage, since, ended = mechanism.recorded.start.tracks[0], None, False
    first = marks[0].at if marks else as_of
    for mark in marks:
        new = next((to for name, _, to in mark.moves if name == track.name), stage)
        now_ended = _leads_to(mark, ENDED) or (ended and not _leaves(mark, ENDED))
        if (new, now_ended) == (stage, ended):
            continue
        if not ended and (since is not None or stage != track.initial):
            yield _span("state", stage, (since, mark), (first, as_of))
        if ended and since is not None:
            yield _span("concluded", ENDED, (since, mark), (first, as_of))
        stage, since, ended = new, mark, now_ended
    if not ended and (since is not None or stage != track.initial):
        yield _span("state", stage, (since, None), (first, as_of))


def _pauses(track: str, marks: Sequence[Mark], as_of: int) -> Iterator[Span]:
    """Yield the suspensions."""
    moves = [(mark, new) for mark in marks for name, _, new in mark.moves if name == track]
    for index, (mark, state) in enumerate(moves):
        if state == SUSPENDED:
            ending = moves[index + 1][0] if index + 1 < len(moves) else None
            yield _span(SUSPENDED, state, (mark, ending), (mark.at, as_of))


def _span(
    kind: str, state: str, marks: tuple[Mark | None, Mark | None], days: tuple[int, int]
) -> Span:
    """Return the span between two marks; *days* are used where there is no mark."""
    start, end = marks
    started = (None, None) if start is None else (start.earliest, start.latest)
    ended = (days[1], days[1]) if end is None else (end.earliest, end.latest)
    return Span(
        kind=kind,
        label=words(state),
        start=days[0] if start is None else start.at,
        end=days[1] if end is None else end.at,
        duration=_duration(started, ended),
        open_start=started[0] is None,
        open_end=end is None,
    )


def _duration(start: Bounds, end: Bounds) -> str:
    text = duration_text(start, end)
    return "same day" if text == "0d" else text


def _gaps(marks: Sequence[Mark], as_of: int, *, ended: bool) -> Iterator[Span]:
    """Yield the stretches of years of which nothing is on record."""
    dated = [mark for mark in marks if mark.earliest is not None and mark.latest is not None]
    for before, after in pairwise(dated):
        if _days_between(before, after.earliest) >= GAP_DAYS_MIN:
            bounds = (before.earliest, before.latest), (after.earliest, after.latest)
            yield Span("gap", "nothing on record", before.at, after.at, duration_text(*bounds))
    if dated and not ended and _days_between(dated[-1], as_of) >= GAP_DAYS_MIN:
        last = dated[-1]
        text = duration_text((last.earliest, last.latest), (as_of, as_of))
        yield Span("gap", "nothing on record", last.at, as_of, text, open_end=True)


def _days_between(before: Mark, day: int | None) -> int:
    return 0 if before.latest is None or day is None else day - before.latest


def _leads_to(mark: Mark, state: str) -> bool:
    return any(new == state for _, _, new in mark.moves)


def _leaves(mark: Mark, state: str) -> bool:
    return any(old == state for _, old, _ in mark.moves)
