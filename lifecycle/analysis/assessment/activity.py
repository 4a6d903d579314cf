"""Whether a mechanism lives, as far as the record tells: a status, its basis, how sure it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lifecycle.analysis.assessment import asserted, lapse, silence
from lifecycle.analysis.assessment.case import Case, Confidence, Status, Thresholds, Verdict
from lifecycle.facts.fact import Fact
from lifecycle.views.date_words import or_earlier
from lifecycle.views.life import Life
from lifecycle.views.titles import words
from lifecycle.views.wording import named


@dataclass(frozen=True, slots=True)
class Activity:
    """Whether a mechanism lives. The status is derived; the last fact is what is on record."""

    status: Status
    """``lapsed`` only if a source says so; ``overdue`` and ``dormant`` only by dates on record."""
    since: str | None
    """A date as recorded, of the fact that the status rests on; of ``overdue``, the day due."""
    tell: Callable[[], str] = field(repr=False, compare=False)
    """Tells `basis`."""
    confidence: Confidence
    """``certain``: whatever day the dates leave open; ``possible``: for some of these days, or
    while too little is on record to tell; ``asserted``: the record says so outright."""
    per_party: Mapping[str, Status]
    """What each party holds, only where that is contested."""
    last_fact: Fact | None
    """The last on record that tells of something that happened, formal or informal."""
    last_meeting: Fact | None
    """The last on record of the schedule: counted, of the mechanism's own series, if any is."""
    periodicity_months: int | None
    periodicity_from: str | None
    """The agreement, the report or the definition that says how often to meet."""

    @property
    def basis(self) -> str:
        """One sentence that names the fact and the rule; one more for each part suspended."""
        return self.tell()

    @property
    def line(self) -> str:
        """One line: the derived status, and apart from it the last fact on record."""
        since = f" since {or_earlier(self.since)}" if self.since else ""
        derived = NO_MEETING if self.status == "never_met" else f"{words(self.status)}{since}"
        doubt = ", perhaps" if self.confidence == "possible" else ""
        last = "none" if self.last_fact is None else named(self.last_fact)
        return f"{derived}{doubt}; last fact on record: {last}"


NO_MEETING = "No meeting on record"
"""How ``never_met`` is told: that there was none is more than the record can say."""

_Rule = Callable[[Case], Verdict | None]
_BY_DATES: tuple[_Rule, ...] = (
    lapse.lapsed,
    silence.never_met,
    silence.dormant,
    silence.overdue,
    silence.maybe_dormant,
)
_RULES: tuple[_Rule, ...] = (asserted.ended, asserted.suspended, *_BY_DATES)
"""The first rule that applies decides; `overdue` takes precedence over a merely possible
dormancy."""


def activity_of(
    mechanism: Life, day: int | None = None, thresholds: Thresholds | None = None
) -> Activity:
    """Return whether *mechanism* lives, as of *day*; without a day nothing is late.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    day = mechanism.as_of if day is None else day
    return judged(Case(mechanism.as_seen_on(day), thresholds or Thresholds()))


def judged(case: Case) -> Activity:
    """Return whether the mechanism of *case* lives; raises as `activity_of`."""
    life, verdict = case.life, _with_parts(_decided(case, _RULES), case.life)
    return Activity(
        *verdict,
        per_party=_per_party(case) if verdict.status == "suspended" else {},
        last_fact=life.last_sign,
        last_meeting=life.last_scheduled,
        periodicity_months=life.schedule.months,
        periodicity_from=life.schedule.source,
    )


def _decided(case: Case, rules: Sequence[_Rule]) -> Verdict:
    return next(filter(None, (rule(case) for rule in rules)), None) or silence.active(case)


def _with_parts(verdict: Verdict, life: Life) -> Verdict:
    """Return *verdict* so that its basis does not hide that parts are suspended."""
    if verdict.confidence == "asserted":
        return verdict
    return verdict._replace(basis=lambda: verdict.basis() + asserted.partly_suspended(life))


def _per_party(case: Case) -> Mapping[str, Status]:
    """Return what each party holds of a suspension that one of them contests."""
    holding = asserted.suspensions(case.life)
    contesting = {party for suspension in holding for party in suspension.contested_by}
    if not contesting:
        return {}
    otherwise = _decided(case, _BY_DATES).status
    parties = case.life.parties
    return {party: otherwise if party in contesting else "suspended" for party in parties}
