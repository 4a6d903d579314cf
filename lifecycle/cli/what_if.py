"""Commands that try without recording: what-if, path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.exits import NEGATIVE
from lifecycle.cli.names import event_type, not_found
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say, show_value
from lifecycle.cli.recording import (
    command_of,
    details_of,
    hinting_at_json,
    json_data,
    with_envelope,
)
from lifecycle.cli.tables import show
from lifecycle.cli.values import anomaly_value, date_value, move_values

if TYPE_CHECKING:
    from lifecycle.analysis.diff import Difference
    from lifecycle.analysis.mechanism import Mechanism
    from lifecycle.deciding.commands import Command
    from lifecycle.deciding.decider import Accepted
    from lifecycle.deciding.plan import Change
    from lifecycle.definitions.paths import PathStep
    from lifecycle.history.history import History
    from lifecycle.registry.registry import Registry

PATH_COLUMNS = ("step", "trigger", "record", "consent", "who", "on_record", "to", "conditions")
PATH_TABLE = ("step", "record", "who", "on_record", "to", "conditions")


@click.command("what-if")
@click.argument("mechanism", metavar="ID")
@event_type
@click.option("--data", callback=json_data, help="Fields as a JSON object, or - for stdin.")
@click.option("--policy", type=click.Choice(["enforce", "record"]), help="Else the mechanism's.")
@with_envelope
def _what_if(
    settings: Settings,
    /,
    mechanism: str,
    event_type: str,
    policy: str | None,
    **given: Any,  # noqa: ANN401  # the options of the envelope
) -> None:
    """Decide a fact of any TYPE without recording it: what would it change, or why is it refused.

    A refusal has the exit code that it has when recording. --policy tries the other policy.

    \b
    Example:
      lifecycle what-if ID meeting_held --on 2026-11-04 --data '{"number": 2}'
    """
    from lifecycle.deciding.plan import plan_facts  # noqa: PLC0415  # keeps --help fast

    with settings.reader() as registry:
        history = registry.mechanism(mechanism).recorded
        if policy is not None:
            history = _under(history, policy)
        with hinting_at_json(mechanism, event_type, given):
            command = _command(registry, mechanism, event_type, given)
        (change,) = plan_facts(mechanism, history, [command]).changes
        if not change.accepted:
            say("known already: it would add nothing")
            return
        _show(change, settings.style)
    say("nothing was recorded")


def _command(
    registry: Registry, mechanism: str, event_type: str, given: Mapping[str, Any]
) -> Command:
    """Return the command that click was *given*, as `lifecycle record` reads it."""
    from lifecycle.facts.ids import derived_id  # noqa: PLC0415  # keeps --help fast

    said = details_of(given)
    said.pop("dry_run", None)
    if said.pop("also", None):
        raise click.UsageError("what-if looks at one mechanism; leave out --also")
    if said.pop("if_version", None) is not None:
        raise click.UsageError("what-if looks at the present version; leave out --if-version")
    said.setdefault("event_id", derived_id("what-if", event_type))
    return command_of(registry, mechanism, event_type, said)


def _under(history: History, policy: str) -> History:
    """Return *history* as if it had been registered under *policy*."""
    from lifecycle.facts.fact import Told  # noqa: PLC0415  # keeps --help fast
    from lifecycle.history.history import History  # noqa: PLC0415  # as above

    first = history.facts[0]
    told = Told({**first.told.data, "policy": policy}, first.told.envelope)
    return History((first.read_as(told, first.amended_by), *history.facts[1:]), history.rules)


def _show(change: Change, style: str | None) -> None:
    from lifecycle.analysis.diff import compare  # noqa: PLC0415  # keeps --help fast
    from lifecycle.analysis.mechanism import Mechanism  # noqa: PLC0415  # as above

    before, after = (
        Mechanism(change.mechanism_id, history, len(history.facts))
        for history in (change.before, change.after)
    )
    (accepted,) = change.accepted
    found = compare(before, after)
    tracks = {track: (before.tracks.get(track), state) for track, state in after.tracks.items()}
    show_value(_as_json(accepted, found, tracks), _lines(accepted, found, tracks), style)


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
    from lifecycle.views.wording import title_of, words  # noqa: PLC0415  # keeps --help fast

    fact, policy = accepted.fact, found.after.registration.policy
    yield found.after.name
    yield f"  {title_of(fact)}, {fact.occurred or 'undated'}: accepted under {policy}"
    yield f"  it would be: {accepted.step.outcome.value}"
    for track, (old, new) in tracks.items():
        moved = f"{words(str(old))} -> {words(new)}" if old != new else f"{words(new)}, as it is"
        yield f"  {track}: {moved}"
    for sign, anomalies in (("+", found.appeared), ("-", found.disappeared)):
        for anomaly in anomalies:
            yield f"  {sign} {anomaly.code} ({anomaly.severity}): {anomaly.message}"


@click.command("path")
@click.argument("mechanism", metavar="ID")
@click.argument("state", metavar="STATE")
@formats
@pass_settings
def _path(settings: Settings, mechanism: str, state: str) -> int:
    """Show the shortest legal path from the current state to STATE, and who must act.

    Exits with 1 if its definition knows no way.

    \b
    Example:
      lifecycle path bn-in-jwg-defence-cooperation concluded
    """
    from lifecycle.definitions.paths import shortest_path  # noqa: PLC0415  # keeps --help fast

    with settings.reader() as registry:
        found = registry.mechanism(mechanism)
    rules = found.state.rules
    known = [name for track in rules.definition.tracks for name in track.states]
    if state not in known:
        raise not_found("state", state, known)
    path = shortest_path(rules, found.state.tracks, state)
    if path is None:
        stands = " / ".join(found.state.tracks)
        say(f"{rules.definition.name} knows no way from {stands} to {state}")
        return NEGATIVE
    rows = [_step(found, number, step) for number, step in enumerate(path, start=1)]
    show(rows, PATH_COLUMNS, PATH_TABLE, settings.style)
    if not path:
        say(f"{mechanism} stands at {state} already")
    return 0


def _step(mechanism: Mechanism, number: int, step: PathStep) -> dict[str, Any]:
    from lifecycle.definitions.guards import GUARDS  # noqa: PLC0415  # keeps --help fast
    from lifecycle.views.wording import words  # noqa: PLC0415  # as above

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
    from lifecycle.facts.models import EVENT_TYPES  # noqa: PLC0415  # keeps --help fast

    types = [name for name, model in EVENT_TYPES.items() if model.trigger == trigger]
    return types or [f"milestone_reached name={trigger}"]


def _who(consent: str, parties: tuple[str, ...], given: list[str]) -> str:
    left = [party for party in parties if party not in given]
    if consent == "none":
        return "no consent needed"
    if consent == "either":
        return " or ".join(left)
    return " and ".join(left)


COMMANDS = (_what_if, _path)
