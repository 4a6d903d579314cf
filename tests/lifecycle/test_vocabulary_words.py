"""Every fact has a label and is told in plain words."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest

from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.models import EVENT_TYPES
from lifecycle.views.titles import LABEL_MAX, TITLES
from lifecycle.views.wording import details_of, title_of
from tests.lifecycle.vocabulary import FULL, read


def title(event_type: str, **details: object) -> str:
    return title_of(Fact.proposed("e", read(event_type, details), Envelope()))


def details(event_type: str, **said: object) -> Mapping[str, str]:
    return dict(details_of(read(event_type, said)))


def coded_values(annotation: Any) -> Iterator[str]:  # an annotation of any kind
    """Yield the values with an underscore that a field takes."""
    for part in get_args(annotation):
        if isinstance(part, str):
            yield from (part,) if "_" in part else ()
        else:
            yield from coded_values(part)


CODED = [
    (name, key, value)
    for name, model in EVENT_TYPES.items()
    for key, field in model.model_fields.items()
    for value in coded_values(field.annotation)
]


def test_every_type_has_a_title_and_no_other() -> None:
    assert TITLES.keys() == EVENT_TYPES.keys()


@pytest.mark.parametrize("event_type", FULL)
def test_a_title_is_a_short_phrase_without_codes(event_type: str) -> None:
    told = title(event_type, **FULL[event_type])

    assert told
    assert "_" not in told
    assert "None" not in told


@pytest.mark.parametrize("event_type", FULL)
def test_all_that_is_said_is_told(event_type: str) -> None:
    event = read(event_type, FULL[event_type])
    said = event.model_dump(exclude_defaults=True)

    told = details_of(event)

    assert len(told) == len(said)
    assert all(label and text for label, text in told)


@pytest.mark.parametrize(("event_type", "key", "value"), CODED)
def test_coded_values_are_told_as_words(event_type: str, key: str, value: str) -> None:
    event = read(event_type, {**FULL[event_type], key: value})

    texts = [text for _, text in details_of(event)]

    assert value not in texts


@pytest.mark.parametrize(
    ("event_type", "said", "expected"),
    [
        ("meeting_held", {"number_claimed": "VI"}, "Meeting VI held"),
        ("meeting_held", {"number_claimed": "17/3"}, "Meeting 17/3 held"),
        ("meeting_held", {"number_claimed": "6th"}, "6th meeting held"),
        ("meeting_held", {"number_claimed": "special"}, "Special meeting held"),
        ("meeting_held", {"number_claimed": "pre-FOC"}, "Pre-FOC meeting held"),
        ("meeting_held", {"number": 4}, "Meeting 4 held"),
        ("meeting_held", {"number": 0}, "Meeting 0 held"),
        ("meeting_held", {}, "Meeting held"),
        ("meeting_held", {"joint_with": [{"mechanism": "x"}]}, "Meeting held jointly"),
        ("meeting_held", {"reported": "later"}, "Meeting held (reported later)"),
        ("meeting_mooted", {}, "Meeting mooted"),
        ("meeting_rescheduled", {"number_claimed": "2"}, "Meeting 2 rescheduled"),
        ("instrument_act_recorded", {"step": "in_force"}, "Agreement in force"),
        (
            "instrument_act_recorded",
            {"step": "notice_given"},
            "Notice of termination given: Agreement",
        ),
        ("instrument_concluded", {"kind": "treaty", "role": "founding"}, "Treaty signed"),
        ("terms_of_reference_signed", {"how": "adopted"}, "ToR adopted"),
        ("proposed", {"object": "revive"}, "Revival proposed"),
        ("suspended", {}, "Suspended"),
        ("suspended", {"object": "activity"}, "Activity suspended"),
        ("resumed", {"object": "parent_instrument"}, "Parent instrument resumed"),
        ("roadmap_item_completed", {"item": "buoys"}, "Item done: buoys"),
        ("roadmap_item_added", {"item": "buoys"}, "Item agreed: buoys"),
        ("roadmap_completed", {"outcome": "abandoned"}, "Roadmap abandoned"),
        ("level_changed", {"level": "Minister"}, "Level changed to Minister"),
        (
            "level_changed",
            {"level": "Director", "direction": "lowered"},
            "Level lowered to Director",
        ),
        ("chair_named", {"party": "AA", "status": "vacant"}, "Chair of AA vacant"),
        ("chair_named", {"party": "AA", "office": "JS"}, "Chair of AA: JS"),
        ("chair_named", {"party": "AA"}, "Chair of AA"),
        ("merged", {"mechanisms": ["x", "y"]}, "Merged with x and y"),
        ("split", {"mechanisms": ["x", "y"]}, "Split into x and y"),
        ("replaced", {"mechanisms": ["x"]}, "Replaced by x"),
        ("absorbed", {"mechanisms": ["x"]}, "Absorbed by x"),
        ("request_answered", {"answer": "unanswered"}, "Request not answered"),
        ("engagement_recorded", {"kind": "other"}, "Engagement"),
        ("milestone_reached", {"name": "open_hotline"}, "Open hotline"),
        ("event_disputed", {"event": "e", "field": "place"}, "Disputed: place"),
        ("event_corrected", {"event": "e", "changes": {"on": "2025"}}, "Corrected: on"),
    ],
)
def test_a_title_says_what_happened(
    event_type: str, said: dict[str, object], expected: str
) -> None:
    instrument = {"instrument": "Agreement"} if event_type == "instrument_act_recorded" else {}

    assert title(event_type, **instrument, **said) == expected


def test_a_long_name_is_cut_in_the_title_and_whole_in_the_details() -> None:
    name = "buoy " * 100 + "end"

    assert title("roadmap_item_dropped", item=name).endswith("buoy…")
    assert len(title("roadmap_item_dropped", item=name)) <= LABEL_MAX + len("Item dropped: ")
    assert details("roadmap_item_dropped", item=name)["Item"] == name


def test_a_joint_sitting_is_told_with_the_number_of_each_mechanism() -> None:
    sittings = [
        {"mechanism": "Ports Committee", "number_claimed": "III", "number": 3},
        {"mechanism": "Pilots", "number": 0},
        {"mechanism": "Coast Guard Talks"},
    ]

    told = details("meeting_held", number_claimed="VI", joint_with=sittings)

    assert told["Joint with"] == (
        "Ports Committee, as meeting III; Pilots, as meeting 0; Coast Guard Talks"
    )


def test_a_chair_is_told_with_the_part_that_each_person_had() -> None:
    chair = {
        "party": "AA",
        "name": "Ada Alder",
        "acting": True,
        "represented_by": "Bo Birch",
        "office": "Director of Ports",
    }

    told = details("meeting_held", co_chairs=[chair, {"party": "ZZ"}])

    assert told["Co chairs"] == (
        "Ada Alder, Director of Ports, acting, represented by Bo Birch (AA); ZZ"
    )


def test_a_signatory_is_told_with_the_day_and_in_whose_name() -> None:
    signatory = {
        "party": "AA",
        "name": "Ada Alder",
        "on_behalf_of": "Crown",
        "on": "2025-01-02",
    }

    told = details("terms_of_reference_signed", signatories=[signatory])

    assert told["Signatories"] == "Ada Alder, on behalf of Crown, on 2025-01-02 (AA)"


def test_a_correction_is_told_key_by_key() -> None:
    changes = {"on": "2025-12-10", "place": None, "counted": False, "topics": [{"name": "Tides"}]}

    told = details("event_corrected", event="e", changes=changes)

    assert told["Changes"] == "on: 2025-12-10; place: nothing; counted: no; topics: Tides"
