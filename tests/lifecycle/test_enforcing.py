"""Under `enforce` no fact makes others illegal, by whatever way: their guards are asked too."""

import pytest

from lifecycle.deciding.decider import Refusal, decide_all
from lifecycle.deciding.migration import Migration
from lifecycle.definitions.catalogue import find_definition
from lifecycle.errors import CommandRefusedError
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.spreadsheet.reading import parse_spreadsheet
from lifecycle.exchange.spreadsheet.rows import spreadsheet_of
from lifecycle.history.history import History
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register
from tests.lifecycle.scenario import (
    Given,
    agree,
    command,
    conclude,
    correct,
    extended,
    meet,
    note,
    propose,
    retract,
    sign_tor,
)

FOUNDED = (
    agree(on="2024-01-02", by=["IN", "BN"]),
    sign_tor(on="2024-01-03"),
    meet(on="2024-03-01", id="meeting"),
)
ENDED = conclude(on="2024-05-01", by=["IN", "BN"], reason="done", id="end")


def test_a_conclusion_before_a_meeting_on_record_is_refused() -> None:
    early = conclude(on="2024-02-01", by=["IN", "BN"], reason="done")

    Given(*FOUNDED).when(early).then_refused(because="reopen it first", later=["meeting"])


@pytest.mark.parametrize(
    ("event_id", "key", "because"),
    [("end", "reason", "no reason is given"), ("meeting", "on", "the meeting has no date")],
)
def test_a_correction_cannot_take_away_what_a_condition_asks_for(
    event_id: str, key: str, because: str
) -> None:
    given = Given(*FOUNDED, ENDED)

    given.when(correct(event_id, **{key: None})).then_refused(because=because, later=[event_id])


def test_a_fact_that_is_brought_back_must_be_legal_by_now() -> None:
    given = Given(
        propose(on="2024-02-05", id="late"), retract("late", id="r"), propose(on="2024-01-05")
    )

    given.when(retract("r")).then_refused(because="would become illegal", later=["late"])


def test_a_correction_in_the_same_batch_mends_what_a_condition_asks_for() -> None:
    given = Given(*FOUNDED)
    steps = [conclude(on="2024-05-01", by=["IN", "BN"], id="end"), correct("end", reason="done")]

    decided = decide_all(given.history, [command(step, f"s{step[0]}") for step in steps])

    assert not isinstance(decided, Refusal)
    assert [one.fact.type for one in decided] == ["concluded", "event_corrected"]


def test_a_migration_dated_before_a_fact_that_its_rules_forbid_is_refused(
    registry: Registry,
) -> None:
    register(registry, kind="bilateral-mechanism", policy="enforce")
    registry.conclude("m", on="2024-05-01")

    with pytest.raises(CommandRefusedError, match="no reason is given"):
        registry.migrate(["m"], Migration(find_definition("joint-working-group"), {}), on="2023")


def test_what_enforce_took_in_out_of_order_comes_back_from_a_spreadsheet(
    registry: Registry,
) -> None:
    register(registry, policy="enforce")
    registry.agree("m", on="2024-01-02")
    registry.sign_tor("m", on="2024-01-03")
    registry.conclude("m", on="2024-05-01", reason="done")
    registry.meet("m", on="2024-03-01")

    with Registry.open("memory:") as other:
        import_file(other, parse_spreadsheet(spreadsheet_of(registry).encode(), "f.csv"))

        assert other.mechanism("m").tracks == registry.mechanism("m").tracks


def test_hints_that_contradict_each_other_in_a_foreign_log_bar_no_other_fact() -> None:
    given = Given()
    steps = (note(id="one", after=["two"]), note(id="two", after=["one"]))
    circle = (command(step, "", live=False).fact for step in steps)
    given.history = History((*given.history.facts, *circle), given.history.rules)

    given.when(note(on="2025", id="new"), live=False).then_recorded()


def test_what_a_foreign_log_holds_against_the_rules_bars_no_other_fact() -> None:
    given = Given()
    given.history = extended(given.history, command(meet(on="2025"), "early").fact)

    given.when(note(on="2020")).then_recorded()
