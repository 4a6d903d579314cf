"""The command that decides a fact without recording it: what-if."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.fact_options import json_data, with_envelope
from lifecycle.cli.names import event_type
from lifecycle.cli.options import Settings
from lifecycle.cli.output import say, show_value
from lifecycle.cli.recording import command_of, hinting_at_json
from lifecycle.cli.values import anomaly_value, date_value, move_values
from lifecycle.facts.ids import derived_id

if TYPE_CHECKING:
    from lifecycle.analysis.diff import Difference
    from lifecycle.deciding.commands import Command
    from lifecycle.deciding.decider import Accepted
    from lifecycle.deciding.plan import PlannedChange
    from lifecycle.history.history import History
    from lifecycle.registry.registry import Registry


@click.command("what-if")
@click.argument("mechanism", metavar="ID")
@event_type
@click.option("--data", callback=json_data, help="Fields as a JSON object, or - for stdin.")
@click.option(
    "--policy", type=click.Choice(["enforce", "record"]), help="Default: the mechanism's."
)
@with_envelope
def _what_if(
    settings: Settings,
    /,
    mechanism: str,
    event_type: str,
    policy: str | None,
    **given: Any,  # noqa: ANN401  # the options of the envelope
) -> None:
    """Show what a fact of any TYPE would change, or why it would be refused. Records nothing.

    A refusal exits with the same code as `record`. --policy tries the other policy.

    \b
    Example:
      lifecycle what-if ID meeting_held --on 2026-11-04 --data '{"number": 2}'
    """
    from lifecycle.deciding.plan import plan_facts

    with settings.writer(readonly=True) as registry:
        history = registry.mechanism(mechanism).recorded
        if policy is not None:
            history = _under(history, policy)
        with hinting_at_json(mechanism, event_type, given):
            command = _command(registry, history, event_type, given)
        (change,) = plan_facts(mechanism, history, [command]).changes
        if not change.accepted:
            say("known already: it would add nothing")
            return
        _show(change, settings.style)
    say("nothing was recorded")


def _command(
    registry: Registry, history: History, event_type: str, given: Mapping[str, Any]
) -> Command:
    """Return the command that click was *given*, as `lifecycle record` reads it."""
    if given["also"]:
        raise click.UsageError("what-if looks at one mechanism; leave out --also")
    if given["if_version"] is not None:
        raise click.UsageError("what-if looks at the present version; leave out --if-version")
    event_id = given["event_id"] or derived_id("what-if", event_type)
    return command_of(registry, history, event_type, {**given, "event_id": event_id})


def _under(history: History, policy: str) -> History:
    """Return *history* as if it had been registered under *policy*."""
    from lifecycle.facts.fact import Told
    from lifecycle.history.history import History

    first = history.facts[0]
    told = Told({**first.told.data, "policy": policy}, first.told.envelope)
    return History((first.read_as(told, first.amended_by), *history.facts[1:]), history.rules)


def _show(change: PlannedChange, style: str | None) -> None:
    from lifecycle.analysis.diff import compare
    from lifecycle.analysis.mechanism import Mechanism

    before, after = (
        Mechanism(change.mechanism_id, history, len(history.facts))
        for history in (change.before, change.after)
    )
    (accepted,) = change.accepted
    found = compare(before, after)
    tracks = {track: (before.tracks.get(track), state) for track, state in after.tracks.items()}
    show_value(partial(_as_json, accepted, found, tracks), _lines(accepted, found, tracks), style)


_Tracks = Mapping[str, tuple[str | None, str]]


def _as_json(accepted: Accepted, found: Difference, tracks: _Tracks) -> dict[str, Any]:
    fact = accepted.fact
    return {
        "id": found.after.id,
        "policy": found.after.registration.policy,
        "type": fact.type,
        "occurred": date_value(fact),
        "after": list(fact.after),
        "outcome": accepted.step.outcome.value,
        "tracks": move_values(tracks),
        "anomalies": {
            "appeared": [anomaly_value(anomaly) for anomaly in found.appeared],
            "disappeared": [anomaly_value(anomaly) for anomaly in found.disappeared],
        },
    }


def _lines(accepted: Accepted, found: Difference, tracks: _Tracks) -> Iterator[str]:
    from lifecycle.views.wording import named, words

    fact, policy = accepted.fact, found.after.registration.policy
    yield found.after.name
    yield f"  {named(fact)}: accepted under {policy}"
    yield f"  it would be: {accepted.step.outcome.value}"
    for track, (old, new) in tracks.items():
        moved = f"{words(str(old))} -> {words(new)}" if old != new else f"{words(new)}, as it is"
        yield f"  {track}: {moved}"
    for sign, anomalies in (("+", found.appeared), ("-", found.disappeared)):
        for anomaly in anomalies:
            yield f"  {sign} {anomaly.code} ({anomaly.severity}): {anomaly.message}"


COMMANDS = (_what_if,)
