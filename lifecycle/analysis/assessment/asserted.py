"""What the record says outright of a mechanism's activity: ended, suspended."""

from lifecycle.analysis.assessment.case import Case, Confidence, Status, Verdict
from lifecycle.analysis.assessment.lapse import says_lapsed
from lifecycle.facts.fact import Fact
from lifecycle.views.date_words import effective_text, from_when
from lifecycle.views.life import Life
from lifecycle.views.overlays import Suspension
from lifecycle.views.phrases import does, listed
from lifecycle.views.reading import effective_date
from lifecycle.views.rest import is_in_force
from lifecycle.views.wording import named


def ended(case: Case) -> Verdict | None:
    """It is concluded, whether by an act or, as a source says, by lapse of time."""
    resting = case.life.resting("concluded")
    if not resting:
        return None
    fact = resting[0].begun
    if fact is None:
        return Verdict("ended", None, lambda: "It is first known as concluded.", "asserted")
    reason = getattr(fact.event, "reason", None)
    status: Status = "lapsed" if says_lapsed(fact, reason) else "ended"
    why = f" (reason: {reason.rstrip('.')})" if reason else ""
    basis = f"The record ends it: {named(fact)}{why}."
    return Verdict(status, effective_text(fact), lambda: basis, _confidence(fact, case))


def suspended(case: Case) -> Verdict | None:
    """It is suspended, or the instrument that it rests on."""
    holding = suspensions(case.life)
    if not holding:
        known = bool(case.life.resting("suspended"))
        basis = "It is first known as suspended, and nothing on record resumes it."
        return Verdict("suspended", None, lambda: basis, "asserted") if known else None
    last = holding[-1]
    since = None if last.effective is None else last.effective.text
    what = "Its parent instrument" if last.object == "parent_instrument" else "It"
    return Verdict("suspended", since, lambda: _told(what, last), _confidence(last.begun, case))


def _confidence(fact: Fact, case: Case) -> Confidence:
    """Return how sure it is that what *fact* tells is in force by now."""
    return "asserted" if is_in_force(fact, case.life.as_of) else "possible"


def _told(what: str, suspension: Suspension) -> str:
    """Return the sentence that *what* is suspended; one who denies its own act is told as such."""
    by = f" by {listed(suspension.by)}" if suspension.by else ""
    denying, others = suspension.denied_by, suspension.opposed_by
    verb = "is said to be" if denying else "is"
    said = [does(denying, "denies", "deny")] if denying else []
    said += [does(others, "contests", "contest")] if others else []
    but = f", which {' and '.join(said)}" if said else ""
    when = from_when(suspension.effective)
    lifted = "nothing on record resumes it"
    if suspension.ended is not None:
        ended = suspension.ended
        lifted = f"that ends{from_when(effective_date(ended))} ({named(ended)})"
    return f"{what} {verb} suspended{by}{when}{but}; {lifted}."


def partly_suspended(life: Life) -> str:
    """Return a sentence for each part or activity that is suspended; nothing if none is."""
    return "".join(
        f" {_told(_PARTLY[suspension.object].format(suspension.scope or 'not named'), suspension)}"
        for suspension in life.suspensions_in_force
        if suspension.object in _PARTLY
    )


_PARTLY = {"part": "A part ({})", "activity": "An activity ({})"}


def suspensions(life: Life) -> tuple[Suspension, ...]:
    """Return the suspensions in force on its day, of the mechanism or of its parent instrument."""
    objects = {"parent_instrument"}
    if life.resting("suspended") or not life.state.rules.knows("suspend"):
        objects.add("mechanism")  # else it is lifted, or waits for the other party's consent
    return tuple(held for held in life.suspensions_in_force if held.object in objects)
