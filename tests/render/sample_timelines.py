"""Timelines to draw: the reference case, and invented mechanisms named A, B, C and so on."""

from datetime import date

from lifecycle.timeline.values import Lane, Mark, Source, Span, Timeline

ROOT = "3f9a6c0e5d2b48a17c94e60b1d83f25a9e7046c8b2f1d3a5968e0c7b4a1f2d3e"
MEETING_DAY = "2025-12-09"

PTI = Source(
    publisher="PTI",
    kind="press",
    published="2025-12-09",
    url="https://example.org/pti/jwg",
    quote="Prior to the meeting, the co-chairs signed the Terms of Reference",
)
MINISTRY = Source("Ministry of Defence, India", "official", "2025-12-09", "https://example.org/mod")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def fact(title: str, occurred: str | None, position: int = 0, **fields: object) -> Mark:
    """A fact whose bounds follow from *occurred*: a day, a month, a year or undated."""
    earliest, latest = bounds(occurred)
    values: dict[str, object] = {
        "event_id": f"event-{position}",
        "position": position,
        "type": "note_recorded",
        "title": title,
        "details": (),
        "occurred": occurred,
        "earliest": earliest,
        "latest": latest,
        "at": earliest if earliest is not None else 1,
        "uncertain": bool(occurred and occurred.rstrip("?~%") != occurred),
        "order_conflict": False,
        "recorded_at": "2026-11-24T08:00:00Z",
        "moves": (),
        "flags": (),
        "sources": (PTI,),
    }
    return Mark(**(values | fields))  # type: ignore[arg-type]  # the fields are named by tests


def bounds(occurred: str | None) -> tuple[int | None, int | None]:
    if occurred is None:
        return None, None
    start, _, end = occurred.partition("/")
    first = None if start == ".." else _first_day(start)
    last = None if end == ".." else _last_day(end or start)
    return first, last


def _first_day(text: str) -> int:
    parts = [int(part) for part in text.rstrip("?~%").split("-")]
    return date(*([*parts, 1, 1])[:3]).toordinal()


def _last_day(text: str) -> int:
    parts = [int(part) for part in text.rstrip("?~%").split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31).toordinal()
    if len(parts) == 2:
        return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1).toordinal() - 1
    return date(*parts).toordinal()


def lane(
    name: str, marks: tuple[Mark, ...], spans: tuple[Span, ...] = (), **fields: object
) -> Lane:
    values: dict[str, object] = {
        "mechanism_id": name.lower().replace(" ", "-"),
        "title": name,
        "parties": ("AA", "BB"),
        "status": "",
        "marks": marks,
        "spans": spans,
        "ended": None,
        "flags": (),
    }
    return Lane(**(values | fields))  # type: ignore[arg-type]  # the fields are named by tests


def timeline(*lanes: Lane, as_of: str = "2026-11-24", log_size: int = 9) -> Timeline:
    return Timeline(lanes=lanes, as_of=day(as_of), log_size=log_size, log_root=ROOT)


# --- The reference case ---


def reference_case() -> Timeline:
    at = day(MEETING_DAY)
    marks = (
        fact("Mechanism registered", None, 1, type="mechanism_registered", at=at),
        fact(
            "Terms of Reference signed",
            MEETING_DAY,
            2,
            type="terms_of_reference_signed",
            moves=(("stage", "registered", "tor_signed"),),
            details=(
                ("Place", "New Delhi"),
                ("Signed by", "Amitabh Prasad (IN), Joint Secretary, Ministry of Defence"),
                (
                    "Signed by",
                    "Poh Kui Choon (BN), Deputy Permanent Secretary, Ministry of Defence",
                ),
            ),
            sources=(PTI, MINISTRY),
        ),
        fact(
            "Inaugural meeting held",
            MEETING_DAY,
            3,
            type="meeting_held",
            moves=(("stage", "tor_signed", "inaugural_meeting_held"),),
            details=(("Topics", "military exchanges, joint training, maritime security"),),
            flags=("A secondary source dates the meeting 2025-12-10.",),
        ),
        fact(
            "Roadmap activated (commitment)",
            MEETING_DAY,
            4,
            type="roadmap_activated",
            moves=(("stage", "inaugural_meeting_held", "roadmap_active"),),
            details=(("Basis", "commitment"),),
        ),
        fact("Call on the Defence Secretary", MEETING_DAY, 5, type="engagement_recorded"),
        fact("Visit to DPSU Bhawan", MEETING_DAY, 6, type="engagement_recorded"),
        fact("Statement by the Ministry of Defence", MEETING_DAY, 7, type="statement_recorded"),
        fact("Statement on maritime security", MEETING_DAY, 8, type="statement_recorded"),
    )
    spans = (
        Span("state", "Registered", at, at, "", open_start=True),
        Span("state", "ToR signed", at, at, ""),
        Span("state", "Inaugural meeting held", at, at, ""),
        Span("state", "Roadmap active (commitment)", at, day("2026-11-24"), "11m", open_end=True),
    )
    return timeline(
        lane(
            "India-Brunei JWG on Defence Cooperation",
            marks,
            spans,
            mechanism_id="bn-in-jwg-defence-cooperation",
            parties=("IN", "BN"),
            status="Roadmap active (commitment, no document on record) since 2025-12-09",
        )
    )


# --- Twelve invented mechanisms ---

_STAGES = ("Proposed", "ToR signed", "Inaugural meeting held", "Roadmap active")
_DATES = (
    ("1984", "1986-03", "1986-11-12", "1991-05", "1998-02-10", "2004", "2016-09"),
    ("1995-06?", "1997", "1997-10-02", "2003-04-15", "2011", "2012-08-30", "2019-03-01"),
    ("2001-02-11", "2001-02-11", "2002-07", "2006-01-19", "2009-12", "2015~", "2018-04-04"),
    ("1978", "1983-05", "1983-06", "1988-10-21", "1994-03", "1999-09-09", "2001"),
)


def decades() -> Timeline:
    return timeline(*(_invented(index) for index in range(12)), as_of="2026-11-24", log_size=104)


def _invented(index: int) -> Lane:
    name = f"Mechanism {'ABCDEFGHIJKL'[index]}"
    dates = [_shifted(text, index // 4 * 2) for text in _DATES[index % 4]]
    titles = (
        "Proposed",
        "Terms of Reference signed",
        "Inaugural meeting held",
        "Roadmap activated",
        "Second meeting held",
        "Suspended" if index % 3 == 0 else "Third meeting held",
        "Concluded" if index % 4 == 3 else "Resumed" if index % 3 == 0 else "Fourth meeting held",
    )
    marks = tuple(
        fact(title, when, index * 8 + number, **_extras(index, number))
        for number, (title, when) in enumerate(zip(titles, dates, strict=True))
    )
    marks = _in_order(marks)
    end = marks[-1].at if index % 4 == 3 else day("2026-11-24")
    edges = [mark.at for mark in marks[:4]] + [end]
    spans = [
        Span(
            "state",
            label,
            start,
            stop,
            f"{max(1, (stop - start) // 365)}y",
            open_end=stop == edges[-1] and index % 4 != 3,
        )
        for label, start, stop in zip(_STAGES, edges, edges[1:], strict=False)
    ]
    if index % 3 == 0:
        years = (marks[6].at - marks[5].at) // 365
        spans.append(Span("suspended", "Suspended", marks[5].at, marks[6].at, f"≈{years}y"))
    if index % 5 == 1:
        spans.append(Span("gap", "No fact on record", marks[4].at, marks[5].at, "≈8y"))
    if index % 4 == 3:
        spans.append(Span("concluded", "Concluded", end, day("2026-11-24"), ""))
    return lane(
        name,
        marks,
        tuple(spans),
        status="Concluded" if index % 4 == 3 else f"Roadmap active since {dates[3]}",
        ended=end if index % 4 == 3 else None,
        flags=("Next meeting overdue by 14 months.",) if index == 2 else (),
    )


def _shifted(text: str, years: int) -> str:
    return f"{int(text[:4]) + years}{text[4:]}"


def _extras(index: int, number: int) -> dict[str, object]:
    extras: dict[str, object] = {}
    if 0 < number < 4:
        extras["moves"] = (("stage", _STAGES[number - 1], _STAGES[number]),)
    if (index, number) == (1, 4):
        extras["flags"] = ("The two parties number this meeting differently.",)
    if (index, number) == (3, 2):
        extras["order_conflict"] = True
    return extras


def _in_order(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Clamp each place to the one before it, as the builder of timelines does."""
    from dataclasses import replace  # noqa: PLC0415  # only this needs it

    placed: list[Mark] = []
    for mark in marks:
        placed.append(replace(mark, at=max(mark.at, placed[-1].at if placed else mark.at)))
    return tuple(placed)


# --- Many ---


def many(lanes: int = 500, facts: int = 20) -> Timeline:
    """Invented lanes full of facts, to see how the picture grows."""
    start = day("1970-01-01")
    return timeline(
        *(
            lane(
                f"Mechanism {number}",
                tuple(
                    fact(
                        f"Meeting {count} held",
                        date.fromordinal(start + number * 7 + count * 900).isoformat(),
                        number * facts + count,
                    )
                    for count in range(facts)
                ),
                (
                    Span(
                        "state",
                        "Active",
                        start + number * 7,
                        day("2026-11-24"),
                        "56y",
                        open_end=True,
                    ),
                ),
                status="Active",
            )
            for number in range(lanes)
        ),
        log_size=lanes * facts,
    )
