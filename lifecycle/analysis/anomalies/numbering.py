"""The numbers of meetings, each compared with the one before it in the same count."""

from collections.abc import Iterator
from itertools import pairwise

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld
from lifecycle.views.date_words import on, when
from lifecycle.views.life import UNEVEN, Life
from lifecycle.views.meeting_counts import Run, number_of
from lifecycle.views.phrases import counted, listed
from lifecycle.views.reading import text_of


def _number_gap(life: Life) -> Iterator[Observation]:
    for a, b, unnumbered in life.neighbours:
        missing = number_of(b) - number_of(a) - 1
        if missing > unnumbered:
            between = (
                f"{missing} came between by their numbers, on record there"
                f" {'is' if unnumbered == 1 else 'are'} {unnumbered}, without a number"
                if unnumbered
                else f"{_numbers(number_of(a) + 1, number_of(b) - 1)} not on record"
            )
            yield observation(
                f"Meeting {number_of(a)} ({when(a.fact)}) is followed by meeting {number_of(b)}"
                f" ({when(b.fact)}): {between}.",
                a.fact,
                b.fact,
            )


def _numbers(first: int, last: int) -> str:
    """Return the numbers from *first* to *last*: ``7``, ``7 to 12``."""
    return str(first) if first == last else f"{first} to {last}"


def _number_out_of_order(life: Life) -> Iterator[Observation]:
    for a, b, _ in life.neighbours:
        if number_of(b) < number_of(a):
            yield observation(
                f"Meeting {number_of(b)} was held {on(b.fact)}, after meeting {number_of(a)}"
                f" {on(a.fact)}.",
                b.fact,
                a.fact,
            )


def _number_duplicate(life: Life) -> Iterator[Observation]:
    for run in life.runs:
        by_number: dict[int, list[Fact]] = {}
        for one in run:
            if one.event.number is not None:
                by_number.setdefault(one.event.number, []).append(one.fact)
        for number, facts in by_number.items():
            if len(facts) > 1:
                dates = listed([str(fact.occurred or "no known date") for fact in facts])
                yield observation(
                    f"{counted(len(facts), 'meeting')} bear the number {number}: {dates}.", *facts
                )


def _number_restarted(life: Life) -> Iterator[Observation]:
    by_count: dict[tuple[str | None, int], list[Run]] = {}
    for run in life.runs:
        by_count.setdefault((run[0].count.series, run[0].count.epoch), []).append(run)
    for runs in by_count.values():
        for old, new in pairwise(runs):
            last = [one for one in old if one.event.number is not None][-1]
            yield observation(
                f"The count stood at {number_of(last)} ({when(last.fact)}) and begins again with"
                f" {number_of(new[0])} ({when(new[0].fact)}); no restart is on record.",
                new[0].fact,
                last.fact,
            )


def _uncounted_meeting(life: Life) -> Iterator[Observation]:
    apart = [meeting for meeting in life.held if not meeting.counted]
    if apart:
        regular = {text_of(m.fact, "meeting") for m in life.held if m.counted} - {None}
        apart = [m for m in apart if text_of(m.fact, "meeting") not in regular]
    if apart:
        names = [f"{meeting.number_claimed or 'that'} {when(meeting.fact)}" for meeting in apart]
        are = "stands" if len(apart) == 1 else "stand"
        yield observation(
            f"{counted(len(apart), 'meeting')} {are} outside the count: {listed(names)}.",
            *[meeting.fact for meeting in apart],
        )


_MEETINGS = frozenset({MeetingHeld.type})
_UNEVEN = frozenset({UNEVEN})

KINDS = (
    Kind("number_gap", "info", "A number is skipped", _number_gap, _UNEVEN),
    Kind("number_duplicate", "serious", "One number, two meetings", _number_duplicate, _UNEVEN),
    Kind(
        "number_out_of_order",
        "serious",
        "A lower number after a higher one",
        _number_out_of_order,
        _UNEVEN,
    ),
    Kind("number_restarted", "warning", "The count begins again", _number_restarted, _UNEVEN),
    Kind("uncounted_meeting", "info", "A meeting outside the count", _uncounted_meeting, _MEETINGS),
)
