import pytest

from lifecycle.views.meetings import OPEN_MAX, Meeting, meetings_of
from lifecycle.views.numbering import numbered
from tests.lifecycle.lives import Said, life, said, types


def meetings(*facts: Said) -> tuple[Meeting, ...]:
    return meetings_of(life(*facts))


def outlines(*facts: Said) -> list[tuple[str, str | None]]:
    """Status and planned date of each meeting."""
    return [(m.status, None if m.planned is None else m.planned.text) for m in meetings(*facts)]


# Facts with a name


def test_facts_with_one_name_are_one_meeting() -> None:
    (meeting,) = meetings(
        said("meeting_mooted", "2024", meeting="first", planned="2025"),
        said("meeting_scheduled", "2025-01", meeting="first", planned="2025-03", place="Aton"),
        said("meeting_rescheduled", "2025-02", meeting="first", planned="2025-05-06", by=["AA"]),
        said(
            "meeting_held",
            "2025-05-06",
            meeting="first",
            number_claimed="I",
            number=1,
            host="ZZ",
            mode="hybrid",
        ),
    )

    assert (meeting.name, meeting.status) == ("first", "held")
    assert [str(date) for date in (meeting.first_planned, meeting.planned, meeting.held)] == [
        "2025",
        "2025-05-06",
        "2025-05-06",
    ]
    assert (meeting.number_claimed, meeting.number, meeting.counted) == ("I", 1, True)
    assert (meeting.place, meeting.host, meeting.mode) == ("Aton", "ZZ", "hybrid")
    assert meeting.event is meeting.facts[-1].event
    assert types(meeting.facts) == [
        "meeting_mooted",
        "meeting_scheduled",
        "meeting_rescheduled",
        "meeting_held",
    ]


@pytest.mark.parametrize(
    ("event_type", "status"),
    [
        ("meeting_mooted", "mooted"),
        ("meeting_scheduled", "scheduled"),
        ("meeting_rescheduled", "rescheduled"),
        ("meeting_postponed", "postponed"),
        ("meeting_failed", "failed"),
        ("meeting_cancelled", "cancelled"),
        ("meeting_held", "held"),
    ],
)
@pytest.mark.parametrize("name", ["first", None])
def test_every_status_can_be_the_first_thing_known(
    event_type: str, status: str, name: str | None
) -> None:
    (meeting,) = meetings(said(event_type, "2025-03-01", **({"meeting": name} if name else {})))

    assert (meeting.name, meeting.status) == (name, status)
    assert meeting.is_held == (status == "held")
    assert meeting.is_open == (status not in {"held", "failed", "cancelled"})


def test_a_meeting_called_off_can_be_planned_again() -> None:
    assert outlines(
        said("meeting_cancelled", "2025-01", meeting="first", planned="2025-02"),
        said("meeting_scheduled", "2025-03", meeting="first", planned="2025-09"),
    ) == [("scheduled", "2025-09")]


def test_a_postponed_meeting_has_no_date_unless_a_new_one_is_told() -> None:
    scheduled = said("meeting_scheduled", "2025-01", meeting="first", planned="2025-02")

    assert outlines(scheduled, said("meeting_postponed", "2025-02", meeting="first")) == [
        ("postponed", None)
    ]
    assert outlines(
        scheduled, said("meeting_postponed", "2025-02", meeting="first", planned="2025-07")
    ) == [("postponed", "2025-07")]


def test_what_was_planned_before_is_the_first_plan_where_no_earlier_one_is_known() -> None:
    (meeting,) = meetings(
        said("meeting_rescheduled", "2025-02", previously="2025-03", planned="2025-05")
    )

    assert (str(meeting.first_planned), str(meeting.planned)) == ("2025-03", "2025-05")


def test_a_plan_without_a_date_of_its_own_does_not_undo_that_a_meeting_was_held() -> None:
    (meeting,) = meetings(
        said("meeting_held", "2025-03-04", meeting="first"),
        said("meeting_scheduled", meeting="first", planned="2025-03"),
    )

    assert (meeting.status, str(meeting.planned)) == ("held", "2025-03")


def test_of_two_facts_that_a_meeting_was_held_the_first_tells_of_it() -> None:
    (meeting,) = meetings(
        said("meeting_held", "2025-03-04", meeting="first", place="Aton"),
        said("meeting_held", "2025-03-05", meeting="first", place="Zeton"),
    )

    assert (meeting.place, str(meeting.held)) == ("Aton", "2025-03-04")
    assert len(meeting.facts) == 2


def test_that_a_meeting_was_held_may_be_known_from_later_reports_only() -> None:
    (meeting,) = meetings(said("meeting_held", "2019", reported="later"))

    assert (meeting.status, meeting.is_held) == ("reported_held", True)


@pytest.mark.parametrize(
    ("on", "start", "end", "held"),
    [
        ("2025-03", "2025-03-04", "2025-03-05", "2025-03"),
        (None, "2025-03-04", "2025-03-05", "2025-03-04/2025-03-05"),
        (None, "2025-03-04", "2025-03-04", "2025-03-04"),
        (None, "2025-03-04", None, "2025-03-04"),
        (None, "2025-03-04/2025-03-05", "2025-03-06", "2025-03-04/2025-03-05"),
        (None, None, None, "None"),
    ],
)
def test_a_meeting_without_a_date_is_held_from_its_start_to_its_end(
    on: str | None, start: str | None, end: str | None, held: str
) -> None:
    details = {key: day for key, day in (("start", start), ("end", end)) if day}
    (meeting,) = meetings(said("meeting_held", on, **details))

    assert str(meeting.held) == held


# Facts without a name


def test_meetings_held_without_a_plan_are_each_their_own() -> None:
    assert outlines(said("meeting_held", "2024"), said("meeting_held", "2025")) == [
        ("held", None),
        ("held", None),
    ]


def test_a_meeting_held_fulfils_the_plan_that_its_date_does_not_exclude() -> None:
    assert outlines(
        said("meeting_scheduled", "2024-12", planned="2025-03"),
        said("meeting_scheduled", "2024-12", planned="2025-09"),
        said("meeting_held", "2025-03-04"),
    ) == [("held", "2025-03"), ("scheduled", "2025-09")]


@pytest.mark.parametrize("held", ["2025-02-28", "2025-04-01"])
def test_a_meeting_certainly_held_at_another_time_leaves_the_plan_open(held: str) -> None:
    assert outlines(
        said("meeting_scheduled", "2024-12", planned="2025-03"), said("meeting_held", held)
    ) == [("scheduled", "2025-03"), ("held", None)]


def test_a_plan_without_a_date_excludes_nothing_and_is_fulfilled_once() -> None:
    assert outlines(
        said("meeting_mooted", "2024"), said("meeting_held", "2025"), said("meeting_held", "2026")
    ) == [("held", None), ("held", None)]


def test_a_plan_is_fulfilled_in_its_own_series_only() -> None:
    assert outlines(
        said("meeting_scheduled", "2024-12", planned="2025-03", series="technical"),
        said("meeting_held", "2025-03"),
        said("meeting_held", "2025-03", series="technical"),
    ) == [("held", "2025-03"), ("held", None)]


def test_a_meeting_held_with_a_name_fulfils_no_plan_without_one() -> None:
    assert outlines(
        said("meeting_scheduled", "2024-12", planned="2025-03"),
        said("meeting_held", "2025-03", meeting="first"),
    ) == [("scheduled", "2025-03"), ("held", None)]


def test_a_plan_becomes_more_exact() -> None:
    (meeting,) = meetings(
        said("meeting_mooted", "2024-11", planned="2025-40"),
        said("meeting_scheduled", "2025-01", planned="2025-03-04"),
    )

    assert (meeting.status, str(meeting.first_planned)) == ("scheduled", "2025-40")


def test_a_rescheduled_meeting_is_found_by_the_date_planned_before() -> None:
    assert outlines(
        said("meeting_scheduled", "2024-12", planned="2025-03"),
        said("meeting_scheduled", "2024-12", planned="2025-09"),
        said("meeting_rescheduled", "2025-01", previously="2025-03", planned="2025-05"),
        said("meeting_held", "2025-05-02"),
    ) == [("held", "2025-05"), ("scheduled", "2025-09")]


def test_a_meeting_postponed_or_called_off_without_a_date_is_the_newest_open_one() -> None:
    plans = (
        said("meeting_scheduled", "2024-12", planned="2025-03"),
        said("meeting_scheduled", "2024-12", planned="2025-09"),
    )

    for event_type, status in (
        ("meeting_postponed", ("postponed", None)),
        ("meeting_cancelled", ("cancelled", "2025-09")),
    ):
        assert outlines(*plans, said(event_type, "2025-01")) == [("scheduled", "2025-03"), status]


def test_a_failed_meeting_is_found_by_its_own_date() -> None:
    assert outlines(
        said("meeting_scheduled", "2024-12", planned="2025-03"),
        said("meeting_scheduled", "2024-12", planned="2025-09"),
        said("meeting_failed", "2025-03-04"),
        said("meeting_held", "2025-03-20"),
    ) == [("failed", "2025-03"), ("scheduled", "2025-09"), ("held", None)]


def test_only_the_newest_plans_without_a_name_are_looked_at() -> None:
    plans = [said("meeting_scheduled", "2000", planned=str(2001 + n)) for n in range(OPEN_MAX + 1)]

    found = outlines(*plans, said("meeting_held", "2001"), said("meeting_held", "2002"))

    assert found[0] == ("scheduled", "2001")
    assert found[1] == ("held", "2002")
    assert found[-1] == ("held", None)


# Numbering


def counts(*facts: Said) -> list[tuple[str | None, int, str | None]]:
    return [(n.count.series, n.count.epoch, n.count.label) for n in numbered(life(*facts))]


def test_every_series_has_a_count_of_its_own_and_a_restart_begins_a_new_one() -> None:
    assert counts(
        said("meeting_held", "2001", number=1),
        said("meeting_held", "2002", number=1, series="technical"),
        said("numbering_restarted", "2003", epoch="new"),
        said("meeting_held", "2004", number=1),
        said("meeting_held", "2005", number=2, series="technical"),
    ) == [(None, 0, None), ("technical", 0, None), (None, 1, "new"), ("technical", 0, None)]


def test_a_count_knows_the_fact_and_the_number_that_it_begins_with() -> None:
    technical, own = numbered(
        life(
            said("series_opened", "2000", series="technical", first_number=3),
            said("meeting_held", "2001", series="technical"),
            said("numbering_restarted", "2002", first_number=10),
            said("meeting_held", "2003"),
        )
    )

    assert (technical.count.first_number, own.count.first_number) == (3, 10)
    assert [n.count.begun and n.count.begun.type for n in (technical, own)] == [
        "series_opened",
        "numbering_restarted",
    ]


def test_a_series_that_is_opened_after_its_first_meeting_goes_on_counting() -> None:
    held = numbered(
        life(
            said("meeting_held", "2001", series="technical"),
            said("series_opened", "2002", series="technical", first_number=3),
            said("meeting_held", "2003", series="technical"),
        )
    )

    assert [n.count.begun for n in held] == [None, None]


def test_an_epoch_that_a_meeting_names_first_is_a_new_one_once_others_were_held() -> None:
    assert counts(
        said("meeting_held", "2001", epoch="old"),
        said("meeting_held", "2002"),
        said("meeting_held", "2003", epoch="new"),
        said("meeting_held", "2004"),
        said("meeting_held", "2005", epoch="old"),
    ) == [(None, 0, "old"), (None, 0, "old"), (None, 1, "new"), (None, 1, "new"), (None, 0, "old")]


def test_an_epoch_that_a_meeting_names_after_a_restart_is_the_restarted_one() -> None:
    assert counts(
        said("meeting_held", "2001"),
        said("numbering_restarted", "2002"),
        said("meeting_held", "2003", epoch="new"),
    ) == [(None, 0, None), (None, 1, "new")]


def test_another_epoch_than_the_restarted_one_is_a_new_one() -> None:
    assert counts(
        said("numbering_restarted", "2002", epoch="second"),
        said("meeting_held", "2003", epoch="third"),
    ) == [(None, 2, "third")]


def test_a_meeting_of_an_older_epoch_leaves_a_restarted_one_without_any() -> None:
    assert counts(
        said("meeting_held", "2001", epoch="old"),
        said("numbering_restarted", "2002"),
        said("meeting_held", "2003", epoch="old"),
        said("meeting_held", "2004", epoch="new"),
    ) == [(None, 0, "old"), (None, 0, "old"), (None, 1, "new")]


def test_a_series_that_is_opened_twice_begins_with_the_first_number_told() -> None:
    (held,) = numbered(
        life(
            said("series_opened", "2000", series="technical", first_number=3),
            said("series_opened", "2001", series="technical"),
            said("meeting_held", "2002", series="technical"),
        )
    )

    assert held.count.first_number == 3


def test_a_second_fact_that_a_named_meeting_was_held_is_not_counted_twice() -> None:
    held = numbered(
        life(
            said("meeting_held", "2001", meeting="first", place="Aton"),
            said("meeting_held", "2001", meeting="first", place="Zeton"),
        )
    )

    assert [n.event.place for n in held] == ["Aton"]
