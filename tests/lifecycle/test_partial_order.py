"""What dates and hints make certain of the order of facts, against the closure of both."""

from collections.abc import Sequence
from itertools import permutations, product

import pytest
from hypothesis import given, settings

from lifecycle.dates.edtf import precedes
from lifecycle.facts.fact import Fact
from lifecycle.history.partial_order import PartialOrder
from tests.lifecycle.scenario import Step, command, note
from tests.lifecycle.test_history_order import consistent, outcome, recordings


def closure(facts: Sequence[Fact]) -> set[tuple[str, str]]:
    """Return the pairs of which the first certainly came before the second, step by step."""
    before = {
        (one.event_id, other.event_id)
        for one, other in permutations(facts, 2)
        if one.event_id in other.after or precedes(one.occurred, other.occurred)
    }
    ids = [fact.event_id for fact in facts]
    for via, one, other in product(ids, ids, ids):
        if {(one, via), (via, other)} <= before:
            before.add((one, other))
    return before


@given(recordings())
@settings(max_examples=150, deadline=None)
def test_what_is_before_is_so_by_a_chain_of_dates_and_hints(
    recording: tuple[list[Step], list[int]],
) -> None:
    kind = "joint-working-group"
    facts = outcome(consistent(recording[0], kind), kind).amended.facts
    order = PartialOrder(facts)

    assert order.contradicted == []
    found = {
        (one.event_id, other.event_id)
        for one, other in permutations(facts, 2)
        if order.before(one, other)
    }
    assert found == closure(facts)


@pytest.mark.parametrize(
    ("steps", "contradicted"),
    [
        ([note(id="a"), note(id="b", after=["a"])], []),
        ([note(id="a", after=["b"]), note(id="b")], []),
        ([note(id="a", on="2025"), note(id="b", on="2024", after=["a"])], ["b"]),
        ([note(id="a", after=["b"]), note(id="b", after=["a"]), note(id="c")], ["a", "b"]),
        ([note(id="a", after=["a"])], ["a"]),
    ],
)
def test_facts_whose_hints_contradict_a_date_or_each_other_are_found(
    steps: list[Step], contradicted: list[str]
) -> None:
    order = PartialOrder(command(step, "", live=False).fact for step in steps)
    assert [fact.event_id for fact in order.contradicted] == contradicted
