"""Given some facts, when a command comes, then it is recorded or refused."""

from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any, Self

from lifecycle.analysis.anomalies import Anomaly, find_anomalies
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.deciding.commands import Command
from lifecycle.deciding.decider import Accepted, Refusal, decide
from lifecycle.deciding.plan import read_registration
from lifecycle.definitions.catalogue import find_definition
from lifecycle.definitions.lint import load_definition
from lifecycle.definitions.machine import Rules
from lifecycle.errors import InvalidFactError
from lifecycle.facts.entries import read_entry
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.history.history import History

Step = tuple[str, dict[str, Any]]
"""Type and details of a fact: fields of the event, `on`, `after`, and the fact's own `id`."""


@cache
def rules_of(kind: str) -> Rules:
    return Rules(find_definition(kind))


def rules_from(text: str) -> Rules:
    return Rules(load_definition(text, "a test"))


def propose(**details: object) -> Step:
    return "proposed", details


def agree(**details: object) -> Step:
    return "establishment_agreed", details


def sign_tor(*parties: str, **details: object) -> Step:
    return "terms_of_reference_signed", {
        "signatories": [{"party": party} for party in parties],
        **details,
    }


def meet(**details: object) -> Step:
    return "meeting_held", details


def activate_roadmap(**details: object) -> Step:
    said = {"basis": "document", "title": "Roadmap", "document": "R1", "term": "2025/2030"}
    return "roadmap_activated", {**said, **details}


def complete_roadmap(**details: object) -> Step:
    return "roadmap_completed", details


def suspend(**details: object) -> Step:
    return "suspended", details


def resume(**details: object) -> Step:
    return "resumed", details


def conclude(**details: object) -> Step:
    return "concluded", {"reason": "done", **details}


def reopen(**details: object) -> Step:
    return "reopened", details


def note(**details: object) -> Step:
    return "note_recorded", {"text": "a remark", **details}


def correct(event: str, /, **changes: object) -> Step:
    details = {key: changes.pop(key) for key in ("id", "after") if key in changes}
    return "event_corrected", {"event": event, "changes": changes, **details}


def retract(event: str, **details: object) -> Step:
    return "event_retracted", {"event": event, **details}


def dispute(event: str, **details: object) -> Step:
    return "event_disputed", {"field": "occurred", **details, "event": event}


def prefer(event: str, **details: object) -> Step:
    return "assertion_preferred", {"event": event, **details}


def command(step: Step, default_id: str, *, live: bool = True) -> Command:
    event_type, details = step
    said = dict(details)
    event_id = said.pop("id", default_id)
    event, envelope = read_entry(event_type, said)
    return Command(event_id, event, envelope, live)


def empty_history(rules: Rules | None = None, **details: object) -> History:
    kind = str(details.pop("kind", "joint-working-group"))
    registration, _ = read_registration(
        {
            "kind": kind,
            "name": "A mechanism",
            "parties": ["IN", "BN"],
            "subject": "Defence",
            **details,
        }
    )
    first = Fact.proposed("registration", registration, Envelope())
    return History((first,), rules or rules_of(kind))


def extended(history: History, fact: Fact) -> History:
    return history.with_fact(fact)


def mechanism(history: History) -> Mechanism:
    return Mechanism("m", history, len(history.facts))


def anomalies(history: History) -> tuple[Anomaly, ...]:
    return find_anomalies(mechanism(history))


OF_THE_COURSE = {
    *("out_of_place", "consent_pending", "order_undetermined"),
    *("roadmap_vague", "date_conflict", "resumed_without_suspension"),
}


class Given:
    """A mechanism under a policy, with facts that were recorded one after the other."""

    def __init__(
        self,
        *steps: Step,
        policy: str = "enforce",
        live: bool = True,
        rules: Rules | None = None,
        **registration: object,
    ) -> None:
        self._ids = (f"e{number}" for number in count(1))
        self._live = live
        self.history = empty_history(rules, policy=policy, **registration)
        self.outcome: Accepted | Refusal | InvalidFactError | None = None
        for step in steps:
            self.when(step)
            assert isinstance(self.outcome, Accepted), f"{step} was not recorded: {self.outcome}"

    def when(self, step: Step, *, live: bool | None = None) -> Self:
        asked = command(step, next(self._ids), live=self._live if live is None else live)
        try:
            self.outcome = decide(self.history, asked)
        except InvalidFactError as error:
            self.outcome = error
        if isinstance(self.outcome, Accepted):
            self.history = extended(self.history, self.outcome.fact)
        return self

    def then_recorded(self, **tracks: str) -> Self:
        assert isinstance(self.outcome, Accepted), str(self.outcome)
        found = self.outcome.step.state.named
        assert {name: found[name] for name in tracks} == tracks
        return self

    def then_state(self, **tracks: str) -> Self:
        """After all facts in effective order, not only after the last recorded."""
        found = mechanism(self.history).tracks
        assert {name: found[name] for name in tracks} == tracks
        return self

    def then_refused(
        self,
        *,
        because: str = "",
        guards: Sequence[str] = (),
        later: Sequence[str] = (),
        allowed: Sequence[str] | None = None,
    ) -> Self:
        assert isinstance(self.outcome, Refusal), f"not refused: {self.outcome}"
        assert because in str(self.outcome)
        assert [guard.name for guard in self.outcome.failed_guards] == list(guards)
        assert list(self.outcome.later) == list(later)
        if allowed is not None:
            assert sorted(act.trigger for act in self.outcome.allowed) == sorted(allowed)
        return self

    def then_invalid(self, *, because: str) -> Self:
        assert isinstance(self.outcome, InvalidFactError), f"not invalid: {self.outcome}"
        assert because in str(self.outcome)
        return self

    def then_flagged(self, *codes: str) -> Self:
        """Of the anomalies that rules, order, consent and roadmaps alone give."""
        found = (anomaly.code for anomaly in anomalies(self.history))
        assert sorted(code for code in found if code in OF_THE_COURSE) == sorted(codes)
        return self

    def then_after(self, *hints: str) -> Self:
        assert isinstance(self.outcome, Accepted), str(self.outcome)
        assert self.outcome.fact.after == hints
        return self

    def then_order(self, *event_ids: str) -> Self:
        """Of the facts behind the registration."""
        assert [fact.event_id for fact in self.history.ordered[1:]] == list(event_ids)
        return self
