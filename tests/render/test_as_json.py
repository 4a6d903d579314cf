import json
import re

from hypothesis import given, settings

from lifecycle.render.as_json import render_json
from lifecycle.timeline import Timeline
from tests.render.any_timeline import timelines
from tests.render.sample_timelines import ROOT, reference_case


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
    }
