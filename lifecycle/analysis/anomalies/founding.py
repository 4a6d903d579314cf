"""How the mechanism came to be: agreement, founding instrument and first meeting."""

from collections.abc import Iterator

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.dates.edtf import Edtf, bounds_of, precedes
from lifecycle.facts.fact import Fact, hinted_before
from lifecycle.facts.models import (
    EstablishmentAgreed,
    InstrumentActRecorded,
    InstrumentConcluded,
    MeetingHeld,
    TermsOfReferenceSigned,
)
from lifecycle.views.date_words import on, when
from lifecycle.views.held_meetings import HeldMeeting
from lifecycle.views.life import Life
from lifecycle.views.phrases import counted, time_of
from lifecycle.views.reading import date_of

LAG_DAYS_MIN = 366
"""Days from founding to first meeting that are a long lag."""


def _dates(instrument: Fact) -> list[Edtf | None]:
    """Return the dates of an instrument: its own, and those on which each side signed."""
    event = instrument.event
    if not isinstance(event, TermsOfReferenceSigned | InstrumentConcluded):
        return [instrument.occurred]
    return [instrument.occurred, *(date_of(one.on) for one in event.signatories if one.on)]


def _met_before(life: Life, meeting: HeldMeeting, instrument: Fact) -> bool:
    """Return whether a meeting was certainly over before any side signed."""
    if precedes(instrument.occurred, meeting.last) is True:
        return False  # whatever else it says: most need not be read
    dates = _dates(instrument)
    if all(precedes(meeting.last, date) is True for date in dates):
        return True
    none_before = all(precedes(date, meeting.last) is not True for date in dates)
    hinted = hinted_before(instrument, life.order.by_id) if none_before else ()
    return any(one is meeting.fact or life.order.before(meeting.fact, one) for one in hinted)


def _meeting_before_instrument(life: Life) -> Iterator[Observation]:
    instruments = life.founding_acts
    if not (instruments and life.is_whole):
        return
    early: list[Fact] = []
    for meeting in life.held:
        if not all(_met_before(life, meeting, instrument) for instrument in instruments):
            break
        early.append(meeting.fact)
    if early:
        more = f", and {counted(len(early) - 1, 'more time')}," if len(early) > 1 else ""
        yield observation(
            f"It met {on(early[0])}{more} before its first founding instrument on record,"
            f" {when(instruments[0])}.",
            *early,
            instruments[0],
        )


def _instrument_after_meeting(life: Life) -> Iterator[Observation]:
    if not (life.held and life.is_whole):
        return
    first, seen = life.held[0], set[str]()
    for instrument in life.founding_acts:
        if instrument.type not in seen and _met_before(life, first, instrument):
            yield observation(
                f"The {_name(instrument)} {when(instrument)} came after the first meeting on"
                f" record, {when(first.fact)}.",
                instrument,
                first.fact,
            )
        seen.add(instrument.type)


def _name(instrument: Fact) -> str:
    is_tor = instrument.type == TermsOfReferenceSigned.type
    return "terms of reference" if is_tor else "founding instrument"


def _instrument_during_meeting(life: Life) -> Iterator[Observation]:
    sittings = [meeting for meeting in life.held if meeting.has_end]
    for instrument in life.founding_acts[:1] if sittings else ():
        dates = _dates(instrument)
        for sitting in sittings:
            if all(_within(sitting.first, date, sitting.last) for date in dates):
                yield observation(
                    f"The {_name(instrument)} {when(instrument)} came while the meeting from"
                    f" {sitting.first} to {sitting.last} was sitting.",
                    instrument,
                    sitting.fact,
                )


def _within(first: Edtf | None, date: Edtf | None, last: Edtf | None) -> bool:
    """Return whether *date* is certainly after the first day and not after the last."""
    return precedes(first, date) is True and precedes(last, date) is False


def _no_founding_instrument(life: Life) -> Iterator[Observation]:
    if not life.is_whole or life.founding_acts or InstrumentActRecorded.type in life.by_type:
        return
    if life.may_have_happened(TermsOfReferenceSigned, InstrumentConcluded):
        return
    yield observation(
        "It has met, but no founding instrument (terms of reference, agreement, memorandum ...)"
        " is on record.",
        life.held[0].fact,
    )


def _instrument_without_meeting(life: Life) -> Iterator[Observation]:
    if life.held or not life.is_whole or life.may_have_happened(MeetingHeld):
        return
    for instrument in life.founding_acts[:1]:
        days = life.days_since(instrument)
        if days is not None and days >= LAG_DAYS_MIN:
            yield observation(
                f"No meeting is on record since the {_name(instrument)} {when(instrument)}.",
                instrument,
            )


def _long_lag(life: Life) -> Iterator[Observation]:
    if not (life.held and life.is_whole):
        return
    meeting = life.held[0]
    founding = (life.founding_acts or life.acts("agree"))[:1]
    if not founding or (meeting.number or 1) > 1:
        return
    days = bounds_of(founding[0].occurred).days_min(bounds_of(meeting.first))
    if days is not None and days >= LAG_DAYS_MIN:
        what = _name(founding[0]) if founding[0].type != EstablishmentAgreed.type else "agreement"
        yield observation(
            f"At least {time_of(days)} passed between the {what} {when(founding[0])} and the first"
            f" meeting on record, {when(meeting.fact)}.",
            founding[0],
            meeting.fact,
        )


def _agreed_again(life: Life) -> Iterator[Observation]:
    agreed: Fact | None = None
    sides = set[str]()
    for fact in life.acts("agree", "conclude"):
        assert fact.act is not None  # noqa: S101  # that is how it was found
        if fact.act.trigger == "conclude":
            agreed, sides = None, set()
        elif agreed is None:
            sides.update(fact.act.parties or life.parties)
            agreed = fact if len(sides) > 1 else None
        elif life.order.before(agreed, fact):
            yield observation(
                f"The establishment is agreed again {on(fact)}; it was agreed {on(agreed)}"
                " already.",
                fact,
                agreed,
            )


_INSTRUMENTS = frozenset({TermsOfReferenceSigned.type, InstrumentConcluded.type})
_AGREEMENTS = frozenset({EstablishmentAgreed.type})
_MEETINGS = frozenset({MeetingHeld.type})

KINDS = (
    Kind(
        "meeting_before_instrument",
        "warning",
        "It met before its founding instrument",
        _meeting_before_instrument,
        _INSTRUMENTS,
    ),
    Kind(
        "instrument_during_meeting",
        "info",
        "The founding instrument came during a meeting",
        _instrument_during_meeting,
        _INSTRUMENTS,
    ),
    Kind(
        "instrument_after_meeting",
        "info",
        "A founding instrument came after the first meeting",
        _instrument_after_meeting,
        _INSTRUMENTS,
    ),
    Kind(
        "no_founding_instrument",
        "info",
        "It met, but no founding instrument is known",
        _no_founding_instrument,
        _MEETINGS,
    ),
    Kind(
        "instrument_without_meeting",
        "warning",
        "Founded, but no meeting is known",
        _instrument_without_meeting,
        _INSTRUMENTS,
    ),
    Kind("long_lag", "info", "A year or more from founding to first meeting", _long_lag, _MEETINGS),
    Kind(
        "agreed_again",
        "info",
        "The establishment was agreed twice",
        _agreed_again,
        _AGREEMENTS,
    ),
)
