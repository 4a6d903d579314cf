"""The current state according to the record, in one line."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from lifecycle.definitions.definition import ENDED
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import EventDisputed, RoadmapActivated
from lifecycle.history.fold import SUSPENDED
from lifecycle.views.date_words import UNDATED, date_in_words, since
from lifecycle.views.life import Life
from lifecycle.views.overlays import Suspension
from lifecycle.views.phrases import does, listed
from lifecycle.views.reading import current
from lifecycle.views.view import View
from lifecycle.views.wording import title_of, words


def status_of(mechanism: Life) -> str:
    """Return one line, all of it derived: the stage, its basis and since when, and what else holds.

    What is on record last is another matter: see `last_on_record`.
    """
    return " · ".join(_status(mechanism))


def last_on_record(mechanism: View) -> str:
    """Return title and date of the last fact in effective order; empty if there is none.

    If that has no date, the last one that has a date is added. Disputes do not count.
    """
    facts = [fact for fact in mechanism.history[1:] if fact.type != EventDisputed.type]
    if not facts:
        return ""
    last = _with_date(facts[-1])
    dated = next((fact for fact in reversed(facts) if fact.occurred is not None), None)
    if dated is None or dated is facts[-1]:
        return last
    return f"{last}; last dated: {_with_date(dated)}"


def _with_date(fact: Fact) -> str:
    date = UNDATED if fact.occurred is None else date_in_words(fact.occurred.text)
    return f"{title_of(fact)}, {date}"


def _status(mechanism: Life) -> Iterator[str]:
    """Yield the end or else the stage, suspensions that hold, and further tracks."""
    holding = current(mechanism.suspensions)
    if mechanism.ended:
        yield _concluded(mechanism)
        yield f"stage reached: {words(mechanism.stage)}"
    else:
        yield _stage(mechanism)
    for suspension in holding:
        yield f"{suspension_words(suspension)}, {since(suspension.effective)}"
    for state in mechanism.state.tracks[1:]:
        if state not in ("active", ENDED) and not (state == SUSPENDED and holding):
            yield words(state)


def _stage(mechanism: View) -> str:
    text = words(mechanism.stage)
    index = _last_move(mechanism, 0)
    if index is None:
        return text
    fact = mechanism.history[index]
    text += f" {since(fact.occurred)}"
    if isinstance(fact.event, RoadmapActivated):
        text += f" (basis: {_basis(mechanism.history[index:])})"
    return text


def _basis(facts: Sequence[Fact]) -> str:
    """Return the basis of the first roadmap activated, and that of the last if it is another."""
    told = [(f, f.event.basis) for f in facts if isinstance(f.event, RoadmapActivated)]
    first, last = told[0][1], told[-1][1]
    if first == last:
        return first
    newest = takewhile(lambda one: one[1] == last, reversed(told))
    return f"{first}; {last} {since([*newest][-1][0].occurred)}"


def _concluded(mechanism: View) -> str:
    index = _last_move(mechanism, mechanism.state.tracks.index(ENDED))
    date = None if index is None else mechanism.history[index].occurred
    return f"{words(ENDED)} {date or 'at a date not on record'}"


def _last_move(mechanism: View, track: int) -> int | None:
    """Return the index in the history of the fact that last moved a track, None if none did."""
    states = [mechanism.recorded.start, *(step.state for step in mechanism.steps)]
    moved = [
        index
        for index, (old, new) in enumerate(pairwise(states))
        # Another definition gives the place where it stands another name, and moves nothing.
        if old.rules is new.rules and old.tracks[track] != new.tracks[track]
    ]
    return moved[-1] if moved else None


def suspension_words(suspension: Suspension) -> str:
    """Return what is suspended and by whom, e.g. ``Parent instrument suspended by ZZ``.

    A suspension that the party itself denies is worded as a claim: ``Said to be suspended by ZZ``.
    """
    whole = suspension.object == "mechanism"
    denying, others = suspension.denied_by, suspension.opposed_by
    verb = "said to be suspended" if denying else "suspended"
    what = verb.capitalize() if whole else f"{words(suspension.object)} {verb}"
    scope = f" ({suspension.scope})" if suspension.scope else ""
    by = f" by {listed(suspension.by)}" if suspension.by else ""
    denied = f", which {does(denying, 'denies', 'deny')}" if denying else ""
    if len(denying) == len(suspension.by) == 1:
        denied = ", which denies it"
    contested = f", contested by {listed(others)}" if others else ""
    return f"{what}{by}{denied}{contested}{scope}"
