"""Order hints that were inferred settle what dates leave open, and yield to dates."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.dates.edtf import precedes
from lifecycle.deciding.decider import Accepted, decide
from lifecycle.errors import DossierError, InvalidFactError
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.spreadsheet.reading import parse_spreadsheet
from lifecycle.exchange.spreadsheet.rows import spreadsheet_of
from lifecycle.facts.fact import Fact
from lifecycle.history.history import History
from lifecycle.history.inferred_hints import settled
from lifecycle.registry.registry import Registry
from tests.lifecycle.dossiers import dossier
from tests.lifecycle.dossiers import note as entry
from tests.lifecycle.registering import register
from tests.lifecycle.scenario import (
    Given,
    Step,
    activate_roadmap,
    command,
    correct,
    empty_history,
    meet,
    note,
    propose,
    retract,
    sign_tor,
    suspend,
)
from tests.lifecycle.spreadsheets import everything, memory
from tests.lifecycle.test_editing import MECHANISM
from tests.lifecycle.test_growing_history import grown, worked_out
from tests.lifecycle.test_history_order import in_other_order


def live(*steps: Step) -> Given:
    return Given(*steps, policy="record")


def same_day() -> Given:
    """Two facts of one day, recorded as they happened."""
    return live(meet(on="2018-03-05", id="m2"), activate_roadmap(on="2018-03-05", id="roadmap"))


# A date that is corrected


def test_facts_of_one_day_stand_as_they_were_recorded() -> None:
    same_day().then_order("m2", "roadmap")


def test_the_order_follows_a_date_that_is_corrected_and_comes_back_with_it() -> None:
    given_so_far = same_day()

    given_so_far.when(correct("m2", on="2018-03-06")).then_recorded()
    given_so_far.then_order("roadmap", "m2")
    given_so_far.when(correct("m2", on="2018-03-04")).then_recorded()
    given_so_far.then_order("m2", "roadmap")
    given_so_far.when(correct("roadmap", on="2018-03-01")).then_recorded()
    given_so_far.then_order("roadmap", "m2")
    given_so_far.when(correct("m2", on="2018-03-05")).then_recorded()
    given_so_far.when(correct("roadmap", on="2018-03-05")).then_recorded()
    given_so_far.then_order("m2", "roadmap")


def test_other_inferred_hints_hold_beside_one_that_does_not() -> None:
    given_so_far = live(
        meet(on="2018-03-05", id="m2"),
        activate_roadmap(on="2018-03-05", id="roadmap"),
        note(on="2018-03-05", id="a note"),
    )
    given_so_far.when(correct("m2", on="2018-03-06")).then_order("roadmap", "a note", "m2")


def test_hints_that_only_together_contradict_a_date_all_yield() -> None:
    given_so_far = live(
        note(on="2018-03-05", id="first"),
        note(id="undated"),
        note(on="2018-03-05", id="last"),
    )
    given_so_far.when(correct("first", on="2018-04")).then_recorded()

    order = [fact.event_id for fact in given_so_far.history.ordered]
    assert order.index("last") < order.index("first")


def test_an_inferred_hint_yields_to_an_explicit_one() -> None:
    given_so_far = live(note(on="2025-12-09", id="later"), note(id="undated"))
    given_so_far.then_order("later", "undated")

    given_so_far.when(note(on="2025-12-08", after=["undated"], id="early")).then_recorded()
    given_so_far.then_order("undated", "early", "later")


def test_replay_lets_the_same_hints_yield_as_the_recording_did() -> None:
    with Registry.open("memory:") as registry:
        register(registry)
        for step in (
            propose(on="2025-12-09"),
            suspend(on="2025", id="suspended"),  # inferred: after the proposal
            note(on="2025-11", after=["suspended"]),  # so the suspension came before it
        ):
            registry.record_all("m", [command(step, step[0])])

        states = [fact.stored_tracks["stage"] for fact in registry.mechanism("m").recorded.facts]
        assert states == ["registered", "proposed", "proposed", "registered"]
        assert [replayed.mismatches for replayed in registry.replay()] == [()]


def test_what_followed_a_retracted_fact_follows_what_that_one_followed() -> None:
    given_so_far = live(note(on="2025", id="z"), note(on="2025", id="m"), note(on="2025", id="a"))

    given_so_far.when(retract("m")).then_recorded()
    given_so_far.then_order("z", "a")
    given_so_far.when(correct("z", on="2026")).then_recorded()
    given_so_far.then_order("a", "z")


def test_an_explicit_hint_does_not_yield_and_the_error_tells_the_way_out() -> None:
    with Registry.open("memory:") as registry:
        register(registry)
        (first,) = registry.note("m", text="a", on="2018-03-05")
        (second,) = registry.note("m", text="b", on="2018-03-05", after=[first.event_id])

        with pytest.raises(InvalidFactError) as raised:
            registry.correct("m", first.event_id, {"on": "2018-03-06"})

        assert f"lifecycle correct m {second.event_id} --unset after" in str(raised.value)
        registry.correct("m", second.event_id, {"after": None})
        registry.correct("m", first.event_id, {"on": "2018-03-06"})


def test_the_error_names_no_command_for_a_fact_that_is_not_on_record() -> None:
    given_so_far = live(note(on="2025-12-09", id="later"))

    given_so_far.when(note(on="2025-12-08", after=["later"]))

    assert isinstance(given_so_far.outcome, InvalidFactError)
    assert given_so_far.outcome.reason.endswith("correct the date or the order")


def test_a_hint_that_is_both_explicit_and_inferred_does_not_yield() -> None:
    given_so_far = live(
        note(on="2025", id="first"),
        note(on="2025", after=["first"], follows=["first"], id="second"),
    )

    given_so_far.when(correct("first", on="2026")).then_invalid(because="certainly earlier")


def test_an_inferred_hint_is_stored_apart_from_explicit_ones() -> None:
    asked = note(on="2018-03-05", after=["m2"])
    outcome = same_day().when(asked).outcome

    assert isinstance(outcome, Accepted)
    assert outcome.fact.envelope.after == ("m2",)
    assert outcome.fact.envelope.follows == ("roadmap",)


# Any history


DATES = ("2025-03-05", "2025-03-05", "2025-03", "2025", "2024/2025", "2026-01-01", None)
STEPS = (note, meet, sign_tor, suspend)


@st.composite
def recordings(draw: st.DrawFn) -> tuple[History, list[int]]:
    """A history recorded live with dates corrected and facts retracted, and another order."""
    history = empty_history(policy="record")
    for index in range(draw(st.integers(2, 9))):
        event_id = f"f{draw(st.integers(0, 9))}{index}"
        date = draw(st.sampled_from(DATES))
        recorded = [fact.event_id for fact in history.amended.facts[1:]]
        kind = (
            draw(st.sampled_from(("new", "new", "corrected", "retracted"))) if recorded else "new"
        )
        if kind == "new":
            step = draw(st.sampled_from(STEPS))(id=event_id, **({"on": date} if date else {}))
        elif kind == "corrected":
            step = correct(draw(st.sampled_from(recorded)), on=date, id=event_id)
        else:
            step = retract(draw(st.sampled_from(recorded)), id=event_id)
        decision = decide(history, command(step, ""))
        assert isinstance(decision, Accepted)  # whatever the date
        history = decision.history
    return history, draw(st.permutations(range(len(history.facts) - 1)))


@given(recordings())
@settings(max_examples=300, deadline=None)
def test_no_date_is_refused_and_no_order_contradicts_one(
    recording: tuple[History, list[int]],
) -> None:
    history, shuffled = recording
    ordered = history.ordered[1:]
    for place, later in enumerate(ordered):
        for earlier in ordered[:place]:
            assert precedes(later.occurred, earlier.occurred) is not True
    other = in_other_order(history, shuffled)
    assert [fact.event_id for fact in other.ordered] == [f.event_id for f in history.ordered]
    for by_fact, at_once in grown(other):
        assert worked_out(by_fact) == worked_out(at_once)


def test_hints_that_contradict_each_other_yield_where_no_date_has_a_beginning() -> None:
    notes = [note(id="a", on="../2010", follows=["b"]), note(id="b", follows=["a"])]

    found, all_hold = settled([command(one, "", live=False).fact for one in notes])

    assert ([fact.after for fact in found], all_hold) == ([(), ()], False)


@st.composite
def hinted(draw: st.DrawFn) -> list[Fact]:
    """Facts with explicit hints that agree with each other, and any inferred ones."""
    dates, names = st.sampled_from(DATES), [f"f{number}" for number in range(6)]
    facts: list[Fact] = []
    for place, name in enumerate(names):
        details: dict[str, object] = {"id": name}
        if date := draw(dates):
            details["on"] = date
        for key, allowed in (("after", names[:place]), ("follows", names)):
            if allowed and draw(st.booleans()):
                details[key] = [draw(st.sampled_from(allowed))]
        facts.append(command(note(**details), "", live=False).fact)
    return facts


@given(hinted())
@settings(max_examples=400, deadline=None)
def test_an_inferred_hint_holds_unless_it_lies_on_a_circle(facts: list[Fact]) -> None:
    found, _ = settled(facts)

    for fact, kept in zip(facts, found, strict=True):
        assert kept.explicit == fact.explicit
        assert set(kept.follows) == {
            hint for hint in fact.follows if not leads_to(fact.event_id, hint, facts)
        }


def leads_to(start: str, end: str, facts: Sequence[Fact]) -> bool:
    """Return whether a chain of hints and dates puts one fact before another, or it is that."""
    reached, by_id = {start}, {fact.event_id: fact for fact in facts}
    for _ in facts:
        reached |= {
            fact.event_id
            for fact in facts
            if not reached.isdisjoint(fact.after)
            or any(precedes(by_id[one].occurred, fact.occurred) for one in reached)
        }
    return end in reached


# Files


ENTRIES = (entry("a", 'id = "a"'), entry("b"), entry("c", 'after = "a"'))


def test_the_order_of_a_file_is_inferred_and_its_own_hints_are_explicit(registry: Registry) -> None:
    import_file(registry, dossier(*ENTRIES))

    _, first, second, third = registry.mechanism(MECHANISM).recorded.facts
    assert (second.envelope.after, second.envelope.follows) == ((), (first.event_id,))
    assert (third.envelope.after, third.envelope.follows) == ((first.event_id,), ())


def test_a_log_that_keeps_the_order_of_the_file_as_explicit_needs_no_correction(
    registry: Registry,
) -> None:
    """As it was written before inferred hints were kept apart."""
    read = dossier(*ENTRIES)
    (told,) = read.mechanisms
    older = [
        replace(entry, command=command.saying(after=list(command.fact.after), follows=[]))
        for entry, command in zip(told.entries, read.commands, strict=True)
    ]
    import_file(registry, replace(read, mechanisms=(replace(told, entries=older),)))
    assert not any(fact.follows for fact in registry.mechanism(MECHANISM).recorded.facts)

    assert import_file(registry, read) == ([], 3)


def test_an_entry_cannot_say_itself_what_was_inferred() -> None:
    with pytest.raises(DossierError, match="entry 1, follows: is set by the import itself"):
        dossier(entry("a", 'follows = ["b"]'))


def test_a_spreadsheet_brings_inferred_hints_along(registry: Registry) -> None:
    import_file(registry, dossier(*ENTRIES))
    read = parse_spreadsheet(spreadsheet_of(registry).encode(), "facts.csv")

    assert import_file(registry, read)[0] == []
    with memory() as other:
        import_file(other, read)
        assert everything(other) == everything(registry)
