"""The command that moves mechanisms to another definition: migrate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.fact_options import REASON
from lifecycle.cli.names import mechanisms, not_found
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say, show_rows
from lifecycle.cli.parameters import PATH
from lifecycle.cli.report import show_recorded
from lifecycle.errors import NotFoundError

if TYPE_CHECKING:
    from lifecycle.deciding.plan import Plan
    from lifecycle.registry.reader import Reader


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
@click.option("--from", "kind", metavar="NAME", help="All mechanisms of this kind.")
@click.option(
    "--map",
    "states",
    multiple=True,
    callback=_map,
    metavar="OLD=NEW",
    help="New name of a renamed state; repeat for more.",
)
@REASON
@click.option("--on", metavar="EDTF", help="Date from which the new definition applies.")
@click.option("--actor", envvar="LIFECYCLE_ACTOR", help="Who records. [env: LIFECYCLE_ACTOR]")
@click.option("--dry-run", is_flag=True, help="Show what would be recorded; record nothing.")
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

    Earlier facts stay under the old definition. Retracting the recorded event undoes the move.

    \b
    Example:
      lifecycle migrate --dry-run bilateral-mechanism ID --map tor_signed=constituted
    """
    from lifecycle.deciding.migration import Migration
    from lifecycle.definitions.catalogue import find_definition

    migration = Migration(find_definition(definition), states, reason)
    said: Any = {key: value for key, value in envelope.items() if value is not None}
    with settings.writer(readonly=dry_run) as registry:
        chosen = [*mechanisms, *(_of_kind(registry, kind) if kind else ())]
        if not chosen:
            raise click.UsageError("name a mechanism, or give --from for all of a kind")
        decide = partial(registry.plan_migration, chosen, migration, **said)
        if dry_run:
            _show_moves(decide(), settings.style)
        else:
            show_recorded(registry.carry_out(decide), settings.style)


def _of_kind(registry: Reader, kind: str) -> list[str]:
    """Return the ids of the mechanisms of *kind*.

    Raises:
        NotFoundError: If there is none; of a kind that nobody knows, it names the nearest.
    """
    from lifecycle.definitions.catalogue import shipped_definitions

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


COMMANDS = (_migrate,)
