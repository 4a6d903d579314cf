"""The difference of two definitions in plain sentences."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from lifecycle.definitions.definition import Definition, Obligation, Track, Transition

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
    if _reordered(old.triggers, new.triggers):
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
    was, now = ({track.name: track for track in tracks.tracks} for tracks in (old, new))
    yield from _new_and_gone(was, now, "track {} is {}".format)
    if _reordered(was, now):
        yield "the tracks stand in another order"
    for name, track in now.items():
        before = was.get(name, Track(name=name, initial=track.initial, states=track.states))
        yield from _states(before, track)
        yield from _moves(before, track)


def _states(old: Track, new: Track) -> Iterator[str]:
    yield from _new_and_gone(old.states, new.states, "state {} is {}".format)
    if _reordered(old.states, new.states):
        yield f"the states of {new.name} rank otherwise: {', '.join(new.states)}"
    if old.initial != new.initial:
        yield f"{new.name} begins in {new.initial}, was {old.initial}"
    for state in new.states:
        if (state in old.final) != (state in new.final):
            yield f"state {state} is {'now' if state in new.final else 'no longer'} final"


Table = Mapping[tuple[str, str], Transition]


def _table(track: Track) -> Table:
    """Return the transition of each (state, trigger), in the definition's order."""
    table: dict[tuple[str, str], Transition] = {}
    for move in track.transitions:
        for source in move.sources:
            table.setdefault((source, move.trigger), move)
    return table


def _moves(old: Track, new: Track) -> Iterator[str]:
    was, now = _table(old), _table(new)
    for source, trigger in was:
        if (source, trigger) not in now and source in new.states:
            yield f"from {source}, {trigger} is no longer legal"
    for (source, trigger), move in now.items():
        before = was.get((source, trigger))
        leads = _leads(source, move)
        if before is None:
            yield f"from {source}, {trigger} is now legal and {leads}{_asking(move.guards)}"
            continue
        if _leads(source, before) != leads:
            yield f"from {source}, {trigger} now {leads}; before, it {_past(source, before)}"
        yield from _guards(source, before, move)
    yield from _consents(was, now)


def _leads(source: str, move: Transition) -> str:
    return "moves nothing" if move.to in (None, source) else f"leads to {move.to}"


def _past(source: str, move: Transition) -> str:
    return "moved nothing" if move.to in (None, source) else f"led to {move.to}"


def _asking(guards: Iterable[str]) -> str:
    names = ", ".join(guards)
    return f", on condition of {names}" if names else ""


def _guards(source: str, old: Transition, new: Transition) -> Iterator[str]:
    for name in (name for name in old.guards if name not in new.guards):
        yield f"from {source}, {new.trigger} no longer has the condition {name}"
    for name in (name for name in new.guards if name not in old.guards):
        yield f"from {source}, {new.trigger} now has the condition {name}"


def _consents(old: Table, new: Table) -> Iterator[str]:
    """A trigger has one rule of consent in a track; a new trigger tells its own."""
    was, now = (
        {trigger: _CONSENT[move.consent or "none"] for (_, trigger), move in table.items()}
        for table in (old, new)
    )
    for trigger, consent in now.items():
        before = was.get(trigger)
        if before is None:
            yield f"{trigger} needs {consent}"
        elif before != consent:
            yield f"{trigger} needs {consent}, was {before}"


def _obligations(old: Definition, new: Definition) -> Iterator[str]:
    was, now = ({one.name: one for one in found.obligations} for found in (old, new))
    yield from (f"obligation {name} is gone" for name in was if name not in now)
    for name, obligation in now.items():
        before = was.get(name)
        if before is None:
            yield f"obligation {name} is new: {_told(obligation)}"
        elif before != obligation:
            yield f"obligation {name}: {_told(obligation)}; was: {_told(before)}"


def _told(obligation: Obligation) -> str:
    rule = obligation.model_dump(exclude={"name", "title"})
    return f"{obligation.title} ({', '.join(f'{key} {value}' for key, value in rule.items())})"
