"""What a commit returns: the events recorded, and each mechanism before and after."""

from pathlib import Path

import pytest

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.deciding.migration import Migration
from lifecycle.definitions.catalogue import find_definition
from lifecycle.errors import NotFoundError
from lifecycle.exchange.dossier import read_dossier
from lifecycle.exchange.importing import record_file
from lifecycle.registry.change import MechanismChange
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))


def same(one: Mechanism | None, other: Mechanism) -> bool:
    """Return whether both tell the same, as known at the same point of the log."""
    assert one is not None
    return (one.to_dict(), one.log_size, one.clock) == (
        other.to_dict(),
        other.log_size,
        other.clock,
    )


def recorded(registry: Registry, event_type: str, /, **details: object) -> MechanismChange:
    """Record a fact of the mechanism ``m``; return what that changed of it."""
    command = registry.command(event_type, **details)
    (change,) = registry.carry_out(lambda: registry.plan("m", [command])).mechanisms
    return change


def test_a_change_has_the_mechanism_before_and_after(registry: Registry) -> None:
    register(registry)
    before = registry.mechanism("m")

    change = recorded(registry, "meeting_held", on="2030", number=7)

    assert same(change.before, before)
    assert same(change.after, registry.mechanism("m"))
    assert change.before is not None
    assert "future_dated" not in {found.code for found in change.before.anomalies}
    assert "future_dated" in {found.code for found in change.after.anomalies}


@pytest.mark.parametrize(
    ("event", "details"),
    [
        ("event_corrected", {"event": "the-meeting", "changes": {"on": "2021"}}),
        ("event_retracted", {"event": "the-meeting"}),
        ("meeting_held", {"on": "2019"}),
        ("statement_recorded", {"text": "undated"}),
    ],
)
def test_what_changes_the_order_is_worked_out_as_when_it_is_read(
    registry: Registry, event: str, details: dict[str, object]
) -> None:
    register(registry)
    registry.meet("m", on="2020", event_id="the-meeting")
    registry.meet("m", on="202X")

    change = recorded(registry, event, **details)

    assert same(change.after, registry.mechanism("m"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_new_mechanism_was_nothing_before(file: Path) -> None:
    with Registry.open("memory:") as registry:
        dossier = read_dossier(str(file))

        whole, _ = record_file(registry, dossier)

        (change,) = whole.mechanisms
        assert change.before is None
        assert same(change.after, registry.mechanism(dossier.mechanism_id))
        assert [*registry.log(dossier.mechanism_id)] == whole.events


def test_a_migration_changes_the_rules(registry: Registry) -> None:
    register(registry)
    registry.propose("m", by=["IN"], on="2020")
    migration = Migration(
        find_definition("bilateral-mechanism"), {"proposed": "proposed"}, reason="it grew"
    )

    whole = registry.carry_out(lambda: registry.plan_migration(["m"], migration))

    (change,) = whole.mechanisms
    assert [event.type for event in whole.events] == ["definition_migrated"]
    assert len(whole.added) == len(whole.events) + 1
    assert change.after.kind == "bilateral-mechanism"
    assert same(change.after, registry.mechanism("m"))


def test_what_is_on_record_already_changes_nothing(registry: Registry) -> None:
    register(registry)
    command = registry.command("note_recorded", text="x")
    first = registry.carry_out(lambda: registry.plan("m", [command]))

    again = registry.carry_out(lambda: registry.plan("m", [command]))

    (change,) = again.mechanisms
    assert again.events == first.events
    assert again.added == ()
    assert same(change.before, registry.mechanism("m"))
    assert same(change.after, registry.mechanism("m"))


def test_a_command_that_another_run_recorded_is_told_with_all_that_was_there(
    registry: Registry,
) -> None:
    """The other run was faster, and a fact that this one has not seen stood before it."""
    register(registry)
    command = registry.command("note_recorded", text="x")
    stale = registry.plan("m", [command])
    registry.meet("m", on="2020")
    first = registry.record_all("m", [command])
    plans = iter([stale])

    change = registry.carry_out(lambda: next(plans, None) or registry.plan("m", [command]))

    assert change.events == first
    assert change.added == ()
    assert same(change.mechanisms[0].after, registry.mechanism("m"))


def test_a_mechanism_is_seen_again_without_being_read(registry: Registry) -> None:
    register(registry)
    registry.meet("m", on="2020")
    size = registry.store.head()
    registry.meet("m", on="2021")
    whole = registry.mechanism("m")

    for clocks in ({"as_of": "2020"}, {"known_at": size - 1}, {}):
        assert same(registry.view_of(whole, **clocks), registry.mechanism("m", **clocks))


def test_a_mechanism_is_not_seen_before_it_was_on_record(registry: Registry) -> None:
    register(registry)

    with pytest.raises(NotFoundError, match="'m'"):
        registry.view_of(registry.mechanism("m"), known_at=0)
