"""The numbers of meetings, each compared with the one before it in the same count."""

from collections.abc import Iterator
from itertools import pairwise

from lifecycle.anomalies.counts import Run, number_of
from lifecycle.anomalies.kinds import Finding, Kind, finding
from lifecycle.anomalies.life import Life
from lifecycle.anomalies.words import counted, listed, numbers, on, when
from lifecycle.domain_events import MeetingHeld
from lifecycle.facts import Fact


def _number_gap(life: Life) -> Iterator[Finding]:
    for a, b, unnumbered in life.neighbours:
        missing = number_of(b) - number_of(a) - 1
        if missing > unnumbered:
            yield finding(
                f"Meeting {number_of(a)} ({when(a.fact)}) is followed by meeting {number_of(b)}"
                f" ({when(b.fact)}): {numbers(number_of(a) + 1, number_of(b) - 1)} not on record.",
                a.fact,
                b.fact,
            )


def _number_out_of_order(life: Life) -> Iterator[Finding]:
    for a, b, _ in life.neighbours:
        if number_of(b) < number_of(a):
            yield finding(
                f"Meeting {number_of(b)} was held {on(b.fact)}, after meeting {number_of(a)}"
                f" {on(a.fact)}.",
                b.fact,
                a.fact,
            )


def _number_duplicate(life: Life) -> Iterator[Finding]:
    for run in life.uneven_runs:
        by_number: dict[int, list[Fact]] = {}
        for one in run:
            if one.event.number is not None:
                by_number.setdefault(one.event.number, []).append(one.fact)
        for number, facts in by_number.items():
            if len(facts) > 1:
                dates = listed([str(fact.occurred or "no known date") for fact in facts])
                yield finding(
                    f"{counted(len(facts), 'meeting')} bear the number {number}: {dates}.", *facts
                )


def _number_restarted(life: Life) -> Iterator[Finding]:
    by_count: dict[tuple[str | None, int], list[Run]] = {}
    for run in life.uneven_runs:
        by_count.setdefault((run[0].count.series, run[0].count.epoch), []).append(run)
    for runs in by_count.values():
        for old, new in pairwise(runs):
            last = [one for one in old if one.event.number is not None][-1]
            yield finding(
                f"The count stood at {number_of(last)} ({when(last.fact)}) and begins again with"
                f" {number_of(new[0])} ({when(new[0].fact)}); no restart is on record.",
                new[0].fact,
                last.fact,
            )


def _uncounted_meeting(life: Life) -> Iterator[Finding]:
    facts = [(fact, event) for fact, event in life.meetings if not event.counted]
    if facts:
        names = [f"{event.number_claimed or 'that'} {when(fact)}" for fact, event in facts]
        are = "stands" if len(facts) == 1 else "stand"
        yield finding(
            f"{counted(len(facts), 'meeting')} {are} outside the count: {listed(names)}.",
            *(fact for fact, _ in facts),
        )


_MEETINGS = frozenset({MeetingHeld.type})

KINDS = (
    Kind("number_gap", "info", "A number is skipped", _number_gap, _MEETINGS),
    Kind("number_duplicate", "serious", "One number, two meetings", _number_duplicate, _MEETINGS),
    Kind(
        "number_out_of_order",
        "serious",
        "A lower number after a higher one",
        _number_out_of_order,
        _MEETINGS,
    ),
    Kind("number_restarted", "warning", "The count begins again", _number_restarted, _MEETINGS),
    Kind("uncounted_meeting", "info", "A meeting outside the count", _uncounted_meeting, _MEETINGS),
)
