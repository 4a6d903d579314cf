"""Report what was recorded, or would be: of an amendment also what it is about and changes.

The rows are data and go to stdout; the words for people go to stderr.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lifecycle.cli.output import counted, say, show_rows
from lifecycle.cli.values import change_lines, change_values, date_value, value_text
from lifecycle.facts.streams import stream_of

if TYPE_CHECKING:
    from lifecycle.deciding.plan import Plan
    from lifecycle.facts.fact import Fact
    from lifecycle.history.history import History
    from lifecycle.registry.change import Change, MechanismChange

RECORDED_COLUMNS = ("position", "version", "type", "occurred", "tracks", "event_id")
PLANNED_COLUMNS = ("type", "occurred", "outcome", "tracks", "event_id")

_AMENDS = {
    "event_corrected": "corrects",
    "event_retracted": "retracts",
    "event_disputed": "disputes",
    "assertion_preferred": "settles",
}
"""Types of facts about other facts, each with its verb."""

_SEVERITIES = {"info": "note", "warning": "warning", "serious": "warning (serious)"}


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a fact about another fact does."""

    fact: Fact
    about: Fact
    """The fact that it names, as it read before."""
    changes: Mapping[str, tuple[Any, Any]]
    """By key of an entry that reads otherwise: what it was, and what it is."""
    gone: bool
    """Whether the fact named no longer counts."""
    back: tuple[Fact, ...]
    """Facts that count again."""
    moot: bool
    """Whether the fact named did not count before, and does not now."""


def show_recorded(change: Change, style: str | None) -> None:
    """Print what was recorded."""
    plan, events = change.plan, change.events
    told = {one.fact.event_id: one for one in (*_known_amendments(plan), *_amendments(plan))}
    amendments = {e.event_id: told[e.event_id] for e in events if e.event_id in told}
    rows = (
        {
            "position": event.position,
            "version": event.version,
            "type": event.type,
            "occurred": event.occurred,
            "tracks": event.meta.get("tracks"),
            "event_id": event.event_id,
            **_amendment_values(amendments.get(event.event_id)),
        }
        for event in events
    )
    show_rows(rows, RECORDED_COLUMNS, style)
    _say_amendments(amendments.values())


def show_plan(plan: Plan, style: str | None) -> None:
    """Print what would be recorded, and where it would lead."""
    amendments = {found.fact.event_id: found for found in _amendments(plan)}
    rows = [
        {
            "type": item.fact.type,
            "occurred": date_value(item.fact),
            "outcome": item.step.outcome.value,
            "tracks": dict(item.step.state.named),
            "event_id": item.fact.event_id,
            **_amendment_values(amendments.get(item.fact.event_id)),
        }
        for item in plan.accepted
    ]
    show_rows(rows, PLANNED_COLUMNS, style)
    _say_amendments(amendments.values())
    say(f"dry run: {len(rows)} would be recorded, nothing was")


def _known_amendments(plan: Plan) -> Iterator[Amendment]:
    """Yield what amendments that were on record already did when they were recorded."""
    histories = {stream_of(change.mechanism_id): change.before for change in plan.changes}
    for event in plan.known:
        if event.type in _AMENDS:
            history = histories[event.stream]
            before, fact = history.at(event.version), history.facts[event.version]
            yield from _amendment(fact, before, before.with_fact(fact))


def _amendments(plan: Plan) -> Iterator[Amendment]:
    """Yield what the accepted amendments do."""
    for change in plan.changes:
        before = change.before
        for item in change.accepted:
            if item.fact.type in _AMENDS:
                yield from _amendment(item.fact, before, item.history)
            before = item.history


def _amendment(fact: Fact, before: History, after: History) -> Iterator[Amendment]:
    """Yield what *fact*, which alone parts *after* from *before*, does to what it is about."""
    from lifecycle.analysis.diff import changes_between

    concerned = _concerned(fact, {one.event_id: one for one in before.facts})
    if not concerned:  # in a log of other makers
        return
    was, now = _readings(before, concerned), _readings(after, concerned)
    gone, left = before.amended.gone, after.amended.gone
    changes: dict[str, tuple[Any, Any]] = {}
    for event_id in was.keys() & now.keys():
        changes |= changes_between(was[event_id], now[event_id])
    first = next(iter(concerned))
    yield Amendment(
        fact,
        was.get(first, concerned[first]),
        changes,
        first in left - gone,
        tuple(one for event_id, one in concerned.items() if event_id in gone - left),
        first in left & gone,
    )


def _concerned(fact: Fact, by_id: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the fact that *fact* names, the fact that this one names in turn, and so on."""
    from lifecycle.history.amendments import target_of

    found: dict[str, Fact] = {}
    named = by_id.get(target_of(fact) or "")
    while named is not None and named.event_id not in found:
        found[named.event_id] = named
        named = by_id.get(target_of(named) or "")
    return found


def _readings(history: History, wanted: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return those of the facts *wanted* that are no amendments, as they read in *history*."""
    facts = (*history.amended.facts, *history.amended.retracted)
    return {fact.event_id: fact for fact in facts if fact.event_id in wanted}


def _amendment_values(found: Amendment | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {"about": found.about.event_id, "changes": change_values(found.changes)}


def _say_amendments(amendments: Iterable[Amendment]) -> None:
    from lifecycle.views.wording import named

    for found in amendments:
        about = named(found.about)
        say(f"{_AMENDS[found.fact.type]} {about} ({found.about.event_id})")
        for line in _lines(found):
            say(f"  {line}")


def _lines(found: Amendment) -> Iterator[str]:
    from lifecycle.views.wording import named

    if found.gone:
        yield "it no longer counts"
    if found.moot:
        yield "it is retracted: this holds once it counts again"
    for fact in found.back:
        yield f"{named(fact)}: counts again"
    yield from change_lines(found.changes)
    claims = list(_claim_lines(found))
    yield from claims
    if not (found.gone or found.back or found.changes or claims):
        yield "it reads as before"


def _claim_lines(found: Amendment) -> Iterator[str]:
    """Yield what a dispute says of the fact that it is about."""
    from lifecycle.facts.entries import entry_of
    from lifecycle.facts.models import EventDisputed
    from lifecycle.history.amendments import claim_of

    event = found.fact.event
    if not isinstance(event, EventDisputed):
        return
    reads, claim = entry_of(found.about), claim_of(event)
    for key, (read, claimed) in {key: (reads.get(key), claim[key]) for key in claim}.items():
        yield f"{key}: {value_text(read)}; claimed: {value_text(claimed)}"
    if not claim:
        yield f"{event.field}: contested"


def say_remarks(change: MechanismChange) -> None:
    """Tell people what is remarkable about a mechanism that was not so before.

    What was remarkable before is only counted.
    """
    from lifecycle.views.wording import remark

    now = change.after
    old = set() if change.before is None else set(change.before.anomalies)
    for anomaly in now.anomalies:
        if anomaly not in old:
            severity = _SEVERITIES[anomaly.severity]
            say(f"{severity}: {remark(anomaly.message, now.facts_of(anomaly))}")
    left = sum(anomaly in old for anomaly in now.anomalies)
    if left:
        others = "" if left == len(now.anomalies) else "and "
        say(f"{others}{counted(left, 'older remark')}: lifecycle anomalies {now.id}")
