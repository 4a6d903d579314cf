"""Whose turn it is to host."""

from dataclasses import dataclass

from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld
from lifecycle.views.life import Life
from lifecycle.views.periodicity import alternates
from lifecycle.views.reading import told
from lifecycle.views.wording import named


@dataclass(frozen=True, slots=True)
class Hosting:
    """Who is to host the next meeting, and why."""

    party: str | None
    """None if the record does not tell."""
    in_turn: bool | None
    """Whether the sides host in turn; None if nothing that is read says so."""
    basis: str
    """One sentence."""
    fact: Fact | None = None
    """The last meeting, where it decides."""


def hosting_of(mechanism: Life) -> Hosting:
    """Return whose turn it is to host, by the rule agreed last, else by the definition's.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    in_turn, source = _rule(mechanism)
    if in_turn is None:
        return Hosting(None, None, f"Who hosts is {source}.")
    if not in_turn:
        return Hosting(None, False, f"The sides do not host in turn: {source}.")
    places = mechanism.sequence
    if not places:
        return Hosting(None, True, f"The sides host in turn ({source}); no host is on record.")
    last = places[-1]
    hosts = {event.host for _, event in told(last.among, MeetingHeld)}
    if len(hosts) > 1:
        open_between = f"which meeting was the last is not known: {last.name}"
        return Hosting(None, True, f"The sides host in turn ({source}); {open_between}.", last.fact)
    (host,) = hosts
    if host is None:
        basis = f"The sides host in turn ({source}); who hosted last is not told: {last.name}."
        return Hosting(None, True, basis, last.fact)
    other = next(party for party in mechanism.parties if party != host)
    basis = f"The sides host in turn ({source}); {host} hosted last: {last.name}."
    return Hosting(other, True, basis, last.fact)


def _rule(mechanism: Life) -> tuple[bool | None, str]:
    if not mechanism.hosting_rules:
        return None, "not on record"
    rule = mechanism.hosting_rules[-1]
    source = f"the definition {mechanism.kind}" if rule.fact is None else named(rule.fact)
    in_turn = alternates(rule.text)
    return in_turn, f"told in words that give no turn: {source}" if in_turn is None else source
