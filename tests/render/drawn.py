"""Pictures read back as XML, for tests to look at."""

import re
import xml.etree.ElementTree as ET

from lifecycle.render.svg import render_svg
from lifecycle.timeline.values import Mark, Span, Timeline
from tests.render.sample_timelines import lane, timeline

SVG = "{http://www.w3.org/2000/svg}"


def drawn(picture: Timeline) -> ET.Element:
    return ET.fromstring(render_svg(picture))  # noqa: S314  # our own output


def one_lane(*marks: Mark, spans: tuple[Span, ...] = (), **fields: object) -> Timeline:
    return timeline(lane("Mechanism A", marks, spans, **fields))


def shown_text(root: ET.Element) -> str:
    """All text that is drawn, without spaces: where a line is broken does not matter."""
    words = ("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    return re.sub(r"\s", "", "".join(words))


def marks_of(root: ET.Element) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if group.get("class") == "m"]


def having_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def box_of(rect: ET.Element) -> tuple[int, int, int]:
    x, y, width = (int(rect.get(name) or 0) for name in ("x", "y", "width"))
    return x, y, x + width
