"""A short label for every type of fact: plain, or made of what the fact says."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from lifecycle.facts.models import (
    Absorbed,
    ChairNamed,
    EventDisputed,
    InstrumentActRecorded,
    InstrumentConcluded,
    LevelChanged,
    MeetingHeld,
    Merged,
    Replaced,
    RequestAnswered,
    Split,
    TermsOfReferenceSigned,
)

LABEL_MAX = 60
"""Most characters of a text of the recorder's own in a label; the details have all of it."""

_WRITTEN = {"tor": "ToR", "mou": "MoU"}
_ROMAN = re.compile(r"[IVXLCDM]+")
_ORDINAL = re.compile(r"\d+[^\W\d_]+")

Title: TypeAlias = str | Callable[[Any], str]


ACT_TITLES: Mapping[str, str] = {
    "propose": "Propose",
    "agree": "Agree to establish",
    "sign_tor": "Sign ToR",
    "hold_meeting": "Hold a meeting",
    "activate_roadmap": "Activate a roadmap",
    "complete_roadmap": "Complete the roadmap",
    "conclude_instrument": "Conclude an instrument",
    "suspend": "Suspend",
    "resume": "Resume",
    "conclude": "Conclude",
    "reopen": "Reopen",
}
"""Of every trigger that a type of fact pulls: the act in words."""


def words(name: str) -> str:
    """Return a state or type name as words: ``tor_signed`` is ``ToR signed``."""
    return _capital(" ".join(_WRITTEN.get(part, part) for part in name.split("_")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _short(text: str) -> str:
    return text if len(text) <= LABEL_MAX else f"{text[: LABEL_MAX - 1].rstrip()}…"


def _all(texts: Sequence[str]) -> str:
    return _short(" and ".join(texts))


def _meeting(claimed: str | None, read: int | None = None, series: str | None = None) -> str:
    """Return what a meeting is called: ``Meeting VI``, ``Special meeting``, ``6th meeting``.

    A number in words of another language is told as it is read.
    """
    number = str(read) if _is_foreign(claimed, read) else claimed
    name = _numbered(number)
    return f"{name} ({_short(series)})" if series else name


def _is_foreign(claimed: str | None, read: int | None) -> bool:
    if read is None or claimed is None:
        return read is not None
    known = _ROMAN.fullmatch(claimed) or _DIGITS.fullmatch(claimed)
    return known is None and _ENGLISH.search(claimed.lower()) is None


_DIGITS = re.compile(r"[0-9]+(?:st|nd|rd|th)?(?:[/-][0-9]+)?")
_ENGLISH = re.compile(
    r"\b(?:inaugural|special|extraordinary|preliminary|preparatory|first|second|third|[a-z]+th)\b"
)
"""English ordinals, and words for what stands outside a count."""


def _numbered(number: str | None) -> str:
    if not number:
        return "Meeting"
    number = _short(number)
    if _ROMAN.fullmatch(number) or (number[0].isdecimal() and not _ORDINAL.fullmatch(number)):
        return f"Meeting {number}"
    return f"{_capital(number)} meeting"


def _plan(what: str) -> Title:
    return lambda event: f"{_meeting(event.number_claimed, None, event.series)} {what}"


def _held(event: MeetingHeld) -> str:
    name = _meeting(event.number_claimed, event.number, event.series)
    jointly = " jointly" if event.joint_with else ""
    later = " (reported later)" if event.reported == "later" else ""
    return f"{name} held{jointly}{later}"


def _terms(event: TermsOfReferenceSigned) -> str:
    return f"ToR of {_short(event.body)} {event.how}" if event.body else f"ToR {event.how}"


def _instrument(event: InstrumentConcluded) -> str:
    return f"{_short(words(event.kind))} {event.how}"


def _instrument_act(event: InstrumentActRecorded) -> str:
    name = _short(event.instrument)
    if event.step == "notice_given":
        return f"Notice of termination given: {name}"
    return f"{name} {_plain(event.step)}"


def _on_item(what: str) -> Title:
    return lambda event: f"Item {what}: {_short(event.item)}"


def _of_object(what: str) -> Title:
    return lambda event: (
        _capital(what) if event.object == "mechanism" else f"{words(event.object)} {what}"
    )


def _level(event: LevelChanged) -> str:
    how = event.direction if event.direction in ("raised", "lowered") else "changed"
    return f"Level {how} to {_short(event.level)}"


def _chair(event: ChairNamed) -> str:
    acting = "Acting chair" if event.status == "acting" else "Chair"
    if event.status == "vacant":
        return f"{acting} of {event.party} vacant"
    who = event.name or event.office
    return f"{acting} of {event.party}: {_short(who)}" if who else f"{acting} of {event.party}"


def _merged(event: Merged) -> str:
    return f"Merged with {_all(event.mechanisms)}"


def _split(event: Split) -> str:
    others = _all(event.mechanisms)
    return f"Split into {others}" if event.this == "ends" else f"{others} split off"


def _replaced(event: Replaced) -> str:
    how = "Replaced by" if event.this == "ends" else "Takes the place of"
    return f"{how} {_all(event.mechanisms)}"


def _absorbed(event: Absorbed) -> str:
    how = "Absorbed by" if event.this == "ends" else "Absorbs"
    return f"{how} {_all(event.mechanisms)}"


def _answer(event: RequestAnswered) -> str:
    return "Request not answered" if event.answer == "unanswered" else f"Request {event.answer}"


def _dispute(event: EventDisputed) -> str:
    return "Date disputed" if event.occurred_claim else f"Disputed: {_short(event.field)}"


_PROPOSALS = {
    "establish": "Proposed",
    "end": "End proposed",
    "revive": "Revival proposed",
    "replace": "Replacement proposed",
    "add_topic": "Topic proposed",
}
_ENGAGEMENTS = {"call_on": "Call-on", "visit": "Visit", "exercise": "Exercise"}

TITLES: Mapping[str, Title] = {
    "mechanism_registered": "Registered in the log",
    "proposed": lambda event: _PROPOSALS[event.object],
    "establishment_agreed": "Agreed to establish",
    "resumption_agreed": "Agreed to resume",
    "terms_of_reference_signed": _terms,
    "periodicity_recorded": lambda event: (
        "Periodicity agreed" if event.basis == "agreed" else "Periodicity reported"
    ),
    "instrument_concluded": _instrument,
    "instrument_act_recorded": _instrument_act,
    "meeting_mooted": _plan("mooted"),
    "meeting_scheduled": _plan("scheduled"),
    "meeting_rescheduled": _plan("rescheduled"),
    "meeting_postponed": _plan("postponed"),
    "meeting_cancelled": _plan("cancelled"),
    "meeting_failed": _plan("failed"),
    "meeting_held": _held,
    "series_opened": lambda event: f"Series opened: {_short(event.series)}",
    "numbering_restarted": "Numbering restarted",
    "roadmap_mandated": "Roadmap mandated",
    "roadmap_activated": lambda event: f"Roadmap activated (basis: {event.basis})",
    "roadmap_refreshed": "Roadmap refreshed",
    "roadmap_superseded": "Roadmap superseded",
    "roadmap_completed": lambda event: f"Roadmap {event.outcome}",
    "roadmap_item_added": lambda event: f"Item {event.status}: {_short(event.item)}",
    "roadmap_item_progressed": _on_item("progressed"),
    "roadmap_item_completed": _on_item("done"),
    "roadmap_item_dropped": _on_item("dropped"),
    "roadmap_item_carried_over": _on_item("carried over"),
    "suspended": _of_object("suspended"),
    "resumed": _of_object("resumed"),
    "concluded": "Concluded",
    "reopened": "Reopened",
    "level_changed": _level,
    "renamed": lambda event: f"Renamed to {_short(event.names[0].text)}",
    "alias_recorded": lambda event: f"Also called {_short(event.names[0].text)}",
    "scope_changed": "Scope changed",
    "chair_named": _chair,
    "subgroup_created": lambda event: f"Sub-group created: {_short(event.name)}",
    "subgroup_changed": lambda event: f"Sub-group {_plain(event.how)}: {_short(event.name)}",
    "put_under": lambda event: f"Put under {_short(event.parent)}",
    "merged": _merged,
    "split": _split,
    "replaced": _replaced,
    "absorbed": _absorbed,
    "request_made": lambda event: f"Request made: {_short(event.what)}",
    "request_answered": _answer,
    "deadline_set": lambda event: f"Deadline set: {_short(event.what)}",
    "obligation_lapsed": lambda event: f"Obligation lapsed: {_short(_plain(event.obligation))}",
    "engagement_recorded": lambda event: _ENGAGEMENTS.get(event.kind, "Engagement"),
    "statement_recorded": "Statement",
    "note_recorded": "Note",
    "milestone_reached": lambda event: words(event.name),
    "event_disputed": _dispute,
    "assertion_preferred": "Claim preferred",
    "event_corrected": lambda event: f"Corrected: {_short(', '.join(map(_plain, event.changes)))}",
    "event_retracted": "Fact retracted",
    "definition_registered": "Definition registered",
    "definition_migrated": lambda event: (
        f"Moved to {event.definition.name}, version {event.definition.version}"
    ),
}
"""Of every type: its label, or how to make it from the event."""
