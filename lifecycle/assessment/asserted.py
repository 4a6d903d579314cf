"""What the record says outright of a mechanism's activity: ended, suspended, lapsed."""

import re
from collections.abc import Iterator, Sequence

from lifecycle.assessment.case import Case, Status, Verdict
from lifecycle.assessment.reckoning import dated, from_when, named
from lifecycle.definition import ENDED
from lifecycle.domain_events import StatementRecorded, Suspended
from lifecycle.facts import Fact
from lifecycle.mechanism import SUSPENDED
from lifecycle.things.instruments import TERMS_OF_REFERENCE, instruments_of
from lifecycle.things.overlays import Suspension, suspensions_of
from lifecycle.views import Mechanism

_LAPSED = re.compile(r"\b(?:lapsed?|expir(?:ed|es?|y)|defunct|moribund|disuse)\b", re.IGNORECASE)
"""Words by which a source says that a mechanism came to its end without an act."""


def ended(case: Case) -> Verdict | None:
    """It is concluded, whether by an act or, as a source says, by lapse of time."""
    mechanism = case.mechanism
    if not mechanism.ended:
        return None
    fact = entered(mechanism, ENDED)
    if fact is None:
        return Verdict("ended", None, lambda: "It is first known as concluded.", "asserted")
    reason = getattr(fact.event, "reason", None)
    status: Status = "lapsed" if _says_lapsed(fact, reason) else "ended"
    why = f" (reason: {reason.rstrip('.')})" if reason else ""
    return Verdict(
        status, _effective(fact), lambda: f"The record ends it: {named(fact)}{why}.", "asserted"
    )


def suspended(case: Case) -> Verdict | None:
    """It is suspended, or the instrument that it rests on."""
    mechanism = case.mechanism
    holding = suspensions(mechanism)
    if not holding:
        known = SUSPENDED in mechanism.state.tracks
        basis = "It is first known as suspended, and nothing on record resumes it."
        return Verdict("suspended", None, lambda: basis, "asserted") if known else None
    last = holding[-1]
    since = None if last.effective is None else last.effective.text
    what = "Its parent instrument" if last.object == "parent_instrument" else "It"
    return Verdict("suspended", since, lambda: _told(what, last), "asserted")


def _told(what: str, suspension: Suspension) -> str:
    """Return the sentence that *what* is suspended; one who denies its own act is told as such."""
    by = f" by {' and '.join(suspension.by)}" if suspension.by else ""
    denied = bool(set(suspension.by) & set(suspension.contested_by))
    verb = "is said to be" if denied else "is"
    but = ""
    if suspension.contested_by:
        but = f", which {' and '.join(suspension.contested_by)} {_DENYING[denied]}"
    when = from_when(suspension.effective)
    return f"{what} {verb} suspended{by}{when}{but}; nothing on record resumes it."


_DENYING = {True: "denies", False: "contests"}


def partly_suspended(mechanism: Mechanism) -> str:
    """Return a sentence for each part or activity that is suspended; nothing if none is."""
    if not any(fact.type == Suspended.type for fact in mechanism.history):
        return ""
    return "".join(
        f" {_told(_PARTLY[suspension.object].format(suspension.scope or 'not named'), suspension)}"
        for suspension in suspensions_of(mechanism.history)
        if suspension.ended is None and suspension.object in _PARTLY
    )


_PARTLY = {"part": "A part ({})", "activity": "An activity ({})"}


def suspensions(mechanism: Mechanism) -> tuple[Suspension, ...]:
    """Return the suspensions that hold, of the mechanism or of its parent instrument."""
    if not any(fact.type == Suspended.type for fact in mechanism.history):
        return ()
    objects = {"parent_instrument"}
    if SUSPENDED in mechanism.state.tracks or not mechanism.state.rules.knows("suspend"):
        objects.add("mechanism")  # else it is lifted, or waits for the other party's consent
    return tuple(
        suspension
        for suspension in suspensions_of(mechanism.history)
        if suspension.ended is None and suspension.object in objects
    )


def lapsed(case: Case) -> Verdict | None:
    """A source says that it has lapsed, or that what it was founded by is over; and no meeting."""
    history = case.mechanism.history
    met = -1 if case.last_meeting is None else history.index(case.last_meeting)
    fact = next(_lapses(history, met), None)
    if fact is None:
        return None
    said = fact.type == StatementRecorded.type
    why = "A source says so" if said else "What it was founded by is over"
    return Verdict(
        "lapsed",
        _effective(fact),
        lambda: f"{why}: {named(fact)}; no meeting is on record since.",
        "asserted",
    )


def _lapses(history: Sequence[Fact], met: int) -> Iterator[Fact]:
    after = history[met + 1 :]
    yield from (f for f in after if f.type == StatementRecorded.type and _says_lapsed(f, None))
    if not any(fact.type == "instrument_act_recorded" for fact in after):
        return
    for instrument in instruments_of(history):
        founding = instrument.role == "founding" or (
            instrument.kind == TERMS_OF_REFERENCE and instrument.body is None
        )
        over = instrument.status in {"expired", "terminated"}
        if founding and over and instrument.facts[-1] in after:
            yield instrument.facts[-1]


def entered(mechanism: Mechanism, state: str) -> Fact | None:
    """Return the fact that last moved a track into *state*; None if it began there."""
    for index in reversed(range(len(mechanism.history))):
        if any(to == state for _, _, to in mechanism.moves(index)):
            return mechanism.history[index]
    return None


def _says_lapsed(fact: Fact, reason: str | None) -> bool:
    claimed = fact.told.envelope.get("claimed_as")
    return any(_LAPSED.search(text) for text in (reason, claimed) if text)


def _effective(fact: Fact) -> str | None:
    effective: str | None = getattr(fact.event, "effective", None)
    return effective or (None if fact.occurred is None else dated(fact))
