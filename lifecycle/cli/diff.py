"""The command that compares two views of a mechanism: diff."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.options import Settings, formats, named, pass_settings
from lifecycle.cli.output import show_value
from lifecycle.cli.values import change_lines, change_values, fact_value, move_values
from lifecycle.errors import NotFoundError

if TYPE_CHECKING:
    from lifecycle.analysis.diff import Difference
    from lifecycle.analysis.mechanism import Mechanism
    from lifecycle.facts.fact import Fact
    from lifecycle.registry.reader import Reader


@click.command("diff")
@click.argument("mechanism", metavar="ID")
@click.option("--from", "start", required=True, help="The earlier date, position or instant.")
@click.option("--to", "end", help="The later one. Default: everything known now.")
@click.option(
    "--clock",
    type=click.Choice(["known", "valid"]),
    default="known",
    show_default=True,
    help="known: what the log held then; valid: what had happened by then, as known now.",
)
@formats
@pass_settings
def _diff(settings: Settings, mechanism: str, start: str, end: str | None, clock: str) -> None:
    """Show what changed between two dates: in what was known, or in what had happened.

    \b
    Examples:
      lifecycle diff ID --from 2026-03
      lifecycle diff ID --from 2024 --to 2025 --clock valid
    """
    from lifecycle.analysis.diff import compare

    with settings.reader() as registry:
        whole = registry.mechanism(mechanism)
        with named("--to"):
            after = _view(registry, whole, clock, end)
        with named("--from"):
            before = _view(registry, whole, clock, start)
        if after is None:
            raise _not_yet(whole, end)
        if before is not None and _moment(before) > _moment(after):
            raise click.UsageError("--from is later than --to; swap the two")
        found = compare(before, after)
        show_value(partial(_as_json, found), _lines(found), settings.style)


def _view(registry: Reader, whole: Mechanism, clock: str, moment: str | None) -> Mechanism | None:
    """Return the view at *moment*; None if the mechanism was not on record then."""
    if moment is None or clock == "valid":
        return registry.view_of(whole, as_of=moment)
    try:
        return registry.view_of(whole, known_at=moment)
    except NotFoundError:
        return None


def _moment(view: Mechanism) -> tuple[int, float]:
    """Return how much is known in *view*, and up to which day."""
    return view.log_size, inf if view.as_of is None else view.as_of


def _not_yet(mechanism: Mechanism, moment: str | None) -> NotFoundError:
    """Return the error of a mechanism that is on record, but was not by *moment*."""
    first = mechanism.recorded.facts[0].recorded
    error = NotFoundError(f"record by {moment} of", mechanism.id)
    if first is not None:
        error.add_note(f"it is on record since {first.recorded_at}")
    error.add_note("for its life use --clock valid")
    return error


def _as_json(found: Difference) -> dict[str, Any]:
    return {
        "id": found.after.id,
        "on_record_before": found.before is not None,
        "tracks": move_values(found.tracks),
        "added": [_fact(fact) for fact in found.added],
        "removed": [_fact(fact) for fact in found.removed],
        "changed": [
            {
                **_fact(reading.fact),
                "changes": change_values(reading.changes),
            }
            for reading in found.changed
        ],
        "amendments": [_fact(fact) for fact in found.amendments],
        "anomalies": {
            "appeared": [anomaly.code for anomaly in found.appeared],
            "disappeared": [anomaly.code for anomaly in found.disappeared],
        },
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        **fact_value(fact),
        "recorded_at": None if fact.recorded is None else fact.recorded.recorded_at,
    }


def _lines(found: Difference) -> Iterator[str]:
    yield found.after.name
    told = [*_moves(found), *_readings(found), *_judgements(found)]
    yield from told or ["  nothing changed"]


def _moves(found: Difference) -> Iterator[str]:
    from lifecycle.views.wording import words

    if found.before is None:
        yield "  was not on record"
    for track, (old, new) in found.tracks.items():
        yield f"  {track}: {words(old) if old else 'nothing'} -> {words(new)}"


def _readings(found: Difference) -> Iterator[str]:
    from lifecycle.views.date_words import dated
    from lifecycle.views.wording import title_of

    def told(sign: str, fact: Fact) -> str:
        return f"  {sign} {dated(fact):24} {title_of(fact)}"

    yield from (told("+", fact) for fact in found.added)
    yield from (told("-", fact) for fact in found.removed)
    for reading in found.changed:
        yield told("~", reading.fact)
        yield from (f"      {line}" for line in change_lines(reading.changes))
    for fact in found.amendments:
        recorded = "" if fact.recorded is None else f", recorded {fact.recorded.recorded_at}"
        yield f"  by {title_of(fact)}{recorded}"


def _judgements(found: Difference) -> Iterator[str]:
    for sign, anomalies in (("+", found.appeared), ("-", found.disappeared)):
        for anomaly in anomalies:
            yield f"  {sign} {anomaly.code}: {anomaly.message}"


COMMANDS = (_diff,)
