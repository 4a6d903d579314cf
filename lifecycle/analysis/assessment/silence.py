"""What the dates say of a mechanism's activity: never met, dormant, overdue, active.

Silence of the record is no proof of inactivity: the words say what is on record, and since when
nothing is.
"""

from functools import partial

from lifecycle.analysis.assessment.case import Case, Confidence, Verdict
from lifecycle.dates.bounds import Bounds
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld
from lifecycle.views.date_words import dated, on_day
from lifecycle.views.phrases import lasting
from lifecycle.views.signs import last_dated, signs
from lifecycle.views.wording import named, title_of


def never_met(case: Case) -> Verdict | None:
    """No meeting is on record, and nothing says that there was one."""
    if case.life.last_scheduled is not None or _has_met(case):
        return None
    first = next((f for f in case.life.facts if f.occurred is not None), None)
    since = None if first is None else dated(first)
    confidence: Confidence = "possible" if case.life.may_have_gone_on else "certain"
    return Verdict("never_met", since, lambda: "No meeting is on record.", confidence)


def _has_met(case: Case) -> bool:
    """Return whether a state that only a meeting leads to is on record."""
    state = case.life.state
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
    last = case.life.last_sign
    if last is None:
        return None
    confidence = _confidence(case, case.dormant_from)
    if confidence is None:
        return None
    known = last_dated(case.life.history)
    may = "" if confidence == "certain" else "perhaps "
    return Verdict(
        "dormant",
        None if known is None else dated(known),
        lambda: f"{_silent_since(case, last, known)}: {may}more than {_dormancy(case)}.",
        confidence,
    )


def _silent_since(case: Case, last: Fact, known: Fact | None) -> str:
    """Return since which sign of life nothing is on record, and which meeting was the last.

    Args:
        case: The mechanism.
        last: Its last sign of life.
        known: The last that has a date.
    """
    if known is None or known is last:
        silence = f"Nothing is on record since {named(last)}"
    else:
        silence = (
            f"Nothing with a date is on record since {named(known)} (without one: {title_of(last)})"
        )
    met = case.life.last_scheduled
    if met is None or met is last or met is known:
        return silence
    return f"{silence} ({_last_of(case, met)}: {named(met)})"


def _last_of(case: Case, met: Fact) -> str:
    """Return what *met*, the last meeting of the schedule, is called beside others after it."""
    later = case.life.of(MeetingHeld)[-1] is not met
    return "last meeting that counts" if later else "last meeting"


def _dormancy(case: Case) -> str:
    """Return the time after which it counts as dormant."""
    schedule, times = case.life.schedule, case.thresholds.dormant
    if schedule.rule is None:
        return f"{lasting(case.thresholds.dormant_min_days)}, and {schedule.missing}"
    factor = "twice" if times == _TWICE else f"{times:g} times"
    time = "reported" if schedule.reported else "agreed"
    return f"{factor} the time {time} ({schedule.rule})"


_TWICE = 2


def _placed(case: Case, fact: Fact) -> str:
    """Return the name of *fact*; without a date, also that of the last one with a date before."""
    history = case.life.history
    before = signs(history[: history.index(fact)]) if fact.occurred is None else ()
    known = next((other for other in reversed(before) if other.occurred is not None), None)
    return named(fact) if known is None else f"{named(fact)}, which follows {named(known)}"


def overdue(case: Case) -> Verdict | None:
    """No meeting is on record for longer than was agreed."""
    last, confidence = case.life.last_scheduled, _confidence(case, case.due)
    if last is None or confidence is None:
        return None
    due = on_day(case.due.last if confidence == "certain" else case.due.first)
    was = "was" if confidence == "certain" else "may have been"
    return Verdict(
        "overdue",
        due,
        lambda: (
            f"Nothing on record since {_placed(case, last)} is a meeting of the schedule;"
            f" one {was} due by {due} ({case.life.schedule.rule})."
        ),
        confidence,
    )


def active(case: Case) -> Verdict:
    """Nothing on record says otherwise."""
    last, met = case.life.last_sign, case.life.last_scheduled
    if last is None:
        first_known = "It is first known as having met; nothing else is on record."
        return Verdict("active", None, lambda: first_known, "possible")
    since = dated(met or last) if (met or last).occurred else None
    if met is None or case.life.schedule.rule is None:
        return Verdict("active", since, lambda: _lives(case, last, met), "possible")
    sure = None not in (*case.due, case.life.as_of)
    basis = partial(_keeps_its_schedule, case, met)
    return Verdict("active", since, basis, "certain" if sure else "possible")


def _lives(case: Case, last: Fact, met: Fact | None) -> str:
    missing = (
        "a meeting is not on record" if case.life.schedule.rule else case.life.schedule.missing
    )
    meeting = "" if met is None or met is last else f"; its {_last_of(case, met)} is {named(met)}"
    return f"The last sign of life on record is {named(last)}{meeting}; {missing}."


def _keeps_its_schedule(case: Case, met: Fact) -> str:
    return (
        f"Its {_last_of(case, met)} on record is {named(met)}; the next is due by"
        f" {on_day(case.due.last)} ({case.life.schedule.rule})."
    )


def _confidence(case: Case, limit: Bounds) -> Confidence | None:
    """Return how sure it is that a *limit* is passed; None if it is not."""
    passed = limit.is_passed(case.life.as_of)
    if passed is False:
        return None
    return "certain" if passed and not case.life.may_have_gone_on else "possible"
