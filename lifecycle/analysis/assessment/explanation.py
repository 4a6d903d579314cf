"""Why a mechanism stands where it stands: the facts that moved it, and those that did not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lifecycle.facts.fact import Fact
from lifecycle.facts.models.base import Source
from lifecycle.history.fold import Outcome, State
from lifecycle.history.history import undetermined_pairs
from lifecycle.history.legality import Legality
from lifecycle.views.life import Life
from lifecycle.views.signs import ABOUT_THE_RECORD
from lifecycle.views.wording import named

Effect = Literal[
    "moved", "jumped", "out_of_place", "awaiting_consent", "retracted", "undetermined", "amended"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one fact did to one track, or why it did nothing."""

    fact: Fact
    effect: Effect
    """``jumped``: moved the track although no transition leads there; ``undetermined``: it may
    have happened by the day, but not surely; ``amended``: it counts, and reads otherwise now."""
    track: str | None
    """The track that it moved."""
    frm: str | None
    to: str | None
    rule: str
    """One sentence that names the definition and what it says."""
    legality: Legality | None
    """Whether it is legal in every order that dates allow; None if it sets nothing in motion."""
    disputes: tuple[Fact, ...] = ()
    order: str | None = None
    """By what its place in the history is known, where its date alone does not tell it."""

    @property
    def date(self) -> str | None:
        """Its date, as recorded."""
        return None if self.fact.occurred is None else self.fact.occurred.text

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who says so."""
        return self.fact.envelope.sources


def explain(mechanism: Life) -> tuple[Reason, ...]:
    """Return why *mechanism* stands where it stands.

    First the facts that moved a track, track by track, in effective order; then the facts that
    did not count, or count as they read now, and why.

    Raises:
        UnreadableFactError: If a stored payload does not have the shape of its type.
    """
    return _Explanation(mechanism).reasons()


class _Explanation:
    def __init__(self, mechanism: Life) -> None:
        self.mechanism = mechanism
        self.open = {
            event.event_id for pair in undetermined_pairs(mechanism.history) for event in pair
        }

    def reasons(self) -> tuple[Reason, ...]:
        tracks = [track.name for track in self.mechanism.state.rules.tracks]
        moves = sorted(self._moves(), key=lambda reason: _rank(tracks, reason.track))
        return (*moves, *self._unmoved(), *self._outside(), *self._amended())

    def _moves(self) -> Iterator[Reason]:
        for index, fact in enumerate(self.mechanism.history):
            step = self.mechanism.steps[index]
            jumped = step.outcome is Outcome.JUMPED
            for track, frm, to in self.mechanism.moves(index):
                yield self._reason(
                    fact, "jumped" if jumped else "moved", self._rule(index), (track, frm, to)
                )

    def _rule(self, index: int) -> str:
        """Return by what the fact at *index* moved the mechanism."""
        fact, step = self.mechanism.history[index], self.mechanism.steps[index]
        definition = step.state.rules.definition
        name = f"{definition.name} version {definition.version}"
        if fact.act is None:
            return f"From here on {name} applies."
        if step.outcome is Outcome.JUMPED:
            trigger = fact.act.trigger
            return f"{name} has no {trigger} there; it is evidence of a further state."
        return f"{name} allows {fact.act.trigger} there."

    def _unmoved(self) -> Iterator[Reason]:
        pairs = zip(self.mechanism.history, self.mechanism.steps, strict=True)
        for index, (fact, step) in enumerate(pairs):
            if step.outcome is Outcome.OUT_OF_PLACE:
                before = self.mechanism.steps[index - 1].state
                yield self._reason(fact, "out_of_place", _misplaced(fact, before))
            elif step.outcome is Outcome.AWAITING and fact.act is not None:
                rule = f"{fact.act.trigger} moves it only when both parties have acted."
                yield self._reason(fact, "awaiting_consent", rule)

    def _outside(self) -> Iterator[Reason]:
        for fact in self.mechanism.retracted:
            yield self._reason(fact, "retracted", "It was retracted, and no longer counts.")
        for fact in self.mechanism.undetermined:
            rule = "It cannot be told whether it happened by the day that is asked for."
            yield self._reason(fact, "undetermined", rule)

    def _amended(self) -> Iterator[Reason]:
        by_id = {fact.event_id: fact for fact in self.mechanism.amendments}
        for fact in self.mechanism.history:
            if fact.amended_by:
                said = "; ".join(named(by_id[event_id]) for event_id in fact.amended_by)
                yield self._reason(fact, "amended", f"It reads as amended since: {said}.")

    def _reason(
        self, fact: Fact, effect: Effect, rule: str, move: tuple[str, str, str] | None = None
    ) -> Reason:
        track, frm, to = move or (None, None, None)
        return Reason(
            fact,
            effect,
            track,
            frm,
            to,
            rule,
            self.mechanism.legality.get(fact.event_id),
            self.mechanism.disputes(fact.event_id),
            self._order(fact),
        )

    def _order(self, fact: Fact) -> str | None:
        if fact.event_id in self.open:
            return "Neither dates nor hints tell its place; the definition's order decides."
        by_id = self.mechanism.order.by_id
        hinted = [by_id[hint] for hint in fact.after if hint in by_id]
        before = [named(other) for other in hinted if other.type not in ABOUT_THE_RECORD]
        if before:
            return f"It is said to come after: {'; '.join(before)}."
        return None if fact.occurred is not None else "It has no date."


def _misplaced(fact: Fact, before: State) -> str:
    """Return why *fact* is out of place in the state *before* it."""
    if fact.act is None:
        unplaced = " / ".join(fact.turn.unplaced(before))
        return f"The new definition has no counterpart of {unplaced}."
    states = " / ".join(before.tracks)
    return f"The definition has no {fact.act.trigger} from {states}; the state is unchanged."


def _rank(tracks: list[str], track: str | None) -> int:
    return tracks.index(track) if track in tracks else len(tracks)
