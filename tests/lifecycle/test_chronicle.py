"""What a life looks like on a timeline: bars for states, pauses, gaps, ends."""

from collections.abc import Iterable

import pytest

from lifecycle.registry import Registry
from lifecycle.timeline import Lane, Span
from tests.lifecycle.registering import register


def lane(registry: Registry, as_of: str = "2025-12-31") -> Lane:
    (found,) = registry.timeline(as_of=as_of).lanes
    return found


def told(spans: Iterable[Span]) -> list[tuple[str, str, str, bool]]:
    return [(span.kind, span.label, span.duration, span.open_end) for span in spans]


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

    assert ("suspended", "Suspended", "1y", False) in spans
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


def test_there_is_no_timeline_of_nothing(registry: Registry) -> None:
    with pytest.raises(Exception, match="there is no mechanism to draw"):
        registry.timeline()
