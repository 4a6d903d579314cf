from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.errors import InvalidFactError
from lifecycle.registry.registry import Registry
from tests.lifecycle.anomaly_cases import CASES, Fact
from tests.lifecycle.decided import mechanism_of
from tests.lifecycle.scenario import command


@st.composite
def lives(draw: st.DrawFn) -> list[Fact]:
    """Facts of all cases, mixed, with dates of any precision."""
    pool = [fact for case in CASES.values() for fact in (*case.flagged, *case.clear)]
    dates = st.sampled_from(["2001", "2001-03", "2002?", "199X", "../2002", "2001/..", None])
    chosen = draw(st.lists(st.sampled_from(pool), max_size=12))
    facts = []
    for event_type, details in chosen:
        said = {key: value for key, value in details.items() if key not in {"on", "id"}}
        if event_type == "event_disputed":
            said["event"] = "f0"
        date = draw(dates) if draw(st.booleans()) else details.get("on")
        facts.append((event_type, said if date is None else {**said, "on": date}))
    return facts


@given(lives(), st.sampled_from([None, "2001-06-01", "2003-01-01"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_history_can_be_judged(facts: list[Fact], as_of: str | None, known: bool) -> None:
    with Registry.open("memory:") as registry:
        mechanism_of(registry, [], known_from="operational" if known else None)
        for place, fact in enumerate(facts):
            with suppress(InvalidFactError):  # it refers to what is not on record
                registry.record_all("m", [command(fact, f"f{place}", live=False)])
        judged = registry.mechanism("m", as_of=as_of)
        ids = {fact.event_id for fact in (*judged.history, *judged.amendments)}
        for anomaly in judged.anomalies:
            assert set(anomaly.events) <= ids
            assert anomaly.message
