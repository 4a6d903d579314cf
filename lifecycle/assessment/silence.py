"""What the dates say of a mechanism's activity: never met, dormant, overdue, active.

Silence of the record is no proof of inactivity: the words say what is on record, and since when
nothing is.
"""

from lifecycle.assessment.case import Case, Verdict
from lifecycle.assessment.reckoning import (
    Bounds,
    Certainty,
    dated,
    every,
    named,
    on_day,
    passed,
    typed,
)
from lifecycle.assessment.signs import signs
from lifecycle.facts import Fact


def never_met(case: Case) -> Verdict | None:
    """No meeting is on record, and nothing says that there was one."""
    if case.last_meeting is not None or _has_met(case):
        return None
    first = next((f for f in case.mechanism.history[1:] if f.occurred is not None), None)
    since = None if first is None else dated(first)
    confidence: Certainty = "possible" if case.may_have_gone_on() else "certain"
    return Verdict("never_met", since, "No meeting is on record.", confidence)


def _has_met(case: Case) -> bool:
    """Tell whether a state that only a meeting leads to is on record."""
    state = case.mechanism.state
    for track, name in zip(state.rules.tracks, state.tracks, strict=True):
        milestone = track.milestones.get("hold_meeting")
        if milestone is not None and track.rank[name] >= track.rank[milestone]:
            return True
    return False


def dormant(case: Case) -> Verdict | None:
    """Nothing is on record for so long that it certainly counts as dormant."""
    verdict = maybe_dormant(case)
    return verdict if verdict is not None and verdict.confidence == "certain" else None


def maybe_dormant(case: Case) -> Verdict | None:
    """Nothing is on record for so long that it may count as dormant."""
    last = case.last_fact
    if last is None:
        return None
    confidence = _confidence(case, case.dormant_from)
    if confidence is None:
        return None
    months, limit = case.schedule.months, f"{case.thresholds.dormant:g} times"
    rule = (
        f"more than {case.thresholds.dormant_min_days} days, and how often to meet is not on record"
        if months is None
        else f"more than {limit} the time agreed ({every(months)}: {case.schedule.source})"
    )
    may = "" if confidence == "certain" else "perhaps "
    basis = f"Nothing is on record since {_placed(case, last)}: {may}{rule}."
    return Verdict("dormant", None if last.occurred is None else dated(last), basis, confidence)


def _placed(case: Case, fact: Fact) -> str:
    """Return the name of *fact*; without a date, also that of the last one with a date before."""
    history = case.mechanism.history
    before = signs(history[: history.index(fact)]) if fact.occurred is None else ()
    known = next((other for other in reversed(before) if other.occurred is not None), None)
    return named(fact) if known is None else f"{named(fact)}, which follows {named(known)}"


def overdue(case: Case) -> Verdict | None:
    """No meeting is on record for longer than was agreed."""
    months, last = case.schedule.months, case.last_meeting
    if months is None or last is None:
        return None
    confidence = _confidence(case, case.due)
    if confidence is None:
        return None
    due = on_day(case.due[confidence == "certain"])
    was = "was" if confidence == "certain" else "may have been"
    basis = (
        f"Nothing on record since {_placed(case, last)} is a meeting of the schedule;"
        f" one {was} due by {due} ({every(months)}: {case.schedule.source})."
    )
    return Verdict("overdue", due, basis, confidence)


def active(case: Case) -> Verdict:
    """Nothing on record says otherwise."""
    months, last = case.schedule.months, case.last_meeting or case.last_fact
    if last is None:
        basis = "It is first known as having met; nothing else is on record."
        return Verdict("active", None, basis, "possible")
    since = None if last.occurred is None else dated(last)
    if months is None or case.last_meeting is None:
        unknown = "how often to meet" if months is None else "a meeting"
        basis = f"The last of its life on record is {typed(last)}; {unknown} is not on record."
        return Verdict("active", since, basis, "possible")
    first, last_day = case.due
    basis = (
        f"The last meeting on record is {typed(last)}; the next is due by {on_day(first)}"
        f" ({every(months)}: {case.schedule.source})."
    )
    sure = None not in (first, last_day, case.day)
    return Verdict("active", since, basis, "certain" if sure else "possible")


def _confidence(case: Case, limit: Bounds) -> Certainty | None:
    certainty = passed(case.day, limit)
    return "possible" if certainty == "certain" and case.may_have_gone_on() else certainty
