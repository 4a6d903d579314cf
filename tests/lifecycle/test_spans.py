"""Where the bars of a lane begin and end, and when nothing is said to be on record."""

from datetime import date

import pytest

from lifecycle.deciding.migration import Migration
from lifecycle.definitions.lint import load_definition
from lifecycle.registry.registry import Registry
from lifecycle.timeline.lanes import lane_of
from lifecycle.timeline.values import Span
from tests.lifecycle.definition_texts import GOOD
from tests.lifecycle.lanes import lane, told
from tests.lifecycle.registering import register
from tests.lifecycle.scenario import Given, mechanism, meet, rules_from


@pytest.fixture
def general(registry: Registry) -> Registry:
    register(registry, kind="bilateral-mechanism", policy="record")
    return registry


# --- Where a span begins and ends ---


def test_a_span_names_the_facts_and_dates_that_began_and_ended_it(general: Registry) -> None:
    (met,) = general.meet("m", on="2020-01")
    (done,) = general.conclude("m", on="2021-02-03", reason="done")

    (span,) = lane(general).spans

    assert (span.began_by, span.began) == (met.event_id, "2020-01")
    assert (span.ended_by, span.ended) == (done.event_id, "2021-02-03")


def test_what_lasts_is_ended_by_nothing(general: Registry) -> None:
    general.meet("m", on="2025-01-01")

    (span,) = lane(general).spans

    assert (span.ended_by, span.ended, span.open_end) == (None, None, True)


# --- Suspensions ---


def test_a_suspended_parent_instrument_is_shown_though_the_mechanism_stands(
    general: Registry,
) -> None:
    general.meet("m", on="2020-01-01")
    (begun,) = general.suspend(
        "m",
        on="2021-01-01",
        by=["IN"],
        object="parent_instrument",
        scope="treaty of 1960",
        contested_by=["BN"],
    )

    found = lane(general, "2021-12-31")
    (span,) = (each for each in found.spans if each.kind == "suspended")

    assert span.label == ("Parent instrument suspended by IN, contested by BN (treaty of 1960)")
    assert (span.contested_by, span.began_by, span.open_end) == (("BN",), begun.event_id, True)
    assert found.status == (
        "Operational since 2020-01-01 · Parent instrument suspended by IN, contested by BN"
        " (treaty of 1960), since 2021-01-01"
    )


def test_each_side_ends_its_own_suspension(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    general.suspend("m", on="2021-01-01", by=["IN"])
    general.suspend("m", on="2021-02-01", by=["BN"])
    general.resume("m", on="2022-01-01", by=["IN"])

    pauses = [span for span in lane(general, "2022-12-31").spans if span.kind == "suspended"]

    assert told(pauses) == [
        ("suspended", "Suspended by IN", "1y", False),
        ("suspended", "Suspended by BN", "1y 10m", True),
    ]


def test_a_suspension_is_drawn_from_the_day_that_it_takes_effect(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    general.suspend("m", on="2021-01-01", by=["IN"], effective="2021-03-01")

    (span,) = (s for s in lane(general, "2021-12-31").spans if s.kind == "suspended")

    assert (span.start, span.began) == (date(2021, 3, 1).toordinal(), "2021-03-01")


def test_a_pause_that_no_suspension_began_is_shown_as_well() -> None:
    pauses = (
        'name = "standing"\ninitial = "active"\nstates = ["active", "suspended"]\n'
        '[[tracks.transitions]]\ntrigger = "open_house"\nfrom = ["active"]\n'
        'to = "suspended"\nconsent = "none"\n'
        '[[tracks.transitions]]\ntrigger = "hold_meeting"\nfrom = ["suspended"]\n'
        'to = "active"\nconsent = "none"\n'
    )
    rules = rules_from(f"{GOOD}\n[[tracks]]\n{pauses}")
    given = Given(
        ("milestone_reached", {"name": "open_house", "on": "2020-01-01"}),
        rules=rules,
        policy="record",
    )

    held = lane_of(mechanism(given.history), date(2020, 3, 1).toordinal())
    ended = lane_of(
        mechanism(given.when(meet(on="2020-02-01")).history), date(2020, 3, 1).toordinal()
    )

    assert ("suspended", "Suspended", "2m", True) in told(held.spans)
    assert held.status.endswith(" · Suspended")
    assert ("suspended", "Suspended", "31d", False) in told(ended.spans)


# --- After a migration ---

COUNCIL = """
name = "council"
abbreviation = "c"
version = 2
title = "Council"
policy = "record"
milestones = ["pause", "go_on"]

[[tracks]]
name = "phase"
initial = "registered"
states = ["registered", "operational", "closed"]
final = ["closed"]
[[tracks.transitions]]
trigger = "hold_meeting"
from = ["registered"]
to = "operational"
[[tracks.transitions]]
trigger = "conclude"
from = ["operational"]
to = "closed"

[[tracks]]
name = "work"
initial = "active"
states = ["active", "suspended"]
[[tracks.transitions]]
trigger = "pause"
from = ["active"]
to = "suspended"
[[tracks.transitions]]
trigger = "go_on"
from = ["suspended"]
to = "active"
"""


def test_after_a_migration_the_tracks_of_the_new_definition_are_drawn(general: Registry) -> None:
    council = load_definition(COUNCIL, "council")
    general.meet("m", on="2020-01-01")
    general.migrate(["m"], Migration(council, {}), on="2021-01-01")
    general.record("m", "milestone_reached", name="pause", on="2022-01-01")
    general.record("m", "milestone_reached", name="go_on", on="2022-03-01")
    general.conclude("m", on="2023-01-01", reason="done")

    assert told(lane(general, "2023-12-31").spans) == [
        ("state", "Operational", "3y", False),
        ("state", "Closed", "11m", True),
        ("suspended", "Suspended", "2m", False),
    ]


# --- Years without a fact ---


def gaps(registry: Registry, as_of: str) -> list[tuple[str, str]]:
    spans = lane(registry, as_of).spans
    return [(span.label, span.duration) for span in spans if span.kind == "gap"]


def test_a_date_of_which_only_the_end_is_known_may_lie_in_the_years_before_it(
    general: Registry,
) -> None:
    general.meet("m", on="2000-01-01")
    general.meet("m", on="../2009-01-01")
    general.meet("m", on="2010-01-01")

    assert gaps(general, "2010-12-31") == []


def test_where_a_fact_without_a_date_lies_nothing_dated_is_on_record(general: Registry) -> None:
    general.meet("m", on="2000-01-01")
    general.note("m", "some time later")
    general.meet("m", on="2010-01-01")

    assert gaps(general, "2010-12-31") == [("nothing dated on record", "10y")]


def test_that_something_else_of_an_undated_fact_is_disputed_hides_no_gap(general: Registry) -> None:
    general.meet("m", on="2000-01-01")
    (noted,) = general.note("m", "some time later")
    general.dispute("m", noted.event_id, field="text", claim="never")
    general.meet("m", on="2010-01-01")

    assert gaps(general, "2010-12-31") == [("nothing dated on record", "10y")]


def test_a_disputed_date_is_not_passed_over(general: Registry) -> None:
    general.meet("m", on="2000-01-01")
    (met,) = general.meet("m", on="2010-01-01")
    general.dispute("m", met.event_id, field="occurred", occurred_claim="2002")

    assert gaps(general, "2010-12-31") == []


def test_what_may_have_happened_by_the_day_of_the_picture_is_not_denied(
    general: Registry,
) -> None:
    general.meet("m", on="2000-01-01")
    general.meet("m", on="2001/2026")

    assert gaps(general, "2020-01-01") == []
    assert gaps(general, "2000-12-31") == []


# --- Terms of roadmaps ---


def terms(registry: Registry, as_of: str) -> list[Span]:
    return [span for span in lane(registry, as_of).spans if span.kind == "roadmap"]


def test_a_roadmap_is_drawn_over_its_term_but_not_beyond_the_day_of_the_picture(
    general: Registry,
) -> None:
    general.meet("m", on="2020-01-01")
    general.activate_roadmap("m", on="2021-05-05", basis="document", title="Plan", term="2021/2023")

    (past,) = terms(general, "2025-12-31")
    (present,) = terms(general, "2022-06-30")

    assert (past.label, past.open_end) == ("Roadmap 2021/2023: Plan", False)
    assert (past.began, past.ended) == ("2021", "2023")
    assert past.start == date(2021, 1, 1).toordinal()
    assert past.end == date(2023, 12, 31).toordinal()
    assert (present.end, present.open_end) == (date(2022, 6, 30).toordinal(), True)


def test_a_roadmap_completed_before_its_term_is_over_ends_there(general: Registry) -> None:
    general.activate_roadmap("m", on="2021-05-05", basis="document", term="2021/2023")
    (done,) = general.record("m", "roadmap_completed", on="2022-02-02")

    (span,) = terms(general, "2025-12-31")

    assert (span.ended_by, span.ended) == (done.event_id, "2022-02-02")
    assert (span.end, span.open_end) == (date(2022, 2, 2).toordinal(), False)


def test_a_roadmap_completed_after_its_term_is_drawn_over_its_term(general: Registry) -> None:
    general.activate_roadmap("m", on="2021-05-05", basis="document", term="2021/2023")
    general.record("m", "roadmap_completed", on="2025-02-02")

    (span,) = terms(general, "2025-12-31")

    assert (span.ended_by, span.ended) == (None, "2023")


def test_a_roadmap_without_a_term_has_no_bar(general: Registry) -> None:
    general.activate_roadmap("m", on="2021-05-05", basis="commitment")

    assert terms(general, "2025-12-31") == []
