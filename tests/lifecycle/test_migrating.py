"""A mechanism can move to another definition; each part of its life stays under its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from lifecycle.analysis.assessment.explanation import explain
from lifecycle.deciding.migration import Migration, migration_command
from lifecycle.definitions.catalogue import find_definition
from lifecycle.definitions.lint import load_definition
from lifecycle.errors import CommandRefusedError, InvalidFactError
from lifecycle.facts.fact import Envelope
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register

OLD = """
name = "talks"
abbreviation = "tk"
version = {version}
title = "Talks"
policy = "record"

[[tracks]]
name = "stage"
initial = "registered"
states = ["registered", "{agreed}", "meeting"]
[[tracks.transitions]]
trigger = "agree"
from = ["registered"]
to = "{agreed}"
[[tracks.transitions]]
trigger = "hold_meeting"
from = ["{agreed}"]
to = "meeting"
[[tracks.transitions]]
trigger = "hold_meeting"
from = ["meeting"]
"""
NEW = (
    OLD
    + """
[[tracks]]
name = "standing"
initial = "active"
states = ["active", "suspended"]
[[tracks.transitions]]
trigger = "suspend"
from = ["active"]
to = "suspended"
[[tracks.transitions]]
trigger = "resume"
from = ["suspended"]
to = "active"
"""
)


def migration(**states: str) -> Migration:
    new = load_definition(NEW.format(version=2, agreed="decided"), "new")
    return Migration(new, states, reason="the talks have a standing now")


@pytest.fixture
def talks(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("definitions") / "talks.toml"
    file.write_text(OLD.format(version=1, agreed="agreed"), encoding="utf-8")
    registry.register(
        name="Talks", kind=str(file), parties=["AA", "ZZ"], subject="all", policy="record"
    )
    (mechanism_id,) = registry.ids()
    registry.agree(mechanism_id, on="2020")
    return mechanism_id


def test_a_migrated_mechanism_lives_by_the_new_rules(registry: Registry, talks: str) -> None:
    registry.suspend(talks, on="2021")
    registry.migrate([talks], migration(agreed="decided"), on="2022")
    registry.suspend(talks, on="2023")

    found = registry.mechanism(talks)

    assert found.tracks == {"stage": "decided", "standing": "suspended"}
    assert [str(step.outcome) for step in found.steps] == [
        "neutral",
        "moved",
        "neutral",
        "moved",
        "moved",
    ]
    assert registry.mechanism(talks, as_of="2021").tracks == {"stage": "agreed"}
    (replayed,) = registry.replay()
    assert replayed.mismatches == ()
    assert replayed.tracks == found.tracks


def test_of_a_consent_that_pends_from_before_only_the_act_of_its_side_is_named(
    registry: Registry, tmp_path: Path
) -> None:
    file = tmp_path / "talks.toml"
    by_both = OLD.format(version=1, agreed="agreed").replace('"agree"', '"agree"\nconsent = "both"')
    file.write_text(by_both, encoding="utf-8")
    register(registry, kind=str(file), parties=["AA", "ZZ"])
    registry.agree("m", on="2020", by=["AA"], event_id="a")
    registry.migrate(["m"], migration(), on="2022")
    registry.agree("m", on="2023", by=["ZZ"])

    (pending,) = [a for a in registry.mechanism("m").anomalies if a.code == "consent_pending"]
    assert pending.events == ("a",)
    assert pending.message.startswith("Only AA is on record for agree;")


def test_a_fact_found_later_is_read_under_the_rules_of_its_time(
    registry: Registry, talks: str
) -> None:
    registry.migrate([talks], migration(agreed="decided"), on="2022")

    registry.meet(talks, on="2021")

    found = registry.mechanism(talks)
    assert [fact.type for fact in found.history[2:]] == ["meeting_held", "definition_migrated"]
    assert found.tracks == {"stage": "meeting", "standing": "active"}
    assert [replayed.mismatches for replayed in registry.replay()] == [()]


def test_a_migration_can_be_tried_without_recording(registry: Registry, talks: str) -> None:
    head = registry.store.head()

    plan = registry.plan_migration([talks], migration(agreed="decided"))

    assert registry.store.head() == head
    (change,) = plan.changes
    assert dict(change.before.steps[-1].state.named) == {"stage": "agreed"}
    assert dict(change.after.steps[-1].state.named) == {"stage": "decided", "standing": "active"}


def test_a_retracted_migration_is_undone(registry: Registry, talks: str) -> None:
    (moved,) = registry.migrate([talks], migration(agreed="decided"), on="2022")

    registry.retract(talks, moved.event_id, reason="too early")

    assert registry.mechanism(talks).tracks == {"stage": "agreed"}
    assert [replayed.mismatches for replayed in registry.replay()] == [()]
    registry.migrate([talks], migration(agreed="decided"), on="2023")
    assert registry.mechanism(talks).tracks["stage"] == "decided"


def test_a_state_without_a_counterpart_is_named(registry: Registry, talks: str) -> None:
    with pytest.raises(InvalidFactError, match="has no state 'agreed'; map it to one of"):
        registry.migrate([talks], migration())
    with pytest.raises(InvalidFactError, match=r"new definition has no state 'decidet'.*'decided'"):
        registry.migrate([talks], migration(agreed="decidet"))
    with pytest.raises(InvalidFactError, match="old definition has no state 'agred'"):
        registry.migrate([talks], migration(agred="decided"))


def test_a_mechanism_does_not_move_to_where_it_is(registry: Registry, talks: str) -> None:
    registry.migrate([talks], migration(agreed="decided"))

    with pytest.raises(InvalidFactError, match="lives under talks version 2 already"):
        registry.migrate([talks], migration(agreed="decided"))


def test_a_migration_is_not_recorded_without_the_rules_that_it_brings(
    registry: Registry, talks: str
) -> None:
    history = registry.mechanism(talks).recorded
    planned = migration_command(
        history, migration(agreed="decided"), event_id="moved", envelope=Envelope()
    )

    with pytest.raises(InvalidFactError, match="are not at hand; migrate it by command"):
        registry.record_all(talks, [replace(planned, turn=None)])


def test_a_back_dated_migration_starts_from_the_definition_of_its_time(
    registry: Registry, talks: str
) -> None:
    registry.migrate([talks], migration(agreed="decided"), on="2022")
    third = load_definition(NEW.format(version=3, agreed="agreed"), "third")

    with pytest.raises(InvalidFactError, match="talks version 1, not under talks version 2"):
        registry.migrate([talks], Migration(third, {}), on="2021")


def test_several_mechanisms_move_together_or_not_at_all(registry: Registry, talks: str) -> None:
    registry.register(
        name="Other", kind="bilateral-mechanism", parties=["AA", "ZZ"], subject="other"
    )
    registry.meet("aa-zz-bm-other", on="2020")
    head = registry.store.head()

    with pytest.raises(InvalidFactError, match="no state 'operational'"):
        registry.migrate([talks, "aa-zz-bm-other"], migration(agreed="decided"))

    assert registry.store.head() == head


def test_a_migrated_log_replays_without_the_definition_files(
    registry: Registry, talks: str
) -> None:
    registry.migrate([talks], migration(agreed="decided"), on="2022")
    with Registry.open("memory:") as copy:
        copy.store.restore(event.canonical for event in registry.log())

        assert copy.mechanism(talks).tracks == {"stage": "decided", "standing": "active"}
        assert [replayed.mismatches for replayed in copy.replay()] == [()]


def test_one_act_on_many_mechanisms_is_one_append_with_a_shared_id(registry: Registry) -> None:
    for subject in ("one", "two"):
        registry.register(
            name=subject, kind="bilateral-mechanism", parties=["AA", "ZZ"], subject=subject
        )
    first, second = registry.ids()
    halt = {"by": ["AA"], "on": "2025-04-23", "reason": "one statement on all"}

    events = registry.record_together(
        {
            first: [registry.command("suspended", **halt)],
            second: [registry.command("suspended", **halt)],
        },
        act_id="the-statement",
    )

    assert [event.meta["act_id"] for event in events] == ["the-statement", "the-statement"]
    assert [event.position for event in events] == [3, 4]
    assert {m.tracks["standing"] for m in registry.list()} == {"suspended"}


def test_one_act_that_one_mechanism_refuses_is_recorded_of_none(registry: Registry) -> None:
    for subject in ("one", "two"):
        registry.register(
            name=subject, kind="bilateral-mechanism", parties=["AA", "ZZ"], subject=subject
        )
    first, second = registry.ids()
    head = registry.store.head()

    with pytest.raises(InvalidFactError):
        registry.record_together(
            {
                first: [registry.command("suspended", by=["AA"])],
                second: [registry.command("suspended", by=["XX"])],
            }
        )

    assert registry.store.head() == head
    assert find_definition("bilateral-mechanism").policy == "record"


# --- Where it stands ---

TO_BILATERAL = {"inaugural_meeting_held": "operational", "tor_signed": "constituted"}


def bilateral(**states: str) -> Migration:
    return Migration(find_definition("bilateral-mechanism"), states)


@pytest.fixture
def group(registry: Registry) -> str:
    return working_group(registry, "record")


def working_group(registry: Registry, policy: str) -> str:
    register(registry, policy=policy)
    registry.agree("m", on="2018")
    registry.sign_tor("m", on="2019-01")
    registry.meet("m", on="2019-02-01")
    return "m"


def test_a_fact_found_later_does_not_throw_a_migrated_mechanism_back(
    registry: Registry, group: str
) -> None:
    registry.migrate([group], bilateral(**TO_BILATERAL), on="2020")

    registry.activate_roadmap(group, on="2019-06", basis="document", title="Plan")

    found = registry.mechanism(group)
    (odd,) = [a for a in found.anomalies if a.code == "out_of_place"]
    assert found.stage == "operational"
    assert "no counterpart of roadmap_active" in odd.message
    (told,) = [reason for reason in explain(found) if reason.effect == "out_of_place"]
    assert told.rule == "The new definition has no counterpart of roadmap_active."
    assert [replayed.mismatches for replayed in registry.replay()] == [()]


def test_under_enforce_a_fact_that_leaves_a_migration_without_a_place_is_refused(
    registry: Registry,
) -> None:
    mechanism_id = working_group(registry, "enforce")
    registry.migrate([mechanism_id], bilateral(**TO_BILATERAL), on="2020")

    with pytest.raises(CommandRefusedError, match="would become illegal"):
        registry.activate_roadmap(mechanism_id, on="2019-06", basis="document", title="Plan")


@pytest.mark.parametrize(
    ("event", "states", "because"),
    [
        ("suspended", {"suspended": "operational"}, "'operational' too, and one of the two"),
        ("suspended", {"suspended": "active"}, "that would lift it"),
        ("concluded", {"concluded": "registered"}, "that would lift it"),
        ("concluded", {"concluded": "proposed"}, "'proposed' would be lost behind operational"),
    ],
)
def test_a_migration_lifts_no_suspension_and_no_end(
    registry: Registry, group: str, event: str, states: dict[str, str], because: str
) -> None:
    registry.record(group, event, on="2019-09", by=["IN"], reason="elections")

    with pytest.raises(InvalidFactError, match=because):
        registry.migrate([group], bilateral(**TO_BILATERAL, **states), on="2020")

    registry.migrate([group], bilateral(**TO_BILATERAL), on="2020")
    assert registry.mechanism(group).tracks == {"stage": "operational", "standing": event}


def test_a_suspended_mechanism_can_move_where_there_is_one_track_only(
    registry: Registry, group: str
) -> None:
    states = '"meeting", "suspended"]'
    pause = '[[tracks.transitions]]\ntrigger = "suspend"\nfrom = ["meeting"]\nto = "suspended"\n'
    resume = '[[tracks.transitions]]\ntrigger = "resume"\nfrom = ["suspended"]\nto = "meeting"\n'
    single = OLD.format(version=1, agreed="agreed").replace('"meeting"]\n[[', f"{states}\n[[", 1)
    new = load_definition(single + pause + resume, "single")
    registry.suspend(group, on="2019-09")

    registry.migrate([group], Migration(new, {"inaugural_meeting_held": "meeting"}), on="2020")

    found = registry.mechanism(group)
    assert found.tracks == {"stage": "suspended"}
    *_, last = (reason for reason in explain(found) if reason.effect == "moved")
    assert (last.track, last.to) == ("standing", "suspended")


def test_a_suspension_may_have_another_name_in_the_new_definition(
    registry: Registry, group: str
) -> None:
    text = NEW.format(version=2, agreed="decided").replace('"suspended"', '"paused"')
    registry.suspend(group, on="2019-09")
    states = {"inaugural_meeting_held": "meeting", "suspended": "paused"}

    registry.migrate([group], Migration(load_definition(text, "new"), states), on="2020")

    assert registry.mechanism(group).tracks == {"stage": "meeting", "standing": "paused"}


def test_a_milestone_is_judged_by_the_rules_of_its_time(registry: Registry, talks: str) -> None:
    hotline = '[[tracks.transitions]]\ntrigger = "hotline"\nfrom = ["agreed"]\nto = "meeting"\n'
    text = f'milestones = ["hotline"]\n{OLD.lstrip()}{hotline}'
    new = load_definition(text.format(version=2, agreed="agreed"), "new")
    registry.migrate([talks], Migration(new, {}), on="2022")

    with pytest.raises(InvalidFactError, match="no milestone 'hotline'; it declares: none"):
        registry.record(talks, "milestone_reached", name="hotline", on="2021")
    with pytest.raises(InvalidFactError, match="no milestone 'siren'; it declares: hotline"):
        registry.record(talks, "milestone_reached", name="siren", on="2023")
    registry.record(talks, "milestone_reached", name="hotline", on="2023")

    assert registry.mechanism(talks).stage == "meeting"


def test_a_back_dated_migration_needs_a_place_for_the_state_of_its_time(
    registry: Registry, group: str
) -> None:
    registry.activate_roadmap(group, on="2019-06", basis="document", title="Plan")
    now_only = bilateral(roadmap_active="operational")

    with pytest.raises(InvalidFactError, match="no state 'inaugural_meeting_held'"):
        registry.migrate([group], now_only, on="2019-03")
    registry.migrate([group], now_only, on="2019-07")
