"""Whether a source says that a mechanism came to its end without an act."""

import re
from collections.abc import Iterator

from lifecycle.analysis.assessment.case import Case, Verdict
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import MeetingHeld, StatementRecorded
from lifecycle.views.date_words import effective_text
from lifecycle.views.instruments import TERMS_OF_REFERENCE, Instrument
from lifecycle.views.life import Life
from lifecycle.views.wording import named

_BODIES = "mechanism|body|commission|committee|council|dialogue|forum|group|mandate|term"
_LAPSED = re.compile(
    rf"(?:(?:it|(?:(?:the|its) )?(?:(?:bilateral|joint|mixed|working) )*(?:{_BODIES})) )?"
    r"(?:(?:has|had|is|was|been|now|since|formally|considered|declared|deemed) )*"
    r"(?:lapsed?|expired|expiry|defunct|moribund|(?:fallen )?into disuse)"
    r"(?: (?:after|at|by|in|of|on|since|through|under|when|with|without) .*)?\.?",
    re.IGNORECASE,
)
"""All that a source may say for it, not one word in a sentence on something else."""
_DENIED = re.compile(r"\b(?:deni(?:ed|es)|never|no|not)\b", re.IGNORECASE)


def says_lapsed(fact: Fact, reason: str | None = None) -> bool:
    """Return whether *fact* is claimed as lapsed, or gives that as its *reason*."""
    claimed = fact.envelope.claimed_as
    said = (text.strip() for text in (reason, claimed) if text)
    return any(_LAPSED.fullmatch(text) and not _DENIED.search(text) for text in said)


def lapsed(case: Case) -> Verdict | None:
    """A source says that it has lapsed, or that what it was founded by is over.

    Not if it met since, in whatever series, or was founded anew, resumed or reopened.
    """
    life = case.life
    fact = next(_lapses(life), None)
    if fact is None:
        return None
    said = fact.type == StatementRecorded.type
    why = "A source says so" if said else "What it was founded by is over"
    sure = all(life.order.before(meeting, fact) for meeting in life.of(MeetingHeld))
    met = "no meeting is on record since" if sure else "whether it met since is not known"
    return Verdict(
        "lapsed",
        effective_text(fact),
        lambda: f"{why}: {named(fact)}; {met}.",
        "asserted" if sure else "possible",
    )


def _lapses(life: Life) -> Iterator[Fact]:
    history = life.history
    alive = (at for at in reversed(range(len(history))) if _gives_life(history[at]))
    after = history[next(alive, -1) + 1 :]
    yield from (f for f in after if f.type == StatementRecorded.type and says_lapsed(f))
    if not any(fact.type == "instrument_act_recorded" for fact in after):
        return
    for instrument in reversed([one for one in life.all_instruments if _is_founding(one)]):
        if instrument.status in _OVER and instrument.facts[-1] in after:
            yield instrument.facts[-1]
        elif instrument.status not in _NOT_YET:
            return


def _gives_life(fact: Fact) -> bool:
    return fact.type == MeetingHeld.type or (fact.act is not None and fact.act.trigger in _LIFE)


def _is_founding(instrument: Instrument) -> bool:
    terms = instrument.kind == TERMS_OF_REFERENCE and instrument.body is None
    return instrument.role == "founding" or terms


_LIFE = frozenset({"sign_tor", "conclude_instrument", "resume", "reopen"})
_OVER = frozenset({"expired", "terminated"})
_NOT_YET = frozenset({"text_finalised", "initialled", "superseded", *_OVER})
"""What stands in for no older instrument."""
