"""The difference of two definitions in plain sentences."""

from collections.abc import Callable, Iterable, Iterator

from lifecycle.definitions.definition import Definition, ObligationRule, Track
from lifecycle.definitions.machine import rules_of
from lifecycle.definitions.track_machine import TrackMachine, TrackStep

_CONSENT = {
    "none": "no consent",
    "either": "the act of either side",
    "both": "the consent of both",
    "initiator+acknowledgement": "an initiator and an acknowledgement",
}


def diff(old: Definition, new: Definition) -> tuple[str, ...]:
    """Return what *new* says otherwise than *old*, one sentence each, in the definition's order.

    Empty if and only if they are the same definition.
    """
    if old.digest == new.digest:
        return ()
    found = [*_plain(old, new), *_lists(old, new), *_tracks(old, new), *_obligations(old, new)]
    return tuple(found or ["they mean the same; only the order or the spelling differs"])


def _plain(old: Definition, new: Definition) -> Iterator[str]:
    for key in ("name", "abbreviation", "version", "title", "policy"):
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield f"the {key} is {now}, was {was}"
    for key, what in (("periodicity", "periodicity"), ("hosting_rule", "hosting rule")):
        was, now = getattr(old, key) or "not given", getattr(new, key) or "not given"
        if was != now:
            yield f"the {what} is {now}, was {was}"


def _lists(old: Definition, new: Definition) -> Iterator[str]:
    yield from _new_and_gone(old.milestones, new.milestones, "milestone {} is {}".format)
    for code in (code for code in old.enforces if code not in new.enforces):
        yield f"enforce no longer refuses {code}"
    for code in (code for code in new.enforces if code not in old.enforces):
        yield f"enforce now refuses {code}"
    if _reordered(rules_of(old).trigger_rank, rules_of(new).trigger_rank):
        yield "the triggers stand in another order: facts of one day may be ordered otherwise"


def _new_and_gone(
    old: Iterable[str], new: Iterable[str], sentence: Callable[[str, str], str]
) -> Iterator[str]:
    was, now = dict.fromkeys(old), dict.fromkeys(new)
    yield from (sentence(word, "gone") for word in was if word not in now)
    yield from (sentence(word, "new") for word in now if word not in was)


def _reordered(old: Iterable[str], new: Iterable[str]) -> bool:
    """Return whether the words that both have stand in another order."""
    was, now = tuple(dict.fromkeys(old)), tuple(dict.fromkeys(new))
    return [word for word in was if word in now] != [word for word in now if word in was]


def _tracks(old: Definition, new: Definition) -> Iterator[str]:
    was, now = ({track.name: track for track in rules_of(one).tracks} for one in (old, new))
    yield from _new_and_gone(was, now, "track {} is {}".format)
    if _reordered(was, now):
        yield "the tracks stand in another order"
    for name, track in now.items():
        before = was.get(name) or _idle(track)
        yield from _states(before, track)
        yield from _moves(before, track)


def _idle(track: TrackMachine) -> TrackMachine:
    """Return *track* without transitions and final states."""
    return TrackMachine(Track(name=track.name, initial=track.initial, states=tuple(track.rank)))


def _states(old: TrackMachine, new: TrackMachine) -> Iterator[str]:
    yield from _new_and_gone(old.rank, new.rank, "state {} is {}".format)
    if _reordered(old.rank, new.rank):
        yield f"the states of {new.name} rank otherwise: {', '.join(new.rank)}"
    if old.initial != new.initial:
        yield f"{new.name} begins in {new.initial}, was {old.initial}"
    for state in new.rank:
        if (state in old.final) != (state in new.final):
            yield f"state {state} is {'now' if state in new.final else 'no longer'} final"


def _moves(old: TrackMachine, new: TrackMachine) -> Iterator[str]:
    for source, trigger in old.steps:
        if (source, trigger) not in new.steps and source in new.rank:
            yield f"from {source}, {trigger} is no longer legal"
    for (source, trigger), step in new.steps.items():
        before = old.steps.get((source, trigger))
        if before is None:
            effect = "moves nothing" if step.to == source else f"leads to {step.to}"
            yield f"from {source}, {trigger} is now legal and {effect}{_asking(step.guards)}"
            continue
        if step.to != before.to:
            now = "moves nothing" if step.to == source else f"leads to {step.to}"
            was = "moved nothing" if before.to == source else f"led to {before.to}"
            yield f"from {source}, {trigger} now {now}; before, it {was}"
        yield from _guards(source, trigger, before, step)
    yield from _consents(old, new)


def _asking(guards: Iterable[str]) -> str:
    names = ", ".join(guards)
    return f", on condition of {names}" if names else ""


def _guards(source: str, trigger: str, old: TrackStep, new: TrackStep) -> Iterator[str]:
    for name in (name for name in old.guards if name not in new.guards):
        yield f"from {source}, {trigger} no longer has the condition {name}"
    for name in (name for name in new.guards if name not in old.guards):
        yield f"from {source}, {trigger} now has the condition {name}"


def _consents(old: TrackMachine, new: TrackMachine) -> Iterator[str]:
    """A trigger has one rule of consent in a track; a new trigger tells its own."""
    for trigger, consent in new.consents.items():
        before = old.consents.get(trigger)
        if before is None:
            yield f"{trigger} needs {_CONSENT[consent]}"
        elif before != consent:
            yield f"{trigger} needs {_CONSENT[consent]}, was {_CONSENT[before]}"


def _obligations(old: Definition, new: Definition) -> Iterator[str]:
    was, now = ({one.name: one for one in found.obligations} for found in (old, new))
    yield from (f"obligation {name} is gone" for name in was if name not in now)
    for name, obligation in now.items():
        before = was.get(name)
        if before is None:
            yield f"obligation {name} is new: {_told(obligation)}"
        elif before != obligation:
            yield f"obligation {name}: {_told(obligation)}; was: {_told(before)}"


def _told(obligation: ObligationRule) -> str:
    rule = obligation.model_dump(exclude={"name", "title"})
    return f"{obligation.title} ({', '.join(f'{key} {value}' for key, value in rule.items())})"
