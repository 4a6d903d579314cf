import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from events.batch import Tail, record
from events.model import NO_STREAM, Append
from lifecycle.facts.codec import data_of, said_of, to_fact, to_new_event
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.models import (
    EVENT_TYPES,
    TRIGGERS,
    Act,
    Concluded,
    DomainEvent,
    EngagementRecorded,
    EstablishmentAgreed,
    EventDisputed,
    InstrumentConcluded,
    MeetingHeld,
    MilestoneReached,
    NoteRecorded,
    Proposed,
    Resumed,
    ResumptionAgreed,
    RoadmapActivated,
    StatementRecorded,
    Suspended,
    TermsOfReferenceSigned,
)
from lifecycle.facts.models.base import MAX_TEXT
from tests.lifecycle.vocabulary import DIGEST, FULL, read

ENVELOPE = Envelope.model_validate_json(
    '{"occurred": "2025-12-09", "after": ["a"], "claimed_as": "held", "confidence": "high",'
    ' "on_behalf_of": "IN", "actor": "desk", "correlation_id": "c", "causation_id": "d", "sources":'
    ' [{"publisher": "PTI", "kind": "press", "published": "2025-12-09", "url": "https://x.example",'
    f' "quote": "q", "sha256": "{DIGEST}"}}]}}'
)


def through_the_codec(fact: Fact) -> Fact:
    appended = Append("mechanism-m", [to_new_event(fact, {"stage": "registered"})], NO_STREAM)
    now = "2025-12-09T12:00:00.000000Z"
    (recorded,) = record([appended], Tail(), lambda _: NO_STREAM, now)
    return to_fact(recorded)


def test_there_is_an_example_of_every_type_with_all_its_keys() -> None:
    assert {name: set(said) for name, said in FULL.items()} == {
        name: set(model.model_fields) for name, model in EVENT_TYPES.items()
    }


@pytest.mark.parametrize("event_type", FULL)
def test_every_type_comes_back_from_the_log_as_it_was(event_type: str) -> None:
    event = read(event_type, FULL[event_type])
    fact = Fact.proposed("e", event, ENVELOPE)
    again = through_the_codec(fact)
    assert again.event == event
    assert again.envelope == ENVELOPE
    assert (again.act, again.after, again.type) == (event.act(), ("a",), event_type)
    assert again.occurred == fact.occurred
    assert again.stored_tracks == {"stage": "registered"}
    assert said_of(again) == said_of(fact)


@pytest.mark.parametrize("event_type", FULL)
def test_what_was_not_said_is_not_stored(event_type: str) -> None:
    event = read(event_type, FULL[event_type])
    data = data_of(Fact.proposed("e", event, Envelope()))
    assert None not in data.values()
    assert [] not in data.values()
    assert read(event_type, data) == event


@pytest.mark.parametrize("event_type", FULL)
def test_an_unknown_key_is_refused(event_type: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        read(event_type, {**FULL[event_type], "unheard_of": 1})


@pytest.mark.parametrize("event_type", FULL)
def test_an_event_is_frozen(event_type: str) -> None:
    event = read(event_type, FULL[event_type])
    for name in EVENT_TYPES[event_type].model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(event, name, None)


@pytest.mark.parametrize("event_type", FULL)
def test_no_field_takes_a_number_for_a_text_or_a_text_for_a_number(event_type: str) -> None:
    for key, value in FULL[event_type].items():
        if key == "claim":  # takes any JSON
            continue
        wrong = 5 if isinstance(value, str) else "5" if isinstance(value, int) else {"x": [1.5]}
        with pytest.raises(ValidationError):
            read(event_type, {**FULL[event_type], key: wrong})


@pytest.mark.parametrize(
    ("event_type", "key"),
    [
        ("meeting_held", "start"),
        ("meeting_scheduled", "planned"),
        ("roadmap_activated", "term"),
        ("event_disputed", "occurred_claim"),
        ("concluded", "effective"),
    ],
)
def test_every_date_is_read_as_a_date(event_type: str, key: str) -> None:
    with pytest.raises(ValidationError, match="month runs 01-12"):
        read(event_type, {**FULL[event_type], key: "2025-13"})


def test_a_text_is_neither_empty_nor_endless() -> None:
    assert NoteRecorded(text="x" * MAX_TEXT).text
    for text in ("", "x" * (MAX_TEXT + 1)):
        with pytest.raises(ValidationError):
            NoteRecorded(text=text)


@pytest.mark.parametrize("code", ["", "I N", "-IN", "IN\n", "İN", "x" * 33, "IN/BN"])
def test_a_party_code_is_a_short_plain_word(code: str) -> None:
    with pytest.raises(ValidationError):
        Proposed(by=(code,))


@pytest.mark.parametrize("code", ["NO", "no", "IN", "EU", "XK", "iso.3166-2_x", "7"])
def test_a_party_code_is_never_taken_for_something_else(code: str) -> None:
    assert Proposed(by=(code,)).act() == Act("propose", (code,))


# What sets something in motion


def test_every_trigger_is_pulled_by_a_type() -> None:
    assert {
        *("propose", "agree", "sign_tor", "conclude_instrument", "hold_meeting"),
        *("activate_roadmap", "complete_roadmap"),
        *("suspend", "resume", "conclude", "reopen"),
    } == TRIGGERS


@pytest.mark.parametrize(
    ("event", "act"),
    [
        (Proposed(by=("IN",)), Act("propose", ("IN",))),
        (Proposed(object="end"), None),
        (Proposed(object="revive"), None),
        (Proposed(object="replace"), None),
        (Proposed(object="add_topic"), None),
        (EstablishmentAgreed(), Act("agree", ())),
        (ResumptionAgreed(by=("IN", "BN")), None),
        (InstrumentConcluded(kind="mou", role="founding"), Act("conclude_instrument", ())),
        (InstrumentConcluded(kind="mou", role="umbrella"), None),
        (InstrumentConcluded(kind="mou", role="outcome"), None),
        (MeetingHeld(), Act("hold_meeting", ())),
        (RoadmapActivated(basis="commitment", by=("BN",)), Act("activate_roadmap", ("BN",))),
        (Suspended(), Act("suspend", ())),
        (Suspended(object="part"), None),
        (Suspended(object="parent_instrument"), None),
        (Resumed(object="part"), None),
        (Resumed(), Act("resume", ())),
        (Concluded(by=("IN",)), Act("conclude", ("IN",))),
        (EngagementRecorded(kind="visit"), None),
        (StatementRecorded(text="x"), None),
        (NoteRecorded(text="x"), None),
        (EventDisputed(event="e", field="occurred"), None),
        (MilestoneReached(name="open_house", by=("IN",)), Act("open_house", ("IN",))),
        (MilestoneReached(name="open_house", by=("IN", "IN")), Act("open_house", ("IN",))),
        (EstablishmentAgreed(by=("BN", "IN", "BN")), Act("agree", ("BN", "IN"))),
    ],
)
def test_an_event_pulls_its_trigger_only_if_it_is_about_the_mechanism_itself(
    event: DomainEvent, act: Act | None
) -> None:
    assert event.act() == act


def test_two_people_of_one_party_act_once() -> None:
    event = read(
        "terms_of_reference_signed",
        {"signatories": [{"party": "IN"}, {"party": "BN"}, {"party": "IN"}]},
    )
    assert event.act() == Act("sign_tor", ("IN", "BN"))


def test_the_co_chairs_of_a_meeting_are_its_acting_parties() -> None:
    event = read("meeting_held", FULL["meeting_held"])
    assert event.act() == Act("hold_meeting", ("AA",))


@pytest.mark.parametrize(
    ("start", "end"), [("2025-12-10", "2025-12-09"), ("2026", "2025"), ("2025-12", "2025-11-30")]
)
def test_a_meeting_does_not_end_before_it_starts(start: str, end: str) -> None:
    with pytest.raises(ValidationError, match=r"ends .* before it starts"):
        MeetingHeld(start=start, end=end)


@pytest.mark.parametrize(
    ("start", "end"), [("2025-12-09", "2025-12-09"), ("2025-12", "2025"), ("2025", "2025-01-01")]
)
def test_a_meeting_may_end_when_the_dates_allow_it(start: str, end: str) -> None:
    assert MeetingHeld(start=start, end=end).end == end


@given(
    st.text(min_size=1, max_size=50).filter(lambda text: text.isprintable() and text.strip() != "")
)
def test_any_text_comes_back_letter_for_letter(text: str) -> None:
    fact = Fact.proposed("e", NoteRecorded(text=text), Envelope(claimed_as=text))
    again = through_the_codec(fact)
    assert again.event == NoteRecorded(text=text)
    assert again.envelope.claimed_as == text


def test_the_same_telling_is_the_same_bytes() -> None:
    first, second = (
        to_new_event(
            Fact.proposed("e", TermsOfReferenceSigned(document="d", place="p"), ENVELOPE), {}
        )
        for _ in range(2)
    )
    assert first == second
