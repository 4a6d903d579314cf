"""Commands that list what is due as of a day: overdue, agenda."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click
from typing_extensions import override

from lifecycle.cli.names import mechanisms
from lifecycle.cli.options import KNOWN_AT, F, Settings, formats, pass_settings
from lifecycle.cli.output import say
from lifecycle.cli.tables import or_say, show, telling_unreadable

if TYPE_CHECKING:
    from lifecycle.analysis.assessment.agenda import AgendaItem
    from lifecycle.analysis.assessment.overdue import OverdueRow
    from lifecycle.analysis.mechanism import Mechanism
    from lifecycle.facts.fact import Fact
    from lifecycle.registry.reader import Reader
    from lifecycle.storage.loader import Unreadable

OVERDUE_COLUMNS = (
    *("id", "name", "parties", "kind", "last_meeting", "every_months", "due", "late_by_days"),
    *("status", "confidence", "whose_turn", "what"),
)
OVERDUE_TABLE = (
    *("id", "parties", "last_meeting", "expected", "due", "late_by", "status", "whose_turn"),
    "what",
)
AGENDA_COLUMNS = ("day", "id", "kind", "who", "what")
DAYS_MAX = 36_525
"""The farthest look ahead: a hundred years."""


def clocks(function: F) -> F:
    """Add ``--as-of``, the day to judge on, and ``--known-at``."""
    function = click.option("--known-at", metavar="POSITION|INSTANT", help=KNOWN_AT)(function)
    return click.option(
        "--as-of",
        metavar="EDTF",
        help="Judge as of this day. Default: the day of the newest event.",
    )(function)


def day_of(registry: Reader, as_of: str | None, known_at: str | None) -> int:
    """Return the day to judge on, and say it: as asked for, else that of the newest event known."""
    from lifecycle.dates.edtf import day_text
    from lifecycle.storage.known_at import size_known_at
    from lifecycle.storage.log_clock import day_asked

    size = size_known_at(registry.store, known_at)
    day = day_asked(as_of, registry.newest(size))
    say(f"as of {day_text(day)}")
    return day


def dated(fact: Fact | None) -> str | None:
    """Return the date of *fact* as recorded; None if there is no fact."""
    from lifecycle.views import date_words

    return None if fact is None else date_words.dated(fact)


def day_as_text(number: int | None) -> str | None:
    """Return the day with a number as text; None if there is none."""
    from lifecycle.dates.edtf import day_text

    return None if number is None else day_text(number)


def every_as_text(months: int | None) -> str | None:
    """Return a period as words; None if none is known."""
    from lifecycle.views.phrases import every

    return None if months is None else every(months)


def chosen(
    registry: Reader,
    ids: tuple[str, ...],
    known_at: str | None,
    unreadable: list[Unreadable],
) -> Iterable[Mechanism]:
    """Return the mechanisms with *ids*, or all if none is given."""
    if not ids:
        return registry.list(known_at=known_at, unreadable=unreadable)
    return [registry.mechanism(i, known_at=known_at) for i in ids]


class _Factor(click.FloatRange):
    """How many times the agreed period."""

    name = "times"

    @override
    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is no number", param, ctx)
        return number


_TIMES = _Factor(0.1, 100)


@click.command("overdue")
@clocks
@click.option(
    "--overdue-factor",
    "overdue",
    type=_TIMES,
    default=1.0,
    show_default=True,
    help="Overdue after this many agreed periods without a meeting.",
)
@click.option(
    "--dormant-factor",
    "dormant",
    type=_TIMES,
    default=2.0,
    show_default=True,
    help="Dormant after this many agreed periods without a fact.",
)
@click.option(
    "--dormant-days",
    "dormant_min_days",
    type=click.IntRange(1, DAYS_MAX),
    default=1096,
    show_default=True,
    help="Dormant after this many days without a fact, if no period is on record.",
)
@formats
@pass_settings
def _overdue(
    settings: Settings,
    /,
    as_of: str | None,
    known_at: str | None,
    **limits: Any,  # noqa: ANN401
) -> None:
    """List overdue meetings, deadlines and roadmap items, the longest overdue first.

    A missing record does not prove inactivity; the last meeting on record is shown as well.

    \b
    Example:
      lifecycle overdue --as-of 2026-11-01 --dormant-factor 3
    """
    from lifecycle.analysis.assessment.case import Thresholds
    from lifecycle.analysis.assessment.overdue import overdue

    with settings.reader() as registry, telling_unreadable() as unreadable:
        day = day_of(registry, as_of, known_at)
        found = overdue(
            registry.list(known_at=known_at, unreadable=unreadable), day, Thresholds(**limits)
        )
        nothing = f"nothing is overdue as of {day_as_text(day)}"
        rows = or_say(nothing, (_late(row, day) for row in found))
        show(rows, OVERDUE_COLUMNS, OVERDUE_TABLE, settings.style)


def _late(row: OverdueRow, day: int) -> dict[str, Any]:
    from lifecycle.dates.bounds import Bounds
    from lifecycle.dates.durations import duration_text

    return {
        "id": row.mechanism_id,
        "name": row.name,
        "parties": list(row.parties),
        "kind": row.kind,
        "what": row.what,
        "last_meeting": dated(row.last_meeting),
        "last_fact": dated(row.last_fact),
        "every_months": row.every_months,
        "expected": every_as_text(row.every_months),
        "due": day_as_text(row.due),
        "late_by_days": row.late_by_days,
        "late_by": None if row.due is None else duration_text(Bounds.on(row.due), Bounds.on(day)),
        "status": row.status,
        "confidence": row.confidence,
        "whose_turn": row.whose_turn,
        "event": None if row.fact is None else row.fact.event_id,
    }


@click.command("agenda")
@mechanisms
@click.option(
    "--days",
    type=click.IntRange(0, DAYS_MAX),
    default=90,
    show_default=True,
    help="Days to look ahead.",
)
@clocks
@formats
@pass_settings
def _agenda(
    settings: Settings,
    mechanisms: tuple[str, ...],
    days: int,
    as_of: str | None,
    known_at: str | None,
) -> None:
    """List upcoming meetings, deadlines, terms, notices and obligations, and what is late.

    \b
    Example:
      lifecycle agenda --days 180 --as-of 2026-11-01
    """
    from lifecycle.analysis.assessment.agenda import agenda

    with settings.reader() as registry, telling_unreadable() as unreadable:
        day = day_of(registry, as_of, known_at)
        found = agenda(chosen(registry, mechanisms, known_at, unreadable), day, days)
        nothing = f"nothing is due until {day_as_text(day + days)}, and nothing is late"
        rows = or_say(nothing, map(_coming, found))
        show(rows, AGENDA_COLUMNS, AGENDA_COLUMNS, settings.style)


def _coming(item: AgendaItem) -> dict[str, Any]:
    return {
        "day": day_as_text(item.day),
        "id": item.mechanism_id,
        "kind": item.kind,
        "who": list(item.who),
        "what": item.what,
        "event": None if item.fact is None else item.fact.event_id,
    }


COMMANDS = (_overdue, _agenda)
