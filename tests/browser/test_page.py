from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from lifecycle.render.html import render_html
from tests.render.sample_timelines import decades

pytestmark = pytest.mark.browser

PAPER = "getComputedStyle(document.querySelector('.paper')).fill"
FOCUSED = "document.activeElement.dataset.at"


def opened(browser: Browser, path: Path, **options: object) -> Page:
    page = browser.new_page(**options)  # type: ignore[arg-type]  # options of the context
    page.goto(path.as_uri())
    return page


def keys_of_marks(page: Page) -> list[str]:
    keys: list[str] = page.eval_on_selector_all(".lt .m", "all => all.map(m => m.dataset.at)")
    return keys


def test_the_page_loads_nothing_else_and_reports_no_error(
    browser: Browser, page_file: Path
) -> None:
    page = browser.new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))

    page.goto(page_file.as_uri())
    page.keyboard.press("Tab")
    page.fill("#search", "meeting")

    assert messages == []
    assert requests == [page_file.as_uri()]


def test_arrow_keys_reach_every_event_and_the_readout_tells_it(
    browser: Browser, page_file: Path
) -> None:
    page = opened(browser, page_file)
    keys = keys_of_marks(page)
    page.focus('.lt .m[tabindex="0"]')

    reached = [page.evaluate(FOCUSED)]
    for _ in keys[1:]:
        page.keyboard.press("ArrowRight")
        reached.append(page.evaluate(FOCUSED))

    assert reached == keys
    assert page.locator('.lt .m[tabindex="0"]').count() == 1
    told = page.inner_text("#readout")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert told.startswith(label.replace(": ", " ", 1))
    assert "Recorded 2026-11-24T08:00:00Z at position" in told


def test_home_and_end_stay_in_the_lane_and_up_and_down_change_it(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "timeline.html"
    path.write_text(render_html(decades()), encoding="utf-8")
    page = opened(browser, path)
    page.focus('.lt .m[data-at="0-0"]')

    visited = []
    for key in ("End", "Home", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        visited.append(page.evaluate(FOCUSED))

    lanes = [place.split("-")[0] for place in visited]
    assert visited[:3] == ["0-6", "0-0", "0-0"]
    assert lanes[3:6] == ["1", "2", "1"]


def test_search_leaves_only_what_it_finds(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file)
    total = len(keys_of_marks(page))

    page.fill("#search", "Activated ")
    rows = page.locator("tbody tr:visible")
    shown = rows.count()

    assert 0 < shown < total
    assert page.inner_text("#count") == f"{shown} of {total} events"
    assert page.locator(".lt .m:not(.off)").count() == shown
    page.fill("#search", "")
    assert page.locator("tbody tr:visible").count() == total


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, page_file: Path, scheme: str) -> None:
    # The policy of the page would keep axe itself out.
    page = opened(browser, page_file, color_scheme=scheme, bypass_csp=True)

    found = Axe().run(page)

    assert found.response["violations"] == [], found.generate_report()


def test_without_script_the_picture_and_the_table_are_there(
    browser: Browser, page_file: Path
) -> None:
    page = opened(browser, page_file, java_script_enabled=False)

    assert page.locator("svg.lt").is_visible()
    assert page.locator("tbody tr").count() == page.locator(".lt .m").count()
    assert page.locator("table").first.is_visible()
    assert not page.locator("#search").is_visible()


def test_the_page_prints(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file, color_scheme="dark")
    page.emulate_media(media="print")

    assert page.pdf().startswith(b"%PDF-")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.paper')).fill")
        == "rgb(255, 255, 255)"
    )
    assert not page.locator("form").is_visible()


def test_the_picture_follows_the_colour_scheme(browser: Browser, page_file: Path) -> None:
    fills = {
        scheme: opened(browser, page_file, color_scheme=scheme).evaluate(PAPER)
        for scheme in ("light", "dark")
    }

    assert fills == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 22, 29)"}


def test_no_drawn_label_is_wider_than_the_room_kept_for_it(
    browser: Browser, page_file: Path
) -> None:
    page = opened(browser, page_file, viewport={"width": 1600, "height": 900})
    excess = page.eval_on_selector_all(
        ".lt .m",
        """all => all.map(m => {
            const words = m.querySelector("text").getBBox();
            const room = m.querySelector(".hit").getBBox();
            return words.x + words.width - room.x - room.width;
        })""",
    )

    assert max(excess) <= 1
