"""The work that all sides do: the life of a working group, told in ten facts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

Details = dict[str, Any]

EVENTS = 10
"""Facts of a mechanism, the registration among them."""

_FIRST_DAY = date(1990, 1, 1)
_SPREAD = 12_000  # days; so dates repeat no more than in a register of decades
_LATE_EVERY = 10
_CO_CHAIRS = [
    {"party": "IN", "name": "First Person", "title": "Joint Secretary"},
    {"party": "BN", "name": "Second Person", "title": "Permanent Secretary"},
]


class Told(NamedTuple):
    """A fact as plain data."""

    type: str
    on: str
    details: Details


def registration(number: int) -> Details:
    """Return what is told of mechanism *number* when it is registered."""
    return {
        "name": f"Joint Working Group on Defence Cooperation {number}",
        "parties": ["IN", "BN"],
        "kind": "joint-working-group",
        "subject": f"defence cooperation {number}",
    }


def life(number: int, events: int = EVENTS) -> list[Told]:
    """Return what is told of mechanism *number* after its registration: four acts and meetings.

    Of every tenth mechanism the last but one meeting is told too late, after the last.
    """
    on = _days(number)
    facts = [
        Told("proposed", next(on), {"by": ["IN"], "text": "to meet every year"}),
        Told("establishment_agreed", next(on), {"periodicity": "annually"}),
        Told("terms_of_reference_signed", next(on), {"signatories": _CO_CHAIRS}),
        meeting(1, next(on)),
        Told("roadmap_activated", next(on), {"basis": "document", "title": "Roadmap"}),
        *(meeting(index, next(on)) for index in range(2, events - 4)),
    ]
    if number % _LATE_EVERY == 0:
        facts.append(facts.pop(-2))
    return facts


def meeting(number: int, on: str) -> Told:
    """Return what is told of a meeting: some 350 bytes as JSON."""
    details = {
        "number": number,
        "mode": "in_person",
        "place": "New Delhi",
        "host": "IN",
        "co_chairs": _CO_CHAIRS,
        "topics": [{"name": "maritime security"}, {"name": "joint training"}],
        "outcomes": ["a programme of joint training", "the next meeting in a year"],
    }
    return Told("meeting_held", on, details)


def last_day(number: int, events: int = EVENTS) -> str:
    """Return a day after all that `life` tells."""
    return _day(number, events)


def _days(number: int) -> Iterator[str]:
    index = 0
    while True:
        yield _day(number, index)
        index += 1


def _day(number: int, index: int) -> str:
    return (_FIRST_DAY + timedelta(days=number * 37 % _SPREAD + index * 30)).isoformat()
