"""The command that explains the current state: explain."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from lifecycle.cli.options import Settings, formats, pass_settings, times
from lifecycle.cli.output import show_value

if TYPE_CHECKING:
    from lifecycle.analysis.assessment.assess import Assessment
    from lifecycle.analysis.assessment.explanation import Reason
    from lifecycle.analysis.mechanism import Mechanism
    from lifecycle.facts.fact import Fact
    from lifecycle.history.legality import Legality


@click.command("explain")
@click.argument("mechanism", metavar="ID")
@times
@formats
@pass_settings
def _explain(settings: Settings, /, mechanism: str, **clocks: str | None) -> None:
    """Explain the current state: which facts, rules and sources led to it, and what is contested.

    The recorded state and the derived status are shown separately.

    \b
    Example:
      lifecycle explain bn-in-jwg-defence-cooperation --as-of 2025
    """
    from lifecycle.analysis.assessment.as_json import described
    from lifecycle.analysis.assessment.assess import assess
    from lifecycle.analysis.assessment.explanation import explain
    from lifecycle.storage.log_clock import day_asked

    with settings.reader() as registry:
        found = registry.mechanism(mechanism, **clocks)
        judged = assess(found, day_asked(clocks["as_of"], registry.newest(found.log_size)))
        value = partial(described, found, judged.day, judged.activity)
        show_value(value, _lines(found, judged, explain(found)), settings.style)


def _lines(mechanism: Mechanism, judged: Assessment, reasons: tuple[Reason, ...]) -> Iterator[str]:
    from lifecycle.views.date_words import on_day
    from lifecycle.views.status import status_of
    from lifecycle.views.wording import words

    activity = judged.activity
    yield mechanism.name
    yield f"  on record       {status_of(mechanism)}"
    yield f"  last fact       {_named(activity.last_fact)}"
    yield f"  derived status  {words(activity.status)} ({activity.confidence})"
    yield f"                  as of {on_day(judged.day)}: {activity.basis}"
    for track, state in mechanism.tracks.items():
        yield f"  {track}: {words(state)}"
        moves = [reason for reason in reasons if reason.track == track]
        for reason in moves:
            yield f"    {words(str(reason.frm))} -> {words(str(reason.to))}: {_named(reason.fact)}"
            yield from _because(mechanism, reason)
        if not moves:
            yield "    nothing on record has moved it"
    others = [reason for reason in reasons if reason.track is None]
    if others:
        yield "  facts that moved nothing, or read otherwise now:"
    for reason in others:
        yield f"    {_named(reason.fact)}"
        yield from _because(mechanism, reason)
    yield from _contested(mechanism)


def _because(mechanism: Mechanism, reason: Reason) -> Iterator[str]:
    yield f"      {reason.rule}"
    if reason.order:
        yield f"      {reason.order}"
    if reason.legality is not None:
        yield from (f"      {line}" for line in _legality(mechanism, reason.legality))
    for source in reason.sources:
        yield f"      [{source.kind}] {source.publisher}{f' {source.url}' if source.url else ''}"


def _legality(mechanism: Mechanism, legality: Legality) -> Iterator[str]:
    titles = {fact.event_id: _named(fact) for fact in mechanism.recorded.ordered}
    yield _VERDICTS[legality.verdict.value]
    for label, order in (("legal", legality.legal_order), ("not legal", legality.illegal_order)):
        if order is not None:
            yield f"  {label}: {' < '.join(titles[event_id] for event_id in order)}"


_VERDICTS = {
    "certain": "It is legal in every order that dates and hints allow.",
    "possible": "It is legal in some of the orders that dates and hints allow.",
    "impossible": "It is legal in no order that dates and hints allow.",
}


def _named(fact: Fact | None) -> str:
    from lifecycle.views.wording import named

    return "none" if fact is None else named(fact)


def _contested(mechanism: Mechanism) -> Iterator[str]:
    from lifecycle.analysis.assessment.as_json import dispute_value, disputes_of

    for dispute in disputes_of(mechanism):
        told = dispute_value(mechanism, *dispute)
        claim = told["claim"]
        claimed = ", ".join(map(str, claim)) if isinstance(claim, list) else claim
        said = told["field"] if claim is None else f"{told['field']}: {claimed}"
        used = "this is used" if told["used"] else "the fact's own is used"
        by = " and ".join(told["by"]) or "somebody"
        yield f"  contested: {_named(dispute[2])}; by {by}, {said} ({used})"


COMMANDS = (_explain,)
