"""Commands that record: one a verb, and ``record`` for every type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.fact_options import (
    BY,
    PLACE,
    REASON,
    SIGNATORIES,
    Option,
    Words,
    as_people,
    json_data,
    many,
    with_envelope,
)
from lifecycle.cli.main import COMMANDS as COMMANDS_SHOWN
from lifecycle.cli.names import VERBS, check_event_ids, event_type, full_event_id
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say
from lifecycle.cli.parameters import PATH
from lifecycle.cli.report import say_remarks, show_plan, show_recorded
from lifecycle.errors import InvalidFactError
from lifecycle.facts.ids import derived_id

if TYPE_CHECKING:
    from lifecycle.deciding.commands import Command
    from lifecycle.deciding.plan import Plan
    from lifecycle.history.history import History
    from lifecycle.registry.registry import Registry

_OPTIONS: Mapping[str, tuple[Option, ...]] = {
    "propose": (BY, PLACE),
    "agree": (BY, PLACE),
    "sign-tor": (SIGNATORIES, PLACE, click.option("--document", help="The signed document.")),
    "meet": (
        PLACE,
        click.option("--number", type=click.IntRange(0, 9999), help="Number of the meeting."),
        click.option("--host", metavar="PARTY", help="Who hosted."),
        click.option(
            "--mode", type=Words(["in_person", "virtual", "hybrid"]), help="How it was held."
        ),
        many("--co-chair", "co_chairs", "PARTY:NAME, TITLE; repeat for more.", as_people),
        many("--topic", "topics", "A topic; repeat.", lambda _c, _p, v: [{"name": t} for t in v]),
    ),
    "schedule": (
        BY,
        PLACE,
        click.option("--meeting", help="Name by which later facts refer to the meeting."),
        click.option("--planned", metavar="EDTF", help="Planned date."),
    ),
    "activate-roadmap": (
        BY,
        click.option(
            "--basis",
            required=True,
            type=click.Choice(["commitment", "document"]),
            help="A document, or only a commitment to have one.",
        ),
        click.option("--title", help="Title of the roadmap."),
        click.option("--document", help="Document that contains the roadmap."),
        click.option("--term", metavar="EDTF", help="Period that it covers: 2025/2027."),
    ),
    "suspend": (BY, REASON),
    "resume": (BY, REASON),
    "conclude": (BY, REASON),
    "reopen": (BY, REASON),
}
"""Commands that take nothing but options, with those of the type that they record."""

_EXAMPLES = {
    "propose": " --by IN",
    "activate-roadmap": " --basis commitment",
    "suspend": " --by IN",
    "resume": " --by IN",
    "schedule": " --planned 2026-12",
    "conclude": ' --by IN --by BN --reason "..."',
    "reopen": " --by IN --by BN",
}
"""What the example of a command needs besides a date."""


def _verb(name: str) -> click.Command:
    def record(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
        record_fact(settings, mechanism, VERBS[name], given)

    function: Any = with_envelope(record)
    for option in reversed(_OPTIONS[name]):
        function = option(function)
    function = click.argument("mechanism", metavar="ID")(function)
    _, summary = COMMANDS_SHOWN[name]
    extra = _EXAMPLES.get(name, "")
    example = f"\b\nExample:\n  lifecycle {name} bn-in-jwg-defence-cooperation --on 2025-12{extra}"
    return click.command(name, help=f"{summary}\n\n{example}")(function)


def record_fact(
    settings: Settings, mechanism: str, event_type: str, given: Mapping[str, Any]
) -> None:
    """Record a fact of *event_type* with what click was given, or show what would be recorded."""
    others = [other for other in dict.fromkeys(given["also"]) if other != mechanism]
    if given["if_version"] is not None and others:
        raise click.UsageError("--if-version is of one mechanism; leave out --also")
    opened = settings.writer(readonly=given["dry_run"])
    with opened as registry, hinting_at_json(mechanism, event_type, given):
        decide = partial(_plan, registry, (mechanism, *others), event_type, given)
        if given["dry_run"]:
            show_plan(decide(), settings.style)
            return
        change = registry.carry_out(decide)
        show_recorded(change, settings.style)
        if not change.added:
            say("known already: nothing was added")
        for each in change.mechanisms:
            say(f"{each.mechanism_id} is now in {' / '.join(each.after.state.tracks)}")
            say_remarks(each)


def _plan(
    registry: Registry, mechanisms: Sequence[str], event_type: str, given: Mapping[str, Any]
) -> Plan:
    """Decide one act on *mechanisms*, of which the first is what names of events belong to."""
    from lifecycle.deciding.plan import merged, plan_facts

    first, *others = mechanisms
    history = registry.mechanism(first).recorded
    command = command_of(registry, history, event_type, given)
    if others:
        command = command.saying(act_id=command.event_id)
    plan = plan_facts(first, history, [command], if_version=given["if_version"])
    return merged([plan, *(registry.plan(other, [_for(other, command)]) for other in others)])


def _for(mechanism: str, command: Command) -> Command:
    """Return *command* for another mechanism that it touches, where its event has its own id."""
    return replace(command, event_id=derived_id("also", command.event_id, mechanism))


@contextmanager
def hinting_at_json(mechanism: str, event_type: str, given: Mapping[str, Any]) -> Iterator[None]:
    """Say how to give what is no text, where --set was *given* it as text."""
    option = f"lifecycle record {mechanism} {event_type} --data"
    option = "--to" if "changes" in given else "--data" if "data" in given else option
    texts = given.get("changes") or given.get("pairs") or {}
    try:
        yield
    except InvalidFactError as error:
        key = error.place.removeprefix("changes.")
        if isinstance(texts.get(key), str) and error.reason.startswith(_NO_TEXT):
            error.add_note(
                f"--set gives text; give it as JSON: {option} {_as_json(key, texts[key])}"
            )
        raise


def _as_json(key: str, text: str) -> str:
    """Return the JSON to write for *key*, as far as *text* tells it."""
    value = text if text.isdecimal() or text in ("true", "false") else "..."
    return f"'{{\"{key}\": {value}}}'"


_NO_TEXT = tuple(
    f"should be a {kind}" for kind in ("valid integer", "valid boolean", "list", "table")
)
"""How the faults of values begin that should be no text."""


def command_of(
    registry: Registry, history: History, event_type: str, given: Mapping[str, Any]
) -> Command:
    """Return the command of a fact on the mechanism with *history*, as click was *given* it.

    An event that it is about may be named by the beginning of its id.
    """
    mechanism = history.registration.mechanism
    if "event" in given:
        given = {**given, "event": full_event_id(mechanism, history, given["event"])}
    details = details_of(given)
    if "after" in details:
        check_event_ids(mechanism, history, details["after"])
    return registry.command(event_type, **details)


def details_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details of a fact that click was *given*; --set goes before --data."""
    said = {
        key: _plain(value)
        for key, value in given.items()
        if value not in (None, (), []) and key not in _OF_THE_COMMAND
    }
    pairs, data = said.pop("pairs", {}), said.pop("data", {})
    return {**data, **said, **pairs}


_OF_THE_COMMAND = ("dry_run", "also", "if_version")
"""Options that say nothing of the fact."""


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever click gives
    return list(value) if isinstance(value, tuple) else value


@click.command("record")
@click.argument("mechanism", metavar="ID")
@event_type
@click.option("--data", callback=json_data, help="Fields as a JSON object, or - for stdin.")
@with_envelope
def _record_any(settings: Settings, /, mechanism: str, event_type: str, **given: Any) -> None:  # noqa: ANN401
    """Record a fact of any TYPE.

    \b
    Example:
      lifecycle record ID statement_recorded --on 2025-12-09 --set text="..."
    """
    record_fact(settings, mechanism, event_type, given)


@click.command("note")
@click.argument("mechanism", metavar="ID")
@click.argument("text")
@with_envelope
def _note(settings: Settings, /, mechanism: str, text: str, **given: Any) -> None:  # noqa: ANN401
    """Record a remark that changes no state.

    \b
    Example:
      lifecycle note bn-in-jwg-defence-cooperation "No date of the proposal is on record."
    """
    record_fact(settings, mechanism, VERBS["note"], {"text": text, **given})


@click.command("register")
@click.option("--name", required=True, help="Name of the mechanism.")
@click.option(
    "--kind",
    type=PATH,
    required=True,
    help="A definition: a name of lifecycle definitions list, or a .toml file.",
)
@click.option("--party", "parties", multiple=True, help="Code of a party; give exactly two.")
@click.option("--subject", required=True, help="What it is about.")
@click.option(
    "--policy", type=click.Choice(["enforce", "record"]), help="Default: the definition's."
)
@click.option("--level", help="Level of the heads of delegation.")
@click.option("--known-from", help="State in which it is first known.")
@click.option("--mechanism-id", "id", help="Default: made of parties, kind and subject.")
@click.option("--actor", envvar="LIFECYCLE_ACTOR", help="Who records. [env: LIFECYCLE_ACTOR]")
@click.option("--id", "event_id", help="Event id; repeating the command with it adds nothing.")
@click.option("--dry-run", is_flag=True, help="Show what would be recorded; record nothing.")
@formats
@pass_settings
def _register(settings: Settings, /, **given: Any) -> None:  # noqa: ANN401
    """Register a mechanism.

    \b
    Example:
      lifecycle register --name "India-Brunei JWG" --kind joint-working-group \\
        --party IN --party BN --subject "Defence cooperation"
    """
    details: dict[str, Any] = {
        key: _plain(value) for key, value in given.items() if value is not None
    }
    dry_run, event_id = details.pop("dry_run"), details.pop("event_id", None)
    actor = details.pop("actor", None)
    if dry_run:
        with settings.trial() as registry:
            plan = registry.plan_registration(details, [], event_id=event_id, actor=actor)
        say(f"dry run: would register {plan.mechanism_id}; nothing was")
        return
    from lifecycle.deciding.plan import read_registration

    read_registration(details)  # what is wrong is said before a log is made for it
    with settings.writer(create=True) as registry:
        decide = partial(registry.plan_registration, details, [], event_id=event_id, actor=actor)
        show_recorded(registry.carry_out(decide), settings.style)


COMMANDS = (_register, *map(_verb, _OPTIONS), _note, _record_any)
