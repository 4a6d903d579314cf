"""Options that say something of a fact: who, where, when, on whose word, in what order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from typing_extensions import override

from lifecycle.cli.options import formats, pass_settings
from lifecycle.cli.streams import stdin
from lifecycle.parsing.strict_json import JsonError, read_json
from lifecycle.parsing.text_files import NotUtf8Error, decoded

Option = Callable[[Callable[..., Any]], Callable[..., Any]]

DATA_MAX = 1_000_000
"""Most bytes of JSON that are read from stdin."""


def as_people(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> list[dict[str, str]]:
    """Read people, each as ``PARTY:NAME, TITLE``."""
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


def many(name: str, field: str, help_text: str, callback: Any = None) -> Option:  # noqa: ANN401
    """Return an option that may be given several times."""
    return click.option(name, field, multiple=True, help=help_text, callback=callback)


class Words(click.Choice[str]):
    """Words of the vocabulary; ``in-person`` is taken for ``in_person``."""

    @override
    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return super().convert(value.replace("-", "_"), param, ctx)


BY = many("--by", "by", "Code of the acting party; repeat for both.")
PLACE = click.option("--place", help="Where.")
REASON = click.option("--reason", help="Why.")
SIGNATORIES = many("--signatory", "signatories", "PARTY:NAME, TITLE; repeat for more.", as_people)

ENVELOPE: tuple[Option, ...] = (
    many("--source", "sources", "KIND:PUBLISHER [URL]; KIND is official, joint, press, secondary.",
          _source),
    many("--after", "after", "Id of a fact that this one came after."),
    click.option("--claimed-as", help="The verb that the source uses."),
    click.option("--confidence", help="How sure the source is."),
    click.option("--on-behalf-of", metavar="PARTY", help="The party the recorder speaks for."),
    click.option("--actor", envvar="LIFECYCLE_ACTOR", help="Who records. [env: LIFECYCLE_ACTOR]"),
    click.option("--set", "pairs", multiple=True, callback=_pairs, metavar="KEY=VALUE",
                 help="Any other text field of the type."),
    many("--also", "also", "Id of another mechanism that the act affects; one transaction."),
    click.option("--id", "event_id", help="Event id; repeating the command with it adds nothing."),
    click.option("--if-version", type=click.IntRange(min=0), metavar="N",
                 help="Refuse if the mechanism has another version."),
    click.option("--dry-run", is_flag=True, help="Show what would be recorded; record nothing."),
)  # fmt: skip


def with_dated_envelope(help_of_date: str) -> Option:
    """Add the options that say when, on whose word and in what order; and how to show it."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        decorated = pass_settings(formats(function))
        for option in reversed(ENVELOPE):
            decorated = option(decorated)
        return click.option("--on", metavar="EDTF", help=help_of_date)(decorated)

    return decorate


with_envelope = with_dated_envelope("When: 2025-12-09, 2025-12, 2025?, ../2025 ...")


def json_data(_: click.Context, __: click.Parameter, value: str | None) -> dict[str, Any]:
    """Read the JSON object that an option was given, or stdin if it is ``-``."""
    if value is None:
        return {}

    try:
        data = read_json(_from_stdin() if value == "-" else value)
    except JsonError as error:
        raise click.BadParameter(error.reason) from error
    if not isinstance(data, dict):
        raise click.BadParameter("write one JSON object")
    return data


def _from_stdin() -> str:
    data = stdin().read(DATA_MAX + 1)
    if len(data) > DATA_MAX:
        raise click.BadParameter(f"stdin holds more than {DATA_MAX:,} bytes")
    try:
        return decoded(data)
    except NotUtf8Error as error:
        raise click.BadParameter(f"stdin, {error}") from error
