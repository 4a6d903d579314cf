"""An example of every type of fact that says all that it can say, and a log that holds them."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lifecycle.facts.entries import NOT_FOR_USERS
from lifecycle.facts.models import EVENT_TYPES, DomainEvent
from lifecycle.registry.registry import Registry

VECTORS = Path(__file__).parents[1] / "vectors"
KIND = "harbour-group.toml"
"""The definition of the group, which declares a milestone."""
MECHANISM = "aa-zz-harbour-group"
DIGEST = "0" * 64
ADA = {"party": "AA", "name": "Ada Alder", "title": "Joint Secretary"}
ZOE = {"party": "ZZ", "name": "Zoe Zann", "title": "Director"}
PLAN: dict[str, object] = {
    "meeting": "second",
    "series": "plenary",
    "number_claimed": "II",
    "planned": "1971-03",
    "by": ["ZZ"],
    "place": "Port Zedland",
    "mode": "hybrid",
    "reason": "elections",
}
AGREEMENT: dict[str, object] = {
    "by": ["AA", "ZZ"],
    "meeting": "visit of the minister",
    "document": "Joint Statement",
    "place": "Arland City",
    "periodicity": "annually",
    "hosting_rule": "alternately",
    "level": "Director",
    "target": "1969",
}
SUSPENSION: dict[str, object] = {
    "by": ["AA"],
    "object": "part",
    "scope": "dredging",
    "condition": "until the survey is shared",
    "vehicle": "note verbale",
    "recognised_by": ["AA"],
    "contested_by": ["ZZ"],
    "announced": "1985-02-01",
    "effective": "1985-03-01",
    "reason": "a dispute on charts",
}
ENDING: dict[str, object] = {"by": ["AA", "ZZ"], "reason": "its work is done", "effective": "1990"}
RELATION: dict[str, object] = {**ENDING, "mechanisms": ["aa-zz-bm-ports"], "this": "continues"}
ON_ROADMAP: dict[str, object] = {"roadmap": "R1", "by": ["AA"]}
ON_ITEM: dict[str, object] = {
    **ON_ROADMAP,
    "item": "buoys",
    "text": "Ten buoys",
    "evidence": "Annex 2",
}
NAMES = [{"text": "Hafengruppe", "language": "de", "used_by": "ZZ"}]
CHANGE: dict[str, object] = {"by": ["AA"], "effective": "1991-01-01", "reason": "a new treaty"}
SUBGROUP: dict[str, object] = {"name": "Pilots", "mechanism": "aa-zz-bm-pilots"}
REQUEST: dict[str, object] = {"request": "charts", "by": ["AA"]}

FULL: Mapping[str, dict[str, object]] = {
    "definition_registered": {"name": "d", "version": 1, "hash": DIGEST, "text": "{}"},
    "mechanism_registered": {
        "mechanism": MECHANISM,
        "names": [{"text": "Harbour Group", "language": "en", "used_by": "AA"}],
        "parties": [
            {
                "code": "AA",
                "scheme": "iso3166-3",
                "name": "Arland",
                "on_behalf_of": "Crown of Arland",
                "successor": "QM",
            },
            {"code": "ZZ", "scheme": "user-assigned", "name": "Zedland"},
        ],
        "subject": "Harbours",
        "definition": {"name": "harbour-group", "version": 1, "hash": DIGEST},
        "policy": "record",
        "level": "Joint Secretary",
        "known_from": "agreed",
        "parent": "aa-zz-bm-transport",
    },
    "proposed": {"by": ["AA"], "object": "add_topic", "place": "Arland City", "text": "Tides"},
    "establishment_agreed": AGREEMENT,
    "resumption_agreed": AGREEMENT,
    "terms_of_reference_signed": {
        "instrument": "ToR",
        "signatories": [{**ADA, "on_behalf_of": "Ministry of Ports", "on": "1966-05-02"}, ZOE],
        "how": "exchanged",
        "document": "Terms of Reference of the Harbour Group",
        "version": "2",
        "term": "1966/1971",
        "periodicity": "annually",
        "hosting_rule": "alternately",
        "body": "Pilots",
        "place": "Arland City",
    },
    "periodicity_recorded": {
        "basis": "reported",
        "by": ["AA"],
        "periodicity": "every 2 years",
        "hosting_rule": "alternately",
    },
    "instrument_concluded": {
        "other_signatories": ["Port Bank"],
        "instrument": "MoU",
        "kind": "mou",
        "role": "founding",
        "title": "MoU on Harbours",
        "how": "exchanged",
        "signatories": [ADA, ZOE],
        "version": "1",
        "term": "1967/..",
        "effective": "1967-06",
        "effective_rule": "later_notification",
        "periodicity": "every 2 years",
        "hosting_rule": "alternately",
        "place": "Port Zedland",
    },
    "instrument_act_recorded": {
        "instrument": "MoU",
        "step": "notice_given",
        "by": ["ZZ"],
        "effective": "1968",
        "until": "1968-12-31",
        "successor": "MoU of 1969",
        "document": "Note 12",
        "version": "1",
        "place": "Port Zedland",
        "reason": "to be replaced",
    },
    "meeting_mooted": PLAN,
    "meeting_scheduled": PLAN,
    "meeting_rescheduled": {**PLAN, "previously": "1970-09"},
    "meeting_postponed": {**PLAN, "previously": "1970-09"},
    "meeting_cancelled": PLAN,
    "meeting_failed": PLAN,
    "meeting_held": {
        "meeting": "second",
        "series": "plenary",
        "number_claimed": "VI",
        "number": 6,
        "counted": False,
        "epoch": "from 1970",
        "start": "1974-12-09",
        "end": "1974-12-10",
        "mode": "in_person",
        "place": "Quarl",
        "country": "QM",
        "host": "AA",
        "tier": "official",
        "co_chairs": [{**ADA, "office": "JS", "acting": True, "represented_by": "Bo Birch"}],
        "delegates": [ZOE],
        "topics": [{"name": "Safety", "parts": ["buoys", "charts"]}],
        "outcomes": ["Agreed minutes"],
        "joint_with": [{"mechanism": "aa-zz-bm-ports", "number_claimed": "3rd", "number": 3}],
        "next_meeting": "in Arland, on mutually convenient dates",
        "next_planned": "1976",
        "reported": "later",
    },
    "series_opened": {
        "series": "experts",
        "tier": "technical",
        "first_number": 1,
        "reason": "to prepare the plenary",
    },
    "numbering_restarted": {
        "series": "plenary",
        "epoch": "from 1976",
        "first_number": 2,
        "reason": "new terms",
    },
    "roadmap_mandated": {
        "roadmap": "R1",
        "title": "Roadmap on Harbours",
        "to": ["AA"],
        "due": "1978",
        "text": "a first draft",
    },
    "roadmap_activated": {
        **ON_ROADMAP,
        "basis": "document",
        "title": "Roadmap on Harbours",
        "document": "Annex 1",
        "term": "1978/1983",
        "duration": "5 years",
        "counted_from": "adoption",
        "adopted_by": "the ministers",
        "areas": ["safety", "dredging"],
        "parent": "Transport Plan",
    },
    "roadmap_refreshed": {
        **ON_ROADMAP,
        "title": "Roadmap II",
        "document": "Annex 4",
        "term": "1979/1984",
        "text": "two areas more",
    },
    "roadmap_superseded": {**ON_ROADMAP, "successor": "R2", "text": "by the new plan"},
    "roadmap_completed": {
        **ON_ROADMAP,
        "title": "Roadmap II",
        "outcome": "expired",
        "evidence": "Agreed minutes",
    },
    "roadmap_item_added": {
        **ON_ITEM,
        "status": "proposed",
        "owners": [{"party": "AA", "name": "Port Authority"}],
        "due": "1981",
    },
    "roadmap_item_progressed": {**ON_ITEM, "due": "1982"},
    "roadmap_item_completed": ON_ITEM,
    "roadmap_item_dropped": ON_ITEM,
    "roadmap_item_carried_over": {**ON_ITEM, "to": "R2", "due": "1984"},
    "suspended": SUSPENSION,
    "resumed": {**SUSPENSION, "object": "parent_instrument"},
    "concluded": ENDING,
    "reopened": ENDING,
    "level_changed": {
        **CHANGE,
        "level": "Minister",
        "previously": "Joint Secretary",
        "direction": "raised",
    },
    "renamed": {**CHANGE, "names": NAMES, "previously": "Harbour Group"},
    "alias_recorded": {"names": NAMES},
    "scope_changed": {**CHANGE, "excluded": ["fishing"], "included": ["tides"]},
    "chair_named": {**ADA, "office": "JS", "status": "acting", "succeeds": "Cy Cedar"},
    "subgroup_created": {**SUBGROUP, "level": "Director", "purpose": "pilotage rules"},
    "subgroup_changed": {**SUBGROUP, "how": "put_under", "into": ["Safety Committee"]},
    "put_under": {**ENDING, "parent": "aa-zz-bm-transport"},
    "merged": RELATION,
    "split": RELATION,
    "replaced": RELATION,
    "absorbed": RELATION,
    "request_made": {**REQUEST, "what": "the charts of 1960", "until": "2001"},
    "request_answered": {**REQUEST, "answer": "refused", "text": "they are secret"},
    "deadline_set": {"what": "buoys", "due": "2004", "who": ["ZZ"], "meeting": "second"},
    "obligation_lapsed": {"obligation": "meet_every_year", "due": "2005", "text": "No meeting."},
    "engagement_recorded": {
        "kind": "call_on",
        "people": [ADA],
        "hosts": [ZOE],
        "place": "Port Zedland",
        "text": "a courtesy",
    },
    "statement_recorded": {
        "text": "We shall meet.",
        "speaker": ADA,
        "body": "Court of Ports",
        "place": "Arland City",
    },
    "note_recorded": {"text": "Minutes not found."},
    "milestone_reached": {"name": "open_hotline", "by": ["AA", "ZZ"], "text": "at noon"},
    "event_disputed": {
        "event": "meeting_held",
        "field": "occurred",
        "claim": {"day": [11, None, True]},
        "occurred_claim": "1974-12-11",
        "by": ["ZZ"],
        "reason": "a newspaper gives the next day",
    },
    "assertion_preferred": {"event": "event_disputed", "reason": "two sources agree"},
    "event_corrected": {
        "event": "series_opened",
        "changes": {"reason": "by both sides", "first_number": None},
        "reason": "misread",
    },
    "event_retracted": {"event": "note_recorded", "reason": "the minutes were found"},
    "definition_migrated": {
        "definition": {"name": "harbour-group", "version": 2, "hash": DIGEST},
        "previously": {"name": "harbour-group", "version": 1, "hash": DIGEST},
        "states": {"hotline_open": "connected"},
        "reason": "a clearer word",
    },
}
"""Of every type an example with all its keys; a fact's id is the name of its type."""

NOT_BY_HAND = NOT_FOR_USERS | {"definition_migrated", "obligation_lapsed"}
"""Types that are recorded by the registry, or by commands of their own."""
BY_HAND = tuple(name for name in FULL if name not in NOT_BY_HAND)


def read(event_type: str, data: Mapping[str, object]) -> DomainEvent:
    return EVENT_TYPES[event_type].model_validate_json(json.dumps(data))


def year_of(event_type: str) -> str:
    """Return when the example happened: each type in a year of its own, from 1960 on."""
    return str(1960 + list(FULL).index(event_type))


def register_group(registry: Registry) -> None:
    """Register the mechanism of the examples."""
    details: dict[str, Any] = dict(FULL["mechanism_registered"])
    del details["definition"]
    details["id"] = details.pop("mechanism")
    details["kind"] = str(VECTORS / KIND)
    registry.register(event_id="mechanism_registered", **details)


def whole_vocabulary() -> list[bytes]:
    """Return the records of a log that holds every example that is recorded by hand."""

    def write(registry: Registry) -> None:
        register_group(registry)
        for name in BY_HAND:
            details: dict[str, Any] = FULL[name]
            registry.record(MECHANISM, name, event_id=name, on=year_of(name), **details)

    return written(write)


def written(write: Callable[[Registry], object]) -> list[bytes]:
    """Return the records of a new log after *write*, all of the last day of 2025."""
    clock = datetime(2025, 12, 31, tzinfo=UTC)
    with Registry.open("memory:", clock=lambda: clock) as registry:
        write(registry)
        return [event.canonical for event in registry.log()]
