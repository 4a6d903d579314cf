"""The command that shows meeting statistics: stats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.due import chosen, clocks, dated, day_as_text, day_of, every_as_text
from lifecycle.cli.names import mechanisms
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import counted, show_value
from lifecycle.cli.tables import NO_MECHANISM, or_say, show, telling_unreadable

if TYPE_CHECKING:
    from lifecycle.analysis.assessment.assess import Assessment
    from lifecycle.analysis.assessment.statistics import Statistics

STATS_COLUMNS = (
    *("id", "name", "parties", "founded_by", "since", "meetings", "counted", "by_decade"),
    *("median_gap_months", "longest_gap_months", "every_months", "agreed_in", "gaps_too_long"),
    *("schedule", "next_due", "behind", "items_done", "items_open", "items_overdue"),
)
STATS_TABLE = (
    *("id", "parties", "since", "meetings", "median_gap_months", "every_months", "schedule"),
    *("next_due", "behind"),
)


@click.command("stats")
@mechanisms
@clocks
@formats
@pass_settings
def _stats(
    settings: Settings, mechanisms: tuple[str, ...], as_of: str | None, known_at: str | None
) -> None:
    """Show meeting statistics: partners, first meeting, frequency, schedule adherence, backlog.

    One mechanism is shown as text, several or all as rows.

    \b
    Examples:
      lifecycle stats
      lifecycle stats bn-in-jwg-defence-cooperation --as-of 2026
    """
    from lifecycle.analysis.assessment.assess import assess
    from lifecycle.analysis.assessment.statistics import statistics

    with settings.reader() as registry, telling_unreadable() as unreadable:
        day = day_of(registry, as_of, known_at)
        if len(mechanisms) == 1 and settings.style in (None, "table"):
            found = registry.mechanism(mechanisms[0], known_at=known_at)
            lines = _told(statistics(found, day), assess(found, day))
            show_value(dict, lines, settings.style)
        else:
            found_all = chosen(registry, mechanisms, known_at, unreadable)
            rows = (_figures(statistics(mechanism, day)) for mechanism in found_all)
            show(or_say(NO_MECHANISM, rows), STATS_COLUMNS, STATS_TABLE, settings.style)


def _figures(found: Statistics) -> dict[str, Any]:
    return {
        "id": found.mechanism_id,
        "name": found.name,
        "parties": list(found.parties),
        "founded_by": None if found.founding is None else found.founding.type,
        "since": found.since,
        "meetings": found.meetings,
        "counted": found.counted,
        "not_known_held": found.not_known_held,
        "by_decade": {str(decade): count for decade, count in found.by_decade.items()},
        "median_gap_months": found.median_gap_months,
        "longest_gap_months": None if found.longest_gap is None else found.longest_gap.months,
        "every_months": found.periodicity_months,
        "agreed_in": found.periodicity_from,
        "gaps_too_long": found.gaps_too_long,
        "schedule": found.schedule,
        "next_due": day_as_text(found.next_due),
        "behind": found.behind,
        "items_done": found.items.done,
        "items_open": found.items.open,
        "items_overdue": found.items.overdue,
    }


def _told(found: Statistics, assessment: Assessment) -> Iterator[str]:
    from lifecycle.views.wording import title_of

    founding = "" if found.founding is None else f" ({title_of(found.founding)})"
    decades = "".join(f"; {count} in the {decade}s" for decade, count in found.by_decade.items())
    late = "" if not found.gaps_too_long else f": {counted(found.gaps_too_long, 'gap')} too long"
    items = found.items
    yield found.name
    yield f"  with whom      {' and '.join(found.parties)}"
    yield f"  since when     {found.since or 'not on record'}{founding}"
    yield f"  meetings       {found.meetings}, {found.counted} of them of the schedule{decades}"
    yield f"  how often      {_gaps(found)}"
    yield f"  by the rule    {_agreed(found)}"
    yield f"  schedule       {found.schedule}{late}"
    yield f"  next due       {day_as_text(found.next_due) or 'not on record'}"
    yield f"  who is behind  {_behind(found, assessment)}"
    yield f"  roadmap items  {items.done} done, {items.open} open, {items.overdue} of them overdue"
    yield f"  status         {assessment.activity.line}"


def _behind(found: Statistics, assessment: Assessment) -> str:
    if assessment.activity.status not in {"overdue", "dormant"}:
        return "nobody, as far as is on record"
    return found.behind or "whose turn it is to host is not on record"


def _gaps(found: Statistics) -> str:
    longest = found.longest_gap
    if found.median_gap_months is None or longest is None:
        return "the meetings on record do not say"
    between = f"from {dated(longest.earlier)} to {dated(longest.later)}"
    return f"every {found.median_gap_months} months (median); longest {longest.months}, {between}"


def _agreed(found: Statistics) -> str:
    every = every_as_text(found.periodicity_months)
    return f"{every}: {found.periodicity_from}" if every else "how often is not on record"


COMMANDS = (_stats,)
