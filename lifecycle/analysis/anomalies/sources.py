"""What the facts rest on."""

from collections.abc import Iterator, Sequence

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import (
    EstablishmentAgreed,
    EventDisputed,
    InstrumentConcluded,
    MeetingHeld,
    NoteRecorded,
    ResumptionAgreed,
    RoadmapActivated,
    TermsOfReferenceSigned,
)
from lifecycle.facts.models.base import Source
from lifecycle.views.life import SOURCES, Life
from lifecycle.views.phrases import counted, listed

_OF_BOTH = frozenset(
    model.type
    for model in (
        EstablishmentAgreed,
        ResumptionAgreed,
        TermsOfReferenceSigned,
        InstrumentConcluded,
        MeetingHeld,
        RoadmapActivated,
    )
)
"""Facts that both sides took part in, so that both can tell of them."""
_NO_CLAIMS = frozenset({NoteRecorded.type, EventDisputed.type})
"""Remarks of the keeper of the record, and claims that are recorded as such."""


def _sourced(life: Life) -> Iterator[tuple[Fact, Sequence[Source]]]:
    """Return the facts that name a source; where none is named, there is nothing to judge."""
    return (pair for pair in life.sourced if pair[0].type not in _NO_CLAIMS)


def _kinds(sources: Sequence[Source]) -> set[str]:
    return {source.kind for source in sources}


def _publishers(sources: Sequence[Source]) -> list[str]:
    return list(dict.fromkeys(source.publisher for source in sources))


def _source_single(life: Life) -> Iterator[Observation]:
    single = [
        (fact, sources)
        for fact, sources in _sourced(life)
        if len(_publishers(sources)) == 1 and _kinds(sources) <= {"press", "secondary"}
    ]
    if single:
        names = list(dict.fromkeys(sources[0].publisher for _, sources in single))
        rest = "rests" if len(single) == 1 else "rest"
        yield observation(
            f"{counted(len(single), 'fact')} {rest} on one publisher alone: {listed(names)}.",
            *(fact for fact, _ in single),
        )


def _source_secondary_only(life: Life) -> Iterator[Observation]:
    facts = [fact for fact, sources in _sourced(life) if _kinds(sources) == {"secondary"}]
    if facts:
        rest = "rests" if len(facts) == 1 else "rest"
        yield observation(
            f"{counted(len(facts), 'fact')} {rest} on secondary sources only.", *facts
        )


def _one_side_readout_only(life: Life) -> Iterator[Observation]:
    one_sided = [
        (fact, sources)
        for fact, sources in _sourced(life)
        if fact.type in _OF_BOTH
        and _kinds(sources) == {"official"}
        and len(_publishers(sources)) == 1
    ]
    if one_sided:
        names = list(dict.fromkeys(sources[0].publisher for _, sources in one_sided))
        are = "is" if len(one_sided) == 1 else "are"
        yield observation(
            f"{counted(len(one_sided), 'fact')} of both sides {are} told by one side's office"
            f" alone: {listed(names)}.",
            *(fact for fact, _ in one_sided),
        )


_SOURCES = frozenset({SOURCES})

KINDS = (
    Kind("source_single", "info", "One publisher alone says so", _source_single, _SOURCES),
    Kind(
        "source_secondary_only", "info", "Secondary sources only", _source_secondary_only, _SOURCES
    ),
    Kind(
        "one_side_readout_only",
        "info",
        "Told by one side's office alone",
        _one_side_readout_only,
        _SOURCES,
    ),
)
