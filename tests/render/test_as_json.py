import json
import re

from hypothesis import given, settings

from lifecycle.render.as_json import render_json
from lifecycle.timeline.values import Doubt, Span, Timeline
from tests.render.any_timeline import timelines
from tests.render.sample_timelines import PTI, ROOT, day, fact, lane, reference_case, timeline


@given(timelines)
@settings(deadline=None)
def test_any_text_comes_back_as_it_was(picture: Timeline) -> None:
    text = render_json(picture)
    shape = json.loads(text.encode())

    assert [lane.title for lane in picture.lanes] == [lane["title"] for lane in shape["lanes"]]
    assert [[mark.occurred for mark in lane.marks] for lane in picture.lanes] == [
        [mark["occurred"] for mark in lane["marks"]] for lane in shape["lanes"]
    ]
    assert not re.search("[\x7f-\x9f\u202a-\u202e\u2066\u2067]", text)


def test_the_shape_is_the_documented_one() -> None:
    text = render_json(reference_case())
    shape = json.loads(text)
    lane = shape["lanes"][0]

    assert text.endswith("}\n")
    assert text == json.dumps(shape, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert (shape["format"], shape["format_version"]) == ("lifecycle-timeline", 1)
    assert (shape["as_of"], shape["log"]) == ("2026-11-24", {"root": ROOT, "size": 9})
    assert lane["marks"][0] == {
        "details": [],
        "drawn_at": "2025-12-09",
        "earliest": None,
        "event_id": "event-1",
        "flags": [],
        "latest": None,
        "moves": [],
        "occurred": None,
        "order_conflict": False,
        "position": 1,
        "recorded_at": "2026-11-24T08:00:00Z",
        "sources": [
            {
                "kind": "press",
                "published": "2025-12-09",
                "publisher": "PTI",
                "quote": "Prior to the meeting, the co-chairs signed the Terms of Reference",
                "url": "https://example.org/pti/jwg",
            }
        ],
        "title": "Mechanism registered",
        "type": "mechanism_registered",
        "uncertain": False,
        "sign": "fact",
        "amended": [],
        "doubts": [],
        "remarks": [],
    }
    assert lane["marks"][1]["moves"] == [
        {"track": "stage", "from": "registered", "to": "tor_signed"}
    ]
    assert lane["spans"][-1] == {
        "duration": "11m",
        "end": "2026-11-24",
        "kind": "state",
        "label": "Roadmap active (commitment)",
        "open_end": True,
        "open_start": False,
        "start": "2025-12-09",
        "began": None,
        "began_by": None,
        "ended": None,
        "ended_by": None,
        "contested_by": [],
    }


def test_a_doubt_and_the_edges_of_a_span_are_written() -> None:
    other = day("2020-01-03")
    doubt = Doubt(
        "event-2", 2, "date: 2020-01-03", "2020-01-03", other, other, "2026-01-01", (PTI,)
    )
    met = fact("Met", "2020-01-02", doubts=(doubt,), amended=("Corrected: on",))
    span = Span(
        *("suspended", "Suspended by AA", met.at, other, "1d"),
        began_by="event-1",
        ended_by="event-3",
        began="2020-01-02",
        ended="2020-01",
        contested_by=("BB",),
    )

    (found,) = json.loads(render_json(timeline(lane("A", (met,), (span,), last="Met"))))["lanes"]

    assert found["last_on_record"] == "Met"
    (mark,), (drawn,) = found["marks"], found["spans"]
    assert mark["amended"] == ["Corrected: on"]
    (told,) = mark["doubts"]
    assert (told["occurred"], told["earliest"], told["position"]) == ("2020-01-03", "2020-01-03", 2)
    assert told["sources"][0]["publisher"] == "PTI"
    assert (drawn["began_by"], drawn["ended_by"]) == ("event-1", "event-3")
    assert (drawn["began"], drawn["ended"]) == ("2020-01-02", "2020-01")
    assert drawn["contested_by"] == ["BB"]
