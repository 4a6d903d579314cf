"""Meetings that are not on record although the numbers of others show that they were held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lifecycle.views.numbering import Count, Numbered


@dataclass(slots=True)
class _Run:
    """One count as it goes on: its last number, and the meetings without a number since."""

    number: int
    since: list[str] = field(default_factory=list)


def unseen_before(meetings: Sequence[Numbered]) -> Mapping[str, int]:
    """Return how many meetings are missing before each meeting held, by event id; none is left out.

    By the numbers of its count: if the fourth and the seventh are on record, two are missing
    before the seventh. A meeting without a number may be one of them; before it, too, the rest may
    be missing. A restarted or repeated number shows nothing.
    """
    runs: dict[Count, _Run] = {}
    missing: dict[str, int] = {}
    for meeting in meetings:
        first = 1 if meeting.count.first_number is None else meeting.count.first_number
        run = runs.setdefault(meeting.count, _Run(first - 1))
        number = meeting.event.number
        if number is None:
            if meeting.event.counted:
                run.since.append(meeting.fact.event_id)
            continue
        holes = number - run.number - 1 - len(run.since)
        if holes > 0:
            missing |= dict.fromkeys((*run.since, meeting.fact.event_id), holes)
        runs[meeting.count] = _Run(number)
    return missing
