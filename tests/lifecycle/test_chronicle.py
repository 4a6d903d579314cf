"""What a life looks like on a timeline: bars for states, pauses, gaps, ends."""

from datetime import date

import pytest

from lifecycle.deciding.migration import Migration
from lifecycle.definitions.catalogue import find_definition
from lifecycle.registry.registry import Registry
from tests.lifecycle.lanes import lane, told
from tests.lifecycle.registering import register


@pytest.fixture
def general(registry: Registry) -> Registry:
    register(registry, kind="bilateral-mechanism", policy="record")
    return registry


def test_a_reopened_mechanism_is_drawn_in_both_its_lives(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    general.conclude("m", on="2021-01-01", reason="done")
    general.reopen("m", on="2022-01-01")
    general.meet("m", on="2023-01-01")

    found = lane(general)

    assert told(found.spans) == [
        ("state", "Operational", "1y", False),
        ("concluded", "Concluded", "1y", False),
        ("state", "Operational", "3y 11m", True),
    ]
    assert found.ended is None


def test_a_concluded_mechanism_ends_where_it_was_concluded(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    general.conclude("m", on="2021-01-01", reason="done")

    found = lane(general)

    assert told(found.spans) == [("state", "Operational", "1y", False)]
    assert found.ended == found.marks[-1].at


def test_a_concluded_mechanism_that_migrates_stays_concluded(registry: Registry) -> None:
    register(registry, policy="record")
    registry.agree("m", on="2019")
    registry.sign_tor("m", on="2020-01-01")
    registry.conclude("m", on="2021-01-01", reason="done")
    before = told(lane(registry, "2022").spans)

    states = {"tor_signed": "constituted"}
    registry.migrate(["m"], Migration(find_definition("bilateral-mechanism"), states))

    assert told(lane(registry, "2022").spans) == before


@pytest.mark.parametrize(
    ("bases", "said"),
    [
        (["commitment"], "since 2020 (basis: commitment)"),
        (["commitment", "commitment"], "since 2020 (basis: commitment)"),
        (["commitment", "document"], "since 2020 (basis: commitment; document since 2021)"),
        (
            ["commitment", "document", "document"],
            "since 2020 (basis: commitment; document since 2021)",
        ),
        (
            ["document", "commitment", "document"],
            "since 2020 (basis: document)",
        ),
    ],
)
def test_the_status_tells_the_basis_of_the_first_roadmap_and_of_the_last(
    registry: Registry, bases: list[str], said: str
) -> None:
    register(registry, policy="record")
    registry.agree("m", on="2018")
    registry.sign_tor("m", on="2018-06")
    registry.meet("m", on="2019")
    for year, basis in enumerate(bases, start=2020):
        registry.activate_roadmap("m", on=str(year), basis=basis, title="Plan")

    assert lane(registry, "2025").status == f"Roadmap active {said}"


def test_a_mechanism_first_known_in_mid_life_has_an_open_beginning(registry: Registry) -> None:
    register(registry, policy="record", known_from="inaugural_meeting_held")
    registry.meet("m", on="2020-01-01")

    (span,) = (s for s in lane(registry).spans if s.kind == "state")

    assert (span.label, span.open_start, span.open_end) == ("Inaugural meeting held", True, True)
    assert span.duration == ""


def test_suspensions_and_years_without_a_fact_are_shown(general: Registry) -> None:
    general.meet("m", on="2010-01-01")
    general.suspend("m", on="2011-01-01", by=["IN"])
    general.resume("m", on="2012-01-01")
    general.meet("m", on="2020-01-01")

    spans = told(lane(general, "2020-12-31").spans)

    assert ("suspended", "Suspended by IN", "1y", False) in spans
    assert ("gap", "nothing on record", "8y", False) in spans


def test_marks_never_go_backwards_and_stay_inside_their_dates(general: Registry) -> None:
    general.meet("m", on="2020")
    general.meet("m", on="2020")
    general.note("m", "undated")
    general.meet("m", on="2020-12-30")

    marks = lane(general).marks

    assert [mark.at for mark in marks] == sorted(mark.at for mark in marks)
    for mark in marks:
        assert mark.earliest is None or mark.earliest <= mark.at
        assert mark.latest is None or mark.at <= mark.latest
        assert not mark.order_conflict


# --- Status, and what is on record last ---


def test_the_last_fact_stands_beside_the_status(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    (met,) = general.meet("m", on="2021-01-01", number=2)
    general.dispute("m", met.event_id, field="number", claim=3)

    found = lane(general)

    assert found.status == "Operational since 2020-01-01"
    assert found.last == "Meeting 2 held, 2021-01-01"


def test_behind_an_undated_last_fact_the_last_dated_one_is_told(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    general.note("m", "later")

    assert lane(general).last == "Note, undated; last dated: Meeting held, 2020-01-01"


def test_where_nothing_is_on_record_nothing_is_told(general: Registry) -> None:
    assert (lane(general).status, lane(general).last) == ("Registered", "")


def test_a_concluded_mechanism_is_not_said_to_be_operational(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    general.conclude("m", on="2021", reason="done")

    assert lane(general).status == "Concluded 2021 · stage reached: Operational"


def test_a_state_reached_without_a_date_says_so(general: Registry) -> None:
    general.meet("m")

    assert lane(general).status == "Operational since a date not on record"


def test_of_an_open_date_only_the_latest_moment_is_told(general: Registry) -> None:
    general.meet("m", on="../2020-01-01")

    assert lane(general).status == "Operational since 2020-01-01 at the latest"


# --- Marks ---


def test_a_dispute_is_told_by_the_mark_of_the_disputed_fact(general: Registry) -> None:
    (met,) = general.meet("m", on="2020-01-02")
    (other,) = general.dispute(
        "m", met.event_id, field="occurred", occurred_claim="2020-01-03", by=["BN"], reason="a typo"
    )

    (mark,) = lane(general).marks

    assert [doubt.event_id for doubt in mark.doubts] == [other.event_id]
    assert mark.doubts[0].text == "date: 2020-01-03, says BN (a typo)"
    assert (mark.doubts[0].occurred, mark.doubts[0].earliest) == (
        "2020-01-03",
        date(2020, 1, 3).toordinal(),
    )
    assert mark.flags != ()


def test_a_dispute_of_the_registration_has_a_mark_of_its_own(general: Registry) -> None:
    (registered,) = general.log("m")
    general.dispute("m", registered.event_id, field="subject", claim="Trade")

    assert [mark.type for mark in lane(general).marks] == ["event_disputed"]


def test_a_corrected_fact_says_so_and_a_retracted_one_is_gone(general: Registry) -> None:
    (met,) = general.meet("m", on="2020-01-02")
    (wrong,) = general.meet("m", on="2021-01-02")
    general.correct("m", met.event_id, {"on": "2020-02-02"}, reason="misread")
    general.retract("m", wrong.event_id, reason="of another mechanism")

    (mark,) = lane(general).marks

    assert (mark.occurred, mark.amended) == ("2020-02-02", ("Corrected: on (misread)",))


@pytest.mark.parametrize(
    ("event_type", "said", "title", "sign"),
    [
        ("meeting_held", {}, "Meeting held", "meeting"),
        ("meeting_held", {"series": "experts"}, "Meeting (experts) held", "series"),
        ("meeting_mooted", {"planned": "2021"}, "Meeting mooted for 2021", "plan"),
        ("meeting_scheduled", {"planned": "2021-03"}, "Meeting scheduled for 2021-03", "plan"),
        ("meeting_rescheduled", {"planned": "2021-04"}, "Meeting rescheduled to 2021-04", "plan"),
        ("meeting_postponed", {"planned": "2021-04"}, "Meeting postponed to 2021-04", "off"),
        ("meeting_postponed", {}, "Meeting postponed", "off"),
        ("meeting_cancelled", {"planned": "2021-04"}, "Meeting cancelled", "off"),
        ("meeting_failed", {}, "Meeting failed", "off"),
        ("renamed", {"names": [{"text": "New"}]}, "Renamed to New", "change"),
        ("level_changed", {"level": "ministers"}, "Level changed to ministers", "change"),
        ("note_recorded", {"text": "so"}, "Note", "fact"),
    ],
)
def test_a_mark_tells_what_took_place_from_what_was_only_planned(
    general: Registry, event_type: str, said: dict[str, object], title: str, sign: str
) -> None:
    general.record("m", event_type, on="2020-01-02", **said)

    (mark,) = lane(general).marks

    assert (mark.title, mark.sign) == (title, sign)


def test_what_is_only_worth_knowing_is_no_warning(general: Registry) -> None:
    general.meet("m", on="2020-01-01")
    general.suspend("m", on="2021-01-01", by=["IN"], contested_by=["BN"])
    anomalies = general.mechanism("m").anomalies

    found = lane(general)

    remarks = {*found.remarks, *(r for mark in found.marks for r in mark.remarks)}
    flags = {*found.flags, *(flag for mark in found.marks for flag in mark.flags)}
    assert remarks == {a.message for a in anomalies if a.severity == "info"} != set()
    assert flags == {a.message for a in anomalies if a.severity != "info"} != set()


def test_there_is_no_timeline_of_nothing(registry: Registry) -> None:
    with pytest.raises(Exception, match="there is no mechanism to draw"):
        registry.timeline()


def test_dates_in_the_status_and_in_titles_are_told_in_words(general: Registry) -> None:
    general.meet("m", on="198X")
    general.record("m", "meeting_scheduled", planned="2022-22", on="2021")

    found = lane(general)

    assert found.status == "Operational since the 1980s"
    assert found.marks[-1].title == "Meeting scheduled for summer 2022"
    general.record("m", "note_recorded", text="x", on="../2023")
    assert lane(general).last == "Note, by 2023"
