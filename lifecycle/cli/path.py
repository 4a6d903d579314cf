"""The command that shows the shortest legal path to a state: path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.exits import NEGATIVE
from lifecycle.cli.names import not_found
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say
from lifecycle.cli.tables import show

if TYPE_CHECKING:
    from lifecycle.analysis.mechanism import Mechanism
    from lifecycle.definitions.paths import PathStep

PATH_COLUMNS = ("step", "trigger", "record", "consent", "who", "on_record", "to", "conditions")
PATH_TABLE = ("step", "record", "who", "on_record", "to", "conditions")


@click.command("path")
@click.argument("mechanism", metavar="ID")
@click.argument("state", metavar="STATE")
@formats
@pass_settings
def _path(settings: Settings, mechanism: str, state: str) -> int:
    """Show the shortest legal path from the current state to STATE, and who must act.

    Exits with 1 if the definition has no path to it.

    \b
    Example:
      lifecycle path bn-in-jwg-defence-cooperation concluded
    """
    from lifecycle.definitions.paths import shortest_path

    with settings.reader() as registry:
        found = registry.mechanism(mechanism)
    rules = found.state.rules
    if state not in rules.states:
        raise not_found("state", state, rules.states)
    path = shortest_path(rules, found.state.tracks, state)
    if path is None:
        stands = " / ".join(found.state.tracks)
        say(f"{rules.definition.name} knows no way from {stands} to {state}")
        return NEGATIVE
    rows = [_step(found, number, step) for number, step in enumerate(path, start=1)]
    show(rows, PATH_COLUMNS, PATH_TABLE, settings.style)
    if not path:
        say(f"{mechanism} is in {state} already")
    return 0


def _step(mechanism: Mechanism, number: int, step: PathStep) -> dict[str, Any]:
    from lifecycle.definitions.guards import GUARDS
    from lifecycle.views.wording import words

    given = [party for trigger, party in mechanism.state.consents if trigger == step.trigger]
    return {
        "step": number,
        "trigger": step.trigger,
        "record": _types(step.trigger),
        "consent": step.consent,
        "who": _who(step.consent, mechanism.parties, given),
        "parties": [party for party in mechanism.parties if party not in given],
        "on_record": given,
        "to": [new for old, new in zip(step.frm, step.to, strict=True) if old != new],
        "guards": list(step.guards),
        "conditions": [words(g).lower() for g in step.guards if not GUARDS[g].of_state],
    }


def _types(trigger: str) -> list[str]:
    """Return the types of facts that pull *trigger*."""
    from lifecycle.facts.models import EVENT_TYPES

    types = [name for name, model in EVENT_TYPES.items() if model.trigger == trigger]
    return types or [f"milestone_reached name={trigger}"]


def _who(consent: str, parties: tuple[str, ...], given: list[str]) -> str:
    left = [party for party in parties if party not in given]
    if consent == "none":
        return "no consent needed"
    if consent == "either":
        return " or ".join(left)
    return " and ".join(left)


COMMANDS = (_path,)
