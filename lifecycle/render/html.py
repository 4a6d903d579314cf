"""Write a timeline as one HTML page: the picture, and a table of all events."""

import base64
import hashlib

from lifecycle.render.html_assets import PAGE_STYLE, SCRIPT
from lifecycle.render.html_table import lane_section
from lifecycle.render.svg import render_svg
from lifecycle.render.svg_style import style_sheet
from lifecycle.render.text_safety import markup
from lifecycle.render.wording import as_of_words, heading
from lifecycle.timeline.values import Timeline

_KEYS_HELP = (
    "Arrow keys move from event to event and from lane to lane; Home and End go to the first and "
    "last of a lane; Enter goes to the event in the table."
)


def render_html(timeline: Timeline) -> str:
    """Return *timeline* as a page that needs no other file, no network and no script.

    Its content security policy allows its own styles and script, by their hashes, and nothing
    else.
    """
    title = markup(heading(timeline))
    lanes = "".join(lane_section(lane, index) for index, lane in enumerate(timeline.lanes))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_content_policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: timeline</title>
<style>{PAGE_STYLE}</style>
</head>
<body>
<main>
<h1 class="sr">{title}: timeline</h1>
<div class="picture">
{render_svg(timeline)}</div>
<p class="readout" id="readout" role="status">{_KEYS_HELP}</p>
<h2>Events</h2>
<form hidden><label for="search">Search</label><input id="search" type="search" autocomplete="off">
<span id="count" role="status"></span></form>
{lanes}</main>
<footer>
<p class="soft">{markup(as_of_words(timeline))} · root <code>{markup(timeline.log_root)}</code></p>
</footer>
<script>{SCRIPT}</script>
</body>
</html>
"""


def _content_policy() -> str:
    styles = f"{_hash_source(PAGE_STYLE)} {_hash_source(style_sheet())}"
    return (
        f"default-src 'none'; style-src {styles}; script-src {_hash_source(SCRIPT)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash_source(text: str) -> str:
    """Return the source expression that allows inline *text* (CSP level 3, section 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
