"""Commands on what is recorded: correct, retract, dispute, prefer, migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.names import full_event_id, mechanisms, not_found
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say, show_rows
from lifecycle.cli.parameters import PATH
from lifecycle.cli.recording import (
    BY,
    REASON,
    json_data,
    record_fact,
    with_dated_envelope,
)
from lifecycle.cli.report import show_recorded

if TYPE_CHECKING:
    from lifecycle.deciding.plan import Plan
    from lifecycle.registry.registry import Registry


def _amend(settings: Settings, mechanism: str, event_type: str, given: dict[str, Any]) -> None:
    """Record a fact about another one, which may be named by the beginning of its id."""
    with settings.reader() as registry:
        given["event"] = full_event_id(registry, mechanism, given["event"])
    record_fact(settings, mechanism, event_type, given)


@click.command("correct")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@click.option("--to", "data", callback=json_data, help="The changed keys as JSON, or - for stdin.")
@click.option("--unset", multiple=True, metavar="KEY", help="A key to take away; repeat.")
@REASON
@with_dated_envelope("The date of the correction itself, not that of EVENT.")
def _correct(
    settings: Settings,
    /,
    mechanism: str,
    unset: tuple[str, ...],
    **given: Any,  # noqa: ANN401
) -> None:
    """Correct a recorded fact; EVENT is its event id, or the beginning of it.

    The log keeps what was recorded. --set gives text, --to any JSON.

    \b
    Example:
      lifecycle correct ID EVENT --set place="New Delhi" --reason "a slip of the pen"
    """
    changes = {**given.pop("data"), **given.pop("pairs"), **dict.fromkeys(unset)}
    if not changes:
        date = "" if given["on"] is None else f"; to correct the date write --set on={given['on']}"
        raise click.UsageError(f"nothing is corrected: give --set, --to or --unset{date}")
    _amend(settings, mechanism, "event_corrected", {**given, "changes": changes})


@click.command("retract")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@REASON
@with_dated_envelope("The date of the retraction itself, not that of EVENT.")
def _retract(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
    """Record that an event no longer counts. To retract a correction undoes it.

    \b
    Example:
      lifecycle retract ID EVENT --reason "another mechanism was meant"
    """
    _amend(settings, mechanism, "event_retracted", given)


@click.command("dispute")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@click.option("--field", required=True, help="What is disputed: a key of the fact, or a word.")
@click.option("--claim", help="What is said instead.")
@click.option("--date", "occurred_claim", metavar="EDTF", help="The other date.")
@BY
@REASON
@with_dated_envelope("The date of the dispute itself, not that of EVENT.")
def _dispute(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
    """Record that a source gives something else for a fact, or that a party contests it.

    \b
    Example:
      lifecycle dispute ID EVENT --field on --date 2025-12-10 --source "press:The Paper"
    """
    _amend(settings, mechanism, "event_disputed", given)


@click.command("prefer")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@REASON
@with_dated_envelope("The date of the decision itself, not that of EVENT.")
def _prefer(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
    """Record which of conflicting claims is preferred: EVENT is a dispute, or the disputed fact.

    The others stay on record and are shown.

    \b
    Example:
      lifecycle prefer ID EVENT --reason "the joint statement has this date"
    """
    _amend(settings, mechanism, "assertion_preferred", given)


def _map(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    states: dict[str, str] = {}
    for value in values:
        old, equals, new = value.partition("=")
        if not (old and equals and new):
            raise click.BadParameter(f"{value}: write OLD=NEW")
        if old in states:
            raise click.BadParameter(f"{old} is given twice")
        states[old] = new
    return states


@click.command("migrate")
@click.argument("definition", type=PATH, metavar="DEFINITION")
@mechanisms
@click.option("--from", "kind", metavar="NAME", help="All mechanisms of that kind.")
@click.option(
    "--map",
    "states",
    multiple=True,
    callback=_map,
    metavar="OLD=NEW",
    help="The new name of a state that is called otherwise now; repeat.",
)
@REASON
@click.option("--on", metavar="EDTF", help="From when on.")
@click.option("--actor", envvar="LIFECYCLE_ACTOR", help="Who records. [env: LIFECYCLE_ACTOR]")
@click.option("--dry-run", is_flag=True, help="Decide and show, but record nothing.")
@formats
@pass_settings
def _migrate(  # noqa: PLR0913  # one parameter an option
    settings: Settings,
    /,
    definition: str,
    mechanisms: tuple[str, ...],
    *,
    kind: str | None,
    states: dict[str, str],
    reason: str | None,
    dry_run: bool,
    **envelope: str | None,
) -> None:
    """Move mechanisms to another definition, or to a newer version of theirs.

    What happened before stays under the old one. Retracting the recorded event undoes it.

    \b
    Example:
      lifecycle migrate --dry-run bilateral-mechanism ID --map tor_signed=constituted
    """
    from lifecycle.deciding.migration import Migration  # noqa: PLC0415  # as above
    from lifecycle.definitions.catalogue import find_definition  # noqa: PLC0415  # keeps --help fast

    migration = Migration(find_definition(definition), states, reason)
    said: Any = {key: value for key, value in envelope.items() if value is not None}
    with settings.reader() if dry_run else settings.writer() as registry:
        chosen = [*mechanisms, *(_of_kind(registry, kind) if kind else ())]
        if not chosen:
            raise click.UsageError("name a mechanism, or give --from for all of a kind")
        if dry_run:
            _show_moves(registry.plan_migration(chosen, migration, **said), settings.style)
        else:
            recorded = registry.migrate(chosen, migration, **said)
            show_recorded(registry, recorded, settings.style)


def _of_kind(registry: Registry, kind: str) -> list[str]:
    """Return the ids of the mechanisms of *kind*.

    Raises:
        NotFoundError: If there is none; of a kind that nobody knows, it names the nearest.
    """
    from lifecycle.definitions.catalogue import shipped_definitions  # noqa: PLC0415  # keeps --help fast
    from lifecycle.errors import NotFoundError  # noqa: PLC0415  # as above

    kinds = {found.id: found.kind for found in registry.list()}
    known = {*kinds.values(), *shipped_definitions()}
    if kind not in known:
        raise not_found("kind", kind, sorted(known))
    if kind not in kinds.values():
        raise NotFoundError("mechanism of kind", kind)
    return [mechanism_id for mechanism_id, other in kinds.items() if other == kind]


def _show_moves(plan: Plan, style: str | None) -> None:
    rows = [
        {
            "id": change.mechanism_id,
            "before": dict(change.before.steps[-1].state.named),
            "after": dict(change.after.steps[-1].state.named),
        }
        for change in plan.changes
    ]
    show_rows(rows, ("id", "before", "after"), style)
    say(f"dry run: {len(rows)} would be moved, nothing was")


COMMANDS = (_correct, _retract, _dispute, _prefer, _migrate)
