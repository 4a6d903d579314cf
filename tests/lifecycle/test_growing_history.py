"""A history that grows fact by fact is what it would be if it were worked out from all of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.deciding.commands import Command
from lifecycle.deciding.decider import decide_all
from lifecycle.history import chronology, fold, legal_order
from lifecycle.history import history as history_module
from lifecycle.history.history import History
from lifecycle.history.legality import Verdict, legality
from lifecycle.storage.replay import replay
from tests.lifecycle.scenario import Step as Told
from tests.lifecycle.scenario import (
    agree,
    command,
    conclude,
    correct,
    dispute,
    empty_history,
    meet,
    note,
    prefer,
    reopen,
    resume,
    retract,
    suspend,
)
from tests.lifecycle.test_history_order import (
    consistent,
    in_other_order,
    outcome,
    recordings,
)

pytestmark = pytest.mark.slow

MIXED = (meet, suspend, resume, conclude, reopen)


def mixed(count: int) -> list[Command]:
    """Facts without dates and hints, of which most are legal only in some order."""
    steps = [MIXED[number % len(MIXED)](id=f"e{number:04}") for number in range(count)]
    return [command(step, "", live=False) for step in steps]


def dated(count: int) -> list[Command]:
    days = (
        f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        for number in range(count)
    )
    return [command(meet(on=day), f"e{i:04}", live=False) for i, day in enumerate(days)]


def recorded(commands: Sequence[Command]) -> History:
    """Return the history in which *commands* were recorded, of a mechanism that meets already."""
    before = empty_history(policy="record", known_from="inaugural_meeting_held")
    accepted = decide_all(before, commands)
    assert isinstance(accepted, tuple)
    return accepted[-1].history


def grown(history: History) -> Iterator[tuple[History, History]]:
    """Yield the history at each size, grown fact by fact and worked out from all facts."""
    by_fact = history.at(1)
    for size, fact in enumerate(history.facts[1:], 2):
        by_fact = by_fact.with_fact(fact)
        yield by_fact, history.at(size)


def worked_out(history: History) -> object:
    blocks = () if history.in_sequence else history.chronology.blocks
    return (
        [(fact.event_id, fact.after) for fact in history.ordered],
        history.steps,
        [history.step_of(fact) for fact in history.facts],
        history.state,
        history.newest and history.newest.event_id,
        [(len(block.items), block.exhaustive) for block in blocks],
        history.amended.gone,
        [fact.amended_by for fact in history.amended.read],
    )


# The same as from scratch


@given(recordings(), st.sampled_from([3, 30, 20_000]))
@settings(max_examples=400, deadline=None)
def test_a_history_grown_fact_by_fact_is_that_of_all_its_facts(
    recording: tuple[list[Told], list[int]], steps_max: int
) -> None:
    kind = "joint-working-group"
    history = outcome(consistent(recording[0], kind), kind)
    with searching_at_most(steps_max):
        for by_fact, at_once in grown(in_other_order(history, recording[1])):
            assert worked_out(by_fact) == worked_out(at_once)


@contextmanager
def searching_at_most(steps: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(legal_order, "SEARCH_STEPS_MAX", steps)
        yield


def test_facts_that_do_the_same_are_of_one_kind_though_a_note_follows_one_of_them() -> None:
    """So the note takes no steps of a search, whether or not it was there before."""
    steps = [agree(on="2025", id="a"), agree(on="2025", id="b"), note(on="2025", after=["a"])]
    history = empty_history(policy="record")
    for step in steps:
        history = history.with_fact(command(step, "n", live=False).fact)

    with searching_at_most(2):
        for by_fact, at_once in grown(history):
            assert worked_out(by_fact) == worked_out(at_once)
        assert [block.exhaustive for block in at_once.chronology.blocks] == [True]


@pytest.mark.parametrize(
    "hints",
    [
        pytest.param({"a": ["c"]}, id="a hint to a later fact"),
        pytest.param({"a": ["c"], "b": ["a"], "c": ["b"]}, id="a circle of hints"),
    ],
)
def test_a_history_with_hints_of_a_foreign_log_grows_the_same(hints: dict[str, list[str]]) -> None:
    steps = [
        suspend(id="x", on="2024"),
        meet(id="a", after=hints["a"]),
        resume(id="b", on="2024", after=hints.get("b", [])),
        suspend(id="c", on="2025", after=hints.get("c", [])),
    ]

    for by_fact, at_once in grown(of_foreign_log(steps)):
        assert worked_out(by_fact) == worked_out(at_once)


@pytest.mark.parametrize("days", [(None, None, None, None), ("2023", "2024", "2025", "2024")])
def test_a_history_in_which_two_facts_have_one_id_grows_the_same(
    days: tuple[str | None, ...],
) -> None:
    told = zip((suspend, meet, resume, note), ("a", "b", "a", "c"), days, strict=True)
    history = of_foreign_log([kind(id=name, on=day) for kind, name, day in told])

    for by_fact, at_once in grown(history):
        assert worked_out(by_fact) == worked_out(at_once)


def of_foreign_log(steps: Sequence[Told]) -> History:
    """Return the history of facts that were written past the checks."""
    first = empty_history(policy="record")
    facts = (command(step, "", live=False).fact for step in steps)
    return History((*first.facts, *facts), first.rules)


def test_a_fact_that_is_illegal_behind_all_others_leaves_them_no_legal_order() -> None:
    """Only in the order 1, 3, 2 are the three legal; a suspension more is so in none."""
    same_day = [suspend(id="1"), suspend(id="2"), resume(id="3")]
    steps = [note(on="2024/2026", id="n"), *((kind, {"on": "2024", **of}) for kind, of in same_day)]
    history = recorded([command(step, "", live=False) for step in steps])
    assert [fact.event_id for fact in history.ordered[1:]] == ["1", "3", "2", "n"]

    history = history.with_fact(command(suspend(on="2025", id="4"), "", live=False).fact)

    assert [fact.event_id for fact in history.ordered[1:]] == ["1", "2", "3", "n", "4"]
    assert worked_out(history) == worked_out(history.at(len(history.facts)))


@pytest.mark.parametrize(
    "steps",
    [
        [correct("m", on="2024"), meet(on="2025", id="m")],
        [retract("m"), meet(on="2025", id="m")],
        [dispute("m", occurred_claim="2024", id="d"), prefer("d"), meet(on="2025", id="m")],
        [meet(on="2025", id="m"), prefer("d"), dispute("m", occurred_claim="2024", id="d")],
    ],
)
def test_what_a_foreign_log_amends_before_it_is_recorded_reads_so_once_it_is(
    steps: list[Told],
) -> None:
    history = empty_history(policy="record")
    for step in steps:
        history = history.with_fact(command(step, step[0], live=False).fact)

    for by_fact, at_once in grown(history):
        assert worked_out(by_fact) == worked_out(at_once)


def test_a_bound_that_a_hint_narrows_parts_facts_that_overlapped() -> None:
    steps = [
        meet(on="2025", id="year"),
        suspend(on="2025-06", id="june"),
        note(on="2025-03", id="march", after=["year"]),
        resume(on="2025-09", id="september"),
        note(on="2025-07", id="july", after=["june"]),
    ]
    history = of_foreign_log(steps)

    for by_fact, at_once in grown(history):
        assert worked_out(by_fact) == worked_out(at_once)
    blocks = [{item.fact.event_id for item in block.items} for block in by_fact.chronology.blocks]
    assert blocks == [{"year", "march"}, {"june"}, {"july"}, {"september"}]


# What is beyond the limit


def test_an_open_order_is_searched_to_its_end_below_the_limit() -> None:
    history = recorded(mixed(15))

    assert [block.exhaustive for block in history.chronology.blocks] == [True]
    assert all(step.outcome.legal for step in history.steps)


def test_beyond_the_limit_the_default_order_holds_whatever_the_order_of_recording() -> None:
    one, other = recorded(mixed(100)), recorded(mixed(100)[::-1])

    assert [block.exhaustive for block in one.chronology.blocks] == [False]
    by_key = sorted(one.chronology.placed.values(), key=lambda item: item.key)
    assert one.ordered[1:] == tuple(item.fact for item in by_key)
    assert [fact.event_id for fact in one.ordered] == [fact.event_id for fact in other.ordered]


def test_beyond_the_limit_nothing_is_said_to_be_certain() -> None:
    found = legality(recorded(mixed(300))).values()

    assert {legal.verdict for legal in found} == {Verdict.POSSIBLE}


def test_facts_of_one_kind_are_counted_and_not_told_apart() -> None:
    """Of 200 facts of two kinds there are 101 x 101 sets, not 2 to the power of 200."""
    steps = [(suspend, resume)[number % 2](id=f"e{number:03}") for number in range(200)]
    history = recorded([command(step, "", live=False) for step in steps])

    assert [block.exhaustive for block in history.chronology.blocks] == [True]
    assert all(step.outcome.legal for step in history.steps)
    assert all(legal.exhaustive for legal in legality(history).values())


def test_large_blocks_are_searched_the_less_the_larger_they_are() -> None:
    assert legal_order.steps_max(0) == legal_order.steps_max(200) == 20_000
    assert legal_order.steps_max(400) == 10_000
    assert legal_order.steps_max(2_000) == 2_000


# The work of it


def test_no_search_is_made_for_a_fact_more_in_a_block_beyond_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history = recorded(mixed(120))
    searches = counting(monkeypatch, chronology, "legal_orders")

    for fact in mixed(240)[120:]:
        history = history.with_fact(fact.fact)

    assert searches == []
    assert len(history.ordered) == 241


def test_a_fact_that_follows_all_others_is_folded_on_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = counting(monkeypatch, history_module, "evolve")

    assert len(recorded(dated(500)).ordered) == 501
    assert len(steps) <= 501


def test_facts_in_sequence_are_folded_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    history = recorded(dated(50))
    searches = counting(monkeypatch, chronology, "legal_orders")

    assert history.at(len(history.facts)).steps == history.steps
    assert searches == []


def test_a_retraction_folds_no_fact_before_the_retracted_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history = recorded(dated(500))
    steps = counting(monkeypatch, fold, "evolve")

    history = history.with_fact(command(retract(history.facts[-2].event_id), "r").fact)

    assert len(history.steps) == 500
    assert len(steps) <= 3


def test_a_replay_folds_each_fact_of_a_sequence_once(monkeypatch: pytest.MonkeyPatch) -> None:
    history = recorded(dated(500))
    steps = counting(monkeypatch, history_module, "evolve")

    assert replay(history).facts == 501
    assert len(steps) == 501


def test_a_late_fact_calls_for_its_own_block_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts recorded from the last to the first: each is folded, and perhaps the one behind it."""
    history = recorded(dated(2))
    worked_out = counting(monkeypatch, chronology, "legal_orders")

    for fact in dated(202)[:1:-1]:
        history = history.with_fact(fact.fact)

    assert len(worked_out) <= 3 * 200


def test_a_fact_that_hints_put_behind_all_that_move_is_put_in_without_a_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = [(suspend, resume)[number % 2] for number in range(20)]
    told = [kind(on="2025", id=f"e{i}", after=[f"e{i - 1}"]) for i, kind in enumerate(steps) if i]
    history = recorded([command(suspend(on="2025", id="e0"), "", live=False)])
    history = history.with_fact(command(note(id="undated"), "", live=False).fact)
    searches = counting(monkeypatch, chronology, "legal_orders")

    for step in told:
        history = history.with_fact(command(step, "", live=False).fact)

    assert [len(block.items) for block in history.chronology.blocks] == [21]
    assert searches == []


def test_facts_that_move_nothing_are_put_in_without_a_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history = recorded([command(note(id=f"n{number}"), "", live=False) for number in range(2)])
    searches = counting(monkeypatch, chronology, "legal_orders")

    for number in range(100):
        history = history.with_fact(command(note(id=f"m{number}"), "", live=False).fact)

    assert searches == []


def test_facts_in_sequence_are_put_in_without_a_search_though_a_note_has_no_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    undated = command(note(id="undated"), "", live=False)
    history = recorded([undated, *dated(2)])
    searches = counting(monkeypatch, chronology, "legal_orders")

    for asked in dated(102)[2:]:
        history = history.with_fact(asked.fact)

    assert [len(block.items) for block in history.chronology.blocks] == [103]
    assert searches == []


def test_a_block_that_begins_in_another_state_is_searched_once_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before a block of open order, suspensions and resumptions of earlier days are found."""
    block = [(suspend, resume)[number % 2](on="2025", id=f"b{number}") for number in range(8)]
    history = recorded([command(step, "", live=False) for step in block])
    searches = counting(monkeypatch, chronology, "legal_orders")

    for day in range(1, 29):
        step = (resume, suspend)[day % 2](on=f"2024-01-{day:02}", id=f"d{day}")
        history = history.with_fact(command(step, "", live=False).fact)

    assert len(history.ordered) == 37
    assert sum(len(items) == 8 for items, _ in searches) <= 2


def counting(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[Any]:
    """Note the calls of a function, seen from *module*."""
    function, calls = getattr(module, name), list[Any]()

    def noting(*args: object) -> object:
        calls.append(args)
        return function(*args)

    monkeypatch.setattr(module, name, noting)
    return calls
