"""Instruments as things with a life: drafted, signed side by side, in force, ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, get_args

from lifecycle.dates.edtf import Edtf
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    InstrumentActRecorded,
    InstrumentConcluded,
    MechanismRegistered,
    TermsOfReferenceSigned,
)
from lifecycle.views.reading import actors, date_of, last_day_of, last_of, last_told, told

TERMS_OF_REFERENCE = "terms of reference"
"""The kind of an instrument that is the terms of reference."""

InstrumentStatus = Literal[
    "drafted",
    "text_finalised",
    "initialled",
    "signed_by_one",
    "signed",
    "approved",
    "in_force",
    "suspended",
    "notice_given",
    "expired",
    "terminated",
    "superseded",
]
Role = Literal["founding", "umbrella", "outcome"]
EffectiveRule = Literal["signature", "later_notification", "exchange_of_ratifications", "approval"]
"""What an instrument takes effect by."""
Dates = Mapping[str, Edtf | None]
"""When each party did something; None where that it did is known, but not when."""

_Conclusion = TermsOfReferenceSigned | InstrumentConcluded
_Event = _Conclusion | InstrumentActRecorded
_MODELS: tuple[type[_Event | MechanismRegistered], ...] = (*get_args(_Event), MechanismRegistered)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document that binds, and the facts that tell of it."""

    name: str | None
    """By which facts refer to it."""
    status: InstrumentStatus | None
    """As told, whatever the day; None where no fact tells it.

    ``signed``, as ``approved``, needs the acts of both parties; a fact that names none is of both.
    """
    kind: str | None
    """As told, or `TERMS_OF_REFERENCE`; None where only acts on it are on record."""
    role: Role | None
    title: str | None
    body: str | None
    """The sub-group that it is for; None: for the mechanism itself."""
    version: str | None
    """The one told last."""
    how: str | None
    """How it was concluded: ``signed``, ``exchanged``, ``adopted``, ``finalised``, ``agreed``."""
    signed: Edtf | None
    """The last signature; None where one is missing or it cannot be told which is last."""
    signed_by: Dates
    """Who signed, exchanged or adopted it, and when."""
    notified_by: Dates
    approved_by: Dates
    effective: Edtf | None
    """Since when it takes effect: as told, else by `effective_rule`; None if that is not known."""
    effective_rule: EffectiveRule | None
    until: Edtf | None
    """The last day on which it runs: of its term, extension or notice, or its end as told."""
    periodicity: str | None
    hosting_rule: str | None
    suspended_by: tuple[str, ...]
    """The parties that suspend it; empty also where it is not told by whom."""
    facts: tuple[Fact, ...]
    """In effective order."""


def instruments_of(history: Sequence[Fact]) -> tuple[Instrument, ...]:
    """Return the instruments that *history* tells of, each at the place of its first fact.

    Facts with the same name are of one instrument. A conclusion without a name is of one with the
    newest instrument without a name of the same kind, role, title and body, if every fact of it
    names who signed and nobody would have signed twice: so each side's signature may be a fact of
    its own. Otherwise it is of an instrument of its own.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    parties: tuple[str, ...] = ()
    records: list[_Record] = []
    known: dict[object, _Record] = {}
    for fact, event in told(history, *_MODELS):
        if isinstance(event, MechanismRegistered):
            parties = tuple(party.code for party in event.parties)
            continue
        key = event.instrument or _likeness(event)
        record = known.get(key)
        if record is None or not record.takes(fact, event):
            record = known[key] = _Record(parties)
            records.append(record)
        record.told.append((fact, event))
    return tuple(record.instrument() for record in records)


def _likeness(event: _Event) -> object:
    """Return what an instrument without a name is known by."""
    if isinstance(event, InstrumentConcluded):
        return event.kind, event.role, event.title
    return TERMS_OF_REFERENCE, getattr(event, "body", None)


# --- One instrument ---

_LADDER: tuple[InstrumentStatus, ...] = (
    "drafted",
    "text_finalised",
    "initialled",
    "signed_by_one",
    "signed",
    "approved",
    "in_force",
)
_REACHED: Mapping[str, InstrumentStatus] = {
    "drafted": "drafted",
    "text_finalised": "text_finalised",
    "finalised": "text_finalised",
    "initialled": "initialled",
    "in_force": "in_force",
}
"""What a step reaches on the word of one fact."""
_ENDING: Mapping[str, InstrumentStatus] = {
    "notice_given": "notice_given",
    "expired": "expired",
    "terminated": "terminated",
    "superseded": "superseded",
}
_GOING_ON = frozenset({"in_force", "extended"})
"""Steps after which neither a notice nor an end stands any more."""
_SUSPENDING = frozenset({"suspended", "resumed"})
_SIGNING = frozenset({"signed", "exchanged", "adopted", "agreed"})
_STEPS_OF_RULE: Mapping[EffectiveRule, Collection[str]] = {
    "signature": _SIGNING,
    "later_notification": {"notified"},
    "exchange_of_ratifications": {"exchanged"},
    "approval": {"approved"},
}


class _Record:
    """What is told of one instrument, in effective order, and the parties whose acts it needs."""

    def __init__(self, parties: tuple[str, ...]) -> None:
        self.parties = parties
        self.told: list[tuple[Fact, _Event]] = []

    def takes(self, fact: Fact, event: _Event) -> bool:
        """Return whether *event* is of this one: by its name, or as the signature still missing."""
        if event.instrument is not None:
            return True
        signing, signed = actors(fact), [actors(before) for before, _ in self.told]
        return bool(signing) and all(signed) and set(signing).isdisjoint(chain(*signed))

    def instrument(self) -> Instrument:
        """Return the instrument that is told of."""
        conclusions = [event for _, event in self.told if isinstance(event, _Conclusion)]
        others = [event for event in conclusions if isinstance(event, InstrumentConcluded)]
        terms = [event for event in conclusions if isinstance(event, TermsOfReferenceSigned)]
        signed_by, approved_by = self._dates(_SIGNING), self._dates({"approved"})
        suspended, suspended_by = self._suspension()
        rule: EffectiveRule | None = last_told(event.effective_rule for event in others)
        return Instrument(
            name=self.told[0][1].instrument,
            status=self._ended(suspended=suspended) or self._furthest(signed_by, approved_by),
            kind=TERMS_OF_REFERENCE if terms else last_told(event.kind for event in others),
            role=last_told(event.role for event in others),
            title=last_told(event.title for event in others)
            or last_told(event.document for event in terms),
            body=last_told(event.body for event in terms),
            version=last_told(event.version for _, event in self.told),
            how=last_told(event.how for event in conclusions),
            signed=self._both(signed_by),
            signed_by=signed_by,
            notified_by=self._dates({"notified"}),
            approved_by=approved_by,
            effective=self._effective_as_told() or self._effective_by(rule),
            effective_rule=rule,
            until=self._until(),
            periodicity=last_told(event.periodicity for event in conclusions),
            hosting_rule=last_told(event.hosting_rule for event in conclusions),
            suspended_by=suspended_by,
            facts=tuple(fact for fact, _ in self.told),
        )

    def _dates(self, steps: Collection[str], *, acts_only: bool = False) -> Dates:
        """Return when each party first took one of *steps*; a fact that names none is of both."""
        dates: dict[str, Edtf | None] = {}
        for fact, event in self.told:
            if _step(event) not in steps or (acts_only and isinstance(event, _Conclusion)):
                continue
            acting = _dated_actors(fact, event) or [(p, fact.occurred) for p in self.parties]
            for party, date in acting:
                dates.setdefault(party, date)
        return dates

    def _both(self, dates: Dates) -> Edtf | None:
        """Return when the last party acted; None if one has not, or it cannot be known."""
        return last_of(dates.get(party) for party in self.parties)

    def _effective_as_told(self) -> Edtf | None:
        in_force, announced = None, None
        for fact, event in self.told:
            if isinstance(event, InstrumentConcluded):
                announced = date_of(event.effective) or announced
            elif isinstance(event, InstrumentActRecorded) and event.step == "in_force":
                in_force = date_of(event.effective) or fact.occurred
        return in_force or announced

    def _effective_by(self, rule: EffectiveRule | None) -> Edtf | None:
        if rule is None:
            return None
        acts_only = rule == "exchange_of_ratifications"  # to exchange letters is to sign
        return self._both(self._dates(_STEPS_OF_RULE[rule], acts_only=acts_only))

    def _until(self) -> Edtf | None:
        """Return to when it runs, by the fact that says so last."""
        until: Edtf | None = None
        for fact, event in self.told:
            if isinstance(event, _Conclusion):
                until = last_day_of(date_of(event.term)) or until
            elif event.step == "extended" or (event.until and event.step not in _SUSPENDING):
                until = date_of(event.until)  # an extension without a date leaves it open
            elif event.step in _ENDING and event.step != "notice_given":
                until = date_of(event.effective) or fact.occurred
        return until

    def _suspension(self) -> tuple[bool, tuple[str, ...]]:
        """Return whether it is suspended, and by whom as far as that is told."""
        suspended, by = False, dict[str, None]()
        for fact, event in self.told:
            step, parties = _step(event), actors(fact)
            if step == "suspended":
                suspended = True
                by.update(dict.fromkeys(parties))
            elif step == "resumed":
                by = {party: None for party in by if parties and party not in parties}
                suspended = bool(by)
        return suspended, tuple(by)

    def _ended(self, *, suspended: bool) -> InstrumentStatus | None:
        """Return what keeps it from running, or will: an end, a suspension, a notice."""
        ended: InstrumentStatus | None = None
        for _, event in self.told:
            step = _step(event)
            ended = None if step in _GOING_ON else _ENDING.get(step, ended)
        return "suspended" if suspended and ended in {None, "notice_given"} else ended

    def _furthest(self, signed_by: Dates, approved_by: Dates) -> InstrumentStatus | None:
        """Return how far it has come, whatever the order in which that is told."""
        steps = {_step(event) for _, event in self.told}
        reached = {_REACHED[step] for step in steps if step in _REACHED}
        if signed_by:
            reached.add("signed" if signed_by.keys() >= set(self.parties) else "signed_by_one")
        if approved_by and approved_by.keys() >= set(self.parties):
            reached.add("approved")
        return max(reached, key=_LADDER.index, default=None)


def _step(event: _Event) -> str:
    return event.step if isinstance(event, InstrumentActRecorded) else event.how


def _dated_actors(fact: Fact, event: _Event) -> list[tuple[str, Edtf | None]]:
    """Return the parties that acted, each with the date on which it did."""
    if isinstance(event, _Conclusion) and event.signatories:
        return [(person.party, date_of(person.on) or fact.occurred) for person in event.signatories]
    return [(party, fact.occurred) for party in actors(fact)]
