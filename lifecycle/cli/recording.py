"""Commands that record: one a verb, and ``record`` for every type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from typing_extensions import override

from lifecycle.cli.names import VERBS, check_event_ids, event_type
from lifecycle.cli.options import Settings, formats, pass_settings
from lifecycle.cli.output import say
from lifecycle.cli.parameters import PATH
from lifecycle.cli.report import say_remarks, show_plan, show_recorded
from lifecycle.cli.streams import stdin

if TYPE_CHECKING:
    from lifecycle.deciding.commands import Command
    from lifecycle.registry.registry import Registry

Option = Callable[[Callable[..., Any]], Callable[..., Any]]

DATA_MAX = 1_000_000
"""Most bytes of JSON that are read from stdin."""


def _person(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[dict[str, str]]:
    people = []
    for value in values:
        party, colon, rest = value.partition(":")
        name, _comma, title = (part.strip() for part in rest.partition(","))
        if not colon or not name:
            raise click.BadParameter(f"{value!r}: write PARTY:NAME, TITLE")
        people.append({"party": party.strip(), "name": name} | ({"title": title} if title else {}))
    return people


def _source(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[dict[str, str]]:
    sources = []
    for value in values:
        kind, colon, rest = value.partition(":")
        publisher, _space, url = rest.strip().rpartition(" ")
        if not url.startswith(("http://", "https://")):
            publisher, url = rest.strip(), ""
        if not colon or not publisher:
            raise click.BadParameter(
                f"{value!r}: write KIND:PUBLISHER or KIND:PUBLISHER URL;"
                " KIND is official, joint, press or secondary"
            )
        sources.append({"kind": kind, "publisher": publisher} | ({"url": url} if url else {}))
    return sources


def _pairs(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        key, equals, text = value.partition("=")
        if not equals:
            raise click.BadParameter(f"{value!r}: write KEY=VALUE")
        if key in pairs:
            raise click.BadParameter(f"{key} is given twice")
        pairs[key] = text
    return pairs


def _many(name: str, field: str, help_text: str, callback: Any = None) -> Option:  # noqa: ANN401
    return click.option(name, field, multiple=True, help=help_text, callback=callback)


class _Words(click.Choice[str]):
    """Words of the vocabulary; ``in-person`` is taken for ``in_person``."""

    @override
    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return super().convert(value.replace("-", "_"), param, ctx)


BY = _many("--by", "by", "Code of a party that acts; repeat for both.")
PLACE = click.option("--place", help="Where.")
REASON = click.option("--reason", help="Why.")
SIGNATORIES = _many("--signatory", "signatories", "PARTY:NAME, TITLE; repeat.", _person)

ENVELOPE: tuple[Option, ...] = (
    _many("--source", "sources", "KIND:PUBLISHER [URL]; KIND is official, joint, press, secondary.",
          _source),
    _many("--after", "after", "Id of a fact that this one came after."),
    click.option("--claimed-as", help="The source's own verb."),
    click.option("--confidence", help="How sure the source is."),
    click.option("--on-behalf-of", metavar="PARTY", help="The party the recorder speaks for."),
    click.option("--actor", envvar="LIFECYCLE_ACTOR", help="Who records. [env: LIFECYCLE_ACTOR]"),
    click.option("--set", "pairs", multiple=True, callback=_pairs, metavar="KEY=VALUE",
                 help="Any other text field of the type."),
    _many("--also", "also", "Id of a mechanism that the same act touches; one transaction."),
    click.option("--id", "event_id", help="Event id; repeating a command with it adds nothing."),
    click.option("--if-version", type=click.IntRange(min=0), metavar="N",
                 help="Refuse unless the mechanism has this version: nobody recorded since."),
    click.option("--dry-run", is_flag=True, help="Decide and show, but record nothing."),
)  # fmt: skip


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


def _verb(name: str, summary: str, *options: Option) -> click.Command:
    def record(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
        record_fact(settings, mechanism, VERBS[name], given)

    function: Any = with_envelope(record)
    for option in reversed(options):
        function = option(function)
    function = click.argument("mechanism", metavar="ID")(function)
    extra = _EXAMPLES.get(name, "")
    example = f"\b\nExample:\n  lifecycle {name} bn-in-jwg-defence-cooperation --on 2025-12{extra}"
    return click.command(name, help=f"{summary}\n\n{example}")(function)


def record_fact(
    settings: Settings, mechanism: str, event_type: str, given: Mapping[str, Any]
) -> None:
    """Record a fact of *event_type* with what click was given, or show what would be recorded."""
    details = details_of(given)
    dry_run, mechanisms = details.pop("dry_run"), {mechanism: None}
    mechanisms |= dict.fromkeys(details.pop("also", ()))
    if_version = details.pop("if_version", None)
    if if_version is not None and len(mechanisms) > 1:
        raise click.UsageError("--if-version is of one mechanism; leave out --also")
    opened = settings.reader() if dry_run else settings.writer()
    with opened as registry, hinting_at_json(mechanism, event_type, given):
        command = command_of(registry, mechanism, event_type, details)
        act = _one_act(command, mechanisms)
        if dry_run:
            plan = (
                registry.plan_together(act)
                if len(act) > 1
                else registry.plan(mechanism, [command], if_version=if_version)
            )
            show_plan(plan, settings.style)
            return
        before = registry.store.head()
        recorded = (
            registry.record_together(act, act_id=command.event_id)
            if len(act) > 1
            else registry.record_all(mechanism, [command], if_version=if_version)
        )
        show_recorded(registry, recorded, settings.style)
        if all(event.position < before for event in recorded):
            say("known already: nothing was added")
        for each in act:
            _say_state(registry, each, before)


@contextmanager
def hinting_at_json(mechanism: str, event_type: str, given: Mapping[str, Any]) -> Iterator[None]:
    """Say how to give what is no text, where --set was *given* it as text."""
    from lifecycle.errors import InvalidFactError  # noqa: PLC0415  # keeps --help fast

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
    registry: Registry, mechanism: str, event_type: str, details: Mapping[str, Any]
) -> Command:
    """Return the command of a fact on *mechanism*, as click was given its *details*."""
    if "after" in details:
        check_event_ids(registry, mechanism, details["after"])
    return registry.command(event_type, **details)


def _one_act(command: Command, mechanisms: Iterable[str]) -> dict[str, list[Command]]:
    """Return *command* for each of the mechanisms that it touches; each event has its own id."""
    from lifecycle.facts.ids import derived_id  # noqa: PLC0415  # keeps --help fast

    first, *others = mechanisms
    return {first: [command]} | {
        other: [replace(command, event_id=derived_id("also", command.event_id, other))]
        for other in others
    }


def details_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details of a fact that click was *given*; --set goes before --data."""
    said = {key: _plain(value) for key, value in given.items() if value not in (None, (), [])}
    pairs, data = said.pop("pairs", {}), said.pop("data", {})
    return {**data, **said, **pairs}


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever click gives
    return list(value) if isinstance(value, tuple) else value


def with_dated_envelope(help_of_date: str) -> Option:
    """Add the options that say when, on whose word and in what order; and how to show it."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        decorated = pass_settings(formats(function))
        for option in reversed(ENVELOPE):
            decorated = option(decorated)
        return click.option("--on", metavar="EDTF", help=help_of_date)(decorated)

    return decorate


with_envelope = with_dated_envelope("When: 2025-12-09, 2025-12, 2025?, ../2025 ...")


def _say_state(registry: Registry, mechanism: str, size: int) -> None:
    """Tell where *mechanism* stands, and what is new since the log had *size* events."""
    say(f"{mechanism} stands at {' / '.join(registry.mechanism(mechanism).state.tracks)}")
    say_remarks(registry, mechanism, size)


def json_data(_: click.Context, __: click.Parameter, value: str | None) -> dict[str, Any]:
    """Read the JSON object that an option was given, or stdin if it is ``-``."""
    if value is None:
        return {}
    from lifecycle.parsing.strict_json import JsonError, read_json  # noqa: PLC0415  # only when used

    try:
        data = read_json(_from_stdin() if value == "-" else value)
    except JsonError as error:
        raise click.BadParameter(error.reason) from error
    if not isinstance(data, dict):
        raise click.BadParameter("write one JSON object")
    return data


def _from_stdin() -> str:
    from lifecycle.parsing.text_files import NotUtf8Error, decoded  # noqa: PLC0415  # only when used

    data = stdin().read(DATA_MAX + 1)
    if len(data) > DATA_MAX:
        raise click.BadParameter(f"stdin holds more than {DATA_MAX:,} bytes")
    try:
        return decoded(data)
    except NotUtf8Error as error:
        raise click.BadParameter(f"stdin, {error}") from error


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
@click.option("--name", required=True, help="Its name.")
@click.option(
    "--kind", type=PATH, required=True, help="A definition; see lifecycle definitions list."
)
@click.option("--party", "parties", multiple=True, help="Code of a party; give exactly two.")
@click.option("--subject", required=True, help="What it is about.")
@click.option("--policy", type=click.Choice(["enforce", "record"]), help="Else the definition's.")
@click.option("--level", help="Level of the heads of delegation.")
@click.option("--known-from", help="State in which it is first known.")
@click.option("--mechanism-id", "id", help="Its id; else made of parties, kind and subject.")
@click.option("--actor", envvar="LIFECYCLE_ACTOR", help="Who records.")
@click.option("--id", "event_id", help="Event id; repeating the command with it adds nothing.")
@click.option("--dry-run", is_flag=True, help="Decide and show, but record nothing.")
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
    from lifecycle.deciding.plan import read_registration  # noqa: PLC0415  # keeps --help fast

    read_registration(details)  # what is wrong is said before a log is made for it
    with settings.writer(create=True) as registry:
        recorded = registry.register(event_id=event_id, actor=actor, **details)
        show_recorded(registry, recorded, settings.style)


COMMANDS = (
    _register,
    _verb("propose", "Record a proposal to establish the mechanism.", BY, PLACE),
    _verb("agree", "Record that establishing it was agreed.", BY, PLACE),
    _verb(
        "sign-tor",
        "Record that the terms of reference were signed.",
        SIGNATORIES,
        PLACE,
        click.option("--document", help="The document."),
    ),
    _verb(
        "meet",
        "Record a meeting.",
        PLACE,
        click.option("--number", type=click.IntRange(0, 9999), help="Its number."),
        click.option("--host", metavar="PARTY", help="Who hosted."),
        click.option("--mode", type=_Words(["in_person", "virtual", "hybrid"])),
        _many("--co-chair", "co_chairs", "PARTY:NAME, TITLE; repeat.", _person),
        _many(
            "--topic", "topics", "A subject; repeat.", lambda _c, _p, v: [{"name": t} for t in v]
        ),
    ),
    _verb(
        "schedule",
        "Record that a meeting is planned.",
        BY,
        PLACE,
        click.option("--meeting", help="The name by which later facts refer to it."),
        click.option("--planned", metavar="EDTF", help="For when."),
    ),
    _verb(
        "activate-roadmap",
        "Record that a roadmap became active.",
        BY,
        click.option("--basis", required=True, type=click.Choice(["commitment", "document"])),
        click.option("--title", help="Its title."),
        click.option("--document", help="The document that holds it."),
        click.option("--term", metavar="EDTF", help="From when to when it runs."),
    ),
    _verb("suspend", "Record a suspension.", BY, REASON),
    _verb("resume", "Record the end of a suspension.", BY, REASON),
    _verb("conclude", "Record the end of the mechanism.", BY, REASON),
    _verb("reopen", "Record that a concluded mechanism lives again.", BY, REASON),
    _note,
    _record_any,
)
