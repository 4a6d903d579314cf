"""Legality in every order that the dates allow, in some, or in none."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.dates.edtf import precedes
from lifecycle.facts.fact import Fact
from lifecycle.history import legality as legality_module
from lifecycle.history.fold import evolve
from lifecycle.history.history import History
from lifecycle.history.legality import Verdict, legality
from tests.lifecycle.scenario import (
    Given,
    Step,
    activate_roadmap,
    agree,
    complete_roadmap,
    conclude,
    meet,
    note,
    propose,
    reopen,
    resume,
    retract,
    sign_tor,
    suspend,
)

ACTS = (propose, agree, sign_tor, meet, activate_roadmap, complete_roadmap)
STANDING = (suspend, resume, conclude, reopen)


def recorded(*steps: Step) -> History:
    return Given(*steps, policy="record", live=False).history


def verdicts(history: History) -> dict[str, str]:
    return {event_id: str(found.verdict) for event_id, found in legality(history).items()}


def test_facts_in_sequence_are_certain_or_impossible() -> None:
    history = recorded(
        meet(on="2024", id="early"), agree(on="2025", id="deal"), sign_tor(on="2026", id="tor")
    )

    assert verdicts(history) == {"early": "impossible", "deal": "impossible", "tor": "certain"}


def test_a_fact_whose_place_is_open_is_possible_and_both_orders_are_named() -> None:
    history = recorded(
        agree(on="2024", id="deal"), sign_tor(on="2025", id="tor"), meet(on="2025", id="meeting")
    )

    found = legality(history)

    assert verdicts(history) == {"deal": "certain", "tor": "certain", "meeting": "possible"}
    assert found["meeting"].legal_order == ("tor", "meeting")
    assert found["meeting"].illegal_order == ("meeting",)


def test_hints_through_facts_that_move_nothing_still_order() -> None:
    history = recorded(
        agree(on="2024", id="deal"),
        sign_tor(on="2025", id="tor"),
        note(on="2025", after=["tor"], id="note"),
        meet(on="2025", after=["note"], id="meeting"),
    )

    assert verdicts(history)["meeting"] == "certain"


def test_a_retracted_fact_has_no_legality() -> None:
    history = recorded(agree(on="2024", id="deal"), retract("deal"), note(on="2024"))

    assert verdicts(history) == {}


def test_beyond_the_limit_nothing_is_claimed_for_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    history = recorded(
        agree(id="a"), sign_tor(id="tor"), meet(id="meeting"), propose(id="proposal")
    )
    monkeypatch.setattr(legality_module, "STEPS_MAX", 3)

    found = legality(history)

    assert {legal.verdict for legal in found.values()} == {Verdict.POSSIBLE}
    assert not all(legal.exhaustive for legal in found.values())


def test_twelve_facts_in_any_order_are_walked_to_the_end() -> None:
    steps = [act(on="2025") for act in (*ACTS, *STANDING)]
    steps += [sign_tor("IN", on="2025"), agree(by=["BN"], on="2025")]
    steps = [(name, {**details, "id": f"f{index}"}) for index, (name, details) in enumerate(steps)]

    found = legality(recorded(*steps))

    assert len(found) == 12
    assert all(legal.exhaustive for legal in found.values())


# Against all orders, one by one

DATES = ("2025", "2025-03", "2025-04", "2025-03/2025-06", "2024", "2025-05-01", None)
ALL_ACTS = (*ACTS, *STANDING, note)


@st.composite
def histories(draw: st.DrawFn) -> History:
    given_so_far = Given(policy="record", live=False)
    names: list[str] = []
    for index in range(draw(st.integers(1, 6))):
        details: dict[str, object] = {"id": f"f{index}"}
        date = draw(st.sampled_from(DATES))
        details |= {} if date is None else {"on": date}
        hints = draw(st.lists(st.sampled_from(names), max_size=1)) if names else []
        step = draw(st.sampled_from(ALL_ACTS))(**details, after=hints)
        if draw(st.booleans()) and step[0] == "terms_of_reference_signed":
            step = sign_tor(draw(st.sampled_from(["IN", "BN"])), **details, after=hints)
        given_so_far.when(step)
        names = [fact.event_id for fact in given_so_far.history.facts[1:]]
    return given_so_far.history


def allowed(order: Sequence[Fact]) -> bool:
    place = {fact.event_id: index for index, fact in enumerate(order)}
    return all(
        place[hint] < place[fact.event_id] for fact in order for hint in fact.after
    ) and not any(
        precedes(later.occurred, earlier.occurred)
        for index, earlier in enumerate(order)
        for later in order[index + 1 :]
    )


def outcomes(history: History, order: Sequence[Fact]) -> list[tuple[str, bool]]:
    state, found = history.start, []
    for fact in order:
        step = evolve(state, fact)
        state = step.state
        if fact.act is not None:
            found.append((fact.event_id, step.outcome.legal))
    return found


def by_trying_all_orders(history: History) -> dict[str, str]:
    seen: dict[str, set[bool]] = {}
    for order in filter(allowed, permutations(history.facts[1:])):
        for event_id, legal in outcomes(history, order):
            seen.setdefault(event_id, set()).add(legal)
    words = {frozenset({True}): "certain", frozenset({False}): "impossible"}
    return {event_id: words.get(frozenset(legal), "possible") for event_id, legal in seen.items()}


@given(histories())
@settings(max_examples=150, deadline=None)
def test_the_verdicts_are_those_of_all_orders_tried_one_by_one(history: History) -> None:
    assert verdicts(history) == by_trying_all_orders(history)


@given(histories())
@settings(max_examples=100, deadline=None)
def test_the_named_orders_show_what_they_are_named_for(history: History) -> None:
    walks = [outcomes(history, order) for order in filter(allowed, permutations(history.facts[1:]))]
    for event_id, found in legality(history).items():
        for named, legal in ((found.legal_order, True), (found.illegal_order, False)):
            if named is not None:
                assert named[-1] == event_id
                assert any(shows(walk, named, legal=legal) for walk in walks)


def shows(walk: Sequence[tuple[str, bool]], named: tuple[str, ...], *, legal: bool) -> bool:
    ids = tuple(event_id for event_id, _ in walk)
    end = ids.index(named[-1])
    return ids[end + 1 - len(named) : end + 1] == named and walk[end][1] is legal
