"""Commands that read: list, show, log, as-of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.options import KNOWN_AT, Settings, formats, pass_settings, times
from lifecycle.cli.output import show_rows, show_value
from lifecycle.cli.tables import NO_MECHANISM, or_say, show, telling_unreadable

if TYPE_CHECKING:
    from lifecycle.analysis.mechanism import Mechanism

LIST_COLUMNS = ("id", "parties", "kind", "tracks", "facts", "last", "anomalies")
PEOPLE_COLUMNS = ("id", "parties", "tracks", "facts", "last", "anomalies")
POSITION_MAX = 10**18
"""More than the positions that any log has."""

LOG_COLUMNS = ("position", "recorded_at", "stream", "version", "type", "occurred", "event_id")


@click.command("list")
@click.option("--party", metavar="CODE", help="Only mechanisms of this party.")
@click.option("--kind", help="Only mechanisms of this kind.")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many.")
@click.option("--after", metavar="ID", help="Only ids after this one: the next page.")
@times
@formats
@pass_settings
def _list(settings: Settings, /, **asked: Any) -> None:  # noqa: ANN401  # the options above
    """List the mechanisms with their states, in the order of their ids.

    \b
    Examples:
      lifecycle list --as-of 2025-12-08 --json
      lifecycle list --party IN --limit 20 --after bn-in-jwg-defence-cooperation
    """
    filtered = any(asked[name] is not None for name in ("party", "kind", "after"))
    nothing = "no mechanism on record matches" if filtered else NO_MECHANISM
    with settings.reader() as registry, telling_unreadable() as unreadable:
        rows = or_say(
            nothing, (found.summary() for found in registry.list(**asked, unreadable=unreadable))
        )
        show(rows, LIST_COLUMNS, PEOPLE_COLUMNS, settings.style)


@click.command("show")
@click.argument("mechanism", metavar="ID")
@times
@formats
@pass_settings
def _show(settings: Settings, mechanism: str, as_of: str | None, known_at: str | None) -> None:
    """Show one mechanism: its state, its facts in the order they happened, its anomalies.

    \b
    Example:
      lifecycle show bn-in-jwg-defence-cooperation
    """
    from lifecycle.storage.loader import check_readable

    with settings.reader() as registry:
        found = registry.mechanism(mechanism, as_of=as_of, known_at=known_at)
        check_readable(found.recorded)  # before half of it is shown
        show_value(found.to_dict, _lines(found), settings.style)


@click.command("as-of")
@click.argument("date", metavar="EDTF")
@click.argument("mechanism", metavar="[ID]", required=False)
@click.option("--known-at", metavar="POSITION|INSTANT", help=KNOWN_AT)
@formats
@pass_settings
def _as_of(settings: Settings, date: str, mechanism: str | None, known_at: str | None) -> None:
    """Show the states as of a date, counting only what certainly happened by then.

    \b
    Example:
      lifecycle as-of 2025-12-08
    """
    with settings.reader() as registry, telling_unreadable() as unreadable:
        if mechanism is None:
            found = registry.list(as_of=date, known_at=known_at, unreadable=unreadable)
        else:
            found = iter([registry.mechanism(mechanism, as_of=date, known_at=known_at)])
        rows = or_say(NO_MECHANISM, (mechanism.summary() for mechanism in found))
        show(rows, LIST_COLUMNS, PEOPLE_COLUMNS, settings.style)


@click.command("log")
@click.argument("mechanism", metavar="[ID]", required=False)
@click.option(
    "--since",
    type=click.IntRange(-1, POSITION_MAX),
    default=-1,
    metavar="POSITION",
    help="Only later positions.",
)
@formats
@pass_settings
def _log(settings: Settings, mechanism: str | None, since: int) -> None:
    """Show the events as they were recorded, of one mechanism or of all.

    \b
    Example:
      lifecycle log --nl
    """
    with settings.reader() as registry:
        rows = (
            {
                "position": event.position,
                "recorded_at": event.recorded_at,
                "stream": event.stream,
                "version": event.version,
                "type": event.type,
                "occurred": event.occurred,
                "event_id": event.event_id,
                "actor": event.actor,
                "correlation_id": event.correlation_id,
                "causation_id": event.causation_id,
                "data": event.data,
                "meta": event.meta,
            }
            for event in registry.log(mechanism, after=since)
        )
        show_rows(or_say("no event is on record there", rows), LOG_COLUMNS, settings.style)


def _lines(mechanism: Mechanism) -> Iterator[str]:
    from lifecycle.views.date_words import dated
    from lifecycle.views.status import last_on_record, status_of
    from lifecycle.views.wording import details_of, remark, title_of

    yield mechanism.name
    yield f"  id       {mechanism.id}"
    yield f"  parties  {' and '.join(mechanism.parties)}"
    yield f"  kind     {mechanism.kind} (policy {mechanism.registration.policy})"
    yield f"  status   {status_of(mechanism)}"
    yield f"  last     {last_on_record(mechanism) or 'nothing'}"
    yield "  history, in the order it happened:"
    for index, fact in enumerate(mechanism.history):
        moved = "".join(f" -> {new}" for _, _, new in mechanism.moves(index))
        amended = " (as amended)" if fact.amended_by else ""
        yield f"    {dated(fact):24} {title_of(fact)}{moved}{amended}"
        if index:
            for label, text in details_of(fact.event):
                yield f"    {'':24}   {label}: {text}"
            for source in fact.envelope.sources:
                yield f"    {'':24}   [{source.kind}] {source.publisher}"
    for anomaly in mechanism.anomalies:
        yield f"  note: {remark(anomaly.message, mechanism.facts_of(anomaly))}"
    for fact in mechanism.retracted:
        yield f"  retracted: {title_of(fact)} ({dated(fact)})"
    for fact in mechanism.undetermined:
        yield f"  may or may not have happened by then: {title_of(fact)} ({fact.occurred})"


COMMANDS = (_list, _show, _as_of, _log)
