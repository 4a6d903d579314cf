"""What names on the command line stand for; a wrong one is told with what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lifecycle.errors import InvalidFactError, NotFoundError
from lifecycle.facts.verbs import VERB_TYPES, WORKED_OUT

if TYPE_CHECKING:
    from lifecycle.history.history import History

F = TypeVar("F", bound=Callable[..., Any])

PREFIX_MIN = 4
"""Fewest characters of an event id that name an event."""

VERBS = {verb.replace("_", "-"): event_type for verb, event_type in VERB_TYPES.items()}
"""Commands that record one type of fact, with that type."""


def not_found(kind: str, name: str, known: Sequence[str]) -> NotFoundError:
    """Return the error of a *name* that is none of *known*: it names the nearest, else all."""
    from lifecycle.facts.entries import nearest

    near = nearest(name, known)
    error = NotFoundError(kind, name, near)
    if near is None:
        error.add_note(f"there are {', '.join(known)}")
    return error


def _event_type(context: click.Context, _: click.Parameter, name: str) -> str:
    from lifecycle.facts.entries import NOT_FOR_USERS
    from lifecycle.facts.models import EVENT_TYPES

    for command, worked_out in WORKED_OUT.items():
        if name in (command, worked_out):
            raise click.UsageError(f"{name} is not recorded so: use lifecycle {command}", context)
    if name in VERBS:
        raise NotFoundError("event type", name, VERBS[name])
    known = sorted(EVENT_TYPES.keys() - NOT_FOR_USERS - {*WORKED_OUT.values()})
    if name not in known:
        raise not_found("event type", name, known)
    return name


def event_type(function: F) -> F:
    """Add TYPE, the type of a fact that people record."""
    return click.argument("event_type", metavar="TYPE", callback=_event_type)(function)


def _once_each(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def mechanisms(function: F) -> F:
    """Add the ids of any number of mechanisms, each once however often it is given."""
    return click.argument("mechanisms", metavar="[ID]...", nargs=-1, callback=_once_each)(function)


def full_event_id(mechanism: str, history: History, beginning: str) -> str:
    """Return the id of the event of *mechanism* that has this id, or alone begins with it.

    Raises:
        InvalidFactError: If there is none, or several; it tells how to find the id.
    """
    check_event_ids(mechanism, history, [beginning], place="event")
    ids = [fact.event_id for fact in history.facts]
    if beginning in ids:
        return beginning
    found = [event_id for event_id in ids if event_id.startswith(beginning)]
    where = f"lifecycle log {mechanism} shows the ids"
    if len(beginning) < PREFIX_MIN:
        reason = f"{beginning!r}: give at least {PREFIX_MIN} characters of the event id; {where}"
    elif not found:
        reason = f"{beginning!r}: no event of {mechanism} begins so; {where}"
    elif len(found) > 1:
        reason = f"{beginning!r}: several events begin so: {', '.join(found)}"
    else:
        return found[0]
    raise InvalidFactError(reason, place="event")


def check_event_ids(
    mechanism: str, history: History, names: Iterable[str], *, place: str = "after"
) -> None:
    """Check that none of *names* is the id that an entry of a dossier gives itself.

    Raises:
        InvalidFactError: If one is; it tells the event id that the entry has in the log.
    """
    from lifecycle.exchange.intake import id_by_name

    ids = {fact.event_id for fact in history.facts}
    for name in names:
        event_id = id_by_name(mechanism, name)
        if name not in ids and event_id in ids:
            raise InvalidFactError(
                f"{name!r} is the id of an entry in a dossier; give the event id that it has in"
                f" the log: {event_id}",
                place=place,
            )
