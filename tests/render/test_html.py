import base64
import hashlib
import re
from html.parser import HTMLParser

from hypothesis import given, settings

from lifecycle.render.html import render_html
from lifecycle.render.html_assets import SCRIPT
from lifecycle.timeline.values import Doubt, Source, Timeline
from tests.render.any_timeline import timelines
from tests.render.sample_timelines import PTI, ROOT, decades, fact, lane, reference_case, timeline

VOID = {"meta", "br", "input"}


class Page(HTMLParser):
    """What a page consists of; closing tags that do not match are kept as errors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.errors: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: dict[str, list[str]] = {"style": [], "script": []}
        self.cells: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.errors.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.inline:
            self.inline[self.open[-1]].append(data)
        if {"td", "th"} & set(self.open):
            self.cells[-1] += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@given(timelines)
@settings(deadline=None, max_examples=100)
def test_any_text_stays_text_in_a_well_formed_page(picture: Timeline) -> None:
    page = Page(render_html(picture))

    assert (page.errors, page.open) == ([], [])
    assert len(page.named("script")) == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert not [attributes for _, attributes in page.tags if "style" in attributes]
    assert all(re.match("https?://", link["href"] or "", re.IGNORECASE) for link in page.named("a"))


def test_only_web_addresses_become_links() -> None:
    addresses = (
        "javascript:alert(1)",
        "http://example.org/a",
        "HTTPS://example.org/b",
        "file:///c",
    )
    marks = tuple(
        fact(f"Fact {n}", "2025-12-09", sources=(Source("Press", "press", url=address),))
        for n, address in enumerate(addresses)
    )
    text = render_html(timeline(lane("Mechanism A", marks)))

    assert [link["href"] for link in Page(text).named("a")] == [
        "http://example.org/a",
        "HTTPS://example.org/b",
    ]
    assert "<code>javascript:alert(1)</code>" in text


def test_the_policy_allows_exactly_the_styles_and_the_script_of_the_page() -> None:
    page = Page(render_html(reference_case()))
    policy = next(
        meta["content"] or ""
        for meta in page.named("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )

    def hashes(kind: str) -> set[str]:
        return {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in page.inline[kind]
        }

    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    assert hashes("style") == set(allowed["style-src"].split())
    assert hashes("script") == set(allowed["script-src"].split())


def test_the_page_refers_to_nothing_outside() -> None:
    page = Page(render_html(decades()))

    assert not page.named("link")
    assert not [attributes for _, attributes in page.tags if {"src", "srcset"} & set(attributes)]
    assert len(SCRIPT) <= 5 * 1024


def test_the_table_has_everything_that_is_known_of_an_event() -> None:
    page = Page(render_html(reference_case()))
    columns = page.cells[:7]
    signed = dict(zip(columns, page.cells[14:21], strict=True))

    assert signed["No."] == "2"
    assert signed["Date"] == "2025-12-09"
    assert signed["Event"].startswith("Terms of Reference signedPlace: New DelhiSigned by: Amitabh")
    assert signed["State"] == "stage: registered → tor_signed"
    assert "PTI (press), 2025-12-09" in signed["Sources"]
    assert signed["Recorded"] == "2026-11-24T08:00:00Zposition 2event-2"
    assert page.cells[21:28][4] == "A secondary source dates the meeting 2025-12-10."


def test_table_heads_have_a_scope_and_each_table_a_caption() -> None:
    page = Page(render_html(decades()))

    assert {"col", "row"} == {head.get("scope") for head in page.named("th")}
    assert 12 == len(page.named("table")) == len(page.named("caption"))


def test_each_mark_has_its_row() -> None:
    page = Page(render_html(decades()))
    marks = [attributes["data-at"] for attributes in page.named("g") if "data-at" in attributes]

    assert len(marks) == 84
    assert marks == [row["data-at"] for row in page.named("tr") if "data-at" in row]


def test_the_page_can_be_checked_against_the_log() -> None:
    assert f"as of 2026-11-24 · log size 9 · root <code>{ROOT}</code>" in render_html(
        reference_case()
    )


def test_a_row_has_what_amends_and_what_disputes_its_fact_and_mere_remarks() -> None:
    doubt = Doubt("event-7", 7, "place: Delhi", recorded_at="2026-01-01", sources=(PTI,))
    met = fact(
        "Met", "2020-01-01", amended=("Corrected: on",), doubts=(doubt,), remarks=("Aside.",)
    )
    page = Page(render_html(timeline(lane("Mechanism A", (met,), remarks=("In general.",)))))
    row = dict(zip(page.cells[:7], page.cells[7:], strict=True))

    assert "Amended: Corrected: on" in row["Event"]
    assert "Disputed: place: Delhi, recorded 2026-01-01 at position 7PTI (press)" in row["Event"]
    assert row["Warnings"] == "Remark: Aside."
    assert "Remark: In general." in render_html(
        timeline(lane("Mechanism A", (met,), remarks=("In general.",)))
    )


def test_what_is_on_record_last_stands_on_a_line_of_its_own() -> None:
    met = fact("Met", "2020-01-01")
    text = render_html(timeline(lane("A", (met,), status="Operational", last="Met, 2020")))

    assert "AA · BB — Operational<br>last on record: Met, 2020</p>" in text
